from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.writing.names import known, name_words, names

from .texts import anything


def found(text: str) -> list[str]:
    return [text[name.start : name.end] for name in names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Later Angela Merkel met the board of Siemens AG in Berlin.", ["Angela Merkel", "Siemens AG", "Berlin"]),
        ("The output fell. However, it rose. When it stood, we left.", []),
        ("NATO agreed. GitHub did too. It was CO2.", ["NATO", "GitHub", "CO2"]),
        ("Berlin grew. Then they left Berlin.", ["Berlin", "Berlin"]),
        ("He said: “Nobody came.” I did.", []),
        ("First item\nSecond item of Bonn", ["Bonn"]),
        ("they left COVID-19 and O’Neil behind", ["COVID-19", "O’Neil"]),
        ("الإنتاج انخفض 你好 हिन्दी", []),
        ("", []),
    ],
)
def test_names_are_capitalised_words_that_no_sentence_begins_with(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_where_nouns_are_capitalised_only_names_of_several_words_count() -> None:
    text = (
        "Im letzten Jahr hat die Deutsche Bahn den Umsatz mit der Infrastruktur gesteigert, "
        "und die Kosten der Züge sind nach Angaben der NATO im Vergleich gesunken."
    )
    assert found(text) == ["Deutsche Bahn", "NATO"]


@pytest.mark.parametrize("word", ["Germany’s", "german", "Siemens", "Berlin-Munich"])
def test_other_forms_of_a_known_name_are_known(word: str) -> None:
    assert known(word, name_words("Siemens is a firm in Germany, in Berlin and Munich."))


@pytest.mark.parametrize("word", ["Austria", "Ber", "Siemensstadt"])
def test_other_names_are_not(word: str) -> None:
    assert not known(word, name_words("Siemens is a firm in Australia, in Berlin."))


@given(anything)
def test_names_have_valid_places(text: str) -> None:
    assert all(0 <= name.start < name.end <= len(text) for name in names(text))
