"""The research review: which sources count, which facts may be used, what other pages leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.schemas import Article, CompetitorData, ContentGap, Fact, Source, Status
from snowball_core.services.changes import Changes
from snowball_core.sources import ReadSource
from snowball_core.validation import as_input_error
from snowball_core.writing.assembly import next_source_number, numbered
from snowball_core.writing.facts import is_proven, next_fact_id, standing_facts, why_unproven
from snowball_core.writing.history import research_revision


class ResearchService:
    """What a human can change of the research, at every review.

    The program alone says whether a fact is verified. All methods raise `InputError` while the program works
    on the article, and `NotFound` for what is not there.
    """

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._store = changes.store

    def include_source(self, article_id: str, source_id: str, included: bool) -> Article:
        """Let a source count, or not: the facts that only it proves go with it and come back with it."""
        source = self._source(article_id, source_id)
        counting = self._included(article_id) - {source_id} | ({source_id} if included else set())
        article = self._change(article_id, lambda facts: standing_facts(facts, counting))
        self._store.save_sources(article_id, [source.model_copy(update={"included": included})])
        return article

    def remove_source(self, article_id: str, source_id: str) -> Article:
        """Remove a source with the evidence in it; facts that nothing else proves go too, unless taken in knowingly."""
        self._source(article_id, source_id)
        counting = self._included(article_id) - {source_id}
        article = self._change(article_id, lambda facts: standing_facts(_without_source(facts, source_id), counting))
        self._store.delete_source(article_id, source_id)
        return article

    def add_sources(self, article_id: str, sources: Sequence[ReadSource]) -> Article:
        """Add sources of the user's own and have them read; the facts so far keep their ids, wording and choice."""
        article = self._changes.at_rest(article_id)
        if not sources:
            return article
        first = next_source_number(self._store.sources(article_id))
        self._store.save_sources(article_id, numbered(sources, first))
        return self._changes.begin(article_id, Status.RESEARCHING)

    def include_facts(self, article_id: str, included: dict[str, bool]) -> Article:
        """Let facts (by id) be used, or not; a fact that no quote proves is thereby taken in knowingly."""
        return self._change(article_id, lambda facts: [_chosen(fact, included.get(fact.id)) for fact in facts])

    def change_fact(self, article_id: str, before: Fact, text: str, quote: str) -> Article:
        """Change the wording or the quote of a fact that was read as `before`.

        Whether it is verified is found out again; a fact that was in use stays in use, knowingly.

        Raises:
            Conflict: someone else changed this fact meanwhile.
            InputError: the wording is empty or too long.
        """
        changed = self._proved(article_id, _changed(before, text, quote), keep=before.usable)
        return self._change(article_id, lambda facts: _replaced(facts, before, changed))

    def proof(self, article_id: str, text: str, source_id: str, quote: str) -> str:
        """Why a quote of a source does not prove a fact, in words; empty when it does. Saves nothing."""
        if not source_id:
            return "It has no source."
        return why_unproven(text, quote, self._source(article_id, source_id).text)

    def add_fact(self, article_id: str, text: str, source_id: str = "", quote: str = "") -> Article:
        """Add a fact by hand: proved by a quote of a source, or else taken in knowingly. Raises `InputError`."""
        fact = _fact(text=text.strip(), source_id=source_id, quote=quote.strip())
        proved = self._proved(article_id, fact, keep=True)

        def added(facts: list[Fact]) -> list[Fact]:
            new_id = next_fact_id(known.id for known in facts)
            return [*facts, proved.model_copy(update={"id": new_id})]

        return self._change(article_id, added)

    def remove_fact(self, article_id: str, fact_id: str) -> Article:
        """Remove a fact for good."""
        return self._change(article_id, lambda facts: [fact for fact in facts if fact.id != fact_id])

    def change_gap(self, article_id: str, before: ContentGap, gap: ContentGap) -> Article:
        """Change what other pages leave out. Raises `Conflict` when someone else changed it meanwhile."""

        def alter(article: Article) -> dict[str, CompetitorData]:
            found = _research_of(article)
            if found.content_gap not in (before, gap):
                raise Conflict("What other pages leave out was changed elsewhere meanwhile.")
            return {"competitor_data": found.model_copy(update={"content_gap": gap})}

        return self._changes.change(article_id, alter)

    def _change(self, article_id: str, alter: Callable[[list[Fact]], list[Fact]]) -> Article:
        def altered(article: Article) -> dict[str, CompetitorData]:
            found = _research_of(article)
            changed = found.model_copy(update={"fact_sheet": alter(found.fact_sheet)})
            if changed != found:
                self._store.add_revision(research_revision(article_id, found, self._changes.clock()))
            return {"competitor_data": changed}

        return self._changes.change(article_id, altered)

    def _proved(self, article_id: str, fact: Fact, *, keep: bool) -> Fact:
        """The fact with what the program finds of its proof; `keep` takes it in even without one."""
        source = self._source(article_id, fact.source_id) if fact.source_id else None
        proven = source is not None and is_proven(fact.text, fact.quote, source.text)
        return fact.model_copy(update={"verified": proven, "accepted": keep and not proven})

    def _source(self, article_id: str, source_id: str) -> Source:
        for source in self._store.sources(article_id):
            if source.id == source_id:
                return source
        raise NotFound(f"The article has no source {source_id} (any more).")

    def _included(self, article_id: str) -> set[str]:
        return {source.id for source in self._store.sources(article_id) if source.included}


def _research_of(article: Article) -> CompetitorData:
    if article.competitor_data is None:
        raise InputError("The research has not been done yet.", hint="Wait until it is, or press Retry.")
    return article.competitor_data


def _chosen(fact: Fact, included: bool | None) -> Fact:
    if included is None:
        return fact
    return fact.model_copy(update={"included": included, "accepted": included and not fact.verified})


def _changed(fact: Fact, text: str, quote: str) -> Fact:
    """The fact with another wording or quote. Other sources proved the old wording, so their evidence goes."""
    return _fact(**{**fact.model_dump(), "text": text.strip(), "quote": quote.strip(), "corroborations": []})


def _fact(**fields: Any) -> Fact:
    try:
        return Fact.model_validate(fields)
    except ValidationError as error:
        raise as_input_error(error, "This fact") from None


def _replaced(facts: Iterable[Fact], before: Fact, changed: Fact) -> list[Fact]:
    kept = list(facts)
    if before not in kept:
        raise Conflict("This fact was changed elsewhere meanwhile.")
    return [changed if fact == before else fact for fact in kept]


def _without_source(facts: Iterable[Fact], source_id: str) -> list[Fact]:
    return [kept for fact in facts if (kept := _without_evidence_of(fact, source_id))]


def _without_evidence_of(fact: Fact, source_id: str) -> Fact | None:
    if fact.source_id != source_id:
        others = [evidence for evidence in fact.corroborations if evidence.source_id != source_id]
        return fact.model_copy(update={"corroborations": others})
    if fact.corroborations:
        main, *others = sorted(fact.corroborations, key=lambda evidence: not evidence.verified)
        return fact.model_copy(update={**main.model_dump(), "corroborations": others})
    if fact.accepted:
        return fact.model_copy(update={"source_id": "", "quote": "", "verified": False})
    return None
