"""What reading a source gives, and the last steps that every kind of source shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from snowball_core.errors import UnreadableSource
from snowball_core.schemas import SOURCE_CHARACTERS
from snowball_core.text import clean_line, clean_text

# Characters that show nothing and can hide words from the reader (soft hyphen, zero-width space and
# joiners, direction overrides, invisible operators, tag characters). The zero-width joiner and
# non-joiner stay where they shape letters: after anything but Latin letters and spaces.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]|(?:^|(?<=[\\s\u0000-\u024f]))[\u200c\u200d]+",
    re.MULTILINE,
)
_TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class ReadSource:
    """A source whose text is ready to be stored.

    Attributes:
        title: one line, from the document itself or else its file name or address.
        text: plain text or Markdown, 1 to `SOURCE_CHARACTERS` characters, without invisible characters.
        url: the page's final address (http or https), None for files and pasted text.
        origin: where the text came from.
        published: ISO date that the document gives for itself, or empty.
        notes: sentences for the user, for example that the text was cut.
    """

    title: str
    text: str
    url: str | None = None
    origin: Literal["web", "upload", "paste"] = "upload"
    published: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extract:
    """What a reader of one format found. `title` may be empty; `published` is an ISO date or empty."""

    text: str
    title: str = ""
    published: str = ""
    notes: tuple[str, ...] = field(default=())


def tidy(text: str) -> str:
    """The text without invisible characters, trailing spaces and runs of blank lines."""
    visible = _INVISIBLE.sub("", clean_text(text))
    return _BLANK_LINES.sub("\n\n", _TRAILING_SPACE.sub("", visible)).strip()


def complete(
    extract: Extract,
    label: str,
    fallback_title: str,
    origin: Literal["web", "upload", "paste"],
    url: str | None = None,
) -> ReadSource:
    """The source that an extract becomes: tidied, bounded, titled.

    Raises:
        UnreadableSource: no text is left; `label` names the source in the message.
    """
    text = tidy(extract.text)
    if not text:
        raise UnreadableSource(f"{label} holds no text.", hint="Add a source with text, or paste the text instead.")
    notes = extract.notes
    if len(text) > SOURCE_CHARACTERS:
        text = text[:SOURCE_CHARACTERS].rstrip()
        notes = (*notes, f"Only the first {SOURCE_CHARACTERS:,} characters are kept.")
    title = one_line(extract.title) or one_line(fallback_title) or "Untitled"
    return ReadSource(title[:300], text, url, origin, extract.published, notes)


def one_line(text: str) -> str:
    """The text as one visible line."""
    return str(clean_line(_INVISIBLE.sub("", text)))
