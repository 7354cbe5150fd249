"""The page in a real browser: it fits a phone, follows the reader's colours, and nothing is refused or run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from snowball_core.render import render_page

from .examples import Build

pytestmark = pytest.mark.browser

TEXT = """A paragraph with `averylongpieceofcodethatcannotbreakanywhereandgoesonandonandonandonandonandonandon` [F1].

| A first column | A second column | A third column | A fourth column | A fifth column |
|--|--|--|--|--|
| some longer text | some longer text | some longer text | some longer text | some longer text [F4] |

```
one line of code that is much longer than any phone is wide and must not make the page scroll sideways
```

https://example.org/an/address/that/is/longer/than/the/screen/is/wide/and/has/no/spaces/in/it/at/all
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that playwright brings."""
    with sync_playwright() as playwright:
        own = shutil.which("chromium") or shutil.which("google-chrome")
        started = playwright.chromium.launch(executable_path=own, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def opened(browser: Browser, html: str, folder: Path, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """The page at a width in CSS pixels, and what the browser complains about."""
    (folder / "page.html").write_text(html, encoding="utf-8")
    page = browser.new_page(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((folder / "page.html").as_uri())
    return page, complaints


def brightness(page: Page, value: str) -> float:
    """Mean of red, green and blue (0 to 255) of a colour of the body."""
    colour = str(page.evaluate(f"getComputedStyle(document.body).{value}"))
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    return sum(parts) / 3


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_the_page_never_scrolls_sideways_and_the_browser_refuses_nothing(
    browser: Browser, article: Build, tmp_path: Path, width: int
) -> None:
    page, complaints = opened(browser, render_page(article(TEXT, site_name="Site", author="Ann")), tmp_path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.close()


def test_lines_are_no_longer_than_one_reads_with_ease(browser: Browser, article: Build, tmp_path: Path) -> None:
    page, _ = opened(browser, render_page(article("word " * 200)), tmp_path, 1400)
    characters = page.evaluate(
        "() => { const p = document.querySelector('section p'), r = document.createRange();"
        " r.selectNodeContents(p); return p.textContent.length / r.getClientRects().length; }"
    )
    assert 45 <= characters <= 90
    page.close()


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_colours_that_the_reader_prefers(
    browser: Browser, article: Build, tmp_path: Path, scheme: str, is_dark: bool
) -> None:
    page, _ = opened(browser, render_page(article("Text.")), tmp_path, 800, scheme)
    assert (brightness(page, "backgroundColor") < 60) is is_dark
    assert (brightness(page, "color") > 180) is is_dark
    page.close()


def test_a_citation_leads_to_its_source_and_back(browser: Browser, article: Build, tmp_path: Path) -> None:
    page, _ = opened(browser, render_page(article("Text [F1].\n\n" + "More text.\n\n" * 80)), tmp_path, 390)
    page.click("sup.citation a")
    assert page.url.endswith("#source-1")
    page.locator("#source-1").wait_for(state="visible")
    page.click("#source-1 .back a")
    assert page.url.endswith("#cite-1-1")
    page.close()
