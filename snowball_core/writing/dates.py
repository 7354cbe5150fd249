"""Dates in a text, in the notations of several languages, as year, month and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

Parts = tuple[int | None, int | None, int | None]
"""Year, month, day; None where the text does not say."""

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января ocak",
    "february feb februar février févr febrero febbraio fevereiro februari февраля şubat",
    "march mar märz mär mars marzo março maart marts марта mart",
    "april apr avril abril abr aprile апреля nisan",
    "may mai mayo maggio maio mei maj мая mayıs",
    "june jun juni juin junio giugno junho июня haziran",
    "july jul juli juillet juil julio luglio julho июля temmuz",
    "august aug août agosto ago augustus августа ağustos",
    "september sep sept septembre septiembre settembre setembro сентября eylül",
    "october oct oktober okt octobre octubre ottobre outubro октября ekim",
    "november nov novembre noviembre novembro ноября kasım",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember декабря aralık",
)
_NUMBER_OF_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_COMMON_WORDS = {"may", "march", "mar", "gen", "mart", "mars", "maj", "dec", "sep", "ago", "set"}
"""Months only when they are capitalised."""

_NAME = "|".join(sorted(map(re.escape, _NUMBER_OF_MONTH), key=len, reverse=True))
_MONTH = rf"(?P<name>(?:{_NAME}))\b\.?"
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)(?![.,]\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d.,/-])(?P<year>[12]\d{3})([-/.])(?P<month>[01]?\d)\2(?P<day>[0-3]?\d)(?![\d/-]|\.\d)",
        r"(?<![\d.,/-])(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?(?P<year>(?:[12]\d)?\d{2})(?![\d/-]|\.\d)",
        r"(?<![\d.,/-])(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/(?P<year>(?:[12]\d)?\d{2})(?![\d/])",
        r"(?P<year>[12]\d{3})\s?[年년]\s?(?P<month>[01]?\d)\s?[月월](?:\s?(?P<day>[0-3]?\d)\s?[日일号])?",
        r"(?<!\d)(?P<month>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日일号]",
        rf"(?<![\w.,]){_DAY}(?:st|nd|rd|th|\.|er|º|ª)?[\s-]+(?:of\s|de\s)?{_MONTH}"
        rf"(?:,?[\s-]+(?:de\s|del\s)?{_YEAR})?",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?\b(?![.,:]?\d)(?!\s?[%€$£])(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH},?\s+(?:de\s|del\s|of\s)?{_YEAR}",
    )
)


@dataclass(frozen=True)
class Date:
    """A date in a text. `readings` are more than one where the notation is ambiguous (03/04/2024)."""

    start: int
    end: int
    readings: frozenset[Parts]

    def says_no_more_than(self, other: Date) -> bool:
        """Every part that this date states is a part of the other."""
        return any(_within(mine, theirs) for mine, theirs in product(self.readings, other.readings))

    @property
    def numbers(self) -> set[int]:
        """The years and days that the date holds."""
        return {part for year, _, day in self.readings for part in (year, day) if part is not None}


def dates(text: str) -> list[Date]:
    """The dates of a text that name at least a month, with a day or a year, in order. Digits are ASCII."""
    taken: list[Date] = []
    for found in _candidates(text):
        readings = frozenset(_readings(found))
        if readings and not any(found.start() < date.end and date.start < found.end() for date in taken):
            taken.append(Date(*found.span(), readings))
    return sorted(taken, key=lambda date: date.start)


def _candidates(text: str) -> Iterable[re.Match[str]]:
    if not any(character.isdecimal() for character in text):
        return
    for pattern in _PATTERNS:
        yield from pattern.finditer(text)


def _readings(found: re.Match[str]) -> Iterator[Parts]:
    groups = found.groupdict()
    year = _year(groups.get("year"))
    if "first" in groups:
        first, second = int(groups["first"]), int(groups["second"])
        orders: list[tuple[int | None, int | None]] = [(second, first), (first, second)]
    else:
        orders = [(_month(groups), int(groups["day"]) if groups.get("day") else None)]
    for month, day in orders:
        if month is not None and 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            yield year, month, day


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 70 else 1900)


def _month(groups: dict[str, str | None]) -> int | None:
    name = groups.get("name")
    if name is None:
        return int(groups.get("month") or 0)
    if name.casefold() in _COMMON_WORDS and not name[0].isupper():
        return None
    return _NUMBER_OF_MONTH.get(name.casefold())


def _within(mine: Parts, theirs: Parts) -> bool:
    return all(part is None or part == other for part, other in zip(mine, theirs, strict=True))
