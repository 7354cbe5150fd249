"""The Gemini API as the sandbox speaks it: generate, stream, count, list."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from snowball_core.sandbox.faults import FaultKind, Target
from snowball_core.sandbox.gemini_answers import (
    Envelope,
    Spoken,
    as_event,
    count_tokens,
    error_body,
    error_response,
    fault_error,
    limited,
    spoilt,
)
from snowball_core.sandbox.wire import Exchange, JsonSchema, World

MODELS = (
    "gemini-3.5-flash-lite",
    "gemini-3.8-flash",
    "gemini-4-hydrogen",
    "gemini-4-argon",
    "gemini-4-carbon",
    "gemini-4-neon",
)
"""What the list of models shows. Calls are answered whatever the model's name."""

TASK = re.compile(r"\s*# Task: *(.+?) *$", re.MULTILINE)
METHODS = {"generateContent", "streamGenerateContent", "countTokens"}

log = logging.getLogger(__name__)


class _Wire(BaseModel):
    """Fields in camelCase or snake_case: the SDK sends both; what is not read here is ignored."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class _Part(_Wire):
    text: str = ""


class _Content(_Wire):
    parts: list[_Part] = Field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)


class _GenerationConfig(_Wire):
    max_output_tokens: int | None = None
    response_mime_type: str = ""
    response_json_schema: JsonSchema | None = None
    response_schema: JsonSchema | None = None


class _GenerateRequest(_Wire):
    contents: list[_Content] = Field(min_length=1)
    system_instruction: _Content = Field(default_factory=_Content)
    generation_config: _GenerationConfig = Field(default_factory=_GenerationConfig)

    @property
    def user(self) -> str:
        return "\n".join(content.text for content in self.contents)

    @property
    def system(self) -> str:
        return self.system_instruction.text

    @property
    def task(self) -> str:
        match = TASK.match(self.system)
        return match[1] if match else ""

    @property
    def schema_wanted(self) -> JsonSchema | None:
        config = self.generation_config
        given = config.response_json_schema or config.response_schema
        return given or ({} if config.response_mime_type == "application/json" else None)

    @property
    def tokens(self) -> int:
        return count_tokens(self.system) + count_tokens(self.user)


class GeminiApi:
    """The routes of the Gemini API before a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """All routes, under any version of the API."""
        return [
            Route("/{version}/models", self._models, methods=["GET"]),
            Route("/{version}/models/{model}:{method}", self._call, methods=["POST"]),
        ]

    async def _models(self, request: Request) -> Response:
        exchange = await self._world.meet(request, Target("gemini"))
        refused = await self._refused(exchange)
        listed = [{"name": f"models/{name}", "supportedGenerationMethods": sorted(METHODS)} for name in MODELS]
        return refused or exchange.recorded(JSONResponse({"models": listed}))

    async def _call(self, request: Request) -> Response:
        method, model = request.path_params["method"], request.path_params["model"]
        try:
            asked = _GenerateRequest.model_validate_json(await request.body())
        except ValidationError as error:
            exchange = await self._world.meet(request, Target("gemini", model=model))
            return exchange.recorded(error_response(error_body(400, "INVALID_ARGUMENT", _problem(error))))
        target = Target("gemini", asked.task, model, f"{asked.system}\n{asked.user}")
        exchange = await self._world.meet(request, target)
        refused = await self._refused(exchange) or _unknown_method(exchange, method)
        if refused:
            return refused
        if method == "countTokens":
            return exchange.recorded(JSONResponse({"totalTokens": asked.tokens}))
        return await self._generate(exchange, asked, streamed=method == "streamGenerateContent")

    async def _refused(self, exchange: Exchange) -> Response | None:
        """The error answer, if the request is to get one."""
        key = exchange.request.headers.get("x-goog-api-key", "")
        if not key:
            return exchange.recorded(error_response(error_body(403, "PERMISSION_DENIED", "The API key is missing.")))
        fault = exchange.fault
        body = fault_error(fault, exchange.seen.model, key) if fault else None
        if fault and body and fault.kind is not FaultKind.STREAM_ERROR:
            return exchange.recorded(error_response(body, fault.retry_after))
        return await exchange.wire_fault()

    async def _generate(self, exchange: Exchange, asked: _GenerateRequest, *, streamed: bool) -> Response:
        try:
            text = await run_in_threadpool(self._world.answer, asked.system, asked.user, asked.schema_wanted)
        except Exception:
            log.exception("The sandbox's model failed")
            return exchange.recorded(error_response(error_body(500, "INTERNAL", "The sandbox's model failed.")))
        spoken = spoilt(limited(Spoken(text), asked.generation_config.max_output_tokens), exchange.fault)
        envelope = Envelope(exchange.seen.model, f"sandbox-{exchange.seen.number}", asked.tokens)
        send = _streamed if streamed else _at_once
        return send(exchange, envelope, spoken)


def _streamed(exchange: Exchange, envelope: Envelope, spoken: Spoken) -> Response:
    events = [as_event(chunk) for chunk in envelope.chunks(spoken)]
    if exchange.fault and exchange.suffers(FaultKind.STREAM_ERROR):
        events = [*events[: exchange.fault.chunks], as_event(_stream_error(exchange))]
    return exchange.delivered(events, "text/event-stream", count_tokens(spoken.text))


def _at_once(exchange: Exchange, envelope: Envelope, spoken: Spoken) -> Response:
    if exchange.suffers(FaultKind.STREAM_ERROR):
        return exchange.recorded(error_response(_stream_error(exchange)))
    body = json.dumps(envelope.whole(spoken), ensure_ascii=False).encode()
    half = len(body) // 2
    return exchange.delivered([body[:half], body[half:]], "application/json", count_tokens(spoken.text))


def _stream_error(exchange: Exchange) -> dict[str, Any]:
    assert exchange.fault is not None
    return fault_error(exchange.fault, exchange.seen.model, "") or {}


def _unknown_method(exchange: Exchange, method: str) -> Response | None:
    if method in METHODS:
        return None
    return exchange.recorded(error_response(error_body(404, "NOT_FOUND", f"There is no method {method}.")))


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"Invalid value at '{'.'.join(map(str, first['loc']))}': {first['msg']}"
