"""The article as a page that stands alone: head, metadata for search engines and previews, style."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from snowball_core.render.citations import Citations
from snowball_core.render.cleaning import is_safe_link, safe_line
from snowball_core.render.document import FinishedArticle
from snowball_core.render.fragment import BylinePart, heading_text, render_article
from snowball_core.render.languages import direction, labels, long_date, open_graph_locale, speaks
from snowball_core.render.markdown import cited_facts, plain_text, text_blocks
from snowball_core.render.templates import asset, fill

DESCRIPTION_CHARACTERS = 155
HEADLINE_CHARACTERS = 110
WORDS_PER_MINUTE = 238
"""Silent reading of non-fiction in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src https:"


def render_page(document: FinishedArticle) -> str:
    """A whole HTML document, from doctype to `</html>`, without scripts and without outside files but images."""
    summary = description(document)
    return fill(
        "page.html.jinja",
        language=document.language,
        direction=direction(document.language),
        title=heading_text(document.title),
        site_name=safe_line(document.site_name),
        author=safe_line(document.author),
        description=summary,
        canonical=_canonical(document),
        locale=open_graph_locale(document.language),
        published=_moment(document.published),
        modified=_moment(document.modified),
        keyword=safe_line(document.keyword),
        generator=safe_line(document.generator),
        structured_data=structured_data(document, summary),
        content_policy=CONTENT_POLICY,
        style=asset("article.css"),
        article=render_article(document, _byline(document)),
    )


def description(document: FinishedArticle) -> str:
    """The first paragraph of prose, cut at a word's border to at most 155 characters; empty without text."""
    blocks = [block for section in document.sections for block in text_blocks(section.markdown)]
    first = next((block for block in blocks if block.is_prose), blocks[0] if blocks else None)
    return shorten(safe_line(first.text), DESCRIPTION_CHARACTERS) if first else ""


def shorten(line: str, most: int) -> str:
    """The line with at most `most` characters, cut between words (a single long word is cut within)."""
    if len(line) <= most:
        return line
    kept = line[:most].rpartition(" ")[0] or line[: most - 1]
    return kept.rstrip(" ,;:–—-(") + "…"


def reading_minutes(words: int) -> int:
    """Minutes that reading so many words takes, begun minutes counted whole; 0 only for no words."""
    return math.ceil(words / WORDS_PER_MINUTE)


def structured_data(document: FinishedArticle, summary: str) -> dict[str, Any]:
    """The article as schema.org's `Article` in JSON-LD (https://schema.org/Article); empty values are left out."""
    canonical = _canonical(document)
    values = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": shorten(heading_text(document.title), HEADLINE_CHARACTERS),
        "description": summary,
        "datePublished": _moment(document.published),
        "dateModified": _moment(document.modified),
        "inLanguage": document.language,
        "keywords": safe_line(document.keyword),
        "author": _named("Person", document.author),
        "publisher": _named("Organization", document.site_name),
        "mainEntityOfPage": canonical,
        "citation": _cited_works(document),
    }
    return {name: value for name, value in values.items() if value}


def _cited_works(document: FinishedArticle) -> list[dict[str, str]]:
    citations = Citations(document.facts, document.sources)
    for section in document.sections:
        for fact_ids in cited_facts(section.markdown):
            citations.cite(fact_ids)
    works = [(cited.source.title, cited.source.url or "") for cited in citations.cited]
    return [
        {"@type": "CreativeWork", "name": safe_line(title), **({"url": url} if is_safe_link(url) else {})}
        for title, url in works
    ]


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": safe_line(name)} if name.strip() else {}


def _canonical(document: FinishedArticle) -> str:
    address = document.canonical_url
    return address if is_safe_link(address) and not address.startswith("mailto:") else ""


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _byline(document: FinishedArticle) -> list[BylinePart]:
    parts = [
        BylinePart(safe_line(document.author)),
        BylinePart(long_date(document.published, document.language), _moment(document.published)),
        BylinePart(_reading_time(document)),
    ]
    return [part for part in parts if part.text]


def _reading_time(document: FinishedArticle) -> str:
    """Empty in languages for which the page has no words, among them those written without spaces."""
    words = sum(len(plain_text(section.markdown).split()) for section in document.sections)
    if not words or not speaks(document.language):
        return ""
    return labels(document.language).reading_time.format(minutes=reading_minutes(words))
