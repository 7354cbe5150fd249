"""The sources as cards: how much was read, what they gave, whether they count; more can be added."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from snowball_core.schemas import CompetitorData, Source
from snowball_core.services.article_views import ArticleView
from snowball_core.services.research_views import SourceYield, only_proof, yields
from snowball_core.services.studio import Studio
from ui.errors import shown
from ui.research_view import source_title_html
from ui.safe_text import escaped, plain
from ui.sources_input import SourceDraft, sources_input
from ui.words import count

ORIGIN_WORDS = {"web": "web page", "upload": "your file", "paste": "your text"}
LONGEST_SHOWN = 60_000
"""Characters of a source that the dialog shows."""
OPEN = "source-open"


def show_sources(studio: Studio, view: ArticleView, found: CompetitorData) -> None:
    """Every source, and the way to add more."""
    given = yields(found.fact_sheet)
    for source in view.sources:
        _card(studio, view, found, source, given.get(source.id, SourceYield()))
    _add(studio, view)


def _card(studio: Studio, view: ArticleView, found: CompetitorData, source: Source, given: SourceYield) -> None:
    key = f"{view.article.id}-{source.id}"
    with st.container(key=f"source-card-{key}", border=True, gap="small"):
        st.html(_source_html(source, given))
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _include(studio, view.article.id, source, key)
            if st.button("Read it here", icon=":material/article:", key=f"read-{key}", type="tertiary"):
                st.session_state[OPEN] = key
            _read_again(studio, view.article.id, source, key)
            _remove(studio, view, found, source, key)
    if st.session_state.get(OPEN) == key:
        _read(source)


def _source_html(source: Source, given: SourceYield) -> str:
    site = urlsplit(source.url).hostname if source.url else ORIGIN_WORDS[source.origin]
    about = " · ".join(part for part in (site, source.published, _amount(source)) if part)
    note = f'<p class="sb-note">{escaped(source.note)}</p>' if source.note else ""
    out = "" if source.included else ' <span class="sb-chip">left out</span>'
    return (
        f'<div class="sb-source{"" if source.included else " sb-out"}">'
        f'<p class="sb-row-title"><span class="sb-chip">{source.id}</span> {source_title_html(source)}{out}</p>'
        f'<p class="sb-meta">{escaped(about)}</p>{note}{_yield_html(given)}</div>'
    )


def _amount(source: Source) -> str:
    total, read = len(source.text), source.read_characters
    if not read:
        return f"{total:,} characters, not read yet"
    return "read in full" if read >= total else f"{read / total:.0%} of {total:,} characters read"


def _yield_html(given: SourceYield) -> str:
    """A bar of the facts that the source gave, and the same in words."""
    if not given.proved + given.unproved:
        return '<p class="sb-meta">It gave no fact.</p>'
    words = f"{count(given.proved, 'fact')} proved" + (f", {given.unproved} not" if given.unproved else "")
    pieces = '<i class="sb-good"></i>' * given.proved + '<i class="sb-open"></i>' * given.unproved
    return f'<p class="sb-yield"><span aria-hidden="true">{pieces}</span> {words}</p>'


def _include(studio: Studio, article_id: str, source: Source, key: str) -> None:
    widget = f"use-source-{key}"
    st.session_state[widget] = source.included

    def change() -> None:
        with shown():
            studio.research.include_source(article_id, source.id, bool(st.session_state[widget]))

    st.toggle("Use this source", key=widget, on_change=change, help=f"Whether the facts of {source.id} may be used.")


def _read_again(studio: Studio, article_id: str, source: Source, key: str) -> None:
    """For a source that could not be read."""
    if source.read_characters or not source.included:
        return
    if st.button("Try to read it again", icon=":material/refresh:", key=f"read-again-{key}", type="tertiary"):
        with shown():
            studio.research.read_again(article_id, source.id)
            st.rerun()


def _remove(studio: Studio, view: ArticleView, found: CompetitorData, source: Source, key: str) -> None:
    with st.popover("Remove", icon=":material/delete:", type="tertiary", key=f"remove-source-{key}"):
        going = only_proof(found.fact_sheet, source)
        lost = count(going, "used fact")
        st.write(f"The source and its quotes are removed for good. {lost} would lose the only proof.")
        st.caption("To leave it out for now, switch “Use this source” off instead.")
        if st.button("Remove it", type="primary", key=f"remove-source-now-{key}"):
            with shown():
                studio.research.remove_source(view.article.id, source.id)
                st.rerun()


def _close() -> None:
    st.session_state.pop(OPEN, None)


@st.dialog("The source", width="large", icon=":material/article:", on_dismiss=_close)
def _read(source: Source) -> None:
    st.markdown(f"**{plain(source.title)}**")
    text = source.text[:LONGEST_SHOWN]
    if len(source.text) > LONGEST_SHOWN:
        st.caption(f"The first {LONGEST_SHOWN:,} of {len(source.text):,} characters.")
    label = 'tabindex="0" role="region" aria-label="The text of the source"'
    st.html(f'<div class="sb-source-text" {label}>{escaped(text)}</div>')


def _add(studio: Studio, view: ArticleView) -> None:
    """Sources of one's own; they are read at once, and their facts come to the others."""
    key = f"add-sources-{view.article.id}"
    draft: SourceDraft = st.session_state.setdefault(key, SourceDraft())
    with st.expander("Add sources", icon=":material/add:", key=f"{key}-box", expanded=bool(draft.sources)):
        sources_input(studio.own_sources, draft, f"{key}-input", studio.settings.upload_megabytes)
        if draft.sources:
            label = f"Read {count(len(draft.sources), 'source')} and take the facts in"
            if st.button(label, type="primary", key=f"{key}-read"):
                with shown():
                    studio.research.add_sources(view.article.id, draft.sources)
                    del st.session_state[key]
                    st.rerun()
