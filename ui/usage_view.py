"""What the studio's calls cost in a period: figures, days, articles, steps."""

from __future__ import annotations

import streamlit as st

from snowball_core.services.studio import Studio
from snowball_core.services.usage import UsageReport
from snowball_core.store.protocol import UsageSums
from ui.safe_text import escaped, plain
from ui.tables import figures_html
from ui.usage_charts import show_days, show_steps
from ui.words import count, dollars

PERIODS = {"7 days": 7, "30 days": 30, "90 days": 90, "All": None}


def show_usage(studio: Studio) -> None:
    """The whole part, with the choice of the period."""
    chosen = st.segmented_control(
        "Period", list(PERIODS), default="30 days", required=True, key="usage-period", persist_state="session"
    )
    report = studio.usage.report(PERIODS[chosen])
    if studio.demo:
        before = " What was paid with real models before still counts." if report.paid else ""
        st.caption(f"This is the demo: nothing is paid. Its calls and tokens are counted all the same.{before}")
    if not (report.total.paid_calls or report.total.saved_calls):
        st.html('<p class="sb-empty">No call was made in this time.</p>')
        return
    _figures(report.total, studio.demo and not report.paid)
    st.subheader("By day", anchor=False)
    show_days(report.days, report.first, report.last, paid=report.paid)
    st.subheader("By article", anchor=False)
    _articles(report)
    st.subheader("By step", anchor=False)
    show_steps(report.steps, paid=report.paid, key="usage")


def _figures(total: UsageSums, demo: bool) -> None:
    figures = [
        ("Calls" if demo else "Paid calls", f"{total.paid_calls:,}"),
        ("From the cache", f"{total.saved_calls:,}"),
        ("Tokens", f"{total.tokens:,}"),
    ]
    money = [("Cost", dollars(total.cost)), ("Saved by the cache", dollars(total.saved))]
    st.html(figures_html(figures if demo else figures + money))


def _articles(report: UsageReport) -> None:
    with st.container(gap=None, key="usage-articles"):
        for one in report.articles:
            _article(one, report.paid)
    if report.more_articles:
        kind = "dearest" if report.paid else "largest"
        st.caption(f"The {len(report.articles)} {kind} ones.")


def _article(one: UsageSums, paid: bool) -> None:
    key = f"usage-row-{one.grouped}"
    with st.container(
        key=key, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall"
    ):
        if one.name is not None:
            st.page_link("ui/pages/article.py", label=plain(one.name), query_params={"article": one.grouped})
        else:
            other = "A deleted article" if one.grouped else "Without an article: voices tried, pages read"
            st.html(f"<p>{escaped(other)}</p>", width="content")
        st.html(f'<p class="sb-meta">{escaped(_about(one, paid))}</p>', width="content")


def _about(one: UsageSums, paid: bool) -> str:
    calls = count(one.paid_calls, "call")
    saved = f", {one.saved_calls:,} from the cache" if one.saved_calls else ""
    return f"{calls}{saved} · {one.tokens:,} tokens" + (f" · {dollars(one.cost)}" if paid else "")
