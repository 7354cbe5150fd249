"""Which web addresses may be fetched: public ones, and nothing inside a private network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2

from snowball_core.errors import FetchFailed, ForbiddenAddress

IPAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[IPAddress]]]
"""Finds all addresses of a host's ASCII name for a port; raises `FetchFailed` when there are none."""

URL_CHARACTERS = 2_000
WEB_PORTS = frozenset({80, 443, 8080, 8443})

# Beside what `is_global` knows (IANA special-purpose registries, RFC 6890 and its updates; the interpreter's
# own list depends on its version): shared address space, link-local, documentation, benchmarking, reserved.
_REFUSED = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # the metadata and name service of Azure, a public address that only its machines reach
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
        *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
]
_NAT64 = ip_network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)


class AddressPolicy:
    """Which ports and addresses may be connected to: web ports of public addresses. There is no setting for it."""

    def admits_port(self, port: int) -> bool:
        """Whether a URL may name this port."""
        return port in WEB_PORTS

    def admits(self, address: IPAddress, port: int) -> bool:
        """Whether a connection to this address and port may be made."""
        return self.admits_port(port) and is_public(address)


def is_public(address: IPAddress | str) -> bool:
    """Whether an address belongs to the public internet.

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4, ISATAP) is as public as that one;
    Teredo tunnels are refused.

    Raises:
        ValueError: not an IP address.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return False
        inner = _embedded(ip)
        if inner is not None and not is_public(inner):
            return False
        if ip.ipv4_mapped is not None:
            return True
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _REFUSED)


def check_url(url: str, policy: AddressPolicy | None = None) -> httpx2.URL:
    """The parsed URL of a page that may be asked for, without its fragment; its host is not looked up yet.

    Raises:
        ForbiddenAddress: too long, not http(s), no host, a user name in it, or a port that is not a web server's.
    """
    if len(url) > URL_CHARACTERS:
        raise ForbiddenAddress(f"The address is longer than {URL_CHARACTERS:,} characters.")
    try:
        parsed = httpx2.URL(url.strip())
        host = parsed.host
    except (httpx2.InvalidURL, ValueError):
        raise ForbiddenAddress("The address is not a valid web address.") from None
    if parsed.scheme not in {"http", "https"} or not host or "%" in host:
        raise ForbiddenAddress("The address does not start with http:// or https:// and the name of a site.")
    if parsed.userinfo:
        raise ForbiddenAddress("The address contains a user name or password.")
    port = port_of(parsed)
    if not (policy or AddressPolicy()).admits_port(port):
        raise ForbiddenAddress(f"{page_label(parsed)} is on port {port}, which is not a web server's.")
    return parsed.copy_with(fragment=None)


def port_of(url: httpx2.URL) -> int:
    """The port that a URL names or that its scheme implies."""
    return url.port or (443 if url.scheme == "https" else 80)


def page_label(url: httpx2.URL) -> str:
    """How messages name a page: without the query, which may hold a secret."""
    return f"The page {url.copy_with(query=None, fragment=None)}"[:200]


async def system_resolver(host: str, port: int) -> list[IPAddress]:
    """The addresses that the operating system knows for a host, in its order of preference."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchFailed(
            f"The site {host} cannot be found.", hint="Check the address and the internet connection."
        ) from None
    return list(dict.fromkeys(ip_address(entry[4][0]) for entry in found))


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64 or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
