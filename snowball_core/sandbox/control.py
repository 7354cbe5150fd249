"""The sandbox's own addresses, for a test or a bench in another process: faults, pace, ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from snowball_core.sandbox.faults import Fault
from snowball_core.sandbox.wire import Pace, World

LOOPBACK = {"127.0.0.1", "::1"}
FAULTS: TypeAdapter[Fault | list[Fault]] = TypeAdapter(Fault | list[Fault])
PACE = TypeAdapter(Pace)

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


class ControlApi:
    """The routes that steer a world. Only callers on this computer may use them, and no web page."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """All routes."""
        return [
            Route("/sandbox/faults", _guarded(self._list_faults), methods=["GET"]),
            Route("/sandbox/faults", _guarded(self._add_faults), methods=["POST"]),
            Route("/sandbox/faults", _guarded(self._clear_faults), methods=["DELETE"]),
            Route("/sandbox/pace", _guarded(self._set_pace), methods=["POST"]),
            Route("/sandbox/requests", _guarded(self._list_requests), methods=["GET"]),
            Route("/sandbox/requests", _guarded(self._clear_requests), methods=["DELETE"]),
        ]

    async def _list_faults(self, _request: Request) -> Response:
        return JSONResponse(FAULTS.dump_python(self._world.faults.pending(), mode="json"))

    async def _add_faults(self, request: Request) -> Response:
        """Takes one fault or a list of them."""
        given = _read(FAULTS, await request.body())
        self._world.faults.add(*(given if isinstance(given, list) else [given]))
        return Response(status_code=204)

    async def _clear_faults(self, _request: Request) -> Response:
        self._world.faults.clear()
        return Response(status_code=204)

    async def _set_pace(self, request: Request) -> Response:
        self._world.pace = _read(PACE, await request.body())
        return Response(status_code=204)

    async def _list_requests(self, _request: Request) -> Response:
        return JSONResponse([asdict(seen) for seen in self._world.ledger.requests()])

    async def _clear_requests(self, _request: Request) -> Response:
        self._world.ledger.clear()
        return Response(status_code=204)


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            raise HTTPException(403, "Only this computer may steer the sandbox.")
        if "origin" in request.headers:
            raise HTTPException(403, "No web page may steer the sandbox.")
        return await endpoint(request)

    return guarded


def _read(adapter: TypeAdapter[T], body: bytes) -> T:
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        raise HTTPException(422, str(error)) from None
