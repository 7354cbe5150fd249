from __future__ import annotations

from datetime import timedelta

import pytest

from snowball_core.errors import Conflict, NotFound
from snowball_core.schemas import Phase, SectionState
from snowball_core.store.protocol import Store

from .examples import START, Clock, article, partial, progress, revision, section, source, usage


def test_sources_come_in_the_order_of_their_numbers(stocked: Store) -> None:
    stocked.save_sources("a1", [source(id=f"S{n}") for n in (10, 2, 1)])
    assert [s.id for s in stocked.sources("a1")] == ["S1", "S2", "S10"]


def test_saving_a_source_again_replaces_it_and_keeps_the_others(stocked: Store) -> None:
    stocked.save_sources("a1", [source(), source(id="S2")])
    changed = source(id="S2", included=False, read_characters=400, note="Cut.", url=None, origin="paste")
    stocked.save_sources("a1", [changed])
    assert stocked.sources("a1") == [source(), changed]


def test_sources_of_an_article_that_is_gone_are_refused(stocked: Store) -> None:
    with pytest.raises(NotFound):
        stocked.save_sources("nowhere", [source()])


def test_a_source_can_be_deleted_once(stocked: Store) -> None:
    stocked.save_sources("a1", [source(), source(id="S2")])
    stocked.delete_source("a1", "S1")
    assert [s.id for s in stocked.sources("a1")] == ["S2"]
    with pytest.raises(NotFound, match="S1"):
        stocked.delete_source("a1", "S1")


def test_a_section_is_saved_with_a_rising_revision(stocked: Store) -> None:
    first = stocked.save_section("a1", section())
    second = stocked.save_section(
        "a1", first.model_copy(update={"state": SectionState.APPROVED, "polished": "Better."})
    )
    assert (first.revision, second.revision) == (1, 2)
    assert stocked.sections("a1") == [second]


def test_sections_come_by_position(stocked: Store) -> None:
    for number, position in ((7, 2), (8, 0), (9, 1)):
        stocked.save_section("a1", section(id=number, position=position))
    assert [s.id for s in stocked.sections("a1")] == [8, 9, 7]


@pytest.mark.parametrize("read_at", [0, 1, 3])
def test_the_later_of_two_writers_of_a_section_gets_a_conflict(stocked: Store, read_at: int) -> None:
    current = stocked.save_section("a1", stocked.save_section("a1", section()))
    with pytest.raises(Conflict, match="Section 1"):
        stocked.save_section("a1", section(markdown="late", revision=read_at))
    assert stocked.sections("a1") == [current]


def test_saving_a_section_that_was_removed_meanwhile_is_a_conflict(stocked: Store) -> None:
    read = stocked.save_section("a1", section())
    stocked.delete_sections("a1", frozenset())
    with pytest.raises(Conflict):
        stocked.save_section("a1", read)
    assert stocked.sections("a1") == []


def test_a_section_of_an_article_that_is_gone_is_refused(stocked: Store) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        stocked.save_section("nowhere", section(revision=2))


def test_sections_that_the_outline_dropped_are_removed(stocked: Store) -> None:
    stocked.create_article(article(id="a2"))
    stocked.save_section("a2", section(id=4))
    for number in (1, 2, 3):
        stocked.save_section("a1", section(id=number))
    stocked.delete_sections("a1", keep=frozenset({1, 3, 99}))
    assert [s.id for s in stocked.sections("a1")] == [1, 3]
    assert [s.id for s in stocked.sections("a2")] == [4]


def test_the_streaming_text_is_replaced_and_forgotten(stocked: Store) -> None:
    stocked.save_partial(partial(section_id=2, text="B"))
    stocked.save_partial(partial(text="Flour"))
    latest = partial(text="Flour and", at=START + timedelta(seconds=1))
    stocked.save_partial(latest)
    assert stocked.partials("a1") == [latest, partial(section_id=2, text="B")]
    stocked.clear_partial("a1", 1)
    stocked.clear_partial("a1", 1)
    assert [p.section_id for p in stocked.partials("a1")] == [2]


def test_live_work_on_an_article_that_is_gone_is_refused(stocked: Store) -> None:
    with pytest.raises(NotFound):
        stocked.save_partial(partial(article_id="nowhere"))
    with pytest.raises(NotFound):
        stocked.save_progress(progress(article_id="nowhere"))


def test_progress_is_the_last_that_was_saved(stocked: Store) -> None:
    assert stocked.progress("a1") is None
    stocked.save_progress(progress(phase=Phase.OUTLINE))
    stocked.save_progress(progress(done=2))
    assert stocked.progress("a1") == progress(done=2)


def test_kept_states_come_newest_first_and_by_subject(stocked: Store) -> None:
    subjects = ["outline", "section:3", "outline"]
    kept = [
        stocked.add_revision(revision(subject=s, note=str(n), at=START + timedelta(minutes=n)))
        for n, s in enumerate(subjects)
    ]
    assert len({r.id for r in kept} - {0}) == 3
    assert stocked.revisions("a1") == kept[::-1]
    assert stocked.revisions("a1", "outline") == [kept[2], kept[0]]
    assert stocked.revisions("a1", "facts") == []


def test_a_kept_state_returns_its_content_unchanged_with_its_nulls(stocked: Store) -> None:
    content = {"outline": None, "sections": [{"id": 1, "note": None}], "größe": 1.5, "text": "a\u0000b\n“c”"}
    stocked.add_revision(revision(content=content))
    assert stocked.revisions("a1")[0].content == content


def test_kept_states_of_an_article_that_is_gone_are_refused(stocked: Store) -> None:
    with pytest.raises(NotFound):
        stocked.add_revision(revision(article_id="nowhere"))


def test_usage_is_listed_oldest_first_by_article_and_by_time(stocked: Store) -> None:
    full = usage(model="m", model_version="m-1", input_tokens=9, credits=0.5, seconds=1.25, cached=True, note="hit")
    later = usage(article_id="a2", at=START + timedelta(hours=1))
    general = usage(article_id="", at=START + timedelta(hours=2))
    for event in (general, full, later):
        stocked.add_usage(event)
    assert stocked.usage() == [full, later, general]
    assert stocked.usage("a1") == [full]
    assert stocked.usage(since=START + timedelta(hours=1)) == [later, general]
    assert stocked.usage("a1", since=START + timedelta(seconds=1)) == []


def test_a_working_store_passes_its_check_as_often_as_asked(stocked: Store, clock: Clock) -> None:
    stocked.check()
    clock.advance()
    stocked.check()


def test_closing_twice_does_no_harm(store: Store) -> None:
    store.close()
    store.close()
