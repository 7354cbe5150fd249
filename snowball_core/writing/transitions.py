"""Sentence openings that an article wears out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snowball_core.writing.citations import blank_marks
from snowball_core.writing.markup import visible
from snowball_core.writing.sentences import paragraphs
from snowball_core.writing.words import words

TOO_OFTEN = 4
"""How often two or three first words may not open sentences of one article."""

TOO_OFTEN_CONNECTING = 3
"""The same for connectives, which a reader notices sooner."""

LONGEST_OPENING = 3

_CONNECTIVES = (
    "additionally, as a result, but, consequently, finally, for example, for instance, furthermore, hence, however, "
    "in addition, in contrast, in fact, in other words, in short, indeed, likewise, meanwhile, moreover, "
    "nevertheless, nonetheless, of course, overall, similarly, so, still, that said, then, therefore, thus, yet"
)
CONNECTIVES = frozenset(_CONNECTIVES.split(", "))
"""English connectives; those of other languages are known by the comma behind them."""

_ARTICLES = frozenset(words("the a an its der die das ein eine le la les un une el los il lo o os"))
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_OPENING = re.compile(rf"[\W_]*({_WORD}(?:\s+{_WORD}){{0,{LONGEST_OPENING}}})\s*([,，、]?)")


def repeated_transitions(texts: Sequence[str]) -> list[str]:
    """The openings of sentences that come too often over the texts, in lower case, the most frequent first.

    Counted are connectives (what stands before a comma, in any language: "Dennoch, …"; English ones also
    without it) and the first two or three words of other sentences. What begins with an article names a
    subject and is no transition.
    """
    counts = Counter(opening for text in texts for opening in _all_openings(text))
    worn = {opening.text: count for opening, count in counts.items() if count >= opening.limit}
    said_best = [opening for opening in worn if not _is_part_of_equal(opening, worn)]
    return sorted(said_best, key=lambda opening: (-worn[opening], opening))


@dataclass(frozen=True)
class _Opening:
    text: str
    limit: int


def _is_part_of_equal(opening: str, worn: dict[str, int]) -> bool:
    """A longer opening that begins with this one comes as often and says it better."""
    return any(other.startswith(f"{opening} ") and count >= worn[opening] for other, count in worn.items())


def _all_openings(text: str) -> Iterator[_Opening]:
    view = blank_marks(visible(text))
    for paragraph in paragraphs(text):
        for sentence in paragraph.sentences if paragraph.kind not in {"heading", "table"} else ():
            yield from _openings(view[sentence.start : sentence.end])


def _openings(sentence: str) -> Iterator[_Opening]:
    found = _OPENING.match(sentence)
    if found is None:
        return
    first = found[1].casefold().replace("’", "'").split()
    starts = [" ".join(first[:length]) for length in range(1, LONGEST_OPENING + 1) if length <= len(first)]
    if found[2] and len(first) <= LONGEST_OPENING:
        yield _Opening(starts[-1], TOO_OFTEN_CONNECTING)
    elif connective := next((start for start in reversed(starts) if start in CONNECTIVES), None):
        yield _Opening(connective, TOO_OFTEN_CONNECTING)
    elif first[0] not in _ARTICLES:
        yield from (_Opening(start, TOO_OFTEN) for start in starts[1:])
