"""The language model's gateway: what it asks, what it gives back, how it behaves among other calls."""

import asyncio
import threading
from itertools import pairwise

import pytest
from pydantic import BaseModel, Field

from snowball_core.errors import EmptyAnswer, ModelKeyRefused, ModelTimeout, ModelUnavailable
from snowball_core.gateways.gemini import GeminiGateway
from snowball_core.prompts import Prompt
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.wire import Pace

PROMPT = Prompt("# Task: describe a city\nBe brief.", "Describe Bern.")
CHAIN = ["first", "second"]


class City(BaseModel):
    name: str
    inhabitants: int = Field(ge=0)


class TestStructuredAnswers:
    async def test_are_validated_objects(self, gemini):
        answer = await gemini.structured(PROMPT, City, CHAIN)
        assert answer.value == City(name="Bern", inhabitants=134_000)
        assert (answer.model, answer.model_version) == ("first", "first-sandbox")
        assert answer.notes == []

    async def test_ask_with_system_text_prompt_and_our_own_schema(self, gemini, mind):
        await gemini.structured(PROMPT, City, CHAIN)
        assert mind.asked == [(PROMPT.system, PROMPT.user, City.model_json_schema())]

    async def test_may_come_in_a_code_fence(self, gemini, mind):
        mind.json = f"```json\n{mind.json}\n```"
        answer = await gemini.structured(PROMPT, City, CHAIN)
        assert answer.value.name == "Bern"
        assert len(answer.usage) == 1

    async def test_that_do_not_fit_are_repaired_by_a_prompt_that_quotes_answer_and_problem(self, gemini, mind):
        mind.script.append('{"name": "Bern", "inhabitants": -5}')
        answer = await gemini.structured(PROMPT, City, CHAIN)
        assert answer.value.inhabitants == 134_000
        system, user, schema = mind.asked[1]
        assert (system, schema) == (PROMPT.system, City.model_json_schema())
        assert user.startswith(PROMPT.user)
        assert '"inhabitants": -5' in user
        assert "inhabitants: input should be greater than or equal to 0" in user

    async def test_that_were_repaired_are_paid_twice(self, gemini, mind):
        mind.script.append("{}")
        answer = await gemini.structured(PROMPT, City, CHAIN)
        assert len(answer.usage) == 2

    async def test_are_not_repaired_twice(self, gemini, mind, sandbox):
        mind.script.extend(["{}", "{}"])
        answer = await gemini.structured(PROMPT, City, CHAIN)
        assert answer.model == "second"
        assert [seen.model for seen in sandbox.ledger.requests()] == ["first", "first", "second"]
        assert answer.notes[0] == "first gave an answer that does not fit its schema; second answered."


class TestTexts:
    async def test_are_whole(self, gemini, mind):
        mind.text = "A first paragraph with — some “special” characters.\n\nA second one.\n"
        assert (await gemini.text(PROMPT, CHAIN)).value == mind.text

    async def test_grow_while_they_come(self, gemini, mind):
        shown = []
        await gemini.text(PROMPT, CHAIN, _collect(shown))
        assert len(shown) > 1
        assert all(later.startswith(earlier) and later != earlier for earlier, later in pairwise(shown))
        assert shown[-1] == mind.text

    async def test_start_over_from_nothing_when_a_stream_breaks(self, gemini, mind, sandbox):
        sandbox.faults.add(Fault(FaultKind.DROP_MID_STREAM, chunks=2))
        shown = []
        await gemini.text(PROMPT, CHAIN, _collect(shown))
        assert shown.count("") == 1
        assert 0 < shown.index("") < len(shown) - 1
        assert shown[-1] == mind.text

    async def test_start_over_from_nothing_with_the_next_model(self, gemini, mind, sandbox):
        sandbox.faults.add(Fault(FaultKind.UNFINISHED, times=None, model="first"))
        shown = []
        answer = await gemini.text(PROMPT, CHAIN, _collect(shown))
        assert answer.model == "second"
        assert shown.count("") == 3
        assert shown[-1] == mind.text

    async def test_pass_on_what_the_receiver_raises_and_ask_no_more(self, gemini, sandbox):
        async def refuse(text):
            raise LookupError(text)

        with pytest.raises(LookupError):
            await gemini.text(PROMPT, CHAIN, refuse)
        assert len(sandbox.ledger.requests()) == 1

    async def test_pass_on_a_timeout_of_the_receiver_as_it_is(self, gemini):
        async def too_slow(text):
            raise TimeoutError(text)

        with pytest.raises(TimeoutError) as caught:
            await gemini.text(PROMPT, CHAIN, too_slow)
        assert not isinstance(caught.value, ModelTimeout)


class TestWhatACallUsed:
    async def test_is_counted_and_priced(self, gemini, mind):
        mind.text = "word " * 100
        (usage,) = (await gemini.text(PROMPT, CHAIN)).usage
        assert usage.model == "first"
        assert usage.input_tokens == pytest.approx((len(PROMPT.system) + len(PROMPT.user)) / 4, abs=2)
        assert usage.output_tokens == 125
        assert usage.cost == pytest.approx((usage.input_tokens * 1 + 125 * 10) / 1e6)
        assert usage.seconds > 0

    async def test_includes_answers_that_were_of_no_use(self, gemini, sandbox):
        sandbox.faults.add(Fault(FaultKind.EMPTY), Fault(FaultKind.DROP_MID_STREAM))
        answer = await gemini.text(PROMPT, CHAIN)
        assert len(answer.usage) == 3

    async def test_is_known_when_the_call_fails(self, gemini, sandbox):
        sandbox.faults.add(Fault(FaultKind.SAFETY))
        with pytest.raises(Exception) as caught:
            await gemini.text(PROMPT, CHAIN)
        (usage,) = caught.value.usage
        assert usage.input_tokens > 0

    async def test_is_known_when_the_deadline_ends_a_stream(self, gemini_with, sandbox):
        sandbox.faults.add(Fault(FaultKind.SLOW, seconds=0.3))
        with pytest.raises(ModelTimeout) as caught:
            await gemini_with(call_deadline=0.5).text(PROMPT, CHAIN)
        assert len(caught.value.usage) == 1

    async def test_of_a_model_without_a_price_is_said_to_count_as_nothing(self, gemini):
        answer = await gemini.text(PROMPT, ["unheard-of"])
        assert answer.usage[0].cost == 0
        assert answer.notes == ["unheard-of has no price in the settings; its cost counts as 0."]


class TestTheDeadline:
    async def test_ends_a_running_call(self, gemini_with, sandbox):
        sandbox.faults.add(Fault(FaultKind.HANG))
        with pytest.raises(ModelTimeout, match=r"within 0\.2 s"):
            await gemini_with(call_deadline=0.2).text(PROMPT, CHAIN)
        sandbox.ledger.wait_for(lambda seen: len(seen) == 1)

    async def test_ends_an_answer_that_trickles(self, gemini_with, sandbox):
        sandbox.faults.add(Fault(FaultKind.SLOW, times=None, seconds=0.2))
        with pytest.raises(ModelTimeout):
            await gemini_with(call_deadline=0.3).structured(PROMPT, City, CHAIN)
        assert len(sandbox.ledger.requests()) == 1

    async def test_counts_the_pauses_between_tries(self, gemini_with, sandbox):
        sandbox.faults.add(Fault(FaultKind.OVERLOADED, times=None))
        with pytest.raises(ModelTimeout):
            await gemini_with(call_deadline=0.3, retry_base_seconds=30.0, sleep=asyncio.sleep).text(PROMPT, CHAIN)
        assert len(sandbox.ledger.requests()) == 1

    async def test_does_not_count_the_wait_for_a_place(self, gemini_with, sandbox):
        sandbox.pace = Pace(first_token_seconds=0.4)
        gateway = gemini_with(concurrent_calls=1, call_deadline=1.0)
        answers = await asyncio.gather(*(gateway.text(PROMPT, CHAIN) for _ in range(3)))
        assert len(answers) == 3


class TestCancellation:
    async def test_passes_through_while_the_model_answers(self, gemini, sandbox):
        sandbox.faults.add(Fault(FaultKind.HANG))
        call = asyncio.create_task(gemini.text(PROMPT, CHAIN))
        await asyncio.to_thread(sandbox.ledger.wait_for, lambda seen: len(seen) == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    async def test_passes_through_while_it_waits_for_the_next_try(self, gemini_with, sandbox):
        resting = asyncio.Event()

        async def rest(seconds):
            resting.set()
            await asyncio.Event().wait()

        sandbox.faults.add(Fault(FaultKind.OVERLOADED))
        call = asyncio.create_task(gemini_with(sleep=rest).structured(PROMPT, City, CHAIN))
        await resting.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    async def test_frees_the_place(self, gemini_with, sandbox):
        gateway = gemini_with(concurrent_calls=1)
        sandbox.faults.add(Fault(FaultKind.HANG))
        call = asyncio.create_task(gateway.text(PROMPT, CHAIN))
        await asyncio.to_thread(sandbox.ledger.wait_for, lambda seen: len(seen) == 1)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert (await gateway.text(PROMPT, CHAIN)).model == "first"


class TestManyCalls:
    async def test_never_run_more_at_once_than_allowed(self, gemini_with, mind):
        crowd = _Crowd()
        mind.on_answer = crowd.pass_through
        gateway = gemini_with(concurrent_calls=2)
        await asyncio.gather(*(gateway.text(PROMPT, CHAIN) for _ in range(6)))
        assert crowd.largest == 2

    def test_may_come_from_one_event_loop_after_another(self, sandbox):
        gateway = _gateway_of_its_own(sandbox.url)
        for _ in range(3):
            assert asyncio.run(gateway.text(PROMPT, CHAIN)).model == "first"
        asyncio.run(gateway.close())

    def test_may_come_from_several_threads_at_once(self, sandbox):
        gateway = _gateway_of_its_own(sandbox.url)
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(asyncio.run(gateway.text(PROMPT, CHAIN)).model))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asyncio.run(gateway.close())
        assert answers == ["first"] * 4


class TestTheEnvironment:
    async def test_cannot_lead_a_local_call_elsewhere(self, monkeypatch, gemini_with, sandbox):
        monkeypatch.setenv("GOOGLE_API_KEY", "another")
        monkeypatch.setenv("GOOGLE_GENAI_USE_ENTERPRISE", "true")
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v9")
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        await gemini_with().text(PROMPT, CHAIN)
        assert sandbox.ledger.requests()[0].path == "/v1/models/first:streamGenerateContent"

    @pytest.mark.parametrize(("patience", "announced"), [(0.5, "10"), (45.5, "46")])
    async def test_never_hears_of_less_patience_than_the_service_accepts(
        self, gemini_with, odd_server, headers_seen, patience, announced
    ):
        with pytest.raises(EmptyAnswer):
            await gemini_with(base_url=odd_server("{}"), call_timeout=patience).structured(PROMPT, City, ["first"])
        assert headers_seen[0]["x-server-timeout"] == announced

    async def test_may_choose_the_sdks_other_http_library(self, monkeypatch, gemini_with, sandbox):
        monkeypatch.setenv("GOOGLE_GENAI_HTTP_CLIENT", "httpx")
        sandbox.faults.add(Fault(FaultKind.DROP_MID_STREAM), Fault(FaultKind.HANG))
        answer = await gemini_with(call_timeout=0.3).text(PROMPT, CHAIN)
        assert len(sandbox.ledger.requests()) == 3
        assert answer.model == "first"


class TestTheCheck:
    async def test_passes_when_the_service_takes_the_key(self, gemini, sandbox):
        await gemini.check()
        assert [seen.path for seen in sandbox.ledger.requests()] == ["/v1/models"]

    async def test_names_a_refused_key_after_one_request(self, gemini, sandbox):
        sandbox.faults.add(Fault(FaultKind.BAD_KEY, times=None))
        with pytest.raises(ModelKeyRefused):
            await gemini.check()
        assert len(sandbox.ledger.requests()) == 1

    async def test_names_a_service_that_cannot_be_reached(self, gemini_with, closed_port):
        with pytest.raises(ModelUnavailable):
            await gemini_with(base_url=f"http://127.0.0.1:{closed_port}").check()


def test_the_parameters_are_what_shapes_an_answer(gemini):
    assert gemini.parameters == {"max_output_tokens": 1_000, "thinking_level": "low"}


class _Crowd:
    """Lets calls through in pairs and counts how many are inside at once; gives a third a moment to come in."""

    def __init__(self):
        self.largest = self._inside = 0
        self._pair = threading.Barrier(2, timeout=10)
        self._changed = threading.Condition()

    def pass_through(self):
        with self._changed:
            self._inside += 1
            self.largest = max(self.largest, self._inside)
            self._changed.notify_all()
        self._pair.wait()
        with self._changed:
            self._changed.wait_for(lambda: self.largest > 2, timeout=0.05)
        self._pair.wait()
        with self._changed:
            self._inside -= 1


def _collect(shown):
    async def on_text(text):
        shown.append(text)

    return on_text


def _gateway_of_its_own(url):
    return GeminiGateway(
        api_key="key",
        base_url=url,
        prices={},
        call_timeout=20,
        call_deadline=60,
        call_attempts=1,
        retry_base_seconds=0,
        max_output_tokens=1_000,
        thinking_level="low",
        concurrent_calls=2,
    )
