from __future__ import annotations

import pytest

from snowball_core.schemas import Evidence, Fact, Severity
from snowball_core.writing.grounding import section_findings

FACTS = [
    Fact(id="F1", text="Output fell by 12 % in 2023.", quote="the output of Acme fell by 12 %", verified=True),
    Fact(
        id="F2",
        text="Ms. O’Neil expects better times.",
        quote="“We will be back,” said Ms. O’Neil",
        verified=True,
        corroborations=[Evidence(source_id="S2", quote="from 40 plants in Bonn", verified=True)],
    ),
]


def checks(markdown: str, facts: list[Fact] = FACTS) -> list[tuple[str, str]]:
    return [(finding.check, finding.excerpt) for finding in section_findings(markdown, facts)]


def test_a_section_that_says_what_its_facts_say_has_no_findings() -> None:
    first = "In 2023, output at Acme fell by twelve percent [F1]. The boss said “we will be back” [F2]."
    assert checks(f"{first}\n\nIt ran 40 plants [F2].") == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("It fell by 13 % [F1].", [("unsupported-number", "13 %")]),
        ("It fell on 3 May 2023 [F1].", [("unsupported-number", "3 May 2023")]),
        ("He said “we will never be back” [F2].", [("unsupported-quotation", "we will never be back")]),
        ("It is led by Jane Doe [F1].", [("unsupported-name", "Jane Doe")]),
        ("Output fell by 12 %.", [("no-citation", "Output fell by 12 %.")]),
        ("Output fell. [F1] By 12 % that is.", [("no-citation", "By 12 % that is.")]),
        ("## It fell by 12 %", []),
        ("There are two sides to it.", [("unsupported-number", "two")]),
    ],
)
def test_what_no_fact_says_is_found(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert checks(markdown) == expected


def test_severities_say_what_stops_an_unattended_finish() -> None:
    findings = section_findings("Jane Doe of Acme and Max Moe said “we will all be rich” in 2030.", FACTS)
    assert {finding.check: finding.severity for finding in findings} == {
        "no-citation": Severity.HINT,
        "unsupported-name": Severity.WARNING,
        "unsupported-quotation": Severity.BLOCKING,
        "unsupported-number": Severity.BLOCKING,
    }


@pytest.mark.parametrize("change", [{"included": False}, {"verified": False}])
def test_facts_that_may_not_be_used_support_nothing(change: dict[str, bool]) -> None:
    assert checks("Output fell by 12 % [F1].", [FACTS[0].model_copy(update=change)]) == [("unsupported-number", "12 %")]


def test_a_fact_taken_in_knowingly_supports_what_it_says() -> None:
    taken_in = FACTS[0].model_copy(update={"verified": False, "accepted": True})
    assert checks("Output fell by 12 % [F1].", [taken_in]) == []


def test_findings_stand_in_the_order_of_the_text_and_point_at_their_excerpts() -> None:
    markdown = "First 7 % fell [F1].\n\n- Then 8 % fell [F1].\n- It was 9 %."
    findings = section_findings(markdown, FACTS)
    assert [f.excerpt for f in findings if f.check == "unsupported-number"] == ["7 %", "8 %", "9 %"]
    assert all(f.excerpt == markdown[f.start : f.end] for f in findings)
    assert [f.start for f in findings] == sorted(f.start for f in findings)


def test_without_facts_every_figure_is_unsupported() -> None:
    assert checks("It was 12 % [F1].", []) == [("unsupported-number", "12 %")]
