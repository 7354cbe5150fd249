"""The command line: `snowball --help`."""

from __future__ import annotations

import sys

import typer

from snowball_core.commands import articles, cache, doctor, generate, voices
from snowball_core.commands.console import fail
from snowball_core.errors import SnowballError

app = typer.Typer(
    name="snowball",
    help="From a keyword to a checked article, in your brand's voice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("generate")(generate.generate)
app.command("articles")(articles.list_articles)
app.command("show")(articles.show)
app.command("export")(articles.export)
app.command("doctor")(doctor.doctor)
app.add_typer(voices.app, name="voices")
app.add_typer(cache.app, name="cache")


def main() -> None:
    """Run a command; errors become a sentence and a hint, and the exit code 1."""
    try:
        app()
    except SnowballError as error:
        fail(error)
        sys.exit(1)
    except OSError as error:
        fail(SnowballError(f"The system refused: {error.strerror or error}."))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
