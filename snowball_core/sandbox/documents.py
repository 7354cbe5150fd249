"""The sandbox's library: a few documents that ship with the project, and a search over them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml
from rank_bm25 import BM25Okapi

from snowball_core.sandbox.words import related, terms

TITLE_WEIGHT = 4
"""How often a title's words count, compared with the text's."""
LEAST_COVERAGE = 0.56
"""Share of a query, by the weight of its words, that a document must be about."""


@dataclass(frozen=True)
class LibraryDocument:
    """A document: its address, title, site, date of publication (ISO 8601) and its Markdown body."""

    url: str
    title: str
    site: str
    published: str
    text: str


@dataclass(frozen=True)
class Index:
    """The documents with their words, ready to be ranked."""

    documents: tuple[LibraryDocument, ...]
    counts: tuple[Counter[str], ...]
    ranking: BM25Okapi


def search(query: str, limit: int) -> list[LibraryDocument]:
    """The documents that fit a query, best first, at most `limit`; none when the library has nothing on it."""
    index = _index()
    wanted = list(dict.fromkeys(terms(query)))
    known = [[term for term in counts if related(term, wanted)] for counts in index.counts]
    asked = list(dict.fromkeys([*wanted, *(term for found in known for term in found)]))
    scores = index.ranking.get_scores(asked)
    fitting = [
        place
        for place in range(len(index.documents))
        if _coverage(wanted, index.counts[place], index) >= LEAST_COVERAGE
    ]
    ranked = sorted(fitting, key=lambda place: (-scores[place], index.documents[place].url))
    return [index.documents[place] for place in ranked[: max(0, limit)]]


def find(url: str) -> LibraryDocument | None:
    """The document at an address, with or without a closing slash; None when there is none."""
    return next((d for d in _index().documents if d.url == url.rstrip("/")), None)


def topics() -> list[str]:
    """The subjects of the library, as its folders are named."""
    return sorted(folder.name for folder in _folder().iterdir() if folder.is_dir())


@cache
def _index() -> Index:
    files = sorted(
        (file for folder in _folder().iterdir() if folder.is_dir() for file in folder.iterdir()), key=lambda f: f.name
    )
    documents = tuple(_read(file) for file in files if file.name.endswith(".md"))
    bags = [terms(f"{(d.title + ' ') * TITLE_WEIGHT}{d.text}") for d in documents]
    return Index(documents, tuple(Counter(bag) for bag in bags), BM25Okapi(bags))


def _folder() -> Traversable:
    return resources.files("snowball_core.sandbox") / "library"


def _read(file: Traversable) -> LibraryDocument:
    _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
    data = yaml.safe_load(front)
    return LibraryDocument(data["url"], data["title"], data["site"], str(data["published"]), body.strip())


def _coverage(wanted: list[str], counts: Counter[str], index: Index) -> float:
    """Share of the query's weight that the document is about: rare words weigh more, a passing mention less."""
    weights = [_weight(term, index) for term in wanted]
    heard = [
        weight * min(1.0, sum(n for other, n in counts.items() if related(term, [other])) / 3)
        for term, weight in zip(wanted, weights, strict=True)
    ]
    return sum(heard) / sum(weights) if wanted else 0.0


def _weight(term: str, index: Index) -> float:
    """Inverse document frequency; a word that no document has weighs most."""
    having = sum(related(term, counts) for counts in index.counts)
    return math.log(1 + (len(index.documents) - having + 0.5) / (having + 0.5))
