"""The finished article: the final wording of its sections with the facts and sources they cite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from snowball_core.errors import StoreError
from snowball_core.render import FinishedArticle, FinishedSection
from snowball_core.schemas import Article, Section, Source


def finished_article(
    article: Article, sections: Sequence[Section], sources: Sequence[Source], generator: str, now: datetime
) -> FinishedArticle:
    """All that the page is rendered from: the final wording of every section in the outline's order."""
    outline = article.outline
    if outline is None:
        raise StoreError(f"“{article.keyword}” has no outline, so it cannot be rendered.", hint="Start it anew.")
    wording = {section.id: section.final_markdown for section in sections}
    found = article.competitor_data
    return FinishedArticle(
        title=outline.title,
        sections=tuple(
            FinishedSection(heading=planned.heading, markdown=wording[planned.id])
            for planned in outline.sections
            if wording.get(planned.id)
        ),
        facts=tuple(found.fact_sheet if found else ()),
        sources=tuple(sources),
        language=article.brief.language,
        keyword=article.keyword,
        published=article.created_at,
        modified=now,
        generator=generator,
    )
