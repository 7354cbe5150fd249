"""The research as it is looked at."""

from __future__ import annotations

import pytest

from snowball_core.schemas import Evidence, Fact, Source
from snowball_core.services.research_views import (
    FactFilter,
    SourceYield,
    chosen_facts,
    only_proof,
    quote_in_context,
    yields,
)

PROVED = Fact(id="F1", text="The lamp was lit.", source_id="S1", quote="lamp was lit in 1811", verified=True)
SHARED = PROVED.model_copy(update={"id": "F2", "corroborations": [Evidence(source_id="S2", quote="q", verified=True)]})
UNPROVED = Fact(id="F3", text="Nobody knows.", source_id="S2", quote="nowhere")
LEFT_OUT = PROVED.model_copy(update={"id": "F4", "included": False})
FACTS = [PROVED, SHARED, UNPROVED, LEFT_OUT]


def ids(facts):
    return [fact.id for fact in facts]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (FactFilter.ALL, ["F1", "F2", "F3", "F4"]),
        (FactFilter.USED, ["F1", "F2"]),
        (FactFilter.PROVED, ["F1", "F2", "F4"]),
        (FactFilter.UNPROVED, ["F3"]),
        (FactFilter.LEFT_OUT, ["F3", "F4"]),
    ],
)
def test_facts_are_chosen_by_how_they_stand(which, expected):
    assert ids(chosen_facts(FACTS, which, "")) == expected


def test_facts_are_found_by_text_quote_and_source():
    assert ids(chosen_facts(FACTS, FactFilter.ALL, " NOBODY ")) == ["F3"]
    assert ids(chosen_facts(FACTS, FactFilter.ALL, "1811")) == ["F1", "F2", "F4"]
    assert ids(chosen_facts(FACTS, FactFilter.ALL, "", "S2")) == ["F2", "F3"]


def test_what_each_source_gave_counts_corroborations_too():
    assert yields(FACTS) == {"S1": SourceYield(3, 0), "S2": SourceYield(1, 1)}


def test_only_the_used_facts_without_another_proof_would_go_with_a_source():
    assert only_proof(FACTS, Source(id="S1", title="One", text="x")) == 1


def test_a_quote_is_shown_where_it_stands_cut_at_words():
    text = "Many words before it. " * 30 + "The lamp was lit in 1811 by Ada. " + "Many words after it. " * 30
    found = quote_in_context(text, "The lamp was lit in 1811", reach=40)
    assert found is not None
    assert found.quote == "The lamp was lit in 1811"
    assert found.before.startswith("… ")
    assert found.after.endswith(" …")
    assert found.before.removeprefix("… ") + found.quote + found.after.removesuffix(" …") in text


def test_a_quote_at_the_edge_of_a_short_source_is_shown_with_all_of_it():
    found = quote_in_context("The lamp was lit in 1811.", "The lamp was lit in 1811")
    assert (found.before, found.after) == ("", ".")


def test_a_quote_that_does_not_stand_in_the_source_has_no_context():
    assert quote_in_context("Another text altogether.", "The lamp was lit in 1811") is None
