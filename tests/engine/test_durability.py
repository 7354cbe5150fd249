"""The third promise: kill the process anywhere, nothing paid is lost, nothing finished is asked again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace
from tests.conftest import wait_for

KEYWORD = "history of lighthouses"
KILL_AFTER_REQUESTS = [1, 5, 9, 12, 15]
"""Each in turn: the search, reading, the outline, writing, polish. `bench/kills.py` kills at random, and more often."""


class Command:
    """`snowball generate` in a process of its own."""

    def __init__(self, data_dir: Path, sandbox: Sandbox, out: Path) -> None:
        environment = {
            **os.environ,
            "SNOWBALL_DATA_DIR": str(data_dir),
            "SNOWBALL_GEMINI_BASE_URL": sandbox.url,
            "SNOWBALL_TAVILY_BASE_URL": sandbox.url,
            "SNOWBALL_RETRY_BASE_SECONDS": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "snowball_core.cli", "generate", KEYWORD, "--out", str(out)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def finish(self) -> str:
        output, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, output
        return output


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "article.html"


@pytest.mark.timeout(300)
def test_an_article_killed_in_every_phase_is_the_article_without_kills(tmp_path, out):
    with Sandbox() as undisturbed:
        Command(tmp_path / "undisturbed", undisturbed, out).finish()
        expected = without_dates(out.read_text())
        expected_requests = Counter(entry.sha256 for entry in undisturbed.ledger.requests())
    with Sandbox() as sandbox:
        sandbox.pace = Pace(first_token_seconds=0.15, tokens_per_second=400)
        kills = 0
        for threshold in KILL_AFTER_REQUESTS:
            command = Command(tmp_path / "killed", sandbox, out)
            wait_for(lambda n=threshold, c=command: len(sandbox.ledger.requests()) >= n or c.process.poll() is not None)
            if command.process.poll() is not None:
                break
            command.kill()
            kills += 1
        output = Command(tmp_path / "killed", sandbox, out).finish()
        entries = sandbox.ledger.requests()
    assert kills >= len(KILL_AFTER_REQUESTS) - 1
    assert "Resuming" in output
    assert without_dates(out.read_text()) == expected
    finished = Counter(entry.sha256 for entry in entries if entry.complete)
    asked = Counter(entry.sha256 for entry in entries)
    assert set(asked) == set(expected_requests)
    repeated = sum(asked.values()) - len(asked)
    in_flight = sum(1 for entry in entries if not entry.complete)
    assert max(finished.values()) <= 2
    assert repeated <= in_flight + kills


def without_dates(page: str) -> str:
    """The page less the moments at which it was made."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+]00:00)", "", page)
