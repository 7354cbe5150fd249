"""`snowball voices list|import|export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from snowball_core.commands.console import console, library, read_bytes, write_text
from snowball_core.errors import InputError

VOICE_BYTES = 1_000_000

app = typer.Typer(help="Brand voices.", no_args_is_help=True)


@app.command("list")
def list_voices() -> None:
    """All voices."""
    table = Table("Name", "Tone", "Sentences", "Forbidden words", box=None)
    with library() as opened:
        for voice in opened.voices.all():
            dna = voice.style_dna
            forbidden = ", ".join(dna.vocabulary.forbidden_words)
            table.add_row(voice.name, dna.tone, dna.sentence_structure.avg_length, forbidden)
    console.print(table)


@app.command("import")
def import_voice(
    file: Annotated[Path, typer.Argument(help="JSON as `voices export` writes it.")],
    replace: Annotated[bool, typer.Option("--replace", help="Change the voice of the same name.")] = False,
) -> None:
    """Add a voice from a JSON file."""
    try:
        text = read_bytes(file, VOICE_BYTES).decode()
    except UnicodeDecodeError:
        raise InputError(f"“{file}” is no text file.", hint="Give the JSON that `voices export` writes.") from None
    with library() as opened:
        voice = opened.voices.import_json(text, replace=replace)
    console.print(f"Voice “{voice.name}” is ready.", highlight=False)


@app.command("export")
def export_voice(
    name: Annotated[str, typer.Argument(help="The voice's name.")],
    out: Annotated[Path | None, typer.Option("--out", help="A file; without it the JSON is printed.")] = None,
) -> None:
    """Write a voice as JSON."""
    with library() as opened:
        text = opened.voices.export_json(opened.voices.named(name))
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_text(out, text)
        console.print(f"Written to {out}.", highlight=False)
