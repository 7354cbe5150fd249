"""What the editor's pass changed, section by section, and the choice between his version and the draft's."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import OutlineSection, Section
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.difference import difference_html
from ui.errors import shown
from ui.marked_text import findings_html
from ui.safe_text import plain
from ui.words import count

POLISHED, DRAFT = "Polished", "Draft"


def show_polish_review(studio: Studio, view: ArticleView) -> None:
    """All sections of a finished article; the page follows the choice at once."""
    outline = view.article.outline
    if outline is None:
        return
    stored = {section.id: section for section in view.sections}
    pairs = [(planned, stored[planned.id]) for planned in outline.sections if planned.id in stored]
    changed = [section for _, section in pairs if is_changed(section)]
    st.caption(
        f"The polish changed {count(len(changed), 'section')} of {len(pairs)}. Struck out: only in the draft. "
        "Underlined: only in the polished text. Choose for each section which of them is in the page."
    )
    for number, (planned, section) in enumerate(pairs, start=1):
        _pair(studio, view, number, planned, section)


def is_changed(section: Section) -> bool:
    """Whether the polished wording differs from the draft's."""
    return bool(section.polished) and section.polished != section.markdown


def _pair(studio: Studio, view: ArticleView, number: int, planned: OutlineSection, section: Section) -> None:
    with st.container(border=True, key=f"polish-{view.article.id}-{section.id}"):
        st.subheader(f"{number}. {plain(planned.heading)}", anchor=False)
        if section.polish_findings:
            st.html(findings_html(section.polish_findings))
        if not is_changed(section):
            st.caption("The wording is the draft's; nothing was changed.")
            return
        st.html(difference_html(section.markdown, section.polished))
        _choice(studio, view, planned, section)


def _choice(studio: Studio, view: ArticleView, planned: OutlineSection, section: Section) -> None:
    now = POLISHED if section.use_polished else DRAFT
    chosen = st.segmented_control(
        f"In the page for “{plain(planned.heading)}”",
        [POLISHED, DRAFT],
        default=now,
        required=True,
        key=f"use-{view.article.id}-{section.id}-{section.revision}",
    )
    if chosen != now:
        with shown():
            studio.sections.choose_polished(view.article.id, section.id, section.revision, chosen == POLISHED)
            st.rerun()
