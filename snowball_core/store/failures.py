"""What SQLite reports, as errors that a person understands: the one place of translation."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from snowball_core.errors import (
    Conflict,
    DataFolderUnusable,
    InputError,
    NotFound,
    SnowballError,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreUnavailable,
)

_ROOM_FOR_SHARED_MEMORY = 64 * 1024
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors about the database at `path` into ours; other exceptions pass.

    Raises:
        StoreError: of the kind that tells what to do.
        InputError: a value that no database file can hold (half a surrogate pair, an integer over 64 bits).
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error, path) from error
    except OSError as error:
        raise refused_by_system(path, error) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise InputError("A value contains characters or numbers that cannot be stored.") from error


def damaged(path: Path, reason: str) -> StoreDamaged:
    """The error for a file that cannot be used as it is; `reason` completes "The database … "."""
    return StoreDamaged(
        f"The database {path} {reason}; it was left untouched.",
        hint="Put a backup in its place, or rename the file to begin with an empty studio.",
    )


def unusable_folder(folder: Path, reason: str) -> DataFolderUnusable:
    """The error for a data folder that cannot be created or written; `reason` completes "… {folder} "."""
    return DataFolderUnusable(f"The data folder {folder} {reason}.")


def refused_by_system(path: Path, error: OSError) -> StoreError:
    """The error for a folder or file beside the database that the operating system did not let us make."""
    if error.errno == errno.ENOSPC:
        return no_space(path)
    return unusable_folder(path.parent, f"cannot be made or written ({error.strerror})")


def no_space(path: Path) -> StoreFull:
    """The error for a write that found no room."""
    return StoreFull(f"There is no space left for the database {path}.")


def locked(path: Path) -> StoreUnavailable:
    """The error for a write that waited longer than the busy timeout."""
    return StoreUnavailable(f"Another process keeps the database {path} locked.")


def _translation(error: sqlite3.Error, path: Path) -> SnowballError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _disk_is_full(path)):
        return no_space(path)
    if primary in _LOCKED:
        return locked(path)
    if primary in _DAMAGED:
        return damaged(path, f"cannot be read ({error})")
    if primary in _UNWRITABLE:
        return unusable_folder(path.parent, f"or {path.name} in it cannot be written ({error})")
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return _broken_constraint(code)
    return StoreError(f"The database {path} reports an error ({error}).")


def _broken_constraint(code: int) -> StoreError:
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NotFound("The article or voice that this belongs to does not exist (any more).")
    return Conflict("Something with the same id exists already.")


def _disk_is_full(path: Path) -> bool:
    """SQLite calls a full disk an input/output error when it cannot extend the WAL's shared memory."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_FOR_SHARED_MEMORY
    except OSError:
        return False
