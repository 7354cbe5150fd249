"""Home: all articles, searched, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Article, Phase, Status
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]
Keep = Callable[..., Article]


def links(page: AppTest) -> list[str]:
    """The articles that are listed, in their order."""
    return [link.proto.label.strip("*") for link in page.get("page_link") if link.proto.query_string]


@pytest.fixture
def several(keep: Keep) -> list[Article]:
    return [
        keep("beekeeping", status=Status.COMPLETED),
        keep("archery", status=Status.FAILED, failed_at_phase=Phase.OUTLINE, error_message="No."),
        keep("coffee", status=Status.OUTLINE_REVIEW),
    ]


def choose(elements: Any, label: str, value: str) -> AppTest:
    element = next(element for element in elements if element.label == label)
    return element.set_value(value).run()


def test_an_empty_studio_invites_to_the_first_article(open_page: OpenPage) -> None:
    page = open_page()
    assert "Your first article starts with a keyword" in text_of(page)
    page.button[0].click().run()
    assert page.title[0].value == "New article"


def test_every_article_is_listed_with_its_status(open_page: OpenPage, several: list[Article]) -> None:
    page = open_page()
    said = text_of(page)
    assert sorted(links(page)) == ["archery", "beekeeping", "coffee"]
    for words in ("Finished", "Failed", "Outline to review", "3 articles"):
        assert words in said


def test_a_search_leaves_what_fits(open_page: OpenPage, several: list[Article]) -> None:
    assert links(choose(open_page().text_input, "Search", "ARCH")) == ["archery"]


def test_a_filter_leaves_the_articles_that_wait_for_the_human(open_page: OpenPage, several: list[Article]) -> None:
    assert links(choose(open_page().pills, "Status", "Waiting for you")) == ["coffee"]


def test_sorting_by_keyword(open_page: OpenPage, several: list[Article]) -> None:
    assert links(choose(open_page().selectbox, "Sort by", "Keyword A–Z")) == ["archery", "beekeeping", "coffee"]


def test_when_nothing_fits_one_click_shows_all_again(open_page: OpenPage, several: list[Article]) -> None:
    page = choose(open_page().text_input, "Search", "zeppelin")
    assert "No article fits" in text_of(page)
    next(button for button in page.button if button.label == "Show all articles").click().run()
    assert len(links(page)) == 3


def test_a_long_list_comes_in_pages(open_page: OpenPage, keep: Keep) -> None:
    for number in range(45):
        keep(f"subject {number:02}", id=f"article-{number}", status=Status.COMPLETED)
    page = open_page()
    assert len(links(page)) == 20
    assert "page 1 of 3" in text_of(page)


def test_a_hostile_title_is_shown_as_it_is(open_page: OpenPage, keep: Keep) -> None:
    keep("![x](https://evil.example/p.png) :red[boo] $x$", status=Status.COMPLETED)
    page = open_page()
    assert "![x](https://evil.example/p.png) :red[boo] $x$" in text_of(page)
    assert all("![x](" not in link for link in links(page))
