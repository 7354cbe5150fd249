"""The draft's review: edit, regenerate, compare, restore, approve; and pause and go on while it is written."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.records import Revision
from snowball_core.render import render_fragment
from snowball_core.schemas import (
    Article,
    ArticleOutline,
    CompetitorData,
    Finding,
    Section,
    SectionState,
    Status,
)
from snowball_core.services.article_views import unwritten
from snowball_core.services.changes import AT_REST, Changes, busy, drafted
from snowball_core.validation import as_input_error
from snowball_core.writing.drafting import UNWRITTEN, Draft, checked_draft, redrafted, text_before
from snowball_core.writing.finishing import finished_article
from snowball_core.writing.history import section_revision, section_subject
from snowball_core.writing.snowball import section_facts

MARKDOWN_CHARACTERS = 100_000
PAUSABLE = frozenset({Status.WRITING, Status.POLISHING})


class SectionService:
    """What a human can do with the sections. `generator` is the program's name and version for the page.

    A written section can be edited and approved while others are being written; all else needs the program
    to rest. Errors are `InputError`, `NotFound`, `Conflict`.
    """

    def __init__(self, changes: Changes, generator: str) -> None:
        self._changes = changes
        self._store = changes.store
        self._generator = generator

    def check(self, article_id: str, section_id: int, markdown: str) -> list[Finding]:
        """What the checks find in a wording that is not saved yet."""
        article = self._store.article(article_id)
        return self._checked(article, section_id, markdown).findings

    def edit(self, article_id: str, section_id: int, revision: int, markdown: str, note: str = "") -> Section:
        """Save a wording by hand over the one that was read at `revision`; the earlier one is kept.

        Raises:
            Conflict: the section was changed elsewhere meanwhile; nothing was saved.
            InputError: the text is empty or too long, or the section is being written.
        """
        article = self._editable(article_id)
        section = self._section(article_id, section_id)
        if article.status is Status.WRITING and section.state in UNWRITTEN:
            raise InputError("This section is being written anew just now.", hint="Pause it, or wait until it is done.")
        if section.revision != revision:
            raise Conflict("This section was changed elsewhere meanwhile.")
        if not 0 < len(markdown.strip()) <= MARKDOWN_CHARACTERS:
            raise InputError(f"A section has between 1 and {MARKDOWN_CHARACTERS:,} characters.")
        draft = self._checked(article, section_id, markdown)
        self._keep(article_id, section, note)
        saved = self._store.save_section(article_id, redrafted(section, draft, section.position))
        self._tell_article(article_id)
        return saved

    def restore(self, article_id: str, section_id: int, revision: int, kept: Revision) -> Section:
        """Take an earlier wording back; the present one is kept in its place."""
        return self.edit(article_id, section_id, revision, str(kept.content.get("markdown", "")), "restored")

    def history(self, article_id: str, section_id: int) -> list[Revision]:
        """The earlier wordings, newest first: `content["markdown"]`, and the note to the writer that led to it."""
        return self._store.revisions(article_id, section_subject(section_id))

    def regenerate(self, article_id: str, section_ids: Collection[int], note: str | None = None) -> Article:
        """Have sections written anew, and nothing else; a note tells the writer what to do otherwise.

        Without a note (None) each section keeps the one that it has.
        """
        self._changes.at_rest(article_id)
        for section_id in section_ids:
            section = self._section(article_id, section_id)
            wish = section.note if note is None else note
            self._mark(article_id, section, state=SectionState.PENDING, note=wish, attempt=section.attempt + 1)
        return self._changes.begin(article_id, Status.WRITING)

    def rewrite_stale(self, article_id: str) -> Article:
        """Have the stale sections written anew, and nothing else. Sections that become stale by it are shown again."""
        article = self._changes.at_rest(article_id)
        sections = self._store.sections(article_id)
        stale = self._changes.stale(article, sections)
        if not stale:
            return article
        for section in sections:
            if section.id in stale:
                self._mark(article_id, section, state=SectionState.PENDING)
        return self._changes.begin(article_id, Status.WRITING)

    def keep_stale(self, article_id: str, section_ids: Collection[int]) -> None:
        """Keep stale sections as they are, knowingly: they are checked against what they now depend on."""
        article = self._changes.at_rest(article_id)
        for section_id in section_ids:
            section = self._section(article_id, section_id)
            draft = self._checked(article, section_id, section.markdown)
            self._mark(article_id, section, fingerprint=draft.fingerprint, findings=draft.findings)

    def approve(self, article_id: str, section_ids: Collection[int] | None = None, approved: bool = True) -> None:
        """Approve written sections (all of them without ids), or take the approval back."""
        article = self._editable(article_id)
        present = SectionState.DRAFT if approved else SectionState.APPROVED
        wanted = SectionState.APPROVED if approved else SectionState.DRAFT
        planned = {section.id for section in article.outline.sections} if article.outline else set()
        for section in self._store.sections(article_id):
            chosen = section.id in (planned if section_ids is None else section_ids)
            if chosen and section.state is present:
                self._mark(article_id, section, state=wanted)

    def pause(self, article_id: str) -> Article:
        """Stop writing or polishing for now: what is written stays, the call in flight is broken off."""
        while True:
            article = self._store.article(article_id)
            if article.status not in PAUSABLE or article.phase is None:
                return article
            try:
                paused = self._store.update_article(
                    article.id, article.version, status=Status.SECTION_REVIEW, mode="guided", run=article.run + 1
                )
            except Conflict:
                continue
            self._changes.engine.cancel(article.id, article.phase, article.run)
            for partial in self._store.partials(article_id):
                self._store.clear_partial(article_id, partial.section_id)
            return paused

    def go_on(self, article_id: str) -> Article:
        """Write the sections that are still to be written; nothing when there are none."""
        article = self._changes.at_rest(article_id)
        if not unwritten(article, self._store.sections(article_id)):
            return article
        return self._changes.begin(article_id, Status.WRITING)

    def choose_polished(self, article_id: str, section_id: int, revision: int, use_polished: bool) -> Article:
        """Take the editor's version of a section, or the draft's wording; the finished page follows at once."""
        article = self._store.article(article_id)
        if article.status is not Status.COMPLETED:
            raise InputError("Only a finished article has polished sections to choose from.")
        section = self._section(article_id, section_id)
        if section.revision != revision:
            raise Conflict("This section was changed elsewhere meanwhile.")
        self._store.save_section(article_id, section.model_copy(update={"use_polished": use_polished}))
        document = finished_article(
            article,
            self._store.sections(article_id),
            self._store.sources(article_id),
            self._generator,
            self._changes.clock(),
        )
        return self._store.update_article(article_id, article.version, final_html=render_fragment(document))

    def _editable(self, article_id: str) -> Article:
        article = self._store.article(article_id)
        if article.status not in AT_REST | {Status.WRITING}:
            raise busy(article)
        return article

    def _section(self, article_id: str, section_id: int) -> Section:
        for section in self._store.sections(article_id):
            if section.id == section_id and section.markdown:
                return section
        raise NotFound("This section has not been written yet.")

    def _checked(self, article: Article, section_id: int, markdown: str) -> Draft:
        outline = _outline_of(article)
        planned = next((section for section in outline.sections if section.id == section_id), None)
        if planned is None:
            raise NotFound("The outline has no such section (any more).")
        sections = self._store.sections(article.id)
        before = text_before(outline, planned, sections, self._changes.context_characters)
        facts = section_facts(planned, (article.competitor_data or CompetitorData()).fact_sheet)
        dna = self._store.voice(article.voice_id).style_dna
        return checked_draft(markdown, planned, facts, before.tail, dna)

    def _keep(self, article_id: str, section: Section, note: str = "") -> None:
        self._store.add_revision(section_revision(article_id, section, "human", self._changes.clock(), note))

    def _mark(self, article_id: str, section: Section, **fields: Any) -> None:
        try:
            marked = Section.model_validate({**section.model_dump(), **fields})
        except ValidationError as error:
            raise as_input_error(error, "This section") from None
        self._store.save_section(article_id, marked)

    def _tell_article(self, article_id: str) -> None:
        """Bring the article's whole draft up to date; a run that writes does so itself."""
        if self._store.article(article_id).status is Status.WRITING:
            return
        self._changes.change(article_id, lambda article: drafted(article, self._store.sections(article_id)))


def _outline_of(article: Article) -> ArticleOutline:
    if article.outline is None:
        raise InputError("The article has no outline yet.")
    return article.outline
