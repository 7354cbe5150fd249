"""The outline, to be read while the program works."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import OutlineSection
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.safe_text import escaped


def show_outline(studio: Studio, view: ArticleView) -> None:
    """Title and sections with their instructions."""
    del studio
    outline = view.article.outline
    if outline is None:
        st.html('<p class="sb-empty">The sections are planned once the research is done.</p>')
        return
    parts = "".join(map(_section_html, outline.sections))
    st.html(f'<ol class="sb-outline">{parts}</ol>')


def _section_html(planned: OutlineSection) -> str:
    chips = "".join(f'<span class="sb-chip">{escaped(word)}</span> ' for word in planned.keywords_to_include)
    return (
        f'<li><p class="sb-row-title">{escaped(planned.heading)}</p>'
        f'<p class="sb-meta">{escaped(planned.instruction_note)}</p><p>{chips}</p></li>'
    )
