"""What `snowball doctor` tells: what is configured, what is reachable, what is missing and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from snowball_core import __version__
from snowball_core.errors import SnowballError
from snowball_core.settings import GEMINI_URL, TAVILY_URL

if TYPE_CHECKING:
    from snowball_core.services.studio import Studio

CHECK_SECONDS = 10.0


class Health(StrEnum):
    """How a part is."""

    GOOD = "good"
    NOTICE = "notice"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One part of the studio: how it is, in a sentence, and what to do. Holds no secret."""

    part: str
    health: Health
    message: str
    hint: str = ""


def examine(studio: Studio) -> list[Check]:
    """All checks; asks the model's and the search's address, which costs nothing."""
    return [
        Check("Snowball", Health.GOOD, f"version {__version__}, {_mode(studio)}"),
        _data_folder(studio),
        _cache(studio),
        *asyncio.run(_services(studio)),
        _supabase(studio),
        _worker(studio),
    ]


def _mode(studio: Studio) -> str:
    return "demo mode: a local stand-in answers, nothing is paid" if studio.demo else "live"


def _data_folder(studio: Studio) -> Check:
    try:
        studio.store.check()
    except SnowballError as error:
        return Check("Data folder", Health.BAD, error.message, error.hint)
    return Check("Data folder", Health.GOOD, f"{studio.settings.data_dir} can be read and written")


def _cache(studio: Studio) -> Check:
    info = studio.cache.info()
    return Check("Cache", Health.GOOD, f"{info.answers} paid answers, {info.bytes / 1e6:.1f} MB")


async def _services(studio: Studio) -> list[Check]:
    settings = studio.settings
    gemini = _key_note(settings.gemini_api_key is not None, settings.gemini_base_url == GEMINI_URL, studio.demo)
    tavily = _key_note(settings.tavily_api_key is not None, settings.tavily_base_url == TAVILY_URL, studio.demo)
    checks = [await _reach("Model (Gemini)", gemini, studio.gemini.check())]
    if settings.search_configured:
        checks.append(await _reach("Search (Tavily)", tavily, studio.tavily.check()))
    else:
        hint = "Set TAVILY_API_KEY, or give every article sources of your own."
        checks.append(Check("Search (Tavily)", Health.NOTICE, "no key: articles cannot search the web", hint))
    return checks


def _key_note(has_key: bool, usual_address: bool, demo: bool) -> str:
    if demo:
        return "demo stand-in"
    key = "key set" if has_key else "no key"
    return key if usual_address else f"{key}, own address"


async def _reach(part: str, note: str, checking: Awaitable[None]) -> Check:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await checking
    except TimeoutError:
        return Check(part, Health.BAD, f"{note}; no answer within {CHECK_SECONDS:.0f} s", "Check the network.")
    except SnowballError as error:
        return Check(part, Health.BAD, f"{note}; {error.message}", error.hint)
    return Check(part, Health.GOOD, f"{note}; reachable")


def _supabase(studio: Studio) -> Check:
    settings = studio.settings
    given = {
        "SUPABASE_URL": settings.supabase_url,
        "SUPABASE_SERVICE_ROLE_KEY": settings.supabase_service_role_key,
        "SUPABASE_ANON_KEY": settings.supabase_anon_key,
    }
    names = [name for name, value in given.items() if value]
    if not names:
        return Check("Supabase", Health.GOOD, "not configured; articles live in the data folder")
    return Check(
        "Supabase", Health.NOTICE, f"{', '.join(names)} set, but this version keeps articles in the data folder only"
    )


def _worker(studio: Studio) -> Check:
    if studio.engine.worker_elsewhere():
        return Check("Engine", Health.GOOD, "another process works on this data folder; commands go through it")
    if studio.engine.is_worker:
        return Check("Engine", Health.GOOD, "writes the articles of this data folder")
    return Check("Engine", Health.GOOD, "idle; the studio or `snowball generate` starts it")
