from __future__ import annotations

import pytest

from snowball_core.writing.transitions import repeated_transitions


def test_connectives_are_counted_over_all_texts() -> None:
    texts = ["However, it fell. It rose.", "However it fell [F1]. Prices rose.", "Costs fell. However, they rose."]
    assert repeated_transitions(texts) == ["however"]


def test_twice_is_not_too_often() -> None:
    assert repeated_transitions(["However, it fell. However, it rose."]) == []


def test_the_most_frequent_comes_first() -> None:
    texts = ["Still, it fell. " * 3 + "Moreover, it rose. " * 4]
    assert repeated_transitions(texts) == ["moreover", "still"]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Dennoch, ", "dennoch"),
        ("En outre, ", "en outre"),
        ("Однако, ", "однако"),
        ("しかし、", "しかし"),
        ("In the end, ", "in the end"),
    ],
)
def test_a_comma_tells_a_connective_in_any_language(opening: str, expected: str) -> None:
    texts = [f"{opening}{rest}" for rest in ("es fällt.", "es steigt.", "es steht.")]
    assert repeated_transitions(texts) == [expected]


def test_other_openings_are_worn_out_later_and_said_by_their_longest_form() -> None:
    sentence = "When it comes to costs, little helps. "
    assert repeated_transitions([sentence * 3]) == []
    assert repeated_transitions([sentence * 4]) == ["when it comes"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The pump works. " * 6, id="articles-open-subjects"),
        pytest.param("- However, x\n\n## However, y\n\n`However, z`\n", id="headings-and-code-do-not-count"),
        pytest.param("", id="empty"),
        pytest.param("12 % fell. 13 % rose. 14 % stood.", id="numbers"),
    ],
)
def test_what_is_no_transition(text: str) -> None:
    assert repeated_transitions([text]) == []
