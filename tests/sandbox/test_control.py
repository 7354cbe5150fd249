"""Steering the sandbox over HTTP, as a test or a bench in another process does."""

import pytest

GENERATE = "/v1/models/gemini-any:generateContent"
ASKED = {"contents": [{"parts": [{"text": "Hi"}]}]}


def test_a_fault_can_be_added(http):
    assert http.post("/sandbox/faults", json={"kind": "overloaded"}).status_code == 204
    assert http.post(GENERATE, json=ASKED).status_code == 503
    assert http.post(GENERATE, json=ASKED).status_code == 200


def test_several_faults_can_be_added_listed_and_cleared(http):
    http.post("/sandbox/faults", json=[{"kind": "overloaded", "times": None}, {"kind": "drop", "model": "gemini-b"}])
    assert [(fault["kind"], fault["model"]) for fault in http.get("/sandbox/faults").json()] == [
        ("overloaded", None),
        ("drop", "gemini-b"),
    ]
    http.delete("/sandbox/faults")
    assert http.get("/sandbox/faults").json() == []
    assert http.post(GENERATE, json=ASKED).status_code == 200


@pytest.mark.parametrize("body", ["", "{", "5", '{"kind": "explode"}', '[{"kind": "drop", "times": 0}]'])
def test_a_fault_that_cannot_be_meant_is_refused(http, server, body):
    assert http.post("/sandbox/faults", content=body).status_code == 422
    assert server.faults.pending() == []


def test_the_pace_can_be_set(http, server):
    assert http.post("/sandbox/pace", json={"tokens_per_second": 80}).status_code == 204
    assert server.pace.tokens_per_second == 80
    assert http.post("/sandbox/pace", json={"tokens_per_second": 0}).status_code == 422


def test_the_requests_can_be_read_and_forgotten(http):
    http.post(GENERATE, json=ASKED)
    (seen,) = http.get("/sandbox/requests").json()
    assert (seen["path"], seen["model"], seen["complete"]) == (GENERATE, "gemini-any", True)
    http.delete("/sandbox/requests")
    assert http.get("/sandbox/requests").json() == []


def test_no_web_page_can_steer_it(http, server):
    answer = http.post("/sandbox/faults", json={"kind": "drop"}, headers={"Origin": "https://attacker.example"})
    assert answer.status_code == 403
    assert server.faults.pending() == []
