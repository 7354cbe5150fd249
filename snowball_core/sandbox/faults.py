"""How the sandbox misbehaves: which requests go wrong, in which way, and how often."""

from __future__ import annotations

import threading
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Service = Literal["gemini", "tavily"]


class FaultKind(StrEnum):
    """The ways to go wrong. Those of the second and third group exist for Gemini only, `empty` for both."""

    RATE_LIMITED = "rate_limited"
    QUOTA_DAY = "quota_day"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"
    RETIRED = "retired"
    BAD_KEY = "bad_key"
    HANG = "hang"
    SLOW = "slow"
    DROP = "drop"
    DROP_MID_STREAM = "drop_mid_stream"
    HTML_200 = "html_200"
    BROKEN_BODY = "broken_body"

    STREAM_ERROR = "stream_error"
    UNFINISHED = "unfinished"

    BROKEN_JSON = "broken_json"
    WRONG_SCHEMA = "wrong_schema"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    SAFETY = "safety"
    PROMPT_BLOCK = "prompt_block"
    RECITATION = "recitation"


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Fault:
    """One misbehaviour and the requests that it meets.

    Attributes:
        kind: what goes wrong.
        times: how many matching requests it meets; None means all.
        after: how many matching requests pass unharmed first.
        service: only requests to this service.
        task: only prompts whose system text begins with `# Task: <task>`.
        model: only calls of this model.
        contains: only requests whose prompt, query or addresses contain this text.
        retry_after: seconds in a `Retry-After` header, for error answers.
        retry_delay: seconds in a `google.rpc.RetryInfo`, for error answers of Gemini.
        status: another HTTP status than the usual one of an error answer.
        chunks: how many pieces of the answer arrive before a drop or an error in the stream.
        seconds: pause before each piece of a slow answer.
    """

    kind: FaultKind
    times: Annotated[int, Field(ge=1)] | None = 1
    after: Annotated[int, Field(ge=0)] = 0
    service: Service | None = None
    task: str | None = None
    model: str | None = None
    contains: str | None = None
    retry_after: float | None = None
    retry_delay: float | None = None
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    chunks: Annotated[int, Field(ge=0)] = 1
    seconds: Annotated[float, Field(ge=0)] = 0.05

    def meets(self, target: Target) -> bool:
        """The request is one of those that this fault is for; how often it acts is not its business."""
        return (
            self.service in {None, target.service}
            and self.task in {None, target.task}
            and self.model in {None, target.model}
            and (self.contains is None or self.contains in target.text)
        )


@dataclass(frozen=True)
class Target:
    """What of a request decides whether a fault meets it; `text` is the prompt, the query or the addresses."""

    service: Service
    task: str = ""
    model: str = ""
    text: str = ""


class FaultBook:
    """The faults in force, in the order in which they were added. Safe to use from several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._entries: list[_Entry] = []

    def add(self, *faults: Fault) -> None:
        """Let further faults take effect; the first that meets a request acts."""
        with self._guard:
            self._entries += [_Entry(fault) for fault in faults]

    def clear(self) -> None:
        """Behave again."""
        with self._guard:
            self._entries = []

    def pending(self) -> list[Fault]:
        """The faults that can still act."""
        with self._guard:
            return [entry.fault for entry in self._entries if not entry.spent]

    def take(self, target: Target) -> Fault | None:
        """The fault that acts on this request, if any; counts the request."""
        with self._guard:
            return next((entry.fault for entry in self._entries if entry.acts_on(target)), None)


class _Entry:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self._met = 0

    @property
    def spent(self) -> bool:
        return self.fault.times is not None and self._met >= self.fault.after + self.fault.times

    def acts_on(self, target: Target) -> bool:
        if self.spent or not self.fault.meets(target):
            return False
        self._met += 1
        return self._met > self.fault.after
