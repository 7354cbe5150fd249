"""What a page shows, as text."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

from ui.safe_text import WORD_JOINER


def text_of(page: AppTest) -> str:
    """All that the page says: headings, prose, messages, links, badges; without markup."""
    said = [
        str(getattr(part, "value", ""))
        for kind in ("title", "subheader", "markdown", "caption")
        for part in page.get(kind)
    ]
    said += [str(message.value) for message in [*page.error, *page.warning, *page.info, *page.success]]
    said += [part.proto.body for part in page.get("html") if not part.proto.body.startswith("<style>")]
    said += [part.proto.label for part in page.get("page_link")]
    said += [part.label for part in page.get("expander")]
    return plain_text(" ".join(said))


def plain_text(markup: str) -> str:
    """Markdown escapes, tags and invisible characters taken away."""
    without_tags = re.sub(r"<[^>]*>", " ", markup)
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", without_tags)
    return re.sub(r"\s+", " ", html.unescape(unescaped).replace(WORD_JOINER, ""))
