"""Citation marks in a draft, `[F3]` or `[F3, F7]`: which facts a text cites, and how to take marks out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from snowball_core.schemas import Finding, Severity
from snowball_core.writing.markup import code_ranges

MARK = r"(?<!\\)\[[ \t]*F\d+(?:[ \t]*[,;][ \t]*F\d+)*[ \t]*\](?![(])"
"""The pattern of a mark. A mark in code, or one that is a link's text, cites nothing."""

_MARK = re.compile(MARK)
_FACT = re.compile(r"F\d+")
_RUN = re.compile(rf"{MARK}(?:[ \t]*{MARK})*")
_BLANK = " \t"
_OPENERS = "*_([{“„«\"'"


@dataclass(frozen=True)
class _Edit:
    """Characters `start` to `end` of a text give way to `text`; `removed` are the fact ids that went."""

    start: int
    end: int
    text: str
    removed: tuple[str, ...]


def cited_facts(markdown: str) -> list[str]:
    """The ids of the cited facts, in the order of their first mark."""
    return list(dict.fromkeys(fact for mark in _outside_code(_MARK, markdown) for fact in _FACT.findall(mark[0])))


def has_mark(text: str) -> bool:
    """At least one citation mark stands in the text."""
    return _MARK.search(text) is not None


def blank_marks(text: str) -> str:
    """The text with every mark replaced by spaces of the same length (code is not told apart)."""
    return _MARK.sub(lambda mark: " " * len(mark[0]), text)


def strip_marks(markdown: str) -> str:
    """The text without its marks, spaces tidied; code is left alone."""
    return remove_unknown(markdown, ())[0]


def remove_unknown(markdown: str, known: Collection[str]) -> tuple[str, list[Finding]]:
    """The text without the marks of facts that are not in `known`, and a finding for each of them.

    A mark that names known and unknown facts keeps the known ones. The findings' offsets are places in
    the returned text (`start` equals `end` where a whole mark went).
    """
    findings: list[Finding] = []
    while edits := _edits(markdown, known):
        findings = [_moved(finding, edits) for finding in findings]
        markdown, found = _applied(markdown, edits)
        findings += found
    return markdown, sorted(findings, key=lambda finding: finding.start)


def _outside_code(pattern: re.Pattern[str], markdown: str) -> Iterator[re.Match[str]]:
    code = code_ranges(markdown) if _MARK.search(markdown) else []
    for found in pattern.finditer(markdown):
        if not any(start <= found.start() < end for start, end in code):
            yield found


def _edits(markdown: str, known: Collection[str]) -> list[_Edit]:
    edits = (_edit(markdown, run, known) for run in _outside_code(_RUN, markdown))
    return [edit for edit in edits if edit.removed]


def _edit(markdown: str, run: re.Match[str], known: Collection[str]) -> _Edit:
    """What becomes of a run of marks when only the known facts stay."""
    removed = tuple(fact for fact in _FACT.findall(run[0]) if fact not in known)
    kept = [[fact for fact in _FACT.findall(mark[0]) if fact in known] for mark in _MARK.finditer(run[0])]
    text = "".join(f"[{', '.join(facts)}]" for facts in kept if facts)
    start, end = run.span() if text else _with_space(markdown, *run.span())
    return _Edit(start, end, text, removed)


def _with_space(markdown: str, start: int, end: int) -> tuple[int, int]:
    """The range with the spaces that would be left over: those before it, or, where a text opens, those after."""
    before = start
    while before and markdown[before - 1] in _BLANK:
        before -= 1
    chunk = markdown[markdown.rfind("\n", 0, start) + 1 : start].rpartition(" ")[2]
    if before and markdown[before - 1] not in "\r\n" and (chunk.strip(_OPENERS) or not chunk):
        return before, end
    while end < len(markdown) and markdown[end] in _BLANK:
        end += 1
    return start, end


def _applied(markdown: str, edits: list[_Edit]) -> tuple[str, list[Finding]]:
    pieces, findings = [], []
    position = length = 0
    for edit in edits:
        pieces += [markdown[position : edit.start], edit.text]
        length += edit.start - position
        findings.append(_unknown(edit, length))
        length += len(edit.text)
        position = edit.end
    return "".join([*pieces, markdown[position:]]), findings


def _unknown(edit: _Edit, start: int) -> Finding:
    names = ", ".join(edit.removed)
    return Finding(
        check="unknown-citation",
        severity=Severity.WARNING,
        message=f"The mark of {names} was removed: no such fact was given to this section.",
        start=start,
        end=start + len(edit.text),
        excerpt=f"[{names}]",
    )


def _moved(finding: Finding, edits: list[_Edit]) -> Finding:
    """The finding after further edits of the text it points into."""
    start = _shift(finding.start, edits)
    return finding.model_copy(update={"start": start, "end": max(start, _shift(finding.end, edits))})


def _shift(offset: int, edits: list[_Edit]) -> int:
    gone = sum(min(offset, edit.end) - edit.start - len(edit.text) for edit in edits if edit.start < offset)
    return max(0, offset - gone)
