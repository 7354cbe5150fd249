"""The research in a human's hands: which sources count, which facts are used, what proves them."""

from __future__ import annotations

import pytest

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.wire import Pace
from snowball_core.schemas import ContentGap, Fact, Status
from snowball_core.sources import ReadSource
from snowball_core.writing.fact_editing import FactWording
from tests.conftest import wait_for
from tests.services.guided import at_rest, calls, guided, section, stale, wording

EXTRACT = "extract facts"
OWN = (
    "The history of the Skerry lighthouse began in 1811, when Ada Stone lit it for the first time. "
    "The first lamp of the Skerry lighthouse burned 40 litres of whale oil a night. "
    "The tower of the Skerry lighthouse is 31 metres tall and was built of granite from Peterhead."
)


@pytest.fixture
def researched(studio):
    """An article whose research waits for the human."""
    return guided(studio, Status.RESEARCH_REVIEW)


def facts(studio, article) -> dict[str, Fact]:
    return {fact.id: fact for fact in studio.store.article(article.id).competitor_data.fact_sheet}


def first_of(studio, article, source_id: str) -> Fact:
    return next(f for f in facts(studio, article).values() if f.source_id == source_id and not f.corroborations)


def test_a_source_that_is_left_out_takes_its_facts_with_it_and_brings_them_back(studio, sandbox, researched):
    before, asked = facts(studio, researched), len(sandbox.ledger.requests())
    mine = first_of(studio, researched, "S1")
    studio.research.include_source(researched.id, "S1", False)
    assert facts(studio, researched)[mine.id].withdrawn
    assert not facts(studio, researched)[mine.id].usable
    assert not studio.store.sources(researched.id)[0].included
    studio.research.include_source(researched.id, "S1", True)
    assert facts(studio, researched) == before
    assert len(sandbox.ledger.requests()) == asked


def test_a_fact_that_another_source_proves_too_stays_when_one_is_left_out(studio, researched):
    both = studio.research.add_fact(researched.id, FactWording("x")).competitor_data.fact_sheet[0]
    other = next(s.id for s in studio.store.sources(researched.id) if s.id != both.source_id)
    found = researched.competitor_data.model_copy(deep=True)
    found.fact_sheet[0].corroborations = [{"source_id": other, "quote": both.quote, "verified": True}]
    article = studio.store.article(researched.id)
    studio.store.update_article(article.id, article.version, competitor_data=found)
    studio.research.include_source(researched.id, both.source_id, False)
    kept = facts(studio, researched)[both.id]
    assert kept.usable
    assert kept.source_id == other
    assert [evidence.withdrawn for evidence in kept.corroborations] == [True]


def test_a_removed_source_is_gone_with_what_only_it_proves(studio, researched):
    mine = first_of(studio, researched, "S1")
    studio.research.remove_source(researched.id, "S1")
    assert mine.id not in facts(studio, researched)
    assert "S1" not in [source.id for source in studio.store.sources(researched.id)]
    with pytest.raises(NotFound):
        studio.research.remove_source(researched.id, "S1")


def test_a_fact_that_is_left_out_reaches_no_writer(studio, researched):
    left_out = list(facts(studio, researched))[3:]
    studio.research.include_facts(researched.id, dict.fromkeys(left_out, False))
    studio.articles.approve(researched.id)
    planned = at_rest(studio, researched.id).outline
    assert not {fact for s in planned.sections for fact in s.fact_ids} & set(left_out)


def test_an_unproved_fact_is_taken_in_knowingly_and_that_is_recorded(studio, researched):
    article = studio.research.add_fact(researched.id, FactWording("Nobody has proved that 99 lamps burned."))
    added = article.competitor_data.fact_sheet[-1]
    assert (added.verified, added.accepted, added.usable) == (False, True, True)
    studio.research.include_facts(researched.id, {added.id: False})
    assert not facts(studio, researched)[added.id].usable
    studio.research.include_facts(researched.id, {added.id: True})
    assert facts(studio, researched)[added.id].accepted


def test_the_program_alone_says_whether_a_changed_fact_is_proved(studio, researched):
    before = first_of(studio, researched, "S1")
    studio.research.change_fact(researched.id, before.id, wording(before), wording(before, "It cost 987,654 crowns."))
    changed = facts(studio, researched)[before.id]
    assert (changed.verified, changed.accepted) == (False, True)
    studio.research.change_fact(researched.id, before.id, wording(changed), wording(before))
    assert facts(studio, researched)[before.id].verified


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("", "There is no quote"),
        ("These words stand nowhere in it.", "does not stand in the source"),
        (None, "“987,654” is not in the quote"),
    ],
)
def test_why_a_quote_does_not_prove_is_said_in_words(studio, researched, quote, reason):
    fact = first_of(studio, researched, "S1")
    asked = fact.quote if quote is None else quote
    assert reason in " ".join(
        studio.research.objections(researched.id, FactWording("It cost 987,654 crowns.", "S1", asked))
    )
    assert studio.research.objections(researched.id, wording(fact)) == []


def test_the_later_of_two_editors_of_a_fact_is_told(studio, researched):
    before = first_of(studio, researched, "S1")
    studio.research.change_fact(researched.id, before.id, wording(before), wording(before, "The first editor's."))
    with pytest.raises(Conflict):
        studio.research.change_fact(researched.id, before.id, wording(before), wording(before, "The second editor's."))
    assert facts(studio, researched)[before.id].text == "The first editor's."


def test_two_editors_of_different_facts_do_not_disturb_each_other(studio, researched):
    one, two = list(facts(studio, researched).values())[:2]
    studio.research.change_fact(researched.id, one.id, wording(one), wording(one, "One."))
    studio.research.change_fact(researched.id, two.id, wording(two), wording(two, "Two."))
    assert [facts(studio, researched)[f.id].text for f in (one, two)] == ["One.", "Two."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_001])
def test_a_fact_of_impossible_length_is_refused(studio, researched, text):
    with pytest.raises(InputError):
        studio.research.add_fact(researched.id, FactWording(text))
    assert facts(studio, researched) == {f.id: f for f in researched.competitor_data.fact_sheet}


def test_the_gap_is_edited_and_the_later_of_two_editors_is_told(studio, researched):
    before = researched.competitor_data.content_gap
    mine = ContentGap(missing_topics=["Costs of a keeper"])
    studio.research.change_gap(researched.id, before, mine)
    assert studio.store.article(researched.id).competitor_data.content_gap == mine
    with pytest.raises(Conflict):
        studio.research.change_gap(researched.id, before, ContentGap(outdated_info="theirs"))


def test_an_added_source_is_the_only_one_that_is_read_and_nothing_of_the_human_s_is_lost(studio, sandbox, researched):
    first, second = list(facts(studio, researched).values())[:2]
    studio.research.include_facts(researched.id, {first.id: False})
    studio.research.change_fact(researched.id, second.id, wording(second), wording(second, "Worded by hand."))
    known, asked = facts(studio, researched), calls(sandbox, EXTRACT)
    studio.research.add_sources(researched.id, [ReadSource(text=OWN, title="Skerry", url=None, origin="paste")])
    assert at_rest(studio, researched.id).status is Status.RESEARCH_REVIEW
    after = facts(studio, researched)
    assert calls(sandbox, EXTRACT) == asked + 1
    assert {i: after[i] for i in known} == known
    added = [fact for i, fact in after.items() if i not in known]
    assert added
    assert {fact.source_id for fact in added} == {studio.store.sources(researched.id)[-1].id}


def test_when_the_reading_fails_half_way_a_retry_brings_the_facts_of_all(studio, sandbox, researched):
    known = facts(studio, researched)
    sandbox.faults.add(Fault(FaultKind.OVERLOADED, task=EXTRACT, times=None))
    added = [ReadSource(text=OWN, title="Skerry", url=None, origin="paste")]
    studio.research.add_sources(researched.id, added)
    wait_for(lambda: studio.store.article(researched.id).status is Status.FAILED)
    assert facts(studio, researched) == known
    sandbox.faults.clear()
    studio.articles.retry(researched.id)
    at_rest(studio, researched.id)
    assert len(facts(studio, researched)) > len(known)


def test_changed_research_makes_stale_what_was_written_from_it_and_nothing_else(studio):
    article = guided(studio, Status.SECTION_REVIEW)
    used = next(s.fact_ids[0] for s in article.outline.sections if len(s.fact_ids) > 1)
    place = next(n for n, s in enumerate(article.outline.sections) if used in s.fact_ids)
    studio.research.include_facts(article.id, {used: False})
    assert stale(studio, article) == {section(studio, article, place).id: "its facts changed"}
    studio.research.include_facts(article.id, {used: True})
    assert stale(studio, article) == {}


def test_nobody_changes_research_while_the_program_works(studio, sandbox, researched):
    sandbox.pace = Pace(first_token_seconds=0.5)
    studio.articles.approve(researched.id)
    with pytest.raises(InputError, match="works on this article"):
        studio.research.include_source(researched.id, "S1", False)
    sandbox.pace = Pace()
    at_rest(studio, researched.id)
    assert studio.store.sources(researched.id)[0].included
