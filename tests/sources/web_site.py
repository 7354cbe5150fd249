"""A web site on loopback that answers well or badly, and the pieces that let a fetcher reach it by a public name."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from snowball_core.errors import FetchFailed
from snowball_core.sources.addresses import AddressPolicy, IPAddress

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
LOOPBACK = ipaddress.ip_address("127.0.0.1")


def http(body: bytes | str = b"", content_type: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """A complete answer; header names are given with underscores."""
    content = body.encode() if isinstance(body, str) else body
    given = {"Content-Length": str(len(content)), "Connection": "close"}
    given |= {"Content-Type": content_type} if content_type else {}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that sends the client elsewhere."""
    return http(status=status, Location=location)


class Site:
    """A server on a free port of 127.0.0.1. `connections` counts what was accepted, `requests` holds their heads."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.connections = 0
        self.requests: list[str] = []
        self.port = 0

    async def start(self, tls: ssl.SSLContext | None = None) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, str(LOOPBACK), 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(head)
            await self._answer(head.split(" ")[1].partition("?")[0], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        answer = self.answers.get(path, http(status="404 Not Found"))
        if isinstance(answer, bytes):
            writer.write(answer)
        else:
            await answer(writer)


class OnlyThese(AddressPolicy):
    """The rules of the product, with exactly these loopback ports admitted beside."""

    def __init__(self, *ports: int) -> None:
        self._ports = ports

    def admits_port(self, port: int) -> bool:
        return port in self._ports or super().admits_port(port)

    def admits(self, address: IPAddress, port: int) -> bool:
        return (address == LOOPBACK and port in self._ports) or super().admits(address, port)


class Names:
    """A name server: each lookup of a name takes its next answer, the last one for ever. `asked` lists the lookups."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[IPAddress]:
        self.asked.append(host)
        if host not in self._answers:
            raise FetchFailed(f"The site {host} cannot be found.")
        given = self._answers[host]
        return [ipaddress.ip_address(address) for address in (given.pop(0) if len(given) > 1 else given[0])]


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A self-signed certificate for a name: the server's context, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
