"""How long the server needs for a page: the home page with 10 and with 10,000 articles, and an article's workspace.

    .venv/bin/python bench/pages.py [--articles 10000] [--runs 15]

Medians of whole runs of the page's script, within one process, one after the other.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from streamlit.testing.v1 import AppTest  # noqa: E402

from snowball_core.schemas import Article, Status  # noqa: E402
from snowball_core.services.articles import NewArticle  # noqa: E402
from snowball_core.services.library import new_id, utc_now  # noqa: E402
from snowball_core.services.studio import Studio, holder  # noqa: E402


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=15)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SNOWBALL_DATA_DIR"] = folder
        os.chdir(folder)
        studio = holder.get()
        article = finished(studio)
        fill(studio, 9)
        few = median_run("home, 10 articles", options.runs, "articles")
        fill(studio, options.articles - 10)
        many = median_run(f"home, {options.articles:,} articles", options.runs, "articles")
        print(f"  {many / few:.2f} times as long")
        median_run("home, searched", options.runs, "articles", q="number 77")
        median_run("the finished article's workspace, all parts", options.runs, "article", article=article.id)
        holder.close()


def finished(studio: Studio) -> Article:
    """An article made by the demo."""
    article = studio.articles.start(NewArticle(new_id(), "history of lighthouses", studio.voices.default().id))
    while studio.store.article(article.id).status is not Status.COMPLETED:
        time.sleep(0.1)
    return article


def fill(studio: Studio, number: int) -> None:
    """Put so many finished articles beside it, each with its whole text."""
    kept = next(row for row in studio.store.articles_in(frozenset({Status.COMPLETED})))
    for count in range(number):
        at = utc_now() - timedelta(minutes=count)
        fields = {"id": new_id(), "keyword": f"keyword number {count}", "created_at": at, "updated_at": at}
        studio.store.create_article(kept.model_copy(update=fields))


def median_run(name: str, runs: int, page: str, **parameters: str) -> float:
    """The median time of a run of the page's script, in seconds; printed."""
    opened = AppTest.from_file(str(ROOT / "studio.py"), default_timeout=60).run()
    for key, value in parameters.items():
        opened.query_params[key] = value
    opened = opened.switch_page(f"ui/pages/{page}.py").run()
    assert not opened.exception, opened.exception
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        opened.run()
        times.append(time.perf_counter() - started)
    median = statistics.median(times)
    print(f"{name}: {1000 * median:.0f} ms")
    return median


if __name__ == "__main__":
    main()
