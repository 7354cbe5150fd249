"""Every way in which Gemini fails: the error that is named, and how many requests it took to find out."""

import json

import pytest
from pydantic import BaseModel

from snowball_core.errors import (
    BlockedAnswer,
    EmptyAnswer,
    InvalidAnswer,
    ModelKeyRefused,
    ModelRetired,
    ModelTimeout,
    ModelUnavailable,
    QuotaExhausted,
    RecitationStop,
    TruncatedAnswer,
)
from snowball_core.prompts import Prompt
from snowball_core.sandbox.faults import Fault, FaultKind

PROMPT = Prompt("# Task: describe a city", "Describe Bern.")
CHAIN = ["first", "second"]
TRIES = 3
CHAIN_TRIES = TRIES * len(CHAIN)


class City(BaseModel):
    name: str
    inhabitants: int


def structured(gateway, chain=CHAIN):
    return gateway.structured(PROMPT, City, chain)


def text(gateway, chain=CHAIN):
    return gateway.text(PROMPT, chain)


both_ways = pytest.mark.parametrize("ask", [structured, text])

LASTING = {
    FaultKind.RATE_LIMITED: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.QUOTA_DAY: (QuotaExhausted, len(CHAIN)),
    FaultKind.SERVER_ERROR: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.OVERLOADED: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.RETIRED: (ModelRetired, len(CHAIN)),
    FaultKind.BAD_KEY: (ModelKeyRefused, 1),
    FaultKind.DROP: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.DROP_MID_STREAM: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.HTML_200: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.BROKEN_BODY: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.STREAM_ERROR: (ModelUnavailable, CHAIN_TRIES),
    FaultKind.UNFINISHED: (TruncatedAnswer, CHAIN_TRIES),
    FaultKind.TRUNCATED: (TruncatedAnswer, 2),
    FaultKind.EMPTY: (EmptyAnswer, CHAIN_TRIES),
    FaultKind.SAFETY: (BlockedAnswer, 1),
    FaultKind.PROMPT_BLOCK: (BlockedAnswer, 1),
    FaultKind.RECITATION: (RecitationStop, 1),
}
"""What a failure that does not pass leads to, and after how many requests."""

ANSWER_SHAPED = {FaultKind.BROKEN_JSON, FaultKind.WRONG_SCHEMA}
"""Faults that only a structured answer can show."""

ENDLESS = {FaultKind.HANG, FaultKind.SLOW}
"""Faults that only a clock can end."""


def test_every_fault_has_its_outcome_here():
    assert set(FaultKind) == set(LASTING) | ANSWER_SHAPED | ENDLESS


@both_ways
@pytest.mark.parametrize("kind", LASTING)
async def test_a_lasting_failure_is_named(gemini, sandbox, ask, kind):
    sandbox.faults.add(Fault(kind, times=None))
    error, requests = LASTING[kind]
    with pytest.raises(error) as caught:
        await ask(gemini)
    assert type(caught.value) is error
    assert len(sandbox.ledger.requests()) == requests


@pytest.mark.parametrize("kind", sorted(ANSWER_SHAPED))
async def test_an_answer_that_never_fits_is_repaired_once_per_model_and_then_named(gemini, sandbox, kind):
    sandbox.faults.add(Fault(kind, times=None))
    with pytest.raises(InvalidAnswer) as caught:
        await structured(gemini)
    assert [seen.model for seen in sandbox.ledger.requests()] == ["first", "first", "second", "second"]
    assert len(caught.value.usage) == 4


@both_ways
async def test_a_model_that_never_answers_is_named_after_all_tries(gemini_with, sandbox, ask):
    sandbox.faults.add(Fault(FaultKind.HANG, times=None))
    with pytest.raises(ModelTimeout):
        await ask(gemini_with(call_timeout=0.1, call_attempts=2))
    assert len(sandbox.ledger.requests()) == 4


@both_ways
async def test_a_slow_answer_is_waited_for(gemini, sandbox, ask):
    sandbox.faults.add(Fault(FaultKind.SLOW, times=None, seconds=0.02))
    assert (await ask(gemini)).model == "first"


@both_ways
async def test_a_server_that_is_not_there_is_named(gemini_with, closed_port, ask):
    with pytest.raises(ModelUnavailable):
        await ask(gemini_with(base_url=f"http://127.0.0.1:{closed_port}"))


PASSING = [
    FaultKind.RATE_LIMITED,
    FaultKind.SERVER_ERROR,
    FaultKind.OVERLOADED,
    FaultKind.DROP,
    FaultKind.DROP_MID_STREAM,
    FaultKind.HTML_200,
    FaultKind.BROKEN_BODY,
    FaultKind.STREAM_ERROR,
    FaultKind.UNFINISHED,
    FaultKind.TRUNCATED,
    FaultKind.EMPTY,
]


@both_ways
@pytest.mark.parametrize("kind", PASSING)
async def test_a_failure_that_passes_costs_one_request_more_and_leaves_no_note(gemini, sandbox, ask, kind):
    sandbox.faults.add(Fault(kind))
    answer = await ask(gemini)
    assert answer.model == "first"
    assert answer.notes == []
    assert len(sandbox.ledger.requests()) == 2


FALLBACKS = {
    FaultKind.RETIRED: (1, "first is retired; second answered."),
    FaultKind.QUOTA_DAY: (1, "first has no quota left for now; second answered."),
    FaultKind.OVERLOADED: (TRIES, "first is overloaded or out of order (503); second answered."),
    FaultKind.EMPTY: (TRIES, "first gave an empty answer; second answered."),
}


@both_ways
@pytest.mark.parametrize("kind", FALLBACKS)
async def test_the_next_model_answers_for_one_that_does_not_and_a_note_tells(gemini, sandbox, ask, kind):
    sandbox.faults.add(Fault(kind, times=None, model="first"))
    answer = await ask(gemini)
    tries, note = FALLBACKS[kind]
    assert answer.model == "second"
    assert answer.notes[0] == note
    assert [seen.model for seen in sandbox.ledger.requests()] == ["first"] * tries + ["second"]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_refusal_stops_at_once_whatever_its_status(gemini, sandbox, status):
    sandbox.faults.add(Fault(FaultKind.BAD_KEY, status=status))
    with pytest.raises(ModelKeyRefused):
        await text(gemini)
    assert len(sandbox.ledger.requests()) == 1


@pytest.mark.parametrize("status", [408, 502, 504])
async def test_other_outages_are_tried_again(gemini, sandbox, status):
    sandbox.faults.add(Fault(FaultKind.SERVER_ERROR, status=status))
    assert (await text(gemini)).model == "first"


async def test_all_names_are_told_when_all_models_are_retired(gemini, sandbox):
    sandbox.faults.add(Fault(FaultKind.RETIRED, times=None))
    with pytest.raises(ModelRetired, match="first, second"):
        await text(gemini)


async def test_an_outage_says_more_than_a_retired_fallback(gemini, sandbox):
    sandbox.faults.add(Fault(FaultKind.OVERLOADED, times=None, model="first"), Fault(FaultKind.RETIRED, model="second"))
    with pytest.raises(ModelUnavailable):
        await text(gemini)


class TestPausesBetweenTries:
    async def test_double_from_the_base(self, gemini, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.OVERLOADED, times=None))
        with pytest.raises(ModelUnavailable):
            await text(gemini, ["first"])
        assert pauses == [1.0, 2.0]

    async def test_are_a_random_part_of_that(self, gemini_with, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.OVERLOADED, times=2))
        await text(gemini_with(jitter=iter([0.25, 0.5]).__next__))
        assert pauses == [0.25, 1.0]

    @pytest.mark.parametrize(
        "hint", [{"retry_delay": 7.5}, {"retry_after": 7.5}, {"retry_delay": 7.5, "retry_after": 3}]
    )
    async def test_are_as_long_as_the_server_asks(self, gemini, sandbox, pauses, hint):
        sandbox.faults.add(Fault(FaultKind.RATE_LIMITED, **hint))
        await text(gemini)
        assert pauses == [7.5]

    async def test_are_not_shortened_by_a_small_hint(self, gemini_with, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.RATE_LIMITED, retry_delay=0.5))
        await text(gemini_with(retry_base_seconds=4.0))
        assert pauses == [4.0]

    async def test_follow_a_hint_inside_the_stream(self, gemini, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.STREAM_ERROR, retry_delay=5))
        await text(gemini)
        assert pauses == [5.0]

    async def test_of_more_than_half_a_minute_are_not_made_the_next_model_answers(self, gemini, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.RATE_LIMITED, retry_delay=45))
        answer = await text(gemini)
        assert answer.model == "second"
        assert answer.notes[0] == "first asks to wait 45 s; second answered."
        assert pauses == []

    async def test_are_not_made_after_the_last_try(self, gemini_with, sandbox, pauses):
        sandbox.faults.add(Fault(FaultKind.OVERLOADED, times=None))
        with pytest.raises(ModelUnavailable):
            await text(gemini_with(call_attempts=1))
        assert pauses == []


class TestTheOutputLimit:
    async def test_is_doubled_once(self, gemini_with, mind, sandbox):
        mind.text = "word " * 60
        answer = await text(gemini_with(max_output_tokens=40))
        assert answer.value == mind.text
        assert len(sandbox.ledger.requests()) == 2

    async def test_is_not_doubled_twice(self, gemini_with, mind, sandbox):
        mind.text = "word " * 200
        with pytest.raises(TruncatedAnswer) as caught:
            await text(gemini_with(max_output_tokens=40))
        assert [usage.output_tokens for usage in caught.value.usage] == [40, 80]
        assert len(sandbox.ledger.requests()) == 2

    async def test_that_cuts_json_is_not_taken_for_a_mistake_of_the_model(self, gemini_with, mind):
        mind.json = '{"name": "Bern", "inhabitants": 134000}'
        await structured(gemini_with(max_output_tokens=5))
        assert all("LAST_ANSWER" not in user for _, user, _ in mind.asked)


class TestTheKey:
    @pytest.mark.parametrize("status", [400, 401, 403])
    async def test_stands_in_no_error_although_the_server_repeats_it(self, gemini, sandbox, status):
        sandbox.faults.add(Fault(FaultKind.BAD_KEY, status=status))
        with pytest.raises(ModelKeyRefused) as caught:
            await text(gemini)
        assert "API key … not valid" in caught.value.message
        assert "AIza" not in _all_texts(caught.value)

    @pytest.mark.parametrize("kind", LASTING)
    async def test_stands_in_no_error_of_any_kind(self, gemini, sandbox, kind):
        sandbox.faults.add(Fault(kind, times=None))
        with pytest.raises(LASTING[kind][0]) as caught:
            await text(gemini)
        assert "AIza" not in _all_texts(caught.value)

    def test_stands_not_in_the_gateways_own_description(self, gemini):
        assert "AIza" not in repr(gemini)


ODD_BODIES = ["[]", "5", '"text"', "null", '{"candidates": 5}', '{"candidates": [{"content": "text"}]}', "{}", ""]


@both_ways
@pytest.mark.parametrize("body", ODD_BODIES)
async def test_a_body_of_another_shape_is_a_named_failure(gemini_with, odd_server, ask, body):
    with pytest.raises((ModelUnavailable, EmptyAnswer)):
        await ask(gemini_with(base_url=odd_server(body), call_attempts=1))


async def test_a_redirect_is_not_followed_for_it_would_carry_the_key_along(gemini_with, redirecting_server, sandbox):
    with pytest.raises(ModelUnavailable):
        await text(gemini_with(base_url=redirecting_server, call_attempts=1))
    assert sandbox.ledger.requests() == []


async def test_an_offer_to_continue_is_not_taken_for_every_continuation_is_paid(gemini_with, odd_server, headers_seen):
    candidate = {"content": {"parts": [{"text": "Bern"}]}, "finishReason": "CONTINUATION", "continuationToken": "YWJj"}
    with pytest.raises(TruncatedAnswer):
        await structured(gemini_with(base_url=odd_server(json.dumps({"candidates": [candidate]})), call_deadline=10))
    assert len(headers_seen) == 2


def _all_texts(error):
    chain = []
    while error is not None:
        chain += [str(error), repr(error), *map(repr, error.args)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(chain)
