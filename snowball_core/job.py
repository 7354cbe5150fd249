"""One run of one phase on one article: the tools it works with, and what keeps it from doing harm."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from snowball_core.errors import Conflict, SnowballError, StoreError, Superseded
from snowball_core.paid_calls import Call, OnText, PaidCalls
from snowball_core.records import PartialText, Progress
from snowball_core.schemas import Article, Phase, Status
from snowball_core.settings import Models
from snowball_core.store.protocol import Store

T = TypeVar("T")

PARTIAL_INTERVAL = 0.25
"""Seconds between two saves of a text that streams in."""


class Steps(Protocol):
    """How a phase runs its steps. The engine makes them durable; the pipeline does not know how."""

    def run(self, name: str, kind: type[T], work: Callable[[], Awaitable[T]]) -> Awaitable[T]:
        """Begin the step `name`, whose result has the type `kind`.

        Called in the same order whenever a phase runs; the results may be awaited in any order. Raises
        what `work` raises.
        """


@dataclass(frozen=True)
class Desk:
    """The tools that all runs share. Bounds are in characters and pieces (see `settings`)."""

    store: Store
    calls: PaidCalls
    models: Models
    clock: Callable[[], datetime]
    generator: str
    search_available: bool
    search_results: int
    source_characters: int
    context_characters: int


@dataclass(frozen=True)
class Job:
    """One run of a phase. When the article's `run` is no longer this one, nothing is written any more."""

    desk: Desk
    steps: Steps
    article_id: str
    phase: Phase
    run: int

    @property
    def store(self) -> Store:
        """The studio's memory."""
        return self.desk.store

    def article(self) -> Article:
        """The article as it stands.

        Raises:
            Superseded: it was cancelled, or another run took over.
        """
        article = self.store.article(self.article_id)
        if article.run != self.run:
            raise Superseded(f"Another run took over “{article.keyword}”.")
        return article

    def change(self, **changes: Any) -> Article:
        """Change the article, unless the run is superseded."""
        while True:
            article = self.article()
            try:
                return self.store.update_article(article.id, article.version, **changes)
            except Conflict:
                continue

    def leave(self, *, review: Status, following: Status, **results: Any) -> None:
        """End the phase: to the human's review, or in autopilot to the next phase. Ends this run."""
        status = following if self.article().autopilot else review
        self.change(status=status, run=self.run + 1, **results)

    def fail(self, error: SnowballError) -> None:
        """End the phase as failed; the message tells what happened and what to do."""
        self.change(status=Status.FAILED, failed_at_phase=self.phase, error_message=str(error), run=self.run + 1)

    def step(self, name: str, kind: type[T], work: Callable[[], Awaitable[T]]) -> Awaitable[T]:
        """Begin a durable step (see `Steps.run`)."""
        return self.steps.run(name, kind, work)

    def call(self, step: str, phase: Phase | None = None, nonce: str = "") -> Call:
        """The name of a paid call, in this phase unless another is given; a part of a step stands behind ` · `."""
        return Call(self.article_id, phase or self.phase, step, nonce)

    def chain(self) -> list[str]:
        """The models of this phase."""
        return self.desk.models.chain(self.phase)

    def show_progress(self, step: str, done: int = 0, total: int = 0) -> None:
        """Tell watchers what is being done."""
        at = self.desk.clock()
        with suppress(StoreError):
            self.store.save_progress(
                Progress(article_id=self.article_id, phase=self.phase, step=step, done=done, total=total, at=at)
            )

    def live_text(self, section_id: int) -> OnText:
        """A receiver of streaming text that keeps it in the store a few times a second."""
        last_saved = -PARTIAL_INTERVAL

        async def keep(text: str) -> None:
            nonlocal last_saved
            now = time.monotonic()
            if text and now - last_saved < PARTIAL_INTERVAL:
                return
            last_saved = now
            partial = PartialText(article_id=self.article_id, section_id=section_id, text=text, at=self.desk.clock())
            # A paid answer is not given up because it cannot be shown while it comes.
            with suppress(StoreError):
                await asyncio.to_thread(self.store.save_partial, partial)

        return keep
