"""The page that stands alone: what it tells browsers, search engines and previews, and its style."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone

import pytest

from snowball_core.render import FinishedSection, reading_minutes, render_fragment, render_page

from .examples import Build
from .strict_html import StrictHTML


def metadata(html: str) -> dict[str, str]:
    """Every named value of the head."""
    values = StrictHTML(html).all("meta")
    return {v.get("name") or v.get("property") or v.get("http-equiv") or "": v.get("content") or "" for v in values}


def structured(html: str) -> dict[str, object]:
    """The JSON-LD of the page."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data: dict[str, object] = json.loads(found)
    return data


def test_the_page_is_a_whole_valid_document(article: Build) -> None:
    html = render_page(article("Text [F1].\n\n### More\n\nText [F4].", language="de", site_name="Site", author="Ann"))
    assert html.startswith('<!doctype html>\n<html lang="de" dir="ltr">\n<head>\n<meta charset="utf-8">')
    assert html.rstrip().endswith("</html>")
    page = StrictHTML(html)
    assert page.problems == []
    for tag in ("html", "head", "title", "body", "main", "article", "h1"):
        assert len(page.all(tag)) == 1


def test_the_page_holds_the_fragment(article: Build) -> None:
    document = article("Text [F1].", "More.")
    fragment = render_fragment(document)
    assert fragment[fragment.index("</header>") :] in render_page(document)


def test_nothing_is_loaded_but_encrypted_images_and_nothing_runs(article: Build) -> None:
    html = render_page(article("Text."))
    assert metadata(html)["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; img-src https:"
    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert "@import" not in html
    assert "url(" not in html
    assert StrictHTML(html).all("link") == []


def test_search_engines_and_previews_get_the_essentials(article: Build) -> None:
    html = render_page(
        article("Pumps move heat [F1].", author="Ann", site_name="Warm", canonical_url="https://w.example/heat")
    )
    assert metadata(html) == {
        "": "",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src https:",
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": "Pumps move heat.",
        "author": "Ann",
        "generator": "Snowball 0.1.0",
        "og:url": "https://w.example/heat",
        "og:type": "article",
        "og:title": "Heat pumps",
        "og:description": "Pumps move heat.",
        "og:locale": "en_US",
        "og:site_name": "Warm",
        "article:published_time": "2026-11-23T09:30:00+00:00",
        "article:modified_time": "2026-11-23T09:30:00+00:00",
    }
    assert "<title>Heat pumps – Warm</title>" in html
    assert StrictHTML(html).all("link") == [{"rel": "canonical", "href": "https://w.example/heat"}]


def test_structured_data_describes_the_article_and_its_sources(article: Build) -> None:
    html = render_page(
        article("Pumps move heat [F4]. So we measured [F2].", author="Ann", site_name="Warm", language="en-GB")
    )
    assert structured(html) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "Heat pumps",
        "description": "Pumps move heat. So we measured.",
        "datePublished": "2026-11-23T09:30:00+00:00",
        "dateModified": "2026-11-23T09:30:00+00:00",
        "inLanguage": "en-GB",
        "keywords": "heat pump",
        "author": {"@type": "Person", "name": "Ann"},
        "publisher": {"@type": "Organization", "name": "Warm"},
        "citation": [
            {"@type": "CreativeWork", "name": "Heat report", "url": "https://www.example.org/heat"},
            {"@type": "CreativeWork", "name": "Field test", "url": "https://b.example/test"},
            {"@type": "CreativeWork", "name": "Own measurements"},
        ],
    }


def test_what_is_not_known_is_left_out(article: Build) -> None:
    html = render_page(article())
    assert not {"author", "publisher", "description", "citation", "mainEntityOfPage"} & structured(html).keys()
    assert not {"author", "description", "og:description", "og:url", "og:site_name"} & metadata(html).keys()
    assert StrictHTML(html).problems == []


def test_a_long_title_is_shortened_for_the_headline_only(article: Build) -> None:
    title = " ".join(["heating"] * 20)
    html = render_page(article("Text.", title=title))
    headline = str(structured(html)["headline"])
    assert len(headline) <= 110
    assert headline.endswith("heating…")
    assert f"<h1>{title}</h1>" in html


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("### Head\n\n- item\n\nFirst **bold** `code` [link](https://a.example) [F1].", "First bold code link."),
        ("> quoted\n\nProse.", "Prose."),
        ("Two\nlines [F99].", "Two lines."),
        ("- only\n- a list", "only"),
        ("[F99]\n\nProse.", "Prose."),
    ],
)
def test_the_description_is_the_first_prose(article: Build, markdown: str, expected: str) -> None:
    assert metadata(render_page(article(markdown)))["description"] == expected


@pytest.mark.parametrize("first", ["word " * 60, "w" * 300, "word " * 30 + "w" * 100, "x" * 155, "wordy, " * 60])
def test_the_description_is_cut_between_words(article: Build, first: str) -> None:
    found = metadata(render_page(article(first)))["description"]
    assert len(found) <= 155
    assert found == first.strip() or found.endswith("…")
    assert not found.endswith((" …", ",…"))
    if " " in first:
        assert set(found.rstrip("…").split()) <= set(first.split()) | {"wordy"}


@pytest.mark.parametrize(
    ("language", "locale"), [("en", "en_US"), ("de", "de_DE"), ("de-AT", "de_AT"), ("ja", "ja_JP"), ("nl-BE", "nl_BE")]
)
def test_open_graph_gets_a_language_with_its_territory(article: Build, language: str, locale: str) -> None:
    assert metadata(render_page(article("Text.", language=language)))["og:locale"] == locale


def test_times_are_told_in_universal_time(article: Build) -> None:
    moment = datetime(2026, 11, 23, 1, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    found = metadata(render_page(article("Text.", published=moment)))
    assert found["article:published_time"] == "2026-11-22T23:00:00+00:00"


@pytest.mark.parametrize("address", ["mailto:a@b.example", "javascript:alert(1)", "/heat", "not an address"])
def test_a_canonical_address_that_is_none_is_left_out(article: Build, address: str) -> None:
    html = render_page(article("Text.", canonical_url=address))
    assert StrictHTML(html).all("link") == []


def test_the_generator_says_when_it_was_the_demo(article: Build) -> None:
    html = render_page(article("Text.", generator="Snowball 0.1.0 (demo)"))
    assert metadata(html)["generator"] == "Snowball 0.1.0 (demo)"


def test_the_byline_names_author_day_and_reading_time_in_the_language(article: Build) -> None:
    html = render_page(article("Wort " * 500, author="Ann", language="de"))
    assert '<p class="byline"><span>Ann</span> · ' in html
    assert ">23. November 2026</time> · <span>3 Min. Lesezeit</span></p>" in html


def test_no_reading_time_in_a_language_for_which_the_page_has_no_words(article: Build) -> None:
    html = render_page(article("文章。", language="ja"))
    assert ">2026年11月23日</time></p>" in html


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (238, 1), (239, 2), (2_380, 10)])
def test_begun_minutes_count_whole(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_a_page_from_right_to_left(article: Build) -> None:
    document = article(sections=(FinishedSection("مضخات الحرارة", "نص [F1]."),), language="ar")
    assert '<html lang="ar" dir="rtl">' in render_page(document)
