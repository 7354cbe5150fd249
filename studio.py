"""The studio's shell: which pages there are, and what stands round each of them."""

from __future__ import annotations

import streamlit as st

from snowball_core.errors import SnowballError
from snowball_core.services.studio import holder
from ui import shell
from ui.errors import on_script_error

# The pages do not lie in a folder `pages/` beside this file: Streamlit would then run them without this shell
# until `st.navigation` is called for the first time, and the first deep link after a start would show a bare page.
shell.dress()
page = st.navigation(
    [
        st.Page("ui/pages/articles.py", title="Articles", icon=":material/article:", default=True),
        st.Page("ui/pages/new.py", title="New article", icon=":material/add:", url_path="new"),
        st.Page("ui/pages/voices.py", title="Voices", icon=":material/record_voice_over:", url_path="voices"),
        st.Page("ui/pages/settings.py", title="Settings", icon=":material/settings:", url_path="settings"),
        st.Page("ui/pages/article.py", title="Article", url_path="article", visibility="hidden"),
    ],
    position="top",
)
try:
    shell.notices(holder.get())
    page.run()
except SnowballError as error:
    on_script_error(error)
