from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.schemas import Severity
from snowball_core.writing.polish import edges, polish_findings

from .texts import anything

DRAFT = """In 2023, output at Acme fell by 12 % [F1]. The boss, Ms. O’Neil, said “we will be back” [F2].

There are two ways out."""


def checks(polished: str, draft: str = DRAFT) -> list[tuple[str, str, Severity]]:
    return [(finding.check, finding.excerpt, finding.severity) for finding in polish_findings(draft, polished)]


def test_a_version_that_says_the_same_in_other_words_is_accepted() -> None:
    polished = (
        "Acme’s output was down twelve percent in 2023 [F1]. “We will be back,” its boss O’Neil promised [F2].\n\n"
        "But how? There is more than a way out."
    )
    assert checks(polished) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("12 %", "13 %", {("novel-number", "13 %"), ("lost-number", "12 %")}),
        ("12 %", "a lot", {("lost-number", "12 %")}),
        ("In 2023", "On 3 May 2023", {("novel-date", "3 May 2023")}),
        ("be back", "be right back", {("novel-quotation", "we will be right back")}),
        ("Acme", "Acme Berlin", {("novel-name", "Acme Berlin")}),
        (" [F2]", "", {("lost-citation", "[F2]")}),
        ("[F2]", "[F2, F3]", {("new-citation", "[F3]")}),
        ("two ways", "three ways", {("novel-number", "three")}),
    ],
)
def test_a_version_that_states_something_else_is_not(old: str, new: str, expected: set[tuple[str, str]]) -> None:
    assert old in DRAFT
    assert {(check, excerpt) for check, excerpt, _ in checks(DRAFT.replace(old, new))} == expected


def test_severities() -> None:
    polished = DRAFT.replace("12 %", "13 %").replace("Acme", "Emca Bonn").replace("[F2]", "[F9]")
    assert {check: severity for check, _, severity in checks(polished)} == {
        "novel-number": Severity.BLOCKING,
        "novel-name": Severity.WARNING,
        "lost-citation": Severity.BLOCKING,
        "new-citation": Severity.BLOCKING,
        "lost-number": Severity.WARNING,
    }


@pytest.mark.parametrize("polished", ["", "  \n "])
def test_an_empty_version_is_refused(polished: str) -> None:
    assert checks(polished) == [("polish-empty", "", Severity.BLOCKING)]


@pytest.mark.parametrize(("words", "refused"), [(40, True), (51, False), (100, False), (159, False), (170, True)])
def test_a_version_much_shorter_or_longer_is_refused(words: int, refused: bool) -> None:
    assert (("polish-length", "", Severity.BLOCKING) in checks("word " * words, "word " * 100)) is refused


@given(anything)
def test_the_draft_itself_loses_nothing(draft: str) -> None:
    if draft.strip():
        assert {check for check, _, _ in checks(draft, draft)} <= {"novel-quotation"}


# --- edges ---------------------------------------------------------------------------------------


def test_edges_are_the_first_and_last_two_sentences_without_marks() -> None:
    markdown = (
        "### Head\n\nOne is here [F1]. Two follows. Three.\n\n```\ncode. x\n```\n\n- Four is short.\n- Five ends. [F2]"
    )
    assert edges(markdown) == ("One is here. Two follows.", "Four is short. Five ends.")


@pytest.mark.parametrize(("markdown", "expected"), [("", ("", "")), ("Only one.", ("Only one.", "Only one."))])
def test_edges_of_short_sections(markdown: str, expected: tuple[str, str]) -> None:
    assert edges(markdown) == expected
