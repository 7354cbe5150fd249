"""What other pages leave out, to be edited; what is typed is saved at once."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from snowball_core.errors import Conflict
from snowball_core.schemas import CompetitorData, ContentGap
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.errors import shown

TOPICS, QUESTIONS, OUTDATED = "Topics that are missing", "Questions that stay open", "What is out of date"


@dataclass
class Editing:
    """The content gap as this session knows it; a new `round` gives the fields new contents."""

    base: ContentGap
    round: int = 0
    conflict: bool = False


def show_gap_editor(studio: Studio, view: ArticleView, found: CompetitorData) -> None:
    """Three fields; the outline is planned to close these gaps, as far as the facts allow."""
    article_id = view.article.id
    editing: Editing = st.session_state.setdefault(f"gap-{article_id}", Editing(found.content_gap))
    if found.content_gap != editing.base and not editing.conflict:
        editing.base, editing.round = found.content_gap, editing.round + 1
    st.caption("The outline is planned to close these gaps, as far as the facts allow. What you type is saved.")
    if editing.conflict:
        _conflict(studio, article_id, editing, found.content_gap)
    values = {
        TOPICS: "\n".join(editing.base.missing_topics),
        QUESTIONS: "\n".join(editing.base.user_intent_gaps),
        OUTDATED: editing.base.outdated_info,
    }
    for label, value in values.items():
        st.text_area(
            label,
            value,
            key=_key(article_id, editing, label),
            height="content",
            help="" if label == OUTDATED else "One a line.",
            persist_state="session",
            on_change=_save,
            args=(studio, article_id, editing),
        )


def _save(studio: Studio, article_id: str, editing: Editing) -> None:
    typed = _typed(article_id, editing)
    with shown():
        try:
            studio.research.change_gap(article_id, editing.base, typed)
        except Conflict:
            editing.conflict = True
        else:
            editing.base = typed


def _conflict(studio: Studio, article_id: str, editing: Editing, stored: ContentGap) -> None:
    st.warning("This was changed elsewhere since you began. What you typed is still here.")
    with st.container(horizontal=True):
        if st.button("Keep mine: save it over the other"):
            editing.base, editing.conflict = stored, False
            _save(studio, article_id, editing)
            st.rerun()
        if st.button("Take the other: drop what I typed"):
            editing.base, editing.conflict, editing.round = stored, False, editing.round + 1
            st.rerun()


def _typed(article_id: str, editing: Editing) -> ContentGap:
    def typed(label: str) -> str:
        return str(st.session_state.get(_key(article_id, editing, label)) or "")

    return ContentGap(
        missing_topics=_lines(typed(TOPICS)), user_intent_gaps=_lines(typed(QUESTIONS)), outdated_info=typed(OUTDATED)
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _key(article_id: str, editing: Editing, label: str) -> str:
    return f"gap-{article_id}-{editing.round}-{label}"
