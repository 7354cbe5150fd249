"""From bytes to text: which encoding a text is in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that real text is in; Python's others (idna, punycode, unicode_escape, …) are no encodings of documents.
_GUESSED = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]
_DECLARABLE = {codecs.lookup(name).name for name in ("utf-8", "utf-16", *_GUESSED)} | {
    *(
        "iso8859-2",
        "iso8859-5",
        "iso8859-7",
        "iso8859-9",
        "iso8859-15",
        "koi8-u",
        "shift_jis",
        "euc_kr",
        "gb2312",
        "gbk",
    ),
    *("iso2022_jp", "mac-roman", "cp866"),
}
# What pages call Latin-1 or ASCII is Windows-1252 (WHATWG Encoding Standard, "Names and labels").
_AS_WINDOWS_1252 = {"iso8859-1", "ascii"}
_DECLARED_IN_HTML = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Decoded:
    """A text, and the name of its encoding when that had to be guessed (else empty)."""

    text: str
    guessed: str = ""


def decode(data: bytes, declared: str = "") -> Decoded | None:
    """The text in some bytes, or None when they are not text.

    A byte order mark decides; else the encoding that was `declared` (by a server or the page itself);
    else UTF-8; else the most plausible one.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _if_text(data.decode(encoding, "replace"))
    for encoding in (_declarable(declared), "utf-8"):
        try:
            return _if_text(data.decode(encoding)) if encoding else _if_text(data.decode())
        except UnicodeDecodeError:
            continue
    return _guess(data)


def declared_in_html(data: bytes) -> str:
    """The encoding that a page's `<meta charset>` names in its first 1,024 bytes (as the HTML standard), or empty."""
    found = _DECLARED_IN_HTML.search(data[:1024])
    return found.group(1).decode("ascii", "ignore") if found else ""


def _declarable(name: str) -> str:
    try:
        known = codecs.lookup(name.strip("\"' ")).name
    except (LookupError, ValueError):
        return ""
    if known in _AS_WINDOWS_1252:
        return "cp1252"
    return known if known in _DECLARABLE else ""


def _guess(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    matches = from_bytes(data, cp_isolation=_GUESSED)
    best = matches.best()
    if best is None:
        return _as_western(data)
    # Short Western texts fit several code pages equally well; the Western one is by far the most common.
    western = next((m for m in matches if m.encoding == "cp1252"), None)
    if western and western.chaos <= best.chaos and western.coherence >= best.coherence:
        best = western
    decoded = _if_text(str(best))
    return decoded and Decoded(decoded.text, best.encoding)


def _as_western(data: bytes) -> Decoded | None:
    """Few accents and typographic marks among ASCII are Windows-1252; of random bytes every second is not ASCII."""
    if sum(byte > 127 for byte in data) > len(data) / 3:
        return None
    try:
        decoded = _if_text(data.decode("cp1252"))
    except UnicodeDecodeError:
        return None
    return decoded and Decoded(decoded.text, "cp1252")


def _if_text(text: str) -> Decoded | None:
    """Control characters make bytes that happen to decode binary: none in text, every few bytes in the rest."""
    return None if len(_CONTROL.findall(text)) > len(text) / 200 else Decoded(text)
