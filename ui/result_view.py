"""The finished article: preview, downloads; and what an article cost."""

from __future__ import annotations

import re

import streamlit as st

from snowball_core.schemas import Article
from snowball_core.services.article_views import ArticleView, Cost
from snowball_core.services.studio import Studio
from ui.copy_button import copy_button
from ui.errors import shown
from ui.preview import show_preview
from ui.safe_text import plain
from ui.tables import figures_html
from ui.usage_charts import show_steps
from ui.words import count, dollars


def show_result(studio: Studio, view: ArticleView) -> None:
    """Downloads, then the page as its readers will see it."""
    with shown():
        page = studio.articles.export(view.article.id, "html")
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="result"
        ):
            with st.container(horizontal=True, width="content"):
                _downloads(studio, view.article, page)
            size = st.segmented_control(
                "Preview", ["Desktop", "Phone"], default="Desktop", required=True, label_visibility="collapsed"
            )
        show_preview(page, phone=size == "Phone")


def _downloads(studio: Studio, article: Article, page: str) -> None:
    name = file_name(article.outline.title if article.outline else article.keyword)
    fragment = studio.articles.export(article.id, "fragment")
    markdown = studio.articles.export(article.id, "md")
    for label, data, file, mime in (
        ("HTML page", page, f"{name}.html", "text/html"),
        ("HTML for a CMS", fragment, f"{name}-fragment.html", "text/html"),
        ("Markdown", markdown, f"{name}.md", "text/markdown"),
    ):
        st.download_button(
            label,
            data,
            file,
            mime,
            icon=":material/download:",
            type="primary" if label == "HTML page" else "secondary",
            on_click="ignore",
        )
    copy_button("Copy the HTML for a CMS", fragment)


def file_name(title: str) -> str:
    """The title as a file's name: letters of any script, digits and hyphens, at most 80 characters."""
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")[:80].strip("-") or "article"


def show_cost(cost: Cost) -> None:
    """Calls, tokens and dollars, and what the cache saved; by step."""
    paid = cost.dollars > 0 or cost.saved_dollars > 0
    figures = [
        ("Paid calls", f"{cost.calls:,}"),
        ("From the cache", f"{cost.cached_calls:,}"),
        ("Tokens", f"{cost.tokens:,}"),
        ("Cost", dollars(cost.dollars)),
        ("Saved by the cache", dollars(cost.saved_dollars)),
    ]
    st.html(figures_html(figures))
    st.caption("In US dollars, by the price table of the settings.")
    for note in cost.notes:
        st.caption(f":material/info: {plain(note)}")
    if cost.steps:
        show_steps(cost.steps, paid=paid, key="article")
    else:
        st.caption(f"{count(0, 'call')} so far.")
