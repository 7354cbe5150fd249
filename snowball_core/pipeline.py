"""The path of an article, top to bottom: research, outline, writing, polish.

Each phase takes a job, reads the store, takes steps, and leaves the article at the next review (guided)
or at the next phase (autopilot). A phase may be killed anywhere and run again: what was paid comes from
the cache, what was stored is stored again as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from snowball_core.answers import ExtractedFacts, PlannedOutline, PlannedSection
from snowball_core.errors import (
    BlockedAnswer,
    EmptyAnswer,
    InvalidAnswer,
    NoFacts,
    NoSources,
    RecitationStop,
    SnowballError,
    Superseded,
    TruncatedAnswer,
)
from snowball_core.job import Job
from snowball_core.render import render_fragment
from snowball_core.schemas import (
    Article,
    ArticleOutline,
    CompetitorData,
    ContentGap,
    Fact,
    OutlineSection,
    Phase,
    Replan,
    Section,
    Source,
    Status,
)
from snowball_core.writing import prompting
from snowball_core.writing.assembly import (
    Reading,
    marked,
    new_sources,
    next_section_id,
    outline_from_plan,
    summaries,
    unread,
    with_section_planned,
)
from snowball_core.writing.drafting import (
    UNWRITTEN,
    Draft,
    attempt_nonce,
    blocking,
    draft_section,
    proven_part,
    redrafted,
    text_before,
    to_write,
)
from snowball_core.writing.editing import Polished, accept_or_keep, polish_inputs, to_polish
from snowball_core.writing.fact_editing import reserved_ids
from snowball_core.writing.facts import extend_facts, merge_facts, verified_facts
from snowball_core.writing.finishing import finished_article
from snowball_core.writing.history import section_revision
from snowball_core.writing.passages import select_passages
from snowball_core.writing.snowball import draft_so_far, section_facts

T = TypeVar("T")

REFUSED_SOURCE = (BlockedAnswer, RecitationStop, InvalidAnswer, TruncatedAnswer, EmptyAnswer)
"""What makes one source unreadable for the model; the research goes on with the others."""


# --- research: sources, facts with quotes, content gap -------------------------------------------


async def research(job: Job) -> None:
    """Search, read every source, prove the facts, find what the pages leave out."""
    article = job.change(status=Status.RESEARCHING)
    if article.competitor_data:
        await _read_further(job, article, article.competitor_data)
        return
    await job.step("search", int, lambda: _search(job, article))
    sources = [source for source in job.store.sources(article.id) if source.included]
    if not sources:
        raise NoSources(f"Nothing was found on “{article.keyword}”.")
    facts = merge_facts(await _read_all(job, article, sources))
    if article.autopilot and not any(fact.usable for fact in facts):
        raise NoFacts(f"The {len(sources)} sources hold no provable fact on “{article.keyword}”.")
    gap = await job.step("find gaps", ContentGap, lambda: _find_gaps(job, article, sources, facts))
    found = CompetitorData(fact_sheet=facts, content_gap=gap, sources_summary=summaries(sources))
    job.leave(review=Status.RESEARCH_REVIEW, following=Status.OUTLINING, competitor_data=found)


async def _read_further(job: Job, article: Article, found: CompetitorData) -> None:
    """Read the sources that were added since; what the human chose and worded stays as it is."""
    chosen = await job.step(
        "choose sources", list[str], lambda: _ready([s.id for s in unread(job.store.sources(article.id))])
    )
    sources = [source for source in job.store.sources(article.id) if source.id in chosen]
    read = await _read_all(job, article, sources)
    reserved = reserved_ids(article.outline, job.store.sections(article.id))
    facts = extend_facts(found.fact_sheet, read, reserved)
    counting = summaries([source for source in job.store.sources(article.id) if source.included])
    extended = found.model_copy(update={"fact_sheet": facts, "sources_summary": counting})
    job.leave(review=Status.RESEARCH_REVIEW, following=Status.OUTLINING, competitor_data=extended)


async def _search(job: Job, article: Article) -> int:
    if not (article.brief.search and job.desk.search_available):
        return 0
    job.show_progress("search")
    pages = await job.desk.calls.search(job.call("search"), article.keyword, job.desk.search_results)
    found = new_sources(pages, known=job.store.sources(article.id))
    job.store.save_sources(article.id, found)
    return len(found)


async def _read_all(job: Job, article: Article, sources: Sequence[Source]) -> list[list[Fact]]:
    finished = 0

    async def read(source: Source) -> Reading:
        nonlocal finished
        reading = await _read(job, article, source)
        finished += 1
        job.show_progress("extract facts", finished, len(sources))
        return reading

    job.show_progress("extract facts", 0, len(sources))
    readings = await _all([job.step(f"extract facts · {s.id}", Reading, partial(read, s)) for s in sources])
    # Only now do the sources count as read: a run that stopped half-way is followed by one that reads them again.
    job.store.save_sources(article.id, marked(sources, readings))
    return [reading.facts for reading in readings]


async def _read(job: Job, article: Article, source: Source) -> Reading:
    selection = await asyncio.to_thread(select_passages, source.text, article.keyword, job.desk.source_characters)
    prompt = prompting.extract_facts(article, source, selection.text)
    try:
        answer = await job.desk.calls.structured(
            job.call(f"extract facts · {source.id}"), prompt, ExtractedFacts, job.chain()
        )
    except REFUSED_SOURCE as error:
        return Reading(note=error.message)
    facts = await asyncio.to_thread(verified_facts, answer.facts, source)
    return Reading(facts=facts, read_characters=selection.characters_read)


async def _find_gaps(job: Job, article: Article, sources: Sequence[Source], facts: Sequence[Fact]) -> ContentGap:
    job.show_progress("find gaps")
    prompt = prompting.find_gaps(article, sources, facts)
    return await job.desk.calls.structured(job.call("find gaps"), prompt, ContentGap, job.chain())


# --- outline: title and sections that close the gaps ---------------------------------------------


async def outline(job: Job) -> None:
    """Plan title and sections over the facts that may be used."""
    article = job.change(status=Status.OUTLINING)
    wish = article.replan or Replan()
    plan = _plan_section if wish.section_id else _plan
    planned = await job.step("plan outline", ArticleOutline, lambda: plan(job, article, wish))
    sections = job.store.sections(article.id)
    job.leave(
        review=Status.OUTLINE_REVIEW,
        following=Status.WRITING,
        outline=planned,
        **draft_so_far(planned, sections),
    )


async def _plan(job: Job, article: Article, wish: Replan) -> ArticleOutline:
    """The whole outline. When another one was asked for, its sections are others, so their ids are new."""
    job.show_progress("plan outline")
    found, facts = _planned_from(article)
    voice = job.store.voice(article.voice_id)
    prompt = prompting.plan_outline(article, voice, facts, found.content_gap, wish.note)
    call = job.call("plan outline", nonce=wish.nonce)
    answer = await job.desk.calls.structured(call, prompt, PlannedOutline, job.chain())
    if not wish.nonce:
        return outline_from_plan(answer, facts)
    written = [section.id for section in job.store.sections(article.id)]
    return outline_from_plan(answer, facts, next_section_id(article.outline, written))


async def _plan_section(job: Job, article: Article, wish: Replan) -> ArticleOutline:
    """The outline with another plan of one section."""
    job.show_progress("plan section")
    found, facts = _planned_from(article)
    whole = _outline_of(article)
    section = next((section for section in whole.sections if section.id == wish.section_id), None)
    if section is None:
        return whole
    voice = job.store.voice(article.voice_id)
    prompt = prompting.plan_section(article, voice, facts, found.content_gap, whole, section, wish.note)
    call = job.call(f"plan section · {section.id}", nonce=wish.nonce)
    answer = await job.desk.calls.structured(call, prompt, PlannedSection, job.chain())
    return with_section_planned(whole, section, answer, facts)


def _planned_from(article: Article) -> tuple[CompetitorData, list[Fact]]:
    found = article.competitor_data or CompetitorData()
    facts = [fact for fact in found.fact_sheet if fact.usable]
    if not facts:
        raise NoFacts(f"No usable fact is in the fact sheet on “{article.keyword}”.")
    return found, facts


# --- writing: section by section, each reading what stands before it -----------------------------


async def writing(job: Job) -> None:
    """Write what is not yet written; in autopilot, polish each section as soon as the next one stands."""
    article = job.change(status=Status.WRITING)
    plan = _outline_of(article)
    pending = await job.step(
        "choose sections", list[int], lambda: _ready(to_write(plan, job.store.sections(article.id)))
    )
    polishing: list[asyncio.Task[None]] = []
    try:
        for position, section in enumerate(plan.sections):
            if section.id in pending:
                await _write(job, article, plan, section)
            if article.autopilot and position:
                polishing.append(_begin_polish(job, article, plan, position - 1))
    finally:
        await asyncio.gather(*polishing, return_exceptions=True)
    job.leave(review=Status.SECTION_REVIEW, following=Status.POLISHING)


async def _write(job: Job, article: Article, plan: ArticleOutline, section: OutlineSection) -> None:
    position = plan.sections.index(section)
    name = f"write section · {section.id}"
    job.show_progress("write section", position, len(plan.sections))
    draft = await job.step(name, Draft, lambda: _draft(job, article, plan, section))
    job.article()
    _keep_draft(job, section.id, position, draft)
    job.store.clear_partial(article.id, section.id)
    job.change(**draft_so_far(plan, job.store.sections(article.id)))
    job.show_progress("write section", position + 1, len(plan.sections))


async def _draft(job: Job, article: Article, plan: ArticleOutline, section: OutlineSection) -> Draft:
    voice = job.store.voice(article.voice_id)
    before = text_before(plan, section, job.store.sections(article.id), job.desk.context_characters)
    facts = section_facts(section, _facts_of(article))
    stored = _stored_section(job, section.id)
    wish = stored.note if stored else ""

    async def write(unproven: str = "") -> Draft:
        note = "\n".join(filter(None, (wish, unproven)))
        prompt = prompting.write_section(
            article, voice, plan, section, facts, facts_used=before.facts_used, tail=before.tail, note=note
        )
        call = job.call(f"write section · {section.id}", nonce=attempt_nonce(stored))
        text = await job.desk.calls.text(call, prompt, job.chain(), job.live_text(section.id))
        return draft_section(text, section, facts, before.tail, voice.style_dna)

    first = await write()
    unproven = blocking(first.findings)
    if not unproven:
        return first
    second = await write(prompting.unproven_note(unproven))
    return proven_part(second) if article.autopilot else second


def _keep_draft(job: Job, section_id: int, position: int, draft: Draft) -> None:
    stored = _stored_section(job, section_id)
    section = stored or Section(id=section_id, position=position)
    same = (section.markdown, section.fingerprint) == (draft.markdown, draft.fingerprint)
    if same and section.state not in UNWRITTEN:
        return
    if section.markdown:
        job.store.add_revision(section_revision(job.article_id, section, "program", job.desk.clock()))
    job.store.save_section(job.article_id, redrafted(section, draft, position))


def _stored_section(job: Job, section_id: int) -> Section | None:
    return next((section for section in job.store.sections(job.article_id) if section.id == section_id), None)


# --- polish: the editor's pass, section by section, then HTML ------------------------------------


async def polish(job: Job) -> None:
    """Polish what is not yet polished, in parallel, and render the article."""
    article = job.change(status=Status.POLISHING)
    plan = _outline_of(article)
    voice = job.store.voice(article.voice_id)
    pending = await job.step(
        "choose sections", list[int], lambda: _ready(to_polish(plan, job.store.sections(article.id), voice))
    )
    positions = [position for position, section in enumerate(plan.sections) if section.id in pending]
    job.show_progress("polish section", len(plan.sections) - len(positions), len(plan.sections))
    await _all([_polish_and_keep(job, article, plan, p, _polish_step(job, article, plan, p)) for p in positions])
    sections = job.store.sections(article.id)
    document = finished_article(article, sections, job.store.sources(article.id), job.desk.generator, job.desk.clock())
    job.leave(
        review=Status.COMPLETED,
        following=Status.COMPLETED,
        final_html=render_fragment(document),
    )


def _begin_polish(job: Job, article: Article, plan: ArticleOutline, position: int) -> asyncio.Task[None]:
    """Polish ahead while the next section is being written; whatever fails is tried again by the polish phase."""
    polishing = _polish_step(job, article, plan, position)
    return asyncio.create_task(_polish_and_keep(job, article, plan, position, polishing))


def _polish_step(job: Job, article: Article, plan: ArticleOutline, position: int) -> Awaitable[Polished]:
    name = f"polish section · {plan.sections[position].id}"
    return job.step(name, Polished, lambda: _polished(job, article, plan, position))


async def _polish_and_keep(
    job: Job, article: Article, plan: ArticleOutline, position: int, polishing: Awaitable[Polished]
) -> None:
    polished = await polishing
    job.article()
    section = next(s for s in job.store.sections(article.id) if s.id == plan.sections[position].id)
    if section.polish_fingerprint == polished.fingerprint:
        return
    job.store.save_section(
        article.id,
        section.model_copy(
            update={
                "polished": polished.markdown,
                "polish_fingerprint": polished.fingerprint,
                "polish_findings": polished.findings,
            }
        ),
    )


async def _polished(job: Job, article: Article, plan: ArticleOutline, position: int) -> Polished:
    voice = job.store.voice(article.voice_id)
    inputs = polish_inputs(plan, job.store.sections(article.id), position, voice)
    call = job.call(f"polish section · {plan.sections[position].id}", Phase.POLISH)
    chain = job.desk.models.chain(Phase.POLISH)
    first = await job.desk.calls.text(call, inputs.prompt(article), chain)
    verdict = accept_or_keep(inputs, first)
    if not verdict.findings:
        return verdict
    second = await job.desk.calls.text(call, inputs.prompt(article, verdict.findings), chain)
    return accept_or_keep(inputs, second)


# --- what the phases share -----------------------------------------------------------------------


PHASES: dict[Phase, Callable[[Job], Awaitable[None]]] = {
    Phase.RESEARCH: research,
    Phase.OUTLINE: outline,
    Phase.WRITING: writing,
    Phase.POLISH: polish,
}


async def run_phase(job: Job) -> None:
    """Run a job's phase; what goes wrong in a way that has a name ends the article as failed.

    Raises:
        Superseded: the run was cancelled or taken over; nothing more was written.
    """
    try:
        job.article()
        await PHASES[job.phase](job)
    except Superseded:
        raise
    except SnowballError as error:
        job.fail(error)


async def _all(works: Sequence[Awaitable[T]]) -> list[T]:
    """All results; a failure is raised only when the others have ended, so that nothing paid is dropped."""
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]


async def _ready(value: T) -> T:
    return value


def _outline_of(article: Article) -> ArticleOutline:
    if article.outline is None:
        raise NoFacts("The article has no outline.", hint="Plan the outline first.")
    return article.outline


def _facts_of(article: Article) -> list[Fact]:
    return article.competitor_data.fact_sheet if article.competitor_data else []
