"""The browser asks before a page is left on which something typed would be lost."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "snowball_unsaved", js=(Path(__file__).resolve().parent / "unsaved.js").read_text(encoding="utf-8")
)


def warn_before_leaving(unsaved: bool, part: str) -> None:
    """Ask when the page is closed, reloaded or left for another site; `part` names the part of the page.

    It asks when something is `unsaved`, and when a text field holds text that the server has not got yet: a text
    area before it is sent, a line (`st.text_input` with `live`) within a second of the last key, or while there
    is no connection. Other pages of the studio are left without a question: the session keeps what was typed.
    """
    with st.container(key=f"unsaved-{part}"):
        _mount(key=f"unsaved-guard-{part}", data={"unsaved": unsaved})
