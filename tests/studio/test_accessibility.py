"""Every page, light and dark, as axe sees it: no serious violation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.studio.steps import PATIENCE, settled, start_article

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page in one of the two themes."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=request.param, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def grave(page: Page) -> list[str]:
    """What axe finds grave on the page: the rule and where."""
    settled(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def test_home_new_article_voices_and_settings(page: Page, served: str) -> None:
    for address in ("", "/new", "/voices", "/settings"):
        page.goto(served + address)
        assert grave(page) == [], address


def test_every_part_of_an_article_at_every_review(page: Page, served: str) -> None:
    start_article(page, served, "history of lighthouses", guided=True)
    for label in ("Plan the outline", "Write the article", "Polish and finish"):
        expect(page.get_by_role("button", name=label)).to_be_visible(timeout=PATIENCE)
        assert grave(page) == [], label
        page.get_by_role("button", name=label).click()
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
    for tab in ("Research", "Outline", "Draft", "Polish", "Result", "Cost"):
        page.get_by_role("tab", name=tab).click()
        assert grave(page) == [], tab
