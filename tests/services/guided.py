"""Guided articles brought to a review by the real pipeline, and what was asked of the model meanwhile."""

from __future__ import annotations

from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import FINISHED, WORKING, Article, Fact, Section, Status
from snowball_core.services.articles import NewArticle
from snowball_core.services.library import new_id
from snowball_core.services.studio import Studio
from snowball_core.writing.fact_editing import FactWording
from tests.conftest import wait_for

KEYWORD = "history of lighthouses"
REVIEWS = (Status.RESEARCH_REVIEW, Status.OUTLINE_REVIEW, Status.SECTION_REVIEW, Status.COMPLETED)


def at_rest(studio: Studio, article_id: str) -> Article:
    """The article as soon as the program does not work on it any more; a failure fails the test."""
    article = wait_for(lambda: (a := studio.store.article(article_id)).status not in WORKING and a)
    assert article.status not in FINISHED - {Status.COMPLETED}, article.error_message
    return article


def guided(studio: Studio, status: Status, keyword: str = KEYWORD) -> Article:
    """A new guided article that waits at a review, or is finished."""
    voice = studio.voices.default()
    new = NewArticle(request_id=new_id(), keyword=keyword, voice_id=voice.id, autopilot=False)
    article = at_rest(studio, studio.articles.start(new).id)
    for _ in REVIEWS[: REVIEWS.index(status)]:
        studio.articles.approve(article.id)
        article = at_rest(studio, article.id)
    assert article.status is status
    return article


def section(studio: Studio, article: Article, place: int) -> Section:
    """The written section at a place of the outline, counted from 0."""
    wanted = article.outline.sections[place].id
    return next(s for s in studio.store.sections(article.id) if s.id == wanted)


def wording(fact: Fact, text: str | None = None) -> FactWording:
    """A fact's wording as it stands, or with another text."""
    return FactWording(fact.text if text is None else text, fact.source_id, fact.quote).tidied()


def stale(studio: Studio, article: Article) -> dict[int, str]:
    """The stale sections, by id, with the reason."""
    return studio.articles.view(article.id).stale


def calls(sandbox: Sandbox, task: str) -> int:
    """How many requests with this task reached the model."""
    return sum(request.task == task for request in sandbox.ledger.requests())
