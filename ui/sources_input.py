"""Adding sources of one's own: pasted, uploaded, or a page by its address; the visible list, with remove."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from snowball_core.errors import SnowballError
from snowball_core.services.own_sources import OwnSources
from snowball_core.sources import ReadSource
from ui.errors import show_error
from ui.safe_text import escaped
from ui.words import count

FILE_KINDS = ["txt", "md", "html", "htm", "pdf", "docx"]
ORIGIN_WORDS = {"web": "web page", "upload": "file", "paste": "pasted text"}


@dataclass
class SourceDraft:
    """The sources added so far. `entered` counts the entries, so that each new one has an empty field."""

    sources: list[ReadSource] = field(default_factory=list)
    errors: list[SnowballError] = field(default_factory=list)
    entered: int = 0

    def take(self, read: Callable[[], ReadSource]) -> bool:
        """Add what `read` gives; its error is kept to be shown. True when something was added."""
        try:
            source = read()
        except SnowballError as error:
            self.errors.append(error)
            return False
        if source not in self.sources:
            self.sources.append(source)
        return True


def sources_input(own: OwnSources, draft: SourceDraft, key: str, megabytes: int) -> None:
    """The three ways to add a source, and the list of those that are there."""
    _listed(draft, key)
    paste, upload, page = st.tabs(["Paste text", "Upload files", "Web page"], key=f"{key}-ways")
    with paste:
        _paste(own, draft, f"{key}-{draft.entered}")
    with upload:
        _upload(own, draft, f"{key}-{draft.entered}", megabytes)
    with page:
        _page(own, draft, f"{key}-{draft.entered}")
    for error in draft.errors:
        show_error(error)


def _listed(draft: SourceDraft, key: str) -> None:
    for number, source in enumerate(draft.sources):
        with st.container(
            key=f"{key}-source-{number}",
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            st.html(_described(source), width="stretch")
            if st.button("Remove", key=f"{key}-remove-{number}", type="tertiary", icon=":material/close:"):
                draft.sources.pop(number)
                st.rerun()


def _described(source: ReadSource) -> str:
    parts = [ORIGIN_WORDS[source.origin], count(len(source.text.split()), "word"), source.published, *source.notes]
    about = " · ".join(part for part in parts if part)
    return f'<p class="sb-row-title">{escaped(source.title)}</p><p class="sb-meta">{escaped(about)}</p>'


def _paste(own: OwnSources, draft: SourceDraft, key: str) -> None:
    title = st.text_input("Title (optional)", key=f"{key}-title", persist_state="session")
    text = st.text_area("Text", key=f"{key}-text", height=140, persist_state="session")
    if st.button("Add this text", key=f"{key}-paste", disabled=not (text or "").strip()):
        _entered(draft, lambda: own.pasted(text or "", title or ""))


def _upload(own: OwnSources, draft: SourceDraft, key: str, megabytes: int) -> None:
    files = st.file_uploader(
        f"Files (.txt, .md, .html, .pdf, .docx; up to {megabytes} MB each)",
        type=FILE_KINDS,
        accept_multiple_files=True,
        key=f"{key}-files",
    )
    if files:
        with st.spinner("Reading the files…"):
            readers = [partial(own.file, file.name, file.getvalue()) for file in files]
            _entered(draft, *readers, keep_on_error=False)


def _page(own: OwnSources, draft: SourceDraft, key: str) -> None:
    address = st.text_input("Address", placeholder="https://…", key=f"{key}-url", persist_state="session", type="url")
    if st.button("Read this page", key=f"{key}-fetch", disabled=not (address or "").strip()):
        with st.spinner("Reading the page…"):
            _entered(draft, lambda: asyncio.run(own.page((address or "").strip())))


def _entered(draft: SourceDraft, *readers: Callable[[], ReadSource], keep_on_error: bool = True) -> None:
    draft.errors.clear()
    taken = [draft.take(read) for read in readers]
    if all(taken) or not keep_on_error:
        draft.entered += 1
    st.rerun()
