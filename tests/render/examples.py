"""Sources and facts for the articles of these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from snowball_core.render import FinishedArticle
from snowball_core.schemas import Evidence, Fact, Source

Build = Callable[..., FinishedArticle]
"""Builds an article from the Markdown of its sections; everything else can be named."""

Measure = Callable[..., Any]
"""Calls a function and fails when it took more processor time than the `seconds` allowed."""

SOURCES = (
    Source(id="S1", url="https://www.example.org/heat", title="Heat report", text="t", published="2024-05-01"),
    Source(id="S2", title="Own measurements", text="t", origin="paste"),
    Source(id="S3", url="https://b.example/test", title="Field test", text="t"),
    Source(id="S4", url="https://c.example/left-out", title="Left out", text="t", included=False),
)


def proven(fact_id: str, source_id: str, *also: str) -> Fact:
    """A fact with a verified quote in every source named."""
    return Fact(
        id=fact_id,
        text="A statement.",
        source_id=source_id,
        quote="quote",
        verified=True,
        corroborations=[Evidence(source_id=other, quote="quote", verified=True) for other in also],
    )


FACTS = (
    proven("F1", "S1"),
    proven("F2", "S2"),
    proven("F3", "S3"),
    proven("F4", "S1", "S3", "S4"),
    proven("F5", "S4"),
    Fact(id="F6", text="A statement.", source_id="S1", quote="not there", verified=False, accepted=True),
    proven("F7", "S1"),
    proven("F8", "S3").model_copy(update={"included": False}),
)
