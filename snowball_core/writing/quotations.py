"""Quotations in a text: what stands between quotation marks of any language."""

from __future__ import annotations

import re

from snowball_core.writing.sentences import Span
from snowball_core.writing.words import unspaced, words

FEWEST_WORDS = 3
FEWEST_CHARACTERS = 12
"""From when on quoted words are a statement of somebody; counted in characters where no spaces divide words."""

_QUOTED = re.compile(
    r"""
      „(?P<low>[^„“”"]{1,4000})[“”"]
    | “(?P<high>[^“”]{1,4000})”
    | «(?P<outward>[^«»]{1,4000})»
    | »(?P<inward>[^«»]{1,4000})«
    | 「(?P<corner>[^「」]{1,4000})」
    | 『(?P<double_corner>[^『』]{1,4000})』
    | (?<!\w)"(?=\S)(?P<straight>(?:[^"\n]|\n(?!\s*\n)){1,4000}?)(?<=\S)"(?!\w)
    """,
    re.VERBOSE,
)


def quoted(text: str) -> list[Span]:
    """All that stands between quotation marks, single words too, without the marks."""
    spans = ((found, found.span(found.lastgroup or 0)) for found in _QUOTED.finditer(text))
    return [Span(start, end, text[start:end]) for _, (start, end) in spans]


def quotations(text: str) -> list[Span]:
    """The quotations that are long enough to be somebody's statement."""
    return [span for span in quoted(text) if _is_statement(span.text)]


def _is_statement(text: str) -> bool:
    found = words(text)
    if any(unspaced(word) for word in found):
        return len(text) >= FEWEST_CHARACTERS
    return len(found) >= FEWEST_WORDS
