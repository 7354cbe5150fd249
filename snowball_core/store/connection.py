"""How the database file is opened, shared among threads, and written durably.

Durability: the journal is a write-ahead log. A commit that holds finished or paid work is synced to the
disk before it returns (`synchronous=FULL`, and `F_FULLFSYNC` where the system has it), because a power cut
must not take it. Streaming text and progress are written several times a second and are worth nothing
after a power cut, so they do not wait for the disk (`NORMAL`); the file stays consistent either way.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from snowball_core.errors import StoreDamaged, StoreUnavailable
from snowball_core.store.failures import damaged, locked, translated, unusable_folder
from snowball_core.store.migrate import apply, pending

_CHECKED_WHOLE_BYTES = 256 * 1024 * 1024
_IDLE_CONNECTIONS = 8
_PRAGMAS = (
    "foreign_keys=ON",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "cell_size_check=ON",
    "journal_size_limit=16777216",
)


def folded(text: object) -> str:
    """Text as it is compared when case does not matter; the SQL function `casefold`. NULL gives ""."""
    return "" if text is None else unicodedata.normalize("NFC", str(text)).casefold()


def connect(
    path: Path, *, busy_timeout: float, max_pages: int | None = None, create: bool = False
) -> sqlite3.Connection:
    """A connection set up as the store needs it: explicit transactions, foreign keys, the function `casefold`.

    `busy_timeout` is in seconds; `max_pages` bounds the file (pages of 4 KiB); without `create` the file must
    exist. Raises `sqlite3.Error`.
    """
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    connection = sqlite3.connect(address, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function("casefold", 1, folded, deterministic=True)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if max_pages is not None:
            connection.execute(f"PRAGMA max_page_count={max_pages:d}")
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """The file, open: hands out transactions to any number of threads.

    Connections are kept in a small pool, because a studio's threads come and go by the hundred. Writers of
    one process queue at a lock, which is fair and does not poll; among processes SQLite's own lock decides.

    Args:
        path: the file; its folder must exist.
        clock: gives the time, aware.
        busy_timeout: how many seconds a writer waits for others.
        max_pages: bound of the file in pages of 4 KiB; None for no bound but the disk.

    Raises:
        StoreError: the file cannot be used; the message says what to do.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], *, busy_timeout: float, max_pages: int | None
    ) -> None:
        self.path = path
        self._clock = clock
        self._busy_timeout = busy_timeout
        self._max_pages = max_pages
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue(_IDLE_CONNECTIONS)
        self._write_turn = threading.Lock()
        self._closed = False
        with translated(path):
            _inspect(path)
            self._bring_up_to_date()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one consistent state."""
        with translated(self.path), self._borrowed() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction that may write; committed at the end, rolled back on any exception.

        `durable`: the commit waits until the disk has it.
        """
        with translated(self.path), self._turn(), self._borrowed() as connection:
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            with _transaction(connection, "BEGIN IMMEDIATE"):
                yield connection

    def close(self) -> None:
        """Close the idle connections now and the others when they are given back; safe to call twice."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._write_turn.acquire(timeout=self._busy_timeout):
            raise locked(self.path)
        try:
            yield
        finally:
            self._write_turn.release()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise StoreUnavailable(f"The database {self.path} is closed.")
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        try:
            self._idle.put_nowait(connection)
        except queue.Full:
            connection.close()
        if self._closed:
            self.close()

    def _connect(self, *, create: bool = False) -> sqlite3.Connection:
        return connect(self.path, busy_timeout=self._busy_timeout, max_pages=self._max_pages, create=create)

    def _bring_up_to_date(self) -> None:
        with closing(self._connect(create=True)) as connection:
            missing = pending(connection, self.path)
            journal: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
            if journal == "wal" and not missing:
                return
            with self._alone():
                connection.execute("PRAGMA journal_mode=WAL")
                for migration in pending(connection, self.path):
                    apply(connection, migration, self._clock())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from setting up the same file: SQLite does not wait when two switch to WAL."""
        try:
            with FileLock(f"{self.path}.lock", timeout=self._busy_timeout):
                yield
        except Timeout:
            raise locked(self.path) from None


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _inspect(path: Path) -> None:
    """Look at an existing file without changing it or writing beside it. Raises a `StoreError`."""
    if not path.exists():
        return
    if not path.is_file():
        raise unusable_folder(path.parent, f"cannot be used: {path.name} in it is not a file")
    if not os.access(path, os.R_OK | os.W_OK):
        raise unusable_folder(path.parent, f"cannot be used: {path.name} in it cannot be read and written")
    seen = path.stat()
    if seen.st_size == 0 or _in_use(path):
        return
    try:
        _inspect_contents(path, whole=seen.st_size <= _CHECKED_WHOLE_BYTES)
    except (sqlite3.Error, StoreDamaged):
        if not _in_use(path) and path.stat().st_mtime_ns == seen.st_mtime_ns:
            raise


def _in_use(path: Path) -> bool:
    """A log beside the file belongs to its state: another process has it open, or one died with it open."""
    return any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal"))


def _inspect_contents(path: Path, *, whole: bool) -> None:
    # `immutable` makes SQLite neither lock nor write; wrong as soon as somebody opens the file meanwhile.
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
        pending(connection, path)
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if whole else "ok"
        if problem != "ok":
            raise damaged(path, "is damaged")
