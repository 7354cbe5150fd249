"""Markdown as a reader hears it."""

from __future__ import annotations

import pytest

from snowball_core.render import plain_text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("Output **fell** by *12 %* [F3].", "Output fell by 12 %."),
        ("One.\n\nTwo\nlines.", "One.\n\nTwo lines."),
        ("### Head\n\n- a [F1]\n- b\n\n> c", "Head\n\na\n\nb\n\nc"),
        ("[text](https://a.example) <https://b.example>", "text https://b.example"),
        ("![A pump](https://a.example/p.png)", "A pump"),
        ("`[F1]` and\n\n```\nx = 1\n```", "[F1] and\n\nx = 1"),
        ("| A | B |\n|--|--|\n| 1 | 2 |", "A\n\nB\n\n1\n\n2"),
        ("&lt;b&gt; <b>", "<b> <b>"),
        ("[F1]", ""),
    ],
)
def test_marks_and_markdown_are_gone_and_the_words_stay(markdown: str, expected: str) -> None:
    assert plain_text(markdown) == expected
