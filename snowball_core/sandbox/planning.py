"""An outline out of a fact sheet: the facts grouped into sections, with a title and fitting headings."""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snowball_core.sandbox.aspects import Aspect
from snowball_core.sandbox.grouping import Group, group_facts
from snowball_core.sandbox.notes import Wish
from snowball_core.sandbox.phrasing import capitalised, forbidden_in
from snowball_core.sandbox.prompt_reader import KnownFact, Voice, texts
from snowball_core.sandbox.topics import Topic, subject_of, topics
from snowball_core.sandbox.wording import Wording, wording
from snowball_core.sandbox.words import language_of

TITLE_CHARACTERS = 90
TITLE_ORDER = [
    Aspect.MONEY,
    Aspect.STEPS,
    Aspect.HISTORY,
    Aspect.RISKS,
    Aspect.TIME,
    Aspect.RULES,
    Aspect.EVIDENCE,
    Aspect.PEOPLE,
]


@dataclass(frozen=True)
class PlannedSection:
    """A section of the plan."""

    heading: str
    instruction_note: str
    keywords_to_include: list[str]
    fact_ids: list[str]


@dataclass(frozen=True)
class Plan:
    """Title and sections."""

    title: str
    sections: list[PlannedSection]


def plan(keyword: str, facts: Sequence[KnownFact], wanted: tuple[int, int], voice: Voice, wish: Wish) -> Plan:
    """Title and sections in the voice's header style; each fact stands in one section at most.

    `wanted` is the least and the largest number of sections; a wish that names a number overrides it.
    """
    statements = [fact.text for fact in facts]
    named = topics(statements, keyword, language_of(" ".join(statements)))
    groups = group_facts(keyword, facts, wanted, wish)
    tables = wording(voice.language)
    turn = zlib.crc32(keyword.encode())
    headings = _headings(groups, tables, voice, subject_of(keyword, statements), turn)
    sections = [
        _section(group, heading, tables, named, voice.forbidden)
        for group, heading in zip(groups, headings, strict=True)
    ]
    return Plan(_title(keyword, groups, tables, voice), sections)


def replan(
    keyword: str, facts: Sequence[KnownFact], section: Mapping[str, object], voice: Voice, wish: Wish
) -> PlannedSection:
    """Another plan of one section: over its facts and the free ones that the wish favours, with another heading."""
    own = set(texts(section.get("fact_ids")))
    favoured = [fact for fact in facts if wish.favours(fact.text) > 0]
    chosen = [fact for fact in facts if fact.id in own and wish.favours(fact.text) >= 0] + favoured
    material = list(dict.fromkeys(chosen)) or list(facts)
    planned = plan(keyword, material, (1, 1), voice, wish).sections[0]
    if planned.heading != section.get("heading"):
        return planned
    return dataclasses.replace(planned, heading=_first_words(material[0].text))


def _headings(groups: Sequence[Group], tables: Wording | None, voice: Voice, subject: str, turn: int) -> list[str]:
    used: list[str] = []
    for place, group in enumerate(groups):
        aspect = group.aspect if group.aspect or group.topic else Aspect.MEANING
        templates = tables.templates(voice.headers, aspect) if tables else ()
        options = templates[turn % len(templates) :] + templates[: turn % len(templates)] if templates else ()
        filled = [_filled(option, subject, group.topic) for option in options]
        filled += [
            capitalised(group.topic),
            _first_words(group.facts[0].text),
            f"{_first_words(group.facts[0].text)} ({place + 1})",
        ]
        fresh = [h for h in filled if len(h) >= 3 and h not in used and not forbidden_in(h, voice.forbidden)]
        subject_used = any(subject and subject.casefold() in heading.casefold() for heading in used)
        calm = [h for h in fresh if not (subject_used and subject and subject.casefold() in h.casefold())]
        used.append((calm or fresh or [f"{place + 1}."])[0])
    return used


def _filled(template: str, subject: str, topic: str) -> str:
    """The template with its place filled; empty when there is nothing to fill it with."""
    if ("ubject}" in template and not subject) or ("opic}" in template and not topic):
        return ""
    return template.format(subject=subject, Subject=capitalised(subject), topic=topic, Topic=capitalised(topic))


def _first_words(text: str) -> str:
    return " ".join(re.sub(r"[\"“”„:.]", "", text).split()[:6])


def _section(
    group: Group, heading: str, tables: Wording | None, named: Sequence[Topic], forbidden: Sequence[str]
) -> PlannedSection:
    shared = [topic.phrase for topic in named if sum(topic.stands_in(fact.text) for fact in group.facts) >= 2]
    purpose = (tables.purpose if tables else "“{heading}”: {first}").format(heading=heading, first=group.facts[0].text)
    own = [group.topic] if group.topic else []
    shared = [phrase for phrase in dict.fromkeys(own + shared) if not forbidden_in(phrase, forbidden)]
    return PlannedSection(heading, purpose[:2000], shared[:4], [fact.id for fact in group.facts])


def _title(keyword: str, groups: Sequence[Group], tables: Wording | None, voice: Voice) -> str:
    base = capitalised(" ".join(keyword.split()))
    if len(base) > TITLE_CHARACTERS:
        base = base[:TITLE_CHARACTERS].rsplit(" ", 1)[0]
    if tables is None:
        return base if len(base) >= 3 else f"{base} …"
    sides = sorted(
        (g.aspect for g in groups if g.aspect), key=lambda a: TITLE_ORDER.index(a) if a in TITLE_ORDER else 99
    )
    labels = [tables.labels[side] for side in sides] or [g.topic for g in groups if g.topic]
    fresh = [label for label in labels if label.casefold() not in keyword.casefold()]
    for number in (3, 2, 1):
        listed = _listed(fresh[:number], tables.last)
        title = f"{base}: {listed}"
        if listed and len(title) <= TITLE_CHARACTERS and not forbidden_in(title, voice.forbidden):
            return title
    return base if len(base) >= 3 else f"{base} …"


def _listed(labels: Sequence[str], last: str) -> str:
    return last.join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
