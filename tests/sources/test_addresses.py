from __future__ import annotations

import ipaddress

import pytest

from snowball_core.errors import FetchFailed, ForbiddenAddress
from snowball_core.sources import check_url, is_public
from snowball_core.sources.addresses import AddressPolicy, page_label, system_resolver


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"],
)
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
        *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1"),
        *("2001:db8::1", "3fff::1", "100::1", "::127.0.0.1", "2606:4700::1111%1"),
    ],
)
def test_addresses_inside_networks_and_of_special_purpose_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::1",
        "2002:c0a8:101::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2606:4700::5efe:10.0.0.1",
        "2606:4700::200:5efe:127.0.0.1",
    ],
)
def test_a_private_address_inside_an_ipv6_address_is_found(address: str) -> None:
    assert not is_public(address)


def test_what_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="example"):
        is_public("example.org")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://example.org/a?b=c#part", "https://example.org/a?b=c"),
        ("  http://example.org:8080/  ", "http://example.org:8080/"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://bücher.example/regal", "https://xn--bcher-kva.example/regal"),
        ("HTTPS://EXAMPLE.ORG/", "https://example.org/"),
    ],
)
def test_web_addresses_are_accepted(given: str, url: str) -> None:
    assert str(check_url(given)) == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://example.org/",
            "javascript:alert(1)",
            "data:text/html,x",
        ),
        *(
            "example.org",
            "//example.org/",
            "http://",
            "http:///path",
            "",
            "http://exa mple.org/",
            "http://[::1",
            "http://:80/",
        ),
        *(
            "http://example.org\r\nHost: evil/",
            "http://[fe80::1%25eth0]/",
            "http://1.2.3.4.5%2f/",
        ),
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["http://me:swordfish@example.org/", "http://me@example.org/", "http://a@b@example.org/"]
)
def test_user_names_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ForbiddenAddress) as caught:
        check_url(url)
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8000, 81, 65535])
def test_ports_of_other_services_are_refused(port: int) -> None:
    with pytest.raises(ForbiddenAddress, match=f"port {port}"):
        check_url(f"http://example.org:{port}/")


def test_an_address_may_have_two_thousand_characters() -> None:
    start = "https://example.org/"
    check_url(start + "a" * (2_000 - len(start)))
    with pytest.raises(ForbiddenAddress, match="2,000"):
        check_url(start + "a" * (2_001 - len(start)))


def test_the_product_admits_web_ports_of_public_addresses_only() -> None:
    policy = AddressPolicy()
    assert policy.admits(ipaddress.ip_address("1.1.1.1"), 443)
    assert not policy.admits(ipaddress.ip_address("1.1.1.1"), 22)
    assert not policy.admits(ipaddress.ip_address("127.0.0.1"), 443)


def test_messages_name_a_page_without_its_query() -> None:
    assert page_label(check_url("https://example.org/a?token=swordfish")) == "The page https://example.org/a"


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "::1", "127.0.0.1", "localhost"]
)
async def test_every_notation_of_a_loopback_address_is_seen_through(host: str) -> None:
    assert not any(map(is_public, await system_resolver(host, 80)))


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 300])
async def test_an_unknown_site_is_named(host: str) -> None:
    with pytest.raises(FetchFailed, match=host):
        await system_resolver(host, 80)
