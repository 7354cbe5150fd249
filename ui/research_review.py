"""The research review: sources and facts as the human wants them, and what other pages leave out."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import CompetitorData, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.at_rest import may_change
from ui.fact_cards import show_facts
from ui.gap_editor import show_gap_editor
from ui.research_view import show_research
from ui.safe_text import escaped
from ui.source_cards import show_sources
from ui.words import count

FACTS, SOURCES, GAP = "Facts", "Sources", "What others leave out"


def show_research_review(studio: Studio, view: ArticleView) -> None:
    """The research: to be changed while nothing works on the article, else to be read."""
    found = view.article.competitor_data
    if not may_change(view.article, found) or found is None:
        show_research(studio, view)
        return
    _figures(view, found)
    _consequences(view)
    part = st.segmented_control(
        "Part of the research",
        [FACTS, SOURCES, GAP],
        default=FACTS,
        required=True,
        label_visibility="collapsed",
        key=f"research-part-{view.article.id}",
        persist_state="session",
    )
    show = {FACTS: show_facts, SOURCES: show_sources, GAP: show_gap_editor}[str(part)]
    show(studio, view, found)


def _figures(view: ArticleView, found: CompetitorData) -> None:
    facts, sources = found.fact_sheet, view.sources
    parts = [
        f"{sum(fact.usable for fact in facts)} of {count(len(facts), 'fact')} used",
        f"{sum(fact.verified for fact in facts)} proved",
        f"{sum(source.included for source in sources)} of {count(len(sources), 'source')} used",
    ]
    st.html(f'<p class="sb-meta">{escaped(" · ".join(parts))}</p>')


def _consequences(view: ArticleView) -> None:
    """What a change does to what was written from the research, before it happens and after."""
    outline = view.article.outline
    if view.stale and outline:
        numbers = [str(n) for n, section in enumerate(outline.sections, start=1) if section.id in view.stale]
        noun = "Section" if len(numbers) == 1 else "Sections"
        words = f"{noun} {', '.join(numbers)} of the draft: stale. Rewrite or keep them under Draft."
        st.html(f'<p class="sb-note" role="status">{escaped(words)}</p>')
    elif any(section.markdown for section in view.sections):
        opens = "opens the article again and " if view.article.status is Status.COMPLETED else ""
        st.caption(f"A change here {opens}marks the sections that use it as stale. Nothing is rewritten by itself.")
