"""What calls cost as charts, each with a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from snowball_core.store.protocol import UsageSums
from ui.tables import table_html
from ui.words import STEP_WORDS, day, dollars

HEAD = ("Paid calls", "From the cache", "Tokens", "Cost", "Saved")
BAR_PIXELS = 28
AXIS_PIXELS = 60
DAYS_PIXELS = 200
ROUNDED = {"type": "bar", "cornerRadiusEnd": 3}


def show_days(sums: Sequence[UsageSums], first: date, last: date, *, paid: bool) -> None:
    """A bar for each day from `first` to `last`: dollars when something was paid, tokens otherwise."""
    rows = [{"day": one.grouped, "amount": _amount(one, paid), "shown": _shown(one, paid)} for one in sums]
    bounds = [f"{first:%Y-%m-%d}", f"{last + timedelta(days=1):%Y-%m-%d}"]
    when = {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate"}
    spec = {
        "mark": ROUNDED,
        "height": DAYS_PIXELS,
        "encoding": {
            "x": {**when, "title": None, "scale": {"type": "utc", "domain": bounds}, "axis": _day_axis(first, last)},
            "y": _amount_axis(paid),
            "tooltip": [{**when, "title": "Day", "format": "%d %b %Y"}, _tooltip(paid)],
        },
    }
    st.vega_lite_chart(rows, spec, alt=f"{_measure(paid)} by day; the figures stand in the table below.")
    with st.expander("These days as a table"):
        named = [(day(date.fromisoformat(one.grouped)), one) for one in reversed(sums)]
        st.html(_table("By day (UTC), the latest first", "Day", named))


def show_steps(sums: Sequence[UsageSums], *, paid: bool, key: str) -> None:
    """A bar for each step of the work."""
    named = [(STEP_WORDS.get(one.grouped, one.grouped), one) for one in sums]
    rows = [{"step": name, "amount": _amount(one, paid), "shown": _shown(one, paid)} for name, one in named]
    step = {
        "field": "step",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelLimit": 200, "labelOverlap": False},
    }
    spec = {
        "mark": ROUNDED,
        "height": AXIS_PIXELS + BAR_PIXELS * len(rows),
        "encoding": {
            "x": _amount_axis(paid),
            "y": step,
            "tooltip": [{"field": "step", "type": "nominal", "title": "Step"}, _tooltip(paid)],
        },
    }
    alt = f"{_measure(paid)} by step; the figures stand in the table below."
    st.vega_lite_chart(rows, spec, alt=alt, key=f"{key}-steps")
    with st.expander("These steps as a table", key=f"{key}-steps-table"):
        st.html(_table("By step", "Step", named))


def _measure(paid: bool) -> str:
    return "US dollars" if paid else "Tokens"


def _amount(sums: UsageSums, paid: bool) -> float:
    return sums.cost if paid else sums.tokens


def _shown(sums: UsageSums, paid: bool) -> str:
    return dollars(sums.cost) if paid else f"{sums.tokens:,}"


def _amount_axis(paid: bool) -> dict[str, Any]:
    number = "$,.2~f" if paid else "~s"
    axis = {"format": number, "tickCount": 4}
    return {"field": "amount", "type": "quantitative", "title": _measure(paid), "axis": axis}


def _day_axis(first: date, last: date) -> dict[str, Any]:
    days = (last - first).days + 1
    return {"format": "%-d %b" if days <= 370 else "%b %Y", "tickCount": min(days, 8), "grid": False}


def _tooltip(paid: bool) -> dict[str, str]:
    return {"field": "shown", "type": "nominal", "title": _measure(paid)}


def _table(caption: str, first: str, named: Sequence[tuple[str, UsageSums]]) -> str:
    return table_html(caption, (first, *HEAD), [_row(*one) for one in named], frozenset(range(1, 6)))


def _row(name: str, sums: UsageSums) -> tuple[str, ...]:
    counts = (f"{sums.paid_calls:,}", f"{sums.saved_calls:,}", f"{sums.tokens:,}")
    return name, *counts, dollars(sums.cost), dollars(sums.saved)
