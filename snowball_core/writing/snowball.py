"""The snowball: what a section is written from, and whether that is still so.

A draft depends on its own plan, on the facts it may use, and on the end of the text before it. All three
are kept as digests in the section's fingerprint, so that a change can be named.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from snowball_core.schemas import ArticleOutline, Fact, OutlineSection, Section
from snowball_core.writing.citations import MARK
from snowball_core.writing.sentences import paragraphs, sentences
from snowball_core.writing.words import unspaced

_REASONS = {"plan": "its plan changed", "facts": "its facts changed", "before": "the text before it changed"}
_MARKS = re.compile(MARK)


def tail(draft: str, limit: int) -> str:
    """The end of the draft, at most `limit` characters of it; the whole draft when it is that short.

    It begins with a paragraph, else with a sentence, that leaves at least half of the limit, else with a
    word; never inside a word or a citation mark. (So a word longer than the limit leaves nothing.)
    """
    if len(draft) <= limit:
        return draft
    first, half = len(draft) - limit, len(draft) - limit // 2
    for starts in (_paragraph_starts(draft), _sentence_starts(draft)):
        position = bisect_left(starts, first)
        if position < len(starts) and starts[position] <= half:
            return draft[starts[position] :]
    return draft[_word_start(draft, first) :]


def section_facts(section: OutlineSection, facts: Sequence[Fact]) -> list[Fact]:
    """The usable facts that a section is to be written from: its own, or all when none of its own is usable."""
    usable = [fact for fact in facts if fact.usable]
    return [fact for fact in usable if fact.id in section.fact_ids] or usable


def raw_content(outline: ArticleOutline, sections: Sequence[Section]) -> str:
    """The whole draft: the title, then heading and body of every written section in the outline's order."""
    written = {section.id: section.markdown for section in sections if section.markdown}
    parts = [f"# {outline.title}"]
    for planned in outline.sections:
        if planned.id in written:
            parts += [f"## {planned.heading}", written[planned.id]]
    return "\n\n".join(parts)


def draft_so_far(outline: ArticleOutline, sections: Sequence[Section]) -> dict[str, Any]:
    """The article's fields that tell of its draft: `raw_content` and `current_step_index`."""
    planned = {section.id for section in outline.sections}
    written = [section for section in sections if section.id in planned and section.markdown]
    return {"raw_content": raw_content(outline, written) if written else "", "current_step_index": len(written)}


def fingerprint(outline_section: OutlineSection, facts: Sequence[Fact], text_before: str) -> str:
    """What a draft depends on, as `plan:…;facts:…;before:…` with a SHA-256 in hex each.

    `facts` are those of `section_facts`, `text_before` is the tail of the draft before the section.
    """
    plan = outline_section.model_dump(mode="json", include={"heading", "instruction_note", "keywords_to_include"})
    parts = {
        "plan": plan,
        "facts": [[fact.id, fact.text] for fact in facts],
        "before": text_before,
    }
    return ";".join(f"{name}:{_digest(part)}" for name, part in parts.items())


def stale_sections(
    outline: ArticleOutline, sections: Sequence[Section], facts: Sequence[Fact], context_characters: int
) -> dict[int, str]:
    """The written sections whose dependencies changed since: their ids, and why in words.

    `facts` is the whole fact sheet. Sections without a fingerprint (older rows) are never stale.
    """
    stored = {section.id: section for section in sections if section.markdown}
    stale: dict[int, str] = {}
    for position, planned in enumerate(outline.sections):
        section = stored.get(planned.id)
        if section is None or not section.fingerprint:
            continue
        earlier = [stored[p.id] for p in outline.sections[:position] if p.id in stored]
        before = tail(raw_content(outline, earlier), context_characters)
        reasons = _changes(section.fingerprint, fingerprint(planned, section_facts(planned, facts), before))
        if reasons:
            stale[planned.id] = " and ".join(reasons)
    return stale


def _changes(old: str, new: str) -> list[str]:
    before, now = _digests(old), _digests(new)
    return [reason for name, reason in _REASONS.items() if before.get(name) != now[name]]


def _digests(fingerprint: str) -> dict[str, str]:
    parts = (part.partition(":") for part in fingerprint.split(";"))
    return {name: digest for name, _, digest in parts}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# --- where a tail may begin ----------------------------------------------------------------------


def _paragraph_starts(draft: str) -> list[int]:
    """Where paragraphs begin, with their list mark or the like."""
    return [_line_start(draft, paragraph.span.start) for paragraph in paragraphs(draft)]


def _sentence_starts(draft: str) -> list[int]:
    return [sentence.start for sentence in sentences(draft)]


def _line_start(draft: str, position: int) -> int:
    return draft.rfind("\n", 0, position) + 1


def _word_start(draft: str, first: int) -> int:
    """The first border of a word at or behind `first` that is not inside a mark."""
    inside = {position for mark in _MARKS.finditer(draft) for position in range(mark.start() + 1, mark.end())}
    for position in range(first, len(draft)):
        if position not in inside and _begins_word(draft, position):
            return position
    return len(draft)


def _begins_word(draft: str, position: int) -> bool:
    before, here = draft[position - 1], draft[position]
    if here.isspace() or unicodedata.category(here) in {"Mn", "Mc", "Me", "Cf", "Sk"}:
        return False
    return before.isspace() or (unspaced(here) and unspaced(before))
