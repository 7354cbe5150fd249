"""Which facts belong in one section: by the side of the subject that they show, or by a topic that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.sandbox.aspects import DURATION, ORDER, Aspect, aspect_scores
from snowball_core.sandbox.notes import Wish
from snowball_core.sandbox.prompt_reader import KnownFact
from snowball_core.sandbox.topics import Topic, topics
from snowball_core.sandbox.words import language_of, likeness, related, terms

FACTS_PER_SECTION = 8
FACTS_FOR_A_SECTION = 6
MOST_PER_SECTION = 11
FEWEST_PER_SECTION = 4
SAME_STATEMENT = 0.5
SHARED_TERMS = 6
UNPLACED = 0.25
FEWEST_ON_SUBJECT = 3
COHESION_WEIGHT = 4
YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b|\b(\d{1,4}) (?:BC|v\. Chr)")
STARTS_WITH_FIGURE = re.compile(r"(?:Only|About|Around|Roughly|Some|Nearly|Almost|Over|Of|One|Nur|Rund|Etwa)\b|\d")
FIGURE = re.compile(r"\d[\d.,]*")
SETS_THE_SCENE = re.compile(
    r"\b(?:followed|examined|questioned|surveyed|tested|collected|interviewed|asked|brewed|visited|untersucht|befragt)\b"
)
CLEAR_DEFINITION = 1.1
LEAST_FIT = 0.4
SMALL_SHEET = 20
NO_YEAR = 3_000
KEYWORD_WEIGHT = 1.6
TOPIC_WEIGHT = 0.75
MOST_CERTAIN = 1.3


@dataclass(frozen=True)
class Group:
    """Facts that belong in one section: by an aspect, or by a topic that they share."""

    aspect: Aspect | None
    topic: str
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True)
class Sheet:
    """The fact sheet as the planner sees it: facts, their terms, and how much each is about each group."""

    facts: tuple[KnownFact, ...]
    bags: dict[str, frozenset[str]]
    weights: dict[Aspect | Topic, dict[str, float]]
    keyword: tuple[str, ...]


def group_facts(keyword: str, facts: Sequence[KnownFact], wanted: tuple[int, int], wish: Wish) -> list[Group]:
    """The facts in groups, in the order of an article: `wanted` is the least and the largest number of groups.

    Nothing is said twice: of two facts that state the same, or contradict each other, the first one stays.
    """
    sheet = _sheet(_distinct(facts), keyword, language_of(" ".join(fact.text for fact in facts)))
    number = wish.sections or max(wanted[0], min(wanted[1], len(sheet.facts) // FACTS_FOR_A_SECTION))
    return _groups(sheet, max(1, number), wish.sections or max(wanted), wish)


def _distinct(facts: Sequence[KnownFact]) -> tuple[KnownFact, ...]:
    kept: list[tuple[KnownFact, list[str]]] = []
    for fact in facts:
        bag = terms(fact.text)
        if not any(_same(bag, other) or _contradicts(fact.text, told.text) for told, other in kept):
            kept.append((fact, bag))
    return tuple(fact for fact, _ in kept)


def _same(bag: list[str], other: list[str]) -> bool:
    """Nearly the same words, or many of them with the same figure."""
    shared = set(bag) & set(other)
    figure = any(term[0].isdigit() and not YEAR.fullmatch(term) for term in shared)
    return likeness(bag, other) > SAME_STATEMENT or (figure and len(shared) >= SHARED_TERMS)


def _contradicts(text: str, other: str) -> bool:
    """The same words up to the first figure, and then another figure: two sources disagree."""
    one, two = FIGURE.search(text), FIGURE.search(other)
    if not one or not two or one.group() == two.group():
        return False
    before = text[: one.start()]
    return before == other[: two.start()] and len(terms(before)) >= 3


def _sheet(facts: tuple[KnownFact, ...], keyword: str, language: str) -> Sheet:
    weights: dict[Aspect | Topic, dict[str, float]] = {}
    asked, known = aspect_scores(keyword), terms(keyword)
    for fact in facts:
        for aspect, score in aspect_scores(fact.text).items():
            emphasis = KEYWORD_WEIGHT if aspect in asked else 1.0
            weights.setdefault(aspect, {})[fact.id] = score * emphasis * _certainty(aspect, fact, known)
    _part_history(facts, weights)
    bags = {fact.id: frozenset(terms(fact.text)) for fact in facts}
    for topic in topics([fact.text for fact in facts], keyword, language)[:12]:
        weights[topic] = {fact.id: TOPIC_WEIGHT for fact in facts if topic.stands_in(fact.text)}
    return Sheet(facts, bags, weights, tuple(known))


def _certainty(aspect: Aspect, fact: KnownFact, known: Sequence[str]) -> float:
    """A definition is one of the keyword's subject; history carries a date."""
    match aspect:
        case Aspect.MEANING:
            return 0.6 + 0.9 * _names_subject(fact, known)
        case Aspect.HISTORY if _year(fact.text) == NO_YEAR:
            return 0.4
        case Aspect.TIME if not DURATION.search(fact.text):
            return 0.4
        case Aspect.REASONS:
            return 0.6 + 0.4 * _names_subject(fact, known)
    return 1.0


def _names_subject(fact: KnownFact, known: Sequence[str]) -> float:
    """How far the first words of a statement name the keyword's subject: two of its terms do so in full."""
    opening = terms(" ".join(fact.text.split()[:6]))
    return min(1.0, sum(related(term, opening) for term in known) / max(1, min(2, len(known))))


def _part_history(facts: Sequence[KnownFact], weights: dict[Aspect | Topic, dict[str, float]]) -> None:
    """A long history becomes two sides: the later half of the dated facts stands for itself."""
    dated = sorted((_year(f.text), f.id) for f in facts if f.id in weights.get(Aspect.HISTORY, {}))
    dated = [(year, fact_id) for year, fact_id in dated if year < NO_YEAR]
    if len(dated) > MOST_PER_SECTION:
        later = {fact_id for _, fact_id in dated[len(dated) // 2 :]}
        history = weights[Aspect.HISTORY]
        weights[Aspect.LATER] = {i: history.pop(i) for i in list(history) if i in later}


# --- grouping ------------------------------------------------------------------------------------


def _groups(sheet: Sheet, number: int, most: int, wish: Wish) -> list[Group]:
    """Greedy cover: the side of the subject that most unplaced facts show becomes the next section.

    There are more than `number`, up to `most`, while a good part of the facts has no place yet.
    """
    free = {fact.id for fact in sheet.facts}
    chosen: dict[Aspect | Topic, list[str]] = {}
    while free and (len(chosen) < number or (len(chosen) < most and len(free) >= UNPLACED * len(sheet.facts))):
        opening = _opening(sheet, free) if not chosen and number > 1 else None
        best = opening or _next_side(sheet, free, chosen, wish, number)
        if best is None:
            break
        ids = _members(sheet, best, free)
        chosen[best] = ids
        free -= set(ids)
    if not chosen:
        return _plain_groups(sheet, number)
    _place_rest(sheet, chosen, free)
    groups = [_group(sheet, side, chosen[side]) for side in sorted(chosen, key=_rank)]
    return _with_definition_first(groups, sheet)


def _with_definition_first(groups: list[Group], sheet: Sheet) -> list[Group]:
    """The statement that says what the subject is opens the first section, wherever it was grouped."""
    meaning = sheet.weights.get(Aspect.MEANING, {})
    best = max(sheet.facts, key=lambda fact: meaning.get(fact.id, 0.0))
    if meaning.get(best.id, 0.0) < CLEAR_DEFINITION:
        return groups
    without = [Group(g.aspect, g.topic, tuple(f for f in g.facts if f != best)) for g in groups]
    kept = [group for group in without if group.facts]
    first = Group(kept[0].aspect, kept[0].topic, (best, *kept[0].facts)) if kept else groups[0]
    return [first, *kept[1:]]


def _opening(sheet: Sheet, free: set[str]) -> Aspect | None:
    """What the subject is, or how it works, comes first where there are facts for it."""
    if len(_members(sheet, Aspect.MEANING, free)) >= FEWEST_PER_SECTION:
        return Aspect.MEANING
    by_id = {fact.id: fact for fact in sheet.facts}
    workings = [by_id[i] for i in _members(sheet, Aspect.REASONS, free)]
    on_subject = sum(_names_subject(fact, sheet.keyword) == 1.0 for fact in workings)
    return Aspect.REASONS if on_subject >= FEWEST_ON_SUBJECT else None


def _next_side(
    sheet: Sheet, free: set[str], chosen: dict[Aspect | Topic, list[str]], wish: Wish, number: int
) -> Aspect | Topic | None:
    topics_left = sum(isinstance(side, Topic) for side in chosen) < number // 2
    sides = [side for side in sheet.weights if side not in chosen and (isinstance(side, Aspect) or topics_left)]
    fewest = min(FEWEST_PER_SECTION, max(2, len(sheet.facts) // (2 * number)))

    def gain(side: Aspect | Topic) -> float:
        ids = _members(sheet, side, free)
        if len(ids) < fewest:
            return 0.0
        name = side.value if isinstance(side, Aspect) else side.phrase
        shares = sum(_share(sheet, side, i) for i in ids[:FACTS_PER_SECTION])
        return shares * (1 + COHESION_WEIGHT * _cohesion(sheet, ids)) + 100 * wish.favours(name)

    best = max(sides, key=gain, default=None)
    return best if best is not None and gain(best) > 0 else None


def _cohesion(sheet: Sheet, ids: Sequence[str]) -> float:
    """The mean likeness of each fact to the one of the others that is closest to it."""
    closest = [max((likeness(sheet.bags[i], sheet.bags[j]) for j in ids if j != i), default=0.0) for i in ids]
    return sum(closest) / len(closest)


def _share(sheet: Sheet, side: Aspect | Topic, fact_id: str) -> float:
    """How much a fact is about a side, compared with the side that it is most about."""
    own = sheet.weights[side].get(fact_id, 0.0)
    if isinstance(side, Topic) or not own:
        return own
    highest = max(weight.get(fact_id, 0.0) for weight in sheet.weights.values())
    return min(MOST_CERTAIN, own * own / highest)


def _members(sheet: Sheet, side: Aspect | Topic, free: set[str]) -> list[str]:
    order = {fact.id: place for place, fact in enumerate(sheet.facts)}
    suited = [i for i in sheet.weights.get(side, {}) if i in free and _share(sheet, side, i) >= 0.6]
    return sorted(suited, key=lambda i: (-_share(sheet, side, i), order[i]))[: FACTS_PER_SECTION + 1]


def _place_rest(sheet: Sheet, chosen: dict[Aspect | Topic, list[str]], free: set[str]) -> None:
    """What is left goes where it helps, as long as there is room; what fits nowhere is left out."""
    least = LEAST_FIT if len(sheet.facts) > SMALL_SHEET else 0.0
    for fact in sheet.facts:
        if fact.id not in free:
            continue
        sides = [side for side in chosen if len(chosen[side]) < MOST_PER_SECTION]
        best = max(sides, key=lambda side: _fit(sheet, side, chosen[side], fact.id), default=None)
        if best is not None and _fit(sheet, best, chosen[best], fact.id) >= least:
            chosen[best].append(fact.id)


def _fit(sheet: Sheet, side: Aspect | Topic, ids: Sequence[str], fact_id: str) -> float:
    """How well a fact goes with a side and with the facts that are already there."""
    closest = max((likeness(sheet.bags[fact_id], sheet.bags[i]) for i in ids), default=0.0)
    return _share(sheet, side, fact_id) + closest


def _plain_groups(sheet: Sheet, number: int) -> list[Group]:
    """Facts that hardly show any side, in their order and in even parts."""
    size = -(-len(sheet.facts) // number)
    groups: list[Group] = []
    for start in range(0, len(sheet.facts), size):
        part = sheet.facts[start : start + size]
        shown = [a for a in ORDER if a in sheet.weights and all(a is not group.aspect for group in groups)]
        shares = {a: sum(sheet.weights[a].get(fact.id, 0.0) for fact in part) for a in shown}
        best = max(shares, key=lambda aspect: shares[aspect], default=None)
        groups.append(Group(best if best and shares[best] else None, "", tuple(part)))
    return groups


def _rank(side: Aspect | Topic) -> tuple[float, str]:
    return (ORDER.index(side), "") if isinstance(side, Aspect) else (ORDER.index(Aspect.EVIDENCE) + 0.5, side.phrase)


def _group(sheet: Sheet, side: Aspect | Topic, ids: list[str]) -> Group:
    facts = [fact for fact in sheet.facts if fact.id in ids]
    if side in {Aspect.HISTORY, Aspect.LATER}:
        ordered = sorted(facts, key=lambda fact: _year(fact.text))
    elif side is Aspect.PEOPLE:
        ordered = facts
    else:
        ordered = _chained(facts, sheet)
    aspect = side if isinstance(side, Aspect) else None
    return Group(aspect, "" if isinstance(side, Aspect) else side.phrase, tuple(ordered))


def _year(text: str) -> int:
    found = YEAR.search(text)
    if not found:
        return NO_YEAR
    return int(found[1]) if found[1] else -int(found[2])


def _chained(facts: Sequence[KnownFact], sheet: Sheet) -> list[KnownFact]:
    """From the most general statement on, each followed by the one that is closest to it."""
    order = {fact.id: place for place, fact in enumerate(sheet.facts)}
    meaning = sheet.weights.get(Aspect.MEANING, {})
    rest = list(facts)

    def opens(fact: KnownFact) -> tuple[float, int]:
        subject = 2 * _names_subject(fact, sheet.keyword) - bool(STARTS_WITH_FIGURE.match(fact.text))
        return (subject + meaning.get(fact.id, 0.0) + bool(SETS_THE_SCENE.search(fact.text)), -order[fact.id])

    start = max(rest, key=opens)
    chain = [start]
    rest.remove(start)
    while rest:
        last = chain[-1]

        def closeness(fact: KnownFact, last: KnownFact = last) -> float:
            gap = order[fact.id] - order[last.id]
            near = 0.3 / abs(gap) if gap else 0.0
            return likeness(sheet.bags[fact.id], sheet.bags[last.id]) + (near if gap > 0 else near / 2)

        following = max(rest, key=closeness)
        chain.append(following)
        rest.remove(following)
    return chain
