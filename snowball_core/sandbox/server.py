"""The sandbox as a server: one application on loopback that stands in for Gemini and for Tavily."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from snowball_core.sandbox import author, documents
from snowball_core.sandbox.control import ControlApi
from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.faults import FaultBook
from snowball_core.sandbox.gemini_api import GeminiApi
from snowball_core.sandbox.ledger import Ledger
from snowball_core.sandbox.tavily_api import TavilyApi
from snowball_core.sandbox.wire import JsonSchema, Pace, World

HOST = "127.0.0.1"


def create_app(world: World) -> Starlette:
    """The application: both services and the control addresses before one world."""
    return Starlette(
        routes=[*ControlApi(world).routes(), *TavilyApi(world).routes(), *GeminiApi(world).routes()],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


class Sandbox:
    """A running sandbox: `with Sandbox() as sandbox: … sandbox.url …`.

    It listens on loopback only, on a free port unless one is given, and runs in a thread of its own.
    `answer`, `search` and `find` replace the model's mind and the library (see `World`).
    """

    def __init__(
        self,
        port: int = 0,
        *,
        answer: Callable[[str, str, JsonSchema | None], str] = author.answer,
        search: Callable[[str, int], list[LibraryDocument]] = documents.search,
        find: Callable[[str], LibraryDocument | None] = documents.find,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._wanted_port = port
        self._world = World(answer, search, find, Ledger(clock))
        self._port = 0
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base address for both services, without a closing slash."""
        return f"http://{HOST}:{self._port}"

    @property
    def faults(self) -> FaultBook:
        """How it is to misbehave."""
        return self._world.faults

    @property
    def ledger(self) -> Ledger:
        """What it was asked."""
        return self._world.ledger

    @property
    def pace(self) -> Pace:
        """How fast its model is."""
        return self._world.pace

    @pace.setter
    def pace(self, pace: Pace) -> None:
        self._world.pace = pace

    def start(self) -> Self:
        """Listen; requests are accepted from now on.

        Raises:
            OSError: the port is taken.
        """
        listener = _listen(self._wanted_port)
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            create_app(self._world),
            http=_Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            timeout_keep_alive=600,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._serve, args=(self._server, listener), name="sandbox", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Break off what is under way and free the port. Harmless when it is not running."""
        if self._server and self._thread:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @staticmethod
    def _serve(server: _Server, listener: socket.socket) -> None:
        asyncio.run(server.serve([listener]))


def _listen(port: int) -> socket.socket:
    # asyncio switches Nagle's algorithm off only for sockets that name TCP; with it every call takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """uvicorn, except that a stop does not wait for clients."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, _Connection):
                connection.transport.abort()
        await super().shutdown(sockets)


class _Connection(H11Protocol):
    """uvicorn's connection, except that a request can reach its transport, and nothing is logged for it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.access_log = False
        self.app_state = {**self.app_state, "transport": transport}
