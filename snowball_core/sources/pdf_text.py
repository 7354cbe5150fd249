"""Reading PDF files: the text of their text layer, without running headers and broken words."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError

from snowball_core.errors import EncryptedSource, SourceError, UnreadableSource
from snowball_core.schemas import SOURCE_CHARACTERS
from snowball_core.sources.read_source import Extract, one_line

MAX_PAGES = 1_000
_EDGE_LINES = 2
_SHARE_OF_PAGES = 0.6
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
)
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\n[ \t]*([^\W\d_]+)")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_PAGE_NUMBER = re.compile(r"^\W*\d+\b\W*|\W*\b\d+(?:\s*(?:/|of|von|de|di)\s*\d+)?\W*$", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\s*\d*$|slide 1$)|\.(?:docx?|pdf|indd|tex|odt|pptx?)$", re.I
)
# A content stream of a written page has some thousand operations; these bounds keep a crafted one short.
_BOUNDS = Configuration(
    zlib_maximum_output_length=30_000_000,
    lzw_maximum_output_length=30_000_000,
    run_length_maximum_output_length=30_000_000,
    array_based_stream_maximum_output_length=30_000_000,
    stream_parsing_work_maximum_count=1_000_000,
    xform_maximum_invocations_per_extraction=500,
)


@dataclass(frozen=True)
class _Pages:
    texts: list[str]
    total: int
    broken: list[int]


def read_pdf(
    label: str,
    data: bytes,
    seconds: float,
    max_pages: int = MAX_PAGES,
    clock: Callable[[], float] = time.monotonic,
) -> Extract:
    """The text of a PDF's first `max_pages` pages in order, as many as can be read within `seconds`.

    A page that cannot be read is left out with a note; so is what lies behind the bounds.

    Raises:
        EncryptedSource: a password is needed to open the file.
        UnreadableSource: damaged, or no page has a text layer.
    """
    try:
        with apply_configuration(_BOUNDS):
            deadline = clock() + seconds
            return _read(label, data, max_pages, lambda: clock() > deadline)
    except (SourceError, MemoryError):
        raise
    except DependencyError:
        raise UnreadableSource(
            f"{label} is packed in a way that Snowball cannot read.", hint="Print it to a new PDF."
        ) from None
    except Exception:
        # pypdf documents that broken files may raise anything.
        raise _damaged(label) from None


def _damaged(label: str) -> UnreadableSource:
    return UnreadableSource(f"{label} is damaged and cannot be read.", hint="Print it to a new PDF.")


def _read(label: str, data: bytes, max_pages: int, late: Callable[[], bool]) -> Extract:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedSource(f"{label} is protected by a password.")
    pages = _read_pages(reader, max_pages, late)
    if not any(text.strip() for text in pages.texts):
        if pages.broken:
            raise _damaged(label)
        raise UnreadableSource(
            f"{label} has no text layer; its pages are probably scanned pictures.",
            hint="Run text recognition (OCR) on it and add the result.",
        )
    text = join_broken_words(join_pages(without_running_lines([text.splitlines() for text in pages.texts])))
    return Extract(text, _title(reader), _created(reader), tuple(_notes(pages)))


def _read_pages(reader: PdfReader, max_pages: int, late: Callable[[], bool]) -> _Pages:
    total = len(reader.pages)
    texts: list[str] = []
    broken: list[int] = []
    characters = 0
    for number in range(min(total, max_pages)):
        if texts and (late() or characters > SOURCE_CHARACTERS):
            break
        try:
            texts.append(reader.pages[number].extract_text().translate(_LIGATURES))
        except MemoryError:
            raise
        except Exception:
            texts.append("")
            broken.append(number + 1)
        characters += len(texts[-1])
    return _Pages(texts, total, broken)


def _notes(pages: _Pages) -> Iterable[str]:
    if len(pages.texts) < pages.total:
        yield f"Only the first {len(pages.texts):,} of {pages.total:,} pages were read."
    if pages.broken:
        numbers = ", ".join(map(str, pages.broken[:10])) + (", …" if len(pages.broken) > 10 else "")
        yield f"Damaged pages were left out: {numbers}."
    empty = sum(not text.strip() for text in pages.texts) - len(pages.broken)
    if empty:
        yield f"{empty:,} of {len(pages.texts):,} pages hold no text (pictures or scans)."


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages' lines without headers and footers: first and last lines that most pages share but for a number."""
    filled = [[line.strip() for line in page if line.strip()] for page in pages]
    counts = Counter(shape for page in filled for shape in {_shape(page[i]) for i in _edges(page)})
    needed = max(3.0, _SHARE_OF_PAGES * len(filled))
    running = {shape for shape, count in counts.items() if count >= needed}
    return [_without(running, page) for page in filled]


def _without(running: set[str], page: list[str]) -> list[str]:
    edges = _edges(page)
    return [line for i, line in enumerate(page) if i not in edges or _shape(line) not in running]


def _edges(page: Sequence[str]) -> set[int]:
    return {i for i in range(len(page)) if i < _EDGE_LINES or i >= len(page) - _EDGE_LINES}


def _shape(line: str) -> str:
    return _PAGE_NUMBER.sub("#", line).casefold()


def join_pages(pages: Sequence[Sequence[str]]) -> str:
    """One text; a sentence that runs over the end of a page is not torn apart."""
    text = ""
    for page in pages:
        if page:
            gap = "\n\n" if text.endswith((".", "!", "?", ":", "”", '"')) else "\n"
            text = text + gap + "\n".join(page) if text else "\n".join(page)
    return text


def join_broken_words(text: str) -> str:
    """Words that a line end broke are whole again; a hyphen stays where the text writes that word with it."""
    kept = {word.casefold() for word in _HYPHENATED.findall(text)}

    def join(match: re.Match[str]) -> str:
        head, tail = match.groups()
        hyphened = f"{head}-{tail}"
        return hyphened if tail[0].isupper() or hyphened.casefold() in kept else head + tail

    return _BROKEN_WORD.sub(join, text)


def _title(reader: PdfReader) -> str:
    title = one_line(str(_metadata(reader, "title") or ""))
    return "" if _NO_TITLE.search(title) else title


def _created(reader: PdfReader) -> str:
    created = _metadata(reader, "creation_date")
    return created.date().isoformat() if hasattr(created, "date") else ""


def _metadata(reader: PdfReader, name: str) -> object:
    try:
        return getattr(reader.metadata, name, None)
    except Exception:
        return None
