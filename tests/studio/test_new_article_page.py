"""The page that starts an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Status
from snowball_core.services.studio import Studio
from snowball_core.store.protocol import ArticleQuery
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]


def field(elements: Any, label: str) -> Any:
    return next(element for element in elements if element.label == label)


def start(page: AppTest) -> AppTest:
    return field(page.button, "Start the article").click().run()


def test_the_demo_says_what_its_library_covers(open_page: OpenPage) -> None:
    said = text_of(open_page("new"))
    assert "Nothing is paid or sent out." in said
    assert "lighthouses" in said
    assert "heat pumps" in said


def test_an_article_is_started_with_all_wishes_and_its_workspace_opens(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    field(page.text_input, "Keyword").set_value("history of lighthouses")
    field(page.text_input, "Audience").set_value("Sailors")
    field(page.number_input, "Words (0 leaves it open)").set_value(900)
    field(page.selectbox, "Language").set_value("Deutsch")
    field(page.toggle, "Autopilot").set_value(False)
    start(page)
    (row,) = demo.articles.list(ArticleQuery()).rows
    article = demo.store.article(row.id)
    assert page.query_params["article"] == article.id
    assert page.title[0].value == "history of lighthouses"
    assert (article.brief.audience, article.brief.words, article.brief.language) == ("Sailors", 900, "de")
    assert article.mode == "guided"


def test_an_empty_keyword_is_refused_at_the_field_and_nothing_typed_is_lost(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    field(page.text_input, "Audience").set_value("Sailors")
    start(page)
    assert "keyword must not be empty" in text_of(page)
    assert field(page.text_input, "Audience").value == "Sailors"
    assert demo.articles.list(ArticleQuery()).total == 0


def test_a_keyword_of_ten_thousand_characters_is_refused_and_kept(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    field(page.text_input, "Keyword").set_value("x" * 10_000)
    start(page)
    assert "at most 200 characters" in text_of(page)
    assert field(page.text_input, "Keyword").value == "x" * 10_000
    assert demo.articles.list(ArticleQuery()).total == 0


def test_a_pasted_text_joins_the_list_and_goes_into_the_article(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    field(page.text_input, "Title (optional)").set_value("Our measurements")
    field(page.text_area, "Text").set_value("The lamp was measured at 1,200 candela in March 2024.").run()
    field(page.button, "Add this text").click().run()
    assert "Our measurements" in text_of(page)
    assert field(page.text_area, "Text").value == ""
    field(page.text_input, "Keyword").set_value("lighthouse lamps")
    field(page.toggle, "Autopilot").set_value(False)
    start(page)
    (row,) = demo.articles.list(ArticleQuery()).rows
    first = demo.store.sources(row.id)[0]
    assert (first.id, first.title, first.origin) == ("S1", "Our measurements", "paste")


def test_a_source_can_be_removed_again(open_page: OpenPage) -> None:
    page = open_page("new")
    field(page.text_input, "Title (optional)").set_value("Not this one")
    field(page.text_area, "Text").set_value("Some text that was pasted by mistake.").run()
    field(page.button, "Add this text").click().run()
    field(page.button, "Remove").click().run()
    assert "Not this one" not in text_of(page)


def test_files_are_read_at_once_and_an_unreadable_one_says_why(open_page: OpenPage) -> None:
    page = open_page("new")
    page.file_uploader[0].set_value(
        [
            ("notes.md", b"# Field notes\n\nThe tower is 31 metres high.", "text/markdown"),
            ("broken.pdf", b"%PDF-1.7 this is no document", "application/pdf"),
        ]
    ).run()
    said = text_of(page)
    assert "Field notes" in said
    assert "broken.pdf" in said
    assert page.error


def test_a_private_address_is_never_fetched_and_stays_in_the_field(open_page: OpenPage) -> None:
    page = open_page("new")
    field(page.text_input, "Address").set_value("http://127.0.0.1:9/admin").run()
    field(page.button, "Read this page").click().run()
    assert "Only public" in text_of(page)
    assert field(page.text_input, "Address").value == "http://127.0.0.1:9/admin"


def test_what_was_typed_survives_a_visit_to_another_page(open_page: OpenPage) -> None:
    page = open_page("new")
    field(page.text_input, "Keyword").set_value("half a thought").run()
    page.switch_page("ui/pages/voices.py").run()
    page.switch_page("ui/pages/new.py").run()
    assert field(page.text_input, "Keyword").value == "half a thought"


def test_the_next_visit_after_a_start_begins_with_an_empty_form(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    field(page.text_input, "Keyword").set_value("history of lighthouses")
    start(page)
    page.switch_page("ui/pages/new.py").run()
    assert field(page.text_input, "Keyword").value == ""
    assert [row.status for row in demo.articles.list(ArticleQuery()).rows] != [Status.FAILED]


def expected_calls(page: AppTest) -> int:
    """The most calls that the page expects."""
    told = re.search(r"Expected: (?:\d+ to )?(\d+) calls and [\d,]+ to [\d,]+ tokens", text_of(page))
    assert told
    return int(told[1])


def test_what_it_will_take_is_told_before_the_start_and_follows_the_wishes(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("new")
    open_length = expected_calls(page)
    assert "In the demo nothing is paid." in text_of(page)
    field(page.number_input, "Words (0 leaves it open)").set_value(300).run()
    assert expected_calls(page) < open_length
    field(page.toggle, "Search the web as well").set_value(False).run()
    assert "Expected" not in text_of(page)
    assert "Add a source of your own, or let it search the web." in text_of(page)
    field(page.text_area, "Text").set_value("The lamp was measured at 1,200 candela in March 2024.").run()
    field(page.button, "Add this text").click().run()
    assert expected_calls(page) == 7
    assert demo.store.usage() == []
