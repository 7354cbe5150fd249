"""The earlier wordings of a section: look, compare, restore."""

from __future__ import annotations

import streamlit as st

from snowball_core.records import Revision
from snowball_core.schemas import Article, Section
from snowball_core.services.library import utc_now
from snowball_core.services.studio import Studio
from ui.difference import difference_html
from ui.errors import shown
from ui.safe_text import plain, prose
from ui.words import ago, count

OPEN = "history-open"
WHO = {"human": "you", "program": "the writer"}


def show_history(studio: Studio, article: Article, section: Section, *, restorable: bool) -> None:
    """A button that opens the earlier versions; nothing for a section that was written once.

    What is open is remembered: the page runs again when the article moves on, and that would close a dialog.
    """
    if section.revision < 2:
        return
    key = f"{article.id}-{section.id}"
    if st.button("Earlier versions", icon=":material/history:", key=f"history-{key}", type="tertiary"):
        st.session_state[OPEN] = key
    if st.session_state.get(OPEN) == key:
        _compare(studio, article, section, restorable)


def _close() -> None:
    st.session_state.pop(OPEN, None)


@st.dialog("Earlier versions", width="large", icon=":material/history:", on_dismiss=_close)
def _compare(studio: Studio, article: Article, section: Section, restorable: bool) -> None:
    kept = [revision for revision in studio.sections.history(article.id, section.id) if _text(revision)]
    if not kept:
        st.write("There is no earlier wording.")
        return
    names = {revision.id: _name(revision) for revision in kept}
    chosen = st.selectbox("Version", list(names), format_func=lambda number: names[number])
    revision = next(revision for revision in kept if revision.id == chosen)
    look = st.segmented_control("Look", ["What changed since", "The text"], default="What changed since", required=True)
    if look == "The text":
        st.html(f'<div class="sb-prose">{prose(_text(revision))}</div>')
    else:
        st.caption("Struck out: was in that version. Underlined: came since.")
        st.html(difference_html(_text(revision), section.markdown))
    if restorable and st.button("Take this version back", type="primary", icon=":material/undo:"):
        with shown():
            studio.sections.restore(article.id, section.id, section.revision, revision)
            _close()
            st.rerun()


def _name(revision: Revision) -> str:
    words = count(len(_text(revision).split()), "word")
    reason = f" · {plain(revision.note)}" if revision.note else ""
    return f"Until {ago(revision.at, utc_now())}, before {WHO[revision.author]} changed it · {words}{reason}"


def _text(revision: Revision) -> str:
    return str(revision.content.get("markdown", ""))
