"""Answers and errors in the shapes of the Gemini API, and the ways in which an answer can be spoilt.

Shapes: https://ai.google.dev/api/generate-content and https://google.aip.dev/193 (errors).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import JSONResponse

from snowball_core.sandbox.faults import Fault, FaultKind

CHARACTERS_PER_TOKEN = 4
WORDS_PER_CHUNK = 8


@dataclass(frozen=True)
class Spoken:
    """What the model says: its text, why it stopped ("" when it never says), or why the prompt was blocked."""

    text: str
    finish: str = "STOP"
    block: str = ""


def count_tokens(text: str) -> int:
    """A plausible number of tokens."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def limited(spoken: Spoken, max_tokens: int | None) -> Spoken:
    """The answer cut at the request's output limit, as the real service does."""
    if max_tokens is None or count_tokens(spoken.text) <= max_tokens:
        return spoken
    return replace(spoken, text=spoken.text[: max_tokens * CHARACTERS_PER_TOKEN], finish="MAX_TOKENS")


def spoilt(spoken: Spoken, fault: Fault | None) -> Spoken:
    """The answer as a fault leaves it."""
    spoil = _SPOILERS.get(fault.kind) if fault else None
    return spoil(spoken.text) if spoil else spoken


def _half(text: str) -> str:
    return text[: len(text) // 2]


_SPOILERS: dict[FaultKind, Callable[[str], Spoken]] = {
    FaultKind.BROKEN_JSON: lambda text: Spoken(_half(text) + " …}"),
    FaultKind.WRONG_SCHEMA: lambda _: Spoken('["something", "else"]'),
    FaultKind.TRUNCATED: lambda text: Spoken(_half(text), finish="MAX_TOKENS"),
    FaultKind.UNFINISHED: lambda text: Spoken(_half(text), finish=""),
    FaultKind.EMPTY: lambda _: Spoken(""),
    FaultKind.SAFETY: lambda _: Spoken("", finish="SAFETY"),
    FaultKind.PROMPT_BLOCK: lambda _: Spoken("", block="PROHIBITED_CONTENT"),
    FaultKind.RECITATION: lambda text: Spoken(_half(text), finish="RECITATION"),
}


@dataclass(frozen=True)
class Envelope:
    """What surrounds the text in every answer: the model, the answer's id, and the prompt's tokens."""

    model: str
    response_id: str
    prompt_tokens: int

    def whole(self, spoken: Spoken) -> dict[str, Any]:
        """The answer of `generateContent`."""
        return self._response(spoken, spoken.text)

    def chunks(self, spoken: Spoken) -> Iterator[dict[str, Any]]:
        """The answers of `streamGenerateContent`: a few words each, the last with the reason to stop."""
        parts = split_words(spoken.text)
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            said = Spoken(part, finish=spoken.finish if last else "", block=spoken.block)
            yield self._response(said, "".join(parts[:number]))

    def _response(self, spoken: Spoken, said_so_far: str) -> dict[str, Any]:
        answer_tokens = count_tokens(said_so_far)
        response: dict[str, Any] = {
            "usageMetadata": {
                "promptTokenCount": self.prompt_tokens,
                "candidatesTokenCount": answer_tokens,
                "totalTokenCount": self.prompt_tokens + answer_tokens,
            },
            "modelVersion": f"{self.model}-sandbox",
            "responseId": self.response_id,
        }
        if spoken.block:
            return {"promptFeedback": {"blockReason": spoken.block}, **response}
        return {"candidates": [_candidate(spoken)], **response}


def _candidate(spoken: Spoken) -> dict[str, Any]:
    candidate: dict[str, Any] = {"index": 0}
    if spoken.text:
        candidate["content"] = {"role": "model", "parts": [{"text": spoken.text}]}
    if spoken.finish:
        candidate["finishReason"] = spoken.finish
    return candidate


def split_words(text: str) -> list[str]:
    """The text in chunks of a few words; never empty, and several as soon as there are several words."""
    words = re.findall(r"\s*\S+\s*", text) or [text]
    size = min(WORDS_PER_CHUNK, math.ceil(len(words) / 3))
    return ["".join(words[start : start + size]) for start in range(0, len(words), size)]


def as_event(payload: dict[str, Any]) -> bytes:
    """A server-sent event as Gemini writes it."""
    return f"data: {json.dumps(payload, ensure_ascii=False)}\r\n\r\n".encode()


_ERRORS = {
    FaultKind.RATE_LIMITED: (429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests per minute."),
    FaultKind.QUOTA_DAY: (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota."),
    FaultKind.SERVER_ERROR: (500, "INTERNAL", "An internal error has occurred."),
    FaultKind.OVERLOADED: (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    FaultKind.RETIRED: (404, "NOT_FOUND", "models/{model} is not found for API version v1."),
    FaultKind.BAD_KEY: (400, "INVALID_ARGUMENT", "API key {key} not valid. Please pass a valid API key."),
    FaultKind.STREAM_ERROR: (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
}
_STATUS_NAMES = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED"}


def fault_error(fault: Fault, model: str, key: str) -> dict[str, Any] | None:
    """The body of a fault's error answer; None when the fault is of another kind.

    A refused key is repeated in the message on purpose: a client must not pass it on.
    """
    if fault.kind not in _ERRORS:
        return None
    status, name, message = _ERRORS[fault.kind]
    status = fault.status or status
    name = _STATUS_NAMES.get(status, name)
    return error_body(status, name, message.format(model=model, key=key), _details(fault))


def error_body(status: int, name: str, message: str, details: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """An error in Google's shape."""
    return {"error": {"code": status, "status": name, "message": message, "details": details or []}}


def error_response(body: dict[str, Any], retry_after: float | None = None) -> JSONResponse:
    """The error as an HTTP answer."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return JSONResponse(body, status_code=body["error"]["code"], headers=headers)


def _details(fault: Fault) -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = []
    if fault.kind is FaultKind.QUOTA_DAY:
        violations = [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]
        details.append({"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": violations})
    if fault.retry_delay is not None:
        delay = f"{fault.retry_delay:g}s"
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay})
    return details
