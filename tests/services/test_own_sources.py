"""The user's own sources: pasted, uploaded, or a page that we, or else the search service, can read."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest

from snowball_core.errors import (
    FetchFailed,
    ForbiddenAddress,
    SourceTooLarge,
    UnreadableSource,
    UnsupportedSource,
)
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.services.own_sources import OwnSources
from snowball_core.sources import PageFetcher
from snowball_core.sources.addresses import IPAddress
from tests.pipeline.workshop import page

URL = "https://site1.example/page"


async def no_such_host(host: str, _port: int) -> list[IPAddress]:
    raise FetchFailed(f"The site {host} cannot be found.")


async def loopback(_host: str, _port: int) -> list[IPAddress]:
    return [ip_address("127.0.0.1")]


@pytest.fixture
def own(workshop):
    """Own sources on a machine whose network finds no host, with a search service that can read page 1."""
    workshop.pages = [page(1, "The lamp burned whale oil until 1860.", "The lamp")]
    return OwnSources(
        PageFetcher(resolver=no_such_host), workshop.desk.calls, upload_bytes=1_000, search_configured=True
    )


def requests(workshop):
    return workshop.sandbox.ledger.requests()


async def test_a_pasted_text_is_kept_with_its_title(own):
    read = own.pasted("Whale oil burns.", "On oil")
    assert (read.title, read.text, read.origin, read.url) == ("On oil", "Whale oil burns.", "paste", None)


async def test_a_pasted_text_without_text_is_refused(own):
    with pytest.raises(UnreadableSource):
        own.pasted(" \u200b\n", "On oil")


async def test_a_file_is_read_by_its_kind(own):
    read = own.file("oil.md", b"# On oil\n\nWhale oil burns.")
    assert read.origin == "upload"
    assert "Whale oil burns." in read.text


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("big.txt", b"x" * 1_001, SourceTooLarge),
        ("empty.txt", b"", UnreadableSource),
        ("program.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04", UnsupportedSource),
    ],
)
async def test_a_file_that_cannot_be_used_says_why_and_its_name(own, name, data, kind):
    with pytest.raises(kind, match=name):
        own.file(name, data)


async def test_a_page_that_we_cannot_fetch_is_read_by_the_search_service_once(own, workshop):
    first, second = await own.page(URL), await own.page(URL)
    assert (first.url, first.origin, first.text) == (URL, "web", "The lamp burned whale oil until 1860.")
    assert second == first
    assert [entry.path for entry in requests(workshop)] == ["/extract"]
    paid, saved = workshop.store.usage()
    assert (paid.provider, paid.phase, paid.cached, saved.cached) == ("tavily", "trigger", False, True)


async def test_a_page_that_neither_can_read_fails_with_our_own_reason(own):
    with pytest.raises(FetchFailed, match=r"nowhere\.example cannot be found"):
        await own.page("https://nowhere.example/")


async def test_a_search_service_that_is_out_of_order_changes_nothing_of_the_reason(own, workshop):
    workshop.sandbox.faults.add(Fault(FaultKind.BAD_KEY, service="tavily", times=None))
    with pytest.raises(FetchFailed, match="cannot be found"):
        await own.page(URL)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8501/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "file:///etc/passwd",
        "https://user:pass@example.org/",
    ],
)
async def test_a_private_address_is_asked_neither_by_us_nor_by_the_search_service(workshop, url):
    own = OwnSources(PageFetcher(resolver=loopback), workshop.desk.calls, upload_bytes=1_000, search_configured=True)
    with pytest.raises(ForbiddenAddress):
        await own.page(url)
    assert requests(workshop) == []


async def test_a_name_that_leads_into_the_private_network_is_not_asked_for(workshop):
    port = int(workshop.sandbox.url.rpartition(":")[2])
    own = OwnSources(PageFetcher(resolver=loopback), workshop.desk.calls, upload_bytes=1_000, search_configured=True)
    with pytest.raises(ForbiddenAddress):
        await own.page(f"http://innocent.example:{port}/")
    with pytest.raises(ForbiddenAddress):
        await own.page("http://innocent.example/")
    assert requests(workshop) == []


def test_pages_can_be_read_from_several_event_loops(studio):
    for _ in range(2):
        with pytest.raises(ForbiddenAddress):
            asyncio.run(studio.own_sources.page("http://127.0.0.1/"))
