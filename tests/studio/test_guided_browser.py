"""The guided path as a person walks it: review, edit, rewrite, polish; and what may go wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.served_studio import served_studio
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace
from tests.studio.steps import PATIENCE, settled, start_article, stay

pytestmark = pytest.mark.browser

SLOW = Pace(tokens_per_second=150)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser of its own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def press(page: Page, name: str | re.Pattern[str], place: int = 0) -> None:
    page.get_by_role("button", name=name).nth(place).click(timeout=PATIENCE)


def card(page: Page, number: int) -> Locator:
    """The section with this number in the draft's review."""
    return page.locator("[class*=st-key-section-]").filter(has=page.get_by_role("heading", name=f"{number}. ")).last


def to_the_draft(page: Page, address: str, keyword: str) -> None:
    """A guided article at the draft's review."""
    start_article(page, address, keyword, guided=True)
    press(page, "Plan the outline")
    press(page, "Write the article")
    expect(page.get_by_role("button", name="Approve all")).to_be_visible(timeout=PATIENCE)


def type_text(page: Page, number: int, text: str) -> None:
    """Open the editor on a section and type; the checked preview follows."""
    card(page, number).get_by_role("button", name="Edit").click()
    card(page, number).get_by_label("Text", exact=True).fill(text)
    expect(card(page, number).locator(".sb-marked")).to_contain_text(text)


def writing_calls(model: Sandbox) -> int:
    return sum(request.task == "write a section" for request in model.ledger.requests())


def leave_out_the_first_fact(page: Page) -> None:
    """At the research's review: untick a fact, and see its quote where it stands."""
    fact = page.locator("[class*=st-key-fact-card-]").first
    fact.get_by_text("Its quote, and editing").click()
    expect(fact.locator(".sb-context mark")).to_be_visible()
    fact.locator("label").first.click()
    expect(page.get_by_text(re.compile(r"74 of 75 facts used"))).to_be_visible()


def change_the_outline(page: Page) -> None:
    """At the outline's review: another title, another order."""
    title = page.get_by_role("textbox", name="Title")
    expect(title).to_be_visible(timeout=PATIENCE)
    title.fill("Lighthouses as I tell them")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lighthouses as I tell them")
    page.get_by_role("button", name=re.compile("^Move down")).first.click()
    expect(page.get_by_text("The order was changed.")).to_be_visible()


def test_a_person_walks_the_whole_path_and_what_comes_out_is_what_was_approved(
    page: Page, served: str, well_behaved: Sandbox, tmp_path: Path
) -> None:
    start_article(page, served, "history of lighthouses", guided=True)
    expect(page.get_by_role("button", name="Plan the outline")).to_be_visible(timeout=PATIENCE)
    leave_out_the_first_fact(page)
    press(page, "Plan the outline")
    change_the_outline(page)
    press(page, "Write the article")
    expect(page.get_by_role("button", name="Approve all")).to_be_visible(timeout=PATIENCE)
    type_text(page, 1, "Every tower here was written by hand.")
    card(page, 1).get_by_role("button", name="Save").click()
    expect(page.locator(".st-key-stale")).to_contain_text("Section 2")
    stale = page.locator(".st-key-stale li").count()
    before = writing_calls(well_behaved)
    press(page, re.compile(f"^Rewrite {stale} section"))
    expect(page.locator(".st-key-stale")).to_have_count(0)
    expect(page.get_by_role("button", name="Polish and finish")).to_be_visible(timeout=PATIENCE)
    assert stale <= writing_calls(well_behaved) - before <= 2 * stale
    card(page, 5).get_by_role("button", name="Write anew").click()
    page.get_by_label("A note to the writer").fill("Shorter")
    press(page, "Write it anew")
    expect(card(page, 5).get_by_role("button", name="Earlier versions")).to_be_visible(timeout=PATIENCE)
    press(page, "Approve all")
    expect(page.get_by_text("5 approved")).to_be_visible()
    press(page, "Polish and finish")
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        page.get_by_text("HTML page").click()
    saved = tmp_path / "article.html"
    download.value.save_as(saved)
    html = saved.read_text(encoding="utf-8")
    assert "Lighthouses as I tell them</h1>" in html
    assert "Every tower here was written by hand." in html
    assert html.count("<h2") >= 5


def test_what_is_typed_survives_the_writing_of_the_next_section(page: Page, served: str, well_behaved: Sandbox) -> None:
    start_article(page, served, "sourdough starter", guided=True)
    press(page, "Plan the outline")
    expect(page.get_by_role("button", name="Write the article")).to_be_visible(timeout=PATIENCE)
    well_behaved.pace = SLOW
    press(page, "Write the article")
    expect(card(page, 1).get_by_role("button", name="Edit")).to_be_visible(timeout=PATIENCE)
    type_text(page, 1, "Typed while the next one is being written.")
    expect(page.locator(".sb-path")).to_contain_text("2 of", timeout=PATIENCE)
    field = card(page, 1).get_by_label("Text", exact=True)
    expect(field).to_have_value("Typed while the next one is being written.")
    card(page, 1).get_by_role("button", name="Save").click()
    expect(card(page, 1).locator(".sb-marked")).to_contain_text("Typed while the next one is being written.")
    well_behaved.pace = Pace()
    expect(page.get_by_role("button", name="Approve all")).to_be_visible(timeout=PATIENCE)
    expect(card(page, 1).locator(".sb-marked")).to_contain_text("Typed while the next one is being written.")


def test_the_browser_asks_before_an_edited_section_is_left(page: Page, served: str, well_behaved: Sandbox) -> None:
    to_the_draft(page, served, "coffee at home with a filter")
    type_text(page, 1, "Typed and not saved.")
    assert stay(page) == "beforeunload"
    expect(card(page, 1).get_by_label("Text", exact=True)).to_have_value("Typed and not saved.")


def test_pause_and_go_on(page: Page, served: str, well_behaved: Sandbox) -> None:
    start_article(page, served, "filter coffee at home", guided=True)
    press(page, "Plan the outline")
    expect(page.get_by_role("button", name="Write the article")).to_be_visible(timeout=PATIENCE)
    well_behaved.pace = SLOW
    press(page, "Write the article")
    expect(page.locator(".sb-path")).to_contain_text("1 of", timeout=PATIENCE)
    press(page, "Pause")
    expect(page.locator(".st-key-missing")).to_contain_text("still to be written")
    well_behaved.pace = Pace()
    press(page, re.compile("^Go on writing"))
    expect(page.get_by_role("button", name="Approve all")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-missing")).to_have_count(0)


def test_two_tabs_in_conflict_lose_nothing(page: Page, served: str, well_behaved: Sandbox) -> None:
    to_the_draft(page, served, "remote onboarding")
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    type_text(page, 1, "The first tab's words.")
    type_text(other, 1, "The second tab's words.")
    card(page, 1).get_by_role("button", name="Save").click()
    expect(other.get_by_text("changed elsewhere since you began")).to_be_visible()
    expect(card(other, 1).get_by_label("Text", exact=True)).to_have_value("The second tab's words.")
    press(other, "Keep mine")
    card(other, 1).get_by_role("button", name="Save").click()
    expect(card(page, 1).locator(".sb-marked")).to_contain_text("The second tab's words.")


def test_another_tab_shows_what_was_saved_without_a_reload(page: Page, served: str, well_behaved: Sandbox) -> None:
    to_the_draft(page, served, "bicycle friendly cities")
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    press(page, "Approve all")
    expect(other.get_by_text("5 approved")).to_be_visible()


@pytest.mark.parametrize(
    ("task", "label", "keyword"),
    [
        ("extract facts", "Research", "heat pumps"),
        ("plan the outline", "Outline", "heat pumps in old houses"),
        ("write a section", "Writing", "old houses with heat pumps"),
        ("polish a section", "Polish", "a heat pump in an old house"),
    ],
)
def test_a_reload_in_the_middle_of_a_phase_shows_the_work_going_on(
    task: str, label: str, keyword: str, page: Page, served: str, well_behaved: Sandbox
) -> None:
    seconds = 4.0 if task == "plan the outline" else 0.1
    well_behaved.faults.add(Fault(FaultKind.SLOW, task=task, seconds=seconds, times=None))
    start_article(page, served, keyword)
    step = page.locator(".sb-step.sb-working")
    expect(step).to_contain_text(label, timeout=PATIENCE)
    page.reload()
    expect(step).to_contain_text(label)
    well_behaved.faults.clear()
    expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)


def test_a_killed_server_goes_on_where_it_was_and_the_page_with_it(
    page: Page, model: Sandbox, well_behaved: Sandbox, tmp_path: Path
) -> None:
    settings = {
        "SNOWBALL_GEMINI_BASE_URL": model.url,
        "SNOWBALL_TAVILY_BASE_URL": model.url,
        "SNOWBALL_RETRY_BASE_SECONDS": "0",
    }
    data, log = tmp_path / "data", tmp_path / "studio.log"
    well_behaved.pace = SLOW
    with served_studio(data, log, **settings) as address:
        start_article(page, address, "history of lighthouses")
        expect(page.locator(".sb-path")).to_contain_text("1 of", timeout=PATIENCE)
        article = page.url.partition("?")[2]
        before = writing_calls(model)
    well_behaved.pace = Pace()
    with served_studio(data, log, **settings) as address:
        page.goto(f"{address}/article?{article}")
        expect(page.get_by_text("HTML page")).to_be_visible(timeout=PATIENCE)
        page.get_by_role("tab", name="Draft").click()
        sections = page.locator("[class*=st-key-section-]").count()
    assert writing_calls(model) - before <= sections
