from __future__ import annotations

from datetime import timedelta

from snowball_core.store.protocol import Store, UsageSums

from .examples import START, article, outline, usage


def test_without_a_call_there_is_nothing_to_add_up(store: Store) -> None:
    assert store.usage_sums("day") == store.usage_sums("step") == store.usage_sums("article") == []


def test_calls_are_added_up_and_saved_ones_counted_apart(store: Store) -> None:
    store.add_usage(usage(input_tokens=10, output_tokens=5, thinking_tokens=2, cost=0.5))
    store.add_usage(usage(input_tokens=1, cost=0.25))
    store.add_usage(usage(cached=True, saved=0.5))
    sums = UsageSums("2026-11-23", paid_calls=2, saved_calls=1, tokens=18, cost=0.75, saved=0.5)
    assert store.usage_sums("day") == [sums]


def test_days_are_those_of_utc_in_their_order(store: Store) -> None:
    for hours in (13, 0, 11):
        store.add_usage(usage(at=START + timedelta(hours=hours)))
    assert [(day.grouped, day.paid_calls) for day in store.usage_sums("day")] == [("2026-11-23", 2), ("2026-11-24", 1)]


def test_the_parts_of_a_step_are_added_up_and_the_dearest_step_comes_first(store: Store) -> None:
    for step, cost in (("find gaps", 0.1), ("write section · 1", 0.2), ("write section · 12", 0.3)):
        store.add_usage(usage(step=step, cost=cost))
    assert [(step.grouped, step.paid_calls) for step in store.usage_sums("step")] == [
        ("write section", 2),
        ("find gaps", 1),
    ]


def test_articles_are_named_by_their_title_else_their_keyword_and_deleted_ones_have_no_name(stocked: Store) -> None:
    stocked.create_article(article(id="a2", outline=outline("Bread for two")))
    stocked.create_article(article(id="a3"))
    for number, article_id in enumerate(("a1", "a2", "a3", "")):
        stocked.add_usage(usage(article_id=article_id, cost=4 - number))
    stocked.delete_article("a3")
    named = [(one.grouped, one.name) for one in stocked.usage_sums("article")]
    assert named == [("a1", "sourdough starter"), ("a2", "Bread for two"), ("a3", None), ("", None)]


def test_without_a_price_the_most_tokens_come_first(store: Store) -> None:
    for article_id, tokens in (("a1", 5), ("a2", 50), ("a3", 7)):
        store.add_usage(usage(article_id=article_id, output_tokens=tokens))
    assert [one.grouped for one in store.usage_sums("article", limit=2)] == ["a2", "a3"]


def test_only_calls_since_a_moment_are_added_up(store: Store) -> None:
    for hours in (0, 1, 2):
        store.add_usage(usage(at=START + timedelta(hours=hours)))
    assert store.usage_sums("step", since=START + timedelta(hours=1))[0].paid_calls == 2
