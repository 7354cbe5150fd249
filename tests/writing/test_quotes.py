from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from snowball_core.writing.plain_form import PlainForm
from snowball_core.writing.quotes import SearchableText, locate

from .texts import PROSE, anything

SOURCE = """# The **big** report

Output  fell by 12 % in 2023, and “prices rose” — said [Ms. O’Neil](http://a.b/c_(d)). An exam-
ple of well-
known hyphen\u00adation. The ﬁrst ﬂoor has −5 °C; 120 people left. The area is 10² m of 1,200.50 euros.
Ａｂｃ １２ wide. Cafe\u0301 culture\u200b here is old. The `snake_case` name and 5*3 equal little.

> It is *said* that
> nobody came…

Between 2019–2021 it was 3.5 and -7 at most. Anti\u2011social.
"""


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        pytest.param("Output fell by 12 % in 2023", "Output  fell by 12 % in 2023", id="spaces"),
        pytest.param("output fell by 12 % in 2023", "Output  fell by 12 % in 2023", id="case-of-the-first-letter"),
        pytest.param('and "prices rose" - said', "and “prices rose” — said", id="quotes-and-dashes"),
        pytest.param("said Ms. O'Neil.", "said [Ms. O’Neil](http://a.b/c_(d)).", id="link-and-apostrophe"),
        pytest.param("said [Ms. O’Neil](http://other).", "said [Ms. O’Neil](http://a.b/c_(d)).", id="link-in-quote"),
        pytest.param("An example of", "An exam-\nple of", id="hyphen-at-the-end-of-a-line"),
        pytest.param("example of well-known", "exam-\nple of well-\nknown", id="hyphen-that-belongs-to-the-word"),
        pytest.param("well-known hyphenation", "well-\nknown hyphen\u00adation", id="soft-hyphen"),
        pytest.param("The first floor has", "The ﬁrst ﬂoor has", id="ligatures"),
        pytest.param("floor has -5 °C; 120", "ﬂoor has −5 °C; 120", id="minus"),
        pytest.param("Abc 12 wide", "Ａｂｃ １２ wide", id="full-width"),
        pytest.param("Café culture here", "Cafe\u0301 culture\u200b here", id="composed-and-zero-width"),
        pytest.param("the big report Output fell", "The **big** report\n\nOutput  fell", id="emphasis-and-heading"),
        pytest.param("It is said that nobody came...", "It is *said* that\n> nobody came…", id="block-quote"),
        pytest.param("“came…”", None, id="too-short-although-quoted"),
        pytest.param('"It is said that nobody came…"', "It is *said* that\n> nobody came…", id="quoted-as-a-whole"),
        pytest.param("the snake_case name", "The `snake_case` name", id="code"),
        pytest.param("Anti-social.", "Anti\u2011social.", id="non-breaking-hyphen"),
        pytest.param("120 people left.", "120 people left.", id="number-at-the-border"),
    ],
)
def test_typography_and_markup_do_not_decide(quote: str, place: str | None) -> None:
    found = locate(quote, SOURCE)
    assert (found.text if found else None) == place


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("Output fell by 13 % in 2023", id="digit"),
        pytest.param("Output fell by 1.2 % in 2023", id="decimal"),
        pytest.param("20 people left. The area", id="part-of-a-number"),
        pytest.param("7 at most. Anti-social", id="without-its-minus"),
        pytest.param("in 2023, and “prices ros", id="part-of-a-word"),
        pytest.param("it was 3", id="number-cut-at-its-point"),
        pytest.param("The area is 102 m of", id="superscript-is-no-digit"),
        pytest.param("name and 53 equal", id="product"),
        pytest.param("Output rose by 12 % in 2023", id="word"),
        pytest.param("Output fell … in 2023", id="ellipsis"),
        pytest.param("Output fell ... in 2023", id="ellipsis-of-dots"),
        pytest.param("Output fell [...] in 2023", id="ellipsis-in-brackets"),
        pytest.param("OUTPUT FELL BY 12 %", id="case-of-other-letters"),
        pytest.param("fell Output by 12 %", id="order"),
        pytest.param("Output fell", id="two-short-words"),
        pytest.param("2023", id="a-number-alone"),
        pytest.param("", id="empty"),
        pytest.param("“”", id="quotation-marks-only"),
        pytest.param("   \n ", id="space"),
    ],
)
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert locate(quote, SOURCE) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("他表示，量子计算机将在十年内得到广泛应用。", "量子计算机将在十年内得到广泛应用"),
        ("وقال إن الإنتاج انخفض بنسبة ١٢٪ في العام", "الإنتاج انخفض بنسبة ١٢٪"),
        ("הוא אמר: „הייצור ירד בשנה שעברה”.", 'הוא אמר: "הייצור ירד בשנה שעברה".'),
        ("한국의 생산량이 12 퍼센트 감소했다.", "생산량이 12 퍼센트"),
        ("Die Straße – sagte er – ist «sehr» lang.", 'Straße - sagte er - ist "sehr" lang'),
        ("Team 👩‍👩‍👧 won 3 cups 🎉 there", "👩‍👩‍👧 won 3 cups 🎉"),
    ],
)
def test_quotes_are_found_in_every_script(text: str, quote: str) -> None:
    assert locate(quote, text) is not None


@pytest.mark.parametrize("number", ["1 500", "1,500", "1.500", "1’500", "-500", "−500", "2019-500", "1500"])
def test_a_quote_never_begins_within_a_number(number: str) -> None:
    assert locate("500 men were there", f"Some {number} men were there.") is None
    assert locate(f"some {number} men were", f"Some {number} men were there.") is not None


def test_a_later_place_counts_when_the_first_is_within_a_longer_number() -> None:
    found = locate("20 people left", "1,120 people left, then 20 people left.")
    assert found is not None
    assert found.start == 24


@given(anything, st.data())
def test_a_place_holds_its_text(text: str, data: st.DataObject) -> None:
    words = text.split()
    assume(len(words) >= 5)
    start = data.draw(st.integers(0, len(words) - 4))
    quote = " ".join(words[start : start + data.draw(st.integers(3, 8))])
    found = SearchableText(text).locate(quote)
    if found is not None:
        assert found.text == text[found.start : found.end]


@given(st.data())
def test_every_stretch_of_whole_words_is_located(data: st.DataObject) -> None:
    text = f"{PROSE}\n{SOURCE}"
    borders = [0, *(found.end() for found in re.finditer(r"\s+", text))]
    first = data.draw(st.integers(0, len(borders) - 12))
    last = first + data.draw(st.integers(8, 11))
    quote = text[borders[first] : borders[last]].strip()
    found = locate(quote, text)
    assert found is not None
    assert found.text == quote


@given(st.integers(100, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_a_changed_digit_is_never_found(number: int, position: int, by: int) -> None:
    digits = str(number)
    position %= len(digits)
    changed = digits[:position] + str((int(digits[position]) + by) % 10) + digits[position + 1 :]
    assert locate(f"it sold {changed} units", f"In May it sold {digits} units.") is None
    assert locate(f"it sold {digits} units", f"In May it sold {digits} units.") is not None


@given(anything)
def test_every_character_of_the_plain_form_has_its_place_in_the_original(text: str) -> None:
    form = PlainForm(text)
    places = [form.original_range(offset, offset + 1) for offset in range(len(form.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize(
    "paragraph", [SOURCE, "量子计算机，将在十年内得到广泛应用。" * 20, "Он сказал: «да» – и ушёл. " * 20]
)
def test_two_megabytes_take_seconds_at_most_and_one_quote_next_to_nothing(paragraph: str) -> None:
    text = paragraph * (2_000_000 // len(paragraph))
    start = time.process_time()
    searchable = SearchableText(text)
    built = time.process_time()
    assert searchable.locate("this is nowhere to be found") is None
    assert built - start < 6
    assert time.process_time() - built < 0.5
