"""Durable execution: phases as DBOS workflows, steps as checkpoints, one worker a data folder.

DBOS is a singleton of the process, so this module holds one engine. A workflow is named by article, phase
and run; submitting it twice runs it once. Where an article stands rests in the store alone: whatever the
engine's own database forgets is submitted again at the next start, over the warm cache.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from dbos import error as dbos_errors
from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from snowball_core.errors import (
    Conflict,
    DataFolderUnusable,
    EngineBusy,
    NotFound,
    SnowballError,
    StoreError,
    StoreFull,
    Superseded,
    Unexpected,
)
from snowball_core.job import Desk, Job
from snowball_core.pipeline import run_phase
from snowball_core.schemas import WORKING, Article, Phase

T = TypeVar("T")

APPLICATION = "snowball"
APPLICATION_VERSION = "1"
"""Constant: a changed version would strand the workflows under way. A changed step order starts them over."""
QUEUE = "phases"
WORKFLOW = "run_phase"
QUEUE_POLLING_SECONDS = 0.1
MAX_RECOVERY_ATTEMPTS = 5
LOOK_SECONDS = 10.0
LEAST_FREE_BYTES = 1_000_000
"""Room on the disk without which a phase cannot go on: the write-ahead logs alone take more."""

log = logging.getLogger(__name__)


class Engine:
    """Runs the phases of articles on one data folder.

    The first process on a folder is its worker; others can submit, and `start` again to take over when
    the worker has gone. All methods are idempotent and safe to call from several threads.
    """

    def __init__(self, data_dir: Path, desk: Desk, *, concurrent_articles: int, on_worker: Callable[[], None]) -> None:
        self._data_dir = data_dir
        self._desk = desk
        self._concurrent_articles = concurrent_articles
        self._on_worker = on_worker
        self._guard = threading.RLock()
        self._lock = FileLock(data_dir / "engine.lock", thread_local=False)
        self._client: DBOSClient | None = None
        self._working = False
        self._next_look = 0.0

    @property
    def is_worker(self) -> bool:
        """Whether this process does the work on the data folder."""
        return self._working

    def worker_elsewhere(self) -> bool:
        """Another process is the folder's worker just now."""
        with self._guard:
            if self._working:
                return False
            try:
                with self._lock.acquire(timeout=0):
                    return False
            except Timeout:
                return True

    def start(self) -> bool:
        """Become the folder's worker and go on with what was under way; False when another process is it."""
        with self._guard:
            if self._working:
                self._look_after_articles()
                return True
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                return False
            except OSError as error:
                raise DataFolderUnusable(f"The lock in {self._data_dir} cannot be taken: {error.strerror}.") from None
            self._on_worker()
            self._launch()
            self._working = True
            self._look_after_articles()
            return True

    def stop(self) -> None:
        """Stop working; what is under way goes on at the next start."""
        with self._guard:
            if self._working:
                DBOS.destroy()
                _Process.desk = None
                self._working = False
                self._next_look = 0.0
            if self._client:
                self._client.destroy()
                self._client = None
            self._lock.release()

    def submit(self, article: Article) -> None:
        """Run the phase that the article's status asks for; nothing when it asks for none.

        Raises:
            EngineBusy: no worker has ever run on this data folder, and this process is none.
        """
        if article.phase is None:
            return
        self._connection().enqueue(
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": workflow_id(article.id, article.phase, article.run),
                "app_version": APPLICATION_VERSION,
            },
            article.id,
            article.phase.value,
            article.run,
        )

    def cancel(self, article_id: str, phase: Phase, run: int) -> None:
        """Stop a run within a second; a call in flight is broken off."""
        self._connection().cancel_workflow(workflow_id(article_id, phase, run))

    def idle(self) -> bool:
        """Nothing is running or waiting, in this process or another."""
        return not self._connection().list_workflows(status=["PENDING", "ENQUEUED"], limit=1)

    def check_room(self) -> None:
        """Nothing, while the disk has room for the work.

        Raises:
            StoreFull: it has none. A run then cannot even store that it failed, so whoever waits must ask here.
        """
        if shutil.disk_usage(self._data_dir).free < LEAST_FREE_BYTES:
            raise StoreFull(f"The disk with the data folder {self._data_dir} is full.")

    def _launch(self) -> None:
        database = self._data_dir / "engine.sqlite"
        _prepare_database(database)
        _Process.desk = self._desk
        _Process.submit = self.submit
        DBOS(config=_config(database))
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._concurrent_articles,
            polling_interval_sec=QUEUE_POLLING_SECONDS,
            on_conflict="always_update",
        )

    def _connection(self) -> DBOSClient:
        with self._guard:
            if self._client is None:
                database = self._data_dir / "engine.sqlite"
                if not database.exists():
                    raise EngineBusy(
                        "No studio has run on this data folder yet, and another process is starting one.",
                        hint="Try again in a moment.",
                    )
                self._client = DBOSClient(
                    system_database_url=f"sqlite:///{database}",
                    serializer=DBOSPortableJSONSerializer(),
                    application_name=APPLICATION,
                )
            return self._client

    def _look_after_articles(self) -> None:
        """See to it that every article whose status says so is really under way; at most every few seconds."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        for article in self._desk.store.articles_in(frozenset(WORKING)):
            # A run that recovers at the same time may be faster.
            with suppress(Superseded, Conflict, NotFound):
                self._resume(article)

    def _resume(self, article: Article) -> None:
        """Submit an article that should be under way; start it over when its run ended without a word."""
        name = workflow_id(article.id, article.phase or Phase.TRIGGER, article.run)
        status = next((w.status for w in self._connection().list_workflows(workflow_ids=[name])), None)
        if status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
            stopped = f"The program ended {MAX_RECOVERY_ATTEMPTS} times while it worked on this phase."
            _job(self._desk, article).fail(Unexpected(stopped, hint="Look into the log, then press Retry."))
        elif status in {"ERROR", "SUCCESS", "CANCELLED"}:
            self.submit(_job(self._desk, article).change(run=article.run + 1))
        else:
            self.submit(article)


def workflow_id(article_id: str, phase: Phase, run: int) -> str:
    """The engine's name of one run of one phase."""
    return f"{article_id}:{phase.value}:{run}"


class DurableSteps:
    """Steps as checkpoints of the surrounding workflow. A failure is recorded as strings, never pickled."""

    def run(self, name: str, kind: type[T], work: Callable[[], Awaitable[T]]) -> Awaitable[T]:
        """See `job.Steps.run`. The place in the order is taken now, whenever the result is awaited."""
        reservation = DBOS.reserve_step()
        adapter = TypeAdapter(kind)

        async def recorded() -> dict[str, Any]:
            try:
                return {"value": adapter.dump_python(await work(), mode="json")}
            except SnowballError as error:
                return {"error": error.to_record()}
            except Exception as error:
                return {"error": _unexpected(error).to_record()}

        async def result() -> T:
            outcome = await reservation.run_async({"name": name, "preemptible": True}, recorded)
            if "error" in outcome:
                raise SnowballError.from_record(outcome["error"])
            return adapter.validate_python(outcome["value"])

        return result()


class _Process:
    """What the workflow function finds in its process: DBOS calls it with plain arguments only."""

    desk: Desk | None = None
    submit: Callable[[Article], None]


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
async def _run(article_id: str, phase: str, run: int) -> str:
    if _Process.desk is None:
        raise RuntimeError("the engine is not started")
    job = Job(_Process.desk, DurableSteps(), article_id, Phase(phase), run)
    try:
        await run_phase(job)
    except (Superseded, NotFound):
        return "superseded"
    except dbos_errors.DBOSUnexpectedStepError:
        log.warning("a phase under way has another order of steps in this version; it starts over")
        job.change(run=run + 1)
    except StoreError as error:
        log.error("the store could not keep how a phase ended: %s", error)
        return "not kept"
    except Exception as error:
        job.fail(_unexpected(error))
    _Process.submit(job.store.article(article_id))
    return "done"


def _job(desk: Desk, article: Article) -> Job:
    return Job(desk, DurableSteps(), article.id, article.phase or Phase.TRIGGER, article.run)


def _unexpected(error: Exception) -> Unexpected:
    reference = uuid.uuid4().hex[:8]
    log.error("unexpected failure, reference %s", reference, exc_info=error)
    return Unexpected(f"Something went wrong that should not (reference {reference}).")


def _config(database: Path) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_url": f"sqlite:///{database}",
        "application_version": APPLICATION_VERSION,
        "executor_id": "studio",
        "serializer": DBOSPortableJSONSerializer(),
        "notification_listener_polling_interval_sec": 0.5,
        # Its errors are ours to report; it would print a traceback for every article that is cancelled.
        "console_log_level": "CRITICAL",
        "log_level": "CRITICAL",
    }


def _prepare_database(database: Path) -> None:
    """Switch to write-ahead logging; set a damaged database aside (it holds nothing that the store lacks)."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("malformed")
            connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StoreFull("The disk is full; the engine cannot start.") from error
        raise DataFolderUnusable(f"The engine's database {database} cannot be opened ({error}).") from error
    except sqlite3.DatabaseError:
        aside = database.with_name(f"{database.name}.damaged-{uuid.uuid4().hex[:8]}")
        log.warning("the engine's database is damaged; it was set aside as %s", aside.name)
        for suffix in ("", "-wal", "-shm"):
            file = database.with_name(database.name + suffix)
            if file.exists():
                file.rename(aside.with_name(aside.name + suffix))
