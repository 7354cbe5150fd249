from __future__ import annotations

from datetime import timedelta

import pytest

from snowball_core.errors import Conflict, InputError, NotFound
from snowball_core.schemas import Article, ArticleOutline, CompetitorData, Phase, Status
from snowball_core.store.protocol import ArticleQuery, Store

from .examples import START, Clock, article, outline, partial, progress, revision, section, source, usage, voice


def test_an_article_is_created_with_its_sources(store: Store) -> None:
    store.create_voice(voice())
    created = store.create_article(article(outline=outline()), [source(), source(id="S2")])
    assert store.article("a1") == created == article(outline=outline())
    assert [s.id for s in store.sources("a1")] == ["S1", "S2"]


def test_an_article_needs_a_voice_that_exists(store: Store) -> None:
    with pytest.raises(NotFound):
        store.create_article(article(), [source()])
    assert store.articles(ArticleQuery()).total == 0
    assert store.sources("a1") == []


def test_an_id_that_is_taken_is_refused_and_the_first_article_stays(stocked: Store) -> None:
    with pytest.raises(Conflict):
        stocked.create_article(article(keyword="other"), [source()])
    assert stocked.article("a1") == article()
    assert stocked.sources("a1") == []


def test_an_update_changes_the_named_fields_only(stocked: Store, clock: Clock) -> None:
    facts = CompetitorData(fact_sheet=["Starters rise."])
    stocked.update_article("a1", 1, competitor_data=facts, raw_content="# Title")
    clock.advance(5)
    saved = stocked.update_article("a1", 2, status=Status.FAILED, failed_at_phase=Phase.OUTLINE)
    assert stocked.article("a1") == saved
    assert saved == article(
        competitor_data=facts,
        raw_content="# Title",
        status=Status.FAILED,
        failed_at_phase=Phase.OUTLINE,
        version=3,
        updated_at=clock.now,
    )


def test_a_field_can_be_emptied_again(stocked: Store) -> None:
    stocked.update_article("a1", 1, outline=outline(), failed_at_phase=Phase.WRITING)
    stocked.update_article("a1", 2, outline=None, failed_at_phase=None)
    assert stocked.article("a1").outline is None
    assert stocked.article("a1").failed_at_phase is None


def test_the_later_of_two_writers_gets_a_conflict_and_nothing_is_written(stocked: Store) -> None:
    stocked.update_article("a1", 1, raw_content="first")
    with pytest.raises(Conflict, match="sourdough starter"):
        stocked.update_article("a1", 1, raw_content="second")
    assert stocked.article("a1").raw_content == "first"
    assert stocked.article("a1").version == 2


@pytest.mark.parametrize("field", ["titel", "id", "created_at", "updated_at"])
def test_only_an_articles_own_fields_can_be_changed(stocked: Store, field: str) -> None:
    with pytest.raises(TypeError, match=field):
        stocked.update_article("a1", 1, **{field: "x"})
    assert stocked.article("a1") == article()


def test_a_change_that_breaks_a_bound_is_refused_by_name(stocked: Store) -> None:
    with pytest.raises(InputError, match="keyword"):
        stocked.update_article("a1", 1, keyword="  ")
    assert stocked.article("a1") == article()


def test_a_model_that_was_spoilt_from_inside_is_refused(stocked: Store) -> None:
    plan: ArticleOutline = outline()
    plan.sections.clear()
    with pytest.raises(InputError, match=r"outline\.sections"):
        stocked.update_article("a1", 1, outline=plan)
    assert stocked.article("a1").outline is None


def test_a_change_to_a_voice_that_does_not_exist_is_refused(stocked: Store) -> None:
    with pytest.raises(NotFound):
        stocked.update_article("a1", 1, voice_id="nobody")
    assert stocked.article("a1").voice_id == "v1"


def test_text_that_no_database_can_hold_is_an_input_error(stocked: Store) -> None:
    with pytest.raises(InputError):
        stocked.update_article("a1", 1, raw_content="half a pair \ud83d")
    with pytest.raises(InputError):
        stocked.add_revision(revision(content={"text": "half a pair \ud83d"}))
    assert stocked.article("a1") == article()


def test_an_article_that_is_gone_is_not_found(store: Store) -> None:
    for attempt in (
        lambda: store.article("a1"),
        lambda: store.update_article("a1", 1, raw_content="x"),
        lambda: store.delete_article("a1"),
    ):
        with pytest.raises(NotFound, match="a1"):
            attempt()


def test_articles_in_some_statuses_come_whole_and_oldest_first(store: Store) -> None:
    store.create_voice(voice())
    statuses = [Status.WRITING, Status.COMPLETED, Status.QUEUED, Status.WRITING]
    for number, status in enumerate(statuses):
        at = START - timedelta(minutes=number)
        store.create_article(article(id=str(number), status=status, raw_content="# Text", created_at=at))
    found: list[Article] = store.articles_in(frozenset({Status.WRITING, Status.QUEUED}))
    assert [(a.id, a.raw_content) for a in found] == [("3", "# Text"), ("2", "# Text"), ("0", "# Text")]
    assert store.articles_in(frozenset()) == []


def test_a_deleted_article_takes_all_that_belongs_to_it(stocked: Store) -> None:
    stocked.save_sources("a1", [source()])
    stocked.save_section("a1", section())
    stocked.save_partial(partial())
    stocked.save_progress(progress())
    stocked.add_revision(revision())
    stocked.delete_article("a1")
    left = [stocked.sources("a1"), stocked.sections("a1"), stocked.partials("a1"), stocked.revisions("a1")]
    assert left == [[], [], [], []]
    assert stocked.progress("a1") is None
    stocked.delete_voice("v1")


def test_what_a_deleted_article_cost_stays_known(stocked: Store) -> None:
    stocked.add_usage(usage(cost=0.25))
    stocked.delete_article("a1")
    assert [event.cost for event in stocked.usage()] == [0.25]
