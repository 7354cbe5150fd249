"""Text areas that reach the server while one types, not only when one leaves them."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
const PAUSE = 500;
export default function () {
  const timers = new Map();
  const send = (area) => {
    timers.delete(area);
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  };
  const typed = (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.closest(".stTextArea")) return;
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(send, PAUSE, area));
  };
  document.addEventListener("input", typed);
  return () => {
    document.removeEventListener("input", typed);
    timers.forEach((timer) => clearTimeout(timer));
  };
}
"""

_component = st.components.v2.component("snowball.live_typing", js=_SCRIPT)


def send_while_typing() -> None:
    """Send what is typed into any text area of the page half a second after the last key.

    Streamlit sends a text area when one leaves it or presses Ctrl+Enter; this presses the keys.
    """
    _component(key="live-typing", height=0)
