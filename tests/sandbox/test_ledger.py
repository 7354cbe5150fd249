"""What the sandbox records of the requests that it gets."""

import hashlib
import json

import httpx
import pytest

from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.ledger import CAPACITY, Ledger
from snowball_core.sandbox.wire import Pace

ASKED = {
    "contents": [{"parts": [{"text": "one two three four five six"}]}],
    "systemInstruction": {"parts": [{"text": "# Task: describe a city"}]},
}
STREAM = "/v1/models/gemini-any:streamGenerateContent?alt=sse"


def test_a_request_is_recorded_with_time_place_task_model_and_digest(http, server):
    body = json.dumps(ASKED).encode()
    http.post(STREAM, content=body)
    (seen,) = server.ledger.requests()
    assert (seen.service, seen.path, seen.task) == ("gemini", STREAM.partition("?")[0], "describe a city")
    assert (seen.model, seen.at, seen.fault) == ("gemini-any", server.NOW, None)
    assert seen.sha256 == hashlib.sha256(body).hexdigest()


def test_an_answer_that_was_sent_to_its_end_is_complete(http, server):
    http.post(STREAM, json=ASKED)
    http.post("/search", json={"query": "lamps"})
    seen = server.ledger.wait_for(lambda seen: all(one.complete for one in seen))
    assert [(one.service, one.status) for one in seen] == [("gemini", 200), ("tavily", 200)]


def test_an_error_is_recorded_with_its_status_and_fault(http, server):
    server.faults.add(Fault(FaultKind.OVERLOADED))
    http.post(STREAM, json=ASKED)
    (seen,) = server.ledger.wait_for(lambda seen: seen[0].complete)
    assert (seen.status, seen.fault) == (503, "overloaded")


@pytest.mark.parametrize("kind", [FaultKind.DROP, FaultKind.DROP_MID_STREAM])
def test_an_answer_that_was_dropped_is_not_complete(http, server, kind):
    server.faults.add(Fault(kind))
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(STREAM, json=ASKED)
    assert not server.ledger.requests()[0].complete


def test_an_answer_that_the_client_did_not_wait_for_is_not_complete(http, server):
    server.pace = Pace(tokens_per_second=10)
    with http.stream("POST", STREAM, json=ASKED) as answer:
        next(answer.iter_bytes())
    (seen,) = server.ledger.requests()
    assert (seen.status, seen.complete) == (200, False)


def test_no_key_is_recorded(http, server):
    http.post(STREAM, json=ASKED)
    assert "key-of-this-test" not in repr(server.ledger.requests())


def test_a_condition_that_never_holds_is_an_error():
    with pytest.raises(TimeoutError):
        Ledger(lambda: 0.0).wait_for(bool, timeout=0.01)


def test_old_requests_are_forgotten_when_there_are_very_many():
    ledger = Ledger(lambda: 0.0)
    for _ in range(CAPACITY + 5):
        ledger.open(service="gemini", path="/", task="", model="", sha256="", fault=None)
    numbers = [seen.number for seen in ledger.requests()]
    assert (len(numbers), numbers[0], numbers[-1]) == (CAPACITY, 6, CAPACITY + 5)
