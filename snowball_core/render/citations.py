"""Which sources a text uses, numbered by first use, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from snowball_core.render.cleaning import safe_line
from snowball_core.schemas import Fact, Source


@dataclass(frozen=True)
class Place:
    """The `occurrence`-th place (from 1) where the source with this number (from 1) is cited."""

    number: int
    occurrence: int
    title: str

    @property
    def anchor(self) -> str:
        """The id of the place in the page."""
        return f"cite-{self.number}-{self.occurrence}"


@dataclass(frozen=True)
class CitedSource:
    """A source that the text uses, with its number and all its places."""

    number: int
    source: Source
    places: tuple[Place, ...]


class Citations:
    """Turns the ids of facts into places in the list of sources, in the order in which the text cites them.

    A fact leads to the sources that prove it: its own and the corroborating ones, where the quote is
    verified and the source included. Excluded and unknown facts, and those that no quote proves, lead nowhere.
    """

    def __init__(self, facts: Sequence[Fact], sources: Sequence[Source]) -> None:
        self._facts = {fact.id: fact for fact in facts if fact.included}
        self._sources = {source.id: source for source in sources if source.included}
        self._places: dict[str, list[Place]] = {}

    def cite(self, fact_ids: Iterable[str]) -> list[Place]:
        """The places that one spot of the text needs, by number, each source once."""
        proofs = [source_id for fact_id in fact_ids for source_id in self._proofs(fact_id)]
        return sorted((self._add(source_id) for source_id in dict.fromkeys(proofs)), key=lambda place: place.number)

    @property
    def cited(self) -> list[CitedSource]:
        """The sources cited so far, in the order of their numbers."""
        return [
            CitedSource(number, self._sources[source_id], tuple(places))
            for number, (source_id, places) in enumerate(self._places.items(), start=1)
        ]

    def _proofs(self, fact_id: str) -> list[str]:
        fact = self._facts.get(fact_id)
        evidence = fact.evidence if fact else []
        return [proof.source_id for proof in evidence if proof.verified and proof.source_id in self._sources]

    def _add(self, source_id: str) -> Place:
        places = self._places.setdefault(source_id, [])
        number = list(self._places).index(source_id) + 1
        place = Place(number, len(places) + 1, safe_line(self._sources[source_id].title))
        places.append(place)
        return place
