"""The search's gateway: what it asks, what it gives back, and every way in which it fails."""

import asyncio
import json

import pytest

from snowball_core.errors import SearchKeyRefused, SearchQuotaExhausted, SearchUnavailable
from snowball_core.gateways.tavily import FoundPage
from snowball_core.sandbox.faults import Fault, FaultKind

TRIES = 3


class TestSearch:
    async def test_gives_pages_with_their_whole_text_best_first(self, tavily):
        answer = await tavily.search("a page", 3)
        assert answer.results[0] == FoundPage(
            "https://library.example/1", "Page 1", "# Page 1\n\nText.", "2026-01-01", 0.95
        )
        assert [page.title for page in answer.results] == ["Page 1", "Page 2", "Page 3"]
        assert answer.results[0].score > answer.results[1].score

    async def test_uses_two_credits_for_its_depth(self, tavily):
        answer = await tavily.search("a page", 3)
        assert answer.credits == 2
        assert answer.seconds > 0

    async def test_may_find_nothing(self, tavily):
        assert (await tavily.search("nothing of that kind", 3)).results == []

    async def test_makes_one_request(self, tavily, sandbox):
        await tavily.search("a page", 3)
        assert [seen.path for seen in sandbox.ledger.requests()] == ["/search"]

    @pytest.mark.parametrize("raw_content", [None, "  \n"])
    async def test_takes_the_excerpt_where_the_service_has_no_text(self, tavily_with, odd_server, raw_content):
        result = {"url": "https://a.example/", "title": None, "content": "Excerpt.", "raw_content": raw_content}
        body = json.dumps({"results": [result]})
        answer = await tavily_with(base_url=odd_server(body)).search("a page", 3)
        assert answer.results == [FoundPage("https://a.example/", "", "Excerpt.")]
        assert answer.credits == 2

    @pytest.mark.parametrize("url", ["", "ftp://a.example/", "javascript:alert(1)", "https://a.example/ x"])
    async def test_leaves_out_what_has_no_web_address(self, tavily_with, odd_server, url):
        body = f'{{"results": [{{"url": "{url}", "title": "A", "content": "B"}}]}}'
        assert (await tavily_with(base_url=odd_server(body)).search("a page", 3)).results == []


class TestExtract:
    async def test_gives_the_page(self, tavily):
        answer = await tavily.extract("https://library.example/2")
        assert answer.page.text == "# Page 2\n\nText."
        assert answer.credits == pytest.approx(0.2)

    async def test_gives_none_for_a_page_that_the_service_cannot_read(self, tavily):
        answer = await tavily.extract("https://elsewhere.example/")
        assert answer.page is None
        assert answer.credits == 0


LASTING = {
    FaultKind.RATE_LIMITED: (SearchUnavailable, TRIES),
    FaultKind.QUOTA_DAY: (SearchQuotaExhausted, 1),
    FaultKind.SERVER_ERROR: (SearchUnavailable, TRIES),
    FaultKind.OVERLOADED: (SearchUnavailable, TRIES),
    FaultKind.BAD_KEY: (SearchKeyRefused, 1),
    FaultKind.DROP: (SearchUnavailable, TRIES),
    FaultKind.DROP_MID_STREAM: (SearchUnavailable, TRIES),
    FaultKind.HTML_200: (SearchUnavailable, TRIES),
    FaultKind.BROKEN_BODY: (SearchUnavailable, TRIES),
}


def search(gateway):
    return gateway.search("a page", 3)


def extract(gateway):
    return gateway.extract("https://library.example/2")


both_ways = pytest.mark.parametrize("ask", [search, extract])


@both_ways
@pytest.mark.parametrize("kind", LASTING)
async def test_a_lasting_failure_is_named(tavily, sandbox, ask, kind):
    sandbox.faults.add(Fault(kind, times=None))
    error, requests = LASTING[kind]
    with pytest.raises(error) as caught:
        await ask(tavily)
    assert len(sandbox.ledger.requests()) == requests
    assert "AIza" not in f"{caught.value!r}{caught.value}"


@both_ways
async def test_a_failure_that_passes_costs_one_request_more(tavily, sandbox, ask):
    sandbox.faults.add(Fault(FaultKind.DROP))
    await ask(tavily)
    assert len(sandbox.ledger.requests()) == 2


@both_ways
@pytest.mark.parametrize("kind", [FaultKind.HANG, FaultKind.SLOW])
async def test_a_service_that_does_not_come_to_an_end_is_named_after_all_tries(tavily_with, sandbox, ask, kind):
    sandbox.faults.add(Fault(kind, times=None, seconds=0.1))
    with pytest.raises(SearchUnavailable, match="in time"):
        await ask(tavily_with(call_timeout=0.15, call_attempts=2))
    assert len(sandbox.ledger.requests()) == 2


@pytest.mark.parametrize("status", [432, 433])
async def test_a_used_up_plan_is_named_whatever_its_status(tavily, sandbox, status):
    sandbox.faults.add(Fault(FaultKind.QUOTA_DAY, status=status))
    with pytest.raises(SearchQuotaExhausted):
        await search(tavily)


async def test_a_used_up_plan_is_known_by_its_message_too(tavily, sandbox):
    sandbox.faults.add(Fault(FaultKind.QUOTA_DAY, status=429))
    with pytest.raises(SearchQuotaExhausted):
        await search(tavily)
    assert len(sandbox.ledger.requests()) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_is_named_whatever_its_status(tavily, sandbox, status):
    sandbox.faults.add(Fault(FaultKind.BAD_KEY, status=status))
    with pytest.raises(SearchKeyRefused, match="invalid API key …"):
        await search(tavily)


async def test_a_request_that_the_service_does_not_take_is_not_repeated(tavily, sandbox):
    sandbox.faults.add(Fault(FaultKind.BAD_KEY, status=400))
    with pytest.raises(SearchUnavailable):
        await search(tavily)
    assert len(sandbox.ledger.requests()) == 1


async def test_a_server_that_is_not_there_is_named(tavily_with, closed_port):
    with pytest.raises(SearchUnavailable):
        await search(tavily_with(base_url=f"http://127.0.0.1:{closed_port}"))


async def test_the_servers_wish_to_wait_is_granted(tavily, sandbox, pauses):
    sandbox.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after=9), Fault(FaultKind.OVERLOADED))
    await search(tavily)
    assert pauses == [9.0, 2.0]


@pytest.mark.parametrize("body", ["[]", "5", "null", "{", '{"results": 5}', '{"results": [{"title": "no address"}]}'])
async def test_a_body_of_another_shape_is_a_named_failure(tavily_with, odd_server, body):
    with pytest.raises(SearchUnavailable, match="cannot be read"):
        await search(tavily_with(base_url=odd_server(body), call_attempts=1))


async def test_a_local_call_does_not_go_through_a_proxy(monkeypatch, tavily):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "TAVILY_HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await search(tavily)).results


async def test_cancellation_passes_through(tavily, sandbox):
    sandbox.faults.add(Fault(FaultKind.HANG))
    call = asyncio.create_task(search(tavily))
    await asyncio.to_thread(sandbox.ledger.wait_for, lambda seen: len(seen) == 1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


def test_one_event_loop_after_another_may_search(tavily):
    assert all(asyncio.run(search(tavily)).results for _ in range(2))


class TestTheCheck:
    async def test_passes_when_the_service_takes_the_key(self, tavily, sandbox):
        await tavily.check()
        assert [seen.path for seen in sandbox.ledger.requests()] == ["/usage"]

    async def test_names_a_refused_key_after_one_request(self, tavily, sandbox):
        sandbox.faults.add(Fault(FaultKind.BAD_KEY, times=None))
        with pytest.raises(SearchKeyRefused):
            await tavily.check()
        assert len(sandbox.ledger.requests()) == 1

    async def test_names_a_service_that_cannot_be_reached(self, tavily_with, closed_port):
        with pytest.raises(SearchUnavailable):
            await tavily_with(base_url=f"http://127.0.0.1:{closed_port}").check()
