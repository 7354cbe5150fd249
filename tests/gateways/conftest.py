"""A sandbox whose model answers as told, and gateways to it whose pauses are recorded, not waited for."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import pytest_asyncio

from snowball_core.gateways.gemini import GeminiGateway
from snowball_core.gateways.tavily import TavilyGateway
from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace
from snowball_core.settings import Price

KEY = "AIza-a-secret-key-of-this-test"

LIBRARY = [
    LibraryDocument(f"https://library.example/{n}", f"Page {n}", "Library", f"2026-01-0{n}", f"# Page {n}\n\nText.")
    for n in range(1, 6)
]


@dataclass
class Mind:
    """The model: gives the scripted answers first, then these; remembers user texts and schemas."""

    text: str = "Bern lies on the Aare. It has been the seat of the government since 1848."
    json: str = '{"name": "Bern", "inhabitants": 134000}'
    script: deque[str] = field(default_factory=deque)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    on_answer: Callable[[], None] = lambda: None

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]

    def answer(self, system: str, user: str, schema: dict[str, object] | None) -> str:
        self.asked.append((system, user, schema))
        self.on_answer()
        if self.script:
            return self.script.popleft()
        return self.text if schema is None else self.json


@pytest.fixture(scope="session")
def _stage() -> Iterator[tuple[Mind, Sandbox]]:
    """One server for all tests of a process."""
    mind = Mind()
    sandbox = Sandbox(
        answer=mind.answer,
        search=lambda query, limit: LIBRARY[:limit] if "page" in query else [],
        find=lambda url: next((page for page in LIBRARY if page.url == url), None),
    )
    with sandbox:
        yield mind, sandbox


@pytest.fixture
def mind(_stage: tuple[Mind, Sandbox]) -> Mind:
    _stage[0].forget()
    return _stage[0]


@pytest.fixture
def sandbox(_stage: tuple[Mind, Sandbox], mind: Mind) -> Sandbox:
    sandbox = _stage[1]
    sandbox.faults.clear()
    sandbox.ledger.clear()
    sandbox.pace = Pace()
    return sandbox


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that a gateway wanted to sleep between two tries."""
    return []


@pytest.fixture
def rest(pauses: list[float]) -> Callable[[float], Any]:
    async def record(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    return record


@pytest_asyncio.fixture
async def gemini_with(sandbox: Sandbox, rest: Callable[[float], Any]) -> AsyncIterator[Callable[..., GeminiGateway]]:
    """Makes gateways to the sandbox; jitter is always the whole backoff."""
    made: list[GeminiGateway] = []

    def make(**overrides: Any) -> GeminiGateway:
        arguments: dict[str, Any] = {
            "api_key": KEY,
            "base_url": sandbox.url,
            "prices": {"first": Price(input=1, output=10, as_of=date(2026, 11, 23))},
            "call_timeout": 20.0,
            "call_deadline": 60.0,
            "call_attempts": 3,
            "retry_base_seconds": 1.0,
            "max_output_tokens": 1_000,
            "thinking_level": "low",
            "concurrent_calls": 8,
            "sleep": rest,
            "jitter": lambda: 1.0,
        }
        made.append(GeminiGateway(**{**arguments, **overrides}))
        return made[-1]

    yield make
    for gateway in made:
        await gateway.close()


@pytest.fixture
def gemini(gemini_with: Callable[..., GeminiGateway]) -> GeminiGateway:
    return gemini_with()


@pytest.fixture
def tavily_with(sandbox: Sandbox, rest: Callable[[float], Any]) -> Callable[..., TavilyGateway]:
    def make(**overrides: Any) -> TavilyGateway:
        arguments: dict[str, Any] = {
            "api_key": KEY,
            "base_url": sandbox.url,
            "call_timeout": 20.0,
            "call_attempts": 3,
            "retry_base_seconds": 1.0,
            "concurrent_calls": 8,
            "sleep": rest,
            "jitter": lambda: 1.0,
        }
        return TavilyGateway(**{**arguments, **overrides})

    return make


@pytest.fixture
def tavily(tavily_with: Callable[..., TavilyGateway]) -> TavilyGateway:
    return tavily_with()


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def headers_seen() -> list[dict[str, str]]:
    """The headers of every request to a server of `odd_server`, names in lower case."""
    return []


@pytest.fixture
def odd_server(headers_seen: list[dict[str, str]]) -> Iterator[Callable[[str], str]]:
    """Starts servers that answer everything with a body, status 200; gives their addresses."""
    content_type = {"Content-Type": "application/json"}
    with ExitStack() as running:
        yield lambda body: running.enter_context(_serving(200, content_type, body.encode(), headers_seen))


@pytest.fixture
def redirecting_server(sandbox: Sandbox) -> Iterator[str]:
    """The address of a server that sends every caller on to the sandbox."""
    with _serving(307, {"Location": f"{sandbox.url}/v1/models/first:streamGenerateContent"}, b"", []) as url:
        yield url


@contextmanager
def _serving(status: int, headers: dict[str, str], body: bytes, seen: list[dict[str, str]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
