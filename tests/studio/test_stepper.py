"""The path says what is done, where we are, who waits for whom, and what failed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from snowball_core.schemas import Article, ArticleOutline, CompetitorData, OutlineSection, Phase, Section, Status
from ui.stepper import StepState, path_of, stepper_html

NOW = datetime(2026, 11, 23, tzinfo=UTC)
D, W, H, F, S, T = (
    StepState.DONE,
    StepState.WORKING,
    StepState.WAITING,
    StepState.FAILED,
    StepState.STOPPED,
    StepState.TODO,
)


def article(status: Status, **fields: object) -> Article:
    return Article(id="a", keyword="k", voice_id="v", status=status, created_at=NOW, updated_at=NOW, **fields)


def outline(sections: int) -> ArticleOutline:
    planned = [
        OutlineSection(id=n, heading=f"Part {n}", instruction_note="Tell the facts.") for n in range(1, sections + 1)
    ]
    return ArticleOutline(title="A title", sections=planned)


@pytest.mark.parametrize(
    ("status", "states"),
    [
        (Status.QUEUED, [W, T, T, T, T]),
        (Status.RESEARCHING, [W, T, T, T, T]),
        (Status.RESEARCH_REVIEW, [H, T, T, T, T]),
        (Status.OUTLINING, [D, W, T, T, T]),
        (Status.OUTLINE_REVIEW, [D, H, T, T, T]),
        (Status.WRITING, [D, D, W, T, T]),
        (Status.SECTION_REVIEW, [D, D, H, T, T]),
        (Status.POLISHING, [D, D, D, W, T]),
        (Status.COMPLETED, [D, D, D, D, D]),
    ],
)
def test_every_status_has_its_place(status: Status, states: list[StepState]) -> None:
    assert [step.state for step in path_of(article(status), [])] == states


@pytest.mark.parametrize("phase", list(Phase))
def test_a_failure_stands_at_the_phase_that_failed(phase: Phase) -> None:
    steps = path_of(article(Status.FAILED, failed_at_phase=phase), [])
    failed = [step.label.lower() for step in steps if step.state is F]
    assert failed == ["research" if phase is Phase.TRIGGER else phase.value]


def test_a_cancelled_article_stops_where_it_had_come_to() -> None:
    nothing = path_of(article(Status.CANCELLED), [])
    half = article(Status.CANCELLED, competitor_data=CompetitorData(), outline=outline(3), current_step_index=1)
    assert nothing[0].state is S
    assert [step.state for step in path_of(half, [])] == [D, D, S, T, T]


def test_steps_tell_what_they_gave() -> None:
    found = CompetitorData.model_validate({"fact_sheet": ["one", "two"]})
    writing = article(Status.WRITING, competitor_data=found, outline=outline(3), current_step_index=2)
    polished = [Section(id=1, position=0, polish_fingerprint="x")]
    assert [step.detail for step in path_of(writing, polished)] == ["2 facts", "3 sections", "2 of 3", "1 of 3", ""]


def test_a_screen_reader_hears_the_state_and_the_current_step() -> None:
    shown = stepper_html(path_of(article(Status.WRITING), []))
    assert shown.count('aria-current="step"') == 1
    assert "under way" in shown
    assert "to come" in shown
