from __future__ import annotations

import itertools

import pytest
from source_documents import pdf_file, pdf_with_stream

from snowball_core.errors import EncryptedSource, UnreadableSource
from snowball_core.sources.pdf_text import join_broken_words, read_pdf, without_running_lines
from snowball_core.sources.read_source import Extract

LABEL = "The file “a.pdf”"


def read(data: bytes) -> Extract:
    return read_pdf(LABEL, data, seconds=60)


def test_pages_are_read_in_order_with_title_and_date() -> None:
    extract = read(pdf_file(["First page.", "Second page."], title="Oak barrels", created="D:20240305120000Z"))
    assert extract.text == "First page.\n\nSecond page."
    assert (extract.title, extract.published, extract.notes) == ("Oak barrels", "2024-03-05", ())


@pytest.mark.parametrize("title", ["Microsoft Word - draft 3.doc", "untitled", "report.indd"])
def test_titles_that_programs_leave_behind_are_no_titles(title: str) -> None:
    assert read(pdf_file(["Text."], title=title)).title == ""


def test_a_pdf_without_information_has_neither_title_nor_date() -> None:
    extract = read(pdf_file(["Text."]))
    assert (extract.title, extract.published) == ("", "")


def test_an_encrypted_pdf_that_opens_without_a_password_is_read() -> None:
    assert read(pdf_file(["Open to all."], password="")).text == "Open to all."


def test_an_encrypted_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(EncryptedSource, match=r"a\.pdf.*password"):
        read(pdf_file(["Secret."], password="swordfish"))


def test_a_pdf_without_text_layer_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableSource, match=r"a\.pdf.*no text layer") as caught:
        read(pdf_file(["", ""]))
    assert "OCR" in caught.value.hint


def test_pages_without_text_among_others_are_told() -> None:
    assert read(pdf_file(["Text.", "", ""])).notes == ("2 of 3 pages hold no text (pictures or scans).",)


@pytest.mark.parametrize("data", [b"%PDF-1.7\ngarbage", b"%PDF-1.4\n%%EOF", b"%PDF-"])
def test_a_damaged_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"a\.pdf.*damaged"):
        read(data)


def test_a_truncated_pdf_gives_its_text_or_says_that_it_is_damaged() -> None:
    data = pdf_file(["Some text that stands here."])
    for length in range(20, len(data), 97):
        try:
            assert "text" in read(data[:length]).text
        except UnreadableSource as error:
            assert "a.pdf" in error.message


def test_running_headers_and_footers_are_dropped() -> None:
    subjects = ["Oak", "Pine", "Chestnut", "Acacia"]
    pages = [
        f"Annual Report 2024\n{s} is a wood.\nIt grows.\nMore of {s}.\nPage {n} of 4" for n, s in enumerate(subjects, 1)
    ]
    text = read(pdf_file(pages)).text
    assert "Annual Report" not in text
    assert "Page" not in text
    assert all(f"{s} is a wood." in text and f"More of {s}." in text for s in subjects)


def test_lines_on_few_pages_or_in_the_middle_are_kept() -> None:
    pages = [
        ["Top a", "x", "same line", "y", "End a"],
        ["Top b", "x2", "same line", "y2", "End b"],
        ["Top c", "z", "same line", "v", "w"],
    ]
    assert without_running_lines(pages) == pages


def test_a_two_page_document_keeps_what_both_pages_say() -> None:
    assert without_running_lines([["Same", "a"], ["Same", "b"]]) == [["Same", "a"], ["Same", "b"]]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("matu-\nration", "maturation"),
        ("matu\u2010\nration", "maturation"),
        ("Anglo-\nSaxon", "Anglo-Saxon"),
        ("a well-known fact is well-\nknown", "a well-known fact is well-known"),
        ("1990-\n2000", "1990-\n2000"),
        ("a list -\nitem", "a list -\nitem"),
    ],
)
def test_words_that_a_line_end_broke_are_joined(broken: str, whole: str) -> None:
    assert join_broken_words(broken) == whole


def test_a_word_broken_by_the_end_of_a_page_is_joined() -> None:
    assert "maturation" in read(pdf_file(["It needs matu-", "ration in oak."])).text


def test_only_the_first_pages_are_read() -> None:
    extract = read_pdf(LABEL, pdf_file(["Text."] * 3), seconds=60, max_pages=2)
    assert extract.notes == ("Only the first 2 of 3 pages were read.",)


def test_reading_stops_when_the_time_is_over_and_keeps_what_it_has() -> None:
    ticks = itertools.count(0, 10)
    extract = read_pdf(LABEL, pdf_file([f"Page {c}." for c in "abcdefgh"]), seconds=25, clock=lambda: next(ticks))
    assert extract.text.startswith("Page a.")
    assert "Page h." not in extract.text
    assert "of 8 pages were read" in extract.notes[0]


BOMB = b"BT (x) Tj ET " + b" " * 40_000_000


def test_a_page_that_unpacks_to_very_much_is_not_read() -> None:
    data = pdf_with_stream(BOMB)
    assert len(data) < 100_000
    with pytest.raises(UnreadableSource, match=r"a\.pdf.*damaged"):
        read(data)


def test_a_damaged_page_among_others_is_left_out_and_told() -> None:
    extract = read(pdf_with_stream(BOMB, before=["First.", "Second."]))
    assert extract.text == "First.\n\nSecond."
    assert extract.notes == ("Damaged pages were left out: 3.",)
