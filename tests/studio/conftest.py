"""What the studio's tests share: the pages in this process, and a served studio with a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from scripts.served_studio import browser, served_studio
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace
from snowball_core.schemas import Article
from snowball_core.services.studio import Studio, holder

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=20_000)
"""What is waited for comes late on a loaded machine; a condition that is true is not waited for."""

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Studio]:
    """The studio that the pages of this process show: demo mode, a fresh data folder."""
    holder.close()
    monkeypatch.setenv("SNOWBALL_DATA_DIR", str(tmp_path / "data"))
    yield holder.get()
    holder.close()


@pytest.fixture
def open_page(demo: Studio) -> Callable[..., AppTest]:
    """Opens a page of the studio, as one who follows a link: `open_page("article", article=…)`."""

    def open_one(name: str = "articles", **parameters: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "studio.py"), default_timeout=60).run()
        for key, value in parameters.items():
            page.query_params[key] = value
        return page.switch_page(f"ui/pages/{name}.py").run()

    return open_one


@pytest.fixture
def keep(demo: Studio) -> Callable[..., Article]:
    """Puts an article into the studio's store as it might stand there: `keep("heat pumps", status=…)`."""

    def keep_one(keyword: str, **fields: object) -> Article:
        voice = demo.voices.all()[0]
        known = len(demo.store.articles_in(frozenset()))
        article = Article(
            **{
                "id": f"{keyword}-{known}".replace(" ", "-"),
                "keyword": keyword,
                "voice_id": voice.id,
                "created_at": NOW,
                "updated_at": NOW,
                **fields,
            }
        )
        return demo.store.create_article(article)

    return keep_one


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A browser of the test's own: its driver keeps an event loop in this thread, which other tests must not meet."""
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def model() -> Iterator[Sandbox]:
    """The sandbox that stands in for the served studio's model and search."""
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def served_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served studio writes what happens."""
    return tmp_path_factory.mktemp("served") / "studio.log"


@pytest.fixture(scope="module")
def served(model: Sandbox, served_log: Path) -> Iterator[str]:
    """A studio in a process of its own, for all tests of a module: starting one takes seconds."""
    settings = {
        "SNOWBALL_GEMINI_BASE_URL": model.url,
        "SNOWBALL_TAVILY_BASE_URL": model.url,
        "SNOWBALL_RETRY_BASE_SECONDS": "0",
    }
    with served_studio(served_log.with_name("data"), served_log, **settings) as address:
        yield address


@pytest.fixture
def well_behaved(model: Sandbox) -> Iterator[Sandbox]:
    """The module's sandbox, fast and without faults at the beginning and the end."""
    model.pace = Pace()
    model.faults.clear()
    yield model
    model.pace = Pace()
    model.faults.clear()
