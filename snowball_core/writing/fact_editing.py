"""A fact sheet in a human's hands: chosen, reworded, without a source; what then still proves each fact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from snowball_core.schemas import ArticleOutline, Evidence, Fact, Section, Source
from snowball_core.text import clean_text
from snowball_core.writing.citations import cited_facts
from snowball_core.writing.facts import ProofIn, standing_facts


@dataclass(frozen=True)
class FactWording:
    """What a human can word of a fact: its statement, and one quote with the id of the source it is from."""

    text: str
    source_id: str = ""
    quote: str = ""

    @classmethod
    def of(cls, fact: Fact, source_id: str | None = None) -> FactWording | None:
        """The wording as it stands, with the main quote or that of a source; None when it has none of that source."""
        quotes = {evidence.source_id: evidence.quote for evidence in reversed(fact.evidence)}
        source_id = fact.source_id if source_id is None else source_id
        return cls(fact.text, source_id, quotes[source_id]).tidied() if source_id in quotes else None

    def tidied(self) -> FactWording:
        """The same as it is stored: cleaned, without spaces round it."""
        return FactWording(clean_text(self.text).strip(), self.source_id, clean_text(self.quote).strip())


def chosen(fact: Fact, included: bool) -> Fact:
    """The fact to be used, or not. One that no quote proves is thereby taken in knowingly."""
    return fact.model_copy(update={"included": included, "accepted": included and not fact.verified})


def reworded(fact: Fact, before: FactWording, wanted: FactWording, sources: Sequence[Source]) -> Fact:
    """The fact with another wording in place of `before`, all its evidence checked again.

    The quote of another source becomes the main one where only that one proves the new statement. A fact that
    was in use stays in use: knowingly, when nothing proves it any more. Raises pydantic's `ValidationError`.
    """
    used = fact.included and (fact.verified or fact.accepted)
    changed = Evidence(source_id=wanted.source_id, quote=wanted.quote)
    others = [e for e in fact.evidence if e.source_id not in {before.source_id, wanted.source_id}]
    kept = [changed, *others] if fact.source_id == before.source_id else [*others, changed]
    main, *further = _checked(wanted.text, kept, sources)
    fields = {**fact.model_dump(), **main.model_dump(), "text": wanted.text, "corroborations": further}
    standing = standing_facts([Fact.model_validate(fields)], {source.id for source in sources if source.included})[0]
    return standing.model_copy(update={"accepted": used and not standing.verified})


def without_source(facts: Iterable[Fact], source_id: str) -> list[Fact]:
    """The facts without the evidence of a source; those that nothing else tells go, unless taken in knowingly."""
    return [kept for fact in facts if (kept := _without_evidence_of(fact, source_id))]


def reserved_ids(outline: ArticleOutline | None, sections: Iterable[Section]) -> set[str]:
    """The fact ids that the plan or a text names: no new fact may pass for one of them."""
    planned = outline.sections if outline else []
    named = {fact_id for section in planned for fact_id in section.fact_ids}
    return named.union(*(cited_facts(section.markdown) for section in sections))


def _checked(statement: str, evidence: Sequence[Evidence], sources: Collection[Source]) -> list[Evidence]:
    texts = {source.id: source.text for source in sources}
    return [
        e.model_copy(
            update={"verified": e.source_id in texts and ProofIn(texts[e.source_id]).holds(statement, e.quote)}
        )
        for e in evidence
    ]


def _without_evidence_of(fact: Fact, source_id: str) -> Fact | None:
    if fact.source_id != source_id:
        others = [evidence for evidence in fact.corroborations if evidence.source_id != source_id]
        return fact.model_copy(update={"corroborations": others})
    if fact.corroborations:
        main, *others = sorted(fact.corroborations, key=lambda evidence: not evidence.verified)
        return fact.model_copy(update={**main.model_dump(), "corroborations": others})
    if fact.accepted:
        return fact.model_copy(update={**Evidence().model_dump()})
    return None
