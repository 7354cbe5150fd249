"""Paragraphs and sentences of a Markdown text, as places in it.

The structure is markdown-it-py's, the borders between sentences are nupunkt's (Punkt: Kiss and Strunk,
"Unsupervised Multilingual Sentence Boundary Detection", 2006), completed for scripts that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import nupunkt

from snowball_core.writing.citations import MARK, blank_marks
from snowball_core.writing.markup import LINK_TARGET, Block, Kind, blocks, content, visible

_STRAIGHT_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("\r\n", " "))
_OTHER_TERMINAL = re.compile(r"[。！？｡।॥؟۔።։]+(?:[」』”’）】》\"]+(?=\s|[「『“（【《]))?(?![」』”’）】》\"])")
_GERMANIC_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\s*\Z")
_AFTER_ORDINAL = re.compile(
    r"\s*(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|januar|februar|marts?|maj|mai|juni|juli|august|september|oktober|november|desember|december"
    r"|Jahrhundert|Jahrtausend|Weltkrieg)"
)
_BELONGS_BEFORE = re.compile(rf"(?:{LINK_TARGET}|[*_~)\]]|\s*{MARK})*")


@dataclass(frozen=True)
class Span:
    """A place in a text: `text == whole[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A block of a Markdown text: its place (without list marks and the like), kind and sentences.

    A heading is one sentence, each row of a table is one, code has none.
    """

    span: Span
    kind: Kind
    sentences: tuple[Span, ...]


def sentences(markdown: str) -> list[Span]:
    """All sentences in order; marks behind a full stop belong to the sentence before them."""
    return [sentence for paragraph in paragraphs(markdown) for sentence in paragraph.sentences]


@lru_cache(maxsize=64)
def _paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(_span(markdown, block.start, block.end), block.kind, tuple(_sentences(markdown, block)))
        for block in blocks(markdown)
    )


def paragraphs(markdown: str) -> list[Paragraph]:
    """The blocks with content, in order."""
    return list(_paragraphs(markdown))


def _span(markdown: str, start: int, end: int) -> Span:
    return Span(start, end, markdown[start:end])


def _sentences(markdown: str, block: Block) -> Iterator[Span]:
    if block.kind in {"heading", "table"}:
        yield from (_span(markdown, start, end) for start, end in block.lines)
    if block.kind in {"heading", "table", "code"}:
        return
    kept = content(markdown)
    borders = [block.start, *_borders(markdown, block), block.end]
    for start, end in pairwise(borders):
        text = kept[start:end]
        if text.strip():
            yield _span(markdown, end - len(text.lstrip()), start + len(text.rstrip()))


def _borders(markdown: str, block: Block) -> list[int]:
    """Where a sentence ends within a block, what belongs to it included."""
    text = blank_marks(visible(markdown))[block.start : block.end].translate(_STRAIGHT_QUOTES)
    ends = {end for _, end in nupunkt.sentence_spans(text)[:-1]}
    ends |= {found.end() for found in _OTHER_TERMINAL.finditer(text)}
    return sorted(
        _with_what_belongs(markdown, block.start + end, block.end) for end in ends if not _inside_ordinal(text, end)
    )


def _with_what_belongs(markdown: str, end: int, limit: int) -> int:
    """The end of a sentence, closing marks and citations behind it included."""
    found = _BELONGS_BEFORE.match(content(markdown), end, limit)
    return found.end() if found else end


def _inside_ordinal(text: str, end: int) -> bool:
    """The full stop makes an ordinal number, as in "3. Oktober"."""
    return bool(_GERMANIC_ORDINAL.search(text, max(0, end - 4), end) and _AFTER_ORDINAL.match(text, end))
