"""The draft in a human's hands: what is edited, rewritten, kept, approved, and what that costs."""

from __future__ import annotations

import pytest

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.wire import Pace
from snowball_core.schemas import SectionState, Status
from tests.conftest import wait_for
from tests.services.guided import at_rest, calls, guided, section, stale

WRITE, POLISH = "write a section", "polish a section"


@pytest.fixture
def drafted(studio):
    """An article whose draft waits for the human."""
    return guided(studio, Status.SECTION_REVIEW)


def ids(article):
    return [planned.id for planned in article.outline.sections]


def test_an_edit_is_kept_with_the_wording_before_it_and_costs_nothing(studio, sandbox, drafted):
    before = section(studio, drafted, 1)
    asked = len(sandbox.ledger.requests())
    saved = studio.sections.edit(drafted.id, before.id, before.revision, "By hand. It stands.")
    assert saved.markdown == "By hand. It stands."
    assert saved.state is SectionState.DRAFT
    assert "By hand. It stands." in studio.store.article(drafted.id).raw_content
    [kept] = studio.sections.history(drafted.id, before.id)
    assert kept.content["markdown"] == before.markdown
    assert len(sandbox.ledger.requests()) == asked


def test_an_edit_makes_stale_what_reads_on_from_it_and_nothing_before(studio, drafted):
    edited = section(studio, drafted, 1)
    studio.sections.edit(drafted.id, edited.id, edited.revision, "By hand.")
    found = stale(studio, drafted)
    assert set(found) <= set(ids(drafted)[2:])
    assert found[ids(drafted)[2]] == "the text before it changed"


def test_what_is_edited_is_checked_at_once(studio, drafted):
    edited = section(studio, drafted, 0)
    saved = studio.sections.edit(drafted.id, edited.id, edited.revision, "We delve into 987,654 lamps. [F999]")
    assert {finding.check for finding in saved.findings} >= {"unsupported-number", "forbidden-word"}
    assert "F999" not in saved.markdown


def test_checking_a_wording_saves_nothing(studio, drafted):
    edited = section(studio, drafted, 0)
    assert studio.sections.check(drafted.id, edited.id, "There are 987,654 lamps.")
    assert section(studio, drafted, 0) == edited


def test_the_later_of_two_editors_is_told_and_nothing_is_overwritten(studio, drafted):
    read = section(studio, drafted, 0)
    studio.sections.edit(drafted.id, read.id, read.revision, "The first editor's.")
    with pytest.raises(Conflict):
        studio.sections.edit(drafted.id, read.id, read.revision, "The second editor's.")
    assert section(studio, drafted, 0).markdown == "The first editor's."


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 100_001])
def test_a_text_of_impossible_length_is_refused(studio, drafted, text):
    read = section(studio, drafted, 0)
    with pytest.raises(InputError, match="characters"):
        studio.sections.edit(drafted.id, read.id, read.revision, text)
    assert section(studio, drafted, 0) == read


def test_an_earlier_wording_is_restored_and_the_present_one_kept(studio, drafted):
    original = section(studio, drafted, 0)
    edited = studio.sections.edit(drafted.id, original.id, original.revision, "By hand.")
    [kept] = studio.sections.history(drafted.id, original.id)
    restored = studio.sections.restore(drafted.id, original.id, edited.revision, kept)
    assert restored.markdown == original.markdown
    assert studio.sections.history(drafted.id, original.id)[0].content["markdown"] == "By hand."
    assert stale(studio, drafted) == {}


def test_one_section_is_written_anew_with_a_note_and_nothing_else(studio, sandbox, drafted):
    old = section(studio, drafted, 2)
    others = [section(studio, drafted, place) for place in (0, 1)]
    asked = calls(sandbox, WRITE)
    studio.sections.regenerate(drafted.id, [old.id], "Make it a list, and shorter.")
    assert at_rest(studio, drafted.id).status is Status.SECTION_REVIEW
    new = section(studio, drafted, 2)
    assert new.markdown != old.markdown
    assert new.note == "Make it a list, and shorter."
    assert calls(sandbox, WRITE) - asked in {1, 2}
    assert [section(studio, drafted, place) for place in (0, 1)] == others
    assert studio.sections.history(drafted.id, old.id)[0].content["markdown"] == old.markdown


def test_written_anew_without_a_note_the_model_is_asked_again(studio, sandbox, drafted):
    asked = calls(sandbox, WRITE)
    studio.sections.regenerate(drafted.id, [section(studio, drafted, 0).id])
    at_rest(studio, drafted.id)
    assert calls(sandbox, WRITE) == asked + 1


def test_the_stale_sections_are_rewritten_and_no_others(studio, sandbox, drafted):
    edited = section(studio, drafted, 0)
    studio.sections.edit(drafted.id, edited.id, edited.revision, "By hand.")
    found = stale(studio, drafted)
    before = {s.id: s for s in studio.store.sections(drafted.id)}
    asked = calls(sandbox, WRITE)
    studio.sections.rewrite_stale(drafted.id)
    assert at_rest(studio, drafted.id).status is Status.SECTION_REVIEW
    assert len(found) <= calls(sandbox, WRITE) - asked <= 2 * len(found)
    after = {s.id: s for s in studio.store.sections(drafted.id)}
    assert {i for i in after if after[i].revision != before[i].revision} == set(found)
    assert not set(found) & set(stale(studio, drafted))


def test_with_nothing_stale_nothing_is_rewritten(studio, sandbox, drafted):
    asked = len(sandbox.ledger.requests())
    assert studio.sections.rewrite_stale(drafted.id).status is Status.SECTION_REVIEW
    assert len(sandbox.ledger.requests()) == asked


def test_a_stale_draft_cannot_be_approved_until_it_is_rewritten_or_kept(studio, drafted):
    edited = section(studio, drafted, 0)
    studio.sections.edit(drafted.id, edited.id, edited.revision, "By hand.")
    with pytest.raises(InputError, match="stale"):
        studio.articles.approve(drafted.id)
    studio.sections.keep_stale(drafted.id, stale(studio, drafted))
    assert stale(studio, drafted) == {}
    studio.articles.approve(drafted.id)
    assert at_rest(studio, drafted.id).status is Status.COMPLETED


def test_sections_are_approved_one_by_one_all_at_once_and_taken_back(studio, drafted):
    first = section(studio, drafted, 0)
    studio.sections.approve(drafted.id, [first.id])
    assert [s.state for s in studio.store.sections(drafted.id)][:2] == [SectionState.APPROVED, SectionState.DRAFT]
    studio.sections.approve(drafted.id)
    assert {s.state for s in studio.store.sections(drafted.id)} == {SectionState.APPROVED}
    studio.sections.approve(drafted.id, [first.id], approved=False)
    assert section(studio, drafted, 0).state is SectionState.DRAFT


def test_pause_breaks_off_the_writing_and_going_on_writes_only_the_rest(studio, sandbox):
    sandbox.pace = Pace(tokens_per_second=60)
    article = guided(studio, Status.OUTLINE_REVIEW)
    studio.articles.approve(article.id)
    wait_for(lambda: studio.store.article(article.id).current_step_index == 1)
    studio.sections.pause(article.id)
    paused = studio.store.article(article.id)
    assert paused.status is Status.SECTION_REVIEW
    assert studio.store.partials(article.id) == []
    with pytest.raises(InputError, match="Not all sections"):
        studio.articles.approve(article.id)
    written = section(studio, paused, 0)
    sandbox.pace = Pace()
    asked = calls(sandbox, WRITE)
    studio.sections.go_on(article.id)
    assert at_rest(studio, article.id).current_step_index == len(paused.outline.sections)
    assert calls(sandbox, WRITE) - asked == len(paused.outline.sections) - 1
    assert section(studio, paused, 0) == written


def test_a_written_section_can_be_edited_while_the_next_one_is_written(studio, sandbox):
    sandbox.pace = Pace(tokens_per_second=60)
    article = guided(studio, Status.OUTLINE_REVIEW)
    studio.articles.approve(article.id)
    wait_for(lambda: studio.store.article(article.id).current_step_index == 1)
    first = section(studio, article, 0)
    studio.sections.edit(article.id, first.id, first.revision, "By hand, meanwhile.")
    with pytest.raises(InputError, match="works on this article"):
        studio.sections.regenerate(article.id, [first.id])
    sandbox.pace = Pace()
    done = at_rest(studio, article.id)
    assert "By hand, meanwhile." in done.raw_content
    assert done.current_step_index == len(done.outline.sections)


def test_a_section_that_is_being_written_anew_is_not_edited_under_the_writer_s_hands(studio, sandbox, drafted):
    first = section(studio, drafted, 0)
    sandbox.pace = Pace(first_token_seconds=1.0)
    studio.sections.regenerate(drafted.id, [first.id])
    pending = section(studio, drafted, 0)
    with pytest.raises(InputError, match="being written anew"):
        studio.sections.edit(drafted.id, first.id, pending.revision, "Too late.")
    sandbox.pace = Pace()
    at_rest(studio, drafted.id)


def test_a_failed_rewrite_leaves_the_old_text_to_be_seen_and_retry_goes_on(studio, sandbox, drafted):
    old = section(studio, drafted, 1)
    sandbox.faults.add(Fault(FaultKind.SAFETY, times=None, task=WRITE))
    studio.sections.regenerate(drafted.id, [old.id], "Shorter.")
    wait_for(lambda: studio.store.article(drafted.id).status is Status.FAILED)
    assert section(studio, drafted, 1).markdown == old.markdown
    sandbox.faults.clear()
    studio.articles.retry(drafted.id)
    at_rest(studio, drafted.id)
    assert section(studio, drafted, 1).state is SectionState.DRAFT


def test_what_has_not_been_written_can_be_neither_edited_nor_rewritten(studio):
    article = guided(studio, Status.OUTLINE_REVIEW)
    with pytest.raises(NotFound, match="not been written"):
        studio.sections.edit(article.id, article.outline.sections[0].id, 0, "By hand.")
    with pytest.raises(NotFound, match="not been written"):
        studio.sections.regenerate(article.id, [article.outline.sections[0].id])


def test_the_draft_s_wording_can_be_kept_in_the_finished_page_without_a_call(studio, sandbox):
    drafted = guided(studio, Status.SECTION_REVIEW)
    one_paragraph = section(studio, drafted, 0)
    joined = one_paragraph.markdown.replace("\n\n", " ")
    studio.sections.edit(drafted.id, one_paragraph.id, one_paragraph.revision, joined)
    studio.sections.keep_stale(drafted.id, stale(studio, drafted))
    studio.articles.approve(drafted.id)
    article = at_rest(studio, drafted.id)
    asked = len(sandbox.ledger.requests())
    changed = next(s for s in studio.store.sections(article.id) if s.polished != s.markdown)
    kept = studio.sections.choose_polished(article.id, changed.id, changed.revision, use_polished=False)
    assert kept.status is Status.COMPLETED
    assert kept.final_html != article.final_html
    changed = next(s for s in studio.store.sections(article.id) if s.id == changed.id)
    again = studio.sections.choose_polished(article.id, changed.id, changed.revision, use_polished=True)
    assert again.final_html.count("<p>") == article.final_html.count("<p>")
    assert len(sandbox.ledger.requests()) == asked


def test_editing_a_finished_article_opens_it_again_and_polishes_only_what_changed(studio, sandbox):
    article = guided(studio, Status.COMPLETED)
    last = section(studio, article, len(article.outline.sections) - 1)
    polished = calls(sandbox, POLISH)
    studio.sections.edit(article.id, last.id, last.revision, last.markdown.split("\n\n")[0])
    assert studio.store.article(article.id).status is Status.SECTION_REVIEW
    studio.articles.approve(article.id)
    done = at_rest(studio, article.id)
    assert done.status is Status.COMPLETED
    assert 1 <= calls(sandbox, POLISH) - polished <= 4


def test_a_stopped_article_goes_on_where_it_was(studio, sandbox):
    sandbox.pace = Pace(tokens_per_second=60)
    article = guided(studio, Status.OUTLINE_REVIEW)
    studio.articles.approve(article.id)
    wait_for(lambda: studio.store.article(article.id).current_step_index == 1)
    studio.articles.cancel(article.id)
    sandbox.pace = Pace()
    studio.articles.retry(article.id)
    assert at_rest(studio, article.id).status is Status.SECTION_REVIEW
