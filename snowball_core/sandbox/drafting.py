"""A section out of its facts: chosen, worded in the voice, grouped into paragraphs, each sentence marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from snowball_core.sandbox.aspects import Aspect, aspect_scores
from snowball_core.sandbox.notes import Wish
from snowball_core.sandbox.phrasing import (
    can_join,
    capitalised,
    common_words,
    continued,
    emboldened,
    forbidden_in,
    reworded,
    split_clauses,
    with_marks,
)
from snowball_core.sandbox.prompt_reader import KnownFact, Voice
from snowball_core.sandbox.sentences import split_sentences
from snowball_core.sandbox.wording import Wording, aspect_of_heading, pick, wording
from snowball_core.sandbox.words import language_of, likeness, related, terms, words

LONG_SENTENCE = {"short": 12, "medium": 26, "varied": 30, "long": 60}
"""Words above which a sentence is split where it can be, by the voice's sentence length."""
JOINED_SENTENCE = 38
SENTENCES_PER_PARAGRAPH = 3
FEWEST_FOR_LIST = 4
TOLD = 0.7
ON_THE_SAME_THING = 0.08
LEANS_BACK = re.compile(r"(?:He|She|It|They|His|Her|Its|Their|But|So)\b")
NOTHING_TO_SAY = {
    "en": "The fact sheet holds nothing for this section yet.",
    "de": "Das Faktenblatt enthält für diesen Abschnitt noch nichts.",
}


@dataclass(frozen=True)
class SectionOrder:
    """What a section is to be: its outline entry, the facts at hand, what was told, how long, how."""

    heading: str
    fact_ids: tuple[str, ...]
    keywords: tuple[str, ...]
    facts: tuple[KnownFact, ...]
    told: frozenset[str]
    tail: str
    place: int
    words_wanted: int
    wish: Wish


@dataclass(frozen=True)
class Line:
    """A sentence of the section and the facts that it states; none where it claims nothing."""

    text: str
    ids: tuple[str, ...]

    def marked(self) -> str:
        """The sentence with its marks."""
        return with_marks(self.text, self.ids) if self.ids else self.text


def draft(order: SectionOrder, voice: Voice) -> str:
    """The section in Markdown."""
    chosen = _chosen(order)
    tables = _tables(voice, chosen)
    lines = _lines(chosen, voice, tables)
    lines = _within_length(lines, order)
    if not lines:
        return NOTHING_TO_SAY.get(voice.language, NOTHING_TO_SAY["en"])
    lines = _opened(lines, order, voice, tables)
    listed = _listed_part(lines, order, voice)
    return _markdown(lines, listed, order, voice, tables)


# --- which facts ---------------------------------------------------------------------------------


def _chosen(order: SectionOrder) -> list[KnownFact]:
    """The section's facts in their order, what the note asks for first; told ones are left out."""
    by_id = {fact.id: fact for fact in order.facts}
    own = [by_id[i] for i in order.fact_ids if i in by_id] or _relevant(order)
    wanted = [fact for fact in order.facts if order.wish.favours(fact.text) >= 1.0 and fact not in own]
    facts = [fact for fact in [*own, *wanted] if fact.id not in order.told and not _stands_in(fact.text, order.tail)]
    facts = facts or own
    kept = [fact for fact in facts if order.wish.favours(fact.text) >= 0] or facts
    return sorted(kept, key=lambda fact: -order.wish.favours(fact.text))


def _relevant(order: SectionOrder) -> list[KnownFact]:
    """For a section without facts of its own: those that share words or a side of the subject with its heading."""
    wanted = terms(" ".join((order.heading, *order.keywords)))
    sides = set(aspect_scores(order.heading))
    free = [fact for fact in order.facts if fact.id not in order.told]

    def fit(fact: KnownFact) -> float:
        bag = terms(fact.text)
        return sum(related(term, bag) for term in wanted) + 0.7 * len(sides & set(aspect_scores(fact.text)))

    ranked = sorted(free, key=fit, reverse=True)
    fitting = [fact for fact in ranked if fit(fact) > 0] or ranked
    return sorted(fitting[:9], key=free.index)


def _stands_in(statement: str, tail: str) -> bool:
    bag = terms(statement)
    return any(likeness(bag, terms(sentence)) > TOLD for sentence in split_sentences(tail)) if tail else False


def _aspect_of(facts: Sequence[KnownFact], heading: str) -> Aspect | None:
    """The side that the heading names, else the one that most of the facts show."""
    totals: dict[Aspect, float] = dict(aspect_scores(heading))
    if not totals:
        for fact in facts:
            for aspect, score in aspect_scores(fact.text).items():
                totals[aspect] = totals.get(aspect, 0.0) + score
        totals = {aspect: total for aspect, total in totals.items() if total >= 0.8 * len(facts)}
    return max(totals, key=lambda aspect: totals[aspect]) if totals else None


# --- how they are worded -------------------------------------------------------------------------


def _tables(voice: Voice, facts: Sequence[KnownFact]) -> Wording | None:
    """The language's ready-made wording; none where the facts are in another language."""
    spoken = language_of(" ".join(fact.text for fact in facts))
    return wording(voice.language) if spoken in {"", voice.language} else None


def _lines(facts: Sequence[KnownFact], voice: Voice, tables: Wording | None) -> list[Line]:
    lines: list[Line] = []
    for fact in facts:
        for sentence in _clean_sentences(fact, voice, tables):
            if all(sentence != line.text for line in lines):
                lines += [Line(part, (fact.id,)) for part in sized(sentence, voice)]
    common = common_words(fact.text for fact in facts)
    return _joined(lines, tables, common) if voice.sentences == "long" and tables else lines


def _clean_sentences(fact: KnownFact, voice: Voice, tables: Wording | None) -> list[str]:
    """A fact's sentences without forbidden words; those that cannot do without are left out."""
    synonyms = tables.synonyms if tables else {}
    clean = (reworded(_ended(s), voice.forbidden, synonyms) for s in split_sentences(fact.text))
    return [sentence for sentence in clean if sentence]


def _ended(sentence: str) -> str:
    stripped = capitalised(sentence.strip())
    return stripped if re.search(r"[.!?…。！？][\"”“»«)]*$", stripped) else f"{stripped}."


def sized(text: str, voice: Voice) -> list[str]:
    """The sentence, or the sentences that it can be split into where it is longer than the voice's are."""
    limit = LONG_SENTENCE.get(voice.sentences, 30)
    if len(words(text)) <= limit:
        return [text]
    parts = split_clauses(text)
    return parts if len(parts) == 1 else [piece for part in parts for piece in sized(part, voice)]


def _joined(lines: Sequence[Line], tables: Wording, common: frozenset[str]) -> list[Line]:
    """Neighbours on the same thing tied into one sentence."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        begun = continued(line.text, common)
        close = last and likeness(terms(last.text), terms(line.text)) >= ON_THE_SAME_THING
        plain = last and len(last.ids) == 1 and can_join(last.text, line.text, JOINED_SENTENCE)
        if last and close and plain and begun != line.text:
            ids = tuple(dict.fromkeys((*last.ids, *line.ids)))
            joined[-1] = Line(f"{last.text.rstrip('.')}{tables.join}{begun}", ids)
        else:
            joined.append(line)
    return joined


def _within_length(lines: list[Line], order: SectionOrder) -> list[Line]:
    """As many sentences as the wanted length holds, two at least."""
    at_hand = sum(len(words(line.text)) for line in lines)
    budget = min(order.words_wanted * 1.1, at_hand) * order.wish.length
    kept: list[Line] = []
    for line in lines:
        used = sum(len(words(other.text)) for other in kept)
        if len(kept) >= 2 and used + len(words(line.text)) > budget:
            break
        kept.append(line)
    return kept


def _opened(lines: list[Line], order: SectionOrder, voice: Voice, tables: Wording | None) -> list[Line]:
    """The first sentence tied to what stands before, after a question where the voice or the note asks for one."""
    if tables is None:
        return lines
    aspect = aspect_of_heading(order.heading) or _aspect_of(order.facts, order.heading)
    topic = order.keywords[0] if order.keywords else ""
    question = _filled(tables.questions.get(aspect, tables.questions.get(None, "")), topic)
    opener = _filled(pick(tables.openers.get(aspect, tables.openers.get(None, ())), order.place), topic)
    asks = voice.questions if order.wish.question is None else order.wish.question
    if asks and question and not forbidden_in(question, voice.forbidden):
        return [Line(question, ()), *lines]
    if not order.tail or not opener or forbidden_in(opener, voice.forbidden):
        return lines
    return _led_in(opener, lines, order, small=tables.small_after_colon)


def _led_in(opener: str, lines: list[Line], order: SectionOrder, *, small: bool) -> list[Line]:
    """The opener before a colon where the sentence can follow one, else as a sentence of its own."""
    first = lines[0]
    begun = continued(first.text, common_words(fact.text for fact in order.facts)) if small else first.text
    if small and begun == first.text:
        return [Line(f"{opener}.", ()), *lines]
    return [Line(f"{opener}: {begun}", first.ids), *lines[1:]]


def _filled(template: str, topic: str) -> str:
    return template.format(topic=topic) if topic or "{topic}" not in template else ""


# --- how they are set ----------------------------------------------------------------------------


def _listed_part(lines: Sequence[Line], order: SectionOrder, voice: Voice) -> range:
    """Which sentences become points of a list; an empty range for none."""
    frequent = voice.bullets == "frequent" if order.wish.bullets is None else order.wish.bullets
    if voice.bullets == "never" and order.wish.bullets is None:
        frequent = False
    if not frequent or len(lines) < FEWEST_FOR_LIST:
        return range(0)
    first = 2 if lines[0].ids else 3
    return range(min(first, len(lines) - 2), len(lines) if len(lines) <= 6 else len(lines) - 2)


def _markdown(lines: Sequence[Line], listed: range, order: SectionOrder, voice: Voice, tables: Wording | None) -> str:
    set_lines = [_set(line, order, voice, first=place == 0) for place, line in enumerate(lines)]
    if not listed:
        return "\n\n".join(_paragraphs(lines, set_lines))
    before, after = slice(0, listed.start), slice(listed.stop, None)
    lead_in = pick(tables.lead_ins, order.place) if tables else ""
    points = "\n".join(f"- {set_lines[place]}" for place in listed)
    blocks = [
        *_paragraphs(lines[before], set_lines[before]),
        lead_in,
        points,
        *_paragraphs(lines[after], set_lines[after]),
    ]
    return "\n\n".join(block for block in blocks if block)


def _set(line: Line, order: SectionOrder, voice: Voice, *, first: bool) -> str:
    return line.marked() if not (voice.bold and line.ids) or first else emboldened(line.marked(), order.keywords)


def _paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> list[str]:
    """Paragraphs of two or three sentences, broken where neighbours have least in common."""
    bags = [terms(line.text) for line in lines]
    tied = [not before.ids or bool(LEANS_BACK.match(line.text)) for before, line in pairwise(lines)]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(lines) + 1):
        options = []
        for size in range(1, min(SENTENCES_PER_PARAGRAPH, end) + 1):
            start = end - size
            facts = sum(bool(line.ids) for line in lines[start:end])
            lonely = 0.6 if facts < 2 else 0.0 if facts == 2 else -0.05
            torn = tied[start - 1] + likeness(bags[start - 1], bags[start]) if start else 0.0
            options.append((best[start][0] + lonely + torn, size))
        best.append(min(options))
    paragraphs: list[str] = []
    end = len(lines)
    while end:
        size = best[end][1]
        paragraphs.insert(0, " ".join(texts[end - size : end]))
        end -= size
    return paragraphs
