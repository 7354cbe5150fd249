"""Many threads and processes on one file, locks, crashes, and a full disk."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from snowball_core.errors import StoreError, StoreFull, StoreUnavailable
from snowball_core.store.sqlite import FILE_NAME, SqliteStore, open_sqlite_store

from .children import add_one
from .examples import Clock, article, partial, section, source, voice

CHILDREN = Path(__file__).with_name("children.py")


def start(task: str, data_dir: Path, argument: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, CHILDREN, task, data_dir, argument], stdout=subprocess.PIPE, text=True)


@pytest.fixture
def data_dir(tmp_path: Path, clock: Clock) -> Path:
    """A data folder with the article a1, closed."""
    store = open_sqlite_store(tmp_path / "data", clock)
    store.create_voice(voice())
    store.create_article(article())
    store.close()
    return tmp_path / "data"


def test_every_update_of_many_threads_counts(data_dir: Path, clock: Clock) -> None:
    store = open_sqlite_store(data_dir, clock)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: add_one(store, "a1"), range(120)))
    assert (store.article("a1").run, store.article("a1").version) == (120, 121)
    store.close()


def test_every_update_of_many_processes_counts(data_dir: Path, clock: Clock) -> None:
    children = [start("count", data_dir, "25") for _ in range(3)]
    assert [child.wait(60) for child in children] == [0, 0, 0]
    store = open_sqlite_store(data_dir, clock)
    assert (store.article("a1").run, store.article("a1").version) == (75, 76)
    assert [s.revision for s in store.sections("a1")] == [25, 25, 25]
    store.close()


def test_many_threads_may_open_a_new_folder_at_once(tmp_path: Path, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_sqlite_store(tmp_path / "data", clock), range(8)))
    stores[0].create_voice(voice())
    assert all(store.voice("v1") == voice() for store in stores)
    for store in stores:
        store.close()


def test_a_killed_process_leaves_a_consistent_database_with_all_that_it_reported(data_dir: Path, clock: Clock) -> None:
    for _ in range(3):
        child = start("write_without_end", data_dir)
        assert child.stdout is not None
        reported = [int(child.stdout.readline()) for _ in range(5)][-1]
        child.send_signal(signal.SIGKILL)
        child.communicate()
        store = open_sqlite_store(data_dir, clock)
        stored, sections = store.article("a1"), store.sections("a1")
        assert stored.current_step_index >= reported
        assert stored.raw_content == f"{stored.current_step_index} " * 5_000
        assert len(sections) - stored.current_step_index in {0, 1}
        assert all(s.markdown == f"{s.id} " * 5_000 for s in sections)
        store.check()
        store.delete_sections("a1", frozenset())
        store.close()
        with closing(sqlite3.connect(data_dir / FILE_NAME)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "write",
    [lambda store: store.save_section("a1", section()), lambda store: store.save_partial(partial())],
    ids=["finished work", "streaming text"],
)
def test_a_lock_that_outlasts_the_timeout_makes_the_store_unavailable(
    data_dir: Path, clock: Clock, write: Callable[[SqliteStore], object]
) -> None:
    store = SqliteStore(data_dir / FILE_NAME, clock, busy_timeout=0.02)
    with closing(sqlite3.connect(data_dir / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match=FILE_NAME):
            write(store)
        assert store.article("a1") == article()
        other.execute("ROLLBACK")
    write(store)
    store.close()


def test_a_store_that_was_closed_says_so(data_dir: Path, clock: Clock) -> None:
    store = open_sqlite_store(data_dir, clock)
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.voices()


def test_closing_leaves_one_file_and_no_log(data_dir: Path) -> None:
    assert not list(data_dir.glob("*-wal")) + list(data_dir.glob("*-shm"))


def test_a_full_disk_is_named_and_keeps_all_that_was_saved(data_dir: Path, clock: Clock) -> None:
    store = SqliteStore(data_dir / FILE_NAME, clock, max_pages=80)
    saved = 0
    with pytest.raises(StoreFull, match=FILE_NAME):
        for number in range(1, 100):
            store.save_sources("a1", [source(id=f"S{number}", text="flour " * 2_000)])
            saved = number
    assert 0 < saved < 99
    assert [s.id for s in store.sources("a1")] == [f"S{n}" for n in range(1, saved + 1)]
    store.delete_source("a1", "S1")
    store.save_sources("a1", [source(text="flour " * 2_000)])
    store.check()
    store.close()


def test_an_article_whose_sources_do_not_fit_is_not_created_at_all(data_dir: Path, clock: Clock) -> None:
    store = SqliteStore(data_dir / FILE_NAME, clock, max_pages=60)
    with pytest.raises(StoreFull):
        store.create_article(article(id="a2"), [source(id=f"S{n}", text="rye " * 9_000) for n in range(1, 20)])
    with pytest.raises(StoreError, match="a2"):
        store.article("a2")
    assert store.sources("a2") == []
    store.close()


def test_finished_work_waits_for_the_disk_and_streaming_text_does_not(data_dir: Path, clock: Clock) -> None:
    store = open_sqlite_store(data_dir, clock)
    levels = {}
    for durable in (True, False):
        with store._database.writing(durable=durable) as connection:
            levels[durable] = connection.execute("PRAGMA synchronous").fetchone()[0]
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert levels == {True: 2, False: 1}
    store.close()
