from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from snowball_core.writing.sentences import paragraphs, sentences

from .texts import PROSE, anything


def texts(markdown: str) -> list[str]:
    return [sentence.text for sentence in sentences(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param(
            "Dr. Smith paid $3.5 million on Jan. 3. He left at 5 p.m. and went home.",
            ["Dr. Smith paid $3.5 million on Jan. 3.", "He left at 5 p.m. and went home."],
            id="abbreviations-and-decimals",
        ),
        pytest.param('"Is it true?" she asked. Yes.', ['"Is it true?" she asked.', "Yes."], id="question-in-quotation"),
        pytest.param("It fell [F3]. It rose [F4].", ["It fell [F3].", "It rose [F4]."], id="mark-before-stop"),
        pytest.param("It fell.[F3] It rose.[F4][F5]", ["It fell.[F3]", "It rose.[F4][F5]"], id="mark-after-stop"),
        pytest.param(
            "It fell. [F3] It rose. [F4, F5] End.", ["It fell. [F3]", "It rose. [F4, F5]", "End."], id="space"
        ),
        pytest.param(
            "**It fell.** It *rose.* [It stood.](http://a.b/c.d) End.",
            ["**It fell.**", "It *rose.*", "[It stood.](http://a.b/c.d)", "End."],
            id="emphasis-and-links-close-their-sentence",
        ),
        pytest.param("Call `a. B. C` first. Then go.", ["Call `a. B. C` first.", "Then go."], id="code-has-no-border"),
        pytest.param("See https://a.b/C.D?e. Then go.", ["See https://a.b/C.D?e.", "Then go."], id="address"),
        pytest.param("One line\ngoes on. Next.", ["One line\ngoes on.", "Next."], id="soft-line-break"),
        pytest.param(
            "Am 3. Oktober 1990 kam er. Es kostet z. B. 3,5 Mio. Euro. „Das stimmt.“ Er ging.",
            ["Am 3. Oktober 1990 kam er.", "Es kostet z. B. 3,5 Mio. Euro.", "„Das stimmt.“", "Er ging."],
            id="german",
        ),
        pytest.param("« Il vient. » Elle part… Puis rien.", ["« Il vient. »", "Elle part…", "Puis rien."], id="french"),
        pytest.param(
            "これは文です。[F1]次の文です！「そうだ。」と彼は言った。そして？",
            ["これは文です。[F1]", "次の文です！", "「そうだ。」と彼は言った。", "そして？"],
            id="japanese-without-spaces",
        ),
        pytest.param("هذا نص. هل هذا نص؟ نعم!", ["هذا نص.", "هل هذا نص؟", "نعم!"], id="arabic"),
        pytest.param("यह एक वाक्य है। यह दूसरा है।", ["यह एक वाक्य है।", "यह दूसरा है।"], id="hindi"),
        pytest.param("Wow! 🎉 Great. Next one.", ["Wow!", "🎉 Great.", "Next one."], id="emoji"),
        pytest.param("", [], id="empty"),
        pytest.param("* * *", [], id="rule"),
    ],
)
def test_a_text_is_divided_into_its_sentences(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


def test_blocks_have_their_kind_and_begin_behind_their_marks() -> None:
    markdown = "## Head\n\nProse.\n\n- item\n\n1. first\n\n> quote\n\n    code\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    found = [(paragraph.kind, paragraph.span.text) for paragraph in paragraphs(markdown)]
    assert found == [
        ("heading", "Head"),
        ("prose", "Prose."),
        ("list_item", "item"),
        ("list_item", "first"),
        ("quote", "quote"),
        ("code", "code"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ]


def test_code_has_no_sentences_and_each_row_of_a_table_is_one() -> None:
    by_kind = {paragraph.kind: [s.text for s in paragraph.sentences] for paragraph in paragraphs(PROSE)}
    assert by_kind["code"] == []
    assert by_kind["table"] == ["| Year | Output |", "| 2023 | 12 %   |"]
    assert by_kind["heading"] == ["Heat pumps"]


def test_windows_line_ends_do_not_shift_the_places() -> None:
    markdown = "One.\r\n\r\n- Two\r\n  lines. Three.\r\n"
    assert texts(markdown) == ["One.", "Two\r\n  lines.", "Three."]


def test_a_paragraph_of_nothing_but_a_mark_is_one_sentence() -> None:
    assert texts("[F3]") == ["[F3]"]


@given(anything)
def test_every_place_holds_its_text(markdown: str) -> None:
    for paragraph in paragraphs(markdown):
        for span in (paragraph.span, *paragraph.sentences):
            assert span.text == markdown[span.start : span.end]
            assert span.text.strip()


@given(anything)
def test_sentences_follow_each_other_without_overlap(markdown: str) -> None:
    found = sentences(markdown)
    assert all(one.end <= next_one.start for one, next_one in pairwise(found))


@given(anything)
def test_no_letter_of_a_paragraph_is_lost_between_its_sentences(markdown: str) -> None:
    for paragraph in paragraphs(markdown):
        if paragraph.kind in {"prose", "list_item", "heading"}:
            kept = "".join(sentence.text for sentence in paragraph.sentences)
            assert [c for c in kept if c.isalnum()] == [c for c in paragraph.span.text if c.isalnum()]
