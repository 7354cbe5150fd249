"""The editor's pass over a section: what it sees, and whether its version may replace the draft."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.prompts import Prompt
from snowball_core.schemas import (
    Article,
    ArticleOutline,
    BrandVoice,
    Finding,
    Model,
    OutlineSection,
    Section,
    Severity,
)
from snowball_core.writing import prompting
from snowball_core.writing.drafting import without_heading, without_links
from snowball_core.writing.polish import edges, polish_findings
from snowball_core.writing.rules import rule_findings
from snowball_core.writing.transitions import repeated_transitions


class Polished(Model):
    """A polished section: its Markdown (the draft's when the editor's version was refused), and why."""

    markdown: str
    findings: list[Finding]
    fingerprint: str


@dataclass(frozen=True)
class PolishInputs:
    """All that the polish of a section depends on."""

    voice: BrandVoice
    outline: ArticleOutline
    section: OutlineSection
    draft: str
    previous_edge: str
    next_edge: str
    transitions: tuple[str, ...]

    def prompt(self, article: Article, findings: Sequence[Finding] = ()) -> Prompt:
        """The prompt of the pass; `findings` are what the last version got wrong."""
        return prompting.polish_section(
            article,
            self.voice,
            self.outline,
            self.section,
            self.draft,
            previous_edge=self.previous_edge,
            next_edge=self.next_edge,
            transitions=self.transitions,
            findings=findings,
        )

    @property
    def fingerprint(self) -> str:
        """Identifies these inputs: SHA-256 in hex."""
        parts = [
            self.voice.style_dna.model_dump(mode="json"),
            self.outline.title,
            [s.heading for s in self.outline.sections],
            [self.section.heading, self.draft, self.previous_edge, self.next_edge, list(self.transitions)],
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def polish_inputs(
    outline: ArticleOutline, sections: Sequence[Section], position: int, voice: BrandVoice
) -> PolishInputs:
    """What the editor sees of the section at `position`.

    The transitions are counted up to the next section only, so that the pass can begin before the rest is
    written and later sections do not change it.
    """
    drafts = {section.id: section.markdown for section in sections}
    texts = [drafts.get(planned.id, "") for planned in outline.sections]
    return PolishInputs(
        voice=voice,
        outline=outline,
        section=outline.sections[position],
        draft=texts[position],
        previous_edge=edges(texts[position - 1])[1] if position else "",
        next_edge=edges(texts[position + 1])[0] if position + 1 < len(texts) else "",
        transitions=tuple(repeated_transitions(texts[: position + 2])),
    )


def to_polish(outline: ArticleOutline, sections: Sequence[Section], voice: BrandVoice) -> list[int]:
    """The ids of the written sections whose polished version is missing or was made from other inputs."""
    stored = {section.id: section for section in sections}
    return [
        planned.id
        for position, planned in enumerate(outline.sections)
        if (section := stored.get(planned.id))
        and section.markdown
        and section.polish_fingerprint != polish_inputs(outline, sections, position, voice).fingerprint
    ]


def accept_or_keep(inputs: PolishInputs, answer: str) -> Polished:
    """The editor's version if it states just what the draft states; otherwise the draft, with the findings."""
    candidate = without_links(without_heading(answer, inputs.section.heading))
    found = [*polish_findings(inputs.draft, candidate), *_new_rule_breaks(inputs, candidate)]
    if not found:
        return Polished(markdown=candidate, findings=[], fingerprint=inputs.fingerprint)
    kept = [_about_the_refused_version(finding) for finding in found]
    return Polished(markdown=inputs.draft, findings=kept, fingerprint=inputs.fingerprint)


def _new_rule_breaks(inputs: PolishInputs, candidate: str) -> list[Finding]:
    """Where the editor's version breaks a rule of writing more often than the draft does."""
    dna = inputs.voice.style_dna
    old = Counter(finding.check for finding in rule_findings(inputs.draft, dna))
    new = rule_findings(candidate, dna)
    more = Counter(finding.check for finding in new) - old
    return [finding for finding in new if more[finding.check]]


def _about_the_refused_version(finding: Finding) -> Finding:
    """The draft stands, so the finding is a hint without a place in it."""
    return Finding(
        check="polish-refused",
        severity=Severity.HINT,
        message=f"The polished version was refused and the draft's wording kept: {finding.message}",
        excerpt=finding.excerpt,
    )
