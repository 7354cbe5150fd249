"""What both gateways need of the network: how many calls at once, which addresses are local, what a server says."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from snowball_core.text import clean_line

SAID_CHARACTERS = 300
"""How much of a provider's own message is shown."""


class Slots:
    """At most so many calls at the same time in each event loop."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        # asyncio's semaphores belong to one loop; a gateway may be used from several.
        self._semaphores: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a free place and hold it."""
        loop = asyncio.get_running_loop()
        async with self._semaphores.setdefault(loop, asyncio.Semaphore(self._limit)):
            yield


def is_local(url: str) -> bool:
    """The address is on this computer, so that no proxy must be asked for it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def seconds_asked(text: str) -> float:
    """The seconds to wait that a server names in a header or a field; 0 when it names none (or a date)."""
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0


def quoted(message: object, secret: str) -> str:
    """What a provider said, as one short line without its full stop, in which the secret does not stand."""
    line = str(clean_line(str(message or "")))
    line = line.replace(secret, "…") if secret else line
    return line.rstrip(".") if len(line) <= SAID_CHARACTERS else f"{line[:SAID_CHARACTERS]}…"
