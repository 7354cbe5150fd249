from __future__ import annotations

import itertools
import random
import time

import pytest

from snowball_core.answers import ExtractedFact
from snowball_core.schemas import Evidence, Fact, Source
from snowball_core.writing.facts import merge_facts, verified_facts

SOURCE = Source(
    id="S1",
    title="Report",
    text="In 2023, the output **fell** by 12 % to 1.2 million tons. “Prices rose,” said Ms. O’Neil on 3 May 2023.",
)


def verified(text: str, quote: str) -> bool:
    (fact,) = verified_facts([ExtractedFact(text=text, quote=quote)], SOURCE)
    return fact.verified


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Output fell by twelve percent in 2023.", "In 2023, the output fell by 12 %"),
        ("The output was 1,200,000 tons.", "the output **fell** by 12 % to 1.2 million tons"),
        ("Ms. O'Neil said that prices rose.", '"Prices rose," said Ms. O\'Neil'),
        ("It was said in May 2023.", "said Ms. O’Neil on 3 May 2023"),
    ],
)
def test_a_fact_is_verified_when_its_quote_stands_in_the_source_and_holds_its_figures(text: str, quote: str) -> None:
    assert verified(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("Output fell by 12 %.", "the output fell sharply by 12 %", id="quote-changed"),
        pytest.param("Output fell by 13 %.", "the output fell by 12 %", id="number-changed"),
        pytest.param("Output fell by 12 points.", "the output fell by 12 %", id="unit-changed"),
        pytest.param("Output fell by 12 % in 2023.", "the output fell by 12 %", id="year-not-in-the-quote"),
        pytest.param("It was said on 4 May 2023.", "said Ms. O’Neil on 3 May 2023", id="date-changed"),
        pytest.param("Two prices rose.", "“Prices rose,” said Ms. O’Neil", id="number-in-words-invented"),
        pytest.param("Output fell by `13 %`.", "the output fell by 12 %", id="number-hidden-in-markup"),
        pytest.param("Output fell.", "", id="no-quote"),
        pytest.param("Output fell.", "fell", id="quote-too-short"),
    ],
)
def test_other_facts_are_kept_but_not_verified(text: str, quote: str) -> None:
    assert not verified(text, quote)


def test_facts_keep_their_source_and_quote() -> None:
    (fact,) = verified_facts([ExtractedFact(text="Prices rose.", quote="“Prices rose,” said Ms. O’Neil")], SOURCE)
    assert (fact.source_id, fact.quote, fact.text) == ("S1", "“Prices rose,” said Ms. O’Neil", "Prices rose.")


# --- merging -------------------------------------------------------------------------------------


def fact(text: str, source: str = "S1", *, verified: bool = True) -> Fact:
    return Fact(text=text, source_id=source, quote=f"quote of {source}", verified=verified)


def merged(*texts: str) -> list[str]:
    return [f.text for f in merge_facts([[fact(text, f"S{n}")] for n, text in enumerate(texts, start=1)])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("In 2023, output fell by twelve percent.", "Output fell by 12 % in 2023."),
        ("The tower is 1,200 m high.", "The tower is 1200 metres high"),
        ("Paris is the capital of France.", "The capital of France is Paris."),
        ("A heat pump moves heat.", "Heat pumps move heat."),
        ("The pump doesn’t freeze.", "The pump doesn't freeze!"),
        ("量子计算机将在十年内普及。", "量子计算机将在十年内普及"),
    ],
)
def test_one_statement_of_two_sources_becomes_one_fact(one: str, other: str) -> None:
    assert merged(one, other) == [one]
    (kept,) = merge_facts([[fact(one, "S1")], [fact(other, "S2")]])
    assert kept.corroborations == [Evidence(source_id="S2", quote="quote of S2", verified=True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Output fell by 12 % in 2023.", "Output fell by 13 % in 2023.", id="number"),
        pytest.param("Output fell by 12 % in 2023.", "Output fell by 12 % in 2022.", id="year"),
        pytest.param("Output fell by 12 %.", "Output fell by 12 percentage points.", id="unit"),
        pytest.param("It opened on 3 May 2023.", "It opened on 4 May 2023.", id="date"),
        pytest.param("Prices rose from 5 to 10 euros.", "Prices rose from 10 to 5 euros.", id="order"),
        pytest.param("The pump does not freeze in winter.", "The pump does freeze in winter.", id="negation"),
        pytest.param("The pump can freeze in winter.", "The pump can't freeze in winter.", id="contracted-negation"),
        pytest.param("Output rose by 12 % in all of 2023.", "Output fell by 12 % in all of 2023.", id="direction"),
        pytest.param("The rate will increase next year.", "The rate will decrease next year.", id="antonym"),
        pytest.param("Paris is the capital of France.", "Paris is the capital of Italy.", id="name"),
        pytest.param("Acme sells its cars in Germany.", "Acme sells its cars in Germany and France.", id="more-names"),
        pytest.param("More than 12 % of adults smoke.", "12 % of adults smoke.", id="comparison"),
        pytest.param("Die Pumpe friert im Winter ein.", "Die Pumpe friert im Winter nicht ein.", id="german-negation"),
        pytest.param("Heat pumps cost money.", "Cycling keeps people healthy.", id="unrelated"),
    ],
)
def test_contradictions_and_differences_stay_two_facts(one: str, other: str) -> None:
    assert merged(one, other) == [one, other]


def test_facts_are_numbered_in_the_order_in_which_they_come_first() -> None:
    facts = merge_facts(
        [[fact("Ice is cold."), fact("Fire is hot.")], [fact("Fire is hot!", "S2"), fact("Air is thin.", "S2")]]
    )
    assert [(f.id, f.text) for f in facts] == [("F1", "Ice is cold."), ("F2", "Fire is hot."), ("F3", "Air is thin.")]


def test_the_verified_one_becomes_the_main_fact_and_the_other_a_corroboration() -> None:
    (kept,) = merge_facts([[fact("Ice is cold.", "S1", verified=False)], [fact("Ice is cold", "S2")]])
    assert (kept.id, kept.source_id, kept.verified) == ("F1", "S2", True)
    assert kept.corroborations == [Evidence(source_id="S1", quote="quote of S1", verified=False)]


def test_a_source_that_repeats_itself_corroborates_nothing() -> None:
    (kept,) = merge_facts([[fact("Ice is cold."), fact("Ice is cold!")]])
    assert kept.corroborations == []


def test_each_source_corroborates_once_by_its_verified_quote() -> None:
    groups = [[fact("Ice is cold.")], [fact("Ice is cold", "S2", verified=False), fact("Ice is cold!", "S2")]]
    (kept,) = merge_facts(groups)
    assert [(e.source_id, e.verified) for e in kept.corroborations] == [("S2", True)]


def test_earlier_corroborations_survive_a_second_merge() -> None:
    first = merge_facts([[fact("Ice is cold.", "S1")], [fact("Ice is cold.", "S2")]])
    (kept,) = merge_facts([first, [fact("Ice is cold.", "S3")]])
    assert [e.source_id for e in kept.corroborations] == ["S2", "S3"]


def test_nothing_gives_nothing() -> None:
    assert merge_facts([]) == merge_facts([[]]) == []


def test_merging_does_not_change_the_facts_given() -> None:
    given = [[fact("Ice is cold.", "S1")], [fact("Ice is cold.", "S2")]]
    merge_facts(given)
    assert [f.id for group in given for f in group] == ["", ""]


def test_four_hundred_facts_take_a_moment_only() -> None:
    words = [f"word{number}" for number in range(300)]
    chance = random.Random(7)
    groups = [[fact("The pump " + " ".join(chance.choices(words, k=12)), f"S{s}") for _ in range(50)] for s in range(8)]
    start = time.process_time()
    assert len(merge_facts(groups)) == 400
    assert time.process_time() - start < 1.0


def test_the_result_is_the_same_every_time() -> None:
    texts = ["Ice is cold.", "Ice is cold", "Fire is hot.", "In 2023 it fell by 12 %.", "It fell by 12 % in 2023."]
    groups = [[fact(text, f"S{n}")] for n, text in enumerate(texts)]
    assert merge_facts(groups) == merge_facts(groups)
    assert {len(merge_facts(order)) for order in itertools.permutations(groups)} == {3}
