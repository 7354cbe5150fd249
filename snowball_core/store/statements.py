"""Statements of one row, written from the row itself.

Names of tables and columns come from the program and its models, never from input; values are always bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from snowball_core.errors import NotFound


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
    """Add a row; returns its number in the table."""
    return _add(connection, "INSERT", table, row)


def replace(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Add a row in the place of the one with the same key, if there is one."""
    _add(connection, "INSERT OR REPLACE", table, row)


def update(
    connection: sqlite3.Connection, table: str, row: Mapping[str, Any], condition: str, values: Mapping[str, Any]
) -> bool:
    """Set the columns of the row that meets the condition; False when none does.

    `values` are the condition's placeholders, named unlike columns.
    """
    settings = ", ".join(f"{column} = :{column}" for column in row)
    sql = f"UPDATE {table} SET {settings} WHERE {condition}"  # noqa: S608
    return connection.execute(sql, {**row, **values}).rowcount > 0


def delete_one(connection: sqlite3.Connection, table: str, keys: Mapping[str, Any], missing: str) -> None:
    """Delete the row with these keys. Raises `NotFound` with the sentence `missing` when there is none."""
    condition = " AND ".join(f"{column} = :{column}" for column in keys)
    if not connection.execute(f"DELETE FROM {table} WHERE {condition}", dict(keys)).rowcount:  # noqa: S608
        raise NotFound(missing)


def _add(connection: sqlite3.Connection, verb: str, table: str, row: Mapping[str, Any]) -> int:
    columns, places = ", ".join(row), ", ".join(f":{column}" for column in row)
    sql = f"{verb} INTO {table} ({columns}) VALUES ({places})"
    return connection.execute(sql, dict(row)).lastrowid or 0
