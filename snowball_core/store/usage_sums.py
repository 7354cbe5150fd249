"""The recorded calls added up, as SQL: by day, by step, by article."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from snowball_core.store.protocol import UsageGroup, UsageSums
from snowball_core.store.rows import timestamp

_GROUPS = {
    "day": "substr(at, 1, 10)",
    "step": "CASE WHEN instr(step, ' · ') THEN substr(step, 1, instr(step, ' · ') - 1) ELSE step END",
    "article": "article_id",
}
_SUMS = """
    sum(NOT ifnull(cached, 0)) AS paid_calls,
    sum(ifnull(cached, 0)) AS saved_calls,
    sum(ifnull(input_tokens, 0) + ifnull(output_tokens, 0) + ifnull(thinking_tokens, 0)) AS tokens,
    sum(ifnull(cost, 0)) AS cost,
    sum(ifnull(saved, 0)) AS saved
"""


def read_sums(
    connection: sqlite3.Connection, by: UsageGroup, since: datetime | None, limit: int | None
) -> list[UsageSums]:
    """One sum for each group (see `Store.usage_sums`)."""
    order = "grouped" if by == "day" else "cost DESC, tokens DESC, paid_calls DESC, grouped"
    sql = f"""
        WITH sums AS (
            SELECT {_GROUPS[by]} AS grouped, {_SUMS} FROM usage_events
            WHERE at >= ? GROUP BY grouped ORDER BY {order} LIMIT ?
        )
        SELECT sums.*, coalesce(nullif(a.title, ''), a.keyword) AS name
        FROM sums LEFT JOIN articles a ON a.id = sums.grouped AND ? = 'article' ORDER BY {order}
    """  # noqa: S608 - the parts stand above
    rows = connection.execute(sql, (timestamp(since) if since else "", -1 if limit is None else limit, by))
    return [UsageSums(**dict(row)) for row in rows]
