"""The studio put together: settings in, everything that a page, a command or the API needs out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from snowball_core.engine import Engine
from snowball_core.gateways.gemini import GeminiGateway
from snowball_core.gateways.tavily import TavilyGateway
from snowball_core.job import Desk
from snowball_core.paid_calls import PaidCalls
from snowball_core.records import UsageEvent
from snowball_core.sandbox.server import Sandbox
from snowball_core.services.articles import ArticleService
from snowball_core.services.changes import Changes
from snowball_core.services.library import Library, open_library, utc_now
from snowball_core.services.outlines import OutlineService
from snowball_core.services.own_sources import OwnSources
from snowball_core.services.research import ResearchService
from snowball_core.services.sections import SectionService
from snowball_core.services.usage import UsageService
from snowball_core.services.voice_trial import VoiceTrial
from snowball_core.services.voices import VoiceService
from snowball_core.settings import GEMINI_URL, TAVILY_URL, Settings, load_settings
from snowball_core.sources import PageFetcher
from snowball_core.step_cache import StepCache
from snowball_core.store.protocol import Store

DEMO_KEY = "demo"
"""Given to a local server that stands in for a service; the real services are never called with it."""


@dataclass(frozen=True)
class Studio:
    """An open studio. `demo`: the local sandbox answers, no key is used and nothing is paid."""

    settings: Settings
    store: Store
    cache: StepCache
    gemini: GeminiGateway
    tavily: TavilyGateway
    engine: Engine
    articles: ArticleService
    research: ResearchService
    outlines: OutlineService
    sections: SectionService
    voices: VoiceService
    voice_trial: VoiceTrial
    own_sources: OwnSources
    usage: UsageService
    generator: str
    demo: bool
    _resources: ExitStack

    def close(self) -> None:
        """Stop the work and release everything; what is under way goes on at the next start."""
        self._resources.close()


def open_studio(settings: Settings) -> Studio:
    """Open the data folder and connect everything. The engine does not work until it is started.

    Raises:
        StoreError: the data folder or the database cannot be used; the message says what to do.
    """
    with ExitStack() as resources:
        library = open_library(settings)
        resources.callback(library.close)
        gemini, tavily = _gateways(settings, resources)
        calls = _paid_calls(library, gemini, tavily)
        engine = _engine(library, calls)
        resources.callback(engine.stop)
        changes = Changes(library.store, engine, utc_now, settings.context_characters)
        return Studio(
            settings=settings,
            store=library.store,
            cache=library.cache,
            gemini=gemini,
            tavily=tavily,
            engine=engine,
            articles=ArticleService(changes, generator=library.generator),
            research=ResearchService(changes),
            outlines=OutlineService(changes),
            sections=SectionService(changes, library.generator),
            voices=library.voices,
            voice_trial=VoiceTrial(calls, settings.models),
            own_sources=OwnSources(
                PageFetcher(),
                calls,
                upload_bytes=settings.upload_megabytes * 1_000_000,
                search_configured=settings.search_configured,
            ),
            usage=UsageService(library.store, utc_now),
            generator=library.generator,
            demo=settings.demo,
            _resources=resources.pop_all(),
        )


class StudioHolder:
    """The one studio of a process, opened at first use. Safe to call from several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._studio: Studio | None = None

    def get(self) -> Studio:
        """The open studio, its engine started if no other process works on the folder."""
        with self._guard:
            if self._studio is None:
                self._studio = open_studio(load_settings())
            self._studio.engine.start()
            return self._studio

    def close(self) -> None:
        """Close the studio, if it is open."""
        with self._guard:
            if self._studio is not None:
                self._studio.close()
                self._studio = None


holder = StudioHolder()


def _gateways(settings: Settings, resources: ExitStack) -> tuple[GeminiGateway, TavilyGateway]:
    gemini_url, tavily_url = settings.gemini_base_url, settings.tavily_base_url
    if settings.demo:
        sandbox = resources.enter_context(Sandbox())
        gemini_url = tavily_url = sandbox.url
    gemini_key = settings.gemini_api_key
    tavily_key = None if settings.demo else settings.tavily_api_key
    gemini = GeminiGateway(
        api_key=gemini_key.get_secret_value() if gemini_key else DEMO_KEY,
        base_url=gemini_url,
        prices=settings.prices,
        call_timeout=settings.call_timeout,
        call_deadline=settings.call_deadline,
        call_attempts=settings.call_attempts,
        retry_base_seconds=settings.retry_base_seconds,
        max_output_tokens=settings.max_output_tokens,
        thinking_level=settings.thinking_level,
        concurrent_calls=settings.concurrent_calls,
    )
    tavily = TavilyGateway(
        api_key=tavily_key.get_secret_value() if tavily_key else DEMO_KEY,
        base_url=tavily_url,
        call_timeout=settings.call_timeout,
        call_attempts=settings.call_attempts,
        retry_base_seconds=settings.retry_base_seconds,
        concurrent_calls=settings.concurrent_calls,
    )
    resources.callback(lambda: asyncio.run(gemini.close()))
    return gemini, tavily


def _paid_calls(library: Library, gemini: GeminiGateway, tavily: TavilyGateway) -> PaidCalls:
    settings = library.settings
    return PaidCalls(
        gemini,
        tavily,
        library.cache,
        _unpaid(library.store.add_usage) if settings.demo else library.store.add_usage,
        utc_now,
        backend=_backend(settings),
        search_lifetime=settings.search_lifetime,
        search_credit_price=settings.search_credit_price,
    )


def _unpaid(record: Callable[[UsageEvent], None]) -> Callable[[UsageEvent], None]:
    """Records the demo's calls without the prices of the real services: nothing was paid, and nothing saved."""
    return lambda event: record(event.model_copy(update={"cost": 0.0, "saved": 0.0}))


def _backend(settings: Settings) -> str:
    """Who answers, as far as it must keep answers apart: the demo, the real services, or addresses of one's own."""
    if settings.demo:
        return "demo"
    own = [url for url in (settings.gemini_base_url, settings.tavily_base_url) if url not in {GEMINI_URL, TAVILY_URL}]
    return " ".join(["live", *own])


def _engine(library: Library, calls: PaidCalls) -> Engine:
    settings = library.settings
    desk = Desk(
        store=library.store,
        calls=calls,
        models=settings.models,
        clock=utc_now,
        generator=library.generator,
        search_available=settings.search_configured,
        search_results=settings.search_results,
        source_characters=settings.source_characters,
        context_characters=settings.context_characters,
    )
    return Engine(
        settings.data_dir,
        desk,
        concurrent_articles=settings.concurrent_articles,
        on_worker=library.cache.release_leases,
    )
