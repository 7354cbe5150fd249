"""The process that reads one PDF, Word or HTML document for `isolation.read_isolated`."""

from __future__ import annotations

import sys

from snowball_core.errors import SourceError
from snowball_core.sources.decoding import declared_in_html, decode
from snowball_core.sources.isolation import Answer, Task
from snowball_core.sources.kinds import Kind, refuse_binary
from snowball_core.sources.read_source import Extract

_MEMORY_BYTES = 2_000_000_000
_SHARE_FOR_PAGES = 0.75


def main() -> None:
    """Read the task from the command line and the document from standard input; write the answer."""
    _bound_memory()
    task = Task.model_validate_json(sys.argv[1])
    sys.stdout.buffer.write(answer(task, sys.stdin.buffer.read()).model_dump_json().encode())


def answer(task: Task, data: bytes) -> Answer:
    """The document's extract, or the error that its reader raised."""
    try:
        return Answer(extract=_read(task, data))
    except SourceError as error:
        return Answer(error=error.to_record())


def _read(task: Task, data: bytes) -> Extract:
    # Each document needs one of the parsers, and their imports take longer than most documents.
    if task.kind is Kind.PDF:
        from snowball_core.sources.pdf_text import read_pdf

        return read_pdf(task.label, data, task.seconds * _SHARE_FOR_PAGES)
    if task.kind is Kind.DOCX:
        from snowball_core.sources.docx_text import read_docx

        return read_docx(task.label, data)
    from snowball_core.sources.html_text import read_html

    decoded = decode(data, task.charset or declared_in_html(data))
    if decoded is None:
        raise refuse_binary(data, task.label)
    return read_html(task.label, decoded.text)


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    main()
