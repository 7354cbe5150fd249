"""Whether a section says only what its facts say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snowball_core.schemas import Fact, Finding, Severity
from snowball_core.writing.citations import has_mark
from snowball_core.writing.claims import Basis, Claim, Kind, as_finding, claims, unsupported
from snowball_core.writing.sentences import Span, paragraphs

_CHECKS: dict[Kind, str] = {
    "number": "unsupported-number",
    "date": "unsupported-number",
    "quotation": "unsupported-quotation",
    "name": "unsupported-name",
}


def section_findings(markdown: str, facts: Sequence[Fact]) -> list[Finding]:
    """What a section states that no usable fact says, and figures without a citation, in order.

    The checks are `unsupported-number` (dates too) and `unsupported-quotation`, both blocking,
    `unsupported-name`, a warning, and `no-citation`, a hint. Any usable fact may support any sentence.
    """
    basis = Basis(text for fact in facts if fact.usable for text in _texts(fact))
    found = [as_finding(c, _CHECKS[c.kind], "is in none of the facts") for c in unsupported(markdown, basis)]
    return sorted([*found, *_uncited(markdown)], key=lambda finding: finding.start)


def _texts(fact: Fact) -> list[str]:
    return [fact.text, *(evidence.quote for evidence in fact.evidence if evidence.quote and not evidence.withdrawn)]


def _uncited(markdown: str) -> Iterator[Finding]:
    """Sentences with a figure and without a mark; headings carry no marks."""
    figures = [claim for claim in claims(markdown) if _needs_citation(claim)]
    for paragraph in paragraphs(markdown):
        for sentence in paragraph.sentences if paragraph.kind != "heading" else ():
            holds = any(sentence.start <= claim.start < sentence.end for claim in figures)
            if holds and not has_mark(sentence.text):
                yield _no_citation(sentence)


def _needs_citation(claim: Claim) -> bool:
    return claim.kind in {"number", "date"} and claim.severity == Severity.BLOCKING


def _no_citation(sentence: Span) -> Finding:
    return Finding(
        check="no-citation",
        severity=Severity.HINT,
        message="This sentence states a figure and cites no fact.",
        start=sentence.start,
        end=sentence.end,
        excerpt=sentence.text,
    )
