"""The one place of retries: what a failed try means, and when the next one begins."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ParamSpec, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from snowball_core.errors import SnowballError

P = ParamSpec("P")
T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

LONGEST_BACKOFF = 60.0
"""Seconds."""


class Verdict(Enum):
    """What to do after a failed try."""

    RETRY = auto()
    """The same again: it may pass."""
    NEXT = auto()
    """The next model: this one will not answer."""
    STOP = auto()
    """Give up: no model can answer this."""
    ENLARGE = auto()
    """The same with room for a longer answer."""


class TryFailed(Exception):
    """A try failed. Not an error that a person meets, but what carries one out of the try.

    Attributes:
        error: what the user is told if nothing else helps.
        verdict: what to do now.
        reason: what happened, as the rest of a sentence that begins with the model's name.
        wait: seconds that the server asked to wait; 0 when it did not.
    """

    def __init__(self, error: SnowballError, verdict: Verdict, *, reason: str = "", wait: float = 0.0) -> None:
        super().__init__(error.message)
        self.error = error
        self.verdict = verdict
        self.reason = reason
        self.wait = wait


@dataclass(frozen=True)
class Retries:
    """How often to try, and how long to wait in between.

    The wait is a random part of `base_seconds`, doubled with every try ("full jitter", see
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), and at least what the
    server asked for. `jitter` gives numbers from 0 to 1.
    """

    attempts: int
    base_seconds: float
    sleep: Sleep = asyncio.sleep
    jitter: Callable[[], float] = random.random

    async def run(self, attempt: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **options: P.kwargs) -> T:
        """The result of the first call of `attempt`, an `async def`, that succeeds.

        Raises:
            TryFailed: the last try's failure, or the first that another try cannot mend.
        """
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            retry=retry_if_exception(_may_pass),
            sleep=self.sleep,
            reraise=True,
        )
        return await retrying(attempt, *args, **options)

    def _wait(self, state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        asked = failed.wait if isinstance(failed, TryFailed) else 0.0
        backoff = min(self.base_seconds * 2.0 ** (state.attempt_number - 1), LONGEST_BACKOFF)
        return max(asked, self.jitter() * backoff)


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, TryFailed) and error.verdict is Verdict.RETRY
