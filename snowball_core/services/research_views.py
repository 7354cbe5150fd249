"""The research as it is looked at: which facts to show, what each source gave, and a quote where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from snowball_core.schemas import Fact, Source
from snowball_core.writing.quotes import SearchableText

REACH = 280
"""Characters of the source shown on each side of a quote."""


class FactFilter(StrEnum):
    """Which facts to show; the words are shown."""

    ALL = "All"
    USED = "Used"
    PROVED = "Proved"
    UNPROVED = "Not proved"
    LEFT_OUT = "Left out"


@dataclass(frozen=True)
class QuoteInContext:
    """A quote as it stands in its source, with the text on both sides, cut at words."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class SourceYield:
    """How many facts a source gave: proved ones, and ones that its quote does not prove."""

    proved: int = 0
    unproved: int = 0


def chosen_facts(facts: Sequence[Fact], which: FactFilter, search: str, source_id: str = "") -> list[Fact]:
    """The facts of this kind whose text or quote holds the search (ignoring case), of one source or of all."""
    wanted = search.strip().casefold()
    return [
        fact
        for fact in facts
        if _fits(fact, which)
        and (not source_id or any(evidence.source_id == source_id for evidence in fact.evidence))
        and (not wanted or wanted in fact.text.casefold() or wanted in fact.quote.casefold())
    ]


def yields(facts: Sequence[Fact]) -> dict[str, SourceYield]:
    """What each source (by id) gave."""
    found: dict[str, SourceYield] = {}
    for evidence in (evidence for fact in facts for evidence in fact.evidence if evidence.source_id):
        so_far = found.get(evidence.source_id, SourceYield())
        found[evidence.source_id] = SourceYield(
            so_far.proved + evidence.verified, so_far.unproved + (not evidence.verified)
        )
    return found


def only_proof(facts: Sequence[Fact], source: Source) -> int:
    """How many usable facts would go with a source, because no other source proves them."""
    return sum(
        fact.usable and {e.source_id for e in fact.evidence if e.verified and not e.withdrawn} == {source.id}
        for fact in facts
    )


def quote_in_context(source_text: str, quote: str, reach: int = REACH) -> QuoteInContext | None:
    """Where the quote stands in the source; None where it does not. A source is prepared for the search once."""
    found = _searchable(source_text).locate(quote)
    if found is None:
        return None
    before, after = source_text[: found.start], source_text[found.end :]
    return QuoteInContext(_end_of(before, reach), found.text, _beginning_of(after, reach))


def _fits(fact: Fact, which: FactFilter) -> bool:
    match which:
        case FactFilter.USED:
            return fact.usable
        case FactFilter.PROVED:
            return fact.verified
        case FactFilter.UNPROVED:
            return not fact.verified
        case FactFilter.LEFT_OUT:
            return not fact.usable
    return True


def _end_of(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    return "… " + text[-reach:].partition(" ")[2]


def _beginning_of(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    return text[:reach].rpartition(" ")[0] + " …"


@lru_cache(maxsize=16)
def _searchable(text: str) -> SearchableText:
    return SearchableText(text)
