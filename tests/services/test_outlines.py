"""The outline in a human's hands: saved, suggested again, and what becomes of the texts."""

from __future__ import annotations

import pytest

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.wire import Pace
from snowball_core.schemas import OutlineSection, Status
from tests.conftest import wait_for
from tests.services.guided import at_rest, calls, guided, section, stale

PLAN, PLAN_ONE, WRITE = "plan the outline", "plan a section", "write a section"


@pytest.fixture
def planned(studio):
    """An article whose outline waits for the human."""
    return guided(studio, Status.OUTLINE_REVIEW)


@pytest.fixture
def drafted(studio):
    """An article whose draft waits for the human."""
    return guided(studio, Status.SECTION_REVIEW)


def renamed(outline, place, heading):
    sections = list(outline.sections)
    sections[place] = sections[place].model_copy(update={"heading": heading})
    return outline.model_copy(update={"sections": sections})


def test_what_is_saved_is_what_gets_written(studio, planned):
    outline = planned.outline
    first, *_, last = outline.sections
    wanted = outline.model_copy(update={"title": "My title", "sections": [last, first]})
    studio.outlines.save(planned.id, outline, wanted)
    studio.articles.approve(planned.id)
    done = at_rest(studio, planned.id)
    headings = [line for line in done.raw_content.splitlines() if line.startswith("## ")]
    assert done.raw_content.startswith("# My title\n")
    assert headings == [f"## {last.heading}", f"## {first.heading}"]


def test_the_later_of_two_editors_is_told_and_nothing_is_overwritten(studio, planned):
    read = planned.outline
    studio.outlines.save(planned.id, read, renamed(read, 0, "The first editor's"))
    with pytest.raises(Conflict):
        studio.outlines.save(planned.id, read, renamed(read, 0, "The second editor's"))
    assert studio.store.article(planned.id).outline.sections[0].heading == "The first editor's"


def test_saving_the_same_twice_changes_nothing(studio, planned):
    wanted = renamed(planned.outline, 0, "Once")
    first = studio.outlines.save(planned.id, planned.outline, wanted)
    assert studio.outlines.save(planned.id, planned.outline, wanted) == first


def test_a_changed_plan_makes_its_section_stale_and_rewriting_costs_one_section(studio, sandbox, drafted):
    studio.outlines.save(drafted.id, drafted.outline, renamed(drafted.outline, 1, "Another heading"))
    found = stale(studio, drafted)
    changed = drafted.outline.sections[1].id
    assert "its plan changed" in found[changed]
    assert drafted.outline.sections[0].id not in found
    asked = calls(sandbox, WRITE)
    studio.sections.regenerate(drafted.id, [changed])
    at_rest(studio, drafted.id)
    assert calls(sandbox, WRITE) - asked in {1, 2}


def test_reordered_sections_take_their_texts_with_them(studio, drafted):
    first, second, *rest = drafted.outline.sections
    wanted = drafted.outline.model_copy(update={"sections": [second, first, *rest]})
    texts = {s.id: s.markdown for s in studio.store.sections(drafted.id)}
    saved = studio.outlines.save(drafted.id, drafted.outline, wanted)
    assert {s.id: s.markdown for s in studio.store.sections(drafted.id)} == texts
    assert [s.id for s in studio.store.sections(drafted.id)][:2] == [second.id, first.id]
    assert saved.raw_content.index(second.heading) < saved.raw_content.index(first.heading)
    assert first.id in stale(studio, drafted)


def test_a_section_that_is_taken_out_and_put_back_has_its_text_again(studio, drafted):
    without = drafted.outline.model_copy(update={"sections": drafted.outline.sections[1:]})
    taken = drafted.outline.sections[0]
    saved = studio.outlines.save(drafted.id, drafted.outline, without)
    assert taken.heading not in saved.raw_content
    assert saved.current_step_index == len(without.sections)
    saved = studio.outlines.save(drafted.id, without, drafted.outline)
    assert saved.raw_content == drafted.raw_content
    assert stale(studio, drafted) == {}


def test_an_added_section_is_the_only_one_that_is_written(studio, sandbox, drafted):
    added = OutlineSection(id=99, heading="One more", instruction_note="Tell what has not been told yet.")
    wanted = drafted.outline.model_copy(update={"sections": [*drafted.outline.sections, added]})
    studio.outlines.save(drafted.id, drafted.outline, wanted)
    with pytest.raises(InputError, match="Not all sections"):
        studio.articles.approve(drafted.id)
    asked = calls(sandbox, WRITE)
    studio.sections.go_on(drafted.id)
    done = at_rest(studio, drafted.id)
    assert "## One more" in done.raw_content
    assert calls(sandbox, WRITE) - asked in {1, 2}


def test_another_outline_is_suggested_with_a_note_to_the_planner(studio, sandbox, planned):
    asked = calls(sandbox, PLAN)
    studio.outlines.suggest_again(planned.id, "Three sections")
    again = at_rest(studio, planned.id)
    assert again.status is Status.OUTLINE_REVIEW
    assert len(again.outline.sections) == 3
    assert calls(sandbox, PLAN) == asked + 1


def test_the_texts_of_an_earlier_outline_do_not_pass_for_those_of_the_new_one(studio, drafted):
    studio.outlines.suggest_again(drafted.id, "Three sections")
    again = at_rest(studio, drafted.id)
    assert not {s.id for s in again.outline.sections} & {s.id for s in drafted.outline.sections}
    assert again.current_step_index == 0
    assert again.raw_content == ""
    studio.articles.approve(again.id)
    assert at_rest(studio, again.id).current_step_index == 3


def test_the_text_of_a_section_that_was_taken_out_does_not_pass_for_one_of_another_outline(studio, drafted):
    *kept, last = drafted.outline.sections
    without = drafted.outline.model_copy(update={"sections": kept})
    studio.outlines.save(drafted.id, drafted.outline, without)
    studio.outlines.suggest_again(drafted.id, "Three sections")
    again = at_rest(studio, drafted.id)
    assert last.id not in {s.id for s in again.outline.sections}
    assert again.raw_content == ""


def test_one_section_is_planned_again_and_the_others_stay(studio, sandbox, planned):
    target = planned.outline.sections[1]
    studio.outlines.suggest_again(planned.id, "More about money", section_id=target.id)
    again = at_rest(studio, planned.id).outline
    assert again.sections[1] != target
    assert again.sections[1].id == target.id
    assert [s for s in again.sections if s.id != target.id] == [s for s in planned.outline.sections if s != target]
    claimed = [fact for s in again.sections for fact in s.fact_ids]
    assert len(claimed) == len(set(claimed))
    assert calls(sandbox, PLAN_ONE) == 1


def test_suggesting_again_after_a_failure_asks_with_the_same_wish_once(studio, sandbox, planned):
    sandbox.faults.add(Fault(FaultKind.SAFETY, times=None, task=PLAN))
    studio.outlines.suggest_again(planned.id, "Three sections")
    wait_for(lambda: studio.store.article(planned.id).status is Status.FAILED)
    assert studio.store.article(planned.id).outline == planned.outline
    sandbox.faults.clear()
    studio.articles.retry(planned.id)
    assert len(at_rest(studio, planned.id).outline.sections) == 3


def test_a_wish_for_a_section_that_is_not_there_is_refused(studio, planned):
    with pytest.raises(NotFound):
        studio.outlines.suggest_again(planned.id, section_id=77)
    with pytest.raises(InputError, match="wish"):
        studio.outlines.suggest_again(planned.id, "x" * 1001)
    assert studio.store.article(planned.id).status is Status.OUTLINE_REVIEW


def test_approved_research_does_not_plan_an_outline_that_stands(studio, sandbox, planned):
    asked = calls(sandbox, PLAN)
    article = studio.store.update_article(planned.id, planned.version, status=Status.RESEARCH_REVIEW)
    assert studio.articles.approve(article.id).status is Status.OUTLINE_REVIEW
    assert calls(sandbox, PLAN) == asked


def test_from_a_review_on_it_can_run_through_unattended(studio, planned):
    studio.articles.approve(planned.id, run_through=True)
    assert at_rest(studio, planned.id).status is Status.COMPLETED
    assert section(studio, planned, 0).polished


def test_nobody_changes_an_outline_that_is_being_written(studio, sandbox, planned):
    sandbox.pace = Pace(tokens_per_second=60)
    studio.articles.approve(planned.id)
    with pytest.raises(InputError, match="works on this article"):
        studio.outlines.save(planned.id, planned.outline, renamed(planned.outline, 0, "Too late"))
    sandbox.pace = Pace()
    at_rest(studio, planned.id)
