"""Fetching a web page that the user named, without becoming a door into a private network."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from http import HTTPStatus

import httpx2

from snowball_core import __version__
from snowball_core.errors import FetchFailed, SourceTooLarge, UnsupportedSource
from snowball_core.sources.addresses import AddressPolicy, Resolver, check_url, page_label, system_resolver
from snowball_core.sources.checked_transport import CheckedTransport
from snowball_core.sources.files import check_size, read_document
from snowball_core.sources.kinds import Kind
from snowball_core.sources.read_source import ReadSource, complete

USER_AGENT = f"Snowball/{__version__} (article studio; fetches single pages that a person named)"
_KIND_OF_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
}
_ACCEPT = "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, application/pdf;q=0.8"
_PASTE = "Open the page in a browser and paste its text instead."


@dataclass(frozen=True)
class FetchLimits:
    """How much a page may cost: body `bytes` after decompression, `seconds` for all requests, `redirects`.

    `read_seconds` bounds the reading of what was fetched.
    """

    bytes: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5
    read_seconds: float = 30.0


@dataclass(frozen=True)
class _Page:
    url: httpx2.URL
    kind: Kind
    charset: str
    body: bytes


class PageFetcher:
    """Fetches single pages from the public web.

    Every hop's host is resolved once; if any of its addresses is not admitted by the `policy`, no connection is
    made; else the connection goes to one of exactly those addresses. Proxies and other settings of the
    environment are ignored. `tls` replaces the system's trusted certificates.
    """

    def __init__(
        self,
        policy: AddressPolicy | None = None,
        resolver: Resolver = system_resolver,
        limits: FetchLimits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy or AddressPolicy()
        self._resolver = resolver
        self._limits = limits or FetchLimits()
        self._tls = tls

    async def fetch(self, url: str) -> ReadSource:
        """The page's main text; its `url` is the one that the last redirect led to.

        Raises:
            ForbiddenAddress: the address, or one that it redirects to, is not a public web address.
            FetchFailed: no answer in time, an error status, too many redirects.
            UnsupportedSource: neither HTML, plain text, Markdown nor PDF.
            SourceTooLarge: the body is over the limit.
            UnreadableSource: damaged, or without text.
        """
        page = await self._download(check_url(url, self._policy))
        label = page_label(page.url)
        extract = await asyncio.to_thread(
            read_document, label, page.body, page.kind, page.charset, self._limits.read_seconds
        )
        return complete(extract, label, page.url.host + page.url.path.rstrip("/"), "web", str(page.url))

    async def _download(self, url: httpx2.URL) -> _Page:
        try:
            async with asyncio.timeout(self._limits.seconds), self._client() as client:
                return await self._follow(client, url)
        except TimeoutError:
            raise FetchFailed(
                f"{page_label(url)} did not arrive within {self._limits.seconds:g} seconds.", hint=_PASTE
            ) from None
        except httpx2.HTTPError as error:
            raise FetchFailed(f"{page_label(url)} {_in_words(error)}.", hint=_PASTE) from None

    def _client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            transport=CheckedTransport(self._policy, self._resolver, self._tls),
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            timeout=self._limits.seconds,
            trust_env=False,
        )

    async def _follow(self, client: httpx2.AsyncClient, url: httpx2.URL) -> _Page:
        for _ in range(self._limits.redirects + 1):
            async with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return await self._receive(response, url)
                url = check_url(_target(url, response), self._policy)
        raise FetchFailed(f"{page_label(url)} redirects more than {self._limits.redirects} times.", hint=_PASTE)

    async def _receive(self, response: httpx2.Response, url: httpx2.URL) -> _Page:
        label = page_label(url)
        if not response.is_success:
            raise FetchFailed(f"{label} answered {_status_in_words(response.status_code)}.", hint=_PASTE)
        kind = _kind(response, label)
        length = response.headers.get("content-length", "")
        check_size(label, int(length) if length.isdecimal() else 0, self._limits.bytes)
        return _Page(url, kind, response.charset_encoding or "", await self._body(response, label))

    async def _body(self, response: httpx2.Response, label: str) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limits.bytes:
                raise SourceTooLarge(
                    f"{label} has more than {self._limits.bytes / 1e6:,.1f} MB, which is the limit.", hint=_PASTE
                )
        return bytes(body)


def _target(url: httpx2.URL, response: httpx2.Response) -> str:
    location = response.headers["location"]
    try:
        return str(url.join(location))
    except (httpx2.InvalidURL, ValueError):
        raise FetchFailed(f"{page_label(url)} redirects to an address that is not valid.", hint=_PASTE) from None


def _kind(response: httpx2.Response, label: str) -> Kind:
    declared = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared and declared not in _KIND_OF_TYPE:
        raise UnsupportedSource(f"{label} is not a page but {declared[:80]}.")
    return _KIND_OF_TYPE.get(declared, Kind.TEXT)


def _status_in_words(code: int) -> str:
    try:
        status = HTTPStatus(code)
    except ValueError:
        return f"with status {code}"
    return f"{code}: {status.description or status.phrase}"


def _in_words(error: httpx2.HTTPError) -> str:
    match error:
        case httpx2.TimeoutException():
            return "did not answer in time"
        case httpx2.ConnectError():
            return "cannot be reached, or its certificate is not valid"
        case httpx2.DecodingError():
            return "sent a damaged answer"
        case _:
            return "broke off the connection"
