"""What a person does in the studio, for the tests that drive a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

PATIENCE = 60_000
"""Milliseconds for what needs the model."""


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton], .stSkeleton, [data-stale=true]')")


def start_article(page: Page, address: str, keyword: str, *, guided: bool = False) -> None:
    """From the form to the article's workspace."""
    page.goto(f"{address}/new")
    page.get_by_label("Keyword").fill(keyword)
    if guided:
        page.get_by_text("Autopilot").click()
    page.get_by_role("button", name="Start the article").click()
    expect(page).to_have_url(re.compile(r"/article\?article="))


def stay(page: Page) -> str:
    """Try to reload the page and think better of it; what kind of question the browser asked."""
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("void setTimeout(() => location.reload())")
    return asked.value.type
