"""Reading Word files (.docx): headings, paragraphs, lists and tables in order, as Markdown."""

# lxml ships no types.

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from snowball_core.errors import EncryptedSource, SourceError, SourceTooLarge, UnreadableSource
from snowball_core.sources.read_source import Extract, one_line

MAX_UNPACKED_BYTES = 200_000_000
MAX_UNPACKED_XML_BYTES = 50_000_000
_MAX_PARTS = 5_000
_HEADING = re.compile(r"^heading (\d)", re.IGNORECASE)
# Content controls, tracked insertions and the like wrap paragraphs and runs that the document shows …
_WRAPPERS = ("w:ins", "w:moveTo", "w:smartTag", "w:sdtContent", "w:sdt", "w:fldSimple", "w:customXml")
# … and these hold what it does not show.
_NOT_SHOWN = ("w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr", "w:instrText")


def read_docx(label: str, data: bytes) -> Extract:
    """The text of a Word file as Markdown. It gives no date: such a file knows when it was saved, not published.

    Raises:
        EncryptedSource: its parts are encrypted.
        SourceTooLarge: it unpacks to more than a document does (a zip bomb).
        UnreadableSource: damaged.
    """
    try:
        _check_archive(label, data)
        document = docx.Document(io.BytesIO(data))
        _reduce_to_shown(document)
        text = "\n\n".join(block for block in _blocks(document) if block)
        return Extract(text, _title(document))
    except (SourceError, MemoryError):
        raise
    except Exception:
        # python-docx raises KeyError, ValueError, lxml and zip errors, … on damaged packages.
        raise UnreadableSource(
            f"{label} is damaged and cannot be read.", hint="Open it in Word or LibreOffice and save it again."
        ) from None


def _check_archive(label: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise EncryptedSource(f"{label} is protected by a password.")
    total = sum(part.file_size for part in parts)
    markup = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    for size, limit in ((total, MAX_UNPACKED_BYTES), (markup, MAX_UNPACKED_XML_BYTES)):
        if size > limit or len(parts) > _MAX_PARTS:
            raise SourceTooLarge(
                f"{label} unpacks to {size / 1e6:,.1f} MB in {len(parts):,} parts; "
                f"the limit is {limit / 1e6:,.0f} MB in {_MAX_PARTS:,}.",
                hint="Save only the text as a new file and add that.",
            )


def _reduce_to_shown(document: Document) -> None:
    body: Any = document.element.body
    etree.strip_elements(body, *map(qn, _NOT_SHOWN), with_tail=False)
    etree.strip_tags(body, *map(qn, _WRAPPERS))
    for run in body.xpath(".//w:r[w:rPr/w:vanish[not(@w:val) or (@w:val != '0' and @w:val != 'false')]]"):
        run.getparent().remove(run)


def _blocks(document: Document) -> Iterator[str]:
    items: list[str] = []
    for block in document.iter_inner_content():
        item = _list_item(block) if isinstance(block, Paragraph) else ""
        if item:
            items.append(item)
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield _table(block) if isinstance(block, Table) else _paragraph(block)
    yield "\n".join(items)


def _paragraph(paragraph: Paragraph) -> str:
    text = paragraph.text.strip()
    level = _heading_level(paragraph)
    return f"{'#' * level} {one_line(text)}" if level and text else text


def _heading_level(paragraph: Paragraph) -> int:
    style = _style_name(paragraph)
    found = _HEADING.match(style)
    return min(int(found[1]), 6) if found else int(style.lower() == "title")


def _list_item(paragraph: Paragraph) -> str:
    style = _style_name(paragraph).lower()
    numbering: Any = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    text = one_line(paragraph.text)
    if not text or _heading_level(paragraph) or (numbering is None and not style.startswith("list ")):
        return ""
    level = numbering.ilvl.val if numbering is not None and numbering.ilvl is not None else 0
    return f"{'  ' * level}{'1.' if style.startswith('list number') else '-'} {text}"


def _style_name(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style is not None else "") or ""


def _table(table: Table) -> str:
    rows = [_row(cells) for cells in (row.cells for row in table.rows)]
    if not rows:
        return ""
    width = rows[0].count(" | ") + 1
    return "\n".join([rows[0], "|" + " --- |" * width, *rows[1:]])


def _row(cells: Any) -> str:
    # A merged cell is given once for every column that it spans.
    texts = {id(cell._tc): one_line(cell.text).replace("|", "/") for cell in cells}
    return "| " + " | ".join(texts.values()) + " |"


def _title(document: Document) -> str:
    own = one_line(document.core_properties.title or "")
    if own and own.lower() != "word document":
        return own
    headings = ((level, p.text) for p in document.paragraphs if p.text.strip() and (level := _heading_level(p)))
    return one_line(min(headings, key=lambda heading: heading[0], default=(0, ""))[1])
