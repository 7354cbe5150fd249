"""Which characters and addresses may stand in a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from snowball_core.text import clean_line, clean_text

LINK_SCHEMES = frozenset({"http", "https", "mailto"})

_INVISIBLE_ORDERS = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0x2028, 0x2029]
)
"""Direction overrides and isolates (they can show a text in another order than it has), noncharacters."""


def safe_text(text: str) -> str:
    """Text of several lines without control characters, direction overrides and noncharacters."""
    return str(clean_text(text)).translate(_INVISIBLE_ORDERS)


def safe_line(text: str) -> str:
    """The same for one line of plain text."""
    return str(clean_line(text)).translate(_INVISIBLE_ORDERS)


def is_safe_link(address: str) -> bool:
    """An absolute address with a scheme that a link may have: a host for the web, something for mail."""
    parts = _split(address)
    if parts is None or parts[0] not in LINK_SCHEMES:
        return False
    return parts[0] == "mailto" or bool(parts[1])


def is_safe_image(address: str) -> bool:
    """Images come encrypted from a host, or not at all."""
    parts = _split(address)
    return parts is not None and parts[0] == "https" and bool(parts[1])


def host(address: str) -> str:
    """The host that an address leads to, without `www.`; empty when there is none."""
    parts = _split(address)
    return parts[1].removeprefix("www.") if parts else ""


def _split(address: str) -> tuple[str, str] | None:
    """Scheme and host in lower case; None for what is no address or hides characters."""
    if any(character.isspace() or not character.isprintable() for character in address):
        return None
    try:
        parts = urlsplit(address)
        return parts.scheme, (parts.hostname or "")
    except ValueError:
        return None
