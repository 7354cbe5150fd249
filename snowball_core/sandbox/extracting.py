"""Facts out of a source: which of its sentences say something on the keyword that stands on its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rank_bm25 import BM25Plus

from snowball_core.sandbox.aspects import IMPERATIVE
from snowball_core.sandbox.phrasing import FINITE, without_lead
from snowball_core.sandbox.sentences import Sentence, sentences
from snowball_core.sandbox.words import ALL_STOPWORDS, WORD, language_of, likeness, related, terms, words

MOST_FACTS = 15
FACTS_PER_HEADING = 3
WORDS_PER_FACT = 16
KEYWORD_COVERAGE = 0.5
SHORTEST, LONGEST = 6, 48
ALIKE = 0.6

LEANS_ON_CONTEXT = re.compile(
    r"""^(?:it|its|they|their|them|he|his|him|she|her|hers|this|these|that|those|such|both|neither|either|another|
    others?|here|there,|then|not\ (?:every|all)|some|none|one\ of\ (?:them|the)|(?:two|three|four|five|six|seven|
    eight|
    nine|ten|\d+)\ of\ (?:them|the|these|those)|each|all\ of|most\ of\ (?:them|the)|the\ (?:same|other|latter|former|
    first|second|third|rest|remaining|resulting|following|above|sum|work|work\ took|result|results|difference|remedy|
    idea|answer|answers|table|list|article|page|guide|trust|institute|association|authors?|laboratory|magazine|report|
    reason|method|finding|findings|figure|pattern|process|exception|rule|rules|city|company|project|repeat)|
    one\ \w+\ .*\bthe\ other\b|nothing|nobody|otherwise|plus|everything\ else|see|to\ do\ so|in\ that\ case|so|and|
    but|or|yet|nor|i|my|we|our|you|your|
    dies(?:e[rsmn]?)?|jene[rsmn]?|er|sie|es|sein[e]?|ihr[e]?|dabei|dazu|damit|dadurch|dort|daraus|und|aber|oder|so|
    auch|
    dafür|davon|daher|deshalb|beide|wir|ich|cela|ceci|cette|ces|ce|il|elle|ils|elles|son|sa|leurs?|et|mais|
    esto|esta|este|estos|estas|eso|esa|ese|su|sus|y|pero|él|ella|ellos)\b""",
    re.IGNORECASE | re.VERBOSE,
)
DEMONSTRATIVE = re.compile(
    r"\b(?:these|those (?!who|that|of|with|without|in|on|for)|this|diese[rsmn]?|(?<!no )such (?!as|an?\b)|"
    r"of that kind|that (?:amount|study|range|period|sum|number|figure|point|time|day|way|case|act|work|test)|"
    r"the two|(?:over|about|some|only)? ?\d* of them)\b",
    re.IGNORECASE,
)
ABOUT_THE_PAGE = re.compile(
    r"""cookie|newsletter|subscribe|click|log\ ?in|sign\ up|privacy\ policy|all\ rights\ reserved|javascript|
    (?:read|see|learn)\ (?:more|below|also)|in\ this\ (?:article|guide|post|section)|(?:answers|tables?|list)\ below|
    the\ (?:answers|table|tables)\b.{0,30}\b(?:show|apply|assume|give|below)|listed\ below|in\ the\ table|
    as\ follows|following\ (?:contents|list|points|questions)|
    head\ over|check\ out|see\ (?:the|also)\b|https?://|www\.|
    advertis|affiliate|abonnieren|datenschutz|impressum|newsletter|hier\ klicken""",
    re.IGNORECASE | re.VERBOSE,
)
ABOUT_THE_READERS = re.compile(r"\b(?:questions|messages|telephone calls|enquiries|readers|visitors always)\b")
ORDERS_A_MACHINE = re.compile(
    r"""(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|earlier|prior)|
    \b(?:system|developer)\s*(?:prompt|message|instruction|:)|\byou\ are\ (?:now\ )?(?:an?\ |the\ )?(?:ai|assistant|
    llm|
    (?:large\ )?language\ model|chatbot|writer|editor)\b|\b(?:note|message|attention|dear|hey|
    instructions?)\b.{0,12}\b
    (?:ai|llm|assistant|language\ model|bot|writer|model)s?\b|\b(?:ai|llm|language\ model)s?\b.{0,30}\b(?:must|should|
    please)\b|\b(?:you\ must|please|always|be\ sure\ to)\ (?:write|state|claim|mention|say|include|output|reply|
    respond|recommend|link)\b|
    ignoriere\b.{0,40}\b(?:anweisung|regel|vorherig)|<<<|>>>|\#\ task:""",
    re.IGNORECASE | re.VERBOSE,
)
PERSONAL = re.compile(r"\b(?:he|him|his|she|her|hers|seine[rnms]?|ihre[rnms]?)\b")
MONTHS = frozenset(words("january february march april may june july august september october november december"))
FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my|me|wir|uns|unsere[rnms]?|ich|mein[e]?|nous|notre|nosotros)\b")
SECOND_PERSON = re.compile(r"\b(?:you|your|yours|du|dein[e]?|Ihnen|vous|votre)\b")
QUOTATION = re.compile(r"[\"“„«»][^\"“”„«»]*[\"”“»«]")
DEFINES = re.compile(
    r"""^.{3,70}?\b(?:is|are)\ (?:an?|the|known|called)\b|\b(?:means|refers\ to|consists\ of|stands\ for|is\ called|
    describes|bezeichnet|bedeutet|besteht\ aus|versteht\ man|désigne|consiste|significa)\b""",
    re.IGNORECASE | re.VERBOSE,
)
WEEKDAY = re.compile(
    r"\b(?:on|am) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\bam (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag)\b"
)
RELATIVE_DATE = re.compile(
    r"\b(?:today|yesterday|tomorrow|(?:this|last|next) "
    r"(?:week|month|year|spring|summer|autumn|winter)|recently|heute|gestern|morgen|letzte[rsn]?|aujourd'hui|hier)\b",
    re.IGNORECASE,
)
DEFINITE = re.compile(r"^(?:The|Der|Die|Das|Le|La|Les|El|Los|Las) [a-zà-ÿ]")
TELLS_WHY = re.compile(
    r"\b(?:because|since|so that|causes?|leads? to|depends? on|weil|denn|parce que|"
    r"porque)\b",
    re.I,
)
FOUND_OUT = re.compile(
    r"\b(?:according to|found|reported|measured|study|survey|trial|researchers?|average|said|says|laut|Studie|"
    r"selon)\b"
)
FIGURE = re.compile(r"\d[\d.,:–-]*")
NAME = re.compile(r"(?<=[\w,;:]\s)[A-ZÄÖÜÉ][\w’'-]{2,}")


@dataclass(frozen=True)
class Found:
    """A fact as found: its statement and the sentence that proves it, copied from the source."""

    text: str
    quote: str


def extract(keyword: str, title: str, text: str) -> list[Found]:
    """The most useful sentences of a source, in the source's order; none when it is about something else."""
    wanted = list(dict.fromkeys(terms(keyword)))
    if not _covers(wanted, f"{title}\n{text}"):
        return []
    everything = sentences(text)
    candidates = _candidates(everything)
    if not candidates:
        return []
    scores = _scores(candidates, wanted, title)
    most = min(MOST_FACTS, max(3, sum(len(words(s.plain)) for s in everything) // WORDS_PER_FACT))
    return [Found(without_lead(s.plain), s.verbatim) for s in _choose(candidates, scores, most)]


def _covers(wanted: Sequence[str], text: str) -> bool:
    """At least half of the keyword's words occur in the text."""
    vocabulary = frozenset(terms(text))
    hits = sum(related(term, vocabulary) for term in wanted)
    return bool(wanted) and hits >= KEYWORD_COVERAGE * len(wanted)


def _candidates(everything: Sequence[Sentence]) -> list[Sentence]:
    hostile = {s.block for s in everything if ORDERS_A_MACHINE.search(s.plain)}
    whole = " ".join(s.plain for s in everything)
    common = frozenset(WORD.findall(whole))
    english = language_of(whole) == "en"
    return [
        s for s in everything if s.block not in hostile and _stands_alone(s, common) and not (english and _fragment(s))
    ]


def _fragment(sentence: Sentence) -> bool:
    """A point of a list without a verb that an English reader would recognise."""
    opening = " ".join(sentence.plain.split()[:8])
    return sentence.item and not FINITE.search(opening) and not IMPERATIVE.match(sentence.plain)


def _stands_alone(sentence: Sentence, common: frozenset[str]) -> bool:
    text = without_lead(sentence.plain)
    spoken = QUOTATION.sub(" ", text)
    return (
        SHORTEST <= len(words(text)) <= LONGEST
        and text[-1] in '.!。！”"“'
        and (text[0].isupper() or text[0].isdigit() or text[0] in '"“„«' or not text[0].isascii())
        and not LEANS_ON_CONTEXT.match(text)
        and not ABOUT_THE_PAGE.search(text)
        and not DEMONSTRATIVE.search(spoken)
        and not WEEKDAY.search(spoken)
        and not FIRST_PERSON.search(spoken)
        and "?" not in spoken
        and _pronouns_are_clear(spoken, common)
        and _quotation_is_whole(text, spoken)
    )


def _pronouns_are_clear(text: str, common: frozenset[str]) -> bool:
    """“He”, “her” and the like have a name to refer to among the sentence's first words.

    A name is a word in capitals that the source never writes small.
    """
    if not PERSONAL.search(text):
        return True
    opening = WORD.findall(text)[:6]
    names = (word for word in opening if word[0].isupper() and word.lower() not in common)
    return any(word.casefold() not in ALL_STOPWORDS | MONTHS for word in names)


def _quotation_is_whole(text: str, spoken: str) -> bool:
    """Quotation marks come in pairs, and somebody is named beside the words that are quoted."""
    odd = text.count('"') % 2 or text.count("“") + text.count("„") != text.count("”") + text.count("„") * 2 - (
        text.count("„") if "“" in text and "„" in text else 0
    )
    return not (odd and "„" not in text) and len(words(spoken)) >= 2


def _scores(candidates: Sequence[Sentence], wanted: Sequence[str], title: str) -> list[float]:
    topic = [*wanted, *terms(title)]
    bags = [terms(f"{s.heading} {s.plain}") or ["-"] for s in candidates]
    ranked = BM25Plus(bags).get_scores(topic)
    highest = max(float(max(ranked)), 1e-9)
    common = Counter(term for bag in bags for term in set(bag))
    return [
        1.5 * float(rank) / highest + _substance(sentence) + 0.08 * sum(common[t] > 2 for t in set(bag))
        for sentence, rank, bag in zip(candidates, ranked, bags, strict=True)
    ]


def _substance(sentence: Sentence) -> float:
    text = sentence.plain
    length = len(words(text))
    score = 0.7 * min(2, len(FIGURE.findall(text))) + 0.3 * min(2, len(NAME.findall(text)))
    score += 1.2 * bool(DEFINES.search(text)) + 0.4 * bool(TELLS_WHY.search(text)) + 0.4 * bool(FOUND_OUT.search(text))
    score -= 0.6 * (length < 10 and not FIGURE.search(text) and not NAME.search(text))
    score += 0.5 * sentence.first + 0.3 * (10 <= length <= 30)
    score -= 0.8 * bool(SECOND_PERSON.search(QUOTATION.sub("", text))) + 1.5 * bool(ABOUT_THE_READERS.search(text))
    score -= 0.6 * bool(DEFINITE.match(text) and not sentence.first) + 0.8 * bool(RELATIVE_DATE.search(text))
    score -= 1.5 * bool(re.search(r"\b(?:Mr|Ms|Mrs|Herr|Frau)\b", text)) + 0.7 * sentence.item
    return score


def _choose(candidates: Sequence[Sentence], scores: Sequence[float], most: int) -> list[Sentence]:
    """The best, spread over the headings and without saying anything twice, in their order in the text."""
    ranking = sorted(range(len(candidates)), key=lambda i: (-scores[i], i))
    under: Counter[str] = Counter()
    chosen: list[int] = []
    headings = len({s.heading for s in candidates})
    most_under_one = max(FACTS_PER_HEADING, -(-most // headings) + 1)
    for index in ranking:
        sentence = candidates[index]
        bag = terms(sentence.plain)
        doubled = any(likeness(bag, terms(candidates[other].plain)) > ALIKE for other in chosen)
        if len(chosen) < most and under[sentence.heading] < most_under_one and not doubled:
            chosen.append(index)
            under[sentence.heading] += 1
    return [candidates[index] for index in sorted(chosen)]
