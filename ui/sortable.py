"""A list whose entries a person puts in another order: by dragging, or with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

HERE = Path(__file__).resolve().parent

_mount = st.components.v2.component(
    "snowball_sortable",
    css=(HERE / "sortable.css").read_text(encoding="utf-8"),
    js=(HERE / "sortable.js").read_text(encoding="utf-8"),
)


class Entry(NamedTuple):
    """An entry of the list; its text is shown just as it is."""

    id: int
    text: str


def sortable(label: str, entries: Sequence[Entry], key: str, on_order: Callable[[list[int]], None], hint: str) -> None:
    """The list; `on_order` gets all ids in their new order before the page runs again.

    The focus stays on the entry that was moved. A screen reader is told where it went.
    """

    def tell() -> None:
        on_order([int(entry_id) for entry_id in st.session_state[key]["ordered"] or []])

    data = {"label": label, "hint": hint, "entries": [entry._asdict() for entry in entries]}
    _mount(key=key, data=data, on_ordered_change=tell)
