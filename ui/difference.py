"""What changed from one wording to another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ui.safe_text import escaped

_PIECES = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_SHORTEST_STAY = 12
"""Characters."""
_PARAGRAPH = re.compile(r"\n{2,}")


def difference_html(old: str, new: str) -> str:
    """Both wordings in one text: what went is struck out, what came is underlined; paragraphs stay apart.

    The Markdown is shown as it is written, so that a change of its marks is seen too.
    """
    marked = "".join(_marked(old, new))
    paragraphs = (part.strip() for part in _PARAGRAPH.split(marked))
    return f'<div class="sb-difference">{"".join(f"<p>{part}</p>" for part in paragraphs if part)}</div>'


def _marked(old: str, new: str) -> Iterator[str]:
    for gone, come in _changes(_PIECES.findall(old), _PIECES.findall(new)):
        if gone == come:
            yield escaped(gone)
        else:
            yield _tagged("del", gone) + _tagged("ins", come)


def _changes(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """What went and what came, in order; pairs of equal texts are what stayed.

    A few words that stay between two changes are taken into the change: a sentence that is new in all but an
    “and” is easier to read as a new one.
    """
    changes: list[tuple[str, str]] = []
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, i, j, k, m) in enumerate(opcodes):
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        inside = 0 < place < len(opcodes) - 1
        changed = kind != "equal" or (inside and len(gone) < _SHORTEST_STAY)
        if changed and changes and changes[-1][0] != changes[-1][1]:
            changes[-1] = (changes[-1][0] + gone, changes[-1][1] + come)
        else:
            changes.append((gone, come))
    return changes


def _tagged(tag: str, text: str) -> str:
    """The text in the tag, paragraph by paragraph: a tag never reaches over a border."""
    parts = re.split(r"(\n{2,})", text)
    return "".join(part if part.startswith("\n\n") or not part else f"<{tag}>{escaped(part)}</{tag}>" for part in parts)
