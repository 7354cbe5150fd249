from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.writing.markup import FILLER, blocks, code_ranges, content, visible

from .texts import anything


@given(anything)
def test_every_view_keeps_the_length_of_the_markdown(markdown: str) -> None:
    assert len(content(markdown)) == len(visible(markdown)) == len(markdown)


@given(anything)
def test_a_view_shows_nothing_that_is_not_there(markdown: str) -> None:
    assert all(shown in (c, FILLER) or shown.isspace() for shown, c in zip(visible(markdown), markdown, strict=True))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## A **bold** _word_ ##", "A bold word"),
        ("[text](http://a.b/c_(d)) and ![alt](i.png)", "[text and ![alt"),
        ("> quoted\n> lines", "quoted lines"),
        ("- a\n  1. b", "a b"),
        ("snake_case stays", "snake_case stays"),
        ("<b>raw</b>", "<b>raw</b>"),
    ],
)
def test_marks_are_blank_for_the_reader(markdown: str, words: str) -> None:
    assert visible(markdown).split() == words.split()


def test_code_and_addresses_are_fillers_so_that_words_around_them_stay_apart() -> None:
    assert visible("a `b c` d") == f"a {FILLER * 5} d"
    assert visible("see https://a.b/c. End") == f"see {FILLER * 13}. End"


def test_code_is_found_in_blocks_and_in_lines() -> None:
    markdown = "a `b` c\n\n```\nd\n```\n\n    e\n\n``f`g``"
    assert [markdown[start:end] for start, end in code_ranges(markdown)] == ["`b`", "```\nd\n```", "e", "``f`g``"]


def test_a_nested_list_gives_one_block_for_each_item() -> None:
    assert [block.kind for block in blocks("- a\n  - b\n\n    c\n> d\n")] == ["list_item"] * 3 + ["quote"]
