"""What depends on the article's language: direction, dates, and the few words that the page itself says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date


@dataclass(frozen=True)
class Labels:
    """The page's own words. `{number}`, `{title}` and `{minutes}` are filled in by `str.format`."""

    sources: str
    source: str
    back: str
    table: str
    reading_time: str


_ENGLISH = Labels("Sources", "Source {number}: {title}", "Back to the text ({number})", "Table", "{minutes} min read")
_LABELS = {
    "en": _ENGLISH,
    "de": Labels(
        "Quellen", "Quelle {number}: {title}", "Zurück zum Text ({number})", "Tabelle", "{minutes} Min. Lesezeit"
    ),
    "fr": Labels(
        "Sources", "Source {number} : {title}", "Retour au texte ({number})", "Tableau", "{minutes} min de lecture"
    ),
    "es": Labels(
        "Fuentes", "Fuente {number}: {title}", "Volver al texto ({number})", "Tabla", "{minutes} min de lectura"
    ),
    "it": Labels(
        "Fonti", "Fonte {number}: {title}", "Torna al testo ({number})", "Tabella", "{minutes} min di lettura"
    ),
    "nl": Labels(
        "Bronnen", "Bron {number}: {title}", "Terug naar de tekst ({number})", "Tabel", "{minutes} min. leestijd"
    ),
    "pt": Labels(
        "Fontes", "Fonte {number}: {title}", "Voltar ao texto ({number})", "Tabela", "{minutes} min de leitura"
    ),
}


def labels(language: str) -> Labels:
    """The page's words in the language, English where there are none."""
    return _LABELS.get(_primary(language), _ENGLISH)


def speaks(language: str) -> bool:
    """The page's words exist in the language."""
    return _primary(language) in _LABELS


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction in which the language is written."""
    locale = _locale(language)
    return "rtl" if locale and locale.text_direction == "rtl" else "ltr"


def open_graph_locale(language: str) -> str:
    """The language as Open Graph wants it, with a territory: `en` is `en_US`. Empty when unknown."""
    locale = _locale(language)
    if locale is None:
        return ""
    territory = locale.territory or _usual_territory(locale.language)
    return f"{locale.language}_{territory}" if territory else locale.language


def long_date(day: date, language: str) -> str:
    """The day in words of the language, ISO 8601 when the language is unknown."""
    locale = _locale(language)
    return format_date(day, format="long", locale=locale) if locale else f"{day:%Y-%m-%d}"


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _locale(language: str) -> Locale | None:
    """The most specific locale that is known: `de-XX` is read as `de`."""
    for code in (language, _primary(language)):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _usual_territory(language: str) -> str:
    """Where the language is mostly at home (Unicode CLDR, likely subtags)."""
    tag = str(get_global("likely_subtags").get(language, ""))
    last = tag.rpartition("_")[2]
    return last if last.isupper() else ""
