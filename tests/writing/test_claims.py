from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.schemas import Severity
from snowball_core.writing.claims import claims, novel_claims

from .texts import anything


def stated(markdown: str) -> list[tuple[str, str]]:
    return [(claim.kind, claim.text) for claim in claims(markdown)]


def novel(text: str, *basis: str) -> list[tuple[str, str]]:
    return [(finding.check, finding.excerpt) for finding in novel_claims(text, basis)]


def test_numbers_dates_quotations_and_names_are_claims_in_the_order_of_the_text() -> None:
    text = "On 3 May 2023 the head of **Acme Corp** said “we will do this”, for 12 % [F3]."
    assert stated(text) == [
        ("date", "3 May 2023"),
        ("name", "Acme Corp"),
        ("quotation", "we will do this"),
        ("number", "12 %"),
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("1. first\n2. second\n\n10) tenth", id="list-marks"),
        pytest.param("## 3. Costs\n\n### 2.1 Prices\n\n## 4: Ends", id="heading-numbers"),
        pytest.param("**1.** It is so", id="bold-list-mark"),
        pytest.param("It is so [F3][F4, F12].", id="citation-marks"),
        pytest.param("Use `x = 12` now\n\n```\n2024\n```", id="code"),
        pytest.param("See [there](http://a.b/2024) or http://a.b/12 now", id="addresses"),
        pytest.param("It is one of the best", id="the-word-one"),
        pytest.param("", id="empty"),
        pytest.param("## Why Heat Pumps Win in Bonn", id="capitals-of-a-heading"),
    ],
)
def test_what_states_nothing_is_no_claim(markdown: str) -> None:
    assert claims(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "number"),
    [
        ("## 5 ways to save", "5"),
        ("## 3.5 million reasons", "3.5 million"),
        ("3.5 million came", "3.5 million"),
        ("- 12 % of all", "12 %"),
        ("| a | 7 kg |\n|---|---|\n| b | 8 kg |", "7 kg"),
        ("<b>12</b> people", "12"),
        ("[12 people](http://a.b)", "12"),
    ],
)
def test_numbers_that_state_something_are_claims_wherever_they_stand(markdown: str, number: str) -> None:
    assert ("number", number) in stated(markdown)


def test_what_the_basis_holds_in_another_notation_is_not_novel() -> None:
    basis = (
        "Angela Merkel told NATO on May 3, 2023 that sales rose by twelve percent to 1,200,000 dollars: “We will win.”"
    )
    text = "Sales were 12 % up, at $1.2 million, as of 03.05.2023. In May 2023 Merkel said to NATO: “we will win”."
    assert novel(text, basis) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales rose 13 %.", [("novel-number", "13 %")]),
        ("Sales rose by 12.", [("novel-number", "12")]),
        ("Sales rose by 12 percentage points.", [("novel-number", "12 percentage points")]),
        ("It was on 4 May 2023.", [("novel-date", "4 May 2023")]),
        ("It was in 2024.", [("novel-number", "2024")]),
        ("She said “we will lose everything”.", [("novel-quotation", "we will lose everything")]),
        ("She spoke to Emmanuel Macron.", [("novel-name", "Emmanuel Macron")]),
        ("There are seven ways.", [("novel-number", "seven")]),
    ],
)
def test_what_the_basis_does_not_hold_is_novel(text: str, expected: list[tuple[str, str]]) -> None:
    assert novel(text, "On 3 May 2023, sales rose 12 %.", "She said “we will win”.") == expected


def test_figures_are_blocking_names_and_small_worded_numbers_are_warnings() -> None:
    findings = novel_claims("In 2024, 12 % and eleven of two teams in Bonn said “we are the best”.", ["nothing"])
    severities = {finding.excerpt: finding.severity for finding in findings}
    assert severities == {
        "2024": Severity.BLOCKING,
        "12 %": Severity.BLOCKING,
        "eleven": Severity.BLOCKING,
        "two": Severity.WARNING,
        "Bonn": Severity.WARNING,
        "we are the best": Severity.BLOCKING,
    }


def test_a_quotation_is_not_put_together_from_two_texts() -> None:
    assert novel("He said “we will win it all”.", "we will win", "it all") == [
        ("novel-quotation", "we will win it all")
    ]


def test_a_year_is_held_by_a_date_but_a_date_not_by_its_year() -> None:
    assert novel("It was in 2023.", "on 3 May 2023") == []
    assert novel("It was on 3 May 2023.", "in 2023") == [("novel-date", "3 May 2023")]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("增长了12%，达到1.2亿元。", "增长12％，达 1.2亿元"),
        ("ارتفع بنسبة ١٢٪", "12 %"),
        ("Le chiffre d’affaires a augmenté de 1,2 million d’euros.", "1,200,000"),
        ("Der Umsatz stieg um zwölf auf 1.200 Stück.", "1200 pieces"),
    ],
)
def test_notations_of_other_languages_are_understood(text: str, basis: str) -> None:
    assert [finding for finding in novel_claims(text, [basis]) if finding.severity == Severity.BLOCKING] == []


@given(anything)
def test_nothing_in_a_text_is_novel_to_itself_but_cut_quotations(text: str) -> None:
    assert {check for check, _ in novel(text, text)} <= {"novel-quotation"}


@given(anything)
def test_every_finding_points_at_its_excerpt(text: str) -> None:
    assert all(f.excerpt == text[f.start : f.end] for f in novel_claims(text, []))
