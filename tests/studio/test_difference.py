"""What changed between two wordings, as a person reads it."""

from __future__ import annotations

import re

import pytest

from ui.difference import difference_html


def gone(html: str) -> list[str]:
    return re.findall(r"<del>(.*?)</del>", html)


def come(html: str) -> list[str]:
    return re.findall(r"<ins>(.*?)</ins>", html)


def test_a_word_in_place_of_another_is_shown_alone() -> None:
    html = difference_html("The old lamp burned whale oil.", "The old lamp burned kerosene oil.")
    assert (gone(html), come(html)) == (["whale"], ["kerosene"])


def test_equal_texts_show_no_change() -> None:
    html = difference_html("One.\n\nTwo.", "One.\n\nTwo.")
    assert not gone(html)
    assert not come(html)
    assert html.count("<p>") == 2


def test_a_new_sentence_is_one_change_although_it_shares_small_words() -> None:
    html = difference_html(
        "The lamp was lit in 1811 and it burned oil.", "A keeper rowed out in winter and saved nine sailors."
    )
    assert len(gone(html)) == len(come(html)) == 1


def test_a_paragraph_that_came_stands_in_its_own_paragraph() -> None:
    html = difference_html("One stays as it is here.", "One stays as it is here.\n\nTwo came to it.")
    assert come(html) == ["Two came to it."]
    assert html.count("<p>") == 2


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "a & b < c"])
def test_text_is_never_markup(text: str) -> None:
    for html in (difference_html(text, "safe"), difference_html("safe", text), difference_html(text, text)):
        assert not re.findall(r"<(?!/?(?:p|del|ins|div)\b)", html)
