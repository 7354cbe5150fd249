"""The web search: pages for a query, and one page by its address."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from ssl import SSLContext
from typing import Annotated, Any, TypeVar

import httpx
from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from tavily import AsyncTavilyClient
from tavily.errors import TimeoutError as TavilyTimeout

from snowball_core.errors import SearchKeyRefused, SearchQuotaExhausted, SearchUnavailable
from snowball_core.gateways.network import Slots, is_local, quoted, seconds_asked
from snowball_core.gateways.retry import Retries, Sleep, TryFailed, Verdict

T = TypeVar("T")

SEARCH_DEPTH = "advanced"
SEARCH_CREDITS = 2.0
EXTRACT_CREDITS = 0.2
"""Tavily's prices for an answer that does not state them (https://docs.tavily.com/documentation/api-credits)."""

LONGEST_EXTRACT = 60.0
"""Seconds; the service refuses requests that ask for more."""
WEB_ADDRESS = re.compile(r"https?://\S{1,1990}")
DATE_CHARACTERS = 40
KEY_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
PLAN_USED_UP = {432, 433}

Said = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


@dataclass(frozen=True)
class FoundPage:
    """A page on the web: its text in Markdown, its date of publication as stated, and how well it fits (0 to 1)."""

    url: str
    title: str
    text: str
    published: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class SearchAnswer:
    """The pages found, best first, with Tavily credits used and seconds taken."""

    results: list[FoundPage]
    credits: float
    seconds: float


@dataclass(frozen=True)
class ExtractAnswer:
    """The page, or None when the service could not read it, with Tavily credits used and seconds taken."""

    page: FoundPage | None
    credits: float
    seconds: float


class _Usage(BaseModel):
    credits: float | None = None


class _Result(BaseModel):
    url: str
    title: Said = ""
    content: Said = ""
    raw_content: Said = ""
    published_date: Said = ""
    score: float | None = None

    @property
    def page(self) -> FoundPage:
        text = self.raw_content if self.raw_content.strip() else self.content
        return FoundPage(self.url, self.title, text, self.published_date[:DATE_CHARACTERS], self.score or 0.0)


class _Answer(BaseModel):
    results: list[_Result]
    usage: _Usage = Field(default_factory=_Usage)

    @property
    def pages(self) -> list[FoundPage]:
        """The results that have an ordinary web address."""
        return [result.page for result in self.results if WEB_ADDRESS.fullmatch(result.url)]

    def paid(self, usual: float) -> float:
        """Credits that the answer states, or else the usual ones."""
        return usual if self.usage.credits is None else self.usage.credits


class TavilyGateway:
    """Tavily behind two questions: `search` and `extract`. Usable from several event loops.

    `base_url` has no closing slash. `call_timeout` bounds one request as a whole, in seconds. `sleep`,
    `jitter` (0 to 1) and `clock` (seconds) can be replaced.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str,
        call_timeout: float,
        call_attempts: int,
        retry_base_seconds: float,
        concurrent_calls: int,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = api_key
        self._base_url = base_url
        self._timeout = call_timeout
        self._retries = Retries(call_attempts, retry_base_seconds, sleep, jitter)
        self._slots = Slots(concurrent_calls)
        self._clock = clock

    async def search(self, query: str, limit: int) -> SearchAnswer:
        """At most `limit` pages for a query, with their text (an excerpt where the service has no more).

        Raises:
            SearchError: the service did not answer usably; the kind says why.
        """
        started = self._clock()
        answer = await self._ask(
            lambda tavily: tavily.search(
                query,
                search_depth=SEARCH_DEPTH,
                max_results=limit,
                include_raw_content="markdown",
                include_usage=True,
                timeout=self._timeout,
            )
        )
        return SearchAnswer(answer.pages[:limit], answer.paid(SEARCH_CREDITS), self._clock() - started)

    async def extract(self, url: str) -> ExtractAnswer:
        """One page by its address.

        Raises:
            SearchError: the service did not answer usably; the kind says why.
        """
        started, patience = self._clock(), min(self._timeout, LONGEST_EXTRACT)
        answer = await self._ask(
            lambda tavily: tavily.extract(url, format="markdown", include_usage=True, timeout=patience)
        )
        page = next(iter(answer.pages), None)
        return ExtractAnswer(page, answer.paid(EXTRACT_CREDITS if page else 0.0), self._clock() - started)

    async def check(self) -> None:
        """Nothing, when the service can be reached and takes the key. Costs nothing, is not retried.

        Raises:
            SearchError: it cannot, or does not.
        """

        async def ask_usage(http: httpx.AsyncClient) -> None:
            await http.get("/usage", headers={"Authorization": f"Bearer {self._key}"})

        try:
            await self._try(ask_usage)
        except TryFailed as failure:
            raise failure.error from None

    async def _ask(self, question: Callable[[AsyncTavilyClient], Awaitable[Any]]) -> _Answer:
        async def once(http: httpx.AsyncClient) -> _Answer:
            # Without both of these the SDK turns, unasked, to the public service.
            tavily = AsyncTavilyClient(api_key=self._key, api_base_url=self._base_url, client=http)
            return _Answer.model_validate(await question(tavily))

        async with self._slots.slot():
            try:
                return await self._retries.run(self._try, once)
            except TryFailed as failure:
                error = failure.error
        raise error

    async def _try(self, work: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self._timeout), self._http() as http:
                return await work(http)
        except httpx.HTTPStatusError as refused:
            raise _judge_status(refused.response, self._key) from None
        except (TimeoutError, TavilyTimeout, httpx.TimeoutException):
            raise _unavailable("did not answer in time") from None
        except httpx.HTTPError as failure:
            raise _unavailable(f"cannot be reached ({type(failure).__name__})") from None
        except (ValueError, AttributeError, TypeError) as failure:
            raise _unavailable(f"gave an answer that cannot be read ({type(failure).__name__})") from None

    def _http(self) -> httpx.AsyncClient:
        # One for each request: a pool of connections would belong to one event loop.
        return httpx.AsyncClient(
            base_url=self._base_url,
            timeout=self._timeout,
            trust_env=not is_local(self._base_url),
            verify=self._certificates,
            event_hooks={"response": [_raise_for_status]},
        )

    @cached_property
    def _certificates(self) -> SSLContext:
        return httpx.create_ssl_context()


async def _raise_for_status(response: httpx.Response) -> None:
    # The SDK's own exceptions tell neither a used-up plan from a refused key nor how long to wait.
    if not response.is_success:
        await response.aread()
        response.raise_for_status()


def _judge_status(response: httpx.Response, key: str) -> TryFailed:
    code, said = response.status_code, quoted(_message(response), key)
    if code in PLAN_USED_UP or "usage limit" in said.lower():
        return TryFailed(SearchQuotaExhausted(f"The search service's plan is used up ({code})."), Verdict.STOP)
    if code in KEY_REFUSED:
        return TryFailed(SearchKeyRefused(f"The search service refused the key ({code}): {said}."), Verdict.STOP)
    if code in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS} or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unavailable(
            f"is overloaded or out of order ({code})", seconds_asked(response.headers.get("retry-after", ""))
        )
    return TryFailed(SearchUnavailable(f"The search service refused the request ({code}): {said}."), Verdict.STOP)


def _unavailable(reason: str, wait: float = 0.0) -> TryFailed:
    return TryFailed(SearchUnavailable(f"The search service {reason}."), Verdict.RETRY, reason=reason, wait=wait)


class _Problem(BaseModel):
    error: str = ""


class _Refusal(BaseModel):
    detail: _Problem = Field(default_factory=_Problem)


def _message(response: httpx.Response) -> str:
    try:
        return _Refusal.model_validate_json(response.content).detail.error
    except ValidationError:
        return ""
