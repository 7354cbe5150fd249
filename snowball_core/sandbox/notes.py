"""What an editor's note asks for, as far as an extractive writer can do it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from snowball_core.sandbox.aspects import Aspect, aspect_scores
from snowball_core.sandbox.words import related, terms

SHORTER = re.compile(
    r"\b(?:shorter|short|brief(?:er)?|tighten|cut|trim|condense|kürzer|knapper|plus court|más corto)\b", re.I
)
LONGER = re.compile(r"\b(?:longer|expand|more detail\w*|in depth|länger|ausführlicher|plus long|más largo)\b", re.I)
NO_LIST = re.compile(
    r"\b(?:no|without|remove|drop|avoid|keine?|ohne|sans|sin)\b[^.]{0,20}\b(?:bullets?|lists?|points|Listen?|"
    r"Aufzählung\w*|puces|viñetas)",
    re.I,
)
LIST = re.compile(r"\b(?:bullets?|bullet points|as a list|Aufzählung|als Liste|puces|viñetas)\b", re.I)
NO_QUESTION = re.compile(r"\b(?:no|without|remove|avoid|keine?|ohne)\b[^.]{0,20}\b(?:questions?|Fragen?)\b", re.I)
QUESTION = re.compile(r"\b(?:with|open|start|begin|add|use)\b[^.]{0,25}\bquestion", re.I)
LESS = re.compile(
    r"\b(?:less|fewer|not|without|leave out|omit|remove|drop|skip|no|weniger|ohne|streiche)\b(?: (?:of|about|on|"
    r"the|über|zu|any))* ([^.,;]+)",
    re.I,
)
MORE = re.compile(
    r"\b(?:more|focus|concentrate|emphasi[sz]e|start|begin|add|mention|include|mehr|betone)\b(?: (?:of|about|on|"
    r"the|with|über|zu|section|a))* ([^.,;]+)",
    re.I,
)
SECTIONS = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight) (?:sections?|Abschnitte?|"
    r"sections)\b",
    re.I,
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
FORM_WORDS = frozenset(
    terms("bullet bullets list lists points question questions detail details words sentence sentences short")
)


@dataclass(frozen=True)
class Wish:
    """A note understood: `length` is a factor, None leaves a choice to the voice, `more` and `less` are terms."""

    length: float = 1.0
    bullets: bool | None = None
    question: bool | None = None
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    sections: int = 0

    def favours(self, text: str) -> float:
        """How much a text is what the note asks more of (positive) or less of (negative)."""
        return _share(self.more, text) - _share(self.less, text)


def read_wish(note: str) -> Wish:
    """The wish in an editor's note; an empty or unintelligible note changes nothing."""
    about = LIST.sub("", NO_LIST.sub("", note))
    less = _terms_of(LESS, about)
    more = [term for term in _terms_of(MORE, LESS.sub("", about)) if term not in less]
    return Wish(
        length=0.5 if SHORTER.search(note) else 1.5 if LONGER.search(note) else 1.0,
        bullets=False if NO_LIST.search(note) else True if LIST.search(note) else None,
        question=False if NO_QUESTION.search(note) else True if QUESTION.search(note) else None,
        more=tuple(more),
        less=tuple(less),
        sections=_sections(note),
    )


def _terms_of(pattern: re.Pattern[str], note: str) -> list[str]:
    found = [term for match in pattern.finditer(note) for term in terms(match[1])]
    return [term for term in dict.fromkeys(found) if term not in FORM_WORDS]


def _sections(note: str) -> int:
    found = SECTIONS.search(note)
    if not found:
        return 0
    return NUMBERS.get(found[1].lower()) or int(found[1])


def _share(wanted: tuple[str, ...], text: str) -> float:
    """A word of the wish in the text counts in full, the same side of the subject (money, time, …) half."""
    if not wanted:
        return 0.0
    vocabulary = terms(text)
    sides: set[Aspect] = set(aspect_scores(" ".join(wanted)))
    direct = any(related(term, vocabulary) for term in wanted)
    return 1.0 if direct else 0.5 if sides & set(aspect_scores(text)) else 0.0
