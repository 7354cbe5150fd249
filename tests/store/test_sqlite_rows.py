"""What rows hold: older shapes load, nonsense is named, the list is read from indexes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from snowball_core.errors import StoreError
from snowball_core.records import PartialText, Progress, Revision, UsageEvent
from snowball_core.schemas import (
    Article,
    BrandVoice,
    Brief,
    Model,
    Section,
    Source,
    Status,
)
from snowball_core.store.connection import connect
from snowball_core.store.listing import page_statement, total_statement
from snowball_core.store.protocol import ArticleQuery, Store
from snowball_core.store.sqlite import FILE_NAME

from .examples import article, progress, revision, section, source, usage, voice

OLD_STYLE = {
    "tone": "warm",
    "sentence_structure": {"avg_length": "short", "complexity": None},
    "formatting": None,
    "vocabulary": {"level": "PhD", "narrative_rules": ["Be brief."]},
    "forbidden_words": ["synergy"],
}
OLD_RESEARCH = {
    "fact_sheet": ["Starters rise.", {"text": "Yeast eats sugar.", "source_id": None}],
    "content_gap": {"missing_topics": ["cold kitchens"], "outdated_info": None},
    "sources_summary": [{"url": "https://example.org/", "title": None}],
}
OLD_OUTLINE = {
    "title": "How a starter lives",
    "sections": [{"id": 1, "heading": "The jar", "instruction_note": "Describe the jar.", "keywords_to_include": None}],
}


@pytest.fixture
def raw(store: Store, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The file of the open store, as any program may write it (foreign keys are not enforced)."""
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME, isolation_level=None)) as connection:
        yield connection


def put(raw: sqlite3.Connection, table: str, **row: Any) -> None:
    plain = {name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in row.items()}
    raw.execute(f"INSERT INTO {table} ({', '.join(plain)}) VALUES ({', '.join('?' * len(plain))})", [*plain.values()])


def nulls(*names: str) -> dict[str, None]:
    return dict.fromkeys(names)


# --- older rows


def test_an_old_voice_loads_with_its_misplaced_and_missing_fields(store: Store, raw: sqlite3.Connection) -> None:
    put(raw, "brand_voices", id="old", name="Old", style_dna=OLD_STYLE, version=None)
    loaded = store.voice("old")
    assert loaded.style_dna.vocabulary.forbidden_words == ["synergy"]
    assert loaded.style_dna.narrative_rules == ["Be brief."]
    assert loaded.style_dna.formatting.use_bullet_points == "rare"
    assert store.update_voice(loaded).version == 2


def test_an_old_article_loads_with_text_facts_nulls_and_missing_keys(store: Store, raw: sqlite3.Connection) -> None:
    store.create_voice(voice())
    empty = nulls("mode", "brief", "raw_content", "final_html", "error_message", "failed_at_phase", "version", "run")
    put(
        raw,
        "articles",
        id="old",
        keyword="sourdough",
        voice_id="v1",
        status="writing",
        competitor_data=OLD_RESEARCH,
        outline=OLD_OUTLINE,
        current_step_index=1,
        created_at="2024-05-01 08:00:00",
        updated_at="2024-05-01T10:00:00.5+02",
        **empty,
    )
    loaded = store.article("old")
    assert loaded.competitor_data is not None
    facts = loaded.competitor_data.fact_sheet
    assert [(f.id, f.text, f.verified) for f in facts] == [
        ("F1", "Starters rise.", False),
        ("F2", "Yeast eats sugar.", False),
    ]
    assert loaded.competitor_data.content_gap.user_intent_gaps == []
    assert loaded.created_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert loaded.updated_at == datetime(2024, 5, 1, 8, 0, 0, 500_000, tzinfo=UTC)
    assert (loaded.mode, loaded.raw_content, loaded.version, loaded.brief) == ("guided", "", 1, Brief())
    assert store.update_article("old", loaded.version, raw_content="# Bread").version == 2
    row = store.articles(ArticleQuery(search="STARTER LIVES")).rows[0]
    assert (row.id, row.mode, row.sections_written, row.sections_planned) == ("old", "guided", 1, 1)


def test_an_article_of_a_voice_that_is_gone_loads_and_can_be_changed(store: Store, raw: sqlite3.Connection) -> None:
    put(raw, "articles", id="old", keyword="bread", voice_id="gone", outline="", competitor_data="null")
    assert store.articles(ArticleQuery()).rows[0].voice_name == ""
    assert store.update_article("old", 1, status=Status.CANCELLED).status is Status.CANCELLED


def test_old_parts_of_an_article_load_with_nulls(store: Store, raw: sqlite3.Connection) -> None:
    store.create_voice(voice())
    store.create_article(article())
    fields = nulls("url", "origin", "included", "published", "read_characters", "note")
    put(raw, "sources", article_id="a1", id="S1", title="T", text="x", **fields)
    fields = nulls("state", "stale", "use_polished", "fingerprint", "revision", "findings", "markdown", "polished")
    put(raw, "sections", article_id="a1", id=1, position=0, **fields)
    assert store.sources("a1") == [Source(id="S1", title="T", text="x")]
    assert store.sections("a1") == [Section(id=1, position=0)]
    assert store.save_section("a1", store.sections("a1")[0]).revision == 1


# --- nonsense


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("status", "banana", "status"),
        ("outline", "{broken", "outline"),
        ("outline", '{"title": "Long enough", "sections": [{"id": 0}]}', "outline.sections.0.id"),
        ("outline", '{"title": 7, "sections": 7}', "outline.title"),
        ("competitor_data", "[1]", "competitor_data"),
        ("updated_at", "yesterday", "updated_at"),
        ("current_step_index", "many", "current_step_index"),
        ("keyword", "", "keyword"),
    ],
)
def test_a_row_edited_into_nonsense_is_named_and_the_others_stay(
    store: Store, raw: sqlite3.Connection, field: str, value: Any, named: str
) -> None:
    store.create_voice(voice())
    for name in ("a1", "a2"):
        store.create_article(article(id=name))
    raw.execute(f"UPDATE articles SET {field} = ? WHERE id = 'a1'", [value])
    with pytest.raises(StoreError, match=rf"a1.*{named}"):
        store.article("a1")
    page = store.articles(ArticleQuery())
    assert {row.id for row in page.rows} == {"a1", "a2"}
    assert page.total == 2
    assert [a.id for a in store.articles_in(frozenset({Status.QUEUED}))] == ["a2"]
    store.delete_article("a1")


def test_an_article_in_an_impossible_status_is_listed_as_failed_with_the_reason(
    store: Store, raw: sqlite3.Connection
) -> None:
    store.create_voice(voice())
    store.create_article(article())
    raw.execute("UPDATE articles SET status = 'banana'")
    row = store.articles(ArticleQuery()).rows[0]
    assert (row.id, row.keyword, row.status) == ("a1", "sourdough starter", Status.FAILED)
    assert "status" in row.error_message


def test_a_voice_edited_into_nonsense_is_named_and_the_others_stay(store: Store, raw: sqlite3.Connection) -> None:
    store.create_voice(voice())
    store.create_voice(voice(id="v2", name="Other"))
    raw.execute("""UPDATE brand_voices SET style_dna = '{"tone": ""}' WHERE id = 'v1'""")
    with pytest.raises(StoreError, match=r"v1.*style_dna\.tone"):
        store.voice("v1")
    assert [v.id for v in store.voices()] == ["v2"]


def test_a_section_edited_into_nonsense_is_never_left_out_silently(store: Store, raw: sqlite3.Connection) -> None:
    store.create_voice(voice())
    store.create_article(article(), [source()])
    store.save_section("a1", section())
    raw.execute("UPDATE sections SET state = 'half'")
    raw.execute("UPDATE sources SET url = 'ftp://nowhere'")
    with pytest.raises(StoreError, match=r"Section 1 of article a1.*state"):
        store.sections("a1")
    with pytest.raises(StoreError, match=r"Source S1 of article a1.*url"):
        store.sources("a1")


def test_records_edited_into_nonsense_do_not_hide_the_others(store: Store, raw: sqlite3.Connection) -> None:
    store.create_voice(voice())
    store.create_article(article())
    for _ in range(2):
        store.add_usage(usage())
        store.add_revision(revision())
    store.save_progress(progress())
    raw.execute("UPDATE usage_events SET phase = 'lunch' WHERE id = 1")
    raw.execute("UPDATE revisions SET content = '[' WHERE id = 1")
    raw.execute("UPDATE progress SET phase = 'lunch'")
    assert store.usage() == [usage()]
    assert [r.id for r in store.revisions("a1")] == [2]
    assert store.progress("a1") is None


# --- the table's shape


@pytest.mark.parametrize(
    ("table", "model"),
    [
        ("brand_voices", BrandVoice),
        ("articles", Article),
        ("sources", Source),
        ("sections", Section),
        ("partials", PartialText),
        ("progress", Progress),
        ("revisions", Revision),
        ("usage_events", UsageEvent),
    ],
)
def test_every_field_of_a_model_has_a_column_of_its_name(
    raw: sqlite3.Connection, table: str, model: type[Model]
) -> None:
    columns = {row[1] for row in raw.execute(f"PRAGMA table_xinfo({table})")}
    assert model.model_fields.keys() <= columns


def plan(path: Path, query: ArticleQuery) -> list[str]:
    with closing(connect(path, busy_timeout=1)) as connection:
        statements = (page_statement(query), total_statement(query))
        steps = [connection.execute(f"EXPLAIN QUERY PLAN {s.sql}", s.values).fetchall() for s in statements]
    return [row["detail"] for rows in steps for row in rows]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (ArticleQuery(), "articles_by_update"),
        (ArticleQuery(search="rye"), "articles_by_update"),
        (ArticleQuery(search="rye", voice_id="v1", statuses=frozenset({Status.FAILED})), "articles_by_update"),
        (ArticleQuery(statuses=frozenset({Status.FAILED})), "articles_by_status"),
        (ArticleQuery(voice_id="v1"), "articles_by_voice"),
    ],
)
def test_the_list_is_read_from_an_index_in_order_however_long_it_is(
    store: Store, tmp_path: Path, query: ArticleQuery, index: str
) -> None:
    steps = plan(tmp_path / "data" / FILE_NAME, query)
    assert index in steps[0]
    assert not [step for step in steps if "TEMP B-TREE" in step or "INDEX" not in step]


def test_the_list_never_names_a_column_that_holds_texts() -> None:
    sql = page_statement(ArticleQuery(search="x")).sql
    assert not [name for name in ("raw_content", "competitor_data", "outline", "final_html", "*") if name in sql]
