"""The outline review: the plan as cards that can be changed, moved, added, removed, undone and suggested again."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import ArticleOutline, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.edited_outline import OF_THE_ARTICLE, EditedOutline, OutlineField
from snowball_core.services.library import utc_now
from snowball_core.services.outlines import EarlierOutline
from snowball_core.services.studio import Studio
from ui.at_rest import may_change
from ui.errors import show_error
from ui.outline_card import add_section, fact_list_html, show_card, suggest_form
from ui.outline_draft import OutlineDraft
from ui.outline_fields import Editor, line_field, unsaved_places
from ui.outline_view import show_outline
from ui.safe_text import escaped
from ui.sortable import Entry, sortable
from ui.unsaved import warn_before_leaving
from ui.words import ago, count

EARLIER_SHOWN = 20
HINT = "Drag a section by its handle, or use the arrow buttons."
HINT_WRITTEN = " A text that gets another text before it is then shown as stale."


def show_outline_editor(studio: Studio, view: ArticleView) -> None:
    """The outline: to be edited while nothing works on the article, else to be read."""
    outline = view.article.outline
    if not may_change(view.article, outline) or outline is None:
        show_outline(studio, view)
        return
    editor = Editor.of(studio, view, _draft(studio, view, outline))
    warn_before_leaving(editor.draft.unsaved, "outline")
    _head(editor)
    _order(editor)
    for section in editor.outline.sections:
        show_card(editor, section)
    _below(editor)
    _unused_facts(editor)
    _earlier(editor)


def _draft(studio: Studio, view: ArticleView, stored: ArticleOutline) -> OutlineDraft:
    key = f"outline-draft-{view.article.id}"
    if key not in st.session_state:
        st.session_state[key] = OutlineDraft.of(studio.outlines, view.article.id, stored)
    draft: OutlineDraft = st.session_state[key]
    draft.meet(stored)
    return draft


# --- the top: how it stands, undo, title ---------------------------------------------------------


def _head(editor: Editor) -> None:
    draft = editor.draft
    with st.container(key="outline-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_state_html(editor), width="stretch")
        st.button(
            "Undo",
            icon=":material/undo:",
            type="tertiary",
            key="outline-undo",
            disabled=not draft.past,
            on_click=draft.undo,
        )
        st.button(
            "Redo",
            icon=":material/redo:",
            type="tertiary",
            key="outline-redo",
            disabled=not draft.future,
            on_click=draft.redo,
        )
    with st.container():
        _messages(editor)
    line_field(editor, OutlineField(OF_THE_ARTICLE, "title"), "Title", "3 to 200 characters.")


def _state_html(editor: Editor) -> str:
    draft, places = editor.draft, unsaved_places(editor)
    if draft.conflict or draft.trouble:
        kind, words = "sb-note", "Not saved yet."
    elif places:
        kind, words = "sb-note", f"Not saved yet: {', '.join(places)}."
    else:
        kind, words = "sb-meta", f"{draft.said} All changes are saved.".strip()
    return f'<p class="{kind}" role="status">{escaped(words)}</p>'


def _messages(editor: Editor) -> None:
    if editor.draft.conflict:
        _conflict(editor)
    if editor.draft.trouble:
        show_error(editor.draft.trouble)
    stale = sorted(filter(None, map(editor.place, editor.view.stale)))
    if stale:
        numbers = ", ".join(map(str, stale))
        texts = "The text of section" if len(stale) == 1 else f"The texts of {len(stale)} sections are stale:"
        words = f"{texts} {numbers}{' is stale' if len(stale) == 1 else ''}."
        st.html(f'<p class="sb-note">{words} What is written stays as it is until you have it written again.</p>')
    if editor.view.article.status is Status.COMPLETED:
        st.caption("The article is finished. A change here takes it back to the review of its draft.")


def _conflict(editor: Editor) -> None:
    draft, stored = editor.draft, editor.view.article.outline
    if stored is None:
        return
    with st.container(border=True, key="outline-conflict"):
        st.warning("The outline was changed elsewhere since you began. What you typed is still here.")
        st.html(f"<p class='sb-meta'>The other one:</p>{_outline_html(stored)}")
        with st.container(horizontal=True):
            st.button(
                "Keep mine: save it over the other", key="outline-keep-mine", on_click=draft.keep_mine, args=(stored,)
            )
            st.button(
                "Take the other: drop what I typed", key="outline-take-other", on_click=draft.take_other, args=(stored,)
            )


# --- the middle: the order -----------------------------------------------------------------------


def _order(editor: Editor) -> None:
    draft, sections = editor.draft, editor.outline.sections
    st.subheader(count(len(sections), "section"), anchor=False)
    if len(sections) > 1:
        sortable(
            "Order of the sections",
            [Entry(section.id, section.heading) for section in sections],
            editor.key("order"),
            lambda ids: draft.restructure(draft.edited.arranged(ids), "The order was changed."),
            HINT + (HINT_WRITTEN if editor.written else ""),
        )


# --- the bottom: more sections, other outlines ---------------------------------------------------


def _below(editor: Editor) -> None:
    full = editor.draft.edited.full
    with st.container(horizontal=True, key="outline-more", gap="small"):
        st.button(
            "Add a section",
            icon=":material/add:",
            key="outline-add",
            disabled=full,
            help=f"{len(editor.outline.sections)} sections are the most an article can have." if full else None,
            on_click=add_section,
            args=(editor,),
        )
        with st.popover("Suggest another outline", icon=":material/auto_awesome:"):
            st.write("Title and sections are planned anew. You find the present ones under “Earlier outlines”.")
            written = len([section for section in editor.outline.sections if section.id in editor.written])
            if written:
                texts = "text of the section" if written == 1 else f"texts of the {written} sections"
                st.write(f"The {texts} written so far will then not be part of the article. They are kept.")
            suggest_form(editor, "Suggest another outline now")


def _unused_facts(editor: Editor) -> None:
    unused = editor.facts.unused
    if not unused:
        return
    with st.expander(f"{count(len(unused), 'fact')} that no section uses", key=editor.key("unused")):
        st.html(fact_list_html(unused))


def _earlier(editor: Editor) -> None:
    card = st.expander("Earlier outlines", key=editor.key("earlier"), on_change="rerun")
    with card:
        if card.open:
            history = editor.studio.outlines.history(editor.view.article.id)[:EARLIER_SHOWN]
            if not history:
                st.caption("There are none yet. What you change is kept here.")
            for number, earlier in enumerate(history):
                _earlier_outline(editor, number, earlier)


def _earlier_outline(editor: Editor, number: int, earlier: EarlierOutline) -> None:
    draft, until = editor.draft, earlier.until
    with st.container(border=True, key=editor.key("earlier", number)):
        when = f"Until {ago(until, utc_now())} ({until:%d %b %Y, %H:%M} UTC)"
        st.html(f'<p class="sb-meta">{escaped(when)}</p>{_outline_html(earlier.outline)}')
        st.button(
            "Take this one",
            key=editor.key("take", number),
            on_click=draft.replace,
            args=(EditedOutline.of(earlier.outline), "The earlier outline is back."),
        )


def _outline_html(outline: ArticleOutline) -> str:
    headings = "".join(f"<li>{escaped(section.heading)}</li>" for section in outline.sections)
    return f'<p class="sb-row-title">{escaped(outline.title)}</p><ol class="sb-headings">{headings}</ol>'
