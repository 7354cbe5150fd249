"""Rewording that keeps what a sentence states: leads, marks, forbidden words, splitting, joining, emphasis."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from snowball_core.sandbox.words import STOPWORDS, UNSPACED, WORD, words

LEAD = re.compile(
    r"""^(?:(?:however|therefore|thus|hence|consequently|moreover|furthermore|besides|nevertheless|nonetheless|
    in\ addition|for\ example|for\ instance|in\ fact|of\ course|indeed|meanwhile|by\ contrast|by\ comparison|
    in\ contrast|as\ a\ result|
    on\ the\ other\ hand|finally|accordingly|instead|similarly|also|then|jedoch|allerdings|außerdem|zudem|
    cependant|toutefois|par\ exemple|ainsi|en\ outre|sin\ embargo|además|por\ ejemplo|por\ lo\ tanto),\s+|
    (?:and|but|yet|so)\s+(?=the\s|an?\s|[A-Z\d]))""",
    re.IGNORECASE | re.VERBOSE,
)
INSERTED = re.compile(
    r",\s(?:however|therefore|though|nevertheless|for example|for instance|by contrast|meanwhile|in turn|too),(?=\s)|"
    r"\s(?:therefore|consequently|nevertheless|nonetheless|thus)(?=\s[a-z])",
)
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«")
MARKS = re.compile(r"(?: ?\[F\d+\])+")
SENTENCE_END = re.compile(r"(?P<close>[\"”“»«)]*)(?P<stop>[.!?…。！？]*)(?P<after>[\"”“»«)]*)$")
CLAUSE_BREAK = re.compile(r"(?:; |, (?:and|but|so) )(?=\S)")
SUBORDINATE = re.compile(
    r"^(?:when|if|because|since|although|though|after|before|as|while|once|unless|until|where)\b", re.I
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|could|will|would|should|must|may|might|do|does|did|costs?|"
    r"needs?|gets?|"
    r"gives?|makes?|takes?|lets?|holds?|keeps?|falls?|fell|rose|became|becomes?|took|put|made|found|grew|paid|"
    r"works?|\w{3,}ed)\b"
)
OWN_SUBJECT = re.compile(
    r"^(?:the|an?|each|every|most|many|some|two|three|four|it|they|he|she|its|their|his|her|no)\b|^[A-Z\d]"
)
FIGURE_WITH_UNIT = re.compile(
    r"(?<![\w*.,−-])(?:[€£$]\s?\d[\d.,]*\d?(?: (?:million|billion))?|"
    r"[−-]?\d[\d.,]*(?:\s?(?:to|and|or|bis|und|à|–|-)\s?[−-]?\d[\d.,]*)?\s?(?:%|percent|°C|euros?|pounds|dollars|kilowatts?|"
    r"kilometres|grams|hours|days|weeks|months|years|minutes|Prozent|Euro|Tage|Wochen|Jahre))(?![\w*-])"
)
INFLECTION = r"(?:s|es|d|ed|e|ing|ings|er|ers|ly|able|en|em|n|['’]s)?"


def without_lead(text: str) -> str:
    """The sentence without the connectives that tie it to the one before; quotations stay untouched."""
    bare = LEAD.sub("", text, count=1)
    if not QUOTED.search(bare):
        bare = INSERTED.sub("", bare)
    return capitalised(" ".join(bare.split()))


def capitalised(text: str) -> str:
    """The text with a capital first letter; the rest as it is."""
    return text[:1].upper() + text[1:]


def continued(text: str, common: Collection[str] = ()) -> str:
    """The text with a small first letter where its first word is a function word or a common word; names stay."""
    first = WORD.match(text)
    if first and first.group().lower() in common:
        return text[:1].lower() + text[1:]
    function_word = (
        first and first.group().casefold() in STOPWORDS["en"] | STOPWORDS["de"] | STOPWORDS["fr"] | STOPWORDS["es"]
    )
    return text[:1].lower() + text[1:] if function_word and first and first.group() != "I" else text


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that the texts write small, and never in capitals within a sentence."""
    found = [word for text in texts for word in WORD.findall(text)[1:]]
    names = {word.lower() for word in found if word[0].isupper()}
    return frozenset(word for word in found if word[0].islower() and word not in names)


def with_marks(text: str, ids: Sequence[str]) -> str:
    """The sentence with its facts' marks before its final stop; a stop inside closing quotation marks moves out."""
    end = next(SENTENCE_END.finditer(text))
    stop = end["stop"] or "."
    marks = " ".join(f"[{fact_id}]" for fact_id in ids)
    return f"{text[: end.start()].rstrip()}{end['close']}{end['after']} {marks}{stop}"


def mask_quotations(text: str) -> str:
    """The text with every quoted passage blanked out, character by character."""
    return QUOTED.sub(lambda match: " " * len(match.group()), text)


def forbidden_in(text: str, forbidden: Sequence[str]) -> bool:
    """A forbidden word, in any inflection, stands in the text outside quotation marks."""
    return bool(forbidden) and bool(_forbidden_pattern(tuple(forbidden)).search(mask_quotations(text)))


def reworded(text: str, forbidden: Sequence[str], synonyms: dict[str, tuple[str, ...]]) -> str:
    """The text without forbidden words, by synonyms; empty when there is no synonym for one of them."""
    for word in forbidden:
        pattern = _forbidden_pattern((word,))
        if not pattern.search(mask_quotations(text)):
            continue
        instead = next((s for s in synonyms.get(word, ()) if not forbidden_in(s, forbidden)), "")
        text = _replaced(text, word, instead) if instead else text
        if pattern.search(mask_quotations(text)):
            return ""
    return text


def split_clauses(text: str) -> list[str]:
    """Two sentences where the text joins two main clauses; the text alone where that is not certain."""
    masked = mask_quotations(text)
    if SUBORDINATE.match(text) or masked != text:
        return [text]
    for match in CLAUSE_BREAK.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        subject = OWN_SUBJECT.match(right) or match.group() == "; "
        if (
            subject
            and (FINITE.search(left) or "," not in left)
            and FINITE.search(right)
            and min(len(words(left)), len(words(right))) >= 5
        ):
            lead = "But " if "but" in match.group() else "So " if "so" in match.group() else ""
            return [f"{left}.", f"{lead}{continued(right)}" if lead else capitalised(right)]
    return [text]


def can_join(one: str, other: str, most_words: int) -> bool:
    """Two plain statements short enough to stand in one sentence."""
    both = f"{one} {other}"
    return len(words(both)) <= most_words and not re.search(r"[;:\"“”„«»?!]|, (?:and|but|so|und|et|y) ", both)


def emboldened(text: str, phrases: Sequence[str]) -> str:
    """The text with its key phrase in bold: one of the phrases, or the first figure with a unit."""
    masked = mask_quotations(text)
    wanted = [re.compile(rf"(?<![\w*-]){re.escape(phrase)}(?![\w*-])", re.IGNORECASE) for phrase in phrases if phrase]
    for pattern in [*wanted, FIGURE_WITH_UNIT]:
        if match := pattern.search(masked):
            return f"{text[: match.start()]}**{text[match.start() : match.end()]}**{text[match.end() :]}"
    return text


@lru_cache(maxsize=256)
def _forbidden_pattern(forbidden: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_inflected, forbidden)), re.IGNORECASE)


def _inflected(word: str) -> str:
    """A pattern for a word or phrase with the inflections of its end; anywhere in scripts without spaces."""
    escaped = re.escape(word)
    if UNSPACED.search(word):
        return escaped
    if word.endswith("y"):
        escaped = f"{re.escape(word[:-1])}(?:y|i)"
    elif word.endswith("e") and len(word) > 4:
        escaped = re.escape(word[:-1])
    elif word[-1:].isalpha():
        escaped = f"{escaped}{re.escape(word[-1])}?"
    return rf"(?<!\w){escaped}{INFLECTION}(?!\w)"


def _replaced(text: str, word: str, instead: str) -> str:
    return re.sub(rf"\b{re.escape(word)}\b", lambda match: _cased(instead, match.group()), text, flags=re.IGNORECASE)


def _cased(word: str, like: str) -> str:
    return capitalised(word) if like[:1].isupper() else word
