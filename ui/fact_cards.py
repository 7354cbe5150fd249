"""The facts: which are used, what proves them, and the way to add one by hand."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from snowball_core.schemas import CompetitorData, Fact, Source
from snowball_core.services.article_views import ArticleView
from snowball_core.services.research_views import FactFilter, chosen_facts
from snowball_core.services.studio import Studio
from snowball_core.writing.fact_editing import FactWording
from ui.errors import shown
from ui.fact_editor import show_fact_editor
from ui.safe_text import escaped, plain
from ui.words import count

FACTS_A_PAGE = 20
EVERY_SOURCE = "Every source"
NO_SOURCE = "No source: I take it in myself"
PROVING_WORDS = "The words of the source that prove it"


def show_facts(studio: Studio, view: ArticleView, found: CompetitorData) -> None:
    """The facts that fit the filter, page by page."""
    article_id = view.article.id
    chosen = _filtered(view, found.fact_sheet)
    _bulk(studio, article_id, found.fact_sheet)
    if not chosen:
        st.html('<p class="sb-empty">No fact fits.</p>')
    pages = max(1, -(-len(chosen) // FACTS_A_PAGE))
    list_here = st.container(gap="small", key=f"facts-{article_id}")
    number = 1
    if pages > 1:
        number = min(st.pagination(pages, key=f"facts-page-{article_id}"), pages)
    with list_here:
        for fact in chosen[(number - 1) * FACTS_A_PAGE : number * FACTS_A_PAGE]:
            _card(studio, view, fact)
    _add(studio, view)


def _filtered(view: ArticleView, facts: Sequence[Fact]) -> list[Fact]:
    key = f"facts-{view.article.id}"
    search, source = st.columns([1.6, 1], vertical_alignment="bottom")
    text = search.text_input(
        "Search the facts", type="search", placeholder="Search the facts", label_visibility="collapsed",
        key=f"{key}-search", live="400ms", persist_state="session",
    )  # fmt: skip
    names = {"": EVERY_SOURCE} | {s.id: f"{s.id} · {plain(s.title)}" for s in view.sources}
    source_id = source.selectbox(
        "Source", list(names), format_func=lambda value: names[value], label_visibility="collapsed",
        key=f"{key}-source", persist_state="session",
    )  # fmt: skip
    which = st.pills(
        "Show", list(FactFilter), default=FactFilter.ALL, required=True, label_visibility="collapsed",
        key=f"{key}-filter", persist_state="session",
    )  # fmt: skip
    return chosen_facts(facts, FactFilter(which or FactFilter.ALL), text or "", source_id or "")


def _bulk(studio: Studio, article_id: str, facts: Sequence[Fact]) -> None:
    proved = {fact.id: True for fact in facts if fact.verified and not fact.included}
    unproved = {fact.id: False for fact in facts if fact.usable and not fact.verified}
    with st.container(horizontal=True, gap="small"):
        for label, change in (("Use all proved ones", proved), ("Leave out all not proved", unproved)):
            if change and st.button(label, key=f"facts-{article_id}-{label}", type="tertiary"):
                with shown():
                    studio.research.include_facts(article_id, change)
                    st.rerun()


def _card(studio: Studio, view: ArticleView, fact: Fact) -> None:
    key = f"{view.article.id}-{fact.id}"
    with st.container(key=f"fact-card-{key}", border=True, gap="small"):
        _include(studio, view.article.id, fact, key)
        st.html(f'<p class="sb-fact-state">{_state_html(fact, view.sources)}</p>')
        details = st.expander("Its quote, and editing", key=f"fact-details-{key}", on_change="rerun", type="compact")
        with details:
            if details.open:
                show_fact_editor(studio, view, fact)


def _include(studio: Studio, article_id: str, fact: Fact, key: str) -> None:
    widget = f"use-fact-{key}"
    st.session_state[widget] = fact.included and (fact.verified or fact.accepted)

    def change() -> None:
        with shown():
            studio.research.include_facts(article_id, {fact.id: bool(st.session_state[widget])})

    st.checkbox(plain(fact.text), key=widget, on_change=change, disabled=fact.withdrawn)


def _state_html(fact: Fact, sources: Sequence[Source]) -> str:
    titles = {source.id: source.title for source in sources}
    chip = f'<span class="sb-chip">{escaped(fact.id)}</span>'
    if fact.withdrawn:
        word = '<span class="sb-unproved-mark">not used: its source is left out</span>'
    elif fact.verified:
        word = '<span class="sb-proved-mark">✓ proved</span>'
    elif fact.accepted and fact.included:
        word = '<span class="sb-unproved-mark">taken in by you, not proved</span>'
    else:
        word = '<span class="sb-unproved-mark">○ not proved</span>'
    where = dict.fromkeys(evidence.source_id for evidence in fact.evidence if evidence.source_id)
    names = " · ".join(escaped(titles.get(source_id, source_id)) for source_id in where) or "by hand"
    return f'{chip} {word} <span class="sb-meta">{names}</span>'


def _add(studio: Studio, view: ArticleView) -> None:
    """A fact by hand, with its proof or on one's own word."""
    key = f"add-fact-{view.article.id}"
    entered = st.session_state.setdefault(key, 0)
    names = {"": NO_SOURCE} | {s.id: f"{s.id} · {plain(s.title)}" for s in view.sources}
    with st.expander("Add a fact by hand", icon=":material/add:", key=f"{key}-box"):
        text = st.text_area(
            "The fact, in one sentence", key=f"{key}-{entered}-text", height=70, persist_state="session"
        )
        source_id = st.selectbox(
            "Its source", list(names), format_func=lambda value: names[value], key=f"{key}-{entered}-source",
            persist_state="session",
        )  # fmt: skip
        quote = ""
        if source_id:
            quote = st.text_area(
                PROVING_WORDS, key=f"{key}-{entered}-quote", height=70, persist_state="session"
            ) or ""  # fmt: skip
        if text and source_id:
            reason = " ".join(studio.research.objections(view.article.id, FactWording(text, source_id, quote)))
            st.caption(plain(reason) + " You can take it in all the same." if reason else "✓ The quote proves it.")
        if st.button("Add the fact", key=f"{key}-now", disabled=not (text or "").strip()):
            with shown():
                studio.research.add_fact(view.article.id, FactWording(text or "", source_id or "", quote))
                st.session_state[key] = entered + 1
                st.rerun()
    st.caption(f"{count(FACTS_A_PAGE, 'fact')} a page. Only what is ticked reaches the writer.")
