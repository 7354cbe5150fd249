"""Errors as a person meets them: the sentence and the hint of ours, a reference for everything else."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from snowball_core.errors import NotFound, SnowballError
from ui.safe_text import plain

log = logging.getLogger("snowball.studio")


def show_error(error: SnowballError) -> None:
    """The error's sentence, and below it what to do."""
    hint = f"  \n{plain(error.hint)}" if error.hint else ""
    st.error(f"{plain(error.message)}{hint}", icon=":material/error:")


def on_script_error(error: Exception) -> bool:
    """Show what a page could not deal with; the details go to the log. Never a traceback on the page."""
    if isinstance(error, SnowballError):
        log.warning("%s: %s", error.code, error)
        show_error(error)
        return True
    reference = uuid.uuid4().hex[:8]
    log.error("unexpected failure, reference %s", reference, exc_info=error)
    st.error(
        f"Something went wrong that should not (reference {reference}).  \n"
        "Nothing that was saved is lost. Reload the page; if it happens again, report the reference with the log.",
        icon=":material/error:",
    )
    return True


@contextmanager
def shown() -> Iterator[None]:
    """Show an error of ours at this place of the page; the rest of the page stays usable."""
    try:
        yield
    except SnowballError as error:
        show_error(error)


@contextmanager
def gone(what: str) -> Iterator[None]:
    """When a thing that the address names is not there: say so, lead back, and stop the page."""
    try:
        yield
    except NotFound:
        st.subheader(f"This {what} is not here")
        st.write("It may have been deleted, or the address is incomplete.")
        st.page_link("ui/pages/articles.py", label="Go to the articles", icon=":material/arrow_back:")
        st.stop()
