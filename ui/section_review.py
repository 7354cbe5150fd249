"""The draft's review: every section with what can be done with it, what is stale, what is missing."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import WORKING, ArticleOutline, OutlineSection, SectionState, Status
from snowball_core.services.article_views import ArticleView, LiveArticle
from snowball_core.services.studio import Studio
from snowball_core.writing.drafting import UNWRITTEN
from ui.draft_view import planned_html
from ui.errors import shown
from ui.live import follow
from ui.safe_text import escaped
from ui.section_card import show_card
from ui.words import count, dollars


def show_section_review(studio: Studio, view: ArticleView) -> None:
    """The whole draft, section by section; what is being written grows in its place."""
    outline = view.article.outline
    if outline is None:
        st.html('<p class="sb-empty">The text is written once the outline stands.</p>')
        return
    if view.article.status not in WORKING:
        _overview(studio, view, outline)
    _sections(studio, view, outline)


def _overview(studio: Studio, view: ArticleView, outline: ArticleOutline) -> None:
    """How far the draft is, and what concerns several sections at once."""
    if not any(section.markdown for section in view.sections):
        return
    with st.container(
        key="draft-overview", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.html(f'<p class="sb-meta">{escaped(_figures(view, outline))}</p>', width="stretch")
        if view.article.status is Status.SECTION_REVIEW:
            _approve_all(studio, view)
    if view.article.status is Status.COMPLETED:
        st.caption("A change opens the article again; then only what changed is polished anew.")
    _missing(studio, view)
    _stale(studio, view, outline)


def _approve_all(studio: Studio, view: ArticleView) -> None:
    if not any(section.state is SectionState.DRAFT for section in view.sections):
        return
    if st.button("Approve all", icon=":material/done_all:", key=f"approve-all-{view.article.id}"):
        with shown():
            studio.sections.approve(view.article.id)
            st.rerun()


def _figures(view: ArticleView, outline: ArticleOutline) -> str:
    planned = {section.id for section in outline.sections}
    written = [section for section in view.sections if section.id in planned and section.markdown]
    approved = sum(section.state is SectionState.APPROVED for section in written)
    words = sum(len(section.markdown.split()) for section in written)
    return " · ".join(
        [count(words, "word"), f"{len(written)} of {count(len(planned), 'section')} written", f"{approved} approved"]
    )


def _missing(studio: Studio, view: ArticleView) -> None:
    if not view.unwritten or view.article.status is Status.OUTLINE_REVIEW:
        return
    with st.container(key="missing", border=True):
        st.markdown(f"**{count(len(view.unwritten), 'section is', 'sections are')} still to be written.**")
        label = "Go on writing" + _price(len(view.unwritten), view.rewriting)
        if st.button(label, icon=":material/play_arrow:", type="primary", key=f"go-on-{view.article.id}"):
            with shown():
                studio.sections.go_on(view.article.id)
                st.rerun()


def _stale(studio: Studio, view: ArticleView, outline: ArticleOutline) -> None:
    if not view.stale:
        return
    numbers = {section.id: number for number, section in enumerate(outline.sections, start=1)}
    reasons = "".join(
        f"<li>Section {numbers[section_id]}: {escaped(reason)}</li>" for section_id, reason in view.stale.items()
    )
    with st.container(key="stale", border=True):
        st.html(
            f"<p><b>{count(len(view.stale), 'section was', 'sections were')} written from something that has changed "
            f'since.</b></p><ul class="sb-meta">{reasons}</ul>'
        )
        with st.container(horizontal=True):
            label = f"Rewrite {count(len(view.stale), 'section')}" + _price(len(view.stale), view.rewriting)
            if st.button(label, icon=":material/refresh:", key=f"rewrite-stale-{view.article.id}"):
                with shown():
                    studio.sections.rewrite_stale(view.article.id)
                    st.rerun()
            if st.button("Keep them as they are", key=f"keep-stale-{view.article.id}", type="tertiary"):
                with shown():
                    studio.sections.keep_stale(view.article.id, list(view.stale))
                    st.rerun()


def _price(sections: int, one: float) -> str:
    """What so many sections cost; nothing is said where nothing is paid."""
    return f" (about {dollars(sections * one)})".replace("$", "\\$") if one else ""


def _sections(studio: Studio, view: ArticleView, outline: ArticleOutline) -> None:
    """Cards for what is written; what is still to be written stands in fragments that follow the work."""
    stored = {section.id: section for section in view.sections}
    waiting: list[OutlineSection] = []
    for number, planned in enumerate(outline.sections, start=1):
        section = stored.get(planned.id)
        being_written = view.article.status in WORKING and section is not None and section.state in UNWRITTEN
        if section is None or not section.markdown or being_written:
            waiting.append(planned)
            continue
        _growing(studio, view, waiting)
        waiting = []
        show_card(studio, view, number, planned, section)
    _growing(studio, view, waiting)


def _growing(studio: Studio, view: ArticleView, planned: list[OutlineSection]) -> None:
    if not planned:
        return

    def draw(live: LiveArticle) -> None:
        streaming = {partial.section_id: partial.text for partial in live.partials}
        written = {section.id: section for section in live.sections if section.state not in UNWRITTEN}
        parts = (planned_html(entry, written.get(entry.id), streaming.get(entry.id)) for entry in planned)
        st.html(f'<article class="sb-prose">{"".join(parts)}</article>')

    follow(studio, view, draw)
