from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snowball_core.schemas import Severity
from snowball_core.writing.citations import cited_facts, has_mark, remove_unknown, strip_marks

from .texts import anything


def test_cited_facts_come_in_the_order_of_their_first_mark() -> None:
    assert cited_facts("B [F7, F3]. A [F1][F7]. C [F3; F2].") == ["F7", "F3", "F1", "F2"]


@pytest.mark.parametrize(
    "markdown", ["`[F3]`", "```\n[F3]\n```", "[F3](http://a.b)", r"\[F3]", "[F]", "[G3]", "[F3", "F3", "[see F3]"]
)
def test_what_is_no_mark_cites_nothing(markdown: str) -> None:
    assert cited_facts(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("It fell [F9].", "It fell."),
        ("It fell.[F9] It rose.", "It fell. It rose."),
        ("It fell. [F9] It rose.", "It fell. It rose."),
        ("[F9] It fell.", "It fell."),
        ("[F8] [F9] It fell.", "It fell."),
        ("It fell [F8] [F9].", "It fell."),
        ("It fell [F1, F9].", "It fell [F1]."),
        ("It fell [F9][F1] [F8].", "It fell [F1]."),
        ("**[F9] It** fell", "**It** fell"),
        ("**It**[F9] fell", "**It** fell"),
        ("- [F9] item\n- item [F9]\n", "- item\n- item\n"),
        ("First\n[F9] second", "First\nsecond"),
        ("他说了[F9]。", "他说了。"),
        ("Keep `[F9]` this [F9].", "Keep `[F9]` this."),
        ("```\n[F9]\n```", "```\n[F9]\n```"),
        ("No fact zero [F0], none with a zero in front [F01].", "No fact zero, none with a zero in front."),
        ("a[F[F9]9] b", "a b"),
    ],
)
def test_marks_of_unknown_facts_go_and_leave_no_spaces(markdown: str, expected: str) -> None:
    assert remove_unknown(markdown, {"F1", "F3"})[0] == expected


def test_every_removed_mark_is_a_warning_at_its_place_in_the_returned_text() -> None:
    text, findings = remove_unknown("One [F9]. Two [F1, F8] words.", {"F1"})
    assert text == "One. Two [F1] words."
    assert [(f.check, f.severity, f.excerpt, text[f.start : f.end]) for f in findings] == [
        ("unknown-citation", Severity.WARNING, "[F9]", ""),
        ("unknown-citation", Severity.WARNING, "[F8]", "[F1]"),
    ]
    assert text[: findings[0].start] == "One"


def test_a_text_with_known_marks_only_is_returned_as_it_is() -> None:
    assert remove_unknown("It fell  [F1 ,F3] .", {"F1", "F3"}) == ("It fell  [F1 ,F3] .", [])


def test_stripping_takes_all_marks_but_those_in_code() -> None:
    assert strip_marks("It fell [F1]. `[F2]` rose.[F3]") == "It fell. `[F2]` rose."


@given(anything, st.sets(st.sampled_from(["F1", "F2", "F3"])))
def test_removing_unknown_marks_twice_changes_nothing_more(markdown: str, known: set[str]) -> None:
    once, findings = remove_unknown(markdown, known)
    assert remove_unknown(once, known) == (once, [])
    assert set(cited_facts(once)) <= known
    assert all(0 <= finding.start <= finding.end <= len(once) for finding in findings)


@given(anything)
def test_a_stripped_text_cites_nothing_and_keeps_its_letters(markdown: str) -> None:
    stripped = strip_marks(markdown)
    assert cited_facts(stripped) == []
    if not has_mark(markdown):
        assert stripped == markdown
