"""Times and amounts are said as a person says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from snowball_core.schemas import Status
from ui.result_view import file_name
from ui.words import STATUS_WORDS, ago, count, dollars

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "just now"),
        (60, "1 minute ago"),
        (59 * 60, "59 minutes ago"),
        (2 * 3600, "2 hours ago"),
        (3 * 86400, "3 days ago"),
        (20 * 86400, "3 Nov 2026"),
    ],
)
def test_how_long_ago(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_amounts() -> None:
    assert [count(n, "source") for n in (0, 1, 1200)] == ["0 sources", "1 source", "1,200 sources"]
    assert [dollars(d) for d in (0, 0.00123, 12.5)] == ["$0.00", "$0.0012", "$12.50"]


def test_every_status_has_words_of_its_own() -> None:
    assert len({STATUS_WORDS[status] for status in Status}) == len(Status)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Heat pumps: what they cost!", "heat-pumps-what-they-cost"),
        ("Wärmepumpen im Altbau", "wärmepumpen-im-altbau"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", "article"),
    ],
)
def test_a_title_becomes_a_harmless_file_name(title: str, name: str) -> None:
    assert file_name(title) == name
