"""What moves while the program works: the path, the progress, the growing text.

A fragment reads the store several times a second and redraws itself alone. When the article comes to
another place, the whole page runs again.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from snowball_core.schemas import WORKING
from snowball_core.services.article_views import ArticleView, LiveArticle
from snowball_core.services.studio import Studio
from ui.errors import shown
from ui.stepper import path_of, stepper_html
from ui.words import STEP_WORDS

POLL_SECONDS = 0.7
REST_SECONDS = 3.0
"""While nobody works on the article, another person or tab may still change it."""


def show_path(studio: Studio, view: ArticleView) -> None:
    """The path and, while the program works, what it does; runs the page again when the article moves on.

    The page also runs again when somebody else changed the article: it shows what is stored.
    """
    before = _place(LiveArticle(view.article, view.sections, view.partials, view.progress))

    def draw(live: LiveArticle) -> None:
        if _place(live) != before:
            st.rerun(scope="app")
        st.html(stepper_html(path_of(live.article, live.sections)))
        _progress(live)

    follow(studio, view, draw, at_rest=REST_SECONDS)


def follow(
    studio: Studio, view: ArticleView, draw: Callable[[LiveArticle], None], *, at_rest: float | None = None
) -> None:
    """Draw now, and again and again while the program works on the article; `at_rest` seconds apart otherwise.

    The first time, within the run of the whole page, what the page has read is drawn: a newer state could ask
    for another run while this one is half done, and the browser would be left with half a page.

    The container keeps the fragment's place. When a fragment runs before the browser has got the page's own run,
    Streamlit drops the fragment's parts of that run, and all that stands beside them would move up by one place.
    """
    first = [LiveArticle(view.article, view.sections, view.partials, view.progress)]

    @st.fragment(run_every=POLL_SECONDS if view.article.status in WORKING else at_rest)
    def fragment() -> None:
        with shown():
            draw(first.pop() if first else studio.articles.live(view.article.id))

    with st.container():
        fragment()


def _place(live: LiveArticle) -> tuple[object, ...]:
    """What makes the rest of the page worth drawing again; while the program works, it changes all the time."""
    article = live.article
    if article.status in WORKING:
        return article.status, article.current_step_index
    return article.version, *(section.revision for section in live.sections)


def _progress(live: LiveArticle) -> None:
    if live.article.status not in WORKING:
        return
    step = live.progress if live.progress and live.progress.phase is live.article.phase else None
    words = STEP_WORDS.get(step.step, "Starting") if step else "Starting"
    if step and step.total:
        st.progress(min(1.0, step.done / step.total), text=f"{words}: {step.done} of {step.total}")
    else:
        st.progress(0.0, text=f"{words}…")
