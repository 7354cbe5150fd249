"""The sentences of a source: where each stands in the text, and how it reads without its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nupunkt import sent_spans

HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?) *#*$")
ITEM = re.compile(r"^\s*(?:[-*+•·–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
TABLE = re.compile(r"^\s*\|.*\||\S {3,}\S.* {3,}\S|\t.*\t|^\s*[|+:=_*~.-]{3,}\s*$")
CODE_FENCE = re.compile(r"^\s*(?:```|~~~)")
ENDS_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”“»’)\]*_]*$")
ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
COUNTED = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahr|Auflage|Absatz|Platz|"
    r"Geburtstag|Klasse|Stock|Etage|Woche|Monat|Tag)"
)
"""What a German ordinal (“3. Oktober”) counts; after it a full stop ends no sentence."""
UNSPACED_STOP = re.compile(r"(?<=[。！？])[」』”]?")
MISSED_STOP = re.compile(r"(?<=[a-zäöüß]{2})[.!?]\s+(?=[A-ZÄÖÜ])")
ABBREVIATION = re.compile(
    r"\b(?:vs|ca|bzw|usw|etc|ggf|evtl|approx|prof|inkl|max|min|inc|corp|ltd|co|jr|sr|gen|col|sen|rev|fig|resp|dept|univ|est|"
    r"bspw|sog|vgl|abs|str|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez)$",
    re.IGNORECASE,
)
ENDS_QUOTE = re.compile(r"[.!?][“”»]\s+(?=[A-ZÄÖÜ])")
WRAPPED_LINE = 160
"""Characters; text that has longer lines is not wrapped by hand, so a line is a paragraph."""
MARKUP = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<[^<>\n]{1,200}>"), ""),
    (re.compile(r"\[\^?\d{1,3}\]"), ""),
    (re.compile(r"\*{1,3}(?=\S)([^*]+?)(?<=\S)\*{1,3}"), r"\1"),
    (re.compile(r"(?<!\w)_{1,2}(?=\S)([^_]+?)(?<=\S)_{1,2}(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True)
class Run:
    """Lines without a gap, each with its place in the text. `titled`: a heading that is marked as one."""

    lines: list[tuple[int, str]]
    titled: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a list point or a heading: its place in the text."""

    start: int
    end: int
    kind: Literal["heading", "paragraph", "item"]


@dataclass(frozen=True)
class Sentence:
    """A sentence: `verbatim` as it stands in the text, `plain` on one line without markup.

    `block` numbers the paragraph, `first` says that it opens one, `item` that it is a point of a list.
    """

    verbatim: str
    plain: str
    heading: str
    block: int
    first: bool
    item: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of the running text and of list points; headings, tables, menus and code are left out."""
    found: list[Sentence] = []
    heading = ""
    for number, block in enumerate(_blocks(text)):
        body = text[block.start : block.end]
        if block.kind == "heading":
            heading = plain(body)
            continue
        for index, piece in enumerate(_pieces(body)):
            found.append(Sentence(piece, plain(piece), heading, number, index == 0, block.kind == "item"))
    return found


def plain(text: str) -> str:
    """Text on one line without Markdown, HTML or footnote marks."""
    for pattern, replacement in MARKUP:
        text = pattern.sub(replacement, text)
    return text.strip()


def split_sentences(text: str) -> list[str]:
    """The sentences of running text, as they stand there."""
    return _pieces(text)


def _pieces(body: str) -> list[str]:
    spans = [_trimmed(body, start, end) for start, end in _stops(body)]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and ORDINAL.search(body[joined[-1][0] : joined[-1][1]]) and COUNTED.match(body[start:end]):
            joined[-1] = (joined[-1][0], end)
        elif end > start:
            joined.append((start, end))
    return [body[start:end] for start, end in joined]


def _stops(body: str) -> Iterator[tuple[int, int]]:
    for start, end in sent_spans(body):
        cuts = [start, *(start + m.end() for m in UNSPACED_STOP.finditer(body[start:end]))]
        cuts += [
            start + m.end() for m in MISSED_STOP.finditer(body[start:end]) if _ends(body[start : start + m.start()])
        ]
        cuts += [start + m.end() for m in ENDS_QUOTE.finditer(body[start:end]) if "„" in body[start:end]]
        cuts = sorted({*cuts, end})
        yield from pairwise(cuts)


def _ends(before: str) -> bool:
    """A stop after these words ends a sentence: no abbreviation, and no quotation mark is open."""
    return not ABBREVIATION.search(before) and before.count('"') % 2 == 0 and before.count("“") <= before.count("”")


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    piece = body[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _blocks(text: str) -> Iterator[Block]:
    for run in _runs(text):
        unwrapped = any(len(line) > WRAPPED_LINE for _, line in run.lines)
        if run.titled:
            yield Block(run.lines[0][0], run.lines[0][0] + len(run.lines[0][1]), "heading")
        else:
            yield from _lines_as_blocks(run.lines) if unwrapped else _wrapped_blocks(run.lines)


def _lines_as_blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    """Each line is a paragraph of its own; one that does not end like a sentence is a heading."""
    for start, line in lines:
        item = ITEM.match(line)
        kind: Literal["heading", "paragraph", "item"] = "paragraph" if ENDS_SENTENCE.search(line) else "heading"
        yield Block(start + (item.end() if item else 0), start + len(line), "item" if item else kind)


def _wrapped_blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    """Lines broken by hand: a paragraph, or list points that may run over several lines."""
    points = [n for n, (_, line) in enumerate(lines) if n == 0 or ITEM.match(line)]
    for first, following in zip(points, [*points[1:], len(lines)], strict=True):
        group = lines[first:following]
        item = ITEM.match(group[0][1])
        start, end = group[0][0] + (item.end() if item else 0), group[-1][0] + len(group[-1][1])
        if any(ENDS_SENTENCE.search(line) for _, line in group):
            yield Block(start, end, "item" if item else "paragraph")
        elif len(group) == 1 and not item:
            yield Block(start, end, "heading")


def _runs(text: str) -> Iterator[Run]:
    """Lines that belong together; what is no prose separates them."""
    run: list[tuple[int, str]] = []
    in_code = False
    for start, line in _lines(text):
        in_code ^= bool(CODE_FENCE.match(line))
        titled = HEADING.match(line)
        if not (in_code or titled or not line.strip() or TABLE.search(line) or CODE_FENCE.match(line)):
            run.append((start, line))
            continue
        if run:
            yield Run(run)
        run = []
        if titled and not in_code:
            yield Run([(start + titled.start(1), titled[1])], titled=True)
    if run:
        yield Run(run)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        yield position, line.rstrip("\r")
        position += len(line) + 1
