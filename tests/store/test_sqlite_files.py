"""Files and folders that cannot be used: named, and left as they are."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from snowball_core.errors import DataFolderUnusable, StoreDamaged, StoreTooNew, StoreUnavailable
from snowball_core.store.migrate import Migration, apply, known_migrations, pending
from snowball_core.store.sqlite import FILE_NAME, open_sqlite_store

from .examples import START, Clock, article, source, voice

CHILDREN = Path(__file__).with_name("children.py")


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Path:
    """A closed database of about a megabyte, alone in its folder."""
    store = open_sqlite_store(tmp_path / "data", clock)
    store.create_voice(voice())
    for number in range(20):
        store.create_article(article(id=f"a{number}"), [source(text=f"{number} " * 15_000)])
    store.close()
    (tmp_path / "data" / f"{FILE_NAME}.lock").unlink()
    return tmp_path / "data" / FILE_NAME


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter (pytest's own belong to one)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for inner in folder.rglob("*"):
            inner.chmod(0o755)


def truncate(content: bytes) -> bytes:
    return content[: len(content) // 2 + 100]


def overwrite_pages(content: bytes) -> bytes:
    noise = random.Random(7).randbytes(200 * 1024)
    return content[:8192] + noise + content[8192 + len(noise) :]


def overwrite_end(content: bytes) -> bytes:
    """Where only old texts lie, which nobody reads at the start."""
    return content[: -100 * 1024] + random.Random(7).randbytes(100 * 1024)


def overwrite_start(content: bytes) -> bytes:
    return b"<html>Sign in to the hotel's network</html>".ljust(4096) + content[4096:]


@pytest.mark.parametrize("harm", [truncate, overwrite_pages, overwrite_end, overwrite_start, lambda _: b"text"])
def test_a_damaged_file_is_named_and_left_untouched(database: Path, clock: Clock, harm) -> None:
    database.write_bytes(harm(database.read_bytes()))
    before = database.read_bytes()
    with pytest.raises(StoreDamaged, match=FILE_NAME) as raised:
        open_sqlite_store(database.parent, clock)
    assert "backup" in raised.value.hint
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_damage_that_appears_while_the_store_is_open_is_named(database: Path, clock: Clock) -> None:
    store = open_sqlite_store(database.parent, clock)
    with database.open("r+b") as file:
        file.write(b"\0" * 4096)
    with pytest.raises(StoreDamaged, match=FILE_NAME):
        store.sources("a7")
    store.close()


def test_another_programs_database_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StoreDamaged, match="another program"):
        open_sqlite_store(tmp_path, clock)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_database_of_a_newer_snowball_is_refused_and_left_untouched(database: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (9999, '9999_future', '2030-01-01')")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(StoreTooNew, match=FILE_NAME):
        open_sqlite_store(database.parent, clock)
    assert database.read_bytes() == before


def test_a_database_of_a_newer_snowball_is_refused_while_another_process_has_it_open(
    database: Path, clock: Clock
) -> None:
    store = open_sqlite_store(database.parent, clock)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (9999, '9999_future', '2030-01-01')")
        connection.commit()
    with pytest.raises(StoreTooNew):
        open_sqlite_store(database.parent, clock)
    store.close()


def test_a_database_that_is_removed_while_open_does_not_pass_the_check(database: Path, clock: Clock) -> None:
    store = open_sqlite_store(database.parent, clock)
    database.unlink()
    with pytest.raises((StoreUnavailable, DataFolderUnusable), match=FILE_NAME):
        store.check()
    assert not database.exists()
    store.close()


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "a b" / "50% #1?" / "data"
    open_sqlite_store(folder, clock).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / FILE_NAME).is_file()


def test_an_empty_file_becomes_a_database(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / FILE_NAME).touch()
    store = open_sqlite_store(tmp_path, clock)
    store.check()
    store.close()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "data").write_text("mine")
    for folder in (tmp_path / "data", tmp_path / "data" / "below"):
        with pytest.raises(DataFolderUnusable, match="data"):
            open_sqlite_store(folder, clock)
    assert (tmp_path / "data").read_text() == "mine"


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(DataFolderUnusable, match=FILE_NAME):
        open_sqlite_store(tmp_path, clock)


def open_as_somebody_else(data_dir: Path) -> str:
    command = [sys.executable, CHILDREN, "open_without_privileges", data_dir]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_a_folder_that_cannot_be_made_is_named(public_folder: Path) -> None:
    (public_folder / "closed").mkdir(mode=0o555)
    answer = open_as_somebody_else(public_folder / "closed" / "data")
    assert answer.startswith("DataFolderUnusable")
    assert f"{public_folder}/closed/data" in answer


@pytest.mark.parametrize("mode", [0o555, 0o444, 0o000])
def test_a_folder_that_cannot_be_written_is_named(public_folder: Path, mode: int) -> None:
    (public_folder / "data").mkdir(mode=mode)
    assert open_as_somebody_else(public_folder / "data").startswith("DataFolderUnusable")


@pytest.mark.parametrize("mode", [0o444, 0o000])
def test_a_file_that_cannot_be_written_is_named(public_folder: Path, clock: Clock, mode: int) -> None:
    open_sqlite_store(public_folder, clock).close()
    public_folder.chmod(0o777)
    (public_folder / FILE_NAME).chmod(mode)
    answer = open_as_somebody_else(public_folder)
    assert answer.startswith("DataFolderUnusable")
    assert FILE_NAME in answer


def test_migrations_are_applied_once_and_recorded(database: Path, clock: Clock) -> None:
    clock.advance(3600)
    open_sqlite_store(database.parent, clock).close()
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT number, name, applied_at FROM schema_migrations ORDER BY number").fetchall()
        assert pending(connection, database) == []
    assert rows == [(m.number, m.name, START.isoformat()) for m in known_migrations()]


def test_migrations_are_numbered_without_gap_or_doubling() -> None:
    assert [m.number for m in known_migrations()] == list(range(1, len(known_migrations()) + 1))


def test_a_later_migration_keeps_what_is_stored(database: Path) -> None:
    later = Migration(len(known_migrations()) + 1, "later", "ALTER TABLE articles ADD COLUMN mood TEXT DEFAULT 'calm';")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        assert pending(connection, database, [*known_migrations(), later]) == [later]
        apply(connection, later, START)
        assert pending(connection, database, [*known_migrations(), later]) == []
        assert connection.execute("SELECT DISTINCT mood, count(*) FROM articles").fetchall() == [("calm", 20)]


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database: Path) -> None:
    broken = Migration(99, "broken", "CREATE TABLE half (id); INSERT INTO nowhere VALUES (1);")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            apply(connection, broken, START)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "half" not in tables
        assert pending(connection, database) == []
