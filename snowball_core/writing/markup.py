"""Which characters of a Markdown text are its reader's prose: blocks, code, and views with the rest blanked.

Every view has the length of the Markdown, so that an offset into it is an offset into the original.
The structure comes from markdown-it-py with the options that the articles are rendered with
(CommonMark, tables, no raw HTML); the borders inside a line, which it does not report, from a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["prose", "list_item", "table", "heading", "code", "quote"]
Range = tuple[int, int]

FILLER = "\ufffc"
"""Stands for each character of code and of addresses: something is there, but no word."""

LINK_TARGET = r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"

_LINE_END = re.compile(r"\r\n?|\n")
_INLINE = re.compile(
    rf"""
      (?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    | (?P<target>{LINK_TARGET})
    | (?P<address>\b(?:https?://|www\.)[^\s<>\])]*[^\s<>\]).,;:!?'"])
    | (?P<emphasis>\*+|~~|(?<!\w)_+|_+(?!\w))
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One block of a Markdown text; `lines` are the ranges of its content, without `>`, `-`, `##`."""

    kind: Kind
    lines: tuple[Range, ...]

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where its content ends."""
        return self.lines[-1][1]


@lru_cache(maxsize=128)
def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks with content, in order. A table is one block with a line for each row."""
    lines = _line_ranges(markdown)
    inside: list[Kind] = []
    found: list[Block] = []
    for token in _parser().parse(markdown):
        _follow_nesting(token, inside)
        kind = _kind(token, inside)
        if kind is None or token.map is None:
            continue
        content = [r for r in _content(markdown, token, lines) if r[0] < r[1]]
        if content:
            found.append(Block(kind, tuple(content)))
    return tuple(found)


@lru_cache(maxsize=128)
def content(markdown: str) -> str:
    """The Markdown with everything blanked that is not the content of a block; code blocks are fillers."""
    view = [c if c in "\r\n" else " " for c in markdown]
    for block in blocks(markdown):
        for start, end in block.lines:
            view[start:end] = FILLER * (end - start) if block.kind == "code" else markdown[start:end]
    return "".join(view)


@lru_cache(maxsize=128)
def visible(markdown: str) -> str:
    """The content as its reader sees it: code and addresses are fillers, emphasis and link targets blanks."""
    view = content(markdown)
    pieces, position = [], 0
    for found in _inline(markdown):
        filler = FILLER if found["code"] or found["address"] else " "
        pieces += [view[position : found.start()], filler * len(found[0])]
        position = found.end()
    return "".join([*pieces, view[position:]])


def code_ranges(markdown: str) -> list[Range]:
    """Where code stands: blocks and spans, with their backticks."""
    in_blocks = [(block.start, block.end) for block in blocks(markdown) if block.kind == "code"]
    in_lines = [found.span() for found in _inline(markdown) if found["code"]]
    return sorted(in_blocks + in_lines)


def _inline(markdown: str) -> Iterator[re.Match[str]]:
    view = content(markdown)
    for block in blocks(markdown):
        if block.kind != "code":
            yield from _INLINE.finditer(view, block.start, block.end)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _line_ranges(markdown: str) -> list[Range]:
    ranges, start = [], 0
    for found in _LINE_END.finditer(markdown):
        ranges.append((start, found.start()))
        start = found.end()
    return [*ranges, (start, len(markdown))]


_CONTAINERS: dict[str, Kind] = {
    "list_item": "list_item",
    "blockquote": "quote",
    "heading": "heading",
    "table": "table",
}


def _follow_nesting(token: Token, inside: list[Kind]) -> None:
    container = _CONTAINERS.get(token.type.removesuffix("_open").removesuffix("_close"))
    if container and token.nesting == 1:
        inside.append(container)
    elif container and token.nesting == -1:
        inside.pop()


def _kind(token: Token, inside: list[Kind]) -> Kind | None:
    if token.type in {"fence", "code_block"}:
        return "code"
    if token.type == "table_open":
        return "table"
    if token.type != "inline" or "table" in inside:
        return None
    return next((kind for kind in ("heading", "quote", "list_item") if kind in inside), "prose")


def _content(markdown: str, token: Token, lines: list[Range]) -> list[Range]:
    first, last = token.map or (0, 0)
    ranges = [_trimmed(markdown, r) for r in lines[first:last]]
    if token.type == "table_open":
        return [ranges[0], *ranges[2:]]
    if token.type != "inline":
        return ranges
    wanted = (line.strip() for line in token.content.split("\n"))
    return [_end_of_line(markdown, r, text) for r, text in zip(ranges, wanted, strict=False)]


def _end_of_line(markdown: str, line: Range, text: str) -> Range:
    """Where `text`, what is left of a line without its marks, stands in the line."""
    at = markdown.rfind(text, *line)
    return (at, at + len(text)) if at >= 0 else line


def _trimmed(markdown: str, line: Range) -> Range:
    text = markdown[slice(*line)]
    start = line[0] + len(text) - len(text.lstrip())
    return start, max(start, line[0] + len(text.rstrip()))
