"""A button that copies a text to the clipboard."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent

_mount = st.components.v2.component(
    "snowball_copy",
    html=(HERE / "copy_button.html").read_text(encoding="utf-8"),
    css=(HERE / "copy_button.css").read_text(encoding="utf-8"),
    js=(HERE / "copy_button.js").read_text(encoding="utf-8"),
)


def copy_button(label: str, text: str) -> None:
    """Copy `text` when pressed, and say so for two seconds; the label names it among others on the page.

    Where the browser does not permit it, the text appears selected, to be copied by hand.
    """
    _mount(key=f"copy-{label}", data={"label": label, "text": text}, width="content")
