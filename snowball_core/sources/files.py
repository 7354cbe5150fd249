"""Reading an uploaded file, and the bytes of any document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from snowball_core.errors import SourceTooLarge, UnreadableSource
from snowball_core.sources.decoding import decode
from snowball_core.sources.isolation import READ_SECONDS, read_isolated
from snowball_core.sources.kinds import Kind, kind_of, named_kind, refuse_binary
from snowball_core.sources.plain_text import read_markdown, read_text
from snowball_core.sources.read_source import Extract, ReadSource, complete, one_line


def read_file(name: str, data: bytes, limit_bytes: int, seconds: float = READ_SECONDS) -> ReadSource:
    """The source in an uploaded .txt, .md, .html, .htm, .pdf or .docx file.

    The content decides over the name where the two disagree (with a note). Takes up to `seconds`: call it in a
    thread where something else must go on meanwhile.

    Raises:
        SourceTooLarge: more than `limit_bytes`.
        UnsupportedSource: another kind of file.
        EncryptedSource: a password is needed.
        UnreadableSource: damaged, scanned or empty.
    """
    shown = one_line(PurePath(name.replace("\\", "/")).name) or "unnamed"
    label = f"The file “{shown[:120]}”"
    check_size(label, len(data), limit_bytes)
    claimed = named_kind(shown, label)
    extract = read_document(label, data, claimed, seconds=seconds)
    return complete(extract, label, PurePath(shown).stem, "upload")


def read_document(label: str, data: bytes, claimed: Kind, charset: str = "", seconds: float = READ_SECONDS) -> Extract:
    """What stands in a document; `charset` is the encoding that a server declared for it.

    Raises:
        SourceError: as `read_file`.
    """
    if not data.strip():
        raise UnreadableSource(f"{label} is empty.")
    kind = kind_of(data, claimed, label)
    if kind in {Kind.TEXT, Kind.MARKDOWN}:
        return _read_text(label, data, kind, charset)
    extract = read_isolated(kind, label, data, charset, seconds)
    if kind is claimed:
        return extract
    return replace(extract, notes=(f"Its content is {kind}, not {claimed}; it was read as {kind}.", *extract.notes))


def check_size(label: str, size: int, limit: int) -> None:
    """Raises `SourceTooLarge`, with both figures, when `size` is over `limit` (both in bytes)."""
    if size > limit:
        raise SourceTooLarge(
            f"{label} has {size / 1e6:,.1f} MB; the limit is {limit / 1e6:,.1f} MB.",
            hint="Add a smaller one, or paste the part of the text that matters.",
        )


def _read_text(label: str, data: bytes, kind: Kind, charset: str) -> Extract:
    decoded = decode(data, charset)
    if decoded is None:
        raise refuse_binary(data, label)
    extract = read_markdown(decoded.text) if kind is Kind.MARKDOWN else read_text(decoded.text)
    if not decoded.guessed:
        return extract
    return replace(extract, notes=(f"Its encoding is not declared and was taken for {decoded.guessed}.",))
