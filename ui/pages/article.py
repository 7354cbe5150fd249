"""An article's workspace; `?article=ID` names it."""

from __future__ import annotations

import streamlit as st

from snowball_core.services.studio import holder
from ui.workspace import show_workspace

show_workspace(holder.get(), st.query_params.get("article", ""))
