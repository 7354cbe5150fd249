"""The pipeline on a workbench: real store, cache and SDKs, a sandbox whose mind and pages the test chooses."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from snowball_core.gateways.gemini import GeminiGateway
from snowball_core.gateways.tavily import TavilyGateway
from snowball_core.job import Desk, Job
from snowball_core.paid_calls import PaidCalls
from snowball_core.pipeline import run_phase
from snowball_core.sandbox import author
from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.prompt_reader import Request, read_request
from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import Article, BrandVoice, Phase, Source, StyleDNA
from snowball_core.settings import Models, Price
from snowball_core.step_cache import StepCache
from snowball_core.store.protocol import Store
from snowball_core.store.sqlite import open_sqlite_store

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

EXTRACT, GAPS, PLAN = "extract facts", "find content gaps", "plan the outline"
WRITE, POLISH = "write a section", "polish a section"

Statement = tuple[str, str]
"""A fact as a model reads it: its text and its quote."""


def page(number: int, text: str, title: str = "") -> LibraryDocument:
    """The page with this number, as the search finds it."""
    return LibraryDocument(f"https://site{number}.example/page", title or f"Page {number}", "Site", "2026-01-01", text)


class Mind:
    """The model: the sandbox's own author, except for the tasks that the test answers in `replies`.

    `shown` keeps every prompt that it was shown, in order.
    """

    def __init__(self) -> None:
        self.replies: dict[str, Callable[[Request], str]] = {}
        self.shown: list[Request] = []

    def answer(self, system: str, user: str, schema: dict[str, object] | None) -> str:
        request = read_request(system, user)
        self.shown.append(request)
        reply = self.replies.get(request.task)
        return reply(request) if reply else author.answer(system, user, schema)

    def asked(self, task: str) -> list[Request]:
        return [request for request in self.shown if request.task == task]

    def reads(self, **facts_of_page: Sequence[Statement]) -> None:
        """Let it find these facts in the pages `page1`, `page2`, …, and none elsewhere."""

        def extract(request: Request) -> str:
            url = str(request.record("SOURCE")["url"])
            name = next((n for n in facts_of_page if f"//site{n.removeprefix('page')}." in url), "")
            return json.dumps({"facts": [{"text": t, "quote": q} for t, q in facts_of_page.get(name, ())]})

        self.replies[EXTRACT] = extract

    def plans(self, *sections: dict[str, Any], title: str = "The lights of Skerry") -> None:
        """Let it plan these sections; what a section lacks is filled in."""
        planned = [
            {"heading": f"Part {n}", "instruction_note": "Tell what the facts say.", **section}
            for n, section in enumerate(sections, start=1)
        ]
        self.replies[PLAN] = lambda _: json.dumps({"title": title, "sections": planned})

    def writes(self, *texts: str) -> None:
        """Let it write the n-th of these texts for the n-th section."""
        self.replies[WRITE] = lambda request: texts[len(request.items("HEADINGS_WRITTEN"))]

    def repeats_the_draft(self) -> None:
        """Let it polish nothing."""
        self.replies[POLISH] = lambda request: request.text("DRAFT")


@dataclass
class InlineSteps:
    """Steps that run at once and survive nothing; `names` are those that were begun.

    A result goes through JSON as with the engine, so that nothing passes here that would not pass there.
    """

    names: list[str] = field(default_factory=list)

    def run(self, name: str, kind: type[T], work: Callable[[], Awaitable[T]]) -> Awaitable[T]:
        self.names.append(name)
        adapter = TypeAdapter(kind)

        async def result() -> T:
            return adapter.validate_python(adapter.dump_python(await work(), mode="json"))

        return result()


class Workshop:
    """A voice, a place for articles, and everything that a run of a phase works with."""

    def __init__(self, folder: Path) -> None:
        self.mind = Mind()
        self.pages: list[LibraryDocument] = []
        self.sandbox = Sandbox(
            answer=self.mind.answer,
            search=lambda _query, limit: self.pages[:limit],
            find=lambda url: next((page for page in self.pages if page.url == url), None),
        ).start()
        self.store: Store = open_sqlite_store(folder, lambda: NOW)
        self.cache = StepCache(folder / "cache")
        self.gemini, self.tavily = gateways(self.sandbox.url)
        self.desk = Desk(
            store=self.store,
            calls=paid_calls(self.gemini, self.tavily, self.cache, self.store.add_usage),
            models=Models(),
            clock=lambda: NOW,
            generator="Snowball (test)",
            search_available=True,
            search_results=8,
            source_characters=40_000,
            context_characters=2_000,
        )
        self.store.create_voice(
            BrandVoice(id="v1", name="Plain", style_dna=StyleDNA(tone="plain"), created_at=NOW, updated_at=NOW)
        )

    def sits_at(self, store: Store) -> None:
        """Work on with another store (of the same file)."""
        self.store = store
        calls = paid_calls(self.gemini, self.tavily, self.cache, store.add_usage)
        self.desk = replace(self.desk, store=store, calls=calls)

    def sees_only(self, characters: int) -> None:
        """Bound the text before a section that its writer sees."""
        self.desk = replace(self.desk, context_characters=characters)

    def article(self, keyword: str = "Skerry light", sources: Sequence[Source] = (), **fields: Any) -> Article:
        """A new article, in autopilot unless a mode is given."""
        given = {"mode": "autopilot", "voice_id": "v1", "created_at": NOW, "updated_at": NOW, **fields}
        return self.store.create_article(Article(id="a1", keyword=keyword, **given), sources)

    def job(self, article: Article, phase: Phase | None = None, steps: InlineSteps | None = None) -> Job:
        return Job(self.desk, steps or InlineSteps(), article.id, phase or article.phase or Phase.TRIGGER, article.run)

    async def run(self, article: Article) -> Article:
        """The article after the phase that its status asks for."""
        await run_phase(self.job(article))
        return self.store.article(article.id)

    async def finish(self, article: Article) -> Article:
        """The article after all phases, up to a review or its end."""
        while article.phase:
            article = await self.run(article)
        return article

    async def close(self) -> None:
        await self.gemini.close()
        self.cache.close()
        self.store.close()
        self.sandbox.stop()


def gateways(url: str, prices: Mapping[str, Price] | None = None) -> tuple[GeminiGateway, TavilyGateway]:
    """The model and the search at a sandbox; failed calls are not retried."""
    gemini = GeminiGateway(
        api_key="demo",
        base_url=url,
        prices=prices or {},
        call_timeout=20,
        call_deadline=20,
        call_attempts=1,
        retry_base_seconds=0,
        max_output_tokens=8_192,
        thinking_level="low",
        concurrent_calls=4,
    )
    tavily = TavilyGateway(
        api_key="demo", base_url=url, call_timeout=20, call_attempts=1, retry_base_seconds=0, concurrent_calls=4
    )
    return gemini, tavily


def paid_calls(
    gemini: GeminiGateway, tavily: TavilyGateway, cache: StepCache, record: Callable[[Any], None], **changes: Any
) -> PaidCalls:
    given: dict[str, Any] = {
        "backend": "demo",
        "search_lifetime": 3600.0,
        "search_credit_price": 0.008,
        "clock": lambda: NOW,
    }
    return PaidCalls(gemini, tavily, cache, record, **given | changes)
