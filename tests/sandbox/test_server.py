"""The sandbox as a server: starting, stopping, pace, connections that break, and another process."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest

from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace

ASKED = {"contents": [{"parts": [{"text": "one two three four five six seven eight nine ten"}]}]}
GENERATE = "/v1/models/gemini-any:generateContent"
STREAM = "/v1/models/gemini-any:streamGenerateContent?alt=sse"
KEY = {"x-goog-api-key": "key"}


class TestStartAndStop:
    def test_a_started_sandbox_answers_at_once(self):
        with Sandbox() as sandbox:
            assert httpx.get(f"{sandbox.url}/sandbox/requests", trust_env=False).json() == []

    def test_a_stopped_sandbox_is_gone(self):
        with Sandbox() as sandbox:
            url = sandbox.url
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)

    def test_a_stop_does_not_wait_for_an_answer_that_hangs(self):
        sandbox = Sandbox().start()
        sandbox.faults.add(Fault(FaultKind.HANG))
        client = _InBackground(f"{sandbox.url}{GENERATE}")
        sandbox.ledger.wait_for(lambda seen: len(seen) == 1)
        sandbox.stop()
        assert isinstance(client.outcome(), httpx.RemoteProtocolError)

    def test_a_stop_does_not_wait_for_a_slow_answer(self):
        sandbox = Sandbox().start()
        sandbox.pace = Pace(first_token_seconds=600)
        client = _InBackground(f"{sandbox.url}{STREAM}")
        sandbox.ledger.wait_for(lambda seen: seen != [] and seen[0].status == 200)
        sandbox.stop()
        assert isinstance(client.outcome(), httpx.RemoteProtocolError)

    def test_a_second_stop_is_harmless(self):
        sandbox = Sandbox().start()
        sandbox.stop()
        sandbox.stop()

    def test_a_stopped_sandbox_can_start_again_on_the_same_port(self):
        with Sandbox() as first:
            port = int(first.url.rpartition(":")[2])
        with Sandbox(port) as second:
            assert second.url == first.url

    def test_a_taken_port_is_an_error_and_nothing_is_left_running(self):
        threads = threading.active_count()
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
            Sandbox(taken.getsockname()[1]).start()
        assert threading.active_count() == threads

    def test_two_sandboxes_know_nothing_of_each_other(self):
        with Sandbox() as one, Sandbox() as other:
            one.faults.add(Fault(FaultKind.DROP))
            assert one.url != other.url
            assert other.faults.pending() == []


class TestPace:
    def test_is_as_fast_as_possible_by_default(self, http):
        started = time.monotonic()
        http.post(STREAM, json=ASKED)
        assert time.monotonic() - started < 2

    def test_can_be_as_slow_as_a_real_model(self, http, server):
        server.pace = Pace(first_token_seconds=0.1, tokens_per_second=100)
        started = time.monotonic()
        http.post(STREAM, json=ASKED)
        assert time.monotonic() - started >= 0.2

    def test_shows_between_the_chunks_of_a_stream(self, http, server):
        server.faults.add(Fault(FaultKind.SLOW, seconds=0.05))
        with http.stream("POST", STREAM, json=ASKED) as answer:
            arrivals = [time.monotonic() for _ in answer.iter_bytes()]
        assert len(arrivals) > 2
        assert arrivals[-1] - arrivals[0] >= 0.05


class TestBrokenConnections:
    def test_a_drop_gives_no_answer(self, http, server):
        server.faults.add(Fault(FaultKind.DROP))
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            http.post(GENERATE, json=ASKED)

    @pytest.mark.parametrize("path", [GENERATE, STREAM])
    def test_a_drop_in_mid_stream_gives_a_part_of_the_answer(self, http, server, path):
        server.faults.add(Fault(FaultKind.DROP_MID_STREAM))
        received = b""
        with http.stream("POST", path, json=ASKED) as answer, contextlib.suppress(httpx.RemoteProtocolError):
            for piece in answer.iter_bytes():
                received += piece
        assert b'"text"' in received
        assert b"finishReason" not in received or path == GENERATE

    def test_a_hanging_answer_ends_when_the_client_gives_up(self, http, server):
        server.faults.add(Fault(FaultKind.HANG))
        with pytest.raises(httpx.ReadTimeout):
            http.post(GENERATE, json=ASKED, timeout=0.1)
        assert http.post(GENERATE, json=ASKED).status_code == 200

    def test_an_html_page_comes_with_status_200(self, http, server):
        server.faults.add(Fault(FaultKind.HTML_200))
        answer = http.post(GENERATE, json=ASKED)
        assert (answer.status_code, answer.text[:6]) == (200, "<html>")


def test_a_request_for_another_host_is_refused(http):
    assert http.get("/usage", headers={"host": "attacker.example"}).status_code == 400


class TestAnotherProcess:
    @pytest.fixture
    def url(self):
        command = [sys.executable, "-m", "snowball_core.sandbox"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            yield json.loads(process.stdout.readline())["url"]
            process.terminate()

    def test_says_where_it_is_and_answers_with_the_mind_and_the_library_that_ship_with_it(self, url):
        with httpx.Client(base_url=url, trust_env=False, headers={"Authorization": "Bearer key", **KEY}) as http:
            assert http.post(GENERATE, json=ASKED).json()["candidates"][0]["finishReason"] == "STOP"
            assert http.post("/search", json={"query": "heat pumps in old houses"}).json()["results"]
            assert len(http.get("/sandbox/requests").json()) == 2


class _InBackground:
    """A request in a thread of its own."""

    def __init__(self, url):
        self._outcome = None
        self._thread = threading.Thread(target=self._ask, args=(url,))
        self._thread.start()

    def _ask(self, url):
        try:
            self._outcome = httpx.post(url, json=ASKED, headers=KEY, trust_env=False, timeout=60)
        except httpx.HTTPError as error:
            self._outcome = error

    def outcome(self):
        self._thread.join(timeout=20)
        return self._outcome
