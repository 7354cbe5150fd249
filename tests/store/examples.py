"""Small valid domain objects; every argument overrides a field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from snowball_core.records import PartialText, Progress, Revision, UsageEvent
from snowball_core.schemas import Article, ArticleOutline, BrandVoice, Phase, Section, Source, StyleDNA

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float = 1.0) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


def voice(**fields: Any) -> BrandVoice:
    base: dict[str, Any] = {"id": "v1", "name": "Friendly", "style_dna": StyleDNA(tone="warm")}
    return BrandVoice(**base | {"created_at": START, "updated_at": START} | fields)


def article(**fields: Any) -> Article:
    base: dict[str, Any] = {"id": "a1", "keyword": "sourdough starter", "voice_id": "v1"}
    return Article(**base | {"created_at": START, "updated_at": START} | fields)


def outline(title: str = "How a starter lives", sections: int = 2) -> ArticleOutline:
    entries = [
        {"id": n, "heading": f"Part {n}", "instruction_note": "Explain what happens in the jar."}
        for n in range(1, sections + 1)
    ]
    return ArticleOutline.model_validate({"title": title, "sections": entries})


def source(**fields: Any) -> Source:
    return Source(**{"id": "S1", "title": "A page", "text": "Flour and water.", "url": "https://example.org/"} | fields)


def section(**fields: Any) -> Section:
    return Section(**{"id": 1, "position": 0, "markdown": "Flour wakes up."} | fields)


def revision(**fields: Any) -> Revision:
    base: dict[str, Any] = {"article_id": "a1", "subject": "outline", "content": {"title": "Before"}}
    return Revision(**base | {"author": "human", "at": START} | fields)


def usage(**fields: Any) -> UsageEvent:
    base: dict[str, Any] = {"article_id": "a1", "phase": Phase.RESEARCH, "step": "extract facts"}
    return UsageEvent(**base | {"provider": "gemini", "at": START} | fields)


def partial(**fields: Any) -> PartialText:
    return PartialText(**{"article_id": "a1", "section_id": 1, "text": "Flour", "at": START} | fields)


def progress(**fields: Any) -> Progress:
    base: dict[str, Any] = {"article_id": "a1", "phase": Phase.WRITING, "step": "write section"}
    return Progress(**base | {"done": 1, "total": 4, "at": START} | fields)
