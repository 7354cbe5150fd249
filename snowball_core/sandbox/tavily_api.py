"""The Tavily API as the sandbox speaks it: search, extract, usage.

Shapes: https://docs.tavily.com/documentation/api-reference
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.faults import Fault, FaultKind, Target
from snowball_core.sandbox.wire import Exchange, World

SNIPPET_CHARACTERS = 300
CREDITS = {"basic": 1, "fast": 1, "ultra-fast": 1, "advanced": 2}
PLAN_CREDITS = 1_000


class _SearchRequest(BaseModel):
    query: str = Field(min_length=1)
    max_results: int = Field(5, ge=0, le=20)
    search_depth: Literal["basic", "advanced", "fast", "ultra-fast"] = "basic"
    include_raw_content: bool | Literal["markdown", "text"] = False


class _ExtractRequest(BaseModel):
    urls: str | list[str]

    @property
    def addresses(self) -> list[str]:
        return [self.urls] if isinstance(self.urls, str) else self.urls


class TavilyApi:
    """The routes of the Tavily API before a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """All routes."""
        return [
            Route("/search", self._search, methods=["POST"]),
            Route("/extract", self._extract, methods=["POST"]),
            Route("/usage", self._usage, methods=["GET"]),
        ]

    async def _search(self, request: Request) -> Response:
        try:
            asked = _SearchRequest.model_validate_json(await request.body())
        except ValidationError:
            return await self._not_understood(request)
        exchange = await self._world.meet(request, Target("tavily", text=asked.query))
        refused = await _refused(exchange)
        if refused:
            return refused
        found = [] if exchange.suffers(FaultKind.EMPTY) else await self._documents(asked)
        results = [_result(document, place, asked) for place, document in enumerate(found)]
        answer = {"query": asked.query, "answer": None, "images": [], "results": results}
        return _answer(exchange, answer, CREDITS[asked.search_depth])

    async def _documents(self, asked: _SearchRequest) -> list[LibraryDocument]:
        return await run_in_threadpool(self._world.search, asked.query, asked.max_results)

    async def _extract(self, request: Request) -> Response:
        try:
            asked = _ExtractRequest.model_validate_json(await request.body())
        except ValidationError:
            return await self._not_understood(request)
        exchange = await self._world.meet(request, Target("tavily", text=" ".join(asked.addresses)))
        refused = await _refused(exchange)
        if refused:
            return refused
        known = {} if exchange.suffers(FaultKind.EMPTY) else await run_in_threadpool(self._known, asked.addresses)
        results = [{"url": url, "raw_content": page.text, "images": []} for url, page in known.items()]
        failed = [{"url": url, "error": "Failed to fetch url"} for url in asked.addresses if url not in known]
        return _answer(exchange, {"results": results, "failed_results": failed}, len(results) / 5)

    def _known(self, addresses: list[str]) -> dict[str, LibraryDocument]:
        found = {url: self._world.find(url) for url in addresses}
        return {url: document for url, document in found.items() if document}

    async def _usage(self, request: Request) -> Response:
        exchange = await self._world.meet(request, Target("tavily"))
        refused = await _refused(exchange)
        return refused or exchange.recorded(JSONResponse({"key": {"usage": 0, "limit": PLAN_CREDITS}}))

    async def _not_understood(self, request: Request) -> Response:
        exchange = await self._world.meet(request, Target("tavily"))
        return exchange.recorded(_error(400, "The request is not valid."))


_ERRORS = {
    FaultKind.RATE_LIMITED: (429, "Your request has been blocked due to excessive requests."),
    FaultKind.QUOTA_DAY: (432, "This request exceeds your plan's set usage limit."),
    FaultKind.SERVER_ERROR: (500, "Internal server error"),
    FaultKind.OVERLOADED: (503, "Service unavailable"),
    FaultKind.BAD_KEY: (401, "Unauthorized: invalid API key {key}."),
}


async def _refused(exchange: Exchange) -> Response | None:
    key = exchange.request.headers.get("authorization", "").removeprefix("Bearer").strip()
    if not key:
        return exchange.recorded(_error(401, "Unauthorized: missing or invalid API key."))
    if exchange.fault and exchange.fault.kind in _ERRORS:
        return exchange.recorded(_fault_error(exchange.fault, key))
    return await exchange.wire_fault()


def _fault_error(fault: Fault, key: str) -> Response:
    """The error answer; a refused key is repeated on purpose: a client must not pass it on."""
    status, message = _ERRORS[fault.kind]
    return _error(fault.status or status, message.format(key=key), fault.retry_after)


def _error(status: int, message: str, retry_after: float | None = None) -> Response:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return JSONResponse({"detail": {"error": message}}, status_code=status, headers=headers)


def _result(document: LibraryDocument, place: int, asked: _SearchRequest) -> dict[str, Any]:
    return {
        "url": document.url,
        "title": document.title,
        "content": document.text[:SNIPPET_CHARACTERS],
        "score": round(0.95 * 0.9**place, 4),
        "raw_content": document.text if asked.include_raw_content else None,
        "published_date": document.published,
    }


def _answer(exchange: Exchange, answer: dict[str, Any], credits_used: float) -> Response:
    meta = {"response_time": 0.1, "request_id": f"sandbox-{exchange.seen.number}", "usage": {"credits": credits_used}}
    body = json.dumps({**answer, **meta}, ensure_ascii=False).encode()
    half = len(body) // 2
    return exchange.delivered([body[:half], body[half:]], "application/json")
