"""The article as a fragment: structure, headings, links, tables, language."""

from __future__ import annotations

import pytest

from snowball_core.render import FinishedSection, render_fragment

from .examples import Build
from .strict_html import StrictHTML


def test_the_fragment_is_one_article_with_title_and_sections(article: Build) -> None:
    html = render_fragment(article("One.", "Two."))
    assert html.startswith('<article lang="en" dir="ltr">')
    assert "<h1>Heat pumps</h1>" in html
    assert '<section id="part-1">\n<h2>Part 1</h2>\n<p>One.</p>\n</section>' in html
    assert html.index("One.") < html.index("Two.")
    assert StrictHTML(html).problems == []


def test_headings_of_a_section_start_below_its_own_and_skip_no_level(article: Build) -> None:
    html = render_fragment(article("# One\n\n#### Two\n\n## Three\n\n###### Four\n\n# Five"))
    assert StrictHTML(html).levels == [1, 2, 3, 4, 4, 5, 3]


def test_headings_deeper_than_html_has_them_stay_at_the_deepest(article: Build) -> None:
    html = render_fragment(article("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f"))
    assert StrictHTML(html).levels == [1, 2, 3, 4, 5, 6, 6, 6]


def test_places_of_equal_headings_differ_and_never_meet_those_of_the_list_of_sources(article: Build) -> None:
    headings = ("Costs", "Costs", "Costs 2", "Sources", "Source 1", "Cite 1 1", "!?", "größe & 大小", "हिन्दी")
    sections = tuple(FinishedSection(heading, "### Costs\n\nText [F1].") for heading in headings)
    page = StrictHTML(render_fragment(article(sections=sections)))
    assert page.problems == []
    assert {"costs", "costs-2", "section-sources", "section", "grösse-大小", "हिन्दी"} <= set(page.ids)


def test_a_long_heading_gets_a_short_place_cut_between_words(article: Build) -> None:
    sections = (FinishedSection("word " * 39 + "word", "Text."),)
    (place,) = StrictHTML(render_fragment(article(sections=sections))).ids
    assert len(place) <= 60
    assert set(place.split("-")) == {"word"}


def test_outside_links_carry_their_relation(article: Build) -> None:
    html = render_fragment(article("[a](https://a.example) and <https://b.example> and [m](mailto:a@b.example)"))
    links = StrictHTML(html).all("a")
    assert [link["href"] for link in links] == ["https://a.example", "https://b.example", "mailto:a@b.example"]
    assert {link["rel"] for link in links} == {"noopener nofollow"}


def test_links_within_a_site_that_is_not_known_become_their_text(article: Build) -> None:
    html = render_fragment(article("[one](/a) [two](//b.example) [three](#nowhere) [four](page.html)"))
    assert "<p>one two three four</p>" in html


def test_bare_addresses_are_not_made_links(article: Build) -> None:
    assert "<a " not in render_fragment(article("See https://a.example for more."))


def test_tables_have_column_headers_alignment_and_a_wrapper_that_scrolls(article: Build) -> None:
    html = render_fragment(article("| A | B |\n|:--|--:|\n| x | 1 |"))
    page = StrictHTML(html)
    assert page.all("th") == [{"scope": "col", "class": "align-left"}, {"scope": "col", "class": "align-right"}]
    assert {"class": "table", "role": "group", "tabindex": "0", "aria-label": "Table"} in page.all("div")
    assert "style" not in html


def test_images_come_encrypted_or_leave_their_description(article: Build) -> None:
    html = render_fragment(article("![A pump](https://a.example/p.png) ![Old](http://a.example/p.png) ![Own](/p.png)"))
    (image,) = StrictHTML(html).all("img")
    assert image == {
        "src": "https://a.example/p.png",
        "alt": "A pump",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
    }
    assert "Old Own" in html


def test_lists_quotes_code_and_emphasis_are_semantic(article: Build) -> None:
    html = render_fragment(article("3. three\n4. four\n\n> quote\n\n*a* **b** `c` ~~d~~\n\n```py\ne\n```\n\n---"))
    for piece in ('<ol start="3">', "<blockquote>", "<em>a</em>", "<strong>b</strong>", "<code>c</code>", "<s>d</s>"):
        assert piece in html
    assert "<pre><code>e\n</code></pre>" in html
    assert StrictHTML(html).problems == []


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("ur", "rtl"), ("de", "ltr"), ("az-Arab", "rtl"), ("xx", "ltr")],
)
def test_the_language_sets_the_direction(article: Build, language: str, direction: str) -> None:
    assert f'<article lang="{language}" dir="{direction}">' in render_fragment(article("Text.", language=language))


@pytest.mark.parametrize(
    ("language", "heading", "label", "day"),
    [
        ("en", "Sources", "Source 1: Heat report", "May 1, 2024"),
        ("de-AT", "Quellen", "Quelle 1: Heat report", "1. Mai 2024"),
        ("fr", "Sources", "Source 1 : Heat report", "1 mai 2024"),
        ("es", "Fuentes", "Fuente 1: Heat report", "1 de mayo de 2024"),
        ("it", "Fonti", "Fonte 1: Heat report", "1 maggio 2024"),
        ("nl", "Bronnen", "Bron 1: Heat report", "1 mei 2024"),
        ("pt", "Fontes", "Fonte 1: Heat report", "1 de maio de 2024"),
        ("xx", "Sources", "Source 1: Heat report", "2024-05-01"),
    ],
)
def test_the_page_speaks_the_language_of_the_article(
    article: Build, language: str, heading: str, label: str, day: str
) -> None:
    html = render_fragment(article("Text [F1].", language=language))
    assert f"<h2>{heading}</h2>" in html
    assert f'aria-label="{label}"' in html
    assert f'<time datetime="2024-05-01">{day}</time>' in html


def test_rendering_twice_gives_the_same(article: Build) -> None:
    document = article("Text [F1] and [F4].", "More [F3].")
    assert render_fragment(document) == render_fragment(document)
