"""Editing a section by hand: Markdown on the left, what becomes of it on the right, checked while one types."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from snowball_core.schemas import Article, Section
from snowball_core.services.studio import Studio
from ui.errors import shown
from ui.marked_text import marked_html
from ui.unsaved import warn_before_leaving

HEIGHT_OF_LINE, CHARACTERS_A_LINE, LEAST, MOST = 26, 48, 220, 640
HELP = "`**bold**`, `*italic*`, `- ` for a list, `### ` for a sub-heading. `[F3]` cites fact F3."


@dataclass
class Editing:
    """A section being edited: the state it began from. A new `round` gives the field new contents."""

    base: Section
    round: int = 0


def is_edited(article_id: str, section_id: int) -> bool:
    """Whether this session edits the section just now."""
    return _key(article_id, section_id) in st.session_state


def begin_editing(article_id: str, section: Section) -> None:
    """Open the editor on a section."""
    st.session_state[_key(article_id, section.id)] = Editing(section)


def show_editor(studio: Studio, article: Article, section: Section) -> None:
    """The text as Markdown and as it will look; saving keeps the wording before it."""
    editing: Editing = st.session_state[_key(article.id, section.id)]
    writing, preview = st.columns(2, gap="medium")
    with writing:
        text = _field(article, editing)
    with preview.container(key=f"checked-{article.id}-{section.id}"), shown():
        findings = studio.sections.check(article.id, section.id, text)
        st.html(marked_html(text, findings))
    changed = text.strip() != editing.base.markdown.strip()
    warn_before_leaving(changed, f"section-{section.id}")
    if section.revision != editing.base.revision:
        _moved_on(editing, section, changed)
    _buttons(studio, article, editing, text, changed)


def _field(article: Article, editing: Editing) -> str:
    base = editing.base
    lines = sum(1 + len(line) // CHARACTERS_A_LINE for line in base.markdown.splitlines())
    return (
        st.text_area(
            "Text",
            base.markdown,
            key=f"text-{article.id}-{base.id}-{editing.round}",
            height=min(MOST, max(LEAST, lines * HEIGHT_OF_LINE)),
            help=HELP,
            persist_state="session",
        )
        or ""
    )


def _moved_on(editing: Editing, stored: Section, changed: bool) -> None:
    """Somebody else saved this section: nothing that was typed is lost, and the person chooses."""
    if stored.markdown == editing.base.markdown or not changed:
        _take(editing, stored, same_text=stored.markdown == editing.base.markdown)
        st.rerun()
    st.warning("This section was changed elsewhere since you began. What you typed is still here.")
    with st.expander("The other version"):
        st.html(marked_html(stored.markdown, stored.findings))
    with st.container(horizontal=True):
        if st.button("Keep mine", key=f"mine-{stored.id}", help="Save saves yours over the other."):
            editing.base = stored
            st.rerun()
        if st.button("Take the other", key=f"other-{stored.id}", help="What you typed is dropped."):
            _take(editing, stored, same_text=False)
            st.rerun()


def _take(editing: Editing, stored: Section, *, same_text: bool) -> None:
    editing.base = stored
    editing.round += 0 if same_text else 1


def _buttons(studio: Studio, article: Article, editing: Editing, text: str, changed: bool) -> None:
    key, base = _key(article.id, editing.base.id), editing.base
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Save", type="primary", key=f"save-{key}", icon=":material/check:"):
            with shown():
                if changed:
                    studio.sections.edit(article.id, base.id, base.revision, text)
                _close(key)
        label = "Drop the changes" if changed else "Close"
        if st.button(label, key=f"close-{key}", type="tertiary"):
            _close(key)
        if changed:
            st.caption("Not saved yet.")


def _close(key: str) -> None:
    del st.session_state[key]
    st.rerun()


def _key(article_id: str, section_id: int) -> str:
    return f"editing-{article_id}-{section_id}"
