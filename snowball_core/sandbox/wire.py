"""What both imitated services share: a request with its fault, and how an answer gets on the wire."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import anyio
from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked_dataclass
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from snowball_core.sandbox.documents import LibraryDocument
from snowball_core.sandbox.faults import Fault, FaultBook, FaultKind, Target
from snowball_core.sandbox.ledger import Ledger, SeenRequest

JsonSchema = dict[str, object]
HTML_PAGE = "<html><body><h1>Welcome to the hotel's network</h1></body></html>"


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Pace:
    """How fast the imitated model is: seconds before the first token, and tokens a second (None: at once)."""

    first_token_seconds: Annotated[float, Field(ge=0)] = 0.0
    tokens_per_second: Annotated[float, Field(gt=0)] | None = None

    def pause(self, tokens: float) -> float:
        """Seconds that so many tokens take."""
        return tokens / self.tokens_per_second if self.tokens_per_second else 0.0


@dataclass
class World:
    """What stands behind the protocols.

    Attributes:
        answer: the model's mind: system text, user text, JSON schema or None -> the answer's text.
        search: the library's search: query and limit -> documents, best first.
        find: the document at an address, or None.
    """

    answer: Callable[[str, str, JsonSchema | None], str]
    search: Callable[[str, int], list[LibraryDocument]]
    find: Callable[[str], LibraryDocument | None]
    ledger: Ledger
    faults: FaultBook = field(default_factory=FaultBook)
    pace: Pace = field(default_factory=Pace)

    async def meet(self, request: Request, target: Target) -> Exchange:
        """Record a request and find out whether it is to go wrong."""
        fault = self.faults.take(target)
        seen = self.ledger.open(
            service=target.service,
            path=request.url.path,
            task=target.task,
            model=target.model,
            sha256=hashlib.sha256(await request.body()).hexdigest(),
            fault=fault.kind if fault else None,
        )
        return Exchange(self, request, seen, fault)


@dataclass(frozen=True)
class Exchange:
    """One request under way."""

    world: World
    request: Request
    seen: SeenRequest
    fault: Fault | None

    def suffers(self, *kinds: FaultKind) -> bool:
        """The request met a fault of one of these kinds."""
        return self.fault is not None and self.fault.kind in kinds

    async def wire_fault(self) -> Response | None:
        """The answer of a fault that strikes any service alike; None when there is no such fault."""
        if self.suffers(FaultKind.HANG, FaultKind.DROP):
            return _Silence(hang_up=self.suffers(FaultKind.DROP))
        if self.suffers(FaultKind.HTML_200):
            return self.recorded(HTMLResponse(HTML_PAGE))
        if self.suffers(FaultKind.BROKEN_BODY):
            return self.recorded(Response('{"candidates": [{"cont', media_type="application/json"))
        return None

    def recorded(self, response: Response) -> Response:
        """The response, whose delivery the ledger follows."""
        return _Recorded(response, self.world.ledger, self.seen.number)

    def delivered(self, pieces: Sequence[bytes], media_type: str, tokens: float = 0.0) -> Response:
        """The pieces of an answer of so many tokens, at the world's pace, with the drop or delay of a fault."""
        headers = {} if media_type == "text/event-stream" else {"content-length": str(sum(map(len, pieces)))}
        return self.recorded(StreamingResponse(self._paced(pieces, tokens), headers=headers, media_type=media_type))

    async def _paced(self, pieces: Sequence[bytes], tokens: float) -> AsyncIterator[bytes]:
        pause = self.world.pace.pause(tokens / max(1, len(pieces)))
        if self.fault and self.suffers(FaultKind.SLOW):
            pause = self.fault.seconds
        await asyncio.sleep(self.world.pace.first_token_seconds)
        for number, piece in enumerate(pieces):
            if self._drops_at(number, len(pieces)):
                self.request.state.transport.close()
                await anyio.sleep_forever()
            await asyncio.sleep(pause)
            yield piece

    def _drops_at(self, number: int, pieces: int) -> bool:
        """The last piece never arrives, however many were to come."""
        fault = self.fault
        return bool(fault and self.suffers(FaultKind.DROP_MID_STREAM) and number == min(fault.chunks, pieces - 1))


class _Silence(Response):
    """No answer: the connection stays open until the client gives up, or is closed at once."""

    def __init__(self, *, hang_up: bool) -> None:
        super().__init__()
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        if self._hang_up:
            scope["state"]["transport"].abort()
        while (await receive())["type"] != "http.disconnect":
            pass


class _Recorded(Response):
    def __init__(self, response: Response, ledger: Ledger, number: int) -> None:
        super().__init__()
        self._response = response
        self._ledger = ledger
        self._number = number

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def follow(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                self._ledger.answered(self._number, status, complete=False)
            if complete:
                self._ledger.answered(self._number, status, complete=True)
            await send(message)

        await self._response(scope, receive, follow)
