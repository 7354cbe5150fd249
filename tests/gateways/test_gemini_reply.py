"""An answer put together from its parts, and whether it can be used."""

from datetime import date

import pytest
from google.genai import types

from snowball_core.errors import BlockedAnswer, EmptyAnswer, ModelUnavailable, RecitationStop, TruncatedAnswer
from snowball_core.gateways.gemini_reply import Reply
from snowball_core.gateways.retry import TryFailed
from snowball_core.settings import Price


def part(text="", *, thought=False, finish=None, **fields):
    content = {"parts": [{"text": text, "thought": thought}]}
    return types.GenerateContentResponse.model_validate(
        {"candidates": [{"content": content, "finish_reason": finish}], **fields}
    )


def reply(*parts):
    whole = Reply()
    for one in parts:
        whole = whole.extended(one)
    return whole


def test_the_parts_make_up_the_text():
    assert reply(part("Bern "), part("lies on the Aare.")).text == "Bern lies on the Aare."


def test_thoughts_are_no_part_of_the_text():
    assert reply(part("Hm.", thought=True), part("Bern.")).text == "Bern."


def test_a_part_without_candidates_changes_nothing_of_the_text():
    assert reply(part("Bern."), types.GenerateContentResponse()).text == "Bern."


def test_a_whole_answer_passes():
    reply(part("Bern."), part(finish="STOP")).check("first")


@pytest.mark.parametrize(
    ("finish", "error"),
    [
        ("SAFETY", BlockedAnswer),
        ("PROHIBITED_CONTENT", BlockedAnswer),
        ("BLOCKLIST", BlockedAnswer),
        ("SPII", BlockedAnswer),
        ("RECITATION", RecitationStop),
        ("MAX_TOKENS", TruncatedAnswer),
        (None, TruncatedAnswer),
        ("OTHER", ModelUnavailable),
        ("A_REASON_OF_THE_FUTURE", ModelUnavailable),
    ],
)
@pytest.mark.filterwarnings("ignore:A_REASON_OF_THE_FUTURE")
def test_an_answer_that_stopped_for_another_reason_does_not_pass_whatever_its_text(finish, error):
    with pytest.raises(TryFailed) as caught:
        reply(part("Bern.", finish=finish)).check("first")
    assert type(caught.value.error) is error


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_answer_without_text_does_not_pass(text):
    with pytest.raises(TryFailed) as caught:
        reply(part(text, finish="STOP")).check("first")
    assert type(caught.value.error) is EmptyAnswer


def test_a_blocked_prompt_does_not_pass():
    blocked = types.GenerateContentResponse.model_validate({"prompt_feedback": {"block_reason": "SAFETY"}})
    with pytest.raises(TryFailed) as caught:
        reply(blocked).check("first")
    assert type(caught.value.error) is BlockedAnswer


def test_the_last_counts_hold_for_they_are_running_totals():
    counts = {"prompt_token_count": 100, "cached_content_token_count": 40, "tool_use_prompt_token_count": 10}
    early = part("Bern ", usage_metadata={**counts, "candidates_token_count": 1})
    late = part("lies.", usage_metadata={**counts, "candidates_token_count": 5, "thoughts_token_count": 7})
    used = reply(early, late).usage("first", 2.0, Price(input=1, output=10, as_of=date(2026, 11, 23)))
    assert (used.input_tokens, used.cached_tokens, used.output_tokens, used.thinking_tokens) == (110, 40, 5, 7)
    assert used.cost == pytest.approx((110 + 12 * 10) / 1e6)


def test_counts_that_the_service_does_not_state_are_zero():
    used = reply(part("Bern.")).usage("first", 2.0, None)
    assert (used.input_tokens, used.output_tokens, used.cost, used.seconds) == (0, 0, 0.0, 2.0)
