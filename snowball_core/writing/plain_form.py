"""The plain form of a text, in which typography makes no difference, and the way back to the original.

Folded are: kinds of quotation marks, dashes and spaces, ligatures and widths (Unicode NFKC), invisible
characters, Markdown's marks, and hyphens at the end of a line. Letters, digits and their order are never
touched; a character whose NFKC form would add a digit (², ½) stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, groupby
from typing import NamedTuple

from snowball_core.writing.markup import LINK_TARGET

BREAK = "\x1f"
"""In the plain form: a hyphen at the end of a line, which may or may not be part of the word."""

_LETTER = r"[^\W\d_]"
_HYPHEN = "-\u00ad\u2010\u2011"
_DOUBLE = dict.fromkeys("“”„‟«»″〝〞＂", '"')
_SINGLE = dict.fromkeys("‘’‚‛‹›′´`＇", "'")
_SPACES = re.compile(r" {2,}")
_TYPOGRAPHY = _DOUBLE | _SINGLE | {"−": "-"}
_BASIC_PLANE = 0x10000
_STYLED_LETTERS = "\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff\U0002f800-\U0002fa1f"
"""What NFKC changes beyond the basic plane; few ranges, because each costs time at every character."""


class _Piece(NamedTuple):
    """Plain characters and the range of the original they came from; `copied`: they are those characters."""

    plain: str
    start: int
    end: int
    copied: bool


class PlainForm:
    """A text in its plain form. Building it takes time linear in the text's length.

    Attributes:
        text: the plain form; runs of spaces and line ends are one space.
    """

    def __init__(self, original: str) -> None:
        pieces = list(_without_double_spaces(_pieces(original)))
        self.text = "".join(piece.plain for piece in pieces)
        self._pieces = pieces
        self._offsets = [0]
        for piece in pieces:
            self._offsets.append(self._offsets[-1] + len(piece.plain))

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that the plain characters `start` to `end` (at least one) came from."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._offsets, offset) - 1
        piece = self._pieces[number]
        if not piece.copied:
            return piece.start, piece.end
        at = piece.start + offset - self._offsets[number]
        return at, at + 1


def _without_double_spaces(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    after_space = False
    for piece in pieces:
        if after_space and piece.plain[0] == " ":
            if len(piece.plain) == 1:
                continue
            piece = _Piece(piece.plain[1:], piece.start + piece.copied, piece.end, piece.copied)  # noqa: PLW2901
        after_space = piece.plain[-1] == " "
        yield piece


def _pieces(text: str) -> Iterator[_Piece]:
    special = _special()
    position = 0
    for start in chain((0,), (found.start() for found in _candidate().finditer(text))):
        if start < position:
            continue
        found = special.match(text, start - 1 if start > position and _joins(text[start]) else start)
        if found is None:
            continue
        yield from _copies(text, position, found.start())
        plain = _plain(found)
        if plain:
            yield _Piece(plain, *found.span(), False)
        position = found.end()
    yield from _copies(text, position, len(text))


def _copies(text: str, start: int, end: int) -> Iterator[_Piece]:
    """A stretch without special characters; only its runs of spaces are folded."""
    for found in _SPACES.finditer(text, start, end) if text.find("  ", start, end) >= 0 else ():
        yield _Piece(text[start : found.start() + 1], start, found.start() + 1, True)
        start = found.end()
    if start < end:
        yield _Piece(text[start:end], start, end, True)


def _plain(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "broken":
            return BREAK
        case "space":
            return " "
        case "double":
            return '"'
        case "cluster":
            return _plain_cluster(found[0])
        case _:
            return ""


def _plain_cluster(cluster: str) -> str:
    """The plain form of a character with its combining marks."""
    first = cluster[0]
    if first in _TYPOGRAPHY:
        return _TYPOGRAPHY[first]
    category = unicodedata.category(first)
    if _invisible(first, category):
        return ""
    if category == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", cluster)
    makes_digits = category != "Nd" and any(c.isdecimal() for c in plain)
    return cluster if makes_digits else plain


def _invisible(character: str, category: str) -> bool:
    return category == "Cf" or "\ufe00" <= character <= "\ufe0f"


@cache
def _candidate() -> re.Pattern[str]:
    """Every character at which something special may begin: a single class, which is quick to search."""
    return re.compile(rf"[\t-\r\x1c-\x1f'`*_~\\!\[\]\-{_changing()}{_joining()}]")


@cache
def _special() -> re.Pattern[str]:
    """All that is not its own plain form."""
    return re.compile(
        rf"""
          (?P<broken>(?<={_LETTER})[{_HYPHEN}][ \t]*\r?\n[ \t]*(?={_LETTER}))
        | (?P<space>(?:\A|\s*\n)[ \t]*(?:>[ \t]?|\#{{1,6}}[ \t]+|[-*+•][ \t]+)+|\s{{2,}}|[^\S ])
        | (?P<mark>{LINK_TARGET}|!?\[(?=[^\[\]]{{0,300}}\]\()|\[(?=!\[)|(?<!\d)\*+(?!\s)|(?<!\s)\*+(?!\d)|`+
          |(?<!\w)_+|_+(?!\w)|~~|\\(?=[!-/:-@\[-`{{-~]))
        | (?P<double>'')
        | (?P<cluster>(?:[^\W_]|[{_changing()}])[{_joining()}]+|[{_changing()}])
        """,
        re.VERBOSE,
    )


@cache
def _changing() -> str:
    return _character_class(_changes) + _STYLED_LETTERS


@cache
def _joining() -> str:
    return _character_class(_joins)


def _character_class(test: Callable[[str], bool]) -> str:
    """The inside of a character class for the characters beyond ASCII that pass the test, as few ranges as possible."""
    passing = (code for code in range(0x80, _BASIC_PLANE) if test(chr(code)))
    runs = groupby(enumerate(passing), key=lambda entry: entry[1] - entry[0])
    ends = ((codes[0], codes[-1]) for codes in ([code for _, code in run] for _, run in runs))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ends)


def _changes(character: str) -> bool:
    """The character is not its own plain form."""
    category = unicodedata.category(character)
    folded = character in _TYPOGRAPHY or category == "Pd" or _invisible(character, category)
    return folded or not unicodedata.is_normalized("NFKC", character)


def _joins(character: str) -> bool:
    """The character may compose with the one before it: a combining mark, a vowel or final of a Hangul syllable."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"
