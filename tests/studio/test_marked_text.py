"""Findings beside the passage that they are about."""

from __future__ import annotations

import re

import pytest

from snowball_core.schemas import Finding, Severity
from ui.marked_text import findings_html, marked_html

TEXT = "First paragraph with 41 lamps.\n\n- An entry\n- Another with 7 lamps\n\nThe **last** one."


def finding(excerpt: str, severity: Severity = Severity.WARNING, text: str = TEXT) -> Finding:
    start = text.index(excerpt)
    return Finding(
        check="c", severity=severity, message=f"about {excerpt}", start=start, end=start + len(excerpt), excerpt=excerpt
    )


def passages(html: str) -> list[str]:
    return html.split('<div class="sb-passage">')[1:]


def test_a_finding_stands_in_the_passage_that_it_is_about_with_its_place_marked() -> None:
    first, entries, last = passages(marked_html(TEXT, [finding("41"), finding("7 lamps", Severity.BLOCKING)]))
    assert '<mark class="sb-warning">41</mark>' in first
    assert "about 41" in first
    assert '<mark class="sb-blocking">7 lamps</mark>' in entries
    assert "about 7 lamps" in entries
    assert "<aside>" not in last


def test_the_entries_of_a_list_stay_one_list() -> None:
    html = marked_html("- One\n\n- Two\n\nText.", [])
    assert html.count("<ul>") == 1


def test_a_place_within_emphasis_is_marked_and_the_text_stays_whole() -> None:
    html = marked_html(TEXT, [finding("last")])
    assert '<strong><mark class="sb-warning">last</mark></strong>' in html


def test_of_two_findings_on_one_place_both_are_told_and_one_is_marked() -> None:
    html = marked_html(TEXT, [finding("41 lamps"), finding("41")])
    assert html.count("<mark") == html.count("</mark>") == 1
    assert html.count("<li") - html.count("<li>") == 2


def test_a_finding_without_a_place_stands_below() -> None:
    html = marked_html(TEXT, [Finding(check="c", severity=Severity.HINT, message="nowhere in it")])
    assert "nowhere in it" in html.rsplit("</div>", 1)[1]


def test_the_gravest_finding_comes_first() -> None:
    html = findings_html([finding("41", Severity.HINT), finding("7", Severity.BLOCKING)])
    assert html.index("Must be settled") < html.index("Hint")


@pytest.mark.parametrize("text", ["<script>x</script>", "\ue000\ue001 private", "<b onclick=x>y</b>"])
def test_text_and_messages_are_never_markup(text: str) -> None:
    found = Finding(check="c", severity=Severity.HINT, message=text, start=0, end=3, excerpt=text)
    html = marked_html(text, [found])
    assert not re.findall(r"<(?:script|img)\b|<b[^>]", html)
    assert "\ue000" not in re.sub(r"<aside>.*?</aside>", "", html)
