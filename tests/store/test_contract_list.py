from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from snowball_core.errors import InputError
from snowball_core.schemas import Status
from snowball_core.store.protocol import ArticleQuery, ArticleSummary, Store

from .examples import START, article, outline, voice


@pytest.fixture
def shelf(store: Store) -> Store:
    """Five articles in two voices; the higher the number, the later changed and the earlier created."""
    store.create_voice(voice(name="Zest"))
    store.create_voice(voice(id="v2", name="calm"))
    rows: list[dict[str, Any]] = [
        {"keyword": "Sourdough starter", "status": Status.COMPLETED, "outline": outline("Bread for Beginners", 3)},
        {"keyword": "ÄPFEL lagern", "status": Status.WRITING, "current_step_index": 2, "outline": outline()},
        {"keyword": "heat pumps", "voice_id": "v2", "status": Status.FAILED, "error_message": "No sources."},
        {"keyword": "100% rye_bread", "voice_id": "v2"},
        {"keyword": "Straßenbahn", "mode": "autopilot"},
    ]
    for n, row in enumerate(rows):
        times = {"created_at": START - timedelta(hours=n), "updated_at": START + timedelta(hours=n)}
        store.create_article(article(id=f"a{n}", **row, **times))
    return store


def ids(store: Store, **query: Any) -> list[str]:
    return [row.id for row in store.articles(ArticleQuery(**query)).rows]


def test_a_row_says_what_the_list_shows(shelf: Store) -> None:
    row = next(row for row in shelf.articles(ArticleQuery()).rows if row.id == "a1")
    assert row == ArticleSummary(
        id="a1",
        keyword="ÄPFEL lagern",
        title="How a starter lives",
        voice_id="v1",
        voice_name="Zest",
        status=Status.WRITING,
        mode="guided",
        sections_written=2,
        sections_planned=2,
        error_message="",
        created_at=START - timedelta(hours=1),
        updated_at=START + timedelta(hours=1),
    )


def test_an_article_without_an_outline_has_no_title_yet(shelf: Store) -> None:
    row = shelf.articles(ArticleQuery(search="heat")).rows[0]
    assert (row.title, row.sections_planned, row.error_message) == ("", 0, "No sources.")


def test_the_list_begins_with_the_latest_change(shelf: Store) -> None:
    assert ids(shelf) == ["a4", "a3", "a2", "a1", "a0"]


def test_an_update_brings_an_article_and_its_new_title_to_the_list(shelf: Store) -> None:
    shelf.update_article("a2", 1, outline=outline("Warm walls", 4))
    row = shelf.articles(ArticleQuery(search="warm WALLS")).rows[0]
    assert (row.id, row.title, row.sections_planned) == ("a2", "Warm walls", 4)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("SOURDOUGH", ["a0"]),
        ("beginners", ["a0"]),
        ("äpfel", ["a1"]),
        ("A\u0308pfel", ["a1"]),
        ("strassen", ["a4"]),
        ("  heat   pumps ", ["a2"]),
        ("%", ["a3"]),
        ("e_b", ["a3"]),
        ("b", ["a4", "a3", "a0"]),
        ("starterBread", []),
        ("'; --", []),
    ],
)
def test_a_search_looks_into_keyword_and_title_ignoring_case(shelf: Store, search: str, found: list[str]) -> None:
    page = shelf.articles(ArticleQuery(search=search))
    assert [row.id for row in page.rows] == found
    assert page.total == len(found)


def test_filters_are_combined(shelf: Store) -> None:
    assert ids(shelf, statuses=frozenset({Status.QUEUED, Status.FAILED})) == ["a4", "a3", "a2"]
    assert ids(shelf, voice_id="v2") == ["a3", "a2"]
    assert ids(shelf, voice_id="v2", statuses=frozenset({Status.FAILED})) == ["a2"]
    assert ids(shelf, voice_id="v2", statuses=frozenset({Status.QUEUED}), search="BREAD") == ["a3"]
    assert ids(shelf, voice_id="nobody") == []


def test_pages_follow_each_other_and_the_total_counts_all(shelf: Store) -> None:
    pages = [shelf.articles(ArticleQuery(limit=2, offset=offset)) for offset in (0, 2, 4, 6)]
    assert [[row.id for row in page.rows] for page in pages] == [["a4", "a3"], ["a2", "a1"], ["a0"], []]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("updated_at", "a0"),
        ("created_at", "a4"),
        ("keyword", "a3"),
        ("voice_name", "a2"),
        ("sections_planned", "a2"),
        ("status", "a0"),
    ],
)
def test_the_list_can_be_sorted_both_ways(shelf: Store, order: str, first: str) -> None:
    upwards = ids(shelf, order=order, descending=False)
    assert upwards[0] == first
    assert ids(shelf, order=order, descending=True) == upwards[::-1]


def test_an_order_that_is_no_column_is_refused(shelf: Store) -> None:
    with pytest.raises(InputError, match="raw_content"):
        shelf.articles(ArticleQuery(order="raw_content; DROP TABLE articles"))
    assert len(ids(shelf)) == 5
