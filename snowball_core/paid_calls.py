"""One paid call: look in the cache, call, write the cache, record what it cost, return.

Every call of a paid service goes through here, so that none is made twice and none goes unrecorded.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from snowball_core.errors import ModelError, StoreError
from snowball_core.gateways.costs import CallUsage
from snowball_core.gateways.gemini import Answer, GeminiGateway
from snowball_core.gateways.tavily import FoundPage, TavilyGateway
from snowball_core.prompts import Prompt
from snowball_core.records import UsageEvent
from snowball_core.schemas import Phase
from snowball_core.step_cache import Cached, StepCache, step_key

STEP_VERSION = 1
"""Raise when the meaning of a cached answer changes; all answers of before are then paid anew."""

M = TypeVar("M", bound=BaseModel)
OnText = Callable[[str], Awaitable[None]]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Call:
    """Who calls and for what: it names the usage record, and is no part of the cache's key."""

    article_id: str
    phase: Phase
    step: str
    nonce: str = ""
    """Any text that is to make the answer a new one ("regenerate"); part of the key."""


class PaidCalls:
    """The model and the search behind the cache.

    `backend` keeps answers of the demo and of the real services apart. Errors are those of the gateways.
    """

    def __init__(
        self,
        gemini: GeminiGateway,
        tavily: TavilyGateway,
        cache: StepCache,
        record: Callable[[UsageEvent], None],
        clock: Callable[[], datetime],
        *,
        backend: str,
        search_lifetime: float,
        search_credit_price: float,
    ) -> None:
        self._gemini = gemini
        self._tavily = tavily
        self._cache = cache
        self._record = record
        self._clock = clock
        self._backend = backend
        self._search_lifetime = search_lifetime
        self._credit_price = search_credit_price

    async def structured(self, call: Call, prompt: Prompt, answer_type: type[M], chain: Sequence[str]) -> M:
        """An answer that fits `answer_type`, from the first model of the chain that gives one."""
        keys = self._model_keys(call, prompt, chain, answer_type.model_json_schema())
        paid: list[UsageEvent] = []

        async def make() -> tuple[str, dict[str, Any]]:
            answer = await self._paid(call, self._gemini.structured(prompt, answer_type, chain), paid)
            return keys[answer.model], _kept(answer.value.model_dump(mode="json"), answer)

        cached = await self._once(call, [keys[model] for model in chain], make, paid)
        return answer_type.model_validate(cached.value["answer"])

    async def text(self, call: Call, prompt: Prompt, chain: Sequence[str], on_text: OnText | None = None) -> str:
        """A text, streamed to `on_text` (the whole text so far) while it comes."""
        keys = self._model_keys(call, prompt, chain, None)
        paid: list[UsageEvent] = []

        async def make() -> tuple[str, dict[str, Any]]:
            answer = await self._paid(call, self._gemini.text(prompt, chain, on_text), paid)
            return keys[answer.model], _kept(answer.value, answer)

        cached = await self._once(call, [keys[model] for model in chain], make, paid)
        return str(cached.value["answer"])

    async def search(self, call: Call, query: str, limit: int) -> list[FoundPage]:
        """Pages for a query, with their text. Answers expire."""

        async def make() -> tuple[list[FoundPage], float, float]:
            answer = await self._tavily.search(query, limit)
            return answer.results, answer.credits, answer.seconds

        return await self._pages(call, {"query": query, "limit": limit}, make)

    async def extract(self, call: Call, url: str) -> FoundPage | None:
        """One page by its address, read by the search service; None when it cannot. Answers expire."""

        async def make() -> tuple[list[FoundPage], float, float]:
            answer = await self._tavily.extract(url)
            return ([answer.page] if answer.page else []), answer.credits, answer.seconds

        pages = await self._pages(call, {"url": url}, make)
        return pages[0] if pages else None

    async def _pages(
        self,
        call: Call,
        identity: dict[str, Any],
        fetch: Callable[[], Awaitable[tuple[list[FoundPage], float, float]]],
    ) -> list[FoundPage]:
        key = self._key(call, provider="tavily", **identity)
        paid: list[UsageEvent] = []

        async def make() -> tuple[str, dict[str, Any]]:
            pages, spent, seconds = await fetch()
            cost = spent * self._credit_price
            paid.append(self._event(call, "tavily", credits=spent, seconds=seconds, cost=cost))
            return key, {"answer": [asdict(page) for page in pages], "cost": cost, "seconds": seconds}

        cached = await self._once(call, [key], make, paid, provider="tavily", lifetime=self._search_lifetime)
        return [FoundPage(**page) for page in cached.value["answer"]]

    async def _paid(self, call: Call, answering: Awaitable[Answer[Any]], paid: list[UsageEvent]) -> Answer[Any]:
        try:
            answer = await answering
        except ModelError as error:
            self._keep_records(self._model_events(call, error.usage, note=error.code))
            raise
        paid += self._model_events(call, answer.usage, note=" ".join(answer.notes))
        return answer

    def _model_events(self, call: Call, usages: Sequence[CallUsage], note: str) -> list[UsageEvent]:
        return [self._event(call, "gemini", note=note, **asdict(usage)) for usage in usages]

    async def _once(
        self,
        call: Call,
        keys: list[str],
        make: Callable[[], Awaitable[tuple[str, dict[str, Any]]]],
        paid: list[UsageEvent],
        *,
        provider: str = "gemini",
        lifetime: float | None = None,
    ) -> Cached:
        """The cached or newly paid answer; what was paid or saved is recorded once the cache holds it."""
        try:
            cached = await self._cache.once(keys, make, lifetime)
        finally:
            self._keep_records(paid)
        if cached.hit:
            kept = cached.value
            version = kept.get("model_version", "")
            self._keep_records([self._event(call, provider, cached=True, saved=kept["cost"], model_version=version)])
        return cached

    def _keep_records(self, events: Sequence[UsageEvent]) -> None:
        """Record calls; a record that cannot be kept costs a line in the log, never the answer."""
        for event in events:
            try:
                self._record(event)
            except StoreError as error:
                log.warning("a call of step “%s” is missing in the records: %s", event.step, error)

    def _event(self, call: Call, provider: str, **fields: Any) -> UsageEvent:
        return UsageEvent.model_validate(
            {
                "article_id": call.article_id,
                "phase": call.phase,
                "step": call.step,
                "provider": provider,
                "at": self._clock(),
                **fields,
            }
        )

    def _model_keys(
        self, call: Call, prompt: Prompt, chain: Sequence[str], schema: dict[str, Any] | None
    ) -> dict[str, str]:
        identity = {"system": prompt.system, "user": prompt.user, "schema": schema, "provider": "gemini"}
        return {model: self._key(call, model=model, parameters=self._gemini.parameters, **identity) for model in chain}

    def _key(self, call: Call, **identity: Any) -> str:
        kind = call.step.partition(" · ")[0]
        return step_key(kind, version=STEP_VERSION, backend=self._backend, nonce=call.nonce, **identity)


def _kept(value: Any, answer: Answer[Any]) -> dict[str, Any]:
    return {
        "answer": value,
        "model": answer.model,
        "model_version": answer.model_version,
        "cost": sum(usage.cost for usage in answer.usage),
        "seconds": answer.seconds,
    }
