"""Start an article: keyword, voice, own sources, and what it is to be like."""

from __future__ import annotations

from snowball_core.services.studio import holder
from ui.new_article import show_new_article

show_new_article(holder.get())
