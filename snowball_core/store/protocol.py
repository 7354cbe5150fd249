"""What a store can do. Every implementation passes the same contract tests.

Reads return domain models; writes are small and atomic. A change of something that has a version gives
the version it started from; when that is no longer the stored one, nothing is written and `Conflict` is
raised. All methods are safe to call from several threads and processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from snowball_core.records import PartialText, Progress, Revision, UsageEvent
from snowball_core.schemas import Article, BrandVoice, Section, Source, Status


@dataclass(frozen=True)
class ArticleQuery:
    """Which articles to list.

    `search` is matched in keyword and title, ignoring case. `order` sorts by a column, newest or largest
    first when `descending`.
    """

    search: str = ""
    statuses: frozenset[Status] = frozenset()
    voice_id: str | None = None
    order: str = "updated_at"
    descending: bool = True
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class ArticleSummary:
    """A row of the list of articles: no texts, so that ten thousand stay quick."""

    id: str
    keyword: str
    title: str
    voice_id: str
    voice_name: str
    status: Status
    mode: str
    sections_written: int
    sections_planned: int
    error_message: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ArticlePage:
    """One page of a list, and how many articles match in all."""

    rows: list[ArticleSummary]
    total: int


UsageGroup = Literal["day", "step", "article"]


@dataclass(frozen=True)
class UsageSums:
    """Recorded calls of one group, added up.

    `grouped` is what the group has in common: a day in UTC (`2026-11-23`), a step without its part
    (`extract facts`), or an article's id. `name` is the title, else the keyword, of an article; None for one that
    was deleted and for other groups. `tokens` are those of input, output and thinking; `cost` and `saved` US dollars.
    """

    grouped: str
    paid_calls: int = 0
    saved_calls: int = 0
    tokens: int = 0
    cost: float = 0.0
    saved: float = 0.0
    name: str | None = None


class Store(Protocol):
    """The studio's memory: voices, articles, sources, sections, history, usage."""

    # voices

    def voices(self) -> list[BrandVoice]:
        """All voices by name."""

    def voice(self, voice_id: str) -> BrandVoice:
        """One voice. Raises `NotFound`."""

    def create_voice(self, voice: BrandVoice) -> BrandVoice:
        """Add a voice. Raises `InputError` when the name is taken (ignoring case)."""

    def update_voice(self, voice: BrandVoice) -> BrandVoice:
        """Save a voice that was read at `voice.version`; returns it with the next one. Raises `Conflict`."""

    def delete_voice(self, voice_id: str) -> None:
        """Remove a voice. Raises `VoiceInUse` (with the number of articles), `NotFound`."""

    # articles

    def create_article(self, article: Article, sources: Sequence[Source] = ()) -> Article:
        """Add an article together with its own sources, in one transaction."""

    def article(self, article_id: str) -> Article:
        """One article. Raises `NotFound`."""

    def update_article(self, article_id: str, version: int, **changes: Any) -> Article:
        """Change fields of an article that was read at `version`. Raises `Conflict`, `NotFound`."""

    def articles(self, query: ArticleQuery) -> ArticlePage:
        """A page of the list of articles."""

    def articles_in(self, statuses: frozenset[Status]) -> list[Article]:
        """All articles in one of the statuses, oldest first."""

    def delete_article(self, article_id: str) -> None:
        """Remove an article and all that belongs to it. Raises `NotFound`."""

    # sources

    def sources(self, article_id: str) -> list[Source]:
        """An article's sources, S1 first."""

    def save_sources(self, article_id: str, sources: Sequence[Source]) -> None:
        """Add or replace sources by their id, in one transaction."""

    def delete_source(self, article_id: str, source_id: str) -> None:
        """Remove one source. Raises `NotFound`."""

    # sections

    def sections(self, article_id: str) -> list[Section]:
        """An article's sections by position."""

    def save_section(self, article_id: str, section: Section) -> Section:
        """Save a section that was read at `section.revision` (0: new); returns it with the next one.

        Raises `Conflict` when the stored revision is another one.
        """

    def delete_sections(self, article_id: str, keep: frozenset[int]) -> None:
        """Remove the sections whose id is not in `keep`."""

    # live work

    def save_partial(self, partial: PartialText) -> None:
        """Keep the streaming text of a section (replaces the last one)."""

    def partials(self, article_id: str) -> list[PartialText]:
        """The sections that are streaming in just now."""

    def clear_partial(self, article_id: str, section_id: int) -> None:
        """Forget the streaming text, once the section is saved."""

    def save_progress(self, progress: Progress) -> None:
        """Keep what the program does on an article just now (replaces the last one)."""

    def progress(self, article_id: str) -> Progress | None:
        """What the program does, or did last."""

    # history and usage

    def add_revision(self, revision: Revision) -> Revision:
        """Keep an earlier state; returns it with its id."""

    def revisions(self, article_id: str, subject: str | None = None) -> list[Revision]:
        """The kept states, newest first; of one subject (`outline`, `section:3`, …) or of all."""

    def add_usage(self, event: UsageEvent) -> None:
        """Record one paid (or saved) call."""

    def usage(self, article_id: str | None = None, since: datetime | None = None) -> list[UsageEvent]:
        """The recorded calls, oldest first; of one article or of all."""

    def usage_sums(self, by: UsageGroup, since: datetime | None = None, limit: int | None = None) -> list[UsageSums]:
        """The recorded calls from `since` on, added up by day, by step or by article.

        Days come in order, steps and articles with the dearest first; at most `limit` groups.
        """

    # itself

    def check(self) -> None:
        """Prove that the store can be read and written. Raises a `StoreError` that says what to do."""

    def close(self) -> None:
        """Release files and connections; safe to call twice."""
