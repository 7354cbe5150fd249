"""One written section: its text with the findings, and what a person can do with it."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import NOTE_CHARACTERS, WORKING, Finding, OutlineSection, Section, SectionState, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.errors import shown
from ui.marked_text import marked_html
from ui.safe_text import plain
from ui.section_editor import begin_editing, is_edited, show_editor
from ui.section_history import show_history
from ui.words import count, dollars

EDITABLE = frozenset({Status.WRITING, Status.SECTION_REVIEW, Status.OUTLINE_REVIEW, Status.COMPLETED, Status.FAILED})


def show_card(studio: Studio, view: ArticleView, number: int, planned: OutlineSection, section: Section) -> None:
    """The section: heading and state, then the text or its editor, then the actions."""
    article = view.article
    with st.container(key=f"section-{article.id}-{section.id}", border=True):
        _heading(view, number, planned, section)
        if is_edited(article.id, section.id):
            show_editor(studio, article, section)
            return
        st.html(marked_html(section.markdown, section.findings))
        if article.status in EDITABLE:
            _actions(studio, view, planned, section)


def _heading(view: ArticleView, number: int, planned: OutlineSection, section: Section) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(f"{number}. {plain(planned.heading)}", anchor=False, width="stretch")
        if section.id in view.stale:
            st.badge("Stale", color="orange", help=f"Written before {view.stale[section.id]}.")
        _findings_badge(section.findings)
        if section.state is SectionState.APPROVED:
            st.badge("Approved", icon=":material/check:", color="green")


def _findings_badge(findings: list[Finding]) -> None:
    if findings:
        st.badge(count(len(findings), "finding"), color="orange")


def _actions(studio: Studio, view: ArticleView, planned: OutlineSection, section: Section) -> None:
    key, resting = f"{view.article.id}-{section.id}", view.article.status not in WORKING
    with st.container(horizontal=True, key=f"actions-{key}", gap="small"):
        if st.button("Edit", icon=":material/edit:", key=f"edit-{key}", type="tertiary"):
            begin_editing(view.article.id, section)
            st.rerun()
        if resting:
            _write_anew(studio, view, planned, section)
        show_history(studio, view.article, section, restorable=resting)
        _approval(studio, view, section)


def _write_anew(studio: Studio, view: ArticleView, planned: OutlineSection, section: Section) -> None:
    key = f"{view.article.id}-{section.id}"
    with st.popover("Write anew", icon=":material/refresh:", type="tertiary", key=f"anew-{key}"):
        note = st.text_area(
            "A note to the writer (optional)",
            section.note,
            key=f"note-{key}-{section.attempt}",
            max_chars=NOTE_CHARACTERS,
            placeholder="For example: shorter, begin with the figure, more about costs",
            persist_state="session",
        )
        cost = f", about {dollars(view.rewriting)}".replace("$", "\\$") if view.rewriting else ""
        st.caption(f"One call{cost}. Only “{plain(planned.heading)}” is written anew; the present text is kept.")
        if st.button("Write it anew", type="primary", key=f"regenerate-{key}"):
            with shown():
                studio.sections.regenerate(view.article.id, [section.id], note or "")
                st.rerun()


def _approval(studio: Studio, view: ArticleView, section: Section) -> None:
    if view.article.status not in {Status.SECTION_REVIEW, Status.WRITING}:
        return
    approved = section.state is SectionState.APPROVED
    label, icon = ("Take approval back", ":material/undo:") if approved else ("Approve", ":material/check:")
    if st.button(label, icon=icon, key=f"approve-{view.article.id}-{section.id}", type="tertiary"):
        with shown():
            studio.sections.approve(view.article.id, [section.id], approved=not approved)
            st.rerun()
