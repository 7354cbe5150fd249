"""What a text states that can be checked, and which of it a basis does not hold.

This is the seam for deeper grounding: `Basis` answers whether texts hold a value, `unsupported` asks it for
every claim of a text. Today any of the basis texts may support any claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from snowball_core.schemas import Finding, Severity
from snowball_core.writing.citations import blank_marks
from snowball_core.writing.dates import Date, dates
from snowball_core.writing.markup import FILLER, blocks, visible
from snowball_core.writing.names import Name, known, name_words, names
from snowball_core.writing.numbers import Number, ascii_digits, numbers, unit_fits
from snowball_core.writing.quotations import quotations
from snowball_core.writing.quotes import SearchableText
from snowball_core.writing.sentences import Span

Kind = Literal["number", "date", "quotation", "name"]
Value = Number | Date | Span | Name

_LIST_NUMBER = re.compile(r"\s*\d{1,3}[.)](?=\s)")
_HEADING_NUMBER = re.compile(r"\s*(?:\d{1,3}[.):]|\d{1,2}(?:\.\d{1,2})+\.?)(?=\s+[^\Wa-z])")
_BETWEEN_TEXTS = "\n\n\u241e\n\n"
"""Divides the texts of a basis, so that nothing is found across a border."""


@dataclass(frozen=True)
class Claim:
    """A checkable part of a text: its place, and what it says in a form that can be compared."""

    kind: Kind
    start: int
    end: int
    text: str
    value: Value

    @property
    def severity(self) -> Severity:
        """What it means when nothing supports the claim: names, and small numbers in words, may be harmless."""
        harmless = self.kind == "name" or (isinstance(self.value, Number) and self.value.small_word)
        return Severity.WARNING if harmless else Severity.BLOCKING


def claims(markdown: str) -> list[Claim]:
    """The numbers, dates, quotations and names of a Markdown text, in order.

    List marks, the numbers of headings, citation marks, code and addresses state nothing; headings hold
    no names, because their capitals may be style.
    """
    view = _statements(markdown)
    counted = figures(view)
    found: list[tuple[Kind, Value]] = [(_kind(figure), figure) for figure in counted]
    found += [("quotation", span) for span in quotations(view)]
    found += [("name", name) for name in names(_running_text(markdown, view, counted))]
    made = [Claim(kind, v.start, v.end, markdown[v.start : v.end], v) for kind, v in found]
    return sorted(made, key=lambda claim: (claim.start, claim.end))


def figures(text: str) -> list[Number | Date]:
    """The numbers and dates of a plain text, dates first; the word "one" is none."""
    found = dates(ascii_digits(text))
    return [*found, *(number for number in numbers(text, found) if not _is_pronoun(number))]


def unsupported(markdown: str, basis: Basis) -> list[Claim]:
    """The claims of a text that the basis does not hold, in order."""
    return [claim for claim in claims(markdown) if not basis.holds(claim.value)]


def novel_claims(text: str, basis: Sequence[str]) -> list[Finding]:
    """What `text` states and no basis text holds, as findings with offsets into `text`.

    The checks are named `novel-number`, `novel-date`, `novel-quotation` and `novel-name`; all are
    blocking but names and small numbers in words ("two ways"), which are warnings.
    """
    return [
        as_finding(claim, f"novel-{claim.kind}", "is not in the text that this one was made from")
        for claim in unsupported(text, Basis(basis))
    ]


def as_finding(claim: Claim, check: str, problem: str) -> Finding:
    """A finding about a claim; `problem` completes the sentence 'The number “12 %” …'."""
    return Finding(
        check=check,
        severity=claim.severity,
        message=f"The {claim.kind} “{claim.text}” {problem}.",
        start=claim.start,
        end=claim.end,
        excerpt=claim.text,
    )


class Basis:
    """Texts that may support a claim."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = blank_marks(_BETWEEN_TEXTS.join(texts))

    def holds(self, value: Value) -> bool:
        """One of the texts states the value (of a name: its words, wherever they stand)."""
        match value:
            case Number():
                return self._has_number(value)
            case Date():
                return any(value.says_no_more_than(other) for other in self._dates)
            case Name():
                return all(known(word, self._words) for word in value.words)
            case Span():
                return self._has_quotation(value.text)

    def _has_number(self, number: Number) -> bool:
        return any(unit_fits(number.unit, unit) for reading in number.readings for unit in self._units.get(reading, ()))

    def _has_quotation(self, text: str) -> bool:
        return any(self._searchable.locate(form) for form in (text, text.strip(" .,;:!?")))

    @cached_property
    def _searchable(self) -> SearchableText:
        return SearchableText(self._text)

    @cached_property
    def _dates(self) -> list[Date]:
        return dates(ascii_digits(self._text))

    @cached_property
    def _words(self) -> set[str]:
        return name_words(self._text)

    @cached_property
    def _units(self) -> dict[str, set[str]]:
        """The values that the texts hold, each with its units."""
        found: dict[str, set[str]] = {}
        for number in numbers(self._text, self._dates):
            for reading in number.readings:
                found.setdefault(reading, set()).add(number.unit)
        for date in self._dates:
            for part in date.numbers:
                found.setdefault(str(part), set()).add("")
        return found


def _kind(figure: Number | Date) -> Kind:
    return "date" if isinstance(figure, Date) else "number"


def _is_pronoun(number: Number) -> bool:
    """The word "one" counts nothing in most sentences."""
    return number.small_word and "1" in number.readings


def _statements(markdown: str) -> str:
    """The Markdown with all blanked that states nothing; its length is kept."""
    view = blank_marks(visible(markdown))
    for block in blocks(markdown):
        pattern = _HEADING_NUMBER if block.kind == "heading" else _LIST_NUMBER
        if number := pattern.match(view, block.start, block.end):
            view = view[: block.start] + " " * len(number[0]) + view[number.end() :]
    return view


def _running_text(markdown: str, view: str, apart_from: Iterable[Number | Date]) -> str:
    """The view with one line for each block and row of a table; headings are blank, figures are fillers."""
    for figure in apart_from:
        view = view[: figure.start] + FILLER * (figure.end - figure.start) + view[figure.end :]
    characters = ["\n"] * len(view)
    for block in blocks(markdown):
        if block.kind == "heading":
            continue
        text = view[block.start : block.end]
        characters[block.start : block.end] = text if block.kind == "table" else re.sub(r"[\r\n]", " ", text)
    return "".join(characters)
