"""What all tests share: a sandbox that answers, and a studio on a fresh data folder that talks to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from snowball_core.sandbox.server import Sandbox
from snowball_core.services.studio import Studio, open_studio
from snowball_core.settings import Settings

T = TypeVar("T")

SETTING_NAMES = (
    "GOOGLE_GENERATIVE_AI_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "TAVILY_API_KEY",
    "SUPABASE_URL",
    "SUPABASE_SERVICE_ROLE_KEY",
    "SUPABASE_ANON_KEY",
)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*SETTING_NAMES, *(name for name in os.environ if name.startswith("SNOWBALL_"))]:
        if not name.startswith("SNOWBALL_TEST_"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own, in this process."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, sandbox: Sandbox) -> Settings:
    """Settings that lead to the sandbox; retries do not wait."""
    return Settings(
        data_dir=tmp_path / "data",
        gemini_base_url=sandbox.url,
        tavily_base_url=sandbox.url,
        retry_base_seconds=0.0,
    )


@pytest.fixture
def open_studio_with(settings: Settings) -> Iterator[Callable[..., Studio]]:
    """Opens studios on the test's data folder (settings can be overridden) and closes them at the end."""
    opened: list[Studio] = []

    def open_one(**overrides: Any) -> Studio:
        studio = open_studio(settings.model_copy(update=overrides))
        opened.append(studio)
        return studio

    yield open_one
    for studio in reversed(opened):
        studio.close()


@pytest.fixture
def studio(open_studio_with: Callable[..., Studio]) -> Studio:
    """An open studio whose engine works."""
    opened = open_studio_with()
    assert opened.engine.start()
    return opened


def wait_for(condition: Callable[[], T], seconds: float = 30.0) -> T:
    """The first true value of `condition`; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError("the condition did not become true in time")
