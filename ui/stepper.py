"""The path of an article as a person sees it: what is done, where we are, who waits for whom, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from snowball_core.schemas import Article, Phase, Section, Status
from ui.safe_text import escaped
from ui.words import REVIEWS, count


class StepState(StrEnum):
    """How a step of the path stands; the words are read out and name the CSS classes."""

    DONE = "done"
    WORKING = "under way"
    WAITING = "waits for you"
    FAILED = "failed"
    STOPPED = "stopped"
    TODO = "to come"


@dataclass(frozen=True)
class PathStep:
    """One step: its name, how it stands, and what it gave so far."""

    label: str
    state: StepState
    detail: str = ""


LABELS = {
    Phase.RESEARCH: "Research",
    Phase.OUTLINE: "Outline",
    Phase.WRITING: "Writing",
    Phase.POLISH: "Polish",
}
PHASES = list(LABELS)
REVIEWED_PHASE = {
    Status.RESEARCH_REVIEW: Phase.RESEARCH,
    Status.OUTLINE_REVIEW: Phase.OUTLINE,
    Status.SECTION_REVIEW: Phase.WRITING,
}


def path_of(article: Article, sections: Sequence[Section]) -> list[PathStep]:
    """The four phases, and the finished article."""
    here = PHASES.index(_phase(article)) if article.status is not Status.COMPLETED else len(PHASES)
    steps = [
        PathStep(LABELS[phase], _state(article, position, here), _detail(phase, article, sections))
        for position, phase in enumerate(PHASES)
    ]
    finished = StepState.DONE if article.status is Status.COMPLETED else StepState.TODO
    return [*steps, PathStep("Done", finished)]


def stepper_html(steps: Sequence[PathStep]) -> str:
    """The path as an ordered list; the current step is marked for screen readers."""
    return f'<ol class="sb-path" aria-label="The article\'s path">{"".join(map(_item, steps))}</ol>'


def _phase(article: Article) -> Phase:
    if article.phase:
        return article.phase
    if article.status in REVIEWED_PHASE:
        return REVIEWED_PHASE[article.status]
    if article.failed_at_phase and article.failed_at_phase is not Phase.TRIGGER:
        return article.failed_at_phase
    return _reached(article)


def _reached(article: Article) -> Phase:
    """The phase that a cancelled article had come to, judged by what it holds."""
    if article.competitor_data is None:
        return Phase.RESEARCH
    if article.outline is None:
        return Phase.OUTLINE
    return Phase.WRITING if article.current_step_index < len(article.outline.sections) else Phase.POLISH


def _state(article: Article, position: int, here: int) -> StepState:
    if position != here:
        return StepState.DONE if position < here else StepState.TODO
    if article.status is Status.FAILED:
        return StepState.FAILED
    if article.status is Status.CANCELLED:
        return StepState.STOPPED
    return StepState.WAITING if article.status in REVIEWS else StepState.WORKING


def _detail(phase: Phase, article: Article, sections: Sequence[Section]) -> str:
    planned = len(article.outline.sections) if article.outline else 0
    match phase:
        case Phase.RESEARCH if article.competitor_data:
            return count(len(article.competitor_data.fact_sheet), "fact")
        case Phase.OUTLINE if planned:
            return count(planned, "section")
        case Phase.WRITING if planned and article.current_step_index:
            return f"{article.current_step_index} of {planned}"
        case Phase.POLISH if any(section.polish_fingerprint for section in sections):
            return f"{sum(bool(section.polish_fingerprint) for section in sections)} of {planned}"
    return ""


def _item(step: PathStep) -> str:
    active = step.state in {StepState.WORKING, StepState.WAITING, StepState.FAILED, StepState.STOPPED}
    current = ' aria-current="step"' if active else ""
    detail = step.detail or (step.state.value if active else "")
    return (
        f'<li class="sb-step sb-{step.state.name.lower()}"{current}><span class="sb-dot"></span>'
        f'<span class="sb-label">{escaped(step.label)}</span>'
        f'<span class="sb-detail">{escaped(detail)}</span>'
        f'<span class="sb-hidden">{escaped(step.state.value)}</span></li>'
    )
