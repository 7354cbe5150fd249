"""What the data folder holds, open for reading and for keeping voices: no model, no search, no engine."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from snowball_core import __version__
from snowball_core.services.article_views import ArticleReader
from snowball_core.services.voices import VoiceService
from snowball_core.settings import Settings
from snowball_core.step_cache import StepCache
from snowball_core.store.protocol import Store
from snowball_core.store.sqlite import open_sqlite_store


@dataclass(frozen=True)
class Library:
    """An open data folder. `generator` is the program's name and version, marked in demo mode."""

    settings: Settings
    store: Store
    cache: StepCache
    voices: VoiceService
    articles: ArticleReader
    generator: str
    _resources: ExitStack

    def close(self) -> None:
        """Release the files; safe to call twice."""
        self._resources.close()


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def new_id() -> str:
    """A new random id."""
    return str(uuid.uuid4())


def open_library(settings: Settings) -> Library:
    """Open the data folder; an empty one gets its first voices.

    Raises:
        StoreError: the folder or the database cannot be used; the message says what to do.
    """
    with ExitStack() as resources:
        store = open_sqlite_store(settings.data_dir, utc_now)
        resources.callback(store.close)
        cache = StepCache(settings.data_dir / "cache")
        resources.callback(cache.close)
        voices = VoiceService(store, utc_now, new_id)
        voices.add_starters()
        generator = f"Snowball {__version__}" + (" (demo)" if settings.demo else "")
        articles = ArticleReader(store, generator, settings.context_characters)
        return Library(settings, store, cache, voices, articles, generator, resources.pop_all())
