from __future__ import annotations

import pytest

from snowball_core.writing.words import stem, terms, unspaced, words


def test_words_of_several_scripts() -> None:
    assert words("Don’t stop, naïve 3rd-party это 你好世界 ok") == [
        "Don’t",
        "stop",
        "naïve",
        "3rd",
        "party",
        "это",
        "你好世界",
        "ok",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("pump", "pumps"), ("cities", "city"), ("heating", "heated"), ("cost", "costs"), ("acme's", "acme")],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("increase", "decrease"), ("rose", "fell"), ("bus", "but"), ("ice", "icy")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert terms("量子计算 X") == ["量子", "子计", "计算", "x"]
    assert unspaced("量子")
    assert not unspaced("한국")
