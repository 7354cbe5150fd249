"""Changing an article at a review: what all editors share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError
from snowball_core.schemas import Article, Section, Status
from snowball_core.services.article_views import stale_of
from snowball_core.store.protocol import Store
from snowball_core.validation import as_input_error
from snowball_core.writing.snowball import draft_so_far

if TYPE_CHECKING:
    from snowball_core.engine import Engine

AT_REST = frozenset(
    {Status.RESEARCH_REVIEW, Status.OUTLINE_REVIEW, Status.SECTION_REVIEW, Status.COMPLETED, Status.FAILED}
)
"""The statuses in which a human may change the article: nothing works on it."""

BURST = timedelta(minutes=1)
"""Changes that follow one another within this time are one step of the history."""


@dataclass(frozen=True)
class Changes:
    """What the editors work with. `context_characters`: how much of the text before it a section's writer sees."""

    store: Store
    engine: Engine
    clock: Callable[[], datetime]
    context_characters: int

    def change(self, article_id: str, alter: Callable[[Article], dict[str, Any]]) -> Article:
        """Change an article that is at rest; `alter` gives the fields from the state as it is stored.

        A finished article is opened again at the draft's review, and from then on a human is asked.

        Raises:
            InputError: the program works on the article, or a value breaks a bound.
            Conflict, NotFound: what `alter` raises.
        """
        while True:
            article = self.at_rest(article_id)
            fields = {**reopened(article), **_checked(alter, article)}
            if all(getattr(article, name) == value for name, value in fields.items()):
                return article
            try:
                return self.store.update_article(article.id, article.version, **fields)
            except Conflict:
                continue

    def at_rest(self, article_id: str) -> Article:
        """The article, if a human may change it now. Raises `InputError`."""
        article = self.store.article(article_id)
        if article.status not in AT_REST:
            raise busy(article)
        return article

    def begin(self, article_id: str, status: Status, **fields: Any) -> Article:
        """Start the phase of a status in a new run, guided from now on. Raises `InputError`."""
        begun = {"status": status, "mode": "guided", **STARTED, **fields}
        article = self.change(article_id, lambda article: {**begun, "run": article.run + 1})
        self.engine.submit(article)
        return article

    def stale(self, article: Article, sections: list[Section]) -> dict[int, str]:
        """The sections that are stale, and why in words."""
        return stale_of(article, sections, self.context_characters)


STARTED = {"failed_at_phase": None, "error_message": ""}
"""A run that begins clears what the last one failed with."""


def busy(article: Article) -> InputError:
    """Why a human cannot change the article now."""
    if article.status is Status.CANCELLED:
        return InputError("This article was stopped.", hint="Go on with it first.")
    return InputError("The program works on this article just now.", hint="Pause it, or wait until it is done.")


def reopened(article: Article) -> dict[str, Any]:
    """The fields that take a finished article back to the draft's review."""
    if article.status is not Status.COMPLETED:
        return {}
    return {"status": Status.SECTION_REVIEW, "mode": "guided", "run": article.run + 1}


def drafted(article: Article, sections: list[Section]) -> dict[str, Any]:
    """The article's fields that tell of its draft."""
    return draft_so_far(article.outline, sections) if article.outline else {}


def _checked(alter: Callable[[Article], dict[str, Any]], article: Article) -> dict[str, Any]:
    try:
        return alter(article)
    except ValidationError as error:
        raise as_input_error(error, "This change") from None
