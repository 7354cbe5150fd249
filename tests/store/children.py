"""What the tests run in processes of their own: `python children.py TASK DATA_DIR [ARGUMENT]`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from snowball_core.errors import Conflict, SnowballError
from snowball_core.schemas import Section
from snowball_core.store.sqlite import SqliteStore, open_sqlite_store


def now() -> datetime:
    return datetime.now(UTC)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def add_one(store: SqliteStore, article_id: str) -> None:
    """Count one up in an article, starting again from what is stored until nobody came in between."""
    while True:
        read = store.article(article_id)
        try:
            store.update_article(read.id, read.version, run=read.run + 1)
        except Conflict:
            continue
        return


def count(data_dir: Path, times: str) -> None:
    """Count up in the article that all processes change, and save a section that only this one changes."""
    store = open_sqlite_store(data_dir, now)
    own = Section(id=os.getpid(), position=0)
    for _ in range(int(times)):
        add_one(store, "a1")
        own = store.save_section("a1", own)
    store.close()


def write_without_end(data_dir: Path, _: str) -> None:
    """Save section after section together with the article; each round is reported once it is saved."""
    store = open_sqlite_store(data_dir, now)
    round_number = 0
    while True:
        round_number += 1
        text = f"{round_number} " * 5_000
        store.save_section("a1", Section(id=round_number, position=round_number, markdown=text))
        article = store.article("a1")
        store.update_article("a1", article.version, current_step_index=round_number, raw_content=text)
        say(str(round_number))


def open_without_privileges(data_dir: Path, _: str) -> None:
    """Open and check the store as somebody whom file permissions bind; print the error's code and message."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        open_sqlite_store(data_dir, now).check()
        say("opened")
    except SnowballError as error:
        say(f"{error.code} {error}")


if __name__ == "__main__":
    tasks = {task.__name__: task for task in (count, write_without_end, open_without_privileges)}
    tasks[sys.argv[1]](Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
