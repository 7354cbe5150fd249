"""The outline review: the plan as the editor wants it, or another suggestion of the program's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.schemas import Article, ArticleOutline, Replan, Status
from snowball_core.services.changes import BURST, Changes, drafted
from snowball_core.validation import as_input_error
from snowball_core.writing.history import OUTLINE, outline_revision


@dataclass(frozen=True)
class EarlierOutline:
    """An outline as it stood until it was changed at this time."""

    until: datetime
    outline: ArticleOutline


class OutlineService:
    """What a human can do with the outline while the program does not work on the article."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._store = changes.store

    def save(self, article_id: str, before: ArticleOutline, outline: ArticleOutline) -> Article:
        """Save the outline that was read as `before`. Texts of sections that are taken out stay with their ids.

        Raises:
            Conflict: someone else changed the outline meanwhile; nothing was saved.
            InputError: the program works on the article.
        """

        def alter(article: Article) -> dict[str, Any]:
            if article.outline == outline:
                return {}
            if article.outline != before:
                raise Conflict("The outline was changed elsewhere meanwhile.")
            changed = article.model_copy(update={"outline": outline})
            return {"outline": outline, **drafted(changed, self._store.sections(article_id))}

        self._remember(article_id)
        article = self._changes.change(article_id, alter)
        self._arrange(article)
        return article

    def history(self, article_id: str) -> list[EarlierOutline]:
        """The earlier outlines that differ from the present one, newest first."""
        present = self._store.article(article_id).outline
        kept = [
            EarlierOutline(revision.at, ArticleOutline.model_validate(revision.content))
            for revision in self._store.revisions(article_id, OUTLINE)
        ]
        return [earlier for earlier in kept if earlier.outline != present]

    def suggest_again(self, article_id: str, note: str = "", section_id: int | None = None) -> Article:
        """Have the whole outline planned anew, or the plan of one section, with a wish to the planner.

        Raises:
            InputError: the program works on the article, the note is too long, or there is no outline yet.
            NotFound: the outline has no such section.
        """
        article = self._changes.at_rest(article_id)
        if article.outline is None:
            raise InputError("There is no outline yet.", hint="Let it be planned first.")
        if section_id is not None and section_id not in {section.id for section in article.outline.sections}:
            raise NotFound(f"The outline has no section {section_id} (any more).")
        wish = _wish(note, section_id, nonce=f"run {article.run + 1}")
        self._remember(article_id)
        return self._changes.begin(article_id, Status.OUTLINING, replan=wish)

    def _remember(self, article_id: str) -> None:
        """Keep the outline as it stands, once in a burst of changes."""
        article = self._changes.at_rest(article_id)
        now = self._changes.clock()
        last = next(iter(self._store.revisions(article_id, OUTLINE)), None)
        if article.outline and (last is None or now - last.at > BURST):
            self._store.add_revision(outline_revision(article_id, article.outline, "human", now))

    def _arrange(self, article: Article) -> None:
        """Give the written sections the places that they have in the outline."""
        planned = article.outline.sections if article.outline else []
        places = {section.id: place for place, section in enumerate(planned)}
        for section in self._store.sections(article.id):
            place = places.get(section.id, section.position)
            if section.position != place:
                self._store.save_section(article.id, section.model_copy(update={"position": place}))


def _wish(note: str, section_id: int | None, nonce: str) -> Replan:
    try:
        return Replan(note=note, section_id=section_id, nonce=nonce)
    except ValidationError as error:
        raise as_input_error(error, "This wish") from None
