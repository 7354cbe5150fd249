"""Articles: start, approve, retry, cancel, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.schemas import FINISHED, WORKING, Article, Brief, Phase, SectionState, Status
from snowball_core.services.article_views import ArticleReader, unwritten
from snowball_core.services.changes import Changes
from snowball_core.sources import ReadSource
from snowball_core.validation import FieldProblem, as_input_error, explain
from snowball_core.writing.assembly import numbered, unread

AFTER_REVIEW = {
    Status.RESEARCH_REVIEW: Status.OUTLINING,
    Status.OUTLINE_REVIEW: Status.WRITING,
    Status.SECTION_REVIEW: Status.POLISHING,
}
"""What an approval starts."""

STATUS_OF_PHASE = {phase: status for status, phase in WORKING.items() if status is not Status.QUEUED}


@dataclass(frozen=True)
class NewArticle:
    """What the user asks for. `request_id` names the request: the same one twice starts one article."""

    request_id: str
    keyword: str
    voice_id: str
    autopilot: bool = True
    brief: Brief = field(default_factory=Brief)
    sources: Sequence[ReadSource] = ()


class ArticleService(ArticleReader):
    """What can be done with articles. Errors are `InputError` for what the user gave, else the store's."""

    def __init__(
        self,
        changes: Changes,
        *,
        generator: str,
    ) -> None:
        super().__init__(changes.store, generator, changes.context_characters)
        self._changes = changes
        self._engine = changes.engine
        self._clock = changes.clock

    def start(self, new: NewArticle) -> Article:
        """Create the article and begin its research. Raises `InputError`, `NotFound` (voice)."""
        try:
            return self._store.article(new.request_id)
        except NotFound:
            pass
        if not (new.sources or new.brief.search):
            raise InputError("Without the web search an article needs sources of your own.", hint="Add at least one.")
        self._store.voice(new.voice_id)
        article = self._store.create_article(self._article(new), numbered(new.sources))
        self._engine.submit(article)
        return article

    def problems(self, new: NewArticle) -> list[FieldProblem]:
        """What keeps the article from being started, by field; empty when nothing does."""
        try:
            self._validated(new)
        except ValidationError as error:
            return explain(error)
        return []

    def approve(self, article_id: str, *, run_through: bool = False) -> Article:
        """Go on from a review to the next phase; nothing when the article waits for none.

        `run_through` lets it go on in autopilot from here. Approved research does not plan an outline that stands.

        Raises:
            InputError: a section is unwritten or stale, so that the draft cannot be approved yet.
            Conflict: someone else changed the article meanwhile.
        """
        article = self._store.article(article_id)
        following = AFTER_REVIEW.get(article.status)
        if following is None:
            return article
        if following is Status.OUTLINING and article.outline:
            following = Status.OUTLINE_REVIEW
        if following is Status.POLISHING:
            self._check_draft(article)
        mode = "autopilot" if run_through else article.mode
        article = self._store.update_article(
            article.id, article.version, status=following, mode=mode, run=article.run + 1
        )
        self._engine.submit(article)
        return article

    def _check_draft(self, article: Article) -> None:
        sections = self._store.sections(article.id)
        if unwritten(article, sections):
            raise InputError("Not all sections are written yet.", hint="Go on writing first.")
        if self._changes.stale(article, sections):
            raise InputError("A section is stale.", hint="Have it written anew, or keep it as it is.")
        for section in sections:
            if section.state is SectionState.DRAFT:
                self._store.save_section(article.id, section.model_copy(update={"state": SectionState.APPROVED}))

    def resumable(self, new: NewArticle) -> Article | None:
        """The unfinished article that was started with just the same wishes, newest first."""
        wanted = self._article(new)
        brought = [source.url or source.text for source in numbered(new.sources)]
        for article in reversed(self._store.articles_in(frozenset(WORKING) | {Status.FAILED})):
            same = (article.keyword, article.voice_id, article.mode, article.brief)
            if same == (wanted.keyword, wanted.voice_id, wanted.mode, wanted.brief):
                own = [source.url or source.text for source in self._store.sources(article.id) if source.own]
                if own == brought:
                    return article
        return None

    def resume(self, article: Article) -> Article:
        """Go on with an unfinished article: retry a failed one, see to it that a waiting one runs."""
        if article.status is Status.FAILED:
            return self.retry(article.id)
        self._engine.submit(article)
        return article

    def retry(self, article_id: str) -> Article:
        """Run the phase again that failed or was stopped; what was paid before comes from the cache."""
        article = self._store.article(article_id)
        if article.status not in {Status.FAILED, Status.CANCELLED}:
            return article
        phase = article.failed_at_phase or (
            self._reached(article) if article.status is Status.CANCELLED else Phase.RESEARCH
        )
        status = STATUS_OF_PHASE.get(phase, Status.QUEUED)
        article = self._store.update_article(
            article.id, article.version, status=status, failed_at_phase=None, error_message="", run=article.run + 1
        )
        self._engine.submit(article)
        return article

    def _reached(self, article: Article) -> Phase:
        """The phase in which a stopped article goes on, judged by what it holds."""
        if article.competitor_data is None or unread(self._store.sources(article.id)):
            return Phase.RESEARCH
        return Phase.OUTLINE if article.outline is None else Phase.WRITING

    def cancel(self, article_id: str) -> Article:
        """Stop an article for good; what was written stays. A call in flight is broken off."""
        while True:
            article = self._store.article(article_id)
            if article.status in FINISHED:
                return article
            try:
                cancelled = self._store.update_article(
                    article.id, article.version, status=Status.CANCELLED, run=article.run + 1
                )
            except Conflict:
                continue
            if article.phase:
                self._engine.cancel(article.id, article.phase, article.run)
            return cancelled

    def delete(self, article_id: str) -> None:
        """Remove an article and all that belongs to it, stopping it first."""
        self.cancel(article_id)
        self._store.delete_article(article_id)

    def _article(self, new: NewArticle) -> Article:
        try:
            return self._validated(new)
        except ValidationError as error:
            raise as_input_error(error, "This article") from None

    def _validated(self, new: NewArticle) -> Article:
        now = self._clock()
        return Article(
            id=new.request_id,
            keyword=new.keyword,
            voice_id=new.voice_id,
            mode="autopilot" if new.autopilot else "guided",
            brief=new.brief,
            created_at=now,
            updated_at=now,
        )
