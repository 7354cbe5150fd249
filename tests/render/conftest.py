"""A small finished article to vary, and a watch."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from snowball_core.render import FinishedArticle, FinishedSection

from .examples import FACTS, SOURCES, Build, Measure


@pytest.fixture
def article() -> Build:
    """Builds an article from the Markdown of its sections; everything else can be named."""

    def build(*markdown: str, **changes: Any) -> FinishedArticle:
        sections = tuple(FinishedSection(f"Part {n}", text) for n, text in enumerate(markdown, start=1))
        moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
        values: dict[str, Any] = {
            "title": "Heat pumps",
            "sections": sections,
            "facts": FACTS,
            "sources": SOURCES,
            "language": "en",
            "keyword": "heat pump",
            "published": moment,
            "modified": moment,
            "generator": "Snowball 0.1.0",
        }
        return FinishedArticle(**{**values, **changes})

    return build


@pytest.fixture
def measured() -> Measure:
    """Calls a function and fails when it took more processor time than allowed."""

    def call(function: Callable[[], Any], seconds: float) -> Any:
        start = time.process_time()
        result = function()
        assert time.process_time() - start < seconds
        return result

    return call
