"""The fields of the outline's editor: what is typed goes to the draft at once, and problems stand at their field."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from snowball_core.schemas import ArticleOutline
from snowball_core.services.article_views import ArticleView
from snowball_core.services.edited_outline import OutlineField
from snowball_core.services.library import utc_now
from snowball_core.services.outline_facts import FactUse, fact_use
from snowball_core.services.studio import Studio
from snowball_core.validation import FieldProblem
from ui.outline_draft import OutlineDraft
from ui.safe_text import escaped

LIVE = "400ms"
FIELD_WORDS = {
    "title": "The title",
    "heading": "The heading",
    "instruction_note": "The instruction",
    "keywords_to_include": "The list of keywords",
}


@dataclass(frozen=True)
class Editor:
    """All that the parts of the editor work with in one run of the page.

    `outline` is what of the draft can be saved, `problems` what cannot, `facts` how the outline uses the facts.
    """

    studio: Studio
    view: ArticleView
    draft: OutlineDraft
    outline: ArticleOutline
    problems: dict[OutlineField, FieldProblem]
    facts: FactUse

    @classmethod
    def of(cls, studio: Studio, view: ArticleView, draft: OutlineDraft) -> Editor:
        """The draft as it stands at the beginning of the run."""
        outline = draft.edited.savable(draft.saved)
        found = view.article.competitor_data
        facts = fact_use(outline, found.fact_sheet if found else [])
        return cls(studio, view, draft, outline, draft.edited.problems(), facts)

    def key(self, *parts: object) -> str:
        """The key of a part of the editor."""
        return "-".join(map(str, ("outline", self.view.article.id, *parts)))

    @property
    def written(self) -> set[int]:
        """The ids of the sections that have a text."""
        return {section.id for section in self.view.sections if section.markdown}

    def place(self, section_id: int) -> int:
        """Where a section stands, counted from one; 0 when it is not in the outline."""
        ids = [section.id for section in self.outline.sections]
        return ids.index(section_id) + 1 if section_id in ids else 0


def line_field(editor: Editor, place: OutlineField, label: str, help_text: str) -> None:
    """A line of text; it is sent while one types."""
    key = _field_key(editor, place)
    value = editor.draft.edited.value(place)
    typed = st.text_input(
        label, value, key=key, help=help_text, live=LIVE, persist_state="session", on_change=_entering(editor, place)
    )
    _taken_in(editor, place, typed or "")


def text_field(editor: Editor, place: OutlineField, label: str, help_text: str) -> None:
    """A text of several lines; it is sent when it is left."""
    key = _field_key(editor, place)
    value = editor.draft.edited.value(place)
    typed = st.text_area(
        label,
        value,
        key=key,
        help=help_text,
        height="content",
        persist_state="session",
        on_change=_entering(editor, place),
    )
    _taken_in(editor, place, typed or "")


def words_field(editor: Editor, place: OutlineField, label: str, help_text: str, at_most: int) -> None:
    """Words or phrases of one's own."""
    key = _field_key(editor, place)
    value = list(editor.draft.edited.value(place))
    typed = st.multiselect(
        label,
        value,
        value,
        key=key,
        help=help_text,
        accept_new_options=True,
        max_selections=at_most,
        placeholder="Type one and press Enter",
        persist_state="session",
        on_change=_entering(editor, place),
    )
    _taken_in(editor, place, tuple(typed))


def choice_field(
    editor: Editor, place: OutlineField, label: str, help_text: str, names: dict[str, str], placeholder: str
) -> None:
    """Some of these, by their names. The browser knows them by name, so other names make another field."""
    key = f"{_field_key(editor, place)}-{zlib.crc32(repr(names).encode())}"
    typed = st.multiselect(
        label,
        list(names),
        list(editor.draft.edited.value(place)),
        key=key,
        format_func=names.__getitem__,
        help=help_text,
        placeholder=placeholder,
        persist_state="session",
        on_change=_entering(editor, place, key),
    )
    _taken_in(editor, place, tuple(typed))


def problem_words(problem: FieldProblem) -> str:
    """A problem as a sentence that names its field."""
    parts = problem.path.split(".")
    name = f"Keyword {int(parts[3]) + 1}" if len(parts) > 3 else FIELD_WORDS.get(parts[-1], "The outline")
    return f"{name} {problem.message}."


def unsaved_places(editor: Editor) -> Sequence[str]:
    """The fields that hold what cannot be saved, in words."""
    return [_place_words(editor, place) for place in editor.problems]


def _place_words(editor: Editor, place: OutlineField) -> str:
    name = FIELD_WORDS.get(place.name, "the outline")
    words = name[:1].lower() + name[1:]
    return f"{words} of section {editor.place(place.section_id)}" if place.section_id else words


def _field_key(editor: Editor, place: OutlineField) -> str:
    return editor.key(editor.draft.round, place.section_id or "article", place.name)


def _entering(editor: Editor, place: OutlineField, key: str = "") -> Callable[[], None]:
    """What takes a changed field into the draft, before the page reads anything."""
    draft, field_key = editor.draft, key or _field_key(editor, place)
    return lambda: draft.enter(place, _typed(st.session_state[field_key]), utc_now())


def _typed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value or ""


def _taken_in(editor: Editor, place: OutlineField, typed: object) -> None:
    """Show the field's problem.

    After the connection was lost, the browser brings what had been typed before to a session that knows nothing
    of it. Then a human decides, because somebody may have saved something else meanwhile.
    """
    if typed != editor.draft.edited.value(place):
        editor.draft.recover(place, typed)
        st.rerun()
    with st.container():
        if place in editor.problems:
            words = escaped(problem_words(editor.problems[place]))
            st.html(f'<p class="sb-problem" role="alert">{words} It is not saved yet.</p>')
