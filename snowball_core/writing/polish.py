"""What the editor's pass may not do to a section: state something new, lose something, or blow it up."""

from __future__ import annotations

from collections.abc import Iterator

from snowball_core.schemas import Finding, Severity
from snowball_core.writing.citations import cited_facts, strip_marks
from snowball_core.writing.claims import Basis, claims, novel_claims
from snowball_core.writing.sentences import paragraphs

SENTENCES_OF_AN_EDGE = 2
LONGEST, SHORTEST = 1.6, 0.5
"""The bounds of the polished length as a share of the draft's."""


def edges(markdown: str) -> tuple[str, str]:
    """The first and the last two sentences of a section, without marks; headings, tables and code left out."""
    texts = [
        strip_marks(sentence.text)
        for paragraph in paragraphs(markdown)
        if paragraph.kind in {"prose", "list_item", "quote"}
        for sentence in paragraph.sentences
    ]
    return " ".join(texts[:SENTENCES_OF_AN_EDGE]), " ".join(texts[-SENTENCES_OF_AN_EDGE:])


def polish_findings(draft: str, polished: str) -> list[Finding]:
    """Why a polished version may not replace its draft; empty when it may.

    Blocking: `polish-empty`, `polish-length`, `lost-citation`, `new-citation`, and the blocking ones of
    `claims.novel_claims`, whose offsets point into `polished`. Warnings: its names, and `lost-number`.
    """
    if not polished.strip():
        return [_blocking("polish-empty", "The polished version is empty.")]
    return [
        *_length(draft, polished),
        *novel_claims(polished, [draft]),
        *_citations(draft, polished),
        *_lost_numbers(draft, polished),
    ]


def _length(draft: str, polished: str) -> Iterator[Finding]:
    before, after = len(draft.strip()), len(polished.strip())
    if before and not SHORTEST <= after / before <= LONGEST:
        share = round(100 * after / before)
        yield _blocking("polish-length", f"The polished version has {share} % of the draft's length.")


def _citations(draft: str, polished: str) -> Iterator[Finding]:
    before, after = cited_facts(draft), cited_facts(polished)
    for fact in before:
        if fact not in after:
            yield _blocking("lost-citation", f"The mark [{fact}] was lost.", f"[{fact}]")
    for fact in after:
        if fact not in before:
            yield _blocking("new-citation", f"The mark [{fact}] is not in the draft.", f"[{fact}]")


def _lost_numbers(draft: str, polished: str) -> Iterator[Finding]:
    after = Basis([polished])
    for claim in claims(draft):
        counts = claim.kind in {"number", "date"} and claim.severity == Severity.BLOCKING
        if counts and not after.holds(claim.value):
            yield Finding(
                check="lost-number",
                severity=Severity.WARNING,
                message=f"The {claim.kind} “{claim.text}” of the draft is gone or was changed.",
                excerpt=claim.text,
            )


def _blocking(check: str, message: str, excerpt: str = "") -> Finding:
    return Finding(check=check, severity=Severity.BLOCKING, message=message, excerpt=excerpt)
