from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.writing.quotations import quotations, quoted

from .texts import anything


@pytest.mark.parametrize(
    "text",
    [
        "He said “we will do this” again.",
        'He said "we will do this" again.',
        "He said „we will do this“ again.",
        "He said «we will do this» again.",
        "He said »we will do this« again.",
        'He said “we will do this” and used a 5" and a 6" pipe.',
    ],
)
def test_a_quotation_is_found_between_the_marks_of_any_language(text: str) -> None:
    assert [span.text for span in quotations(text)] == ["we will do this"]


def test_french_spaces_belong_to_the_marks_not_to_the_text() -> None:
    assert quotations("Il dit « nous irons là-bas ».")[0].text.strip() == "nous irons là-bas"


def test_quoted_words_are_no_quotation_but_are_quoted() -> None:
    text = "The “smart home” idea"
    assert quotations(text) == []
    assert [span.text for span in quoted(text)] == ["smart home"]


def test_where_no_spaces_divide_words_characters_count() -> None:
    assert quotations("他说「你好」") == []
    assert len(quotations("他说「我们必须立即采取行动应对变化」")) == 1


@pytest.mark.parametrize(
    "text", ['a 5" and 6" pipe here', 'one " mark', "“never closed here", 'first "para\n\nnext" one two']
)
def test_what_is_no_pair_of_marks_quotes_nothing(text: str) -> None:
    assert quotations(text) == []


@given(anything)
def test_quotations_hold_their_text(text: str) -> None:
    assert all(span.text == text[span.start : span.end] for span in quoted(text))
