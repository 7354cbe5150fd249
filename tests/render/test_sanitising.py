"""The last look, on its own: whatever the steps before let through, only what the list names comes out."""

from __future__ import annotations

import pytest

from snowball_core.render.sanitising import sanitise


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p>a<style>p{}</style>b</p>", "<p>ab</p>"),
        ('<p onclick="x" style="color:red" class="evil">a</p>', '<p class="">a</p>'),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="/admin">a</a><a href="#login">b</a>', "<a>a</a><a>b</a>"),
        ('<a href="https://a.example" target="_blank" rel="opener">a</a>', '<a href="https://a.example">a</a>'),
        ('<a href="#source-1" id="cite-1-1">1</a>', '<a href="#source-1" id="cite-1-1">1</a>'),
        ('<img src="http://a.example/p.png"><img src="data:image/png;base64,x">', "<img><img>"),
        ("<iframe src=x></iframe><form><input></form><object></object><svg></svg>a", "a"),
        ('<div role="alert" tabindex="5" class="table">a</div>', '<div class="table">a</div>'),
        ("<p>a<!-- secret -->b", "<p>ab</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ],
)
def test_only_what_an_article_needs_is_left(html: str, expected: str) -> None:
    assert sanitise(html) == expected
