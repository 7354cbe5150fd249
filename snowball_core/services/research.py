"""The research review: which sources count, which facts may be used, what other pages leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.schemas import Article, CompetitorData, ContentGap, Fact, Source, Status
from snowball_core.services.changes import BURST, Changes
from snowball_core.sources import ReadSource
from snowball_core.validation import as_input_error
from snowball_core.writing.assembly import next_source_number, numbered, summaries
from snowball_core.writing.fact_editing import FactWording, chosen, reserved_ids, reworded, without_source
from snowball_core.writing.facts import ProofIn, next_fact_id, standing_facts
from snowball_core.writing.history import RESEARCH, research_revision


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
        self._changes.at_rest(article_id)
        source = self._source(article_id, source_id)
        self._store.save_sources(article_id, [source.model_copy(update={"included": included})])
        return self._settle(article_id)

    def remove_source(self, article_id: str, source_id: str) -> Article:
        """Remove a source with the evidence in it; facts that nothing else proves go too, unless taken in knowingly."""
        self._source(article_id, source_id)
        article = self._settle(article_id, without=source_id)
        self._store.delete_source(article_id, source_id)
        return article

    def add_sources(self, article_id: str, sources: Sequence[ReadSource]) -> Article:
        """Add sources of the user's own and have them read; the facts so far keep their ids, wording and choice.

        Raises:
            InputError: the article has all of these sources already.
        """
        article = self._changes.at_rest(article_id)
        known = self._store.sources(article_id)
        fresh = _fresh(sources, known)
        if sources and not fresh:
            raise InputError("This is among the sources already.", hint="Look it up in the list of sources.")
        if not fresh:
            return article
        self._store.save_sources(article_id, numbered(fresh, next_source_number(known)))
        return self._changes.begin(article_id, Status.RESEARCHING)

    def read_again(self, article_id: str, source_id: str) -> Article:
        """Have a source read that could not be read, or has not been yet; nothing when it has been read."""
        article, source = self._changes.at_rest(article_id), self._source(article_id, source_id)
        if source.read_characters:
            return article
        self._store.save_sources(article_id, [source.model_copy(update={"note": ""})])
        return self._changes.begin(article_id, Status.RESEARCHING)

    def include_facts(self, article_id: str, included: dict[str, bool]) -> Article:
        """Let facts (by id) be used, or not; a fact that no quote proves is thereby taken in knowingly."""
        return self._change(
            article_id,
            lambda facts: [chosen(fact, included[fact.id]) if fact.id in included else fact for fact in facts],
        )

    def change_fact(self, article_id: str, fact_id: str, before: FactWording, wording: FactWording) -> Article:
        """Change the wording of a fact, or its quote, that was read as `before`.

        Whether it is verified is found out again; a fact that was in use stays in use, knowingly.

        Raises:
            Conflict: someone else changed the wording meanwhile, or removed the fact.
            InputError: the wording is empty or too long.
            NotFound: the quote's source is not there.
        """
        wanted, sources = wording.tidied(), self._store.sources(article_id)
        if wanted.source_id not in {"", before.source_id}:
            self._source(article_id, wanted.source_id)

        def changed(fact: Fact) -> Fact:
            if FactWording.of(fact, wanted.source_id) == wanted:
                return fact
            if FactWording.of(fact, before.source_id) != before:
                raise Conflict("This fact was changed elsewhere meanwhile.")
            return _valid(lambda: reworded(fact, before, wanted, sources))

        def alter(facts: list[Fact]) -> list[Fact]:
            if fact_id not in {fact.id for fact in facts}:
                raise Conflict("This fact was removed elsewhere meanwhile.")
            return [changed(fact) if fact.id == fact_id else fact for fact in facts]

        return self._change(article_id, alter)

    def objections(self, article_id: str, wording: FactWording) -> list[str]:
        """Why its quote does not prove a fact so worded, as sentences; empty when it does. Saves nothing."""
        if not wording.source_id:
            return ["It has no source."]
        return ProofIn(self._source(article_id, wording.source_id).text).objections(wording.text, wording.quote)

    def add_fact(self, article_id: str, wording: FactWording) -> Article:
        """Add a fact by hand: proved by a quote of a source, or else taken in knowingly.

        Raises:
            InputError: the wording is empty or too long.
            NotFound: the quote's source is not there.
        """
        wanted, sources = wording.tidied(), self._store.sources(article_id)
        if wanted.source_id:
            self._source(article_id, wanted.source_id)
        new = _valid(lambda: reworded(Fact(text=wanted.text, accepted=True), FactWording(""), wanted, sources))

        def alter(article: Article) -> list[Fact]:
            facts = _research_of(article).fact_sheet
            taken = reserved_ids(article.outline, self._store.sections(article_id)).union(fact.id for fact in facts)
            return [*facts, new.model_copy(update={"id": next_fact_id(taken)})]

        return self._changes.change(article_id, lambda article: self._with_facts(article, alter(article)))

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
        return self._changes.change(
            article_id, lambda article: self._with_facts(article, alter(_research_of(article).fact_sheet))
        )

    def _settle(self, article_id: str, without: str = "") -> Article:
        """Bring the facts in line with the sources that count; `without` is a source to be removed."""

        def alter(article: Article) -> dict[str, CompetitorData]:
            sources = [s for s in self._store.sources(article_id) if s.included and s.id != without]
            told = _research_of(article).fact_sheet
            kept = without_source(told, without) if without else told
            facts = standing_facts(kept, {source.id for source in sources})
            return self._with_facts(article, facts, sources_summary=summaries(sources))

        return self._changes.change(article_id, alter)

    def _with_facts(self, article: Article, facts: list[Fact], **others: Any) -> dict[str, CompetitorData]:
        """The article's field with these facts; the research before is kept, once in a burst of changes."""
        found = _research_of(article)
        changed = found.model_copy(update={"fact_sheet": facts, **others})
        if changed != found:
            self._remember(article.id, found)
        return {"competitor_data": changed}

    def _remember(self, article_id: str, found: CompetitorData) -> None:
        now = self._changes.clock()
        last = next(iter(self._store.revisions(article_id, RESEARCH)), None)
        if last is None or now - last.at > BURST:
            self._store.add_revision(research_revision(article_id, found, now))

    def _source(self, article_id: str, source_id: str) -> Source:
        for source in self._store.sources(article_id):
            if source.id == source_id:
                return source
        raise NotFound(f"The article has no source {source_id} (any more).")


def _research_of(article: Article) -> CompetitorData:
    if article.competitor_data is None:
        raise InputError("The research has not been done yet.", hint="Wait until it is, or press Retry.")
    return article.competitor_data


def _fresh(sources: Sequence[ReadSource], known: Sequence[Source]) -> list[ReadSource]:
    """The sources that are not among the known ones, each once."""
    taken = {source.url or source.text for source in known}
    brought = {source.url or source.text: source for source in sources}
    return [source for place, source in brought.items() if place not in taken]


def _valid(make: Callable[[], Fact]) -> Fact:
    try:
        return make()
    except ValidationError as error:
        raise as_input_error(error, "This fact") from None
