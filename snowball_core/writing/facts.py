"""The fact sheet: which facts are proven by their quotes, and which of several sources are the same one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from snowball_core.answers import ExtractedFact
from snowball_core.schemas import Evidence, Fact, Source
from snowball_core.writing.claims import Basis, figures
from snowball_core.writing.dates import Date
from snowball_core.writing.names import Name, folded, name_words, names
from snowball_core.writing.numbers import Number
from snowball_core.writing.quotes import FEWEST_WORDS, SearchableText, is_too_short
from snowball_core.writing.words import terms, words

SAME_WORDING = 82.0
"""rapidfuzz's token-sort ratio (0-100) from which two statements with the same figures may be the same."""

_FORMAL = frozenset(
    terms(
        "a an the of in by at for to on and that which was were is are has have had its it as with from "
        "der die das des dem den ein eine einer eines und von im in um bei zu ist war sind waren hat hatte "
        "le la les un une des du de et en est sont a ont el los las una y del es son"
    )
)
"""Words of which statements may differ and still be the same."""

_DECISIVE = frozenset(
    words(
        "no not never none neither nor without cannot can't don't doesn't didn't isn't aren't wasn't weren't won't "
        "hardly more less fewer over under above below up down only nearly almost about around least most before "
        "after until if nicht kein keine keinen keiner nie niemals ohne kaum mehr weniger über unter nur fast etwa "
        "rund vor nach wenn ne pas jamais aucun aucune sans plus moins seulement presque environ avant après si "
        "nunca ningún ninguna sin más menos solo casi antes después не ни без нет никогда"
    )
)
"""Negations and comparisons, which statements must have in common."""


def verified_facts(extracted: Sequence[ExtractedFact], source: Source) -> list[Fact]:
    """The facts that a model read in a source, each checked; ids are given by `merge_facts`.

    A fact is verified when its quote stands verbatim in the source and holds every number and date that
    its statement names, and every name in the statement stands in the source.
    """
    proof = ProofIn(source.text)
    return [
        Fact(text=fact.text, source_id=source.id, quote=fact.quote, verified=proof.holds(fact.text, fact.quote))
        for fact in extracted
    ]


def merge_facts(per_source: Sequence[Sequence[Fact]]) -> list[Fact]:
    """One fact for each statement, numbered F1, F2, … in the order in which they come first.

    The same statement of further sources becomes a corroboration; a verified one is kept as the main one.
    Different numbers, negations or names never merge: a contradiction stays two facts.
    """
    groups: list[list[_Statement]] = []
    blocks: dict[frozenset[str], list[list[_Statement]]] = {}
    for statement in (_statement(fact) for facts in per_source for fact in facts):
        block = blocks.setdefault(statement.figures, [])
        group = next((group for group in block if group[0].says_the_same_as(statement)), None)
        if group is None:
            group = []
            block.append(group)
            groups.append(group)
        group.append(statement)
    return [_merged(group, f"F{number}") for number, group in enumerate(groups, start=1)]


def extend_facts(
    known: Sequence[Fact], per_source: Sequence[Sequence[Fact]], reserved: Collection[str] = ()
) -> list[Fact]:
    """The fact sheet with what further sources say: known facts keep id and wording and are corroborated.

    What none of them says is added behind them with the next free ids; `reserved` ids are not given again.
    """
    sheet = {fact.id: fact for fact in known}
    statements = {fact.id: _statement(fact) for fact in known}
    for fact in merge_facts(per_source):
        told = _statement(fact)
        same = next((known_id for known_id, s in statements.items() if _is_same(s, told)), None)
        if same:
            sheet[same] = _corroborated(sheet[same], fact)
        else:
            new_id = next_fact_id([*sheet, *reserved])
            sheet[new_id] = fact.model_copy(update={"id": new_id})
    return list(sheet.values())


def next_fact_id(taken: Iterable[str]) -> str:
    """The id behind the highest one."""
    return f"F{1 + max((int(fact_id[1:]) for fact_id in taken if fact_id[1:].isdecimal()), default=0)}"


class ProofIn:
    """What a source's text can prove. Made once for many facts: a text may have millions of characters."""

    def __init__(self, source_text: str) -> None:
        self.text = SearchableText(source_text)
        self._whole = Basis([_straight(source_text)])

    def holds(self, statement: str, quote: str) -> bool:
        """Whether the quote proves the statement: see `verified_facts`."""
        return next(self._objections(statement, quote), None) is None

    def objections(self, statement: str, quote: str) -> list[str]:
        """Why the quote does not prove the statement, as sentences for the user; empty when it does."""
        return list(dict.fromkeys(self._objections(statement, quote)))

    def _objections(self, statement: str, quote: str) -> Iterator[str]:
        if not quote.strip():
            yield "There is no quote."
            return
        if self.text.locate(quote) is None:
            yield _not_located(quote)
        quoted = Basis([quote])
        for figure in figures(statement):
            if not quoted.holds(figure):
                yield f"The {_figure_word(figure)} “{_named(statement, figure)}” is not in the quote."
        straight = _straight(statement)
        for name in names(straight):
            if not self._whole.holds(name):
                yield f"The name “{_named(statement, name)}” is not in the source."


def standing_facts(facts: Sequence[Fact], included: Collection[str]) -> list[Fact]:
    """The facts as the included sources (ids) prove them.

    Evidence of other sources is withdrawn; a fact all of whose evidence is withdrawn is withdrawn itself. Where
    another included source proves the same, its quote becomes the main one. A fact of the user's own stands.
    """
    return [_standing(fact, included) for fact in facts]


def _standing(fact: Fact, included: Collection[str]) -> Fact:
    evidence = [e.model_copy(update={"withdrawn": e.source_id not in included}) for e in fact.evidence]
    if not fact.source_id:
        return fact.model_copy(update={"corroborations": evidence[1:]})
    ranked = sorted(evidence, key=lambda e: (e.withdrawn, not e.verified))
    return _proved_by(fact, ranked[0], ranked[1:])


def _proved_by(fact: Fact, main: Evidence, others: Sequence[Evidence]) -> Fact:
    return fact.model_copy(update={**main.model_dump(), "corroborations": list(others)})


def _is_same(known: _Statement, other: _Statement) -> bool:
    return known.figures == other.figures and known.says_the_same_as(other)


def _corroborated(fact: Fact, other: Fact) -> Fact:
    known = {evidence.source_id for evidence in fact.evidence}
    fresh = [evidence for evidence in other.evidence if evidence.source_id not in known]
    if fact.source_id and not fact.verified and any(evidence.verified for evidence in fresh):
        ranked = sorted([*fact.evidence, *fresh], key=lambda evidence: not evidence.verified)
        return _proved_by(fact, ranked[0], ranked[1:])
    return fact.model_copy(update={"corroborations": [*fact.corroborations, *fresh]})


def _not_located(quote: str) -> str:
    if is_too_short(quote):
        return f"The quote is too short to prove anything: it needs at least {FEWEST_WORDS} words."
    return "The quote does not stand in the source, word for word."


def _figure_word(figure: Number | Date) -> str:
    return "date" if isinstance(figure, Date) else "number"


def _named(statement: str, value: Number | Date | Name) -> str:
    return statement[value.start : value.end]


def _straight(text: str) -> str:
    """The text with straight apostrophes, as names are compared."""
    return text.replace("’", "'")


@dataclass(frozen=True)
class _Statement:
    """A fact with what decides whether another one says the same.

    Attributes:
        figures: its numbers and dates, each in one notation.
        quantities: its numbers but the years, in their order (from 5 to 10 is not from 10 to 5).
        wording: its other words, casefolded.
        content: the stems of its words that carry meaning.
        decisive: its negations and comparisons.
        words: all its words, in the form in which names are compared.
        names: those of them that are names.
    """

    fact: Fact
    figures: frozenset[str]
    quantities: tuple[str, ...]
    wording: str
    content: frozenset[str]
    decisive: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]

    def says_the_same_as(self, other: _Statement) -> bool:
        """The other fact, which has the same figures, makes the same statement.

        One may say more than the other, but not each something that the other does not.
        """
        return (
            (self.content <= other.content or other.content <= self.content)
            and self.quantities == other.quantities
            and self.decisive == other.decisive
            and self.names <= other.words
            and other.names <= self.words
            and fuzz.token_sort_ratio(self.wording, other.wording) >= SAME_WORDING
        )


def _statement(fact: Fact) -> _Statement:
    found = sorted(figures(fact.text), key=lambda figure: figure.start)
    rest = _without(fact.text, found)
    plain = rest.casefold().replace("’", "'")
    return _Statement(
        fact=fact,
        figures=frozenset(map(_canonical, found)),
        quantities=tuple(_canonical(f) for f in found if isinstance(f, Number) and not _is_year(f)),
        wording=" ".join(words(plain)),
        content=frozenset(terms(plain)) - _FORMAL,
        decisive=frozenset(words(plain)) & _DECISIVE,
        words=frozenset(name_words(fact.text)),
        names=frozenset(folded(word) for name in names(fact.text) for word in name.words),
    )


def _without(text: str, found: Iterable[Number | Date]) -> str:
    for figure in found:
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text


def _canonical(figure: Number | Date) -> str:
    if isinstance(figure, Number):
        return " ".join(figure.canonical)
    return min("-".join(str(part or "?") for part in reading) for reading in figure.readings)


def _is_year(number: Number) -> bool:
    value, unit = number.canonical
    return not unit and len(value) == 4 and value.isdecimal()


def _merged(group: Sequence[_Statement], fact_id: str) -> Fact:
    """The first verified fact (or the first), corroborated by those of other sources, the verified ones first."""
    ranked = sorted((statement.fact for statement in group), key=lambda fact: not fact.verified)
    main = ranked[0]
    others = sorted((e for fact in ranked for e in fact.evidence), key=lambda evidence: not evidence.verified)
    by_source = {evidence.source_id: evidence for evidence in reversed(others) if evidence.source_id != main.source_id}
    corroborations = [evidence for evidence in others if by_source.get(evidence.source_id) is evidence]
    return main.model_copy(update={"id": fact_id, "corroborations": corroborations})
