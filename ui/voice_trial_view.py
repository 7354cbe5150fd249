"""“Try it”: a sample rewritten in the voice as it is in the form, before and after side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from snowball_core.schemas import Finding
from snowball_core.services.voice_trial import LONGEST_SAMPLE, SAMPLE, Trial, VoiceTrial
from ui.errors import shown
from ui.marked_text import findings_html
from ui.safe_text import prose


@dataclass(frozen=True)
class Tried:
    """A trial, and the Style DNA that the form held when it was made."""

    trial: Trial
    dna: dict[str, Any]


def show_voice_trial(voice_trial: VoiceTrial, dna: dict[str, Any], voice_key: str) -> None:
    """The whole part; `dna` is what the form holds at the moment, saved or not."""
    st.subheader("Try it", anchor=False)
    st.caption(
        "A sample is rewritten in this voice as it stands above, saved or not. This takes one call of the model."
    )
    sample = st.text_area(
        "Sample", SAMPLE, height=150, max_chars=LONGEST_SAMPLE, key="voice-sample", persist_state="session"
    )
    key = f"tried-{voice_key}"
    if st.button("Rewrite the sample", icon=":material/edit_note:", key="try-voice"):
        with shown(), st.spinner("Rewriting…"):
            st.session_state[key] = Tried(asyncio.run(voice_trial.rewrite(sample or "", dna)), dna)
    tried: Tried | None = st.session_state.get(key)
    if tried:
        _compare(tried.trial)
        if (tried.dna, tried.trial.sample) != (dna, (sample or "").strip()):
            st.caption(
                ":material/history: The voice or the sample was changed since. Rewrite again to see what it does."
            )


def _compare(trial: Trial) -> None:
    before, after = st.columns(2, gap="medium")
    with before:
        st.markdown("**Before**")
        _text(trial.sample, trial.sample_findings)
    with after:
        st.markdown("**In this voice**")
        _text(trial.rewritten, trial.findings)


def _text(markdown: str, findings: Sequence[Finding]) -> None:
    st.html(f'<div class="sb-prose">{prose(markdown)}</div>')
    if findings:
        st.html(findings_html(findings))
    else:
        st.caption(":material/check: No rule is broken.")
