"""Words: splitting, rough stems, content words, the language of a text, likeness of two texts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]{2,}")
ENDING = re.compile(r"(?:['’]s|ings?|edly|ed|ers?|ies|es|en|ly|[seyn])$")

FUNCTION_WORDS = {
    "en": """a an the and or but nor of in on at to for from with without by about as into over under than then that
    which who whom whose this these those it its he she they them his her their we our you your i my me is are was
    were be been being has have had do does did can could may might must shall should will would not no so if when
    while where there here how what why also only very more most much many some any each every all both other such
    one two three up out after before between through during until because since however therefore often still just
    even per same own too already yet said says""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber nicht auch von vom zu zum zur in im
    an am auf aus bei mit nach für über unter vor durch um als wie wenn dass daß ist sind war waren wird werden wurde
    wurden hat haben hatte kann können muss müssen soll sich es er sie wir ich ihr sein seine ihre noch nur schon so
    sehr mehr bis zwischen während weil damit doch man dieser diese dieses jeder jede etwa rund""",
    "fr": """le la les un une des du de et ou mais ne pas en dans sur sous pour par avec sans au aux ce cette ces cet
    il elle ils elles on nous vous je que qui dont où est sont était étaient été être a ont avait plus très aussi se
    sa son ses leur leurs comme si entre depuis pendant selon après avant""",
    "es": """el la los las un una unos unas de del y o pero no en con sin por para a al es son era eran fue fueron ser
    ha han había que quien cuyo donde se su sus lo le les más muy también como si entre desde hasta durante según
    después antes este esta estos estas""",
}
STOPWORDS = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}
ALL_STOPWORDS = frozenset().union(*STOPWORDS.values())


def words(text: str) -> list[str]:
    """Words in lower case; scripts without spaces give pairs of characters."""
    found: list[str] = []
    for match in WORD.finditer(text.casefold()):
        run = match.group()
        found += [run[i : i + 2] for i in range(len(run) - 1)] if UNSPACED.fullmatch(run) else [run]
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A rough stem: accents and common endings go, at least three letters stay (figures stay whole)."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    if any(c.isdigit() for c in plain):
        return plain
    shorter = ENDING.sub("", plain)
    return shorter if len(shorter) >= 3 else plain


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order."""
    return [word for word in words(text) if word not in ALL_STOPWORDS and (len(word) > 1 or word.isdigit())]


def terms(text: str) -> list[str]:
    """Stems of the content words, in order."""
    return [stem(word) for word in content_words(text)]


def language_of(text: str) -> str:
    """The language whose function words the text uses most; empty when no table knows it."""
    counts = Counter(words(text[:20_000]))
    votes = {language: sum(counts[word] for word in stop) for language, stop in STOPWORDS.items()}
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] >= max(2, 0.12 * counts.total()) else ""


def related(term: str, vocabulary: Iterable[str]) -> bool:
    """The stem, a compound that begins with it, or a slightly shorter stem is in the vocabulary."""
    if term in (vocabulary := set(vocabulary)):
        return True
    shorter = {term[:-1], term[:-2]} if len(term) >= 7 else set()
    return bool(shorter & vocabulary) or (len(term) >= 5 and any(other.startswith(term) for other in vocabulary))


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Overlap of two lists of terms, 0 to 1 (the Jaccard index)."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a and b else 0.0
