"""The content-addressed cache of paid steps: what was paid once is never paid again.

A key is the SHA-256 of canonical JSON over all that determines an answer. Values are JSON (never pickle).
Paid answers are never evicted; only entries written with a lifetime (search results) expire.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import shutil
import sqlite3
import uuid
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diskcache import Cache, JSONDisk, Timeout

from snowball_core.errors import StoreError, StoreFull, StoreUnavailable

LEASE_SECONDS = 10.0
BEAT_SECONDS = 3.0
POLL_SECONDS = 0.1
ROOM_FOR_SHARED_MEMORY = 64 * 1024

log = logging.getLogger(__name__)


def step_key(step: str, **identity: Any) -> str:
    """The key of a step: SHA-256, in hex, of canonical JSON over its name and its whole identity."""
    canonical = json.dumps({"step": step, **identity}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class CacheInfo:
    """How much the cache holds: number of answers, bytes on disk, and where."""

    answers: int
    bytes: int
    folder: Path


@dataclass(frozen=True)
class Cached:
    """A value and whether it was there already (`hit`) or has just been made."""

    value: dict[str, Any]
    hit: bool


class StepCache:
    """A folder of paid answers, safe for several threads and processes.

    Raises:
        StoreFull, StoreUnavailable, StoreError: the folder cannot be written. A damaged cache is set
            aside (renamed, never deleted) and a new one begun; the log says so.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._owner = uuid.uuid4().hex
        self._cache = self._open()

    def get(self, key: str) -> dict[str, Any] | None:
        """The value of a key, or None. An unreadable value counts as absent and is removed."""
        try:
            value = self._cache.get(key)
        except (zlib.error, ValueError, EOFError, OSError):
            log.warning("an unreadable cache entry was removed")
            self._discard(key)
            return None
        except (sqlite3.Error, Timeout) as error:
            raise _translated(error, self._folder) from error
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: dict[str, Any], lifetime: float | None = None) -> None:
        """Keep a value, for ever or for `lifetime` seconds. Durable when this returns."""
        try:
            self._cache.set(key, value, expire=lifetime, tag="answer")
        except (sqlite3.Error, Timeout, OSError) as error:
            raise _translated(error, self._folder) from error

    async def once(
        self,
        keys: list[str],
        make: Callable[[], Awaitable[tuple[str, dict[str, Any]]]],
        lifetime: float | None = None,
    ) -> Cached:
        """The first value found under `keys`; otherwise the one that `make` pays for, kept under its key.

        Two callers with the same first key at the same time, in one process or several, make one call.
        The value is written before this returns. `make` gives the key to keep the value under, and the
        value; what it raises is raised here, and nothing is kept.
        """
        if (found := self._first(keys)) is not None:
            return Cached(found, hit=True)
        async with self._lease(keys[0]):
            if (found := self._first(keys)) is not None:
                return Cached(found, hit=True)
            key, value = await make()
            self.put(key, value, lifetime)
            return Cached(value, hit=False)

    def info(self) -> CacheInfo:
        """How much is kept."""
        return CacheInfo(answers=len(self._cache), bytes=int(self._cache.volume()), folder=self._folder)

    def clear(self) -> int:
        """Forget every answer; returns how many there were. What they cost would have to be paid again."""
        try:
            return int(self._cache.clear(retry=True))
        except (sqlite3.Error, OSError) as error:
            raise _translated(error, self._folder) from error

    def release_leases(self) -> None:
        """Forget the leases of processes that died. Only for the one process that owns the data folder."""
        self._cache.evict("lease", retry=True)

    def close(self) -> None:
        """Close the files; safe to call twice."""
        self._cache.close()

    def _first(self, keys: list[str]) -> dict[str, Any] | None:
        return next((value for key in keys if (value := self.get(key)) is not None), None)

    def _discard(self, key: str) -> None:
        with suppress(Exception):
            self._cache.delete(key, retry=True)

    @asynccontextmanager
    async def _lease(self, key: str) -> AsyncIterator[None]:
        lease = f"lease:{key}"
        holder = f"{self._owner}:{uuid.uuid4().hex}"
        while not self._claimed(lease, holder):  # noqa: ASYNC110 - the holder may be another process
            await asyncio.sleep(POLL_SECONDS)
        beat = asyncio.create_task(self._keep(lease))
        try:
            yield
        finally:
            beat.cancel()
            if self._cache.get(lease) == holder:
                self._discard(lease)

    def _claimed(self, lease: str, holder: str) -> bool:
        try:
            return bool(self._cache.add(lease, holder, expire=LEASE_SECONDS, tag="lease", retry=True))
        except (sqlite3.Error, OSError) as error:
            raise _translated(error, self._folder) from error

    async def _keep(self, lease: str) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            with suppress(sqlite3.Error, Timeout, OSError):
                self._cache.touch(lease, expire=LEASE_SECONDS)

    def _open(self) -> Cache:
        try:
            return self._opened()
        except (sqlite3.OperationalError, Timeout, OSError) as error:
            # A full disk, a lock, a missing permission: the answers in the cache are sound.
            raise _translated(error, self._folder) from error
        except sqlite3.DatabaseError:
            aside = self._folder.with_name(f"{self._folder.name}.damaged-{uuid.uuid4().hex[:8]}")
            log.warning("the cache is damaged; it was set aside as %s and a new one begun", aside.name)
            shutil.move(self._folder, aside)
            return self._opened()

    def _opened(self) -> Cache:
        cache = Cache(
            str(self._folder),
            disk=JSONDisk,
            timeout=10,
            eviction_policy="none",
            cull_limit=0,
            size_limit=2**62,
            sqlite_synchronous=2,
        )
        if cache._sql("PRAGMA quick_check(1)").fetchone() != ("ok",):
            cache.close()
            raise sqlite3.DatabaseError("malformed")
        cache.expire()
        return cache


def _translated(error: BaseException, folder: Path) -> StoreError:
    text = str(error).lower()
    if "full" in text or "no space" in text or ("disk i/o" in text and _is_full(folder)):
        return StoreFull("The disk is full; the cache cannot be used.")
    if "locked" in text or isinstance(error, Timeout):
        return StoreUnavailable("The cache is locked by another process.")
    return StoreError(
        "The cache folder cannot be written.", hint="Check the permissions of the data folder (`snowball doctor`)."
    )


def _is_full(folder: Path) -> bool:
    """SQLite calls a full disk an input/output error when it cannot make the files beside its database."""
    return shutil.disk_usage(folder).free < ROOM_FOR_SHARED_MEMORY
