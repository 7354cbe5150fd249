"""The article as a piece of semantic HTML for a content management system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.render.citations import Citations, CitedSource, Place
from snowball_core.render.cleaning import host, is_safe_link, safe_line
from snowball_core.render.document import FinishedArticle
from snowball_core.render.languages import direction, labels, long_date
from snowball_core.render.markdown import LINK_RELATION, Context, to_html
from snowball_core.render.marks import strip_marks
from snowball_core.render.published import published_day
from snowball_core.render.sanitising import sanitise
from snowball_core.render.slugs import Slugs
from snowball_core.render.templates import fill


@dataclass(frozen=True)
class BylinePart:
    """A piece of the line under the title; `moment` in ISO 8601 when the piece is a date."""

    text: str
    moment: str = ""


@dataclass(frozen=True)
class _SectionView:
    slug: str
    heading: str
    html: str


@dataclass(frozen=True)
class _Entry:
    number: int
    title: str
    url: str
    host: str
    date: str
    day: str
    places: Sequence[Place]


def render_fragment(document: FinishedArticle) -> str:
    """The article from `<article>` to `</article>`: title, sections, and the list of sources it really uses."""
    return render_article(document, byline=())


def render_article(document: FinishedArticle, byline: Sequence[BylinePart]) -> str:
    """The same with a line under the title."""
    citations = Citations(document.facts, document.sources)
    context = Context(citations.cite, Slugs(), labels(document.language))
    sections = [_section(section.heading, section.markdown, context) for section in document.sections]
    html = fill(
        "article.html.jinja",
        language=document.language,
        direction=direction(document.language),
        title=heading_text(document.title),
        byline=byline,
        sections=sections,
        entries=[_entry(cited, document.language) for cited in citations.cited],
        labels=context.labels,
        relation=LINK_RELATION,
    )
    return sanitise(html)


def heading_text(heading: str) -> str:
    """A title or heading as plain text; a citation mark in it leads nowhere and is left out."""
    return safe_line(strip_marks(heading))


def _section(heading: str, markdown: str, context: Context) -> _SectionView:
    shown = heading_text(heading)
    slug = context.slugs.give(shown)
    return _SectionView(slug, shown, to_html(markdown, context))


def _entry(cited: CitedSource, language: str) -> _Entry:
    source = cited.source
    url = source.url if source.url and is_safe_link(source.url) else ""
    day = published_day(source.published)
    return _Entry(
        number=cited.number,
        title=safe_line(source.title),
        url=url,
        host=host(url),
        date=long_date(day, language) if day else safe_line(source.published),
        day=day.isoformat() if day else "",
        places=cited.places,
    )
