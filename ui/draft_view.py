"""The text while it grows."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import WORKING, ArticleOutline, OutlineSection, Section
from snowball_core.services.article_views import ArticleView, LiveArticle
from snowball_core.services.studio import Studio
from ui.live import follow
from ui.safe_text import escaped, prose


def show_draft(studio: Studio, view: ArticleView) -> None:
    """The draft, growing before one's eyes while it is written."""
    follow(studio, view, _draw)


def _draw(live: LiveArticle) -> None:
    if live.article.outline is None:
        waits = (
            "The text appears here as soon as it is being written."
            if live.article.status in WORKING
            else ("Nothing has been written yet.")
        )
        st.html(f'<p class="sb-empty">{waits}</p>')
        return
    st.html(draft_html(live.article.outline, live))


def draft_html(outline: ArticleOutline, live: LiveArticle) -> str:
    """Every planned section with its text so far; the one that is being written ends in a caret."""
    written = {section.id: section for section in live.sections}
    streaming = {partial.section_id: partial.text for partial in live.partials}
    parts = [planned_html(planned, written.get(planned.id), streaming.get(planned.id)) for planned in outline.sections]
    return f'<article class="sb-prose">{"".join(parts)}</article>'


def planned_html(planned: OutlineSection, section: Section | None, partial: str | None) -> str:
    """A planned section with its text, the part of it that is there, or else what it is to become."""
    heading = f"<h2>{escaped(planned.heading)}</h2>"
    if section and section.markdown:
        return f"<section>{heading}{prose(section.final_markdown)}</section>"
    if partial:
        return f'<section class="sb-writing" aria-live="polite">{heading}{prose(partial)}</section>'
    return f'<section class="sb-planned">{heading}<p>{escaped(planned.instruction_note)}</p></section>'
