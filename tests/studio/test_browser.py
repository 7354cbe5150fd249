"""The studio as a person meets it: a real server, a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from scripts.served_studio import served_studio
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace
from tests.studio.steps import PATIENCE, start_article

pytestmark = pytest.mark.browser

SLOW = Pace(tokens_per_second=200)
KEYWORD = "history of lighthouses"
"""Every test that watches the work has a keyword of its own: what was paid once comes from the cache at once."""
PROBE = "/_stcore/"
"""On a deep link Streamlit's page first looks for its server below that link, and tells the console of the 404."""

FAILURE = "unexpected failure, reference"
"""What the log says of everything that has no name."""


@pytest.fixture
def page(chromium: Browser, served_log: Path) -> Iterator[Page]:
    """A page of a browser of its own; the test fails when the browser's console or the studio's log had an error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and PROBE not in message.location["url"]:
            errors.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors
    assert not served_log.exists() or FAILURE not in served_log.read_text()


def draft_length(page: Page) -> int:
    return len(page.locator("article.sb-prose").first.inner_text())


def test_from_the_keyword_to_the_downloaded_page(page: Page, chromium: Browser, tmp_path: Path) -> None:
    with served_studio(tmp_path / "data", tmp_path / "studio.log") as address:
        page.goto(f"{address}/voices")
        expect(page.locator(".st-key-demo")).to_contain_text("Demo")
        page.goto(address)
        page.get_by_role("button", name="Start the first article").click()
        page.get_by_label("Keyword").fill(KEYWORD)
        page.get_by_role("button", name="Start the article").dblclick()
        expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
        with page.expect_download() as download:
            page.get_by_text("HTML page").click()
        saved = tmp_path / "article.html"
        download.value.save_as(saved)
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("link", name="Articles").first.click()
        expect(page.get_by_text("1 article", exact=True)).to_be_visible()
    html = saved.read_text(encoding="utf-8")
    assert title in html
    assert re.search(r'<meta name="generator" content="Snowball [^"]*\(demo\)"', html)
    assert "<script" not in html.replace('<script type="application/ld+json">', "")
    reader = chromium.new_page()
    reader.goto(saved.as_uri())
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    assert reader.locator("section h2").count() >= 3
    assert reader.locator("sup a").count() >= 3
    reader.close()
    assert FAILURE not in (tmp_path / "studio.log").read_text()


def test_the_text_grows_before_one_s_eyes_and_survives_a_reload(page: Page, served: str, well_behaved: Sandbox) -> None:
    well_behaved.pace = SLOW
    start_article(page, served, "sourdough starter")
    expect(page.locator(".sb-writing")).to_be_visible(timeout=PATIENCE)
    first = draft_length(page)
    page.wait_for_function("n => document.querySelector('article.sb-prose').innerText.length > n + 40", arg=first)
    page.reload()
    page.wait_for_function("n => document.querySelector('article.sb-prose')?.innerText.length > n + 40", arg=first)
    well_behaved.pace = Pace()
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)


def test_another_tab_is_not_thrown_back_while_the_text_streams(page: Page, served: str, well_behaved: Sandbox) -> None:
    well_behaved.pace = SLOW
    start_article(page, served, "heat pumps in old houses")
    expect(page.locator(".sb-writing")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="Research").click()
    quote = page.locator(".sb-facts details").first
    quote.locator("summary").click()
    expect(page.locator(".sb-path")).to_contain_text("1 of", timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Research")).to_have_attribute("aria-selected", "true")
    expect(quote.locator("blockquote")).to_be_visible()


def test_a_failing_model_is_explained_and_retry_finishes_the_article(
    page: Page, served: str, well_behaved: Sandbox
) -> None:
    well_behaved.faults.add(Fault(FaultKind.SAFETY, times=None, task="plan the outline"))
    start_article(page, served, "remote onboarding")
    expect(page.get_by_text("It stopped at the outline")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".sb-step.sb-failed")).to_contain_text("Outline")
    well_behaved.faults.clear()
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)


def test_a_guided_article_waits_at_every_review(page: Page, served: str) -> None:
    start_article(page, served, "filter coffee at home", guided=True)
    for label in ("Plan the outline", "Write the article", "Polish and finish"):
        page.get_by_role("button", name=label).click(timeout=PATIENCE)
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)


def test_stopping_while_it_writes(page: Page, served: str, well_behaved: Sandbox) -> None:
    well_behaved.pace = SLOW
    start_article(page, served, "bicycle friendly cities")
    expect(page.locator(".sb-writing")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_text("This article was stopped")).to_be_visible()


def test_the_preview_frame_is_sealed(page: Page, served: str) -> None:
    start_article(page, served, "history of lighthouses")
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
    outer = page.frame_locator("iframe[title='Preview of the finished article']")
    inner = outer.locator("iframe")
    expect(inner).to_have_attribute("sandbox", "")
    expect(outer.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()


def test_labels_show_hostile_text_literally(page: Page, served: str) -> None:
    hostile = (
        "![x](https://evil.example/p.png) :red[a] $b$ :material/home: :smile: <b>c</b> www.evil.example d@evil.example"
    )
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    start_article(page, served, hostile, guided=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape("![x]")))
    shown = page.get_by_role("heading", level=1).inner_text().replace("\u2060", "")
    assert shown == hostile
    page.goto(f"{served}/?q=evil.example")
    row = page.locator("[class*=st-key-row-] a")
    expect(row).to_have_count(1)
    assert row.inner_text().replace("\u2060", "") == hostile
    assert not [
        url for url in requests if not url.removeprefix("blob:").startswith((served, served.replace("http", "ws")))
    ]


def test_nothing_is_wider_than_a_phone(chromium: Browser, served: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    start_article(phone, served, "history of lighthouses")
    expect(phone.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
    article = phone.url
    for url in (article, served, f"{served}/new", f"{served}/voices", f"{served}/settings"):
        phone.goto(url)
        phone.get_by_role("heading", level=1).first.wait_for()
        wide = phone.evaluate(
            "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
        )
        assert wide <= 0, url
    context.close()
