from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from web_site import Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site that the fetcher may reach."""
    made = Site()
    server = await made.start()
    yield made
    server.close()
    await server.wait_closed()


@pytest.fixture
async def private() -> AsyncIterator[Site]:
    """A server inside the private network; whatever connects to it is a leak."""
    made = Site()
    server = await made.start()
    yield made
    server.close()
    await server.wait_closed()
