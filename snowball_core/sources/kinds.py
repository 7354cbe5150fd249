"""Which kind of document some bytes are: by their content first, then by what the name claims."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

import filetype

from snowball_core.errors import EncryptedSource, UnreadableSource, UnsupportedSource

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_OFFICE_FOLDERS = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation", "Payload/": "an app"}


class Kind(StrEnum):
    """The kinds of documents that are read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word"


_KIND_OF_SUFFIX = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
}


def named_kind(name: str, label: str) -> Kind:
    """The kind that a file name claims; a name without an ending claims plain text.

    Raises:
        UnsupportedSource: no kind that Snowball reads.
    """
    suffix = PurePath(name).suffix.lower()
    if not suffix:
        return Kind.TEXT
    if suffix == ".doc":
        raise _old_word(label)
    if suffix not in _KIND_OF_SUFFIX:
        raise UnsupportedSource(f"{label} is of a kind that Snowball does not read ({suffix}).")
    return _KIND_OF_SUFFIX[suffix]


def kind_of(data: bytes, claimed: Kind, label: str) -> Kind:
    """The kind that the content really is, where `claimed` is what the name or the server says.

    Raises:
        UnsupportedSource: a spreadsheet, an archive, a picture, an old Word file, ….
        EncryptedSource: a Word file with a password.
        UnreadableSource: claimed to be PDF or Word, and is not.
    """
    if b"%PDF-" in data[: 1024 if claimed is Kind.PDF else 5]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_in_archive(data, label)
    if data.startswith(_OLE_SIGNATURE):
        raise _ole_error(data, label)
    if claimed in {Kind.PDF, Kind.DOCX}:
        raise UnreadableSource(
            f"{label} is not a {claimed} file; it is damaged or was renamed.",
            hint="Open it in the program that made it and save it again.",
        )
    return Kind.HTML if claimed is Kind.TEXT and _HTML_START.match(data[:2048]) else claimed


def refuse_binary(data: bytes, label: str) -> UnsupportedSource:
    """The error for bytes that are not text, naming what they are where the signature is known."""
    known = filetype.guess(data)
    return UnsupportedSource(f"{label} is not text" + (f" but a .{known.extension} file." if known else "."))


def _kind_in_archive(data: bytes, label: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableSource(
            f"{label} is damaged and cannot be opened.",
            hint="Open it in the program that made it and save it again.",
        ) from None
    if "word/document.xml" in names:
        return Kind.DOCX
    what = next((what for folder, what in _OFFICE_FOLDERS.items() if any(n.startswith(folder) for n in names)), None)
    raise UnsupportedSource(f"{label} is {what or 'an archive, not a document'}.")


def _ole_error(data: bytes, label: str) -> EncryptedSource | UnsupportedSource:
    # A Word file with a password is an OLE container with the stream "EncryptedPackage" (MS-OFFCRYPTO 2.3.4).
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedSource(f"{label} is protected by a password.")
    if "WordDocument".encode("utf-16-le") in data:
        return _old_word(label)
    return UnsupportedSource(f"{label} is an old Office file that Snowball does not read.")


def _old_word(label: str) -> UnsupportedSource:
    return UnsupportedSource(
        f"{label} is a Word file in the old .doc format.", hint="Open it in Word or LibreOffice and save it as .docx."
    )
