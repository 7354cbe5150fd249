"""`snowball articles`, `snowball show`, `snowball export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from snowball_core.commands.console import console, library, write_text
from snowball_core.services.article_views import ExportFormat
from snowball_core.store.protocol import ArticleQuery


def list_articles(
    search: Annotated[str, typer.Option("--search", help="Only those whose keyword or title holds this.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 50,
) -> None:
    """All articles, the latest first."""
    with library() as opened:
        page = opened.articles.list(ArticleQuery(search=search, limit=limit))
    if not page.rows:
        console.print('No articles yet. Try: snowball generate "history of lighthouses"', highlight=False)
        return
    table = Table(box=None)
    for heading in ("Id", "Keyword", "Status", "Sections", "Voice", "Changed"):
        table.add_column(heading, no_wrap=True, overflow="ellipsis")
    for row in page.rows:
        table.add_row(
            row.id[:8],
            escape(row.keyword),
            row.status.value.replace("_", " "),
            f"{row.sections_written}/{row.sections_planned}",
            escape(row.voice_name),
            f"{row.updated_at:%Y-%m-%d %H:%M}",
        )
    console.print(table)
    if page.total > len(page.rows):
        console.print(f"… and {page.total - len(page.rows)} more (--limit).", style="dim", highlight=False)


def show(article_id: Annotated[str, typer.Argument(metavar="ID", help="An article's id or its beginning.")]) -> None:
    """An article: where it stands, its sources, what it cost, and its text so far."""
    with library() as opened:
        view = opened.articles.view(opened.articles.find(article_id).id)
    article, cost = view.article, view.cost
    console.print(f"[bold]{escape(article.keyword)}[/]  {article.status.value.replace('_', ' ')}", highlight=False)
    if article.error_message:
        console.print(escape(article.error_message), style="red", highlight=False)
    for source in view.sources:
        detail = source.note or f"{source.read_characters:,} of {len(source.text):,} characters read"
        console.print(f"  {source.id} {escape(source.title)} ({escape(detail)})", style="dim", highlight=False)
    price = "" if opened.settings.demo else f", ${cost.dollars:.4f}"
    console.print(
        f"{cost.calls} calls, {cost.cached_calls} from the cache, {cost.tokens:,} tokens{price}\n", highlight=False
    )
    console.print(Markdown(article.raw_content or "*Nothing written yet.*"))


def export(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="An article's id or its beginning.")],
    form: Annotated[ExportFormat, typer.Option("--format", help="html (a page), fragment (for a CMS) or md.")] = "html",
    out: Annotated[Path | None, typer.Option("--out", help="A file; without it the text is printed.")] = None,
) -> None:
    """Write a finished article as HTML, as a fragment, or as Markdown."""
    with library() as opened:
        text = opened.articles.export(opened.articles.find(article_id).id, form)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_text(out, text)
        console.print(f"Written to {out}.", highlight=False)
