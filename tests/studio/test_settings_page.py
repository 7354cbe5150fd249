"""The page of the settings: what is configured without any secret, what is reached, what was paid, the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.records import UsageEvent
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import Article, Phase
from snowball_core.services.studio import Studio, holder
from tests.studio.conftest import ROOT
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]
SECRET = "hidden-7391"


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def everything_in(page: AppTest) -> str:
    """Every message that the page sends to the browser."""
    return str(page._tree) + text_of(page)


def record(studio: Studio, days_ago: float = 0, **fields: Any) -> None:
    given = {"phase": Phase.WRITING, "step": "write section · 1", "provider": "gemini", **fields}
    studio.store.add_usage(UsageEvent(at=datetime.now(UTC) - timedelta(days=days_ago), **given))


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sandbox: Sandbox) -> Iterator[Studio]:
    """The studio of this process with keys and addresses of one's own, all of them with a secret in them."""
    address = sandbox.url.replace("://", f"://user:{SECRET}@")
    given = {
        **{"SNOWBALL_DATA_DIR": str(tmp_path / "data"), "SNOWBALL_RETRY_BASE_SECONDS": "0"},
        **{"GOOGLE_GENERATIVE_AI_API_KEY": f"AIza-{SECRET}", "TAVILY_API_KEY": f"tvly-{SECRET}"},
        **{"SNOWBALL_GEMINI_BASE_URL": address, "SNOWBALL_TAVILY_BASE_URL": address},
        **{"SUPABASE_URL": f"https://{SECRET}.example", "SUPABASE_SERVICE_ROLE_KEY": SECRET},
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    holder.close()
    yield holder.get()
    holder.close()


def open_settings() -> AppTest:
    page = AppTest.from_file(str(ROOT / "studio.py"), default_timeout=60).run()
    return page.switch_page("ui/pages/settings.py").run()


@pytest.mark.parametrize("fault", [None, FaultKind.BAD_KEY, FaultKind.DROP])
def test_no_secret_reaches_the_page_whatever_the_services_answer(
    live: Studio, sandbox: Sandbox, fault: FaultKind | None
) -> None:
    if fault:
        sandbox.faults.add(Fault(fault, times=None))
    page = open_settings()
    assert "key is set" in text_of(page)
    assert "127.0.0.1" in text_of(page)
    press(page, "Check the connections")
    assert "Model (Gemini)" in text_of(page)
    assert SECRET not in everything_in(page)
    assert SECRET[:6] not in everything_in(page)


def test_the_demo_says_what_answers_and_which_variables_change_it(open_page: OpenPage, demo: Studio) -> None:
    said = text_of(open_page("settings"))
    assert "Demo: a stand-in on this computer" in said
    assert str(demo.settings.data_dir) in said
    for variable in ("GOOGLE_GENERATIVE_AI_API_KEY", "TAVILY_API_KEY", "SNOWBALL_DATA_DIR", "SNOWBALL_MODELS__WRITING"):
        assert variable in said


def test_models_prices_and_limits_are_those_of_the_settings(open_page: OpenPage, demo: Studio) -> None:
    said = text_of(open_page("settings"))
    assert "Research gemini-4-argon gemini-4-hydrogen, gemini-3.8-flash SNOWBALL_MODELS__RESEARCH" in said
    assert "gemini-3.8-flash $0.75 $0.75 $3.75 23 Nov 2026" in said
    assert "Read of each source 40,000 characters SNOWBALL_SOURCE_CHARACTERS" in said


def test_the_check_says_of_every_part_whether_it_works(open_page: OpenPage) -> None:
    page = open_page("settings")
    assert "Engine works" not in text_of(page)
    press(page, "Check the connections")
    for part in ("Data folder", "Cache", "Model (Gemini)", "Search (Tavily)", "Engine"):
        assert f"{part}** works" in text_of(page)


def test_a_studio_without_calls_says_so(open_page: OpenPage) -> None:
    assert "No call was made in this time." in text_of(open_page("settings"))


def test_calls_are_shown_by_article_and_step_and_deleted_articles_are_named_as_such(
    open_page: OpenPage, demo: Studio, keep: Callable[..., Article]
) -> None:
    kept = keep("coffee *at* home", id="kept")
    record(demo, article_id=kept.id, cost=1.25, input_tokens=1_000)
    record(demo, article_id="gone", cost=0.5, step="find gaps")
    record(demo, cached=True, saved=2)
    page = open_page("settings")
    said = text_of(page)
    assert "Paid calls 2" in said
    assert "Cost $1.75" in said
    assert "Saved by the cache $2.00" in said
    assert "A deleted article" in said
    assert "Writing 1 1 1,000 $1.25 $2.00" in said
    (link,) = [part.proto for part in page.get("page_link") if part.proto.query_string]
    assert link.query_string == f"article={kept.id}"
    assert link.label == r"coffee \*at\* home"
    assert len(page.get("vega_lite_chart")) == 2


def test_the_period_can_be_chosen(open_page: OpenPage, demo: Studio) -> None:
    for days_ago in (0, 20, 80, 300):
        record(demo, days_ago, cost=1)
    page = open_page("settings")
    for label, cost in (("7 days", "$1.00"), ("30 days", "$2.00"), ("90 days", "$3.00"), ("All", "$4.00")):
        page.segmented_control(key="usage-period").set_value(label).run()
        assert f"Cost {cost}" in text_of(page)


def test_in_the_demo_calls_and_tokens_are_counted_and_no_dollars(open_page: OpenPage, demo: Studio) -> None:
    record(demo, input_tokens=1_234)
    said = text_of(open_page("settings"))
    assert "This is the demo: nothing is paid." in said
    assert "Calls 1" in said
    assert "Tokens 1,234" in said
    assert "Cost $" not in said


def test_the_cache_is_cleared_after_saying_what_that_means(open_page: OpenPage, demo: Studio) -> None:
    demo.cache.put("key", {"answer": 1})
    page = open_page("settings")
    assert "Answers kept 1" in text_of(page)
    assert str(demo.cache.info().folder) in text_of(page)
    assert "would be paid again" in text_of(page)
    press(page, "Clear the cache")
    assert demo.cache.info().answers == 0
    assert "Answers kept 0" in text_of(page)
