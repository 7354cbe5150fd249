"""A run of a phase: it stops when it is no longer wanted, and does not lose a race against a human."""

from __future__ import annotations

import asyncio
import threading

import pytest

from snowball_core.errors import Conflict, NoSources, Superseded
from snowball_core.pipeline import run_phase
from snowball_core.schemas import Phase, Status
from tests.pipeline.workshop import EXTRACT, WRITE, page

TEXT = "The Skerry light was lit in 1811 by Ada Stone. Its tower stands 35 metres high."


@pytest.fixture
def article(workshop, mind):
    """An article about to be researched, with one page to be found."""
    workshop.pages = [page(1, TEXT)]
    mind.reads(page1=[(TEXT, TEXT)])
    return workshop.article()


def cancel(workshop) -> None:
    """What the user's cancelling does to the article's row."""
    stored = workshop.store.article("a1")
    workshop.store.update_article("a1", stored.version, status=Status.CANCELLED, run=stored.run + 1)


async def test_a_run_that_another_one_took_over_changes_nothing(workshop, article):
    job = workshop.job(article, Phase.RESEARCH)
    cancel(workshop)
    before = workshop.store.article("a1")
    for harm in (
        lambda: job.change(raw_content="late"),
        lambda: job.leave(review=Status.RESEARCH_REVIEW, following=Status.OUTLINING),
        lambda: job.fail(NoSources("late")),
        job.article,
    ):
        with pytest.raises(Superseded):
            harm()
    assert workshop.store.article("a1") == before


async def test_a_run_that_starts_too_late_asks_nothing(workshop, mind, article):
    job = workshop.job(article)
    cancel(workshop)
    with pytest.raises(Superseded):
        await run_phase(job)
    assert workshop.sandbox.ledger.requests() == []


async def test_cancelling_while_a_page_is_read_leaves_the_article_cancelled(workshop, mind, article):
    answer = mind.replies[EXTRACT]

    def cancelled_meanwhile(request):
        cancel(workshop)
        return answer(request)

    mind.replies[EXTRACT] = cancelled_meanwhile
    with pytest.raises(Superseded):
        await run_phase(workshop.job(article))
    stored = workshop.store.article("a1")
    assert (stored.status, stored.competitor_data) == (Status.CANCELLED, None)


async def test_a_section_that_comes_after_the_cancelling_is_not_saved(workshop, mind, article):
    def cancelled_meanwhile(_request):
        cancel(workshop)
        return "Too late [F1]."

    mind.plans({"fact_ids": ["F1"]})
    mind.replies[WRITE] = cancelled_meanwhile
    article = await workshop.run(await workshop.run(article))
    with pytest.raises(Superseded):
        await run_phase(workshop.job(article))
    assert workshop.store.sections("a1") == []
    assert workshop.store.article("a1").raw_content == ""


async def test_a_change_that_meets_a_human_edit_is_made_again_on_top_of_it(workshop, article):
    job = workshop.job(article, Phase.RESEARCH)
    stop = threading.Event()

    def edit_without_end() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            stored = workshop.store.article("a1")
            try:
                workshop.store.update_article("a1", stored.version, error_message=f"edit {number}")
            except Conflict:
                continue

    human = threading.Thread(target=edit_without_end)
    human.start()
    try:
        for step in range(20):
            assert job.change(current_step_index=step).current_step_index == step
    finally:
        stop.set()
        human.join()
    stored = workshop.store.article("a1")
    assert stored.current_step_index == 19
    assert stored.error_message.startswith("edit ")


async def test_leaving_goes_to_the_review_or_in_autopilot_to_the_next_phase(workshop, article):
    workshop.job(article, Phase.RESEARCH).leave(review=Status.RESEARCH_REVIEW, following=Status.OUTLINING)
    left = workshop.store.article("a1")
    assert (left.status, left.run) == (Status.OUTLINING, article.run + 1)
    guided = workshop.store.update_article("a1", left.version, mode="guided")
    workshop.job(guided, Phase.RESEARCH).leave(review=Status.RESEARCH_REVIEW, following=Status.OUTLINING)
    assert workshop.store.article("a1").status is Status.RESEARCH_REVIEW


async def test_failing_keeps_the_phase_the_sentence_and_the_hint(workshop, article):
    workshop.job(article, Phase.RESEARCH).fail(NoSources("Nothing was found."))
    failed = workshop.store.article("a1")
    assert (failed.status, failed.failed_at_phase) == (Status.FAILED, Phase.RESEARCH)
    assert failed.error_message == f"Nothing was found. {NoSources.default_hint}"


async def test_streaming_text_is_kept_a_few_times_a_second_and_a_new_start_at_once(workshop, article):
    saved = []
    keep = workshop.job(article, Phase.WRITING).live_text(1)
    began = asyncio.get_running_loop().time()
    for number in range(200):
        await keep("word " * (number + 1))
        saved.append(workshop.store.partials("a1")[0].text)
    seconds = asyncio.get_running_loop().time() - began
    assert saved[0] == "word "
    assert len(set(saved)) <= 2 + seconds / 0.25
    await keep("")
    assert workshop.store.partials("a1")[0].text == ""
