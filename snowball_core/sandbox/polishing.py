"""The copy editor's pass: what a draft states stays, sentence by sentence; rhythm and small words change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from snowball_core.sandbox.phrasing import (
    MARKS,
    QUOTED,
    capitalised,
    continued,
    mask_quotations,
    reworded,
)
from snowball_core.sandbox.prompt_reader import Voice
from snowball_core.sandbox.sentences import split_sentences
from snowball_core.sandbox.wording import Wording, wording
from snowball_core.sandbox.words import language_of, words

SENTENCES_PER_PARAGRAPH = 3
VERY_SHORT = 4
SHORT = 16
NOT_PROSE = re.compile(r"^\s*(?:[-*+] |\d+[.)] |#{1,6} |>|\||```|~~~)")
WORDY = (
    ("in order to", "to"),
    ("due to the fact that", "because"),
    ("at this point in time", "now"),
    ("at the present time", "now"),
    ("a large number of", "many"),
    ("the majority of", "most"),
    ("in the event that", "if"),
    ("with regard to", "about"),
    ("prior to", "before"),
    ("has the ability to", "can"),
    ("is able to", "can"),
    ("are able to", "can"),
    ("it is important to note that ", ""),
    ("it should be noted that ", ""),
)
PART_OF = re.compile(r" (?:the|its|their|his|her|our|your|my|these|those)\b", re.IGNORECASE)
VERBS = "is|was|are|were|has|had|have|can|could|will|should|must|may|does|did"
PREDICATE = re.compile(rf"^(?P<subject>(?:\S+ ){{1,6}}?)(?P<verb>(?:{VERBS})\b.+)$", re.DOTALL)


def polish(markdown: str, transitions: Sequence[str], voice: Voice, *, cautious: bool = False) -> str:
    """The section with smoother wording. `cautious`: an earlier version went too far, so only spacing is mended."""
    tables = wording(voice.language) if language_of(markdown) in {"", voice.language} else None
    seen: set[str] = set()
    blocks: list[str] = []
    for block in re.split(r"\n[ \t]*\n", markdown.strip()):
        if NOT_PROSE.match(block) or cautious:
            blocks.append("\n".join(line.rstrip() for line in block.splitlines()))
        else:
            blocks += _paragraphs(block, transitions, voice, tables, seen)
    return "\n\n".join(block for block in blocks if block.strip())


def _paragraphs(
    block: str, transitions: Sequence[str], voice: Voice, tables: Wording | None, seen: set[str]
) -> list[str]:
    """One paragraph, or several where it was longer than three sentences."""
    sentences = [s for s in _sentences(_spaced(block)) if not _told(s, seen)]
    better = [_better(sentence, transitions, voice, tables) for sentence in sentences]
    if voice.language == "en":
        better = _one_subject(better, voice)
    better = _without_stubs(better)
    size = SENTENCES_PER_PARAGRAPH
    return [" ".join(better[i : i + size]) for i in range(0, len(better), size)]


def _sentences(paragraph: str) -> list[str]:
    """Sentences, a mark that stands after a full stop kept with the sentence before."""
    whole: list[str] = []
    for sentence in split_sentences(paragraph):
        stray = re.match(r"^(?:\[F\d+\][.!?]?\s*)+", sentence)
        if stray and whole:
            whole[-1] = f"{whole[-1].rstrip()} {stray.group().strip()}"
            sentence = sentence[stray.end() :]  # noqa: PLW2901
        if sentence.strip():
            whole.append(sentence.strip())
    return whole


def _told(sentence: str, seen: set[str]) -> bool:
    """The very sentence, marks included, stood in the section before."""
    key = " ".join(sentence.casefold().split())
    doubled = key in seen
    seen.add(key)
    return doubled


def _spaced(text: str) -> str:
    """Single spaces, none before a stop; quoted passages stay as they are."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\0{len(kept) - 1}\0"

    folded = re.sub(r"\s+", " ", QUOTED.sub(hide, text))
    folded = re.sub(r" +([,.;](?:\s|$))", r"\1", folded)
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], folded).strip()


def _better(sentence: str, transitions: Sequence[str], voice: Voice, tables: Wording | None) -> str:
    if tables:
        sentence = _other_transition(sentence, transitions, tables)
        sentence = reworded(sentence, voice.forbidden, tables.synonyms) or sentence
    return _leaner(sentence) if voice.language == "en" else sentence


def _other_transition(sentence: str, transitions: Sequence[str], tables: Wording) -> str:
    """A sentence that begins with an overused phrase begins with another of the same kind, or without."""
    for phrase in transitions:
        lead = re.match(rf"{re.escape(phrase.rstrip(',: '))}(?P<sign>[,:]?) ", sentence, re.IGNORECASE)
        if lead and phrase.strip():
            rest = sentence[lead.end() :]
            instead = _alternative(lead.group(), transitions, tables) if lead["sign"] == ":" else ""
            if not lead["sign"] and len(words(phrase)) < 2:
                continue
            return f"{instead}: {continued(rest)}" if instead else capitalised(rest)
    return sentence


def _alternative(lead: str, transitions: Sequence[str], tables: Wording) -> str:
    overused = {phrase.casefold().rstrip(",: ") for phrase in transitions}
    for openers in tables.openers.values():
        if any(opener.casefold() == lead.casefold().rstrip(": ") for opener in openers):
            return next((o for o in openers if o.casefold() not in overused and "{" not in o), "")
    return ""


def _leaner(sentence: str) -> str:
    """Wordy phrases shortened, outside quotations."""
    for phrase, shorter in WORDY:
        found = re.search(rf"\b{re.escape(phrase)}", mask_quotations(sentence), re.IGNORECASE)
        if found:
            rest = sentence[found.end() :]
            of = " of" if shorter in {"many", "most"} and PART_OF.match(rest) else ""
            sentence = sentence[: found.start()] + shorter + of + rest
    return capitalised(sentence)


def _one_subject(sentences: Sequence[str], voice: Voice) -> list[str]:
    """Neighbours that begin with the same subject and a plain verb become one sentence with one subject."""
    merged: list[str] = []
    for sentence in sentences:
        last = PREDICATE.match(merged[-1]) if merged else None
        this = PREDICATE.match(sentence)
        if last and this and last["subject"] == this["subject"] and _mergeable(merged[-1], sentence, voice):
            merged[-1] = f"{merged[-1].rstrip('.')} and {this['verb']}"
        else:
            merged.append(sentence)
    return merged


def _mergeable(one: str, other: str, voice: Voice) -> bool:
    plain = mask_quotations(one) == one and mask_quotations(other) == other
    length = len(words(MARKS.sub("", f"{one} {other}")))
    return (
        plain
        and one.endswith(".")
        and ", and " not in one
        and " and " not in one
        and length <= 2 * SHORT
        and voice.sentences != "short"
    )


def _without_stubs(sentences: Sequence[str]) -> list[str]:
    """A statement of very few words joins the one that follows."""
    joined: list[str] = []
    for sentence in sentences:
        stub = (
            joined
            and MARKS.search(joined[-1])
            and joined[-1].endswith(".")
            and len(words(MARKS.sub("", joined[-1]))) <= VERY_SHORT
        )
        room = (
            len(words(sentence)) <= 2 * SHORT and mask_quotations(sentence) == sentence and not sentence.endswith("?")
        )
        if stub and room:
            joined[-1] = f"{joined[-1].rstrip('.')}; {continued(sentence)}"
        else:
            joined.append(sentence)
    return joined
