from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from source_documents import pdf_file, zip_file
from web_site import Names, OnlyThese, Site, certificate, http, redirect

from snowball_core.errors import (
    EncryptedSource,
    FetchFailed,
    ForbiddenAddress,
    SourceTooLarge,
    UnreadableSource,
    UnsupportedSource,
)
from snowball_core.sources import FetchLimits, PageFetcher

PUBLIC, LOCAL = ["1.1.1.1"], ["127.0.0.1"]
HTML = "<!doctype html><title>Oak barrels</title><body><p>A barrique holds 225 litres.</p></body>"


def fetcher(site: Site, names: Names | None = None, **limits: float) -> PageFetcher:
    """A fetcher that may connect to this one site, known as news.example, and else only to public addresses."""
    known = names or Names(news_example=[LOCAL])
    return PageFetcher(OnlyThese(site.port), known, FetchLimits(**limits))  # type: ignore[arg-type]


def url(site: Site, path: str = "/page") -> str:
    return f"http://news.example:{site.port}{path}"


# --- pages that are read


async def test_a_page_becomes_a_source(site: Site) -> None:
    site.answers["/page"] = http(HTML)
    source = await fetcher(site).fetch(url(site, "/page#part"))
    assert (source.title, source.text) == ("Oak barrels", "A barrique holds 225 litres.")
    assert (source.url, source.origin) == (url(site), "web")


async def test_the_request_says_who_asks_and_for_which_site(site: Site) -> None:
    site.answers["/page"] = http(HTML)
    await fetcher(site).fetch(url(site))
    head = site.requests[0].lower()
    assert f"host: news.example:{site.port}" in head
    assert "user-agent: snowball/" in head


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/xhtml+xml", HTML),
        ("text/plain; charset=utf-8", "A barrique holds 225 litres."),
        ("text/markdown", "A barrique holds 225 litres."),
        ("", HTML),
    ],
)
async def test_other_kinds_of_pages_are_read(site: Site, content_type: str, body: str) -> None:
    site.answers["/page"] = http(body, content_type)
    assert (await fetcher(site).fetch(url(site))).text == "A barrique holds 225 litres."


async def test_a_pdf_is_read(site: Site) -> None:
    site.answers["/a.pdf"] = http(pdf_file(["A barrique holds 225 litres."], title="Barrels"), "application/pdf")
    source = await fetcher(site).fetch(url(site, "/a.pdf"))
    assert (source.title, source.text) == ("Barrels", "A barrique holds 225 litres.")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("<p>Größe, Привет".replace("Привет", "").encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<meta charset='windows-1252'><p>Größe, ".encode("cp1252"), "text/html"),
        ("<p>Größe, ".encode("utf-16"), "text/html"),
        ("<p>Größe, ".encode(), "text/html; charset=no-such-charset"),
    ],
    ids=["in the header", "in the page", "by its mark", "unknown"],
)
async def test_the_pages_encoding_is_heeded(site: Site, data: bytes, content_type: str) -> None:
    site.answers["/page"] = http(data, content_type)
    assert (await fetcher(site).fetch(url(site))).text == "Größe,"


async def test_a_cyrillic_charset_in_the_header_is_heeded(site: Site) -> None:
    site.answers["/page"] = http("<p>Привет".encode("cp1251"), "text/html; charset=windows-1251")
    assert (await fetcher(site).fetch(url(site))).text == "Привет"


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_compressed_page_is_read(site: Site, coding: str, pack: Callable[[bytes], bytes]) -> None:
    site.answers["/page"] = http(pack(HTML.encode()), Content_Encoding=coding)
    assert (await fetcher(site).fetch(url(site))).title == "Oak barrels"


async def test_redirects_are_followed_and_the_last_address_is_kept(site: Site) -> None:
    site.answers |= {"/a": redirect("/b", "301 Moved Permanently"), "/b": redirect(url(site)), "/page": http(HTML)}
    names = Names(news_example=[LOCAL])
    assert (await fetcher(site, names).fetch(url(site, "/a"))).url == url(site)
    assert names.asked == ["news.example"] * 3


async def test_an_international_name_is_looked_up_in_its_ascii_form(site: Site) -> None:
    site.answers["/page"] = http(HTML)
    names = Names(**{"xn--bcher-kva_example": [LOCAL]})
    await fetcher(site, names).fetch(f"http://bücher.example:{site.port}/page")
    assert names.asked == ["xn--bcher-kva.example"]


# --- private networks


@pytest.mark.parametrize("answer", [LOCAL, ["10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["fd00::1"]])
async def test_a_name_that_leads_into_a_private_network_is_refused(answer: list[str]) -> None:
    with pytest.raises(ForbiddenAddress, match=r"inner\.example"):
        await PageFetcher(resolver=Names(inner_example=[answer])).fetch("http://inner.example/")


async def test_no_connection_is_made_to_a_name_that_leads_to_this_machine(site: Site, private: Site) -> None:
    names = Names(inner_example=[LOCAL])
    with pytest.raises(ForbiddenAddress):
        await fetcher(site, names).fetch(f"http://inner.example:{private.port}/")
    assert private.connections == 0


async def test_a_private_address_on_a_web_port_is_refused_by_the_policy_for_addresses(private: Site) -> None:
    class AnyPort(OnlyThese):
        def admits_port(self, port: int) -> bool:
            return True

    with pytest.raises(ForbiddenAddress, match="private network"):
        await PageFetcher(AnyPort(), Names(inner_example=[LOCAL])).fetch(f"http://inner.example:{private.port}/")
    assert private.connections == 0


@pytest.mark.parametrize("addresses", [[*PUBLIC, *LOCAL], [*LOCAL, *PUBLIC]])
async def test_one_private_address_among_public_ones_refuses_the_name(private: Site, addresses: list[str]) -> None:
    class AnyPort(OnlyThese):
        def admits_port(self, port: int) -> bool:
            return True

    with pytest.raises(ForbiddenAddress):
        await PageFetcher(AnyPort(), Names(mixed_example=[addresses])).fetch(f"http://mixed.example:{private.port}/")
    assert private.connections == 0


async def test_a_name_is_looked_up_once_so_that_a_second_answer_cannot_matter(site: Site) -> None:
    site.answers["/page"] = http(HTML)
    names = Names(news_example=[LOCAL, ["10.0.0.1"]])
    await fetcher(site, names).fetch(url(site))
    assert names.asked == ["news.example"]


async def test_a_name_that_turns_private_between_two_hops_is_refused(site: Site) -> None:
    site.answers["/a"] = redirect("/page")
    site.answers["/page"] = http(HTML)
    names = Names(news_example=[LOCAL, ["10.0.0.1"]])
    with pytest.raises(ForbiddenAddress):
        await fetcher(site, names).fetch(url(site, "/a"))
    assert site.connections == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
@pytest.mark.parametrize("hop", [False, True], ids=["directly", "by redirect"])
async def test_no_notation_of_loopback_gets_a_connection(site: Site, private: Site, host: str, hop: bool) -> None:
    class BothPorts(OnlyThese):
        def admits_port(self, port: int) -> bool:
            return port in {site.port, private.port}

    async def resolver(name: str, port: int) -> object:
        from snowball_core.sources.addresses import system_resolver

        return await (
            Names(news_example=[LOCAL])(name, port) if name == "news.example" else system_resolver(name, port)
        )

    target = f"http://{host}:{private.port}/"
    site.answers["/go"] = redirect(target)
    with pytest.raises(ForbiddenAddress):
        await PageFetcher(BothPorts(site.port), resolver).fetch(url(site, "/go") if hop else target)  # type: ignore[arg-type]
    assert private.connections == 0


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://news.example/", "http://me:pw@news.example/", "http://news.example:22/"]
)
async def test_a_redirect_to_no_web_address_is_refused(site: Site, location: str) -> None:
    site.answers["/page"] = redirect(location)
    with pytest.raises(ForbiddenAddress):
        await fetcher(site).fetch(url(site))
    assert site.connections == 1


async def test_proxies_of_the_environment_are_ignored(
    site: Site, private: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{private.port}")
    site.answers["/page"] = http(HTML)
    await fetcher(site).fetch(url(site))
    assert private.connections == 0


# --- encrypted connections


@pytest.mark.parametrize(("name", "trusted"), [("news.example", True), ("other.example", False)])
async def test_a_certificate_must_be_for_the_sites_name(tmp_path: Path, name: str, trusted: bool) -> None:
    server_side, client_side = certificate(tmp_path, name)
    site = Site()
    site.answers["/page"] = http(HTML)
    async with await site.start(server_side):
        fetch = PageFetcher(OnlyThese(site.port), Names(news_example=[LOCAL]), tls=client_side).fetch
        address = f"https://news.example:{site.port}/page"
        if trusted:
            assert (await fetch(address)).title == "Oak barrels"
        else:
            with pytest.raises(FetchFailed, match="certificate"):
                await fetch(address)
            assert site.requests == []


# --- sites that misbehave


@pytest.mark.parametrize(
    ("status", "words"),
    [("404 x", "404: Nothing matches"), ("403 x", "403: Request forbidden"), ("500 x", "500"), ("799 x", "status 799")],
)
async def test_an_error_status_is_told_in_words(site: Site, status: str, words: str) -> None:
    site.answers["/page"] = http(HTML, status=status)
    with pytest.raises(FetchFailed, match=f"/page answered.*{words}"):
        await fetcher(site).fetch(url(site))


async def test_a_redirect_loop_ends_after_five(site: Site) -> None:
    site.answers["/page"] = redirect("/page")
    with pytest.raises(FetchFailed, match="redirects more than 5 times"):
        await fetcher(site).fetch(url(site))
    assert site.connections == 6


async def test_a_redirect_to_nonsense_is_told(site: Site) -> None:
    site.answers["/page"] = redirect("http://[")
    with pytest.raises((FetchFailed, ForbiddenAddress)):
        await fetcher(site).fetch(url(site))


async def test_an_endless_body_is_cut_off_at_the_limit(site: Site) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            sent += 65_536
            await writer.drain()

    site.answers["/page"] = endless
    with pytest.raises(SourceTooLarge, match=r"/page.*0\.2 MB"):
        await fetcher(site, bytes=200_000).fetch(url(site))
    assert sent < 50_000_000


async def test_a_body_that_announces_too_much_is_not_received(site: Site) -> None:
    async def announce(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000000\r\n\r\n")
        await writer.drain()
        await asyncio.Event().wait()

    site.answers["/page"] = announce
    with pytest.raises(SourceTooLarge, match=r"9\.0 MB.*5\.0 MB"):
        await fetcher(site).fetch(url(site))


@pytest.mark.parametrize("layers", [1, 2])
async def test_a_compressed_bomb_is_cut_off_at_the_limit(site: Site, layers: int) -> None:
    body = bytes(30_000_000)
    for _ in range(layers):
        body = gzip.compress(body)
    site.answers["/page"] = http(body, Content_Encoding=", ".join(["gzip"] * layers))
    with pytest.raises(SourceTooLarge, match=r"5\.0 MB"):
        await fetcher(site).fetch(url(site))


async def test_a_trickle_ends_at_the_deadline_for_the_whole(site: Site) -> None:
    trickled = 0

    async def trickle(writer: asyncio.StreamWriter) -> None:
        nonlocal trickled
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            trickled += 1
            await asyncio.sleep(0.02)

    site.answers["/page"] = trickle
    with pytest.raises(FetchFailed, match=r"within 0\.3 seconds"):
        await fetcher(site, seconds=0.3).fetch(url(site))
    assert trickled > 2


async def test_a_site_that_never_answers_ends_at_the_deadline(site: Site) -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    site.answers["/page"] = silent
    with pytest.raises(FetchFailed, match=r"seconds|in time"):
        await fetcher(site, seconds=0.2).fetch(url(site))


async def test_a_lookup_that_never_answers_ends_at_the_deadline() -> None:
    async def silent(host: str, port: int) -> list[object]:
        await asyncio.Event().wait()
        return []

    fetch = PageFetcher(resolver=silent, limits=FetchLimits(seconds=0.1)).fetch  # type: ignore[arg-type]
    with pytest.raises(FetchFailed, match="within"):
        await fetch("http://news.example/")


@pytest.mark.parametrize("content_type", ["image/png", "application/octet-stream", "application/json", "video/mp4"])
async def test_other_content_is_refused_by_its_type(site: Site, content_type: str) -> None:
    site.answers["/page"] = http(b"{}", content_type)
    with pytest.raises(UnsupportedSource, match=content_type):
        await fetcher(site).fetch(url(site))


async def test_an_archive_that_calls_itself_a_page_is_refused(site: Site) -> None:
    site.answers["/page"] = http(zip_file({"a": b"b"}))
    with pytest.raises(UnsupportedSource, match="archive"):
        await fetcher(site).fetch(url(site))


async def test_a_pdf_with_a_password_is_refused(site: Site) -> None:
    site.answers["/a.pdf"] = http(pdf_file(["x"], password="swordfish"), "application/pdf")
    with pytest.raises(EncryptedSource):
        await fetcher(site).fetch(url(site, "/a.pdf"))


async def test_an_empty_page_is_refused(site: Site) -> None:
    site.answers["/page"] = http("")
    with pytest.raises(UnreadableSource, match="empty"):
        await fetcher(site).fetch(url(site))


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Type: text/html\r\n\r\nshort"],
    ids=["nothing", "no http", "cut short"],
)
async def test_a_broken_answer_is_told(site: Site, answer: bytes) -> None:
    site.answers["/page"] = answer
    with pytest.raises(FetchFailed, match="/page broke off"):
        await fetcher(site).fetch(url(site))


async def test_a_damaged_compression_is_told(site: Site) -> None:
    site.answers["/page"] = http(b"not gzip at all", Content_Encoding="gzip")
    with pytest.raises(FetchFailed, match="damaged"):
        await fetcher(site).fetch(url(site))


async def test_a_closed_port_is_told(unused_tcp_port: int) -> None:
    fetch = PageFetcher(OnlyThese(unused_tcp_port), Names(news_example=[LOCAL])).fetch
    with pytest.raises(FetchFailed, match="cannot be reached"):
        await fetch(f"http://news.example:{unused_tcp_port}/")


async def test_an_unknown_site_is_told(site: Site) -> None:
    with pytest.raises(FetchFailed, match=r"nowhere\.example"):
        await fetcher(site).fetch("http://nowhere.example/")


async def test_no_message_repeats_the_query(site: Site) -> None:
    with pytest.raises(FetchFailed) as caught:
        await fetcher(site).fetch(url(site, "/missing?token=swordfish"))
    assert "swordfish" not in str(caught.value)
