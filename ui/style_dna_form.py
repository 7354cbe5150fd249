"""Every field of a voice's Style DNA with a control that fits it and a sentence of help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from snowball_core.schemas import StyleDNA
from snowball_core.validation import FieldProblem
from ui.safe_text import plain

LENGTHS = ["short", "medium", "long", "varied"]
COMPLEXITIES = ["simple", "academic", "technical"]
BULLETS = ["never", "rare", "frequent"]
HEADERS = ["declarative", "question-based", "clickbaity"]
LEVELS = ["Grade 8", "Grade 12", "PhD"]
JARGON = ["minimal", "explained", "heavy"]


def style_dna_form(dna: StyleDNA, key: str, problems: Sequence[FieldProblem]) -> dict[str, Any]:
    """The fields, filled from a Style DNA; returns what they hold, unchecked, in the Style DNA's shape."""
    tone = st.text_input(
        "Tone",
        dna.tone,
        key=f"{key}-tone",
        help="How it sounds, in a few words a person would use.",
        persist_state="session",
    )
    _problems_at("style_dna.tone", problems)
    return {
        "tone": tone or "",
        "sentence_structure": _sentences(dna, key),
        "formatting": _formatting(dna, key),
        "vocabulary": _vocabulary(dna, key, problems),
        "narrative_rules": _narrative_rules(dna, key, problems),
    }


def _sentences(dna: StyleDNA, key: str) -> dict[str, Any]:
    st.markdown("**Sentences**")
    now = dna.sentence_structure
    return {
        "avg_length": _choice(
            "Length", LENGTHS, now.avg_length, f"{key}-length", "How long the sentences are on average."
        ),
        "complexity": _choice(
            "Build", COMPLEXITIES, now.complexity, f"{key}-complexity", "How the sentences are built."
        ),
        "use_of_questions": st.toggle(
            "Questions to the reader",
            now.use_of_questions,
            key=f"{key}-questions",
            help="May the text ask questions?",
            persist_state="session",
        ),
    }


def _formatting(dna: StyleDNA, key: str) -> dict[str, Any]:
    st.markdown("**Formatting**")
    now = dna.formatting
    return {
        "use_bullet_points": _choice(
            "Bullet points",
            BULLETS,
            now.use_bullet_points,
            f"{key}-bullets",
            "How often lists take the place of prose.",
        ),
        "header_style": _choice(
            "Headings", HEADERS, now.header_style, f"{key}-headers", "What a heading does: state, ask, or tempt."
        ),
        "bold_key_phrases": st.toggle(
            "Bold key phrases",
            now.bold_key_phrases,
            key=f"{key}-bold",
            help="Mark what a hurried reader should catch.",
            persist_state="session",
        ),
    }


def _vocabulary(dna: StyleDNA, key: str, problems: Sequence[FieldProblem]) -> dict[str, Any]:
    st.markdown("**Words**")
    now = dna.vocabulary
    level = _choice("Reading level", LEVELS, now.level, f"{key}-level", "Who should read it without effort.")
    jargon = _choice(
        "Jargon", JARGON, now.jargon_usage, f"{key}-jargon", "Technical terms: avoid, explain, or use freely."
    )
    forbidden = st.multiselect(
        "Forbidden words",
        now.forbidden_words,
        now.forbidden_words,
        key=f"{key}-forbidden",
        accept_new_options=True,
        placeholder="Type a word and press Enter",
        help="Words this voice never uses, up to 50. “delve”, “unleash”, “landscape”, “tapestry” are always forbidden.",
        persist_state="session",
    )
    _problems_at("style_dna.vocabulary", problems)
    return {"level": level, "jargon_usage": jargon, "forbidden_words": list(forbidden)}


def _narrative_rules(dna: StyleDNA, key: str, problems: Sequence[FieldProblem]) -> list[str]:
    text = st.text_area(
        "Narrative rules",
        "\n".join(dna.narrative_rules),
        key=f"{key}-rules",
        height=120,
        help="One rule a line, up to 50: how this voice tells things.",
        persist_state="session",
    )
    _problems_at("style_dna.narrative_rules", problems)
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _choice(label: str, options: list[str], now: str, key: str, help_text: str) -> str:
    chosen = st.segmented_control(
        label, options, default=now, required=True, key=key, help=help_text, persist_state="session"
    )
    return str(chosen)


def _problems_at(path: str, problems: Sequence[FieldProblem]) -> None:
    for problem in problems:
        if problem.path.startswith(path):
            st.error(
                f"This {plain(problem.message)}."
                if not _entry(problem)
                else f"{_entry(problem)} {plain(problem.message)}."
            )


def _entry(problem: FieldProblem) -> str:
    """Which line or word of a list is meant, counted from one."""
    last = problem.path.rsplit(".", 1)[-1]
    return f"Entry {int(last) + 1}" if last.isdigit() else ""
