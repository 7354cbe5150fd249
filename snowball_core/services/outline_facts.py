"""Which facts an outline gives to which section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.schemas import ArticleOutline, Fact


@dataclass(frozen=True)
class FactUse:
    """The facts a writer may get, and where the outline wants them.

    `usable` are the facts that may be chosen, `places` says for a fact's id in which sections (counted from one)
    it was chosen, `free` are the places of the sections that may use any fact because none was chosen for them.
    """

    usable: list[Fact]
    places: dict[str, list[int]]
    free: list[int]

    @property
    def unused(self) -> list[Fact]:
        """The facts that no section will use."""
        return [] if self.free else [fact for fact in self.usable if fact.id not in self.places]


def fact_use(outline: ArticleOutline, facts: Sequence[Fact]) -> FactUse:
    """How the outline uses a fact sheet. A section none of whose facts is usable (any more) may use all."""
    usable = [fact for fact in facts if fact.usable]
    known = {fact.id for fact in usable}
    places: dict[str, list[int]] = {}
    free = []
    for place, section in enumerate(outline.sections, start=1):
        chosen = [fact_id for fact_id in section.fact_ids if fact_id in known]
        if not chosen:
            free.append(place)
        for fact_id in chosen:
            places.setdefault(fact_id, []).append(place)
    return FactUse(usable, places, free)
