"""The sandbox as Tavily's clients see it: the wire protocol, spoken by the real SDK and by plain HTTP."""

import pytest
from tavily import TavilyClient
from tavily.errors import ForbiddenError, InvalidAPIKeyError, UsageLimitExceededError

from snowball_core.sandbox.faults import Fault, FaultKind


@pytest.fixture
def sdk(server, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return TavilyClient(api_key="key", api_base_url=server.url)


class TestTheRealSdk:
    def test_gets_results(self, sdk):
        answer = sdk.search("lamps", max_results=2)
        assert answer["query"] == "lamps"
        assert [result["url"].rpartition("/")[2] for result in answer["results"]] == ["1", "2"]
        first = answer["results"][0]
        assert (first["url"], first["title"]) == ("https://library.example/lamps/1", "Lamps 1")
        assert first["published_date"] == "2026-01-01"
        assert first["raw_content"] is None
        assert 0 < first["score"] <= 1

    def test_gets_whole_texts_when_it_asks_for_them(self, sdk):
        first = sdk.search("lamps", include_raw_content="markdown")["results"][0]
        assert first["raw_content"].startswith(first["content"])
        assert len(first["raw_content"]) > len(first["content"])

    @pytest.mark.parametrize(("depth", "credits_used"), [("basic", 1), ("advanced", 2)])
    def test_learns_what_the_search_cost(self, sdk, depth, credits_used):
        assert sdk.search("lamps", search_depth=depth, include_usage=True)["usage"] == {"credits": credits_used}

    def test_gets_a_page_and_learns_which_could_not_be_read(self, sdk):
        answer = sdk.extract(["https://library.example/lamps/1", "https://elsewhere.example/"])
        assert [result["url"] for result in answer["results"]] == ["https://library.example/lamps/1"]
        assert [failed["url"] for failed in answer["failed_results"]] == ["https://elsewhere.example/"]

    @pytest.mark.parametrize(
        ("kind", "error"),
        [
            (FaultKind.RATE_LIMITED, UsageLimitExceededError),
            (FaultKind.QUOTA_DAY, ForbiddenError),
            (FaultKind.BAD_KEY, InvalidAPIKeyError),
        ],
    )
    def test_understands_the_errors(self, sdk, server, kind, error):
        server.faults.add(Fault(kind))
        with pytest.raises(error):
            sdk.search("lamps")


class TestPlainRequests:
    def test_without_a_key_are_refused(self, http):
        assert http.post("/search", json={"query": "lamps"}, headers={"Authorization": ""}).status_code == 401

    @pytest.mark.parametrize("body", ["", "[]", "{}", '{"query": ""}', '{"query": "lamps", "max_results": 21}'])
    def test_that_make_no_sense_are_refused(self, http, body):
        answer = http.post("/search", content=body)
        assert answer.status_code == 400
        assert answer.json()["detail"]["error"]

    def test_learn_the_use_of_the_plan(self, http):
        assert http.get("/usage").json()["key"]["limit"] == 1_000


def test_a_search_may_come_back_empty_on_command(http, server):
    server.faults.add(Fault(FaultKind.EMPTY, service="tavily"))
    assert http.post("/search", json={"query": "lamps"}).json()["results"] == []
    assert http.post("/search", json={"query": "lamps"}).json()["results"] != []
