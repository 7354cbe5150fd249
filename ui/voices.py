"""The voices: choose one, edit it, copy, export, import, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from snowball_core.schemas import BrandVoice, StyleDNA
from snowball_core.services.studio import Studio
from snowball_core.services.voices import VoiceService
from ui.errors import shown
from ui.result_view import file_name
from ui.safe_text import plain
from ui.style_dna_form import style_dna_form
from ui.unsaved import warn_before_leaving
from ui.voice_trial_view import show_voice_trial

NEW = "new"


@dataclass
class Editing:
    """A voice being edited: the state it began from. A new `round` gives the fields new contents."""

    base: BrandVoice
    round: int = 0

    def begin(self, voice: BrandVoice) -> None:
        """Edit this state from now on."""
        self.base = voice
        self.round += 1


def show_voices(studio: Studio) -> None:
    """The whole page."""
    st.title("Voices", anchor=False)
    st.caption("A voice says how your brand writes. The program checks every text against its words and rules.")
    voices = studio.voices.all()
    _said()
    chooser, editor = st.columns([1, 2.3], gap="large")
    with chooser:
        chosen = _choose(voices)
        _import(studio.voices)
    with editor:
        voice = next((voice for voice in voices if voice.id == chosen), None)
        if voice is None:
            _create(studio)
        else:
            _edit(studio, voice)


def _choose(voices: list[BrandVoice]) -> str:
    names = {voice.id: voice.name for voice in voices}
    chosen = st.query_params.get("voice", "")
    if chosen not in names and chosen != NEW:
        chosen = next(iter(names), NEW)
    for voice_id, name in names.items():
        if st.button(plain(name), key=f"open-{voice_id}", width="stretch", type=_type(voice_id == chosen)):
            _open(voice_id)
    if st.button("New voice", key="open-new", width="stretch", icon=":material/add:", type=_type(chosen == NEW)):
        _open(NEW)
    return chosen


def _type(chosen: bool) -> Literal["secondary", "tertiary"]:
    return "secondary" if chosen else "tertiary"


def _open(voice_id: str) -> None:
    st.query_params["voice"] = voice_id
    st.rerun()


def _import(voices: VoiceService) -> None:
    with st.popover("Import", icon=":material/upload:", type="tertiary", width="stretch"):
        entered = st.session_state.setdefault("imports", 0)
        file = st.file_uploader("A voice as JSON", type=["json"], key=f"import-{entered}")
        replace = st.checkbox("Replace a voice of the same name")
        if file is not None and st.button("Import this voice", type="primary"):
            with shown():
                voice = voices.import_json(file.getvalue().decode("utf-8", errors="replace"), replace=replace)
                st.session_state["imports"] = entered + 1
                _say(f"“{voice.name}” was imported.")
                _open(voice.id)


def _create(studio: Studio) -> None:
    voices = studio.voices
    st.subheader("New voice", anchor=False)
    name, dna = _fields("", StyleDNA(tone="Warm and direct"), "voice-new")
    if st.button("Create the voice", type="primary", key="create") and not _problems(voices, name, dna):
        with shown():
            voice = voices.create(name, dna)
            _say(f"“{voice.name}” was created.")
            _open(voice.id)
    show_voice_trial(studio.voice_trial, dna, NEW)


def _edit(studio: Studio, voice: BrandVoice) -> None:
    editing = _editing(voice)
    key = f"voice-{voice.id}-{editing.round}"
    name, dna = _fields(editing.base.name, editing.base.style_dna, key)
    changed = (name, dna) != (editing.base.name, editing.base.style_dna.model_dump(mode="json"))
    warn_before_leaving(changed, "voice")
    if voice.version != editing.base.version:
        if not changed:
            editing.begin(voice)
            st.rerun()
        _conflict(editing, voice)
    _actions(studio.voices, voice, editing, name, dna)
    show_voice_trial(studio.voice_trial, dna, voice.id)


def _editing(voice: BrandVoice) -> Editing:
    editing: Editing = st.session_state.setdefault(f"editing-{voice.id}", Editing(voice))
    return editing


def _actions(voices: VoiceService, voice: BrandVoice, editing: Editing, name: str, dna: dict[str, Any]) -> None:
    with st.container(horizontal=True, key="voice-actions"):
        if st.button("Save", type="primary", key="save") and not _problems(voices, name, dna):
            with shown():
                editing.begin(voices.change(editing.base, name, dna))
                _say(f"“{editing.base.name}” was saved.")
                st.rerun()
        if st.button("Duplicate", icon=":material/content_copy:", key="duplicate"):
            with shown():
                copy = voices.duplicate(voice)
                _say(f"“{copy.name}” is a copy; make it your own.")
                _open(copy.id)
        st.download_button(
            "Export",
            voices.export_json(voice),
            f"{file_name(voice.name)}.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        _delete(voices, voice)


def _conflict(editing: Editing, stored: BrandVoice) -> None:
    st.warning("This voice was changed elsewhere since you began. What you typed is still here.")
    with st.container(horizontal=True):
        if st.button("Keep mine: save it over the other"):
            editing.base = editing.base.model_copy(update={"version": stored.version})
            st.rerun()
        if st.button("Take the other: drop what I typed"):
            editing.begin(stored)
            st.rerun()


def _fields(name: str, dna: StyleDNA, key: str) -> tuple[str, dict[str, Any]]:
    """Name and Style DNA; problems of the last try stand at their fields until it is tried again."""
    problems = st.session_state.pop("voice-problems", [])
    typed = (
        st.text_input(
            "Name", name, key=f"{key}-name", help="What you call it; at most 80 characters.", persist_state="session"
        )
        or ""
    )
    for problem in problems:
        if problem.path == "name":
            st.error(f"The name {plain(problem.message)}.")
    return typed, style_dna_form(dna, key, problems)


def _problems(voices: VoiceService, name: str, dna: dict[str, Any]) -> bool:
    """Whether something keeps the voice from being saved; then the page shows it at the fields."""
    problems = voices.problems(name, dna)
    if problems:
        st.session_state["voice-problems"] = problems
        st.rerun()
    return False


def _delete(voices: VoiceService, voice: BrandVoice) -> None:
    with st.popover("Delete", icon=":material/delete:", type="tertiary"):
        st.write("The voice is removed. This cannot be undone.")
        if st.button("Delete it", type="primary", key="delete"):
            with shown():
                voices.delete(voice.id)
                st.query_params.clear()
                _say(f"“{voice.name}” was deleted.")
                st.rerun()


def _say(sentence: str) -> None:
    st.session_state["said"] = sentence


def _said() -> None:
    sentence = st.session_state.pop("said", "")
    if sentence:
        st.toast(plain(sentence), icon=":material/check:")
