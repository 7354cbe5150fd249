"""The list of articles: search, filters, rows, paging; follows the work while some is under way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from snowball_core.schemas import WORKING, BrandVoice, Status
from snowball_core.services.library import utc_now
from snowball_core.services.studio import Studio
from snowball_core.store.protocol import ArticlePage, ArticleQuery, ArticleSummary
from ui.safe_text import escaped, plain
from ui.words import REVIEWS, STATUS_WORDS, ago, count, status_color

ROWS = 20
FOLLOW_SECONDS = 2.0
FILTERS = {
    "All": frozenset[Status](),
    "In progress": frozenset(WORKING),
    "Waiting for you": REVIEWS,
    "Finished": frozenset({Status.COMPLETED}),
    "Stopped": frozenset({Status.FAILED, Status.CANCELLED}),
}
ORDERS = {
    "Last changed": ("updated_at", True),
    "Newest": ("created_at", True),
    "Keyword A–Z": ("keyword", False),
    "Status": ("status", False),
}


def show_articles(studio: Studio) -> None:
    """The whole page."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Articles", anchor=False, width="content")
        st.page_link("ui/pages/new.py", label="**New article**", icon=":material/add:")
    if studio.articles.list(ArticleQuery(limit=1)).total == 0:
        _invite(studio)
        return
    query = _query(studio.voices.all())
    page = studio.articles.list(query)
    if page.total == 0:
        _nothing_fits()
        return
    _rows(studio, page, query)


def _query(voices: list[BrandVoice]) -> ArticleQuery:
    search, voice_choice, order_choice = st.columns([2.2, 1.2, 1.1], vertical_alignment="bottom")
    text = search.text_input(
        "Search",
        type="search",
        placeholder="Search keyword or title",
        label_visibility="collapsed",
        key="q",
        bind="query-params",
        live="400ms",
    )
    names = {voice.name: voice.id for voice in voices}
    voice = voice_choice.selectbox("Voice", ["Every voice", *names], label_visibility="collapsed", key="list_voice")
    order = order_choice.selectbox("Sort by", list(ORDERS), label_visibility="collapsed", key="list_order")
    chosen = st.pills(
        "Status",
        list(FILTERS),
        default="All",
        required=True,
        label_visibility="collapsed",
        key="show",
        bind="query-params",
    )
    column, descending = ORDERS[order]
    return ArticleQuery(
        search=text or "",
        statuses=FILTERS[chosen or "All"],
        voice_id=names.get(voice),
        order=column,
        descending=descending,
        limit=ROWS,
    )


def _rows(studio: Studio, page: ArticlePage, query: ArticleQuery) -> None:
    pages = -(-page.total // ROWS)
    number = 1
    table = st.container(gap=None, key="articles")
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            number = st.pagination(pages, key="page", bind="query-params")
    st.caption(f"{count(page.total, 'article')}" + (f", page {number} of {pages}" if pages > 1 else ""))
    here = ArticleQuery(**{**vars(query), "offset": (number - 1) * ROWS})
    rows = studio.articles.list(here).rows
    busy = any(row.status in WORKING for row in rows)
    with table:
        _following(partial(studio.articles.list, here), busy)


def _following(read: Callable[[], ArticlePage], busy: bool) -> None:
    @st.fragment(run_every=FOLLOW_SECONDS if busy else None)
    def follow() -> None:
        for row in read().rows:
            _row(row)

    follow()


def _row(row: ArticleSummary) -> None:
    with (
        st.container(
            key=f"row-{row.id}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ),
    ):
        with st.container(gap=None, width="stretch"):
            st.page_link(
                "ui/pages/article.py", label=f"**{plain(row.title or row.keyword)}**", query_params={"article": row.id}
            )
            st.html(f'<p class="sb-meta">{escaped(_about(row))}</p>')
        st.badge(STATUS_WORDS[row.status], color=status_color(row.status))


def _about(row: ArticleSummary) -> str:
    parts = [row.keyword] if row.title and row.title != row.keyword else []
    parts.append(row.voice_name)
    if row.status is Status.WRITING and row.sections_planned:
        parts.append(f"{row.sections_written} of {count(row.sections_planned, 'section')}")
    parts.append(ago(row.updated_at, utc_now()))
    return " · ".join(part for part in parts if part)


def _invite(studio: Studio) -> None:
    voices = count(len(studio.voices.all()), "voice")
    with st.container(key="invite", border=True, horizontal_alignment="center"):
        st.html(
            '<div class="sb-invite"><h2>Your first article starts with a keyword</h2>'
            "<p>Snowball reads sources on it, proves every fact with a quote, plans the sections, "
            "writes them in your brand's voice and polishes the result.</p>"
            f"<p>{escaped(voices)} are ready to choose from.</p></div>"
        )
        if st.button("Start the first article", type="primary", icon=":material/add:"):
            st.switch_page("ui/pages/new.py")


def _nothing_fits() -> None:
    with st.container(key="nothing", horizontal_alignment="center"):
        st.html('<div class="sb-invite"><h2>No article fits</h2><p>Search for something else, or show all.</p></div>')
        st.button("Show all articles", on_click=_forget_filters)


def _forget_filters() -> None:
    st.session_state.update({"q": "", "show": "All", "list_voice": "Every voice"})
