"""A planned section as a card: its fields, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

import streamlit as st

from snowball_core.schemas import NOTE_CHARACTERS, Fact, OutlineSection
from snowball_core.services.edited_outline import OutlineField
from ui.errors import shown
from ui.outline_fields import Editor, choice_field, line_field, text_field, words_field
from ui.safe_text import escaped, plain
from ui.words import count

NAME_CHARACTERS = 100
NAMED_FACTS = 8
WRITTEN_WORDS = "Written. Its text stays as it is when you change this plan, and is then shown as stale."


def show_card(editor: Editor, section: OutlineSection) -> None:
    """The card; its fields are only there while it is unfolded, so that many sections stay quick.

    It is not an expander: one that tells whether it is open becomes another one when its label changes, and a
    field in it would lose the focus while one types.
    """
    unfolded = section.id in editor.draft.open_cards
    with st.container(border=True, gap="small", key=editor.key("card", section.id)):
        st.button(
            _label(editor, section),
            key=editor.key("unfold", section.id),
            type="tertiary",
            icon=":material/keyboard_arrow_down:" if unfolded else ":material/keyboard_arrow_right:",
            width="stretch",
            on_click=_toggle,
            args=(editor.draft.open_cards, section.id),
        )
        if unfolded:
            _fields(editor, section)
            _actions(editor, section)


def _toggle(unfolded: set[int], section_id: int) -> None:
    unfolded ^= {section_id}


def _label(editor: Editor, section: OutlineSection) -> str:
    unsaved = any(place.section_id == section.id for place in editor.problems)
    mark = ":red-badge[not saved yet] " if unsaved else ""
    return f"{editor.place(section.id)}\\. {plain(section.heading)} {mark}{_state_badge(editor, section.id)}"


def _state_badge(editor: Editor, section_id: int) -> str:
    if section_id in editor.view.stale:
        return ":orange-badge[stale]"
    return ":blue-badge[written]" if section_id in editor.written else ":gray-badge[to be written]"


def _fields(editor: Editor, section: OutlineSection) -> None:
    _state(editor, section.id)
    line_field(editor, OutlineField(section.id, "heading"), "Heading", "3 to 200 characters.")
    text_field(
        editor,
        OutlineField(section.id, "instruction_note"),
        "Instruction",
        "What this section is to tell: 10 to 2,000 characters. It is saved when you leave the field.",
    )
    words_field(
        editor,
        OutlineField(section.id, "keywords_to_include"),
        "Keywords",
        "Words that this section is to contain, up to 20.",
        at_most=20,
    )
    _facts(editor, section)


def _state(editor: Editor, section_id: int) -> None:
    if section_id in editor.view.stale:
        reason = editor.view.stale[section_id]
        words = f"Stale: {reason}. Its text stays as it is until you have it written again."
        st.html(f'<p class="sb-note">{escaped(words)}</p>')
    elif section_id in editor.written:
        st.html(f'<p class="sb-meta">{WRITTEN_WORDS}</p>')


def _facts(editor: Editor, section: OutlineSection) -> None:
    usable = {fact.id: _fact_name(fact) for fact in editor.facts.usable}
    lost = {fact_id: f"{fact_id} · not usable any more" for fact_id in section.fact_ids if fact_id not in usable}
    choice_field(
        editor,
        OutlineField(section.id, "fact_ids"),
        "Facts to use",
        "The writer of this section gets these facts, and no others. Without a choice it gets all.",
        {**usable, **lost},
        placeholder=f"Any of the {count(len(usable), 'fact')}" if usable else "There are no facts",
    )
    chosen = [fact for fact in editor.facts.usable if fact.id in section.fact_ids]
    said = _facts_html(editor, section, chosen)
    if said:
        st.html(said)


def _fact_name(fact: Fact) -> str:
    return f"{fact.id} · {shorten(fact.text, NAME_CHARACTERS, placeholder='…')}"


def _facts_html(editor: Editor, section: OutlineSection, chosen: list[Fact]) -> str:
    here = editor.place(section.id)
    elsewhere = {fact.id: [place for place in editor.facts.places[fact.id] if place != here] for fact in chosen}
    lines = [
        f"{fact_id} is used in section {' and '.join(map(str, places))} too."
        for fact_id, places in elsewhere.items()
        if places
    ]
    unused = [fact.id for fact in editor.facts.unused]
    if unused:
        which = ", ".join(unused) if len(unused) <= NAMED_FACTS else f"{len(unused)} facts, listed below all sections"
        lines.append(f"Not used by any section: {which}.")
    said = f'<p class="sb-meta">{escaped(" ".join(lines))}</p>' if lines else ""
    return f"{said}{_full_text_html(chosen)}"


def _full_text_html(chosen: list[Fact]) -> str:
    if not chosen:
        return ""
    return (
        f'<details class="sb-unfold"><summary>Read {count(len(chosen), "fact")} in full</summary>'
        f"{fact_list_html(chosen)}</details>"
    )


def fact_list_html(facts: Sequence[Fact]) -> str:
    """The facts' texts as a list."""
    entries = "".join(
        f'<li><span class="sb-chip">{escaped(fact.id)}</span><div><p>{escaped(fact.text)}</p></div></li>'
        for fact in facts
    )
    return f'<ul class="sb-facts">{entries}</ul>'


def _actions(editor: Editor, section: OutlineSection) -> None:
    with st.container(horizontal=True, key=editor.key("actions", section.id), gap="small"):
        _add_below(editor, section)
        _duplicate(editor, section)
        _suggest(editor, section)
        _remove(editor, section)


def add_section(editor: Editor, after: int | None = None) -> None:
    """Add an open section behind another one, or at the end."""
    draft = editor.draft
    section = draft.new_section({section.id for section in editor.view.sections})
    draft.open_cards.add(section.id)
    draft.restructure(draft.edited.with_section(section, after), "A section was added.")


def _add_below(editor: Editor, section: OutlineSection) -> None:
    st.button(
        "Add below",
        icon=":material/add:",
        key=editor.key("below", section.id),
        disabled=editor.draft.edited.full,
        on_click=add_section,
        args=(editor, section.id),
    )


def _duplicate(editor: Editor, section: OutlineSection) -> None:
    draft = editor.draft

    def duplicate() -> None:
        copy = draft.new_section({section.id for section in editor.view.sections})
        draft.restructure(draft.edited.with_copy(section.id, copy.id), "The copy stands right below.")
        draft.open_cards.add(copy.id)

    st.button(
        "Duplicate",
        icon=":material/content_copy:",
        key=editor.key("duplicate", section.id),
        disabled=draft.edited.full,
        on_click=duplicate,
    )


def _remove(editor: Editor, section: OutlineSection) -> None:
    draft = editor.draft
    kept = " Its text is kept." if section.id in editor.written else ""
    said = f"“{section.heading}” was taken out.{kept} Undo brings it back."
    only = len(draft.edited.sections) == 1
    st.button(
        "Remove",
        icon=":material/delete:",
        key=editor.key("remove", section.id),
        type="tertiary",
        disabled=only,
        help="An article has at least one section." if only else None,
        on_click=lambda: draft.restructure(draft.edited.without(section.id), said),
    )


def _suggest(editor: Editor, section: OutlineSection) -> None:
    with st.popover("Suggest again", icon=":material/auto_awesome:"):
        st.write("This section is planned anew; the others stay as they are.")
        suggest_form(editor, "Suggest this section again", section.id)


def suggest_form(editor: Editor, label: str, section_id: int | None = None) -> None:
    """A note to the planner, and the button that asks it again."""
    key = editor.key("wish", editor.draft.round, section_id or "all")
    note = st.text_area(
        "What should be different? (optional)",
        key=key,
        help=f"A note to the planner, at most {NOTE_CHARACTERS:,} characters.",
        persist_state="session",
    )
    if st.button(label, type="primary", key=f"{key}-ask"):
        with shown():
            editor.studio.outlines.suggest_again(editor.view.article.id, note or "", section_id)
            st.rerun()
