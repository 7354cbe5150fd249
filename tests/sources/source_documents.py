"""Real files, made when a test asks for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
from docx.document import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf_file(pages: Sequence[str], title: str = "", password: str | None = None, created: str = "") -> bytes:
    """A PDF with a text layer, one line of text a line; an empty string gives a page without text."""
    writer = PdfWriter()
    for text in pages:
        _add_page(writer, text)
    if title or created:
        writer.add_metadata({"/Title": title, "/CreationDate": created})
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return _bytes(writer.write)


def pdf_with_stream(content: bytes, before: Sequence[str] = ()) -> bytes:
    """A PDF whose last page has the content stream `content`, compressed, after pages of text."""
    writer = PdfWriter()
    for text in before:
        _add_page(writer, text)
    _add_page(writer, "", content)
    writer.pages[-1].compress_content_streams()
    return _bytes(writer.write)


def docx_file(build: Callable[[Document], object]) -> bytes:
    """A Word file with what `build` puts into it."""
    document = docx.Document()
    build(document)
    return _bytes(document.save)


def zip_file(parts: dict[str, bytes]) -> bytes:
    """An archive with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ole_file(stream: str) -> bytes:
    """The start of an OLE container whose directory names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(512)


def _add_page(writer: PdfWriter, text: str, content: bytes | None = None) -> None:
    page = writer.add_blank_page(612, 792)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    resource = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(resource)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(_text_operators(text) if content is None else content)
    page[NameObject("/Contents")] = writer._add_object(stream)


def _text_operators(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    lines = " T* ".join(f"({line}) Tj" for line in escaped.splitlines())
    return f"BT /F1 12 Tf 72 720 Td 14 TL {lines} ET".encode("cp1252") if text else b""


def _bytes(write: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()
