"""Whether a human may change an article now."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import WORKING, Article
from snowball_core.services.changes import AT_REST, busy
from ui.safe_text import plain


def may_change(article: Article, part: object) -> bool:
    """Whether a part of the article (None while it is not there) may be changed; says so while the program works."""
    if part is None:
        return False
    if article.status in AT_REST:
        return True
    if article.status in WORKING:
        reason = busy(article)
        st.caption(plain(f"{reason.message} {reason.hint}"))
    return False
