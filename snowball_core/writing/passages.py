"""Which passages of a long source a model reads: the lead, and what says most about the keyword."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rank_bm25 import BM25Plus

from snowball_core.writing.words import terms

SHARE_OF_LEAD = 0.15
"""How much of the limit the beginning of the text may take before relevance decides."""

LONGEST_PASSAGE = 1_500
"""Characters from which on a paragraph is divided at its sentences."""

_JOINT = "\n\n"
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+|(?<=[。！？।؟۔])|\n")
_SPACE = re.compile(r"\s+")
Range = tuple[int, int]


@dataclass(frozen=True)
class Selection:
    """What was chosen of a text; `characters_read` of its `characters_total` are in `text`."""

    text: str
    characters_read: int
    characters_total: int


def select_passages(text: str, keyword: str, limit: int) -> Selection:
    """The whole text when it has at most `limit` characters, else the passages that tell most about the keyword.

    Chosen are the lead and then paragraphs by their rank (BM25: Robertson and Zaragoza, "The Probabilistic
    Relevance Framework", 2009, over stems), put in their original order. `text` never exceeds `limit`;
    it is cut at paragraphs, at sentences where a paragraph is long, at words where a sentence is.
    """
    if len(text) <= limit:
        return Selection(text, len(text), len(text))
    passages = _passages(text, min(limit, LONGEST_PASSAGE))
    chosen = _chosen(passages, _ranking([text[slice(*passage)] for passage in passages], keyword), limit)
    read = "".join(_joined(text, [passages[number] for number in chosen]))
    return Selection(read, sum(passages[number][1] - passages[number][0] for number in chosen), len(text))


def _passages(text: str, longest: int) -> list[Range]:
    """The paragraphs without the space around them, long ones divided."""
    borders = [0, *(b for gap in _BETWEEN_PARAGRAPHS.finditer(text) for b in gap.span()), len(text)]
    paragraphs = zip(borders[::2], borders[1::2], strict=True)
    pieces = (_trimmed(text, piece) for paragraph in paragraphs for piece in _divided(text, *paragraph, longest))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _divided(text: str, start: int, end: int, longest: int) -> Iterator[Range]:
    while end - start > longest:
        cut = _cut(text, start, start + longest)
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    """The last border of a sentence in the range, else of a word, else its end."""
    for border in (_AFTER_SENTENCE, _SPACE):
        cuts = [found.end() for found in border.finditer(text, start + 1, limit)]
        if cuts:
            return cuts[-1]
    return limit


def _trimmed(text: str, piece: Range) -> Range:
    content = text[slice(*piece)]
    start = piece[0] + len(content) - len(content.lstrip())
    return start, max(start, piece[0] + len(content.rstrip()))


def _ranking(passages: Sequence[str], keyword: str) -> list[int]:
    """The passages' numbers, the most relevant first; equally relevant ones in their order."""
    documents, query = [terms(passage) for passage in passages], terms(keyword)
    if not (query and any(documents)):
        return list(range(len(passages)))
    scores = BM25Plus(documents).get_scores(query)
    return sorted(range(len(passages)), key=lambda number: (-scores[number], number))


def _chosen(passages: Sequence[Range], ranking: Sequence[int], limit: int) -> list[int]:
    """The lead, then as many passages of the ranking as the limit has room for; in the text's order."""
    room = limit + len(_JOINT)
    costs = [end - start + len(_JOINT) for start, end in passages]
    chosen: set[int] = set()
    for number in [*_lead(costs, limit), *ranking]:
        if number not in chosen and costs[number] <= room:
            chosen.add(number)
            room -= costs[number]
    return sorted(chosen)


def _lead(costs: Sequence[int], limit: int) -> Iterator[int]:
    """The first passage, and those behind it that fit into the lead's share."""
    taken = 0
    for number, cost in enumerate(costs):
        taken += cost
        if number and taken > SHARE_OF_LEAD * limit:
            return
        yield number


def _joined(text: str, passages: Sequence[Range]) -> Iterator[str]:
    """The passages with what stood between them where it was short, else with a blank line."""
    previous: int | None = None
    for start, end in passages:
        if previous is not None:
            between = text[previous:start]
            yield between if len(between) <= len(_JOINT) else _JOINT
        yield text[start:end]
        previous = end
