"""Pictures of every page: light, dark, phone. Run by `make screenshots`; writes to docs/screenshots/."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.served_studio import browser, served_studio  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
KEYWORD = "history of lighthouses"
PATIENCE = 120_000
"""Milliseconds for an article to be finished."""


@dataclass(frozen=True)
class Look:
    """How the pages are looked at; width and height in CSS pixels."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


LOOKS = [
    Look("light", 1280, 900, "light"),
    Look("dark", 1280, 900, "dark"),
    Look("phone", 390, 844, "light"),
]


def main() -> None:
    """Start a studio, make an article, take the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data, log = Path(folder) / "data", Path(folder) / "studio.log"
        with served_studio(data, log) as address, browser() as opened:
            article = _make_article(opened, address)
            for look in LOOKS:
                _take(opened, look, address, article)


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton], .stSkeleton, [data-stale=true]')")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


def _context(opened: Browser, look: Look) -> BrowserContext:
    return opened.new_context(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, reduced_motion="reduce"
    )


def _make_article(opened: Browser, address: str) -> str:
    """Start an article by the page; pictures of the empty studio and of the writing on the way."""
    context = _context(opened, LOOKS[0])
    page = context.new_page()
    page.goto(address)
    settled(page)
    page.screenshot(path=TARGET / "empty-light.png")
    page.get_by_role("button", name="Start the first article").click()
    page.get_by_label("Keyword").fill(KEYWORD)
    page.get_by_role("button", name="Start the article").click()
    page.locator(".sb-writing p, .sb-prose section p").first.wait_for(timeout=PATIENCE)
    page.screenshot(path=TARGET / "writing-light.png")
    page.get_by_text("HTML page").wait_for(timeout=PATIENCE)
    url = page.url
    context.close()
    return url


def _take(opened: Browser, look: Look, address: str, article: str) -> None:
    context = _context(opened, look)
    page = context.new_page()
    pages = {"articles": address, **{name: f"{address}/{name}" for name in ("new", "voices", "settings")}}
    for name, url in pages.items():
        page.goto(url)
        settled(page)
        page.screenshot(path=TARGET / f"{name}-{look.name}.png", full_page=look.name != "phone")
    for tab in ("Usage", "Cache"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        page.screenshot(path=TARGET / f"settings-{tab.lower()}-{look.name}.png")
    page.goto(article)
    settled(page)
    for tab in ("Result", "Polish", "Draft", "Outline", "Research", "Cost"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        page.screenshot(path=TARGET / f"article-{tab.lower()}-{look.name}.png")
    if look.name == "light":
        page.get_by_role("tab", name="Result").click()
        settled(page)
        page.screenshot(path=TARGET / "studio.png")
    context.close()


if __name__ == "__main__":
    main()
