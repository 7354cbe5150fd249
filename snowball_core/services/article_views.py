"""Articles as they are read: lists, views, exports. Needs the store alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from snowball_core.errors import InputError, NotFound, StoreError
from snowball_core.records import PartialText, Progress, UsageEvent
from snowball_core.render import FinishedArticle, render_fragment, render_markdown, render_page
from snowball_core.schemas import Article, Section, Source, Status
from snowball_core.services.usage import added
from snowball_core.store.protocol import ArticlePage, ArticleQuery, Store, UsageSums
from snowball_core.writing.drafting import to_write
from snowball_core.writing.finishing import finished_article
from snowball_core.writing.snowball import stale_sections

ExportFormat = Literal["html", "fragment", "md"]


@dataclass(frozen=True)
class Cost:
    """What an article cost: calls paid and saved, tokens (those of the thinking too), US dollars; and by step."""

    calls: int
    cached_calls: int
    tokens: int
    dollars: float
    saved_dollars: float
    notes: tuple[str, ...]
    steps: tuple[UsageSums, ...] = ()


@dataclass(frozen=True)
class ArticleView:
    """An article with all that a page shows of it, read at one moment.

    `stale` are the written sections whose basis changed, with the reason in words; `unwritten` the ids of the
    planned sections that are still to be written; `rewriting` what it would cost to have one section written.
    """

    article: Article
    sections: list[Section]
    sources: list[Source]
    partials: list[PartialText]
    progress: Progress | None
    cost: Cost
    stale: dict[int, str]
    unwritten: list[int]
    rewriting: float


@dataclass(frozen=True)
class LiveArticle:
    """What changes while the program works; cheap to read several times a second."""

    article: Article
    sections: list[Section]
    partials: list[PartialText]
    progress: Progress | None


class ArticleReader:
    """What can be read of articles. `generator` is the program's name and version for the page."""

    def __init__(self, store: Store, generator: str, context_characters: int) -> None:
        self._store = store
        self._generator = generator
        self._context_characters = context_characters

    def list(self, query: ArticleQuery) -> ArticlePage:
        """A page of the list of articles."""
        return self._store.articles(query)

    def find(self, reference: str) -> Article:
        """The article of an id or of the unambiguous beginning of one. Raises `NotFound`, `InputError`."""
        try:
            return self._store.article(reference)
        except NotFound:
            page = self._store.articles(ArticleQuery(limit=10_000))
            ids = [row.id for row in page.rows if reference and row.id.startswith(reference)]
            if len(ids) == 1:
                return self._store.article(ids[0])
            if ids:
                raise InputError(f"“{reference}” fits {len(ids)} articles.", hint="Give more of the id.") from None
            raise

    def view(self, article_id: str) -> ArticleView:
        """An article with all that a page shows of it."""
        article, sections = self._store.article(article_id), self._store.sections(article_id)
        usage = self._store.usage(article_id)
        return ArticleView(
            article=article,
            sections=sections,
            sources=self._store.sources(article_id),
            partials=self._store.partials(article_id),
            progress=self._store.progress(article_id),
            cost=cost_of(usage),
            stale=stale_of(article, sections, self._context_characters),
            unwritten=unwritten(article, sections),
            rewriting=cost_of_rewriting(usage),
        )

    def live(self, article_id: str) -> LiveArticle:
        """What changes while the program works: no sources, no usage. Raises `NotFound`."""
        return LiveArticle(
            article=self._store.article(article_id),
            sections=self._store.sections(article_id),
            partials=self._store.partials(article_id),
            progress=self._store.progress(article_id),
        )

    def export(self, article_id: str, form: ExportFormat) -> str:
        """The finished article: a standalone page, a fragment for a CMS, or Markdown.

        Raises:
            StoreError: the article is not finished.
        """
        document = self.document(article_id)
        renderers = {"html": render_page, "fragment": render_fragment, "md": render_markdown}
        return renderers[form](document)

    def document(self, article_id: str) -> FinishedArticle:
        """What the finished article is rendered from. Raises `StoreError` when it is not finished."""
        article = self._store.article(article_id)
        if article.status is not Status.COMPLETED:
            raise StoreError(
                f"“{article.keyword}” is not finished (it is {article.status.value.replace('_', ' ')}).",
                hint="Wait until it is completed, or retry it when it failed.",
            )
        return finished_article(
            article,
            self._store.sections(article_id),
            self._store.sources(article_id),
            self._generator,
            article.updated_at,
        )


def stale_of(article: Article, sections: Sequence[Section], context_characters: int) -> dict[int, str]:
    """The sections that are stale, and why in words; `context_characters` is what a writer sees of the text before."""
    if article.outline is None or article.competitor_data is None:
        return {}
    return stale_sections(article.outline, sections, article.competitor_data.fact_sheet, context_characters)


def unwritten(article: Article, sections: Sequence[Section]) -> list[int]:
    """The ids of the planned sections that are still to be written."""
    return to_write(article.outline, sections) if article.outline else []


def cost_of_rewriting(events: Sequence[UsageEvent]) -> float:
    """What it would cost to have one section written, in US dollars: what one cost so far on average."""
    costs = [max(event.cost, event.saved) for event in events if event.step.startswith("write section")]
    return sum(costs) / len(costs) if costs else 0.0


def cost_of(events: Sequence[UsageEvent]) -> Cost:
    """The sum over an article's calls; its steps with the dearest first."""
    kinds = dict.fromkeys(_kind(event) for event in events)
    steps = [_sums(kind, [event for event in events if _kind(event) == kind]) for kind in kinds]
    total = added(steps)
    return Cost(
        calls=total.paid_calls,
        cached_calls=total.saved_calls,
        tokens=total.tokens,
        dollars=total.cost,
        saved_dollars=total.saved,
        notes=tuple(dict.fromkeys(event.note for event in events if event.note)),
        steps=tuple(sorted(steps, key=lambda step: (-step.cost, -step.tokens, step.grouped))),
    )


def _kind(event: UsageEvent) -> str:
    return event.step.partition(" · ")[0]


def _sums(step: str, events: Sequence[UsageEvent]) -> UsageSums:
    return UsageSums(
        grouped=step,
        paid_calls=sum(not event.cached for event in events),
        saved_calls=sum(event.cached for event in events),
        tokens=sum(event.input_tokens + event.output_tokens + event.thinking_tokens for event in events),
        cost=sum(event.cost for event in events),
        saved=sum(event.saved for event in events),
    )
