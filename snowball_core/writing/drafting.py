"""The draft of a section: which sections to write, what each one sees, and what is kept of the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.errors import InvalidAnswer
from snowball_core.schemas import (
    ArticleOutline,
    Fact,
    Finding,
    Model,
    OutlineSection,
    Section,
    SectionState,
    Severity,
    StyleDNA,
)
from snowball_core.writing.citations import cited_facts, remove_unknown
from snowball_core.writing.grounding import section_findings
from snowball_core.writing.rules import rule_findings
from snowball_core.writing.sentences import sentences
from snowball_core.writing.snowball import fingerprint, raw_content, tail

UNWRITTEN = {SectionState.PENDING, SectionState.WRITING, SectionState.FAILED}


class Draft(Model):
    """A written section as it is kept: its Markdown, what the checks found, and what it depends on."""

    markdown: str
    findings: list[Finding]
    fingerprint: str


@dataclass(frozen=True)
class TextBefore:
    """The snowball: what a section's writer sees of the text before it."""

    tail: str
    facts_used: list[str]


def to_write(outline: ArticleOutline, sections: Sequence[Section]) -> list[int]:
    """The ids of the planned sections that are to be written, or written anew because the human said so.

    A stale section is not among them: that is the human's decision.
    """
    written = {section.id for section in sections if section.state not in UNWRITTEN}
    return [section.id for section in outline.sections if section.id not in written]


def text_before(
    outline: ArticleOutline, section: OutlineSection, sections: Sequence[Section], characters: int
) -> TextBefore:
    """The end of the draft before a section, and the facts that were told already."""
    planned = outline.sections[: outline.sections.index(section)]
    ids = {entry.id for entry in planned}
    written = [entry for entry in sections if entry.id in ids and entry.markdown]
    draft = raw_content(outline, written)
    return TextBefore(tail=tail(draft, characters), facts_used=cited_facts(draft))


def draft_section(text: str, section: OutlineSection, facts: Sequence[Fact], tail_before: str, dna: StyleDNA) -> Draft:
    """The answer made fit to keep: a repeated heading, links and unknown marks removed, every sentence checked."""
    body = without_links(without_heading(text, section.heading))
    return checked_draft(body, section, facts, tail_before, dna)


def checked_draft(body: str, section: OutlineSection, facts: Sequence[Fact], tail_before: str, dna: StyleDNA) -> Draft:
    """A text, whoever wrote it, with unknown marks removed and every sentence checked."""
    markdown, unknown = remove_unknown(body.strip(), {fact.id for fact in facts})
    findings = [*unknown, *section_findings(markdown, facts), *rule_findings(markdown, dna)]
    return Draft(markdown=markdown, findings=findings, fingerprint=fingerprint(section, facts, tail_before))


def redrafted(section: Section, draft: Draft, position: int) -> Section:
    """A section with another wording; what was polished of the old one is dropped."""
    return section.model_copy(
        update={
            "position": position,
            "markdown": draft.markdown,
            "findings": draft.findings,
            "fingerprint": draft.fingerprint,
            "state": SectionState.DRAFT,
            "stale": False,
            "polished": "",
            "polish_fingerprint": "",
            "polish_findings": [],
            "use_polished": True,
        }
    )


def attempt_nonce(section: Section | None) -> str:
    """What makes the writer's answer a new one when another text was asked for; empty for the first."""
    return f"attempt {section.attempt}" if section and section.attempt else ""


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that keep a text from being finished without a human."""
    return [finding for finding in findings if finding.severity is Severity.BLOCKING]


def without_unsupported(markdown: str, findings: Sequence[Finding]) -> str:
    """The text less the sentences that a blocking finding is about; paragraphs left empty go too."""
    places = [finding.start for finding in blocking(findings)]
    kept = markdown
    for sentence in reversed(sentences(markdown)):
        if any(sentence.start <= place < sentence.end for place in places):
            kept = kept[: sentence.start].rstrip(" ") + kept[sentence.end :]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]*$", "", kept, flags=re.MULTILINE)).strip()


def proven_part(draft: Draft) -> Draft:
    """A draft that nobody will look at: what no fact supports is cut, and a finding says so.

    Raises:
        InvalidAnswer: nothing is left.
    """
    cut = blocking(draft.findings)
    if not cut:
        return draft
    markdown = without_unsupported(draft.markdown, cut)
    if not markdown:
        raise InvalidAnswer("The writer stated only what no fact says, twice.")
    note = "A sentence was cut because no fact supports it: {}"
    told = [
        Finding(check="cut", severity=Severity.WARNING, message=note.format(f.message), excerpt=f.excerpt) for f in cut
    ]
    return Draft(markdown=markdown, findings=told, fingerprint=draft.fingerprint)


def without_links(markdown: str) -> str:
    """The text without the addresses of links and images: what a writer adds of them no fact supports."""
    named = re.sub(r"!?\[((?!F\d)[^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", markdown)
    bare = re.sub(r"<(?:https?|mailto|ftp):[^<>\s]*>", "", named)
    return re.sub(r"^ {0,3}\[(?!F\d)[^\]]+\]:[^\n]*$", "", bare, flags=re.MULTILINE)


def without_heading(text: str, heading: str) -> str:
    """The body of a section whose writer repeated its heading on top."""
    first, _, rest = text.strip().partition("\n")
    repeated = first.startswith("#") and first.lstrip("# ").strip().casefold() == heading.casefold()
    return rest.strip() if repeated else text.strip()
