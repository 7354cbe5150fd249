"""A disk that is full, and a data folder that cannot be written: what the user is told, and what it costs.

The disk is a real file system of a few megabytes, mounted in a namespace that ends with the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from snowball_core.engine import LEAST_FREE_BYTES
from snowball_core.errors import StoreFull
from snowball_core.schemas import Phase, Status
from snowball_core.store.sqlite import FILE_NAME, SqliteStore
from tests.pipeline.workshop import NOW, page

UNSHARE = ["unshare", "--user", "--map-root-user", "--mount"]
GENERATE = f'"{sys.executable}" -m snowball_core.cli generate "history of lighthouses" --out article.html'
CACHE = "from pathlib import Path; from snowball_core.step_cache import StepCache; folder = Path('disk/cache')"


def python(statement: str) -> str:
    """A shell command that runs a statement about the cache in `disk/`."""
    return f'"{sys.executable}" -c "{CACHE}; {statement}"'


def small_disks_can_be_mounted() -> bool:
    """Linux with user namespaces, which containers may forbid."""
    if shutil.which("unshare") is None:
        return False
    trial = [*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


needs_a_small_disk = pytest.mark.skipif(
    not small_disks_can_be_mounted(), reason="this system lets nobody mount a small disk for a test"
)


@pytest.fixture
def on_a_small_disk(tmp_path: Path, sandbox):
    """Runs a shell script beside `disk/`, a disk of 2.5 MB with the data folder in it; `grow` makes room on it."""
    (tmp_path / "disk").mkdir()
    environment = {
        **os.environ,
        "SNOWBALL_DATA_DIR": str(tmp_path / "disk" / "data"),
        "SNOWBALL_GEMINI_BASE_URL": sandbox.url,
        "SNOWBALL_TAVILY_BASE_URL": sandbox.url,
    }

    def run(script: str) -> subprocess.CompletedProcess[str]:
        prepared = "mount -t tmpfs -o size=2500k tmpfs disk; grow() { mount -o remount,size=50m disk; }\n"
        return subprocess.run(
            [*UNSHARE, "sh", "-c", prepared + script],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )

    return run


@needs_a_small_disk
def test_a_full_disk_is_named_and_with_room_again_the_same_command_goes_on_without_paying_twice(
    on_a_small_disk, sandbox, tmp_path
):
    done = on_a_small_disk(f"{GENERATE}; echo ended with $?; grow; {GENERATE}")
    assert "ended with 1" in done.stdout
    assert "disk with the data folder" in done.stderr
    assert "Free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "article.html").read_text().startswith("<!doctype html>")
    finished = [entry.sha256 for entry in sandbox.ledger.requests() if entry.complete]
    assert len(finished) == len(set(finished)), "what was answered was asked again"


@needs_a_small_disk
def test_a_disk_without_any_room_does_not_make_the_paid_answers_look_damaged(on_a_small_disk):
    keep = python("StepCache(folder).put('key', {'answer': 'paid'})")
    read = python("print(StepCache(folder).get('key'))")
    done = on_a_small_disk(f"{keep}; cat /dev/zero > disk/rest 2>/dev/null; {read}; rm disk/rest; {read}; ls disk")
    assert "StoreFull: The disk is full" in done.stderr
    assert done.stdout.splitlines() == ["{'answer': 'paid'}", "cache"]


async def test_a_phase_that_finds_no_room_fails_with_what_to_do_and_goes_on_when_there_is_some(
    workshop, mind, tmp_path
):
    text = "The Skerry light was lit in 1811 by Ada Stone."
    workshop.pages = [page(1, f"{text} " + "The sea was calm. " * 40_000)]
    mind.reads(page1=[(text, text)])
    article = workshop.article(mode="guided")
    workshop.store.close()
    workshop.sits_at(SqliteStore(tmp_path / "data" / FILE_NAME, lambda: NOW, max_pages=60))
    failed = await workshop.run(article)
    assert (failed.status, failed.failed_at_phase) == (Status.FAILED, Phase.RESEARCH)
    assert FILE_NAME in failed.error_message
    assert StoreFull.default_hint in failed.error_message
    workshop.store.close()
    workshop.sits_at(SqliteStore(tmp_path / "data" / FILE_NAME, lambda: NOW))
    asked = len(workshop.sandbox.ledger.requests())
    again = workshop.store.update_article("a1", failed.version, status=Status.RESEARCHING)
    assert (await workshop.run(again)).status is Status.RESEARCH_REVIEW
    assert [entry.service for entry in workshop.sandbox.ledger.requests()[asked:]] == ["gemini", "gemini"]


def test_an_engine_with_room_has_nothing_to_say(studio):
    assert shutil.disk_usage(studio.settings.data_dir).free > LEAST_FREE_BYTES
    studio.engine.check_room()


def test_a_data_folder_that_cannot_be_written_says_what_to_do(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o555)
    code = (
        "import os; from pathlib import Path; from snowball_core.cli import main;"
        "os.geteuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534)); main()"
    )
    for ancestor in [tmp_path, *tmp_path.parents][:3]:
        ancestor.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, "articles"],
        env={**os.environ, "SNOWBALL_DATA_DIR": str(folder)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "SNOWBALL_DATA_DIR" in done.stderr
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
