"""Which shape a database file has, and how it gets the current one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path

from snowball_core.errors import StoreTooNew
from snowball_core.store.failures import damaged

_RECORD = "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT, applied_at TEXT);"


@dataclass(frozen=True)
class Migration:
    """One numbered change of the tables: `number` from the file's name `0001_name.sql`, `sql` its statements."""

    number: int
    name: str
    sql: str


@cache
def known_migrations() -> tuple[Migration, ...]:
    """The migrations that ship with the program, in order."""
    files = resources.files("snowball_core.store").joinpath("migrations").iterdir()
    found = [(file.name.removesuffix(".sql"), file) for file in files if file.name.endswith(".sql")]
    return tuple(Migration(int(name.partition("_")[0]), name, file.read_text("utf-8")) for name, file in sorted(found))


def pending(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] | None = None
) -> list[Migration]:
    """The migrations that the database at `path` still needs; reads only.

    Raises:
        StoreTooNew: it has one that this program does not know.
        StoreDamaged: it is another program's database.
    """
    known = known_migrations() if migrations is None else migrations
    applied = _applied(connection, path)
    newest = max((migration.number for migration in known), default=0)
    if max(applied, default=0) > newest:
        raise StoreTooNew(f"The database {path} was written by a newer Snowball.")
    return [migration for migration in known if migration.number not in applied]


def apply(connection: sqlite3.Connection, migration: Migration, at: datetime) -> None:
    """Apply a migration and record it, in one transaction. The caller keeps other processes from doing the same."""
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {_RECORD}\n{migration.sql}")
        connection.execute(
            "INSERT INTO schema_migrations VALUES (?, ?, ?)", (migration.number, migration.name, at.isoformat())
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _applied(connection: sqlite3.Connection, path: Path) -> set[int]:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "schema_migrations" in tables:
        return {row[0] for row in connection.execute("SELECT number FROM schema_migrations")}
    if tables:
        raise damaged(path, "belongs to another program")
    return set()
