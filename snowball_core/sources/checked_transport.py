"""HTTP connections that go to checked addresses only."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import httpx2

from snowball_core.errors import FetchFailed, ForbiddenAddress
from snowball_core.sources.addresses import AddressPolicy, IPAddress, Resolver, page_label, port_of

_ADDRESSES_TRIED = 3
_CONNECT_SECONDS = 5.0


class CheckedTransport(httpx2.AsyncHTTPTransport):
    """Resolves a request's host once, checks every address, and connects to one of those.

    The layers below see only the address, so that a second answer of the name server ("DNS rebinding") is never
    asked for. The site's name stays in the Host header and is what its certificate is checked against.
    """

    def __init__(self, policy: AddressPolicy, resolver: Resolver, tls: ssl.SSLContext | None = None) -> None:
        # Connections are pooled by address; none is kept, so that no site ever gets another site's connection.
        super().__init__(
            verify=tls if tls is not None else True,
            trust_env=False,
            limits=httpx2.Limits(max_connections=2, max_keepalive_connections=0),
        )
        self._policy = policy
        self._resolver = resolver

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request to the first of the host's addresses that accepts a connection.

        Raises:
            ForbiddenAddress: one of the addresses is not admitted; no connection was made.
            FetchFailed: the host has no address.
        """
        failure: httpx2.HTTPError | None = None
        for address in (await self._addresses(request.url))[:_ADDRESSES_TRIED]:
            try:
                return await super().handle_async_request(_at(address, request))
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        raise failure or FetchFailed(f"The site {request.url.host} has no address.")

    async def _addresses(self, url: httpx2.URL) -> Sequence[IPAddress]:
        port = port_of(url)
        addresses = await self._resolver(url.raw_host.decode("ascii"), port)
        if not all(self._policy.admits(address, port) for address in addresses):
            raise ForbiddenAddress(f"{page_label(url)} is inside a private network.")
        return addresses


def _at(address: IPAddress, request: httpx2.Request) -> httpx2.Request:
    timeouts = request.extensions.get("timeout", {})
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,
        stream=request.stream,
        extensions={
            **request.extensions,
            "sni_hostname": request.url.raw_host.decode("ascii"),
            "timeout": {**timeouts, "connect": _CONNECT_SECONDS},
        },
    )
