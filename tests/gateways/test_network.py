"""What both gateways need of the network."""

import pytest

from snowball_core.gateways.network import is_local, quoted, seconds_asked


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost/x", "http://[::1]:80", "http://127.9.9.9"])
def test_addresses_of_this_computer_are_local(url):
    assert is_local(url)


@pytest.mark.parametrize("url", ["https://api.tavily.com", "http://localhost.example", "http://10.0.0.1", "nonsense"])
def test_other_addresses_are_not(url):
    assert not is_local(url)


@pytest.mark.parametrize(("text", "seconds"), [("7", 7), ("1.5", 1.5), ("", 0), ("-3", 0), ("Wed, 21 Oct 2026", 0)])
def test_a_wish_to_wait_is_a_number_of_seconds_or_nothing(text, seconds):
    assert seconds_asked(text) == seconds


def test_a_quotation_is_one_line_without_the_secret():
    assert quoted("The key\nsecret-1 is\u202e wrong.", "secret-1") == "The key … is wrong"


def test_a_quotation_is_short():
    assert len(quoted("word " * 1_000, "secret")) < 310


def test_a_quotation_of_nothing_is_empty():
    assert quoted(None, "") == ""
