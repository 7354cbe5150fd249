"""The settings: who answers and whether they can be reached, models and prices, limits; usage and cache."""

from __future__ import annotations

import streamlit as st

from snowball_core.services.configuration import (
    ModelPrice,
    Setting,
    connections,
    limits,
    model_prices,
    phase_models,
)
from snowball_core.services.health import Check, Health, examine
from snowball_core.services.studio import Studio
from snowball_core.settings import Settings
from ui.errors import shown
from ui.safe_text import plain
from ui.tables import figures_html, table_html
from ui.usage_view import show_usage
from ui.words import PHASE_WORDS, count, day, dollars

MARKS = {
    Health.GOOD: ":green[:material/check_circle:]",
    Health.NOTICE: ":orange[:material/info:]",
    Health.BAD: ":red[:material/error:]",
}
VERDICTS = {Health.GOOD: "works", Health.NOTICE: "worth knowing", Health.BAD: "does not work"}


def show_settings(studio: Studio) -> None:
    """The whole page."""
    st.title("Settings", anchor=False)
    _said()
    setup, usage, cache = st.tabs(["Setup", "Usage", "Cache"], key="settings-tabs")
    with setup:
        _setup(studio)
    with usage, shown():
        show_usage(studio)
    with cache, shown():
        _cache(studio)


def _setup(studio: Studio) -> None:
    st.caption(
        "Settings are read at the start from environment variables, or from the file .env. "
        "To change one, write its name and value there and restart. Keys are never shown here."
    )
    st.html(_settings_table("Who answers, and where everything is kept", connections(studio.settings)))
    _connections(studio)
    st.subheader("Models", anchor=False)
    st.html(_models_table(studio.settings))
    st.subheader("Prices", anchor=False)
    st.html(_prices_table(studio.settings))
    with st.expander("Limits", key="limits"):
        st.html(_settings_table("What bounds the work", limits(studio.settings)))


def _connections(studio: Studio) -> None:
    if st.button("Check the connections", icon=":material/network_check:", help="Asks every part; costs nothing."):
        with shown(), st.spinner("Asking every part…"):
            st.session_state["checks"] = examine(studio)
    for check in st.session_state.get("checks", []):
        _verdict(check)


def _verdict(check: Check) -> None:
    hint = f"  \n{plain(check.hint)}" if check.hint else ""
    verdict = VERDICTS[check.health]
    st.markdown(f"{MARKS[check.health]} **{plain(check.part)}** {verdict}: {plain(check.message)}{hint}")


def _settings_table(caption: str, settings: list[Setting]) -> str:
    rows = [(one.name, one.value, " or ".join(one.variables)) for one in settings]
    return table_html(caption, ("What", "Now", "Set by"), rows, frozenset())


def _models_table(settings: Settings) -> str:
    rows = [
        (PHASE_WORDS[one.phase].removeprefix("the ").capitalize(), one.first, ", ".join(one.fallbacks), one.variable)
        for one in phase_models(settings)
    ]
    caption = 'If the first does not answer, the others are asked in this order. Written as a list: ["one", "two"]'
    return table_html(caption, ("Step", "First choice", "Then", "Set by"), rows, frozenset())


def _prices_table(settings: Settings) -> str:
    rows = [_price_row(one) for one in model_prices(settings)]
    head = ("Model", "Input", "Repeated input", "Output", "As of")
    return table_html("US dollars per million tokens; set by SNOWBALL_PRICES", head, rows, frozenset({1, 2, 3, 4}))


def _price_row(one: ModelPrice) -> tuple[str, ...]:
    price = one.price
    if price is None:
        return one.model, "unknown", "", "unknown", ""
    cached = price.input if price.cached_input is None else price.cached_input
    return one.model, f"${price.input:,.2f}", f"${cached:,.2f}", f"${price.output:,.2f}", day(price.as_of)


def _cache(studio: Studio) -> None:
    info = studio.cache.info()
    figures = [("Answers kept", f"{info.answers:,}"), ("Size", f"{info.bytes / 1e6:,.1f} MB")]
    saved = studio.usage.saved_so_far()
    if saved or not studio.demo:
        figures.append(("Saved so far", dollars(saved)))
    st.html(figures_html(figures))
    st.caption("Every answer is kept, so that the same call is never paid twice.")
    st.caption(f"Folder: {plain(str(info.folder))}")
    with st.popover("Clear", icon=":material/delete_sweep:", disabled=not info.answers):
        st.write(
            f"{count(info.answers, 'answer')} will be forgotten. Articles stay as they are, but the same calls, "
            "for example in a retry, would be paid again. This cannot be undone."
        )
        if st.button("Clear the cache", type="primary"):
            with shown():
                st.session_state["said"] = f"{count(studio.cache.clear(), 'answer')} forgotten."
                st.rerun()


def _said() -> None:
    sentence = st.session_state.pop("said", "")
    if sentence:
        st.toast(plain(sentence), icon=":material/check:")
