"""A voice tried on a sample: rewritten as the voice asks, checked, cached, and recorded as every paid call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from snowball_core.errors import BlockedAnswer, InputError
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import Phase, StyleDNA
from snowball_core.services.studio import Studio
from snowball_core.services.voice_trial import LONGEST_SAMPLE, SAMPLE, VoiceTrial
from snowball_core.settings import GEMINI_URL
from tests.pipeline.workshop import Workshop

PLAIN = StyleDNA(tone="plain")


async def test_the_prefilled_sample_breaks_rules_and_its_rewriting_does_not(studio: Studio) -> None:
    trial = await studio.voice_trial.rewrite(SAMPLE, PLAIN)
    assert {finding.check for finding in trial.sample_findings} == {"forbidden-word", "paragraph-length"}
    assert trial.findings == []
    assert trial.rewritten != trial.sample == SAMPLE


async def test_the_voice_s_own_forbidden_words_count_on_both_sides(studio: Studio) -> None:
    dna = {"tone": "plain", "vocabulary": {"forbidden_words": ["simply", "bread"]}}
    trial = await studio.voice_trial.rewrite(SAMPLE, dna)
    assert {"simply", "bread"} <= {finding.excerpt for finding in trial.sample_findings}
    assert [finding.excerpt for finding in trial.findings] == ["bread"]


async def test_what_the_rewriting_adds_is_found(workshop: Workshop) -> None:
    workshop.mind.replies["try a voice"] = lambda _: "Since 1987 the bakery sold 4,000 loaves to Karl Reimann."
    trial = await VoiceTrial(workshop.desk.calls, workshop.desk.models).rewrite(SAMPLE, PLAIN)
    assert [(finding.check, finding.excerpt) for finding in trial.findings] == [
        ("novel-number", "4,000"),
        ("novel-name", "Karl Reimann"),
    ]


async def test_it_is_recorded_without_an_article_and_the_second_time_comes_from_the_cache(studio: Studio) -> None:
    first = await studio.voice_trial.rewrite(SAMPLE, PLAIN)
    assert await studio.voice_trial.rewrite(f"  {SAMPLE}\n", PLAIN) == first
    paid, saved = studio.store.usage()
    assert (paid.article_id, paid.phase, paid.step) == ("", Phase.POLISH, "try voice")
    assert paid.model == studio.settings.models.polish[0]
    assert paid.cost > 0
    assert (saved.cached, saved.saved) == (True, paid.cost)


async def test_another_voice_is_another_call(studio: Studio) -> None:
    await studio.voice_trial.rewrite(SAMPLE, PLAIN)
    await studio.voice_trial.rewrite(SAMPLE, StyleDNA(tone="loud"))
    assert [event.cached for event in studio.store.usage()] == [False, False]


@pytest.mark.parametrize("sample", ["", " \n", "x" * (LONGEST_SAMPLE + 1)])
async def test_a_sample_out_of_bounds_is_refused_before_anything_is_paid(studio: Studio, sample: str) -> None:
    with pytest.raises(InputError, match="sample"):
        await studio.voice_trial.rewrite(sample, PLAIN)
    assert studio.store.usage() == []


async def test_a_voice_that_breaks_a_bound_is_refused_with_the_field(studio: Studio) -> None:
    with pytest.raises(InputError, match="tone"):
        await studio.voice_trial.rewrite(SAMPLE, {"tone": "x" * 101})


async def test_a_fallback_of_the_polish_answers_when_the_first_model_is_gone(studio: Studio, sandbox: Sandbox) -> None:
    first, second, *_ = studio.settings.models.polish
    sandbox.faults.add(Fault(FaultKind.RETIRED, model=first, times=None))
    assert (await studio.voice_trial.rewrite(SAMPLE, PLAIN)).rewritten
    assert [event.model for event in studio.store.usage()] == [second]


async def test_a_refusal_is_an_error_with_a_name(studio: Studio, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(FaultKind.SAFETY, times=None))
    with pytest.raises(BlockedAnswer):
        await studio.voice_trial.rewrite(SAMPLE, PLAIN)


async def test_in_the_demo_calls_and_tokens_are_recorded_and_no_dollars(
    open_studio_with: Callable[..., Studio],
) -> None:
    demo = open_studio_with(gemini_base_url=GEMINI_URL)
    for _ in range(2):
        await demo.voice_trial.rewrite(SAMPLE, PLAIN)
    made, saved = demo.store.usage()
    assert made.output_tokens > 0
    assert saved.cached
    assert (made.cost, saved.cost, saved.saved) == (0, 0, 0)
