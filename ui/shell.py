"""What every page has round it: the name, the looks, and what the reader must know about this studio."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from snowball_core.services.studio import Studio
from ui.errors import shown
from ui.live_typing import send_while_typing

HERE = Path(__file__).resolve().parent
LOGO = HERE / "logo.svg"
KEYS = """\
GOOGLE_GENERATIVE_AI_API_KEY=your key from aistudio.google.com
TAVILY_API_KEY=your key from app.tavily.com
# put these two lines into the file .env, then restart the studio"""


def dress() -> None:
    """Title, icon, logo and the studio's own style sheet."""
    st.set_page_config(page_title="Snowball", page_icon=str(HERE / "icon.svg"), layout="centered")
    st.logo(str(LOGO), size="large")
    for sheet in ("studio.css", "research.css", "outline.css", "sections.css"):
        st.html(HERE / sheet)
    send_while_typing()


def notices(studio: Studio) -> None:
    """That this is the demo, that the disk is full, that another process does the work: when it is so."""
    if studio.demo:
        _demo_notice()
    with shown():
        studio.engine.check_room()
    if studio.engine.worker_elsewhere():
        st.caption(
            ":material/lan: Another Snowball process works on this data folder and writes the articles. "
            "Everything here works as usual."
        )


def _demo_notice() -> None:
    with st.container(key="demo", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.badge("Demo", icon=":material/science:", color="orange")
        st.html('<p class="sb-meta">Nothing is paid or sent out.</p>', width="stretch")
        with st.popover("Use real models", type="tertiary"):
            st.markdown(
                "In the demo a stand-in on this computer answers instead of the real services: it picks facts and "
                "sentences from the sources. Add your keys, and the same studio works with Gemini and the web search:"
            )
            st.code(KEYS, language=None, wrap_lines=True)
            st.caption("`snowball doctor` tells whether they work.")
