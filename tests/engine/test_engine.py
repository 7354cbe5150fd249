"""The engine: phases under way, failure and retry, cancelling, and one worker a data folder."""

from __future__ import annotations

import subprocess
import sys

import pytest

from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.schemas import FINISHED, Brief, Phase, Status
from snowball_core.services.articles import NewArticle
from snowball_core.services.library import new_id
from snowball_core.services.studio import Studio
from tests.conftest import wait_for

KEYWORD = "history of lighthouses"
SLOW_WRITER = Fault(FaultKind.SLOW, task="write a section", seconds=0.2, times=None)


def start(studio: Studio, keyword: str = KEYWORD, **changes):
    voice = studio.voices.all()[0]
    return studio.articles.start(NewArticle(request_id=new_id(), keyword=keyword, voice_id=voice.id, **changes))


def finished(studio: Studio, article_id: str):
    return wait_for(lambda: (a := studio.store.article(article_id)).status in FINISHED and a)


def test_autopilot_goes_from_keyword_to_html_without_a_human(studio):
    article = finished(studio, start(studio).id)
    assert article.status is Status.COMPLETED, article.error_message
    assert article.final_html.startswith("<article")
    sections = studio.store.sections(article.id)
    assert len(sections) == len(article.outline.sections)
    assert all(section.markdown and section.polished for section in sections)
    assert article.raw_content.startswith(f"# {article.outline.title}\n")
    assert article.current_step_index == len(sections)
    assert studio.store.partials(article.id) == []


def test_a_guided_article_waits_at_the_research_review(studio):
    article = start(studio, autopilot=False)
    wait_for(lambda: studio.store.article(article.id).status is Status.RESEARCH_REVIEW)
    article = studio.store.article(article.id)
    assert any(fact.verified for fact in article.competitor_data.fact_sheet)
    assert article.outline is None


def test_the_same_request_twice_starts_one_article(studio):
    voice = studio.voices.all()[0]
    new = NewArticle(request_id=new_id(), keyword=KEYWORD, voice_id=voice.id)
    first, second = studio.articles.start(new), studio.articles.start(new)
    assert first.id == second.id
    finished(studio, first.id)


def test_the_same_article_again_asks_nothing(studio, sandbox):
    finished(studio, start(studio).id)
    asked = len(sandbox.ledger.requests())
    second = finished(studio, start(studio).id)
    assert second.status is Status.COMPLETED
    assert len(sandbox.ledger.requests()) == asked
    cost = studio.articles.view(second.id).cost
    assert cost.calls == 0
    assert cost.cached_calls > 5


@pytest.mark.parametrize(
    ("task", "phase"),
    [
        ("extract facts", Phase.RESEARCH),
        ("find content gaps", Phase.RESEARCH),
        ("plan the outline", Phase.OUTLINE),
        ("write a section", Phase.WRITING),
        ("polish a section", Phase.POLISH),
    ],
)
def test_a_failure_ends_at_its_phase_and_retry_continues_there(studio, sandbox, task, phase):
    sandbox.faults.add(Fault(FaultKind.QUOTA_DAY, task=task, times=None))
    failed = finished(studio, start(studio).id)
    assert (failed.status, failed.failed_at_phase) == (Status.FAILED, phase)
    assert "quota" in failed.error_message.lower()
    asked_before = [e.sha256 for e in sandbox.ledger.requests() if e.complete and e.task and task not in e.task]
    sandbox.faults.clear()
    studio.articles.retry(failed.id)
    done = finished(studio, failed.id)
    assert done.status is Status.COMPLETED, done.error_message
    asked = [e.sha256 for e in sandbox.ledger.requests() if e.complete and e.task and task not in e.task]
    assert all(asked.count(body) == 1 for body in asked_before), "what was paid was asked again"


def test_one_page_that_the_model_refuses_does_not_stop_the_research(studio, sandbox):
    sandbox.faults.add(Fault(FaultKind.SAFETY, task="extract facts", contains="Skarvay", times=None))
    article = finished(studio, start(studio).id)
    assert article.status is Status.COMPLETED, article.error_message
    assert any(source.note for source in studio.store.sources(article.id))


def test_cancelling_stops_within_two_seconds_and_pays_for_nothing_more(studio, sandbox):
    sandbox.faults.add(SLOW_WRITER)
    article = start(studio)
    wait_for(lambda: studio.store.partials(article.id))
    studio.articles.cancel(article.id)
    asked = len(sandbox.ledger.requests())
    wait_for(studio.engine.idle, seconds=2)
    assert studio.store.article(article.id).status is Status.CANCELLED
    assert len(sandbox.ledger.requests()) == asked


def test_nothing_found_says_what_to_do(studio):
    article = finished(studio, start(studio, keyword="zyxomma petiolatum wing venation").id)
    assert (article.status, article.failed_at_phase) == (Status.FAILED, Phase.RESEARCH)
    assert "sources of your own" in article.error_message


def test_own_sources_alone_make_an_article(studio, sandbox):
    text = "\n\n".join(
        f"The Ottendorf mill of {year} ground {year - 1500} tonnes of rye a year. "
        f"Its wheel was rebuilt in {year + 5} by Karl Reimann for {year * 2} marks."
        for year in range(1801, 1813)
    )
    source = studio.own_sources.pasted(text, "The mills of Ottendorf")
    article = finished(
        studio, start(studio, keyword="mills of Ottendorf", sources=[source], brief=Brief(search=False)).id
    )
    assert article.status is Status.COMPLETED, article.error_message
    assert "The mills of Ottendorf" in article.final_html
    assert not any(entry.path.endswith("/search") for entry in sandbox.ledger.requests())


def test_a_second_process_on_the_folder_leaves_the_work_to_the_first(studio, settings):
    code = (
        "from snowball_core.settings import Settings; from snowball_core.services.studio import open_studio;"
        f"s = open_studio(Settings.model_validate_json({settings.model_dump_json()!r}));"
        "print('worker' if s.engine.start() else 'guest', s.engine.worker_elsewhere()); s.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["guest", "True"]


def test_a_guest_submits_to_the_worker_and_takes_over_when_it_has_gone(open_studio_with):
    worker, guest = open_studio_with(), open_studio_with()
    assert worker.engine.start()
    assert not guest.engine.start()
    article = finished(guest, start(guest).id)
    assert article.status is Status.COMPLETED
    worker.close()
    assert guest.engine.start()
    assert finished(guest, start(guest).id).status is Status.COMPLETED


def test_a_lost_engine_database_loses_no_article(open_studio_with, settings, sandbox):
    sandbox.faults.add(SLOW_WRITER)
    first = open_studio_with()
    first.engine.start()
    article = start(first)
    wait_for(lambda: first.store.partials(article.id))
    first.close()
    sandbox.faults.clear()
    for file in settings.data_dir.glob("engine.sqlite*"):
        file.write_bytes(b"damaged" * 1000)
    second = open_studio_with()
    second.engine.start()
    assert finished(second, article.id).status is Status.COMPLETED
    assert list(settings.data_dir.glob("engine.sqlite.damaged-*"))
