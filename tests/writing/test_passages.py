from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snowball_core.writing.passages import select_passages

from .texts import anything


def paragraphs(number: int, about: dict[int, str]) -> list[str]:
    return [f"Paragraph {n} is about {about.get(n, 'other things entirely')}." for n in range(number)]


def test_a_text_that_fits_is_given_whole() -> None:
    selection = select_passages("  All of\n\nit.  ", "pump", 100)
    assert (selection.text, selection.characters_read, selection.characters_total) == ("  All of\n\nit.  ", 15, 15)


def test_the_lead_and_the_relevant_paragraphs_are_given_in_their_order() -> None:
    text = "\n\n".join(
        paragraphs(200, {90: "the cost of heat pumps", 150: "a heat pump and its costs", 40: "heating pumps"})
    )
    lines = select_passages(text, "heat pump costs", 400).text.split("\n\n")
    assert lines[0] == "Paragraph 0 is about other things entirely."
    assert [line for line in lines if "pump" in line] == [
        "Paragraph 40 is about heating pumps.",
        "Paragraph 90 is about the cost of heat pumps.",
        "Paragraph 150 is about a heat pump and its costs.",
    ]


def test_the_room_is_used_also_when_nothing_is_relevant() -> None:
    text = "\n\n".join(paragraphs(200, {}))
    selection = select_passages(text, "量子", 1_000)
    assert text.startswith(selection.text)
    assert len(selection.text) > 900


def test_what_was_read_is_counted_without_the_joints() -> None:
    text = "\n\n\n\n".join(paragraphs(50, {}))
    selection = select_passages(text, "pump", 500)
    assert selection.characters_total == len(text)
    assert selection.characters_read == sum(map(len, selection.text.split("\n\n")))


def test_a_long_paragraph_is_cut_at_its_sentences() -> None:
    text = "This sentence tells of pumps and of nothing else. " * 400
    selection = select_passages(text, "pumps", 1_000)
    assert 500 < len(selection.text) <= 1_000
    assert selection.text.startswith("This sentence")
    assert selection.text.endswith("nothing else.")


def test_an_endless_sentence_is_cut_at_its_words() -> None:
    selection = select_passages("pump " * 1_000, "pump", 203)
    assert set(selection.text.split()) == {"pump"}


def test_text_without_spaces_is_ranked_and_cut_at_its_sentences() -> None:
    text = "\n\n".join(["天气今天很好。" * 5] * 60 + ["热泵的成本正在下降。"] + ["天气今天很好。" * 5] * 60)
    selection = select_passages(text, "热泵成本", 300)
    assert "热泵的成本正在下降。" in selection.text


@pytest.mark.parametrize("text", ["\n" * 500, " " * 500, "." * 500, "\u200b" * 500, "x" * 500, "…\n\n" * 200])
def test_texts_without_words_are_no_trouble(text: str) -> None:
    assert len(select_passages(text, "pump", 100).text) <= 100


@pytest.mark.parametrize("keyword", ["", "…", "🎉", "the"])
def test_keywords_without_terms_are_no_trouble(keyword: str) -> None:
    assert select_passages("\n\n".join(paragraphs(50, {})), keyword, 300).text.startswith("Paragraph 0")


@given(anything, st.text(max_size=20), st.integers(1, 120))
def test_the_limit_is_never_exceeded_and_every_passage_stands_in_the_text(text: str, keyword: str, limit: int) -> None:
    selection = select_passages(text, keyword, limit)
    assert len(selection.text) <= limit
    assert selection.characters_read <= len(selection.text)
    assert selection.characters_total == len(text)
    kept = [c for c in selection.text if not c.isspace()]
    everything = iter(text)
    assert all(character in everything for character in kept)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "\n\n".join(paragraphs(45_000, dict.fromkeys(range(0, 45_000, 9), "heat pumps"))), id="paragraphs"
        ),
        pytest.param("This sentence tells of pumps. " * 66_000, id="one-paragraph"),
        pytest.param("热泵的成本正在下降。" * 200_000, id="no-spaces"),
        pytest.param("x" * 2_000_000, id="one-word"),
        pytest.param("\n" * 2_000_000, id="nothing"),
    ],
)
def test_two_megabytes_are_selected_from_quickly(text: str) -> None:
    start = time.process_time()
    select_passages(text, "heat pumps", 40_000)
    assert time.process_time() - start < 4
