"""Everything valid survives the way into the database and back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snowball_core.schemas import (
    Article,
    ArticleOutline,
    Brief,
    CompetitorData,
    ContentGap,
    Evidence,
    Fact,
    Finding,
    OutlineSection,
    Phase,
    Section,
    SectionState,
    Severity,
    Source,
    SourceSummary,
    Status,
)
from snowball_core.store.protocol import ArticleQuery, Store
from snowball_core.store.sqlite import SqliteStore, open_sqlite_store
from snowball_core.text import clean_line, clean_text

from .examples import Clock, article, voice


def lines(least: int, most: int) -> st.SearchStrategy[str]:
    """Lines as the domain cleans them."""
    cleaned = st.text(max_size=most).map(clean_line).map(clean_line)
    return cleaned.filter(lambda line: least <= len(line) <= most)


def texts(least: int = 0, most: int = 200) -> st.SearchStrategy[str]:
    cleaned = st.text(max_size=most).map(clean_text).map(clean_text)
    return cleaned.filter(lambda text: least <= len(text) <= most)


NUMBERS = st.integers(0, 2**40)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=ZONES)
FACTS = st.builds(
    Fact,
    text=texts(1),
    source_id=st.from_regex(r"\AS[1-9][0-9]{0,3}\Z"),
    quote=texts(),
    verified=st.booleans(),
    included=st.booleans(),
    accepted=st.booleans(),
    corroborations=st.lists(st.builds(Evidence, quote=texts(), verified=st.booleans()), max_size=2),
)
RESEARCH = st.builds(
    CompetitorData,
    fact_sheet=st.lists(FACTS, max_size=4),
    content_gap=st.builds(ContentGap, missing_topics=st.lists(lines(0, 40), max_size=3), outdated_info=texts()),
    sources_summary=st.lists(st.builds(SourceSummary, url=st.text(), title=st.text()), max_size=2),
)
OUTLINES = st.builds(
    ArticleOutline,
    title=lines(3, 200),
    sections=st.lists(
        st.builds(
            OutlineSection,
            id=st.integers(1, 2**60),
            heading=lines(3, 80),
            instruction_note=texts(10),
            keywords_to_include=st.lists(lines(1, 30), max_size=3),
            fact_ids=st.lists(st.from_regex(r"\AF[1-9][0-9]{0,3}\Z"), max_size=3),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda entry: entry.id,
    ),
)
ARTICLES = st.builds(
    Article,
    id=st.text(min_size=1),
    keyword=lines(1, 200),
    voice_id=st.just("v1"),
    status=st.sampled_from(Status),
    mode=st.sampled_from(["guided", "autopilot"]),
    brief=st.builds(Brief, audience=lines(0, 50), words=st.integers(0, 20_000), search=st.booleans()),
    competitor_data=st.none() | RESEARCH,
    outline=st.none() | OUTLINES,
    raw_content=st.text(),
    current_step_index=NUMBERS,
    final_html=st.text(),
    error_message=st.text(),
    failed_at_phase=st.none() | st.sampled_from(Phase),
    run=NUMBERS,
    created_at=TIMES,
    updated_at=TIMES,
    version=st.integers(1, 2**40),
)
SOURCES = st.builds(
    Source,
    id=st.from_regex(r"\AS[1-9][0-9]{0,5}\Z"),
    url=st.none() | st.from_regex(r"\Ahttps?://[^\s\ud800-\udfff]{1,50}\Z"),
    title=lines(1, 300),
    text=texts(1),
    origin=st.sampled_from(["web", "upload", "paste"]),
    included=st.booleans(),
    published=lines(0, 40),
    read_characters=NUMBERS,
    note=lines(0, 50),
)
FINDINGS = st.lists(
    st.builds(Finding, check=st.text(), severity=st.sampled_from(Severity), message=st.text(), start=NUMBERS),
    max_size=3,
)
SECTIONS = st.builds(
    Section,
    id=st.integers(1, 2**60),
    position=NUMBERS,
    markdown=texts(),
    state=st.sampled_from(SectionState),
    stale=st.booleans(),
    findings=FINDINGS,
    polished=texts(),
    polish_fingerprint=st.text(),
    polish_findings=FINDINGS,
    use_polished=st.booleans(),
    fingerprint=st.text(),
    revision=st.just(0),
)


@pytest.fixture(scope="module")
def shared() -> Iterator[SqliteStore]:
    """One store for all examples; each removes what it added."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite_store(Path(folder), Clock())
        store.create_voice(voice())
        yield store
        store.close()


@contextmanager
def stored(store: Store, example: Article, sources: list[Source]) -> Iterator[None]:
    store.create_article(example, sources)
    try:
        yield
    finally:
        store.delete_article(example.id)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(example=ARTICLES, sources=st.lists(SOURCES, max_size=3, unique_by=lambda s: s.id))
def test_any_article_with_any_sources_survives(shared: SqliteStore, example: Article, sources: list[Source]) -> None:
    with stored(shared, example, sources):
        assert shared.article(example.id) == example
        assert shared.sources(example.id) == sorted(sources, key=lambda s: int(s.id[1:]))
        row = shared.articles(ArticleQuery(search=example.keyword)).rows[0]
        title = example.outline.title if example.outline else ""
        assert (row.keyword, row.title, row.status) == (example.keyword, title, example.status)
        assert (row.sections_written, row.updated_at) == (example.current_step_index, example.updated_at)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(example=SECTIONS)
def test_any_section_survives(shared: SqliteStore, example: Section) -> None:
    with stored(shared, article(), []):
        saved = shared.save_section("a1", example)
        assert saved == example.model_copy(update={"revision": 1})
        assert shared.sections("a1") == [saved]
