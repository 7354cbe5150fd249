"""The language model: structured answers and streamed texts, down a chain of models."""

from __future__ import annotations

import asyncio
import math
import random
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from google import genai
from google.genai import types
from pydantic import BaseModel, ValidationError

from snowball_core.errors import InvalidAnswer, ModelError, ModelRetired, ModelTimeout
from snowball_core.gateways.costs import CallUsage
from snowball_core.gateways.gemini_failures import judge
from snowball_core.gateways.gemini_reply import Reply
from snowball_core.gateways.network import Slots, is_local
from snowball_core.gateways.retry import Retries, Sleep, TryFailed, Verdict
from snowball_core.prompts import Prompt, render
from snowball_core.settings import Price
from snowball_core.validation import explain

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
OnText = Callable[[str], Awaitable[None]]

LEAST_SERVER_TIMEOUT = 10
"""Seconds; the service refuses calls that announce less patience."""
FENCED = re.compile(r"\s*```\w*\n(.*)\n```\s*", re.DOTALL)


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What a chain of models answered.

    Attributes:
        value: the text, or the validated object.
        model: the name in the chain that answered.
        model_version: the model that the provider says it was.
        usage: every request that the provider answered, those of failed tries and repairs too.
        notes: what a person should see, such as "gemini-a is retired; gemini-b answered.".
        seconds: wall time of the whole call.
    """

    value: T
    model: str
    model_version: str
    usage: list[CallUsage]
    notes: list[str]
    seconds: float


@dataclass(frozen=True)
class _Request:
    model: str
    prompt: Prompt
    max_output_tokens: int
    schema: dict[str, Any] | None = None
    on_text: OnText | None = None

    @property
    def streamed(self) -> bool:
        return self.schema is None


@dataclass
class _Course:
    """How a call has gone so far: what was used, which models failed, whether text was shown."""

    usage: list[CallUsage] = field(default_factory=list)
    failures: list[tuple[str, TryFailed]] = field(default_factory=list)
    shown: bool = False

    def notes(self, model: str) -> list[str]:
        return [f"{name} {failure.reason}; {model} answered." for name, failure in self.failures]

    def error(self) -> ModelError:
        """The failure that says most: a retired name only when all names are."""
        models = [name for name, _ in self.failures]
        errors = [failure.error for _, failure in self.failures if isinstance(failure.error, ModelError)]
        telling = [error for error in errors if not isinstance(error, ModelRetired)]
        return telling[-1] if telling else ModelRetired(f"The provider does not know {', '.join(models)} (any more).")


class GeminiGateway:
    """Gemini behind two questions: `structured` and `text`. Usable from several event loops.

    `base_url` has no closing slash. Timeouts are seconds: `call_timeout` bounds each read from the network,
    `call_deadline` a whole call with all its retries, repairs and fallbacks; waiting for one of the
    `concurrent_calls` places counts for neither. `sleep`, `jitter` (0 to 1) and `clock` (seconds) can be
    replaced.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str,
        prices: Mapping[str, Price],
        call_timeout: float,
        call_deadline: float,
        call_attempts: int,
        retry_base_seconds: float,
        max_output_tokens: int,
        thinking_level: str,
        concurrent_calls: int,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = api_key
        self._prices = prices
        self._deadline = call_deadline
        self._max_output_tokens = max_output_tokens
        self._thinking_level = thinking_level
        self._retries = Retries(call_attempts, retry_base_seconds, sleep, jitter)
        self._slots = Slots(concurrent_calls)
        self._clock = clock
        self._client = _client(api_key, base_url, call_timeout)

    @property
    def parameters(self) -> dict[str, str | int]:
        """What besides prompt, schema and model shapes an answer; part of a cache's key."""
        return {"max_output_tokens": self._max_output_tokens, "thinking_level": self._thinking_level}

    async def structured(self, prompt: Prompt, answer_type: type[M], chain: Sequence[str]) -> Answer[M]:
        """An answer that is a valid `answer_type`, from the first model of the chain that gives one.

        Raises:
            ModelError: none did; the kind says why, and `usage` what was paid all the same.
        """

        async def ask(course: _Course, model: str) -> tuple[M, Reply]:
            request = _Request(model, prompt, self._max_output_tokens, schema=answer_type.model_json_schema())
            reply = await self._reply(course, request)
            try:
                return answer_type.model_validate_json(_unfenced(reply.text)), reply
            except ValidationError as invalid:
                repair = replace(request, prompt=_repair(prompt, reply.text, invalid))
            repaired = await self._reply(course, repair)
            return _validated(answer_type, repaired, model), repaired

        return await self._down(chain, ask)

    async def text(self, prompt: Prompt, chain: Sequence[str], on_text: OnText | None = None) -> Answer[str]:
        """A text, from the first model of the chain that gives one.

        `on_text` gets the whole text so far, whenever more of it has come; when another try starts over,
        it gets "" first. What it raises passes through and ends the call.

        Raises:
            ModelError: none did; the kind says why, and `usage` what was paid all the same.
        """

        async def ask(course: _Course, model: str) -> tuple[str, Reply]:
            reply = await self._reply(course, _Request(model, prompt, self._max_output_tokens, on_text=on_text))
            return reply.text, reply

        return await self._down(chain, ask)

    async def check(self) -> None:
        """Nothing, when the service can be reached and takes the key. Costs nothing, is not retried.

        Raises:
            ModelError: it cannot, or does not.
        """
        try:
            await self._client.aio.models.list(config={"page_size": 1})
        except Exception as failure:
            raise judge(failure, "The service", self._key).error from None

    async def close(self) -> None:
        """Release the connections."""
        await self._client.aio.aclose()
        self._client.close()

    async def _down(self, chain: Sequence[str], ask: Callable[[_Course, str], Awaitable[tuple[T, Reply]]]) -> Answer[T]:
        """The chain's answer within the deadline, counted from the moment at which the call gets its place."""
        course = _Course()
        async with self._slots.slot():
            started = self._clock()
            try:
                async with asyncio.timeout(self._deadline) as limit:
                    found = await _first(course, chain, ask)
            except TimeoutError:
                if not limit.expired():
                    raise
                found = None
                course.failures.append(_too_late(chain, self._deadline))
            taken = self._clock() - started
        if found:
            model, value, reply = found
            notes = [*course.notes(model), *self._price_notes(model)]
            return Answer(value, model, reply.model_version, course.usage, notes, taken)
        error = course.error()
        error.usage = tuple(course.usage)
        raise error

    def _price_notes(self, model: str) -> list[str]:
        return [] if model in self._prices else [f"{model} has no price in the settings; its cost counts as 0."]

    async def _reply(self, course: _Course, request: _Request) -> Reply:
        """One model's whole reply; one that is cut at the output limit is asked for once more, with twice the room."""
        try:
            return await self._retries.run(self._try, course, request)
        except TryFailed as failure:
            if failure.verdict is not Verdict.ENLARGE:
                raise
        larger = replace(request, max_output_tokens=2 * request.max_output_tokens)
        return await self._retries.run(self._try, course, larger)

    async def _try(self, course: _Course, request: _Request) -> Reply:
        reply, started = Reply(), self._clock()
        if course.shown:
            await _show(course, request, "")
        try:
            async with aclosing(self._parts(request)) as parts:
                async for part in parts:
                    before, reply = reply, reply.extended(part)
                    if reply.text != before.text:
                        await _show(course, request, reply.text)
        finally:
            if reply.begun:
                price = self._prices.get(request.model)
                course.usage.append(reply.usage(request.model, self._clock() - started, price))
        reply.check(request.model)
        return reply

    async def _parts(self, request: _Request) -> AsyncGenerator[types.GenerateContentResponse, None]:
        """The parts of an answer as they come; an answer that is not streamed has one."""
        models, config = self._client.aio.models, self._config(request)
        try:
            if request.streamed:
                stream = await models.generate_content_stream(
                    model=request.model, contents=request.prompt.user, config=config
                )
                async for part in stream:
                    yield part
            else:
                yield await models.generate_content(model=request.model, contents=request.prompt.user, config=config)
        except Exception as failure:
            raise judge(failure, request.model, self._key) from None

    def _config(self, request: _Request) -> types.GenerateContentConfig:
        return types.GenerateContentConfig(
            system_instruction=request.prompt.system,
            max_output_tokens=request.max_output_tokens,
            thinking_config=types.ThinkingConfig(thinking_level=types.ThinkingLevel(self._thinking_level)),
            response_mime_type=None if request.streamed else "application/json",
            response_json_schema=request.schema,
            automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
            # Otherwise the SDK asks, and pays, again behind our back.
            automatic_continuation=False,
        )


def _client(api_key: str, base_url: str, call_timeout: float) -> genai.Client:
    # A redirect would carry the key to another host.
    arguments = {"trust_env": not is_local(base_url), "follow_redirects": False}
    patience = max(LEAST_SERVER_TIMEOUT, math.ceil(call_timeout))
    return genai.Client(
        api_key=api_key,
        enterprise=False,
        http_options=types.HttpOptions(
            base_url=base_url,
            api_version="v1",
            timeout=math.ceil(call_timeout * 1000),
            headers={"X-Server-Timeout": str(patience)},
            client_args=arguments,
            async_client_args=arguments,
            retry_options=types.HttpRetryOptions(attempts=1),
        ),
    )


async def _first(
    course: _Course, chain: Sequence[str], ask: Callable[[_Course, str], Awaitable[tuple[T, Reply]]]
) -> tuple[str, T, Reply] | None:
    """The first model that answers, with its answer; None when none does, or when one says that none can."""
    for model in chain:
        try:
            return model, *await ask(course, model)
        except TryFailed as failure:
            course.failures.append((model, failure))
            if failure.verdict in {Verdict.STOP, Verdict.ENLARGE}:
                break
    return None


async def _show(course: _Course, request: _Request, text: str) -> None:
    if request.on_text:
        course.shown = True
        await request.on_text(text)


def _unfenced(text: str) -> str:
    """The answer without a code fence round the whole of it."""
    match = FENCED.fullmatch(text)
    return match[1] if match else text


def _repair(prompt: Prompt, answer: str, invalid: ValidationError) -> Prompt:
    problems = [str(problem) for problem in explain(invalid)]
    return Prompt(prompt.system, f"{prompt.user}\n\n{render('_repair', answer=answer, problems=problems).user}")


def _validated(answer_type: type[M], reply: Reply, model: str) -> M:
    try:
        return answer_type.model_validate_json(_unfenced(reply.text))
    except ValidationError as invalid:
        problems = "; ".join(map(str, explain(invalid)))
        reason = "gave an answer that does not fit its schema"
        raise TryFailed(InvalidAnswer(f"{model} {reason}: {problems}."), Verdict.NEXT, reason=reason) from None


def _too_late(chain: Sequence[str], deadline: float) -> tuple[str, TryFailed]:
    names, reason = ", ".join(chain), f"did not answer within {deadline:g} s"
    return names, TryFailed(ModelTimeout(f"{names} {reason}."), Verdict.STOP, reason=reason)
