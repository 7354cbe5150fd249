"""From finished article to HTML and Markdown, by the program and never by a model.

A section's Markdown is parsed by markdown-it-py with raw HTML off; citation marks become links to a list of
the sources that the text really uses; nh3 removes everything that an explicit list does not name.
"""

from snowball_core.render.document import FinishedArticle, FinishedSection
from snowball_core.render.export import render_markdown
from snowball_core.render.fragment import render_fragment
from snowball_core.render.markdown import plain_text
from snowball_core.render.page import reading_minutes, render_page

__all__ = [
    "FinishedArticle",
    "FinishedSection",
    "plain_text",
    "reading_minutes",
    "render_fragment",
    "render_markdown",
    "render_page",
]
