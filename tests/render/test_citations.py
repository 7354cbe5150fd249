"""Citation marks: what they become, how they are numbered, and how spaces close up around them."""

from __future__ import annotations

import re

import pytest

from snowball_core.render import render_fragment
from snowball_core.schemas import Source

from .examples import SOURCES, Build, Measure, proven
from .strict_html import StrictHTML


def paragraphs(html: str) -> list[str]:
    """The paragraphs, each citation shortened to `^1` or `^1,2`."""
    short = re.sub(r"<sup.*?</sup>", lambda sup: "^" + ",".join(re.findall(r">(\d+)<", sup[0])), html)
    return re.findall(r"<p>(.*?)</p>", short, re.DOTALL)


def entries(html: str) -> list[str]:
    """The list of sources, an entry an element."""
    return re.findall(r'<li id="source-\d+">.*?</li>', html)


def test_a_mark_becomes_a_raised_link_to_its_source(article: Build) -> None:
    html = render_fragment(article("Output fell [F1]."))
    assert (
        'fell<sup class="citation"><a href="#source-1" id="cite-1-1" aria-label="Source 1: Heat report">1</a></sup>.'
        in html
    )
    assert StrictHTML(html).problems == []


def test_the_list_names_title_host_date_and_the_way_back(article: Build) -> None:
    (entry,) = entries(render_fragment(article("Output fell [F1].")))
    assert entry == (
        '<li id="source-1"><cite><a href="https://www.example.org/heat" rel="noopener nofollow">'
        '<bdi>Heat report</bdi></a></cite>, <span class="host">example.org</span>, '
        '<time datetime="2024-05-01">May 1, 2024</time> '
        '<span class="back"><a href="#cite-1-1" aria-label="Back to the text (1)">↩\ufe0e</a></span></li>'
    )


def test_sources_are_numbered_by_first_use_across_sections_and_unused_ones_are_not_listed(article: Build) -> None:
    html = render_fragment(article("A [F3].", "B [F1]. C [F3]."))
    assert paragraphs(html) == ["A^1.", "B^2. C^1."]
    first, second = entries(html)
    assert "Field test" in first
    assert "#cite-1-1" in first
    assert "#cite-1-2" in first
    assert "Heat report" in second


@pytest.mark.parametrize(
    "marks", ["[F1, F3]", "[F1,F3]", "[F1; F3]", "[F1][F3]", "[F1] [F3]", "[F1], [F3]", "[ F1 , F3 ]"]
)
def test_several_facts_in_one_place_make_one_citation(article: Build, marks: str) -> None:
    html = render_fragment(article(f"Output fell {marks}."))
    assert paragraphs(html) == ["Output fell^1,2."]
    assert html.count("<sup") == 1


def test_two_facts_of_one_source_in_one_place_are_cited_once(article: Build) -> None:
    assert paragraphs(render_fragment(article("Output fell [F1, F7][F1]."))) == ["Output fell^1."]


def test_a_fact_cites_every_included_source_that_proves_it(article: Build) -> None:
    html = render_fragment(article("Output fell [F4]."))
    assert paragraphs(html) == ["Output fell^1,2."]
    assert "Left out" not in html


def test_numbers_in_one_place_rise(article: Build) -> None:
    assert paragraphs(render_fragment(article("A [F3]. B [F1, F3]."))) == ["A^1. B^1,2."]


@pytest.mark.parametrize(
    "mark",
    ["[F99]", "[F0]", "[F5]", "[F6]", "[F8]", "[F99, F98]"],
    ids=["unknown", "nought", "left out", "unproven", "excluded", "two"],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Output fell {}.", "Output fell."),
        ("Output fell{}.", "Output fell."),
        ("Output fell {} .", "Output fell."),
        ("Output fell {} in 2023.", "Output fell in 2023."),
        ("Output fell {}, then rose.", "Output fell, then rose."),
        ("Output fell. {} Then it rose.", "Output fell. Then it rose."),
        ("{} Output fell.", "Output fell."),
        ("Output fell ({}) twice.", "Output fell twice."),
        ("Output fell ({} in 2023).", "Output fell (in 2023)."),
        ("**Output fell** {}.", "<strong>Output fell</strong>."),
        ("Output fell\n{}.", "Output fell."),
    ],
)
def test_a_mark_that_leads_nowhere_vanishes_with_its_space(article: Build, mark: str, before: str, after: str) -> None:
    html = render_fragment(article(before.format(mark)))
    assert paragraphs(html) == [after]
    assert "sources" not in html


def test_a_paragraph_of_nothing_but_unknown_marks_is_left_out(article: Build) -> None:
    assert paragraphs(render_fragment(article("One.\n\n[F99]\n\nTwo."))) == ["One.", "Two."]


def test_known_facts_stay_when_they_share_a_mark_with_unknown_ones(article: Build) -> None:
    assert paragraphs(render_fragment(article("Output fell [F99, F1]."))) == ["Output fell^1."]


def test_marks_in_code_stay_text(article: Build) -> None:
    html = render_fragment(article("Use `[F1]`.\n\n```\na[F1]\n```\n\n    b [F3]\n"))
    assert "<code>[F1]</code>" in html
    assert "a[F1]" in html
    assert "b [F3]" in html
    assert "<sup" not in html


@pytest.mark.parametrize("text", ["[F]", "[F3x]", "[Fig 3]", "[1]", r"\[F1]", "F1", "[F1", "[f1]"])
def test_what_is_no_mark_stays_text(article: Build, text: str) -> None:
    assert paragraphs(render_fragment(article(f"See {text} there."))) == [f"See {text.lstrip(chr(92))} there."]


def test_a_mark_that_the_writer_made_a_link_still_leads_to_its_source(article: Build) -> None:
    html = render_fragment(article("Output fell [F1](https://evil.example/x). More [F1](see below)."))
    assert paragraphs(html) == ["Output fell^1. More^1(see below)."]
    assert "evil.example" not in html


def test_a_definition_with_a_marks_name_does_not_capture_the_mark(article: Build) -> None:
    html = render_fragment(article("Output fell [F1].\n\n[F1]: https://evil.example/x"))
    assert paragraphs(html) == ["Output fell^1."]
    assert "evil.example" not in html


def test_a_mark_within_a_link_moves_behind_it(article: Build) -> None:
    html = render_fragment(article("See [the test [F3]](https://x.example) now."))
    assert '>the test</a><sup class="citation">' in html
    assert StrictHTML(html).problems == []


def test_marks_work_in_lists_tables_quotes_and_headings(article: Build) -> None:
    html = render_fragment(article("### Head [F1]\n\n- item [F1]\n\n> quote [F1]\n\n| A [F1] |\n|--|\n| b [F1] |"))
    assert html.count("<sup") == 5
    page = StrictHTML(html)
    assert page.problems == []
    assert "head" in page.ids


def test_marks_in_title_and_section_headings_are_left_out(article: Build) -> None:
    document = article("Text.", title="Pumps [F1] work")
    assert "<h1>Pumps work</h1>" in render_fragment(document)


def test_a_source_without_address_is_listed_by_its_title(article: Build) -> None:
    (entry,) = entries(render_fragment(article("Output fell [F2].")))
    assert entry.startswith('<li id="source-1"><cite><bdi>Own measurements</bdi></cite> <span class="back">')


def test_dates_of_feeds_are_read_and_unreadable_ones_shown_as_they_are(article: Build) -> None:
    def dated(published: str) -> str:
        source = SOURCES[0].model_copy(update={"published": published})
        return entries(render_fragment(article("A [F1].", sources=(source,))))[0]

    assert '<time datetime="2026-11-23">November 23, 2026</time>' in dated("Mon, 23 Nov 2026 16:23:09 GMT")
    assert "<span>spring 2024</span>" in dated("spring 2024")


def test_many_citations_take_no_more_than_a_moment(article: Build, measured: Measure) -> None:
    sources = tuple(Source(id=f"S{n}", url=f"https://e.example/{n}", title=f"T {n}", text="t") for n in range(1, 401))
    facts = tuple(proven(f"F{n}", f"S{n}") for n in range(1, 401))
    text = "\n\n".join(f"Statement {n} [F{n % 400 + 1}]." for n in range(4_000))
    html = measured(lambda: render_fragment(article(text, facts=facts, sources=sources)), seconds=5)
    assert html.count("<sup") == 4_000
