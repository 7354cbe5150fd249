"""A section's text with what the checks found beside the passage that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snowball_core.schemas import Finding, Severity
from ui.safe_text import escaped, prose

SEVERITY_WORDS = {Severity.BLOCKING: "Must be settled", Severity.WARNING: "Look at this", Severity.HINT: "Hint"}
_RANK = [Severity.BLOCKING, Severity.WARNING, Severity.HINT]
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters for private use: no Markdown, and taken out of the text before."""
_BLOCK = re.compile(r".+?(?:\n[ \t]*\n+|\Z)", re.DOTALL)
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]{2,}\S|[|>]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, list or table of a text: where it begins, and what was found in it."""

    start: int
    markdown: str
    findings: list[Finding]


def marked_html(markdown: str, findings: Sequence[Finding]) -> str:
    """The text as HTML, passage by passage, each with its findings beside it; those without a place stand below."""
    text = markdown.translate({ord(_OPEN): None, ord(_CLOSE): None})
    placed = [finding for finding in findings if 0 <= finding.start < finding.end <= len(text)]
    rest = [finding for finding in findings if finding not in placed]
    body = "".join(map(_passage_html, _passages(text, placed)))
    return f'<div class="sb-marked">{body}</div>{findings_html(rest)}'


def findings_html(findings: Sequence[Finding]) -> str:
    """Findings as a list, the gravest first; nothing for none."""
    if not findings:
        return ""
    ranked = sorted(findings, key=lambda finding: _RANK.index(finding.severity))
    return f'<ul class="sb-findings">{"".join(map(_finding_html, ranked))}</ul>'


def _passages(text: str, findings: Sequence[Finding]) -> Iterator[Passage]:
    """Blocks of the Markdown; the entries of a list stay together."""
    start = 0
    blocks = [match.group() for match in _BLOCK.finditer(text)]
    while blocks:
        block = blocks.pop(0)
        while blocks and _LIST_LINE.match(block) and _LIST_LINE.match(blocks[0]):
            block += blocks.pop(0)
        end = start + len(block)
        yield Passage(start, block, [finding for finding in findings if start <= finding.start < end])
        start = end


def _passage_html(passage: Passage) -> str:
    aside = f"<aside>{findings_html(passage.findings)}</aside>" if passage.findings else ""
    return f'<div class="sb-passage"><div class="sb-prose">{_highlighted(passage)}</div>{aside}</div>'


def _highlighted(passage: Passage) -> str:
    """The passage with the places of its findings marked; of two that overlap the first is."""
    text, last = passage.markdown, len(passage.markdown)
    severities: list[Severity] = []
    for finding in sorted(passage.findings, key=lambda finding: (finding.start, finding.end), reverse=True):
        start, end = finding.start - passage.start, min(finding.end - passage.start, len(passage.markdown.rstrip()))
        if start < end <= last:
            text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
            severities.insert(0, finding.severity)
            last = start
    html = prose(text)
    for severity in severities:
        html = html.replace(_OPEN, f'<mark class="sb-{severity.value}">', 1).replace(_CLOSE, "</mark>", 1)
    return html


def _finding_html(finding: Finding) -> str:
    excerpt = f" <q>{escaped(finding.excerpt)}</q>" if finding.excerpt else ""
    word = SEVERITY_WORDS[finding.severity]
    return f'<li class="sb-{finding.severity.value}"><b>{word}</b> {escaped(finding.message)}{excerpt}</li>'
