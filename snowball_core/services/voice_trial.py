"""A voice tried on a sample text, before an article is written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import InputError
from snowball_core.paid_calls import Call, PaidCalls
from snowball_core.schemas import Finding, Phase, StyleDNA
from snowball_core.settings import Models
from snowball_core.validation import as_input_error
from snowball_core.writing.claims import novel_claims
from snowball_core.writing.prompting import try_voice
from snowball_core.writing.rules import rule_findings

LONGEST_SAMPLE = 3_000
SAMPLE = (
    "In order to bake good bread, you simply need time. The bakery on Mill Street lets its dough rest for 18 hours, "
    "and it has done so since 1987. A large number of its customers delve into the science behind that, but most of "
    "them just want a loaf that stays fresh for four days. The landscape of flours is wide, so the bakers tested "
    "eleven kinds before they chose one."
)
"""A paragraph that gives a voice something to do: wordy phrases, forbidden words, figures, four sentences."""


@dataclass(frozen=True)
class Trial:
    """A sample before and after the rewriting, each with the voice's rules that it breaks.

    `findings` also holds what the rewriting states and the sample does not; offsets are into the text in question.
    """

    sample: str
    rewritten: str
    sample_findings: Sequence[Finding]
    findings: Sequence[Finding]


class VoiceTrial:
    """Has the model rewrite a sample in a voice, by the chain of the polish; paid and cached as every call."""

    def __init__(self, calls: PaidCalls, models: Models) -> None:
        self._calls = calls
        self._models = models

    async def rewrite(self, sample: str, style_dna: StyleDNA | dict[str, Any]) -> Trial:
        """The sample in this voice, which need not be saved.

        Raises:
            InputError: the sample is empty or longer than `LONGEST_SAMPLE` characters, or the voice breaks a bound.
            ModelError: no model of the chain gave a usable answer.
        """
        text, dna = _checked_sample(sample), _checked_voice(style_dna)
        call = Call("", Phase.POLISH, "try voice")
        answer = await self._calls.text(call, try_voice(dna, text), self._models.chain(Phase.POLISH))
        rewritten = answer.strip()
        found = [*rule_findings(rewritten, dna), *novel_claims(rewritten, [text])]
        return Trial(text, rewritten, rule_findings(text, dna), sorted(found, key=lambda finding: finding.start))


def _checked_sample(sample: str) -> str:
    text = sample.strip()
    if not text:
        raise InputError("There is no sample to rewrite.", hint="Write or paste a paragraph.")
    if len(text) > LONGEST_SAMPLE:
        raise InputError(f"The sample is longer than {LONGEST_SAMPLE:,} characters.", hint="A paragraph is enough.")
    return text


def _checked_voice(style_dna: StyleDNA | dict[str, Any]) -> StyleDNA:
    try:
        return StyleDNA.model_validate(style_dna)
    except ValidationError as error:
        raise as_input_error(error, "This voice") from None
