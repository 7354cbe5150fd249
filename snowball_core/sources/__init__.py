"""Reading the user's own sources: uploaded files, pasted text, and web pages that are fetched."""

from snowball_core.sources.addresses import AddressPolicy, check_url, is_public
from snowball_core.sources.files import read_file
from snowball_core.sources.pasted import read_pasted
from snowball_core.sources.read_source import ReadSource
from snowball_core.sources.web import FetchLimits, PageFetcher

__all__ = [
    "AddressPolicy",
    "FetchLimits",
    "PageFetcher",
    "ReadSource",
    "check_url",
    "is_public",
    "read_file",
    "read_pasted",
]
