"""Putting pieces together: pages into sources, a plan into an outline."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from snowball_core.answers import PlannedOutline
from snowball_core.gateways.tavily import FoundPage
from snowball_core.schemas import SOURCE_CHARACTERS, ArticleOutline, Fact, OutlineSection, Source
from snowball_core.sources.read_source import one_line, tidy

KEYWORDS_PER_SECTION = 20


def new_sources(pages: Sequence[FoundPage], known: Sequence[Source]) -> list[Source]:
    """The pages with text that are not among the known sources yet, numbered after them."""
    urls = {source.url for source in known}
    texts = {page.url: tidy(page.text)[:SOURCE_CHARACTERS] for page in pages}
    fresh = {page.url: page for page in pages if texts[page.url] and page.url not in urls}
    first = next_source_number(known)
    return [
        Source(
            id=f"S{first + number}",
            url=page.url,
            title=one_line(page.title) or page.url,
            text=texts[page.url],
            published=page.published,
        )
        for number, page in enumerate(fresh.values())
    ]


def next_source_number(known: Collection[Source]) -> int:
    """The number of the next source: one more than the highest in use."""
    return 1 + max((int(source.id[1:]) for source in known), default=0)


def outline_from_plan(plan: PlannedOutline, facts: Sequence[Fact]) -> ArticleOutline:
    """The outline with ids given, unknown facts dropped, and each fact left to the first section that claims it."""
    free = [fact.id for fact in facts]
    sections = []
    for number, planned in enumerate(plan.sections, start=1):
        claimed = [fact_id for fact_id in dict.fromkeys(planned.fact_ids) if fact_id in free]
        free = [fact_id for fact_id in free if fact_id not in claimed]
        sections.append(
            OutlineSection(
                id=number,
                heading=planned.heading,
                instruction_note=planned.instruction_note,
                keywords_to_include=[word[:100] for word in planned.keywords_to_include if word][:KEYWORDS_PER_SECTION],
                fact_ids=claimed,
            )
        )
    return ArticleOutline(title=plan.title, sections=sections)
