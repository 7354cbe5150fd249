"""Reading a text that the user pasted."""

from __future__ import annotations

from snowball_core.sources.plain_text import first_heading
from snowball_core.sources.read_source import Extract, ReadSource, complete, one_line

_TITLE_CHARACTERS = 80


def read_pasted(text: str, title: str = "") -> ReadSource:
    """A pasted text as a source; without a title its first heading or its first line is the title.

    Raises:
        UnreadableSource: nothing visible was pasted.
    """
    own = one_line(title) or first_heading(text) or _first_line(text)
    return complete(Extract(text, title=own), "The pasted text", "Pasted text", "paste")


def _first_line(text: str) -> str:
    line = next((line for line in map(one_line, text.splitlines()) if line), "")
    if len(line) <= _TITLE_CHARACTERS:
        return line
    cut = line[:_TITLE_CHARACTERS]
    return (cut.rpartition(" ")[0] or cut) + "…"
