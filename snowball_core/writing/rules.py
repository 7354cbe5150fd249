"""The rules of writing that can be measured: forbidden words, and paragraphs of at most three sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from snowball_core.schemas import Finding, Severity, StyleDNA
from snowball_core.writing.citations import blank_marks
from snowball_core.writing.markup import visible
from snowball_core.writing.quotations import quoted
from snowball_core.writing.sentences import paragraphs
from snowball_core.writing.words import unspaced, words

RULES_FORBIDDEN = ("delve", "unleash", "landscape", "tapestry")
"""Forbidden in every voice."""

LONGEST_PARAGRAPH = 3
"""Sentences."""

_EXCERPT = 80
_SHORTEST_INFLECTED = 4
_ENDINGS = "s|es|ed|d|ing|ings|er|ers|r|rs|ly|able"
_ENDINGS_WITHOUT_E = "ing|ings|able"
_ENDINGS_OF_Y = "ies|ied|ier|iers|ying|ys|yed"


def forbidden_words(dna: StyleDNA) -> list[str]:
    """The words that a text in this voice never uses: those of the rules, then the voice's own, once each."""
    once: dict[str, str] = {}
    for word in (*RULES_FORBIDDEN, *dna.vocabulary.forbidden_words):
        once.setdefault(word.casefold(), word)
    return list(once.values())


def rule_findings(markdown: str, dna: StyleDNA) -> list[Finding]:
    """Where a text breaks the rules, in order; both checks are warnings.

    `forbidden-word`: a forbidden word or a simple inflection of it, but in code, addresses and
    quotations. `paragraph-length`: prose of more than three sentences without a break.
    """
    found = [*_forbidden(markdown, forbidden_words(dna)), *_long_paragraphs(markdown)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _forbidden(markdown: str, forbidden: list[str]) -> Iterator[Finding]:
    view = blank_marks(visible(markdown)).replace("’", "'")
    for span in quoted(visible(markdown)):
        view = view[: span.start] + " " * len(span.text) + view[span.end :]
    for word in forbidden:
        for found in _pattern(word).finditer(view):
            start, end = found.span()
            message = f"“{markdown[start:end]}” is a word that this voice never uses."
            yield _finding("forbidden-word", message, start, end, markdown[start:end])


def _long_paragraphs(markdown: str) -> Iterator[Finding]:
    for paragraph in paragraphs(markdown):
        count = len(paragraph.sentences)
        if paragraph.kind == "prose" and count > LONGEST_PARAGRAPH:
            message = f"This paragraph has {count} sentences; at most {LONGEST_PARAGRAPH} are allowed."
            span = paragraph.span
            excerpt = span.text if len(span.text) <= _EXCERPT else f"{span.text[:_EXCERPT].rstrip()}…"
            yield _finding("paragraph-length", message, span.start, span.end, excerpt)


def _finding(check: str, message: str, start: int, end: int, excerpt: str) -> Finding:
    return Finding(check=check, severity=Severity.WARNING, message=message, start=start, end=end, excerpt=excerpt)


@lru_cache(maxsize=512)
def _pattern(forbidden: str) -> re.Pattern[str]:
    """The word or phrase with the inflections of its last word; whole words only where spaces divide them."""
    parts = forbidden.replace("’", "'").split()
    phrase = r"\s+".join([*map(re.escape, parts[:-1]), _inflected(parts[-1])])
    if any(unspaced(word) for word in words(forbidden)):
        return re.compile(re.escape(forbidden))
    return re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)


def _inflected(word: str) -> str:
    """A pattern for the word and its regular English forms: delve, delves, delved, delving, delver."""
    escaped = re.escape(word)
    if not word.isalpha() or len(word) < _SHORTEST_INFLECTED:
        return f"{escaped}(?:'?s)?" if word.isalpha() else escaped
    forms = [f"{escaped}(?:'s|{_ENDINGS})?"]
    last = word[-1].casefold()
    if last == "e":
        forms.append(f"{re.escape(word[:-1])}(?:{_ENDINGS_WITHOUT_E})")
    elif last == "y":
        forms.append(f"{re.escape(word[:-1])}(?:{_ENDINGS_OF_Y})")
    elif last in "bdgklmnprt":
        forms.append(f"{escaped}{last}(?:ed|ing|er|ers)")
    return f"(?:{'|'.join(forms)})"
