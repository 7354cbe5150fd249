"""The article as Markdown: footnotes for citations, and nothing that becomes markup elsewhere."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from snowball_core.render import FinishedSection, render_markdown

from .examples import Build


def as_another_system_shows(markdown: str) -> str:
    """HTML by a CommonMark parser that lets raw HTML through."""
    return str(MarkdownIt("commonmark").enable("table").render(markdown))


def body(markdown: str) -> str:
    """What stands between the heading of the only section and the list of sources."""
    return markdown.partition("## Part 1\n\n")[2].partition("\n\n## Sources")[0].rstrip("\n")


def test_title_sections_and_sources_follow_each_other(article: Build) -> None:
    assert render_markdown(article("One [F1].", "Two [F3, F1]. Three [F2].")) == (
        "# Heat pumps\n\n"
        "## Part 1\n\nOne[^1].\n\n"
        "## Part 2\n\nTwo[^1][^2]. Three[^3].\n\n"
        "## Sources\n\n"
        "[^1]: [Heat report](<https://www.example.org/heat>), example.org, 2024-05-01\n"
        "[^2]: [Field test](<https://b.example/test>), b.example\n"
        "[^3]: Own measurements\n"
    )


def test_without_citations_there_is_no_list(article: Build) -> None:
    assert render_markdown(article("One.", language="de")) == "# Heat pumps\n\n## Part 1\n\nOne.\n"


def test_the_list_is_headed_in_the_language_of_the_article(article: Build) -> None:
    assert "\n## Quellen\n" in render_markdown(article("One [F1].", language="de"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Fell [F99].", "Fell."),
        ("Fell [F99] .", "Fell."),
        ("Fell [F99] in 2023.", "Fell in 2023."),
        ("[F99] Fell.", "Fell."),
        ("Fell ([F99]) twice.", "Fell twice."),
        ("- [F99] fell", "- fell"),
        ("- [F1] fell", "- [^1] fell"),
        ("1. fell [F1]\n2. rose [F99]", "1. fell[^1]\n2. rose"),
        ("> fell [F1]\n> [F1] rose", "> fell[^1]\n> [^1] rose"),
        ("Fell [F1], [F3].", "Fell[^1][^2]."),
        ("Use `[F1]` [F1].", "Use `[F1]`[^1]."),
        ("```\na[F1] <b>\n```", "```\na[F1] <b>\n```"),
        ("    a[F1]\n\nx", "    a[F1]\n\nx"),
        (r"See \[F1].", r"See \[F1]."),
        ("| a |\n|---|\n| b [F1] |", "| a |\n|---|\n| b[^1] |"),
        (
            "*a* **b** [c](https://c.example) <https://d.example>",
            "*a* **b** [c](https://c.example) <https://d.example>",
        ),
    ],
)
def test_marks_become_footnotes_and_the_rest_stays_as_it_was(article: Build, before: str, after: str) -> None:
    assert body(render_markdown(article(before))) == after


def test_headings_of_a_section_stand_below_its_own(article: Build) -> None:
    assert body(render_markdown(article("# One\n\nSetext\n------\n\n> # Quoted\n\n```\n# code\n```"))) == (
        "### One\n\n#### Setext\n\n> # Quoted\n\n```\n# code\n```"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<iframe src=https://evil.example></iframe>",
        "<!-- comment -->",
        "<?php x ?>",
        "- <div onclick=x>\n\n| <b> |\n|--|\n| <i> |",
        "[a](javascript:alert(1)) ![b](data:image/png;base64,x) <javascript:alert(1)> [c][d]\n\n[d]: vbscript:x",
        "[a](&#106;avascript:alert(1))",
    ],
)
def test_what_the_page_shows_as_text_stays_text_in_another_system(article: Build, text: str) -> None:
    document = article(f"{text}\n\nText [F1].", title=text.split("\n", maxsplit=1)[0])
    html = as_another_system_shows(render_markdown(document))
    for forbidden in ("<script", "<img", "<iframe", "<div", "<b>", "<i>", "<!--", "<?", 'href="javascript', 'href="vb'):
        assert forbidden not in html


def test_a_title_shows_exactly_its_characters(article: Build) -> None:
    title = "5 * 3 * 2 [sic] `x` <b> snake_case_name \\ # end"
    sections = (FinishedSection(title, "Text."),)
    html = as_another_system_shows(render_markdown(article(title=title, sections=sections)))
    shown = title.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<h1>{shown}</h1>" in html
    assert f"<h2>{shown}</h2>" in html


def test_the_address_of_a_source_is_kept_whole(article: Build) -> None:
    source = (
        article().sources[0].model_copy(update={"url": "https://a.example/w_(x)?q=a%20b&c=<d>#e", "title": "A [b]"})
    )
    html = as_another_system_shows(render_markdown(article("Text [F1].", sources=(source,))).replace("[^1]: ", ""))
    assert '<a href="https://a.example/w_(x)?q=a%20b&amp;c=%3Cd%3E#e">A [b]</a>' in html
