"""The sandbox's record of what it was asked: the proof of how many requests a scenario really made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from snowball_core.sandbox.faults import FaultKind, Service

CAPACITY = 10_000
"""Requests kept; older ones are forgotten, so that a long demo does not grow without bound."""


@dataclass(frozen=True)
class SeenRequest:
    """A request as it came in, without its key and its content.

    Attributes:
        number: counts from 1.
        at: time of arrival, seconds since the epoch.
        task: the prompt's `# Task: …`; empty for other requests.
        sha256: digest of the body in hexadecimal; equal for equal requests.
        fault: the misbehaviour that it met; empty when there was none.
        status: HTTP status of the answer; 0 while there is none.
        complete: the answer was sent to its end.
    """

    number: int
    at: float
    service: Service
    path: str
    task: str
    model: str
    sha256: str
    fault: FaultKind | None = None
    status: int = 0
    complete: bool = False


class Ledger:
    """All requests in the order of their arrival. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._requests: dict[int, SeenRequest] = {}
        self._count = 0

    def open(
        self, *, service: Service, path: str, task: str, model: str, sha256: str, fault: FaultKind | None
    ) -> SeenRequest:
        """Record a request that has just arrived."""
        with self._changed:
            self._count += 1
            seen = SeenRequest(self._count, self._clock(), service, path, task, model, sha256, fault)
            self._requests[seen.number] = seen
            self._requests.pop(seen.number - CAPACITY, None)
            self._changed.notify_all()
            return seen

    def answered(self, number: int, status: int, *, complete: bool) -> None:
        """Record how far the answer to a request has come."""
        with self._changed:
            if number in self._requests:
                self._requests[number] = replace(self._requests[number], status=status, complete=complete)
                self._changed.notify_all()

    def requests(self) -> list[SeenRequest]:
        """What was asked so far."""
        with self._changed:
            return list(self._requests.values())

    def wait_for(self, condition: Callable[[list[SeenRequest]], bool], timeout: float = 10.0) -> list[SeenRequest]:
        """What was asked, as soon as the condition holds.

        Raises:
            TimeoutError: it did not hold within `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: condition(list(self._requests.values())), timeout):
                raise TimeoutError(f"the requests are {list(self._requests.values())}")
            return list(self._requests.values())

    def clear(self) -> None:
        """Forget everything."""
        with self._changed:
            self._requests.clear()
