"""Putting pieces together: pages into sources, a plan into an outline."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pydantic import Field

from snowball_core.answers import PlannedOutline, PlannedSection
from snowball_core.gateways.tavily import FoundPage
from snowball_core.model import Model
from snowball_core.schemas import SOURCE_CHARACTERS, ArticleOutline, Fact, OutlineSection, Source, SourceSummary
from snowball_core.sources.read_source import ReadSource, one_line, tidy

KEYWORDS_PER_SECTION = 20


class Reading(Model):
    """What reading a source gave: its facts, and how many characters were read; or else why it could not be read."""

    facts: list[Fact] = Field(default_factory=list)
    read_characters: int = 0
    note: str = ""


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


def unread(sources: Sequence[Source]) -> list[Source]:
    """The sources that count and have not been read yet; without those that could not be read."""
    return [source for source in sources if source.included and not source.read_characters and not source.note]


def marked(sources: Sequence[Source], readings: Sequence[Reading]) -> list[Source]:
    """The sources, each with how its reading went."""
    return [
        source.model_copy(update={"read_characters": reading.read_characters, "note": reading.note})
        for source, reading in zip(sources, readings, strict=True)
    ]


def numbered(sources: Sequence[ReadSource], first: int = 1) -> list[Source]:
    """The user's own sources as an article's, from S`first` on."""
    return [
        Source(id=f"S{n}", url=s.url, title=s.title, text=s.text, origin=s.origin, published=s.published, own=True)
        for n, s in enumerate(sources, start=first)
    ]


def summaries(sources: Sequence[Source]) -> list[SourceSummary]:
    """Address and title of each source."""
    return [SourceSummary(url=source.url or "", title=source.title) for source in sources]


def next_section_id(outline: ArticleOutline | None, written: Collection[int] = ()) -> int:
    """The id behind the highest one planned or written: the text of a section never passes for that of another."""
    planned = [section.id for section in outline.sections] if outline else []
    return 1 + max([*planned, *written], default=0)


def outline_from_plan(plan: PlannedOutline, facts: Sequence[Fact], first_id: int = 1) -> ArticleOutline:
    """The outline with ids given, unknown facts dropped, and each fact left to the first section that claims it."""
    free = [fact.id for fact in facts]
    sections = []
    for number, planned in enumerate(plan.sections, start=first_id):
        section = _section(planned, number, free)
        free = [fact_id for fact_id in free if fact_id not in section.fact_ids]
        sections.append(section)
    return ArticleOutline(title=plan.title, sections=sections)


def with_section_planned(
    outline: ArticleOutline, section: OutlineSection, planned: PlannedSection, facts: Sequence[Fact]
) -> ArticleOutline:
    """The outline with another plan of one section; it takes no facts from the other sections."""
    claimed = {fact_id for other in outline.sections if other.id != section.id for fact_id in other.fact_ids}
    free = [fact.id for fact in facts if fact.id not in claimed]
    changed = _section(planned, section.id, free)
    sections = [changed if other.id == section.id else other for other in outline.sections]
    return outline.model_copy(update={"sections": sections})


def _section(planned: PlannedSection, section_id: int, free: Collection[str]) -> OutlineSection:
    return OutlineSection(
        id=section_id,
        heading=planned.heading,
        instruction_note=planned.instruction_note,
        keywords_to_include=[word[:100] for word in planned.keywords_to_include if word][:KEYWORDS_PER_SECTION],
        fact_ids=[fact_id for fact_id in dict.fromkeys(planned.fact_ids) if fact_id in free],
    )
