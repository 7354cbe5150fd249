"""Reading PDF, Word and HTML in a process of its own, so that a hostile file can be stopped.

A parser that hangs in a thread cannot be stopped, and one that fills the memory takes the studio with it.
The process has no keys in its environment, a bound on its memory (where the system knows one), and is killed
after its time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from pydantic import BaseModel

from snowball_core.errors import SnowballError, UnreadableSource
from snowball_core.sources.kinds import Kind
from snowball_core.sources.read_source import Extract

READ_SECONDS = 60.0
_INHERITED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class Task(BaseModel):
    """What the process is to read; the document's bytes follow on its standard input."""

    kind: Kind
    label: str
    charset: str
    seconds: float


class Answer(BaseModel):
    """What the process writes to its standard output: one of the two."""

    extract: Extract | None = None
    error: dict[str, str] | None = None


def read_isolated(kind: Kind, label: str, data: bytes, charset: str = "", seconds: float = READ_SECONDS) -> Extract:
    """The extract of a document that a separate process reads within `seconds`.

    Raises:
        SourceError: what the reader found, or `UnreadableSource` when the process ran out of time or memory.
    """
    task = Task(kind=kind, label=label, charset=charset, seconds=seconds)
    command = [sys.executable, "-P", "-m", "snowball_core.sources.reader_process", task.model_dump_json()]
    try:
        # The command is our own interpreter and module; the document arrives as bytes on standard input.
        run = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise _given_up(f"{label} could not be read within {seconds:g} seconds.") from None
    if run.returncode:
        raise _given_up(f"{label} is damaged, or reading it needs too much memory.")
    return _extract(Answer.model_validate_json(run.stdout))


def _extract(answer: Answer) -> Extract:
    if answer.extract is None:
        raise SnowballError.from_record(answer.error or {})
    return answer.extract


def _given_up(message: str) -> UnreadableSource:
    return UnreadableSource(message, hint="Paste the part of the text that matters instead.")


def _environment() -> dict[str, str]:
    kept: dict[str, Any] = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}
