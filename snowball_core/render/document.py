"""What a finished article is rendered from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from snowball_core.schemas import Fact, Source


@dataclass(frozen=True)
class FinishedSection:
    """A section's heading (plain text) and its body in Markdown with citation marks such as `[F3]`."""

    heading: str
    markdown: str


@dataclass(frozen=True)
class FinishedArticle:
    """All that a page says.

    `language` is a BCP 47 code, `published` and `modified` are aware. `generator` names the program and its
    mode, for example "Snowball 0.1.0 (demo)". Empty `author`, `site_name` and `canonical_url` are left out.
    """

    title: str
    sections: tuple[FinishedSection, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    language: str
    keyword: str
    published: datetime
    modified: datetime
    generator: str
    author: str = ""
    site_name: str = ""
    canonical_url: str = ""
