"""The research: which sources were read, which facts they prove, what other pages leave out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from snowball_core.schemas import ContentGap, Evidence, Fact, Source
from snowball_core.services.article_views import ArticleView
from snowball_core.services.studio import Studio
from ui.safe_text import escaped, prose
from ui.words import count

ORIGIN_WORDS = {"web": "web page", "upload": "your file", "paste": "your text"}


def show_research(studio: Studio, view: ArticleView) -> None:
    """Sources, facts with their quotes, content gap."""
    del studio
    found = view.article.competitor_data
    if not view.sources and found is None:
        st.html('<p class="sb-empty">The sources appear here as soon as they are found.</p>')
        return
    facts = found.fact_sheet if found else []
    st.subheader(f"{count(len(view.sources), 'source')}", anchor=False)
    st.html(f'<ul class="sb-cards">{"".join(map(_source_html, view.sources))}</ul>')
    if found is None:
        return
    proved = sum(fact.verified for fact in facts)
    st.subheader(f"{count(len(facts), 'fact')}, {proved} proved", anchor=False)
    st.caption("Proved means: the quote stands in the source, word for word. Only such facts reach the writer.")
    st.html(facts_html(facts, view.sources))
    _gap(found.content_gap)


def _source_html(source: Source) -> str:
    title = source_title_html(source)
    note = f'<p class="sb-note">{escaped(source.note)}</p>' if source.note else ""
    return (
        f'<li><span class="sb-chip">{source.id}</span><div><p class="sb-row-title">{title}</p>'
        f'<p class="sb-meta">{escaped(_about(source))}</p>{note}</div></li>'
    )


def source_title_html(source: Source) -> str:
    """The title, as a link to the page where there is one."""
    title = escaped(source.title)
    if not source.url:
        return title
    return f'<a href="{escaped(source.url)}" rel="noopener noreferrer nofollow" target="_blank">{title}</a>'


def _about(source: Source) -> str:
    total, read = len(source.text), source.read_characters
    if not read:
        amount = f"{total:,} characters, not read yet"
    else:
        amount = "read in full" if read >= total else f"{read / total:.0%} read ({read:,} of {total:,} characters)"
    site = urlsplit(source.url).hostname if source.url else ORIGIN_WORDS[source.origin]
    return " · ".join(part for part in (site, source.published, amount) if part)


def facts_html(facts: Sequence[Fact], sources: Sequence[Source]) -> str:
    """The facts as a list, each with its evidence to unfold."""
    titles = {source.id: source.title for source in sources}
    return f'<ul class="sb-facts">{"".join(_fact_html(fact, titles) for fact in facts)}</ul>'


def _fact_html(fact: Fact, titles: dict[str, str]) -> str:
    state, word = ("proved", "✓ proved") if fact.verified else ("unproved", "○ not proved")
    quotes = "".join(_evidence_html(evidence, titles) for evidence in fact.evidence if evidence.quote)
    unfold = f"<details><summary>{_evidence_words(fact)}</summary>{quotes}</details>" if quotes else ""
    return (
        f'<li class="sb-{state}"><span class="sb-chip">{escaped(fact.id)}</span>'
        f'<div><p>{escaped(fact.text)} <span class="sb-{state}-mark">{word}</span></p>{unfold}</div></li>'
    )


def _evidence_words(fact: Fact) -> str:
    places = len([evidence for evidence in fact.evidence if evidence.quote])
    return "The quote" if places == 1 else f"{places} quotes"


def _evidence_html(evidence: Evidence, titles: dict[str, str]) -> str:
    title = escaped(titles.get(evidence.source_id, ""))
    return f"<blockquote>{escaped(evidence.quote)}<cite>{escaped(evidence.source_id)} · {title}</cite></blockquote>"


def _gap(gap: ContentGap) -> None:
    if not (gap.missing_topics or gap.user_intent_gaps or gap.outdated_info):
        return
    st.subheader("What other pages leave out", anchor=False)
    st.html(
        '<div class="sb-prose">'
        + _list_html("Topics that are missing", gap.missing_topics)
        + _list_html("Questions that stay open", gap.user_intent_gaps)
        + (f"<h3>What is out of date</h3>{prose(gap.outdated_info)}" if gap.outdated_info else "")
        + "</div>"
    )


def _list_html(heading: str, entries: Sequence[str]) -> str:
    if not entries:
        return ""
    return f"<h3>{heading}</h3><ul>{''.join(f'<li>{escaped(entry)}</li>' for entry in entries)}</ul>"
