"""Whether a quote stands verbatim in a text, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snowball_core.writing.plain_form import BREAK, PlainForm
from snowball_core.writing.sentences import Span
from snowball_core.writing.words import unspaced

FEWEST_WORDS = 3
FEWEST_CHARACTERS = 12

_REACH = 6
_INSIDE_NUMBER = tuple(
    (re.compile(rf"{before}\Z"), re.compile(after))
    for before, after in (
        (r"\d", r"[.,'’-]\d"),
        (r"\d[.,'’-]", r"\d"),
        (r"(?<!\d)\d{1,3}", r"\s\d{3}(?!\d)"),
        (r"(?<!\d)\d{1,3}\s", r"\d{3}(?!\d)"),
        (r"(?:\A|\W)[-−]", r"\d"),
    )
)
"""What stands before and behind a place within a number: at its point, its hyphen, its group, its minus."""


class SearchableText:
    """A text in which many quotes are looked up; both are compared in their plain form."""

    def __init__(self, text: str) -> None:
        self._original = text
        self._form = PlainForm(text)

    def locate(self, quote: str) -> Span | None:
        """The first place in the original text where the quote stands verbatim, or None.

        The case of the quote's first letter is free. The place begins and ends at the border of a word
        and of a number, so "20 people left" does not stand in "120 people left". Quotes of fewer than
        three words and fewer than twelve characters prove nothing and are never found; an ellipsis is
        found only where the text has one.
        """
        wanted = PlainForm(quote).text.strip()
        if _too_short(wanted):
            return None
        found = self._verbatim(quote.strip())
        return found or self._in_plain_form(wanted) or self._in_plain_form(_unquoted(wanted))

    def _verbatim(self, quote: str) -> Span | None:
        """The quote character for character, whatever marks it holds or cuts."""
        text = self._original
        places = (place for place in _places(text, quote) if _at_borders(text, *place))
        return next((self._span(*place) for place in places), None)

    def _in_plain_form(self, wanted: str) -> Span | None:
        if _too_short(wanted):
            return None
        places = (place for place in self._occurrences(wanted) if _at_borders(self._form.text, *place))
        return next((self._span(*self._form.original_range(*place)) for place in places), None)

    def _occurrences(self, wanted: str) -> Iterator[tuple[int, int]]:
        text = self._form.text
        for form in dict.fromkeys((wanted, wanted[0].swapcase() + wanted[1:])):
            yield from _places(text, form)
            if BREAK in text or BREAK in form:
                yield from (found.span() for found in _with_breaks(form).finditer(text))

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._original[start:end])


def locate(quote: str, text: str) -> Span | None:
    """Where the quote stands verbatim in the text; see `SearchableText` for many quotes in one text."""
    return SearchableText(text).locate(quote)


def is_too_short(quote: str) -> bool:
    """Whether a quote has so few words and characters that it proves nothing."""
    return _too_short(PlainForm(quote).text.strip())


def _too_short(plain: str) -> bool:
    return not plain or (len(plain.split()) < FEWEST_WORDS and len(plain) < FEWEST_CHARACTERS)


def _unquoted(plain: str) -> str:
    """The quote without quotation marks around the whole of it."""
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] == plain[-1] and plain[0] in "\"'" else ""


def _places(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = text.find(wanted)
    while start >= 0:
        yield start, start + len(wanted)
        start = text.find(wanted, start + 1)


def _at_borders(text: str, start: int, end: int) -> bool:
    """The range begins and ends where a word or a number does."""
    return not (_splits(text, start) or _splits(text, end))


def _splits(text: str, position: int) -> bool:
    """A word or a number goes on across the position."""
    before, after = text[max(0, position - _REACH) : position], text[position : position + _REACH]
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return not (unspaced(before[-1]) or unspaced(after[0])) or (before[-1].isdecimal() and after[0].isdecimal())
    return any(left.search(before) and right.match(after) for left, right in _INSIDE_NUMBER)


def _with_breaks(plain: str) -> re.Pattern[str]:
    """The plain form as a pattern that allows a hyphen at a line's end within each word."""
    return re.compile("".join(_with_break(character) for character in plain))


def _with_break(character: str) -> str:
    if character == "-":
        return f"[-{BREAK}]"
    if character == BREAK:
        return f"[-{BREAK}]?"
    return re.escape(character) + (f"{BREAK}?" if character.isalpha() else "")
