"""The outline's editor as a person meets it: dragging, the keyboard, reloading, two tabs, leaving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from snowball_core.sandbox.server import Sandbox
from tests.studio.steps import PATIENCE, start_article, stay
from tests.studio.test_browser import FAILURE

pytestmark = pytest.mark.browser

KEYWORD = "history of lighthouses"
SAVED = "All changes are saved"


@pytest.fixture
def context(chromium: Browser, served_log: Path) -> Iterator[BrowserContext]:
    """A browser of a test's own, that may use the clipboard; the studio's log must stay without a failure."""
    opened = chromium.new_context(viewport={"width": 1280, "height": 1000})
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()
    assert FAILURE not in served_log.read_text()


@pytest.fixture
def page(context: BrowserContext, served: str) -> Page:
    """The outline of a guided article, waiting for its human."""
    page = context.new_page()
    start_article(page, served, KEYWORD, guided=True)
    page.get_by_role("button", name="Plan the outline").click(timeout=PATIENCE)
    expect(page.locator("li.entry").first).to_be_visible(timeout=PATIENCE)
    return page


def headings(page: Page) -> list[str]:
    return page.locator("li.entry .text").all_inner_texts()


def expect_order(page: Page, order: list[str]) -> None:
    """The list and the cards below it stand in this order."""
    expect(page.locator("li.entry .text")).to_have_text(order)
    cards = page.locator("[class*='-unfold-'] button")
    expect(cards).to_have_text([re.compile(re.escape(heading)) for heading in order])


def unfold(page: Page, heading: str) -> None:
    page.locator("[class*='-unfold-'] button", has_text=heading).click()
    expect(page.get_by_role("textbox", name="Heading")).to_be_visible()


def drag(page: Page, entry: Locator, over: Locator) -> None:
    """Drag an entry by its handle below another one, as a hand does: in several moves."""
    handle, target = entry.locator(".handle").bounding_box(), over.bounding_box()
    assert handle is not None
    assert target is not None
    page.mouse.move(handle["x"] + 8, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, target["y"] + target["height"] - 4, steps=8)
    page.mouse.up()


def leave_unasked(page: Page) -> None:
    """Reload the page; a question of the browser fails the test."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    assert not asked


def test_an_entry_is_dragged_to_another_place(page: Page) -> None:
    first, second, third, *rest = headings(page)
    entries = page.locator("li.entry")
    drag(page, entries.nth(0), entries.nth(2))
    expect_order(page, [second, third, first, *rest])
    page.reload()
    expect_order(page, [second, third, first, *rest])


def test_escape_ends_a_drag_without_a_change(page: Page) -> None:
    before = headings(page)
    handle = page.locator("li.entry .handle").first.bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, handle["y"] + 120, steps=5)
    assert headings(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_order(page, before)


def test_an_entry_is_moved_by_the_keyboard_and_keeps_the_focus(page: Page) -> None:
    first, second, *rest = headings(page)
    page.get_by_role("button", name=f"Move down: {first}").focus()
    page.keyboard.press("Enter")
    expect_order(page, [second, first, *rest])
    expect(page.get_by_text("The order was changed. All changes are saved.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    expect(page.locator("[aria-live=assertive]")).to_have_text(f"{first} moved to place 2 of {len(rest) + 2}")
    page.keyboard.press("Alt+ArrowUp")
    expect_order(page, [first, second, *rest])


def test_the_list_is_one_stop_of_the_tab_key_and_arrows_walk_in_it(page: Page) -> None:
    first, second, *_ = headings(page)
    page.get_by_role("button", name=f"Move up: {first}").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name=f"Move up: {second}")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=f"Move down: {second}")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("li.entry :focus").count() == 0


def test_a_finger_drags_too(chromium: Browser, page: Page) -> None:
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    touched = phone.new_page()
    touched.goto(page.url)
    expect(touched.locator("li.entry").first).to_be_visible()
    first, second, *rest = headings(touched)
    touched.locator("li.entry").first.scroll_into_view_if_needed()
    handle = touched.locator("li.entry .handle").first.bounding_box()
    below = touched.locator("li.entry").nth(1).bounding_box()
    assert handle is not None
    assert below is not None
    x, y, end = handle["x"] + 10, handle["y"] + 10, below["y"] + below["height"] - 4
    session = phone.new_cdp_session(touched)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": (y + end) / 2}]),
        ("touchMove", [{"x": x, "y": end}]),
        ("touchEnd", []),
    ):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect_order(touched, [second, first, *rest])
    wide = touched.evaluate("document.querySelector('.stMain').scrollWidth - innerWidth")
    assert wide <= 0
    phone.close()


def test_an_open_card_stays_open_while_one_types_and_a_reload_keeps_what_was_typed(page: Page) -> None:
    second = headings(page)[1]
    unfold(page, second)
    heading = page.get_by_role("textbox", name="Heading")
    heading.press("End")
    heading.press_sequentially(", told anew", delay=20)
    expect(page.locator("li.entry .text").nth(1)).to_have_text(f"{second}, told anew")
    expect(heading).to_be_focused()
    page.get_by_role("button", name=f"Move up: {second}, told anew").click()
    expect(page.locator("li.entry .text").first).to_have_text(f"{second}, told anew")
    expect(heading).to_have_value(f"{second}, told anew")
    page.reload()
    expect(page.locator("li.entry .text").first).to_have_text(f"{second}, told anew")


def test_two_tabs_do_not_overwrite_one_another(page: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Title", exact=True)).to_be_visible()
    page.get_by_label("Title", exact=True).fill("The first tab's title")
    expect(page.get_by_role("heading", level=1)).to_have_text("The first tab's title")
    other.get_by_label("Title", exact=True).fill("The second tab's title")
    expect(other.get_by_text("changed elsewhere")).to_be_visible()
    expect(other.get_by_label("Title", exact=True)).to_have_value("The second tab's title")
    other.get_by_role("button", name="Keep mine").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("The second tab's title")
    expect(other.get_by_text("changed elsewhere")).to_be_hidden()


def test_the_browser_asks_before_an_invalid_field_is_left(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("x")
    expect(page.get_by_text("The title needs at least 3 characters.")).to_be_visible()
    assert stay(page) == "beforeunload"
    expect(page.get_by_label("Title", exact=True)).to_have_value("x")


def test_the_browser_asks_before_unsent_words_are_left(page: Page) -> None:
    unfold(page, headings(page)[0])
    page.get_by_role("combobox", name="Keywords").press_sequentially("Pharos")
    assert stay(page) == "beforeunload"


def test_the_browser_does_not_ask_when_all_is_saved(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("A title to keep")
    expect(page.get_by_role("heading", level=1)).to_have_text("A title to keep")
    page.get_by_label("Title", exact=True).blur()
    leave_unasked(page)
    expect(page.get_by_label("Title", exact=True)).to_have_value("A title to keep")


def test_the_browser_does_not_ask_on_other_pages(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("x")
    expect(page.get_by_text("The title needs at least 3 characters.")).to_be_visible()
    page.get_by_role("link", name="Voices").click()
    expect(page.get_by_role("heading", level=1, name="Voices")).to_be_visible()
    leave_unasked(page)


def test_one_section_is_suggested_again_with_a_note(page: Page, well_behaved: Sandbox) -> None:
    first = headings(page)[0]
    unfold(page, first)
    page.get_by_role("button", name="Suggest again").click()
    page.get_by_role("textbox", name="What should be different?").fill("Something about the keepers")
    page.get_by_role("button", name="Suggest this section again").click()
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=PATIENCE)
    expect(page.locator("li.entry .text").first).not_to_have_text(first)
    assert "plan a section" in {request.task for request in well_behaved.ledger.requests()}
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("li.entry .text").first).to_have_text(first)


def test_forty_sections_stay_usable(page: Page) -> None:
    for count in range(len(headings(page)) + 1, 41):
        page.get_by_role("button", name="Add a section").click()
        expect(page.locator("li.entry")).to_have_count(count)
        page.locator("[class*='-unfold-'] button").last.click()
    expect(page.get_by_role("button", name="Add a section")).to_be_disabled()
    page.get_by_role("button", name=re.compile("^Move up")).last.click()
    expect(page.get_by_text("The order was changed.")).to_be_visible()


def test_the_html_is_copied_to_the_clipboard(context: BrowserContext, served: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    start_article(page, served, KEYWORD)
    page.get_by_role("button", name="Copy the HTML for a CMS").click(timeout=PATIENCE)
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").lstrip().startswith("<")
    expect(page.get_by_text("Copied")).to_be_hidden()


def test_without_the_clipboard_the_text_is_shown_selected(context: BrowserContext, served: str) -> None:
    context.add_init_script("delete Navigator.prototype.clipboard")
    page = context.new_page()
    start_article(page, served, KEYWORD)
    page.get_by_role("button", name="Copy the HTML for a CMS").click(timeout=PATIENCE)
    box = page.get_by_label("The text to copy")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionEnd - box.selectionStart") > 500
