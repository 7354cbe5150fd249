"""What each prompt is told: from the domain's models to a rendered prompt, one function a prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from snowball_core.prompts import Prompt, render
from snowball_core.schemas import (
    Article,
    ArticleOutline,
    BrandVoice,
    ContentGap,
    Fact,
    Finding,
    OutlineSection,
    Source,
    StyleDNA,
)
from snowball_core.writing.citations import strip_marks
from snowball_core.writing.rules import forbidden_words

DEFAULT_SECTION_WORDS = 180
FACTS_PER_SECTION = 4


def extract_facts(article: Article, source: Source, text: str) -> Prompt:
    """Facts out of the part of one source that is read."""
    about = {"id": source.id, "title": source.title, "url": source.url, "published": source.published}
    return render("extract_facts", keyword=article.keyword, source=about, text=text)


def find_gaps(article: Article, sources: Sequence[Source], facts: Sequence[Fact]) -> Prompt:
    """What the pages leave out."""
    pages = [{"id": s.id, "title": s.title, "published": s.published, "headings": headings_of(s.text)} for s in sources]
    return render("find_gaps", keyword=article.keyword, brief=_brief(article), pages=pages, facts=_facts(facts))


def plan_outline(article: Article, voice: BrandVoice, facts: Sequence[Fact], gap: ContentGap, note: str = "") -> Prompt:
    """Title and sections over the usable facts."""
    return render(
        "plan_outline",
        keyword=article.keyword,
        gap=gap.model_dump(mode="json"),
        facts=_facts(facts),
        sections_wanted=_sections_wanted(article, len(facts)),
        note=note,
        **_voice(article, voice),
    )


def plan_section(
    article: Article,
    voice: BrandVoice,
    facts: Sequence[Fact],
    gap: ContentGap,
    outline: ArticleOutline,
    section: OutlineSection,
    note: str,
) -> Prompt:
    """Another plan of one section: over its own facts and those that no other section uses."""
    claimed = {fact_id for other in outline.sections if other.id != section.id for fact_id in other.fact_ids}
    return render(
        "plan_section",
        keyword=article.keyword,
        gap=gap.model_dump(mode="json"),
        facts=_facts([fact for fact in facts if fact.id not in claimed]),
        outline={"title": outline.title, "headings": [s.heading for s in outline.sections]},
        section=section.model_dump(mode="json", exclude={"id"}),
        note=note,
        **_voice(article, voice),
    )


def write_section(
    article: Article,
    voice: BrandVoice,
    outline: ArticleOutline,
    section: OutlineSection,
    facts: Sequence[Fact],
    *,
    facts_used: Sequence[str],
    tail: str,
    note: str = "",
) -> Prompt:
    """One section, after all that was written before it."""
    headings = [s.heading for s in outline.sections]
    return render(
        "write_section",
        keyword=article.keyword,
        outline={"title": outline.title, "headings": headings},
        section=section.model_dump(mode="json"),
        facts=_facts(facts),
        facts_used=list(facts_used),
        headings_written=headings[: outline.sections.index(section)],
        tail=tail,
        words_wanted=_words_wanted(article, outline),
        note=note,
        **_voice(article, voice),
    )


def try_voice(dna: StyleDNA, sample: str) -> Prompt:
    """A sample text rewritten in a voice."""
    return render("try_voice", voice=dna.model_dump(mode="json"), forbidden_words=forbidden_words(dna), sample=sample)


def unproven_note(findings: Sequence[Finding]) -> str:
    """What the writer is told of a version that states what no fact says."""
    listed = "; ".join(dict.fromkeys(f"“{finding.excerpt}”" for finding in findings))
    return f"Your last version stated what no fact says: {listed}. Leave that out; keep to the FACTS."


def polish_section(
    article: Article,
    voice: BrandVoice,
    outline: ArticleOutline,
    section: OutlineSection,
    draft: str,
    *,
    previous_edge: str,
    next_edge: str,
    transitions: Sequence[str],
    findings: Sequence[Finding] = (),
) -> Prompt:
    """The editor's pass over one section; `findings` are what its last version got wrong."""
    return render(
        "polish_section",
        title=outline.title,
        headings=[s.heading for s in outline.sections],
        heading=section.heading,
        draft=draft,
        previous_edge=previous_edge,
        next_edge=next_edge,
        transitions=list(transitions),
        findings=[{"excerpt": f.excerpt, "problem": f.message} for f in findings],
        **_voice(article, voice),
    )


def sections_range(words: int, facts: int) -> tuple[int, int]:
    """The least and the largest number of sections to plan for a wish of `words` (0: none) and so many facts."""
    by_facts = max(1, facts // FACTS_PER_SECTION)
    by_words = round(words / DEFAULT_SECTION_WORDS) if words else 6
    most = max(1, min(12, by_facts, by_words))
    return max(1, most - 2), most


def section_words(words: int, sections: int) -> int:
    """How long a section is to be, in words, when the article of so many sections is to have `words` (0: no wish)."""
    return max(60, round(words / sections)) if words else DEFAULT_SECTION_WORDS


def headings_of(text: str) -> list[str]:
    """The Markdown headings of a page, at most 30."""
    return re.findall(r"^#{1,4} +(.+?) *#*$", text, flags=re.MULTILINE)[:30]


def _facts(facts: Sequence[Fact]) -> list[dict[str, str]]:
    # A mark within a statement comes from its source; copied by a writer, it would cite another fact.
    return [{"id": fact.id, "text": strip_marks(fact.text)} for fact in facts]


def _brief(article: Article) -> dict[str, Any]:
    return article.brief.model_dump(mode="json", exclude={"search"})


def _voice(article: Article, voice: BrandVoice) -> dict[str, Any]:
    return {
        "voice": voice.style_dna.model_dump(mode="json"),
        "forbidden_words": forbidden_words(voice.style_dna),
        "brief": _brief(article),
    }


def _sections_wanted(article: Article, facts: int) -> str:
    least, most = sections_range(article.brief.words, facts)
    return f"{least} to {most}" if most > 1 else "1"


def _words_wanted(article: Article, outline: ArticleOutline) -> int:
    return section_words(article.brief.words, len(outline.sections))
