"""Domain models as rows of a table, and back; tolerant of older rows, clear about impossible ones."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from snowball_core.errors import InputError, StoreError
from snowball_core.validation import explain

T = TypeVar("T")

_log = logging.getLogger(__name__)
_JSON = frozenset({"style_dna", "brief", "competitor_data", "outline", "replan", "findings", "polish_findings"})
_FREE_JSON = frozenset({"content"})
_TIMES = frozenset({"created_at", "updated_at", "at"})
_HINT = "Correct the row in the database, or delete it."


def timestamp(moment: datetime) -> str:
    """A time as it is stored: ISO 8601 in UTC with microseconds, always of the same width."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def encode(model: BaseModel, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A model's fields as values of columns; nested models, lists and dicts become JSON text."""
    return {name: encode_value(getattr(model, name)) for name in type(model).model_fields if name not in without}


def encode_value(value: Any) -> Any:
    """One field's value as a value of a column."""
    if isinstance(value, datetime):
        return timestamp(value)
    return _as_json(value) if isinstance(value, BaseModel | list | dict) else value


def decode(kind: type[T], row: sqlite3.Row, label: str) -> T:
    """The value of type `kind` (a model or a dataclass) that a row describes.

    NULL stands for a field's default, also within JSON; times without a zone are UTC. `label` names the row
    in errors, for example "Article 12".

    Raises:
        StoreError: the row was edited into something impossible; names the row and the field.
    """
    fields = {name: _decode_field(name, value, label) for name, value in dict(row).items()}
    validator: TypeAdapter[T] = _adapter(cast(Hashable, kind))
    try:
        return validator.validate_python({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        problems = "; ".join(map(str, explain(error)))
        raise StoreError(f"{label} cannot be read: {problems}.", hint=_HINT) from None


def readable(rows: Iterable[sqlite3.Row], read: Callable[[sqlite3.Row], T]) -> list[T]:
    """What can be read of the rows: one that is damaged is logged and left out, so that the others are seen."""
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except StoreError as error:
            _log.warning("Left out: %s", error)
    return found


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _as_json(value: Any) -> str:
    try:
        return to_json(value).decode()
    except PydanticSerializationError as error:
        raise InputError("A value contains characters that cannot be stored.") from error


def _decode_field(name: str, value: Any, label: str) -> Any:
    if value is None or name in _TIMES:
        return _decode_time(value)
    if name in _JSON:
        return _without_nulls(_parse(name, value, label))
    return _parse(name, value, label) if name in _FREE_JSON else value


def _parse(name: str, value: Any, label: str) -> Any:
    if value == "":
        return None
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        raise StoreError(f"{label} cannot be read: {name}: is not JSON.", hint=_HINT) from None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _decode_time(value: Any) -> Any:
    """Also forms that other programs write: without a zone, or with an hour as the zone."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
