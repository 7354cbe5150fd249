"""Home: all articles, found, filtered, sorted, each one click away from where the human is needed."""

from __future__ import annotations

from snowball_core.services.studio import holder
from ui.article_list import show_articles

show_articles(holder.get())
