"""Topics: the nouns that several statements share, and the subject that a keyword names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from snowball_core.sandbox.words import ALL_STOPWORDS, stem, terms, words

MOST_COMMON_SHARE = 0.45
NOT_NOUNS = re.compile(r"(?:ing|ly|ed|ous|ive|able|ible|less|est|ical)$|^\d")
VAGUE = frozenset(
    words(
        """year years month months week weeks day days hour hours minute minutes time times people number part
        share way thing things kind case percent per cent euro euros pound pounds dollars average cost price
        total half quarter third level use end start area point place country world example piece set result
        reason group member first last new old good great large small high low long short best better full main
        same own public jahr jahre monat monate tag tage prozent menschen zeit teil fall beispiel durchschnitt"""
    )
)
ENGLISH_NOUN = r"\b(?:the|an?|his|her|its|their|each|every|of|for|with|and|new|\d[\d,.]*|two|three|four|five|all) "
FOLLOWS_NOUN = (
    r"(?=[,.;:)]| (?:of|in|on|at|for|to|and|or|is|are|was|were|has|have|had|that|which|with|from|by|"
    r"than|must|should|can|will|as|per)\b)"
)
SINGLE = re.compile(rf"{ENGLISH_NOUN}([a-z]{{4,}}(?:-[a-z]+)*){FOLLOWS_NOUN}")
DOUBLE = re.compile(rf"\b([a-z]{{4,}}(?:-[a-z]+)? [a-z]{{4,}}){FOLLOWS_NOUN}")
GERMAN_NOUN = re.compile(r"(?<=[a-zäöüß,] )([A-ZÄÖÜ][a-zäöüß]{3,}(?:-[A-ZÄÖÜ]?[a-zäöüß]+)*)\b")
HOW_TO = re.compile(
    r"^(?:how (?:to|do|does|can|should|i)\b|wie (?:man|kann|wird)\b|why\b|when\b|where\b|which\b|should\b|is\b|"
    r"are\b|can\b|comment\b|cómo\b)"
)
FORE = re.compile(
    r"^(?:(?:the|a|an|best|top|good|better|cheap|guide to|what (?:is|are)(?: the| an?)?|was ist|history of(?: the)?|"
    r"benefits of|cost of|introduction to|types of|geschichte (?:der|des|von)|histoire (?:des|du|de la))\s+)+"
)
AFT = re.compile(
    r"\s+(?:for|in|im|für|pour|para|with|without|mit|ohne|at|on|near|vs\.?|versus|bei)\s.*$|"
    r"\s+(?:best practices|tips|guide|ideas|checklist|examples|explained|basics|tutorial|history|faq|\d{4})$"
)


@dataclass(frozen=True)
class Topic:
    """A noun or noun phrase that several statements use. `forms`: how they write it, in lower case."""

    phrase: str
    forms: frozenset[str]

    def stands_in(self, statement: str) -> bool:
        """The statement uses the noun, in one of its forms."""
        text = _spoken(statement)
        return any(f" {form}" in text if len(form) > 7 else f" {form} " in text for form in self.forms)


@lru_cache(maxsize=2_000)
def _spoken(statement: str) -> str:
    return f" {' '.join(words(statement))} "


def topics(statements: Sequence[str], keyword: str, language: str) -> list[Topic]:
    """The topics of the statements, the most frequent first; none of them is the keyword itself."""
    known = set(terms(keyword))
    surfaces = _surfaces(statements, language)
    text = " ".join(statements)
    found = [
        Topic(phrase, frozenset(" ".join(words(form)) for form in phrases))
        for term, phrases in surfaces.items()
        if term not in known and (phrase := _without_article(phrases, text, language))
    ]
    counts = {topic: sum(map(topic.stands_in, statements)) for topic in found}
    most = max(3, MOST_COMMON_SHARE * len(statements))
    found = [t for t in found if 2 <= counts[t] <= most and not _is_unit(t, text)]
    return sorted(found, key=lambda topic: (-counts[topic], topic.phrase))


def _is_unit(topic: Topic, text: str) -> bool:
    """The noun mostly counts something: it follows a figure in a third of its uses or more."""
    forms = "|".join(map(re.escape, topic.forms))
    uses = len(re.findall(rf"\b(?:{forms})\b", text, re.IGNORECASE))
    after_figure = len(re.findall(rf"\d[\d.,]*[ -](?:{forms})\b", text, re.IGNORECASE))
    return 3 * after_figure >= uses > 0


def subject_of(keyword: str, statements: Sequence[str]) -> str:
    """The noun phrase that a keyword is about, as it stands after a preposition; empty when it names none."""
    plain = " ".join(keyword.split())
    if HOW_TO.match(plain.lower()):
        return ""
    subject = AFT.sub("", FORE.sub("", plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain))
    text = " ".join(statements)
    if not subject or len(subject.split()) > 5:
        return ""
    counted = re.search(rf"\b(an?) {re.escape(subject)}\b", text, re.IGNORECASE)
    if counted:
        return f"{counted[1].lower()} {subject}"
    return subject if subject.endswith("s") or subject.casefold() in text.casefold() else ""


def _without_article(phrases: Counter[str], text: str, language: str) -> str:
    """The phrase that can stand without an article: a plural, or a noun that the text never counts; else empty."""
    ranked = [phrase for phrase, _ in phrases.most_common()]
    if language != "en":
        return ranked[0]
    plural = [phrase for phrase in ranked if re.search(r"[^s]s$", phrase)]
    counted = any(re.search(rf"\b(?:an?|each|every|one) (?:\w+ )?{phrase}\b", text) for phrase in ranked)
    return plural[0] if plural else "" if counted else ranked[0]


def _surfaces(statements: Sequence[str], language: str) -> dict[str, Counter[str]]:
    """Stem of the head noun → the phrases it occurs in."""
    patterns = [GERMAN_NOUN] if language == "de" else [SINGLE] if language == "en" else []
    surfaces: dict[str, Counter[str]] = {}
    text = "\n".join(statements)
    for pattern in patterns:
        for match in pattern.finditer(text):
            phrase = match[1]
            if _noun(phrase):
                surfaces.setdefault(stem(phrase.casefold()), Counter())[phrase] += 1
    if language == "en":
        _add_compounds(text, surfaces)
    return surfaces


def _add_compounds(text: str, surfaces: dict[str, Counter[str]]) -> None:
    """A pair such as “heat loss” replaces its head where most uses of the head are in the pair."""
    pairs = Counter(match[1] for match in DOUBLE.finditer(text))
    for pair, count in pairs.items():
        first, head = pair.split()
        phrases = surfaces.get(stem(head))
        if phrases and _noun(first) and _noun(head) and count >= 2 and count * 2 > phrases.total():
            phrases[pair] = phrases.total() + count


def _noun(word: str) -> bool:
    lowered = word.casefold()
    return lowered not in ALL_STOPWORDS and lowered not in VAGUE and not NOT_NOUNS.search(lowered)
