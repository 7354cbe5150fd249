"""The studio's shell: which pages there are, and what stands round each of them."""

from __future__ import annotations

import streamlit as st

from snowball_core.errors import SnowballError
from snowball_core.services.studio import holder
from ui import shell
from ui.errors import on_script_error

# Every page's address is its file's name: before the first run Streamlit knows the pages by their files alone,
# and would answer a deep link to any other address with “Page not found”.
shell.dress()
page = st.navigation(
    [
        st.Page("pages/articles.py", title="Articles", icon=":material/article:", default=True),
        st.Page("pages/new.py", title="New article", icon=":material/add:", url_path="new"),
        st.Page("pages/voices.py", title="Voices", icon=":material/record_voice_over:", url_path="voices"),
        st.Page("pages/article.py", title="Article", url_path="article", visibility="hidden"),
    ],
    position="top",
)
try:
    shell.notices(holder.get())
    page.run()
except SnowballError as error:
    on_script_error(error)
