"""Names in a text: capitalised words that are not capitalised only because a sentence begins with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_][\w]*(?:[-'’&][\w]+)*")
_OPENS_SENTENCE = re.compile(r"(?:\A|[.!?:;…。\n\"“„«»(\[—–|])[\s\"“„«»'‘(\[*_]*\Z")
_JOINED = re.compile(r"[ \t\u00a0]+")
_NOUNS_ARE_CAPITALISED = 0.3
"""From this share of capitalised words within sentences on, a capital says "noun" (German), not "name"."""

_ENOUGH_TO_TELL = 12
_LOOK_BACK = 12
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Name:
    """A name in a text, of one or several words."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    initial: bool

    @property
    def capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def certain(self) -> bool:
        """Capitals within the word (NATO, GitHub) make a name of it wherever it stands."""
        return len(self.text) > 1 and any(c.isupper() for c in self.text[1:].replace("-", ""))


def names(text: str) -> list[Name]:
    """The names in order.

    A word at the beginning of a sentence counts only when it has further capitals or is capitalised
    within a sentence as well. Where the language capitalises its nouns only names of several words and
    words with inner capitals count. Scripts without capitals have no names here.
    """
    found = list(_words(text))
    inside = {word.text for word in found if word.capitalised and not word.initial}
    nouns = _capitalises_nouns(found)
    runs = _runs(text, [word for word in found if word.capitalised and _counts(word, inside)])
    return [_name(run) for run in runs if not nouns or len(run) > 1 or run[0].certain]


def name_words(text: str) -> set[str]:
    """All words of a text in the form in which names are compared."""
    return {folded(found[0]) for found in _WORD.finditer(text)}


def folded(word: str) -> str:
    """A word without case and possessive ending."""
    return re.sub(r"['’]s?\Z", "", word.casefold())


def known(word: str, basis: set[str]) -> bool:
    """The word, or another form of it (Germany, German; Berg, Bergs), is in the basis."""
    form = folded(word)
    if form in basis:
        return True
    parts = re.split(r"[-&]", form)
    if len(parts) > 1:
        return all(known(part, basis) for part in parts if part)
    return len(form) >= _SHORTEST_STEM and any(_same_stem(form, other) for other in basis)


def _same_stem(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_STEM and len(longer) - len(shorter) <= 3 and longer.startswith(shorter)


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
        yield _Word(found.start(), found.end(), found[0], bool(_OPENS_SENTENCE.search(before)))


def _counts(word: _Word, inside: set[str]) -> bool:
    return len(word.text) > 1 and (not word.initial or word.certain or word.text in inside)


def _capitalises_nouns(found: list[_Word]) -> bool:
    inner = [word for word in found if not word.initial]
    if len(inner) < _ENOUGH_TO_TELL:
        return False
    return sum(word.capitalised for word in inner) / len(inner) >= _NOUNS_ARE_CAPITALISED


def _runs(text: str, words: list[_Word]) -> Iterator[list[_Word]]:
    """Names of several words: those with nothing but spaces between them."""
    run: list[_Word] = []
    for word in words:
        if run and not (_JOINED.fullmatch(text, run[-1].end, word.start) and not word.initial):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _name(run: list[_Word]) -> Name:
    return Name(run[0].start, run[-1].end, tuple(word.text for word in run))
