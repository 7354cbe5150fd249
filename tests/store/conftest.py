from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snowball_core.store.protocol import Store
from snowball_core.store.sqlite import open_sqlite_store

from .examples import Clock, article, voice


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Every implementation of the protocol, empty: the tests that take this fixture are its contract."""
    openers = {"sqlite": lambda: open_sqlite_store(tmp_path / "data", clock)}
    opened: Store = openers[request.param]()
    yield opened
    opened.close()


@pytest.fixture
def stocked(store: Store) -> Store:
    """The store with the voice v1 and its article a1."""
    store.create_voice(voice())
    store.create_article(article())
    return store
