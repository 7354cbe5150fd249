"""The text while it grows, and every section with its plan and what the checks found."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import WORKING, ArticleOutline, Finding, OutlineSection, Section, Severity
from snowball_core.services.article_views import ArticleView, LiveArticle
from snowball_core.services.studio import Studio
from ui.live import follow
from ui.safe_text import escaped, plain, prose
from ui.words import count

SEVERITY_WORDS = {Severity.BLOCKING: "Must be settled", Severity.WARNING: "Look at this", Severity.HINT: "Hint"}


def show_draft(studio: Studio, view: ArticleView) -> None:
    """The draft, growing before one's eyes while it is written."""
    follow(studio, view, _draw)


def _draw(live: LiveArticle) -> None:
    if live.article.outline is None:
        waits = (
            "The text appears here as soon as it is being written."
            if live.article.status in WORKING
            else ("Nothing has been written yet.")
        )
        st.html(f'<p class="sb-empty">{waits}</p>')
        return
    st.html(draft_html(live.article.outline, live))


def draft_html(outline: ArticleOutline, live: LiveArticle) -> str:
    """Every planned section with its text so far; the one that is being written ends in a caret."""
    written = {section.id: section for section in live.sections}
    streaming = {partial.section_id: partial.text for partial in live.partials}
    parts = [_section_html(planned, written.get(planned.id), streaming.get(planned.id)) for planned in outline.sections]
    return f'<article class="sb-prose">{"".join(parts)}</article>'


def _section_html(planned: OutlineSection, section: Section | None, partial: str | None) -> str:
    heading = f"<h2>{escaped(planned.heading)}</h2>"
    if section and section.markdown:
        return f"<section>{heading}{prose(section.final_markdown)}</section>"
    if partial:
        return f'<section class="sb-writing" aria-live="polite">{heading}{prose(partial)}</section>'
    return f'<section class="sb-planned">{heading}<p>{escaped(planned.instruction_note)}</p></section>'


def show_sections(view: ArticleView) -> None:
    """The outline, each section with its instruction, its words and its findings."""
    outline = view.article.outline
    if outline is None:
        st.html('<p class="sb-empty">The sections are planned once the research is done.</p>')
        return
    written = {section.id: section for section in view.sections}
    for number, planned in enumerate(outline.sections, start=1):
        _section(number, planned, written.get(planned.id))


def _section(number: int, planned: OutlineSection, section: Section | None) -> None:
    findings = _findings(section) if section else []
    with st.expander(f"{number}\\. {plain(planned.heading)}{_mark(section, findings)}"):
        st.html(_plan_html(planned))
        if section and section.markdown:
            st.html(f'<div class="sb-prose sb-boxed">{prose(section.final_markdown)}</div>')
            st.html(_findings_html(findings))


def _findings(section: Section) -> list[Finding]:
    return section.polish_findings if section.polished and section.use_polished else section.findings


def _mark(section: Section | None, findings: list[Finding]) -> str:
    if section is None or not section.markdown:
        return " :gray-badge[to be written]"
    if section.stale:
        return " :orange-badge[stale]"
    if findings:
        return f" :orange-badge[{count(len(findings), 'finding')}]"
    return " :green-badge[polished]" if section.polished else " :blue-badge[draft]"


def _plan_html(planned: OutlineSection) -> str:
    chips = "".join(f'<span class="sb-chip">{escaped(word)}</span>' for word in planned.keywords_to_include)
    facts = f'<span class="sb-meta">{escaped(", ".join(planned.fact_ids))}</span>' if planned.fact_ids else ""
    return f'<p class="sb-meta">{escaped(planned.instruction_note)}</p><p>{chips} {facts}</p>'


def _findings_html(findings: list[Finding]) -> str:
    if not findings:
        return '<p class="sb-meta">The checks found nothing to object to.</p>'
    return f'<ul class="sb-findings">{"".join(map(_finding_html, findings))}</ul>'


def _finding_html(finding: Finding) -> str:
    excerpt = f"<q>{escaped(finding.excerpt)}</q>" if finding.excerpt else ""
    word = SEVERITY_WORDS[finding.severity]
    return f'<li class="sb-{finding.severity.value}"><b>{word}</b> {escaped(finding.message)} {excerpt}</li>'
