"""`snowball cache info|clear`."""

from __future__ import annotations

from typing import Annotated

import typer

from snowball_core.commands.console import console, library

app = typer.Typer(help="The cache of paid answers.", no_args_is_help=True)


@app.command()
def info() -> None:
    """How many paid answers are kept, and how large they are."""
    with library() as opened:
        kept = opened.cache.info()
    console.print(
        f"{kept.answers} answers, {kept.bytes / 1e6:.1f} MB in {kept.folder}", highlight=False, soft_wrap=True
    )


@app.command()
def clear(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Forget all paid answers; asking the same again is then paid again."""
    with library() as opened:
        answers = opened.cache.info().answers
        if not yes:
            typer.confirm(f"Forget {answers} paid answers? Articles stay.", abort=True)
        opened.cache.clear()
    console.print(f"{answers} answers forgotten.", highlight=False)
