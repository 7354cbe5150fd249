from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snowball_core.writing.numbers import ascii_digits, numbers

from .texts import anything


def values(text: str) -> list[tuple[str, str]]:
    return [number.canonical for number in numbers(text)]


@pytest.mark.parametrize(
    "notation",
    [
        "1,200,000",
        "1.200.000",
        "1 200 000",
        "1\u202f200\u00a0000".replace("\u202f", "\u00a0"),
        "1'200'000",
        "1’200’000",
        "12,00,000",
        "1.2 million",
        "1,2 Mio.",
        "1.2M",
        "1,2 Millionen",
        "1,2 million",
        "1200 thousand",
        "1200k",
        "120万",
        "12 lakh",
        "１，２００，０００".replace("，", ","),
        "١٬٢٠٠٬٠٠٠",
        "one million two hundred thousand",
    ],
)
def test_one_value_in_many_notations(notation: str) -> None:
    assert values(f"about {notation} in all") == [("1200000", "")]


@pytest.mark.parametrize(
    "notation",
    [
        "12 %",
        "12%",
        "12 percent",
        "12 per cent",
        "twelve percent",
        "12 Prozent",
        "12 pour cent",
        "12 por ciento",
        "１２％",
        "١٢٪",
    ],
)
def test_percent_in_many_notations(notation: str) -> None:
    assert values(f"by {notation}.") == [("12", "%")]


@pytest.mark.parametrize(
    "notation",
    [
        "$5m",
        "$5 million",
        "US$ 5 million",
        "USD 5 million",
        "5 million dollars",
        "5 Mio. US-Dollar",
        "five million dollars",
    ],
)
def test_money_in_many_notations(notation: str) -> None:
    assert values(f"It cost {notation}.") == [("5000000", "USD")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10–20 %", [("10", "%"), ("20", "%")]),
        ("10 to 20 million", [("10000000", ""), ("20000000", "")]),
        ("between 5 and 10 percent", [("5", "%"), ("10", "%")]),
        ("$10-20", [("10", "USD"), ("20", "USD")]),
        ("2019–21", [("2019", ""), ("2021", "")]),
        ("5 and 10 percent", [("5", ""), ("10", "%")]),
    ],
)
def test_a_range_shares_unit_scale_and_century(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 percentage points", [("12", "pp")]),
        ("the 1990s", [("1990", "decade")]),
        ("the 3rd and the 21st", [("3", "ordinal"), ("21", "ordinal")]),
        ("at 10:30", [("10:30", "")]),
        ("version 3.11.2", [("3.11.2", "")]),
        ("1½ cups", [("1.5", "")]),
        ("½ cup", [("0.5", "")]),
        ("-5 °C and −7 °C", [("-5", "°C"), ("-7", "°C")]),
        ("0.125 and 0,125", [("0.125", ""), ("0.125", "")]),
        ("1,234.56 and 1.234,56", [("1234.56", ""), ("1234.56", "")]),
        ("a 12-month plan", [("12", "month")]),
        ("330 m, 330 feet", [("330", "m"), ("330", "ft")]),
        ("3.5 kW, 5 km/h, 80 m²", [("3.5", "kW"), ("5", "km/h"), ("80", "m²")]),
        ("12億円", [("1200000000", "JPY")]),
        ("2 billion, 2 Milliarden", [("2000000000", ""), ("2000000000", "")]),
        ("two hundred and fifty thousand", [("250000", "")]),
        ("twenty-five", [("25", "")]),
        ("mid-2020", [("2020", "")]),
        ("1, 2, 3", [("1", ""), ("2", ""), ("3", "")]),
        ("CO2, COVID-19, F-16 and H2O", []),
        ("someone often weighs", []),
    ],
)
def test_kinds_of_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


def test_a_group_behind_a_point_may_be_decimals_and_one_behind_a_comma_not() -> None:
    assert [sorted(number.readings) for number in numbers("1.200 or 1,200")] == [["1.2", "1200"], ["1200"]]


@pytest.mark.parametrize(
    ("stated", "basis", "fits"),
    [
        ("12 %", "twelve percent", True),
        ("12", "12 %", False),
        ("12 %", "12", False),
        ("12 %", "12 percentage points", False),
        ("$5", "€5", False),
        ("5 km", "5 miles", False),
        ("5 km", "5 kilometres", True),
        ("330", "330 m", True),
        ("330 m", "330", True),
        ("1.2 million", "1,200 million", False),
        ("3rd", "3", True),
    ],
)
def test_units_decide_whether_two_numbers_state_the_same(stated: str, basis: str, fits: bool) -> None:
    assert numbers(stated)[0].stated_by(numbers(basis)[0]) is fits


def test_a_number_knows_its_place_with_sign_scale_and_unit() -> None:
    text = "Losses of −$1.5 million dollars, or twelve percent."
    assert [text[n.start : n.end] for n in numbers(text)] == ["−$1.5 million dollars", "twelve percent"]


@given(st.integers(0, 10**15))
def test_grouping_never_changes_a_value(number: int) -> None:
    grouped = f"{number:,}"
    notations = [
        str(number),
        grouped,
        grouped.replace(",", "."),
        grouped.replace(",", "\u00a0"),
        grouped.replace(",", "'"),
    ]
    assert all(str(number) in numbers(notation)[0].readings for notation in notations)


@given(anything)
def test_numbers_have_valid_places_in_any_text(text: str) -> None:
    found = numbers(text)
    assert all(0 <= number.start < number.end <= len(text) and number.readings for number in found)
    assert len(ascii_digits(text)) == len(text)


def test_a_monstrous_run_of_digits_is_compared_as_it_is_written() -> None:
    digits = "7" * 50_000
    assert numbers(digits)[0].readings == {digits}
