"""The finished page in a frame that runs nothing."""

from __future__ import annotations

import streamlit as st

from ui.safe_text import escaped

HEIGHT = 760
PHONE_WIDTH = 390
FRAME = """<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src https:">
<style>html, body {{ margin: 0; height: 100%; background: transparent }}
iframe {{ display: block; margin: 0 auto; border: 0; width: {width};
  max-width: 100%; height: 100%; background: #fff }}</style>
<iframe sandbox="" title="The finished article" srcdoc="{page}"></iframe>"""


def framed(page: str, width: str = "100%") -> str:
    """A page inside a frame without scripts, forms, popups or an origin.

    Streamlit's own frame permits scripts; the inner `sandbox=""` takes them away, and so does the policy.
    """
    return FRAME.format(page=escaped(page), width=width)


def show_preview(page: str, *, phone: bool) -> None:
    """The page at the reader's width or at a phone's."""
    width = f"{PHONE_WIDTH}px" if phone else "100%"
    with st.container(key="preview", gap=None):
        st.iframe(framed(page, width), height=HEIGHT, alt="Preview of the finished article")
