"""A sandbox whose model and library are as plain as can be, and a plain client for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace

LAMPS = [
    LibraryDocument(
        f"https://library.example/lamps/{n}", f"Lamps {n}", "Lamp News", f"2026-01-0{n}", f"Lamps of kind {n}. " * 50
    )
    for n in range(1, 4)
]


class PlainSandbox(Sandbox):
    """Its model repeats what it was asked; its library knows lamps; its clock stands still."""

    NOW = 1_795_000_000.0

    def __init__(self) -> None:
        super().__init__(
            answer=self.said,
            search=lambda query, limit: LAMPS[:limit] if "lamps" in query else [],
            find=lambda url: next((page for page in LAMPS if page.url == url), None),
            clock=lambda: self.NOW,
        )

    @staticmethod
    def said(system: str, user: str, schema: dict[str, object] | None) -> str:
        """The answer to a prompt."""
        if "raise an error" in user:
            raise RuntimeError("on command")
        return f"You said: {user}" if schema is None else json.dumps({"you said": user, "schema": schema})


@pytest.fixture(scope="session")
def _running() -> Iterator[PlainSandbox]:
    with PlainSandbox() as running:
        yield running


@pytest.fixture
def server(_running: PlainSandbox) -> PlainSandbox:
    _running.faults.clear()
    _running.ledger.clear()
    _running.pace = Pace()
    return _running


@pytest.fixture
def http(server: PlainSandbox) -> Iterator[httpx.Client]:
    """A client with a key for both services."""
    headers = {"x-goog-api-key": "key-of-this-test", "Authorization": "Bearer key-of-this-test"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20) as client:
        yield client
