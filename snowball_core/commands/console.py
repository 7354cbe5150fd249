"""What the commands share: the terminal, and the open studio."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from snowball_core.errors import InputError, SnowballError
from snowball_core.services.library import Library, open_library
from snowball_core.settings import load_settings

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

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    opened = open_studio(load_settings())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def library() -> Iterator[Library]:
    """The data folder, for commands that neither write articles nor ask a service; closed at the end."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    opened = open_library(load_settings())
    try:
        yield opened
    finally:
        opened.close()


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


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises `InputError` when it cannot be written."""
    temporary = path.with_name(f".{path.name}.partial")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"“{path}” cannot be written: {error.strerror or error}.") from None
