"""`snowball doctor`."""

from __future__ import annotations

import typer
from rich.markup import escape

from snowball_core.commands.console import console, studio
from snowball_core.services.health import Health, examine

MARKS = {Health.GOOD: "[green]✓[/]", Health.NOTICE: "[yellow]![/]", Health.BAD: "[red]✗[/]"}


def doctor() -> None:
    """Show what is configured, what is reachable, what is missing and what to do about it."""
    with studio() as opened:
        checks = examine(opened)
    for check in checks:
        console.print(f"{MARKS[check.health]} [bold]{check.part}[/]: {escape(check.message)}", highlight=False)
        if check.hint:
            console.print(f"    {escape(check.hint)}", style="dim", highlight=False)
    if opened.demo:
        console.print("\nFor real articles set GOOGLE_GENERATIVE_AI_API_KEY and TAVILY_API_KEY (environment or .env).")
    if any(check.health is Health.BAD for check in checks):
        raise typer.Exit(1)
