"""Reading the day on which a source says it was published."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime


def published_day(text: str) -> date | None:
    """The day in ISO 8601 or in the form of e-mail and feeds (RFC 5322); None when it is neither."""
    for read in (_iso, parsedate_to_datetime):
        try:
            return read(text.strip()).date()
        except (ValueError, IndexError, TypeError):
            continue
    return None


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text)
