from __future__ import annotations

import pytest

from snowball_core.errors import UnreadableSource
from snowball_core.schemas import SOURCE_CHARACTERS
from snowball_core.sources import read_pasted


def test_the_given_title_is_kept() -> None:
    source = read_pasted("A barrique holds 225 litres.", "  Barrel\nsizes ")
    assert (source.title, source.text, source.origin, source.url) == (
        "Barrel sizes",
        "A barrique holds 225 litres.",
        "paste",
        None,
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Intro.\n\n# Oak\n\nText.", "Oak"),
        ("\n\nOak and wine\nMore.", "Oak and wine"),
        ("word " * 40, "word " * 15 + "word…"),
    ],
)
def test_without_a_title_the_heading_or_the_first_line_is_one(text: str, title: str) -> None:
    assert read_pasted(text).title == title


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\ufeff"])
def test_an_empty_paste_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match="pasted text holds no text"):
        read_pasted(text)


def test_a_very_long_paste_is_cut_and_the_user_is_told() -> None:
    source = read_pasted("x" * (SOURCE_CHARACTERS + 1))
    assert len(source.text) == SOURCE_CHARACTERS
    assert source.notes == ("Only the first 5,000,000 characters are kept.",)
