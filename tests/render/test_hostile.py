"""Text that wants more than to be read: scripts, orders in addresses, markup in titles, sheer mass."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snowball_core.render import FinishedSection, render_fragment, render_markdown, render_page
from snowball_core.schemas import Source

from .examples import Build, Measure
from .strict_html import StrictHTML

SCRIPTS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<iframe src="https://evil.example"></iframe>',
    '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">x</a></svg>',
    "<style>body { display: none }</style>",
    '<p style="position: fixed; inset: 0">x</p>',
    '<form action="https://evil.example"><input name="password"></form>',
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<base href=https://evil.example/>",
    "</article></main><script>alert(1)</script>",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "java%0ascript:alert(1)",
    "\\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/png;base64,iVBORw0KGgo=",
    "file:///etc/passwd",
    "//evil.example",
    "https:evil.example",
    "http://[::1",
)
ALLOWED_TAGS = re.compile(
    "article|header|section|h[1-6]|p|br|hr|blockquote|[uo]l|li|strong|em|s|code|pre|sup|cite|bdi|time|span|a|img|div"
    "|table|thead|tbody|t[rdh]"
)
ALLOWED_ATTRIBUTES = re.compile(
    "lang|dir|id|class|href|rel|title|src|alt|loading|referrerpolicy|start|datetime|scope|role|tabindex|aria-label"
)


def assert_harmless(html: str) -> None:
    """Valid, and nothing in it that an article does not need."""
    page = StrictHTML(html)
    assert page.problems == []
    assert all(ALLOWED_TAGS.fullmatch(tag) for tag, _ in page.tags)
    assert all(ALLOWED_ATTRIBUTES.fullmatch(name) for _, attributes in page.tags for name in attributes)
    for link in page.all("a"):
        assert re.match(r"https?://[^/]|mailto:|#(source|cite)-\d", link.get("href") or ""), link
    assert all((image.get("src") or "").startswith("https://") for image in page.all("img"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_markup_in_a_text_is_shown_and_not_obeyed(article: Build, script: str) -> None:
    html = render_fragment(
        article(f"Before {script} after [F1].\n\n{script}\n\n- {script}\n\n| {script} |\n|--|\n| x |")
    )
    assert_harmless(html)
    assert html.count("<sup") == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_markup_in_titles_keywords_and_names_is_shown_and_not_obeyed(article: Build, script: str) -> None:
    document = article(
        title=script,
        sections=(FinishedSection(script, "Text [F1]."),),
        sources=(Source(id="S1", url="https://a.example", title=script, text="t", published=script[:40]),),
        keyword=script,
        generator=script,
        author=script,
        site_name=script,
        canonical_url=script,
        language='en"><script>alert(1)</script>',
    )
    assert_harmless(render_fragment(document))
    page = StrictHTML(render_page(document))
    assert page.all("script") == [{"type": "application/ld+json"}]
    assert page.all("iframe") == page.all("img") == page.all("form") == page.all("base") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_dangerous_address_becomes_a_link_or_an_image(article: Build, address: str) -> None:
    html = render_fragment(
        article(f"[label]({address}) <{address}> ![picture]({address}) [by name][x]\n\n[x]: {address}\n\n{address}")
    )
    assert_harmless(html)
    page = StrictHTML(html)
    assert page.all("a") == page.all("img") == []
    assert "label" in page.text
    assert "picture" in page.text


def test_an_attribute_cannot_be_opened_from_within_an_address_or_a_title(article: Build) -> None:
    html = render_fragment(
        article(
            '[a](https://a.example/"onmouseover="alert(1) "t\\" onclick=\\"x")\n\n'
            '[b](<https://a.example/"\'><script>>)\n\n![x" onerror="y](https://a.example/p.png)'
        )
    )
    assert_harmless(html)


def test_the_address_of_a_source_cannot_open_an_attribute(article: Build) -> None:
    source = Source(id="S1", url='https://a.example/"onclick="alert(1)"><script>', title="A", text="t")
    document = article("Text [F1].", sources=(source,))
    assert_harmless(render_fragment(document))
    assert "<script>" not in render_markdown(document)


def test_a_source_with_another_kind_of_address_is_listed_without_link(article: Build) -> None:
    source = Source.model_construct(
        id="S1", url="javascript:alert(1)", title="A", text="t", included=True, published=""
    )
    html = render_fragment(article("Text [F1].", sources=(source,)))
    assert_harmless(html)
    assert "javascript" not in html


def test_structured_data_cannot_be_ended_from_within(article: Build) -> None:
    html = render_page(article("Text </script><script>alert(1)</script>.", title="T </script><!-- <script>"))
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert "<" not in data
    assert html.count("<script") == 1


def test_letters_that_turn_the_order_of_text_round_are_removed(article: Build) -> None:
    turned = "safe\u202egpj.exe\u2066x\u2069\u202c"
    source = Source.model_construct(
        id="S1", url="https://a.example", title=turned, text="t", included=True, published=""
    )
    document = article(turned, f"`{turned}` [F1]", title=turned, sources=(source,), author=turned)
    for rendered in (render_fragment(document), render_page(document), render_markdown(document)):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", rendered)


def test_control_characters_do_not_reach_the_page(article: Build) -> None:
    html = render_page(article("a\x00b\x08c\x1bd\x7f\ufffe", title="a\x00b"))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe]", html)


def test_entities_are_shown_as_the_characters_they_name(article: Build) -> None:
    html = render_fragment(article("&lt;script&gt; &amp;amp; &copy; &#60;b&#62; 1 < 2 & 3 > 2"))
    assert StrictHTML(html).text.count("<script> &amp; © <b> 1 < 2 & 3 > 2") == 1
    assert_harmless(html)


@pytest.mark.parametrize(
    "mass",
    [
        "> " * 5_000 + "deep",
        "\n".join("  " * n + "- x" for n in range(400)),
        "[" * 4_000,
        "[F1" * 2_000 + "]" * 2_000,
        "[F1]" + " " * 20_000 + "x",
        "[F1, " * 2_000,
        "*" * 5_000 + "a" + "*" * 5_000,
        "_a_" * 5_000,
        "[a](" * 2_000,
        "![" * 2_000,
        "`" * 20_000 + "a",
        "`a``b```c" * 3_000,
        "<" * 20_000,
        "|" * 5_000 + "\n" + "|-" * 5_000,
        "&" * 20_000,
        "# " * 10_000,
        "a " * 50_000,
    ],
    ids=lambda mass: mass[:8].strip(),
)
def test_no_text_makes_rendering_slow_or_fail(article: Build, measured: Measure, mass: str) -> None:
    document = article(mass, "After it [F1].")
    measured(lambda: assert_harmless(render_fragment(document)), seconds=5)
    measured(lambda: render_markdown(document), seconds=5)
    measured(lambda: render_page(document), seconds=5)


SYNTAX = ("[F1]", "[F99]", "[F1, F3]", " ", "\n", "\n\n", "`", "```\n", "**", "_", "[", "](", ")", "<", "> ", "- ")
MORE_SYNTAX = ("1. ", "# ", "| a |\n|--|\n", "text", ".", "(", "\\", "![", "&lt;", "    ", "https://a.example")
PIECES = st.sampled_from((*SCRIPTS, *ADDRESSES, *SYNTAX, *MORE_SYNTAX))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_the_page_stays_valid_and_harmless(article: Build, text: str) -> None:
    html = render_fragment(article(text, title=text or "T"))
    assert_harmless(html)
    assert "<p></p>" not in html
