"""Reading plain text and Markdown."""

from __future__ import annotations

import re

from snowball_core.sources.read_source import Extract, one_line

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ATX_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_SETEXT_HEADING = re.compile(r"^(\S.{0,200})\n=+[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)


def read_text(text: str) -> Extract:
    """Plain text as it is; its title is left to the file name."""
    return Extract(text)


def read_markdown(text: str) -> Extract:
    """Markdown without its comments, which no reader of the document sees."""
    shown = _COMMENT.sub("", text)
    return Extract(shown, title=first_heading(shown))


def first_heading(markdown: str) -> str:
    """The document's first heading of the highest level that it has, or empty."""
    outside_code = _FENCE.sub("", markdown)
    found = [(len(match[1]), match.start(), match[2]) for match in _ATX_HEADING.finditer(outside_code)]
    found += [(1, match.start(), match[1]) for match in _SETEXT_HEADING.finditer(outside_code)]
    return one_line(min(found)[2]) if found else ""
