"""The list of articles as SQL: which rows, in which order, how many in all."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from snowball_core.errors import InputError, StoreError
from snowball_core.schemas import Status
from snowball_core.store.connection import folded
from snowball_core.store.protocol import ArticlePage, ArticleQuery, ArticleSummary
from snowball_core.store.rows import decode
from snowball_core.text import clean_line

_COLUMNS = """
    a.id, a.keyword, ifnull(a.title, '') AS title, a.voice_id, ifnull(v.name, '') AS voice_name,
    ifnull(a.status, 'queued') AS status, ifnull(a.mode, 'guided') AS mode,
    ifnull(a.current_step_index, 0) AS sections_written, ifnull(a.sections_planned, 0) AS sections_planned,
    ifnull(a.error_message, '') AS error_message, a.created_at, a.updated_at
"""
_ORDERS = {
    "updated_at": "a.updated_at",
    "created_at": "a.created_at",
    "keyword": "casefold(a.keyword)",
    "title": "casefold(a.title)",
    "status": "a.status",
    "voice_name": "casefold(v.name)",
    "sections_written": "a.current_step_index",
    "sections_planned": "a.sections_planned",
}
_BEGINNING = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Statement:
    """A statement and the values of its placeholders."""

    sql: str
    values: tuple[Any, ...]


def page_statement(query: ArticleQuery) -> Statement:
    """The rows of one page. Raises `InputError` when the order is not a column of the list."""
    if query.order not in _ORDERS:
        raise InputError(f"The list cannot be sorted by {query.order}.", hint=f"Choose one of {', '.join(_ORDERS)}.")
    direction = "DESC" if query.descending else "ASC"
    condition = _condition(query)
    return Statement(
        f"SELECT {_COLUMNS} FROM {_table(query)} LEFT JOIN brand_voices v ON v.id = a.voice_id WHERE {condition.sql}"  # noqa: S608
        f" ORDER BY {_ORDERS[query.order]} {direction}, a.id {direction} LIMIT ? OFFSET ?",
        (*condition.values, max(query.limit, 0), max(query.offset, 0)),
    )


def total_statement(query: ArticleQuery) -> Statement:
    """How many rows match in all."""
    condition = _condition(query)
    return Statement(f"SELECT count(*) FROM {_table(query)} WHERE {condition.sql}", condition.values)  # noqa: S608


def read_page(connection: sqlite3.Connection, query: ArticleQuery) -> ArticlePage:
    """One page of the list, and the total, of one state of the database."""
    page, total = page_statement(query), total_statement(query)
    rows = [_summary(row) for row in connection.execute(page.sql, page.values)]
    return ArticlePage(rows, connection.execute(total.sql, total.values).fetchone()[0])


def _table(query: ArticleQuery) -> str:
    """A search reads the index, which holds all that it compares; the planner does not see that by itself."""
    return "articles a INDEXED BY articles_by_update" if _wanted(query) else "articles a"


def _wanted(query: ArticleQuery) -> str:
    return folded(clean_line(query.search))


def _condition(query: ArticleQuery) -> Statement:
    parts: list[str] = []
    values: list[Any] = []
    if query.statuses:
        parts.append(f"a.status IN ({', '.join('?' * len(query.statuses))})")
        values.extend(sorted(query.statuses))
    if query.voice_id is not None:
        parts.append("a.voice_id = ?")
        values.append(query.voice_id)
    if wanted := _wanted(query):
        parts.append("instr(casefold(a.keyword || char(10) || ifnull(a.title, '')), ?) > 0")
        values.append(wanted)
    return Statement(" AND ".join(parts) or "TRUE", tuple(values))


def _summary(row: sqlite3.Row) -> ArticleSummary:
    label = f"Article {row['id']}"
    try:
        return decode(ArticleSummary, row, label)
    except StoreError as error:
        return _damaged_summary(row, error)


def _damaged_summary(row: sqlite3.Row, error: StoreError) -> ArticleSummary:
    """A row that was edited into nonsense stays in the list, so that it can be seen and deleted."""
    return ArticleSummary(
        id=str(row["id"]),
        keyword=str(row["keyword"]),
        title="",
        voice_id=str(row["voice_id"]),
        voice_name=str(row["voice_name"]),
        status=Status.FAILED,
        mode="guided",
        sections_written=0,
        sections_planned=0,
        error_message=str(error),
        created_at=_BEGINNING,
        updated_at=_BEGINNING,
    )
