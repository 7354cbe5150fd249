"""Text of people, sources and models is shown as text, whatever it contains."""

from __future__ import annotations

import pytest

from ui.safe_text import escaped, plain, prose


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "![pixel](https://evil.example/p.png)",
        "[click](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        '<a href="https://evil.example">x</a>',
        "<https://evil.example>",
        "[x]: https://evil.example\n\n![a][x]",
        "<style>body{display:none}</style>",
        "<iframe src='https://evil.example'></iframe>",
    ],
)
def test_prose_never_loads_links_or_runs_anything(hostile: str) -> None:
    shown = prose(f"Before.\n\n{hostile}\n\nAfter.")
    for tag in ("<script", "<img", "<a", "<style", "<iframe"):
        assert tag not in shown.lower()
    assert "Before." in shown
    assert "After." in shown


def test_prose_keeps_what_a_writer_may_use() -> None:
    shown = prose("### Part\n\nA **bold** *word*.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for tag in ("<h3>", "<strong>", "<em>", "<li>", "<table>", "<td>"):
        assert tag in shown


def test_prose_has_no_heading_above_the_page_s_own() -> None:
    assert "<h1" not in prose("# Title\n\nText")
    assert "<h3>Title</h3>" in prose("# Title\n\nText")


def test_prose_shows_citation_marks_as_small_marks() -> None:
    shown = prose("The tower is 77 metres high [F3]. It stands [F1, F2].")
    assert 'high<sup class="sb-mark">F3</sup>.' in shown
    assert 'stands<sup class="sb-mark">F1, F2</sup>.' in shown


def test_a_label_keeps_every_visible_character() -> None:
    text = "Costs: 50 % (approx.) <b> *x* _y_ `z` :red[no] $a$ #1 a@b.example"
    assert plain(text).replace("\\", "").replace("\u2060", "") == text


@pytest.mark.parametrize(
    "trigger", [":red[x]", ":material/home:", "https://evil.example", "a@b.example", "www.evil.example"]
)
def test_a_label_breaks_what_streamlit_looks_for(trigger: str) -> None:
    assert trigger not in plain(trigger).replace("\\", "")


def test_escaped_text_cannot_leave_an_attribute() -> None:
    assert '"' not in escaped('" onmouseover="alert(1)')
    assert "<" not in escaped("</p><script>")
