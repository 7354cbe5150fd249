"""The user's own sources: a pasted text, an uploaded file, a page by its address."""

from __future__ import annotations

from snowball_core.errors import FetchFailed, SearchError, UnreadableSource, UnsupportedSource
from snowball_core.paid_calls import Call, PaidCalls
from snowball_core.schemas import Phase
from snowball_core.sources import PageFetcher, ReadSource, read_file, read_pasted
from snowball_core.sources.read_source import Extract, complete


class OwnSources:
    """Reads what the user brings. Raises a `SourceError` that says what is wrong with it."""

    def __init__(self, fetcher: PageFetcher, calls: PaidCalls, *, upload_bytes: int, search_configured: bool) -> None:
        self._fetcher = fetcher
        self._calls = calls
        self._upload_bytes = upload_bytes
        self._search_configured = search_configured

    def file(self, name: str, data: bytes) -> ReadSource:
        """An uploaded .txt, .md, .html, .pdf or .docx file."""
        return read_file(name, data, self._upload_bytes)

    def pasted(self, text: str, title: str = "") -> ReadSource:
        """A pasted text."""
        return read_pasted(text, title)

    async def page(self, url: str) -> ReadSource:
        """A web page: fetched by ourselves, or else read by the search service (paid, cached).

        Raises:
            ForbiddenAddress: the address is not public; no request was made.
            FetchFailed, UnreadableSource, UnsupportedSource: neither way gave a text.
        """
        try:
            return await self._fetcher.fetch(url)
        except (FetchFailed, UnreadableSource, UnsupportedSource):
            found = await self._extracted(url)
            if found is None:
                raise
            return found

    async def _extracted(self, url: str) -> ReadSource | None:
        if not self._search_configured:
            return None
        try:
            page = await self._calls.extract(Call("", Phase.TRIGGER, "read page"), url)
        except SearchError:
            return None
        if page is None or not page.text.strip():
            return None
        return complete(Extract(page.text, page.title, page.published), url, url, "web", url)
