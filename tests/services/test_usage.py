"""What calls cost, by period: the days, the steps, the dearest articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from snowball_core.records import UsageEvent
from snowball_core.schemas import Phase
from snowball_core.services.usage import DEAREST_ARTICLES, UsageService
from snowball_core.store.protocol import Store
from snowball_core.store.sqlite import open_sqlite_store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_sqlite_store(tmp_path / "data", lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def usage(store: Store) -> UsageService:
    return UsageService(store, lambda: NOW)


@pytest.fixture
def record(store: Store) -> Callable[..., None]:
    """Records a call so many days ago."""

    def add(days_ago: float = 0, **fields: Any) -> None:
        given = {"phase": Phase.WRITING, "step": "write section · 1", "provider": "gemini", **fields}
        store.add_usage(UsageEvent(at=NOW - timedelta(days=days_ago), **given))

    return add


def test_a_studio_without_calls_has_an_empty_report(usage: UsageService) -> None:
    report = usage.report(7)
    assert (report.total.paid_calls, report.days, report.steps, report.articles) == (0, [], [], [])
    assert not report.paid
    assert usage.report().first == usage.report().last == NOW.date()


def test_a_period_of_seven_days_begins_six_days_ago_at_midnight(
    usage: UsageService, record: Callable[..., None]
) -> None:
    for days_ago in (0, 6.4, 6.6):
        record(days_ago, cost=1)
    report = usage.report(7)
    assert report.first == date(2026, 11, 17)
    assert [day.grouped for day in report.days] == ["2026-11-17", "2026-11-23"]
    assert report.total.cost == 2


def test_the_report_of_all_time_begins_with_the_first_call(usage: UsageService, record: Callable[..., None]) -> None:
    record(400)
    assert usage.report().first == date(2025, 10, 19)


def test_total_steps_and_articles_hold_the_same_calls(usage: UsageService, record: Callable[..., None]) -> None:
    record(article_id="a1", cost=1, input_tokens=10)
    record(article_id="a2", cost=2, step="search", provider="tavily")
    record(cached=True, saved=3)
    report = usage.report()
    assert report.paid
    for sums in (report.days, report.steps, report.articles):
        assert sum(one.cost for one in sums) == report.total.cost == 3
        assert sum(one.saved for one in sums) == report.total.saved == usage.saved_so_far() == 3
        assert sum(one.paid_calls for one in sums) == report.total.paid_calls == 2


def test_only_the_dearest_articles_are_listed_and_it_says_that_there_are_more(
    usage: UsageService, record: Callable[..., None]
) -> None:
    for number in range(DEAREST_ARTICLES):
        record(article_id=f"a{number}", cost=number)
    assert not usage.report().more_articles
    record(article_id="cheap")
    report = usage.report()
    assert report.more_articles
    assert [one.grouped for one in report.articles][:2] == ["a9", "a8"]
    assert len(report.articles) == DEAREST_ARTICLES
