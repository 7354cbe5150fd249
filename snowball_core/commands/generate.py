"""`snowball generate`: an article from a keyword, with live progress; running it again resumes it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from snowball_core.commands.console import check_target, console, errors, read_bytes, studio, write_text
from snowball_core.errors import InputError, SnowballError
from snowball_core.schemas import FINISHED, Article, Brief, Phase, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.articles import NewArticle
from snowball_core.services.estimate import estimate
from snowball_core.services.library import new_id
from snowball_core.sources import ReadSource

if TYPE_CHECKING:
    from snowball_core.services.studio import Studio

POLL_SECONDS = 0.1
TAIL_LINES = 6

STEP_WORDS = {
    "search": "Searching the web",
    "extract facts": "Reading sources",
    "find gaps": "Finding what other pages miss",
    "plan outline": "Planning the outline",
    "write section": "Writing sections",
    "polish section": "Polishing",
}
PHASE_ORDER = [Phase.RESEARCH, Phase.OUTLINE, Phase.WRITING, Phase.POLISH]


def generate(
    keyword: Annotated[str, typer.Argument(help="What the article is about.")],
    voice: Annotated[str, typer.Option("--voice", help="A voice's name (see `snowball voices list`).")] = "",
    source: Annotated[list[str] | None, typer.Option("--source", help="A file or URL of your own; repeatable.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the finished page.")] = None,
    search: Annotated[bool, typer.Option(help="Search the web too, or use your own sources only.")] = True,
    words: Annotated[int, typer.Option("--words", min=0, max=20_000, help="Wanted length; 0 leaves it open.")] = 0,
    language: Annotated[str, typer.Option("--language", help="The article's language, such as en or de.")] = "en",
    audience: Annotated[str, typer.Option("--audience", help="For whom it is written.")] = "",
) -> None:
    """Make an article without stopping at the reviews. Interrupted? Run the same command again."""
    check_target(out)
    with studio() as opened:
        chosen = opened.voices.named(voice) if voice else opened.voices.default()
        new = NewArticle(
            request_id=new_id(),
            keyword=keyword,
            voice_id=chosen.id,
            brief=_brief(audience, language, words, search),
            sources=[_read(opened, one) for one in source or []],
        )
        opened.engine.start()
        unfinished = opened.articles.resumable(new)
        if unfinished:
            console.print(f"Resuming {unfinished.id[:8]}.", style="dim", highlight=False)
        elif expected := estimate(new, opened.settings):
            errors.print(escape(expected.sentence()), style="dim", highlight=False, soft_wrap=True)
        article = opened.articles.resume(unfinished) if unfinished else opened.articles.start(new)
        began = time.monotonic()
        view = _watch(opened, article)
        _report(opened, view, time.monotonic() - began, out)


def _brief(audience: str, language: str, words: int, search: bool) -> Brief:
    try:
        return Brief(audience=audience, language=language, words=words, search=search)
    except ValueError:
        raise InputError(
            f"“{language}” is no language code, or the audience is longer than 200 characters.",
            hint="Use a code such as en, de or pt-BR.",
        ) from None


def _read(opened: Studio, source: str) -> ReadSource:
    if "://" in source:
        read = asyncio.run(opened.own_sources.page(source))
    else:
        path = Path(source)
        read = opened.own_sources.file(path.name, read_bytes(path, opened.settings.upload_megabytes * 1_000_000))
    for note in read.notes:
        console.print(f"{escape(source)}: {escape(note)}", style="yellow", highlight=False)
    return read


def _watch(opened: Studio, article: Article) -> ArticleView:
    bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[detail]}"))
    task = bar.add_task("Starting", total=1, detail="")
    shown = ""
    with Live(bar, console=console, refresh_per_second=8, transient=True) as live:
        while True:
            view = opened.articles.view(article.id)
            if view.article.status in FINISHED:
                return view
            opened.engine.check_room()
            opened.engine.start()
            step = _describe(view)
            if step != shown and not console.is_terminal:
                console.print(step, highlight=False)
            shown = step
            done, total = _amount(view)
            bar.update(task, description=step, completed=done, total=total, detail=f"{done}/{total}")
            live.update(Group(bar, _partial(view)))
            time.sleep(POLL_SECONDS)


def _describe(view: ArticleView) -> str:
    step = view.progress.step if view.progress else ""
    phase = view.article.phase
    number = PHASE_ORDER.index(phase) + 1 if phase in PHASE_ORDER else 1
    return f"{number}/{len(PHASE_ORDER)} {STEP_WORDS.get(step, 'Starting')}"


def _amount(view: ArticleView) -> tuple[int, int]:
    return (view.progress.done, max(1, view.progress.total)) if view.progress else (0, 1)


def _partial(view: ArticleView) -> Text:
    if not view.partials:
        return Text()
    lines = view.partials[-1].text.splitlines()[-TAIL_LINES:]
    return Text("\n".join(lines), style="dim")


def _report(opened: Studio, view: ArticleView, seconds: float, out: Path | None) -> None:
    article, cost = view.article, view.cost
    if article.status is not Status.COMPLETED:
        phase = article.failed_at_phase.value if article.failed_at_phase else "cancelled"
        message = article.error_message or "The article was cancelled."
        raise SnowballError(f"Stopped at {phase}: {message}", hint="Run the same command again to go on from there.")
    title = article.outline.title if article.outline else article.keyword
    findings = sum(len(section.findings) + len(section.polish_findings) for section in view.sections)
    saved = f", {cost.cached_calls} from the cache" if cost.cached_calls else ""
    price = "nothing paid (demo)" if opened.demo else f"${cost.dollars:.4f}"
    console.print(
        f"[green]✓[/] [bold]{escape(title)}[/]\n"
        f"  {_counted(len(view.sections), 'section')}, {_counted(len(article.raw_content.split()), 'word')}, "
        f"{_counted(len(view.sources), 'source')}, {_counted(findings, 'finding')}\n"
        f"  {_counted(cost.calls, 'call')}{saved}, {price}, {seconds:.1f} s",
        highlight=False,
        soft_wrap=True,
    )
    for note in cost.notes:
        console.print(f"  {escape(note)}", style="yellow", highlight=False, soft_wrap=True)
    if out is not None:
        write_text(out, opened.articles.export(article.id, "html"))
        console.print(f"  Written to {out}", highlight=False, soft_wrap=True)
    else:
        console.print(
            f"  snowball export {article.id[:8]} --format html --out article.html", style="dim", highlight=False
        )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
