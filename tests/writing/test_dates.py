from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from snowball_core.writing.dates import dates

from .texts import anything


@pytest.mark.parametrize(
    "notation",
    [
        "12 March 2024",
        "12th of March 2024",
        "March 12, 2024",
        "March 12th, 2024",
        "Mar. 12, 2024",
        "2024-03-12",
        "12.03.2024",
        "12.3.24",
        "12. März 2024",
        "12 mars 2024",
        "12 de marzo de 2024",
        "12 marzo 2024",
        "12 марта 2024",
        "2024年3月12日",
        "2024년 3월 12일",
    ],
)
def test_one_date_in_many_notations(notation: str) -> None:
    found = dates(f"on {notation}, he said" if notation != "12 mars 2024" else "le 12 Mars 2024, dit-il")
    assert [date.readings for date in found] == [{(2024, 3, 12)}]


def test_an_ambiguous_order_has_both_readings() -> None:
    assert dates("03/04/2024")[0].readings == {(2024, 4, 3), (2024, 3, 4)}
    assert dates("13/04/2024")[0].readings == {(2024, 4, 13)}


def test_parts_may_be_missing() -> None:
    assert [date.readings for date in dates("March 2024 and 3 May")] == [{(2024, 3, None)}, {(None, 5, 3)}]


@pytest.mark.parametrize(
    "text", ["you may 5 times", "they march 10 km", "in 2024", "3.11.2 is out", "12/2024", "99/99/2024", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        ("March 2024", "12 March 2024", True),
        ("12 March", "12 March 2024", True),
        ("12 March 2024", "March 2024", False),
        ("13 March 2024", "12 March 2024", False),
        ("12 March 2024", "12.03.2024", True),
        ("3/4/2024", "4 March 2024", True),
    ],
)
def test_a_date_may_say_less_than_its_basis_but_not_more(one: str, other: str, within: bool) -> None:
    assert dates(one)[0].says_no_more_than(dates(other)[0]) is within


@given(anything)
def test_dates_have_valid_places_that_do_not_overlap(text: str) -> None:
    found = dates(text)
    assert all(0 <= date.start < date.end <= len(text) for date in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
