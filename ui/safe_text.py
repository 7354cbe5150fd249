"""Text that a person, a source or a model wrote, made safe to show.

Streamlit reads its labels as Markdown with additions of its own (`:red[…]`, `:material/…:`, `$…$`, images,
bare links). `plain` takes all of that away for labels; `prose` renders Markdown to sanitised HTML.
"""

from __future__ import annotations

import html
import re

import nh3
from markdown_it import MarkdownIt

from snowball_core.text import clean_line

WORD_JOINER = "\u2060"
"""Invisible; put behind a character, it ends what Streamlit looks for after the Markdown is parsed."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_TRIGGERS = re.compile(r"(:(?=\S)|@|\bwww(?=\.)|[<>~=-](?=[<>=-]))", re.IGNORECASE)
_MARK = re.compile(r"\s*\[(F\d+(?:, ?F\d+)*)\]")
_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADING_OPEN = re.compile(r"<(/?)h[12]>")
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["image", "autolink"])


def plain(text: str) -> str:
    """A line that Streamlit's Markdown shows just as it is, for labels of links, expanders and badges."""
    separated = _TRIGGERS.sub(rf"\1{WORD_JOINER}", str(clean_line(text)))
    return _PUNCTUATION.sub(r"\\\1", separated)


def prose(markdown: str) -> str:
    """Markdown as HTML of text tags only: no links, images, raw HTML, attributes. `[F3]` becomes a small mark."""
    rendered = _HEADING_OPEN.sub(r"<\1h3>", _parser.render(markdown))
    cleaned = nh3.clean(rendered, tags=_TAGS, attributes={})
    return _MARK.sub(r'<sup class="sb-mark">\1</sup>', cleaned)


def escaped(text: str) -> str:
    """Text for a place inside HTML, attribute values included."""
    return html.escape(text)
