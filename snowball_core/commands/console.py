"""What the commands share: the terminal, and the open studio."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from snowball_core.errors import InputError, SnowballError
from snowball_core.services.library import Library, open_library
from snowball_core.settings import Settings, load_settings

if TYPE_CHECKING:
    from snowball_core.services.studio import Studio

PIPED_WIDTH = 200
"""Columns when nobody looks: a table that is piped must not wrap."""

console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
errors = Console(stderr=True)


@contextmanager
def studio() -> Iterator[Studio]:
    """The studio of this machine's settings, closed at the end."""
    # Loading the model's and the engine's libraries takes seconds that the reading commands need not wait.
    from snowball_core.services.studio import open_studio

    opened = open_studio(_logging(load_settings()))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def library() -> Iterator[Library]:
    """The data folder, for commands that neither write articles nor ask a service; closed at the end."""
    opened = open_library(_logging(load_settings()))
    try:
        yield opened
    finally:
        opened.close()


class _WithoutTraceback(logging.Formatter):
    """The message alone: details go to the log file."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()


def _logging(settings: Settings) -> Settings:
    """Warnings to the terminal in a line each, everything with details to `snowball.log` in the data folder."""
    terminal = logging.StreamHandler()
    terminal.setFormatter(_WithoutTraceback())
    handlers: list[logging.Handler] = [terminal]
    if os.access(settings.data_dir, os.W_OK | os.X_OK):
        handlers.append(logging.FileHandler(settings.data_dir / "snowball.log", delay=True, encoding="utf-8"))
    logging.basicConfig(level=logging.WARNING, handlers=handlers, force=True)
    return settings


def fail(error: SnowballError) -> None:
    """Show an error on the error stream: the sentence, and the hint below it."""
    errors.print(f"[bold red]✗[/] {escape(error.message)}", highlight=False, soft_wrap=True)
    if error.hint:
        errors.print(f"  {escape(error.hint)}", style="dim", highlight=False, soft_wrap=True)


def read_bytes(path: Path, limit: int) -> bytes:
    """A file of the user's. Raises `InputError` when it is absent, too large or cannot be read."""
    try:
        if path.stat().st_size > limit:
            raise InputError(f"“{path}” is larger than {limit / 1e6:.0f} MB.", hint="Split it or raise the limit.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"“{path}” cannot be read: {error.strerror or error}.") from None


def check_target(path: Path | None) -> None:
    """Nothing, when a file can be written there. Raises `InputError` before any work is done in vain."""
    if path is None:
        return
    if path.is_dir():
        raise InputError(f"“{path}” is a folder.", hint="Give the name of a file in it.")
    if not path.resolve().parent.is_dir():
        raise InputError(f"The folder of “{path}” does not exist.", hint="Create it first.")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all (devices are written to). Raises `InputError` when it cannot be written."""
    check_target(path)
    path = path.resolve()
    if path.exists() and not path.is_file():
        _write_to_device(path, text)
        return
    temporary = path.with_name(f".{path.name}.partial")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"“{path}” cannot be written: {error.strerror or error}.") from None


def _write_to_device(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"“{path}” cannot be written: {error.strerror or error}.") from None
