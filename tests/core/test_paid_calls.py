"""Paid calls: cache, call, write the cache, record; each in this order, none twice, none unrecorded."""

from __future__ import annotations

import json
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from snowball_core.errors import ModelError, SearchUnavailable, StoreFull
from snowball_core.paid_calls import Call, PaidCalls
from snowball_core.prompts import Prompt
from snowball_core.records import UsageEvent
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import Phase
from snowball_core.settings import Price
from snowball_core.step_cache import StepCache
from tests.pipeline.workshop import NOW, gateways, page, paid_calls

PROMPT = Prompt("# Task: name a lamp", "Which one?")
CHAIN = ["first", "second"]
CALL = Call("a1", Phase.RESEARCH, "name lamp · S1")
PRICES = {"first": Price(input=1_000, output=2_000, as_of=NOW.date())}


class Lamp(BaseModel):
    """What the model answers here."""

    name: str


class Desk:
    """Paid calls at a sandbox, with all that they leave behind."""

    def __init__(self, folder: Path) -> None:
        self.answers = 0
        self.rest = ""
        self.folder = folder
        self.events: list[UsageEvent] = []
        self.sandbox = Sandbox(
            answer=self._answer,
            search=lambda query, limit: [page(n, f"On {query}.") for n in range(1, limit + 1)],
            find=lambda url: page(1, "The page.") if "site1" in url else None,
        ).start()
        self.cache = StepCache(folder)
        self.gemini, self.tavily = gateways(self.sandbox.url, prices=PRICES)
        self.calls = self.opened()

    def opened(self, **changes: Any) -> PaidCalls:
        """Further paid calls on the same cache."""
        return paid_calls(self.gemini, self.tavily, self.cache, self.events.append, **changes)

    def _answer(self, _system: str, _user: str, schema: object) -> str:
        self.answers += 1
        return json.dumps({"name": f"lamp {self.answers}"}) if schema else f"lamp {self.answers}{self.rest}"

    @property
    def asked(self) -> int:
        return len(self.sandbox.ledger.requests())

    async def close(self) -> None:
        await self.gemini.close()
        self.cache.close()
        self.sandbox.stop()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    opened = Desk(tmp_path / "cache")
    yield opened
    await opened.close()


# --- the order -----------------------------------------------------------------------------------


async def test_an_answer_is_in_the_cache_before_it_is_returned_and_recorded_once(desk):
    lamp = await desk.calls.structured(CALL, PROMPT, Lamp, CHAIN)
    assert lamp.name == "lamp 1"
    reopened = StepCache(desk.folder)
    assert reopened.info().answers == 1
    reopened.close()
    (event,) = desk.events
    assert (event.article_id, event.phase, event.step, event.provider) == ("a1", "research", CALL.step, "gemini")
    assert (event.model, event.model_version, event.cached) == ("first", "first-sandbox", False)
    assert event.cost == pytest.approx((event.input_tokens * 1_000 + event.output_tokens * 2_000) / 1e6)
    assert event.cost > 0


async def test_a_hit_costs_nothing_and_is_recorded_with_what_it_saved(desk):
    first = await desk.calls.text(CALL, PROMPT, CHAIN)
    again = await desk.calls.text(Call("a2", Phase.POLISH, "name lamp · S7"), PROMPT, CHAIN)
    assert (first, again, desk.asked) == ("lamp 1", "lamp 1", 1)
    paid, saved = desk.events
    assert (saved.article_id, saved.phase, saved.cached) == ("a2", Phase.POLISH, True)
    assert (saved.cost, saved.saved) == (0.0, paid.cost)
    assert saved.model_version == "first-sandbox"


async def test_a_call_that_was_paid_is_recorded_even_when_the_cache_cannot_keep_it(desk):
    desk.rest = random.Random(1).randbytes(10_000).hex()
    desk.cache._cache._sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreFull):
        await desk.calls.text(CALL, PROMPT, CHAIN)
    assert [(event.cached, event.output_tokens > 0) for event in desk.events] == [(False, True)]


async def test_a_text_is_shown_while_it_comes_and_not_again_from_the_cache(desk):
    shown: list[str] = []

    async def show(text: str) -> None:
        shown.append(text)

    assert await desk.calls.text(CALL, PROMPT, CHAIN, show) == shown[-1]
    count = len(shown)
    await desk.calls.text(CALL, PROMPT, CHAIN, show)
    assert len(shown) == count


# --- failures ------------------------------------------------------------------------------------


async def test_a_failure_records_what_was_paid_all_the_same_and_keeps_nothing(desk):
    desk.sandbox.faults.add(Fault(FaultKind.WRONG_SCHEMA, times=None))
    with pytest.raises(ModelError) as failed:
        await desk.calls.structured(CALL, PROMPT, Lamp, CHAIN)
    assert len(desk.events) == desk.asked == 4, "two models, an answer and a repair each"
    assert {event.note for event in desk.events} == {failed.value.code}
    assert sum(event.cost for event in desk.events) > 0
    assert desk.cache.info().answers == 0
    desk.sandbox.faults.clear()
    assert (await desk.calls.structured(CALL, PROMPT, Lamp, CHAIN)).name == "lamp 5"


async def test_a_fallbacks_answer_is_noted_and_found_again_for_the_same_chain(desk):
    desk.sandbox.faults.add(Fault(FaultKind.RETIRED, model="first", times=None))
    await desk.calls.text(CALL, PROMPT, CHAIN)
    assert "second answered" in desk.events[-1].note
    asked = desk.asked
    assert await desk.calls.text(CALL, PROMPT, CHAIN) == "lamp 1"
    assert desk.asked == asked


# --- what makes an answer another one ------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "prompt", "chain"),
    [
        pytest.param(CALL, Prompt(PROMPT.system, "Which other?"), CHAIN, id="user"),
        pytest.param(CALL, Prompt("# Task: name another", PROMPT.user), CHAIN, id="system"),
        pytest.param(CALL, PROMPT, ["third"], id="model"),
        pytest.param(Call("a1", Phase.RESEARCH, "paint lamp"), PROMPT, CHAIN, id="step"),
        pytest.param(Call("a1", Phase.RESEARCH, "name lamp · S1", nonce="again"), PROMPT, CHAIN, id="nonce"),
    ],
)
async def test_another_question_is_asked_anew(desk, call, prompt, chain):
    await desk.calls.text(CALL, PROMPT, CHAIN)
    assert await desk.calls.text(call, prompt, chain) == "lamp 2"


async def test_the_same_nonce_is_the_same_question(desk):
    again = Call("a1", Phase.RESEARCH, "name lamp · S1", nonce="again")
    assert await desk.calls.text(again, PROMPT, CHAIN) == await desk.calls.text(again, PROMPT, CHAIN)


async def test_a_text_and_a_structured_answer_are_not_mixed_up(desk):
    await desk.calls.text(CALL, PROMPT, CHAIN)
    assert (await desk.calls.structured(CALL, PROMPT, Lamp, CHAIN)).name == "lamp 2"


async def test_answers_of_the_demo_are_never_taken_for_real_ones(desk):
    live = desk.opened(backend="live")
    await desk.calls.text(CALL, PROMPT, CHAIN)
    assert await live.text(CALL, PROMPT, CHAIN) == "lamp 2"
    await desk.calls.search(CALL, "lamps", 2)
    asked = desk.asked
    await live.search(CALL, "lamps", 2)
    assert desk.asked == asked + 1


# --- the search ----------------------------------------------------------------------------------


async def test_a_search_is_recorded_with_its_credits_and_found_again(desk):
    pages = await desk.calls.search(CALL, "lamps", 3)
    assert [found.url for found in pages] == [f"https://site{n}.example/page" for n in (1, 2, 3)]
    assert await desk.calls.search(CALL, "lamps", 3) == pages
    assert desk.asked == 1
    paid, saved = desk.events
    assert (paid.provider, paid.credits, paid.cost) == ("tavily", 2.0, pytest.approx(0.016))
    assert (saved.provider, saved.cached, saved.cost, saved.saved) == ("tavily", True, 0.0, paid.cost)


async def test_another_query_or_limit_is_another_search(desk):
    await desk.calls.search(CALL, "lamps", 3)
    assert len(await desk.calls.search(CALL, "lamps", 2)) == 2
    await desk.calls.search(CALL, "oil", 3)
    assert desk.asked == 3


async def test_a_search_expires_and_an_answer_does_not(desk):
    brief = desk.opened(search_lifetime=0.05)
    await brief.search(CALL, "lamps", 1)
    await brief.text(CALL, PROMPT, CHAIN)
    asked, deadline = desk.asked, time.monotonic() + 10
    while desk.asked == asked and time.monotonic() < deadline:
        await brief.search(CALL, "lamps", 1)
    assert desk.asked == asked + 1
    assert await brief.text(CALL, PROMPT, CHAIN) == "lamp 1"


async def test_a_page_that_the_service_cannot_read_is_none_also_from_the_cache(desk):
    assert (await desk.calls.extract(CALL, "https://site1.example/page")).text == "The page."
    for _ in range(2):
        assert await desk.calls.extract(CALL, "https://nowhere.example/") is None
    assert desk.asked == 2


async def test_a_failed_search_keeps_nothing(desk):
    desk.sandbox.faults.add(Fault(FaultKind.OVERLOADED, service="tavily"))
    with pytest.raises(SearchUnavailable):
        await desk.calls.search(CALL, "lamps", 1)
    assert len(await desk.calls.search(CALL, "lamps", 1)) == 1
