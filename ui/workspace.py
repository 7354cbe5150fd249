"""An article's workspace: where it stands, what it is made from, the growing text, the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from snowball_core.schemas import FINISHED, WORKING, Article, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.library import utc_now
from snowball_core.services.sections import PAUSABLE
from snowball_core.services.studio import Studio
from ui import result_view
from ui.draft_view import show_draft
from ui.errors import gone, shown
from ui.live import show_path
from ui.outline_editor import show_outline_editor
from ui.polish_review import show_polish_review
from ui.research_review import show_research_review
from ui.safe_text import escaped, plain
from ui.section_review import show_section_review
from ui.words import PHASE_WORDS, REVIEWS, STATUS_WORDS, ago, status_color

NEXT_WORDS = {
    Status.RESEARCH_REVIEW: (
        "The research is done. Look it through, then let the outline be planned.",
        "Plan the outline",
    ),
    Status.OUTLINE_REVIEW: ("The outline stands. Look it through, then let it be written.", "Write the article"),
    Status.SECTION_REVIEW: ("The draft is written. Read it, then let it be polished.", "Polish and finish"),
}
RESEARCH, OUTLINE, DRAFT, POLISH, RESULT, COST = "Research", "Outline", "Draft", "Polish", "Result", "Cost"
NEEDED = {
    Status.RESEARCHING: RESEARCH,
    Status.RESEARCH_REVIEW: RESEARCH,
    Status.OUTLINING: OUTLINE,
    Status.OUTLINE_REVIEW: OUTLINE,
    Status.COMPLETED: RESULT,
}
"""Where the human is needed, or has most to see; the draft in every other status."""


def show_workspace(studio: Studio, article_id: str) -> None:
    """The whole page."""
    with gone("article"):
        view = studio.articles.view(article_id)
    _header(studio, view)
    show_path(studio, view)
    with st.container():
        _call_to_action(studio, view)
    parts: dict[str, Callable[[Studio, ArticleView], None]] = {
        RESEARCH: show_research_review,
        OUTLINE: show_outline_editor,
        DRAFT: show_draft if view.article.autopilot and view.article.status in WORKING else show_section_review,
    }
    if view.article.status is Status.COMPLETED:
        parts |= {POLISH: show_polish_review, RESULT: result_view.show_result}
    parts[COST] = lambda _, view: result_view.show_cost(view.cost)
    for tab, show in zip(_tabs(view.article, list(parts)), parts.values(), strict=True):
        with tab, shown():
            show(studio, view)


def _tabs(article: Article, names: list[str]) -> Sequence[DeltaGenerator]:
    """The parts of the workspace; it opens at the one that is needed, and again whenever that is another one."""
    key, place = f"tabs-{article.id}", f"place-{article.id}"
    needed = _needed(article)
    if st.session_state.get(place) != needed or st.session_state.get(key) not in names:
        st.session_state[place] = needed
        st.session_state[key] = needed
    return st.tabs(names, key=key, on_change="rerun")


def _needed(article: Article) -> str:
    if article.status in {Status.FAILED, Status.CANCELLED}:
        return RESEARCH if article.competitor_data is None else OUTLINE if article.outline is None else DRAFT
    return NEEDED.get(article.status, DRAFT)


def _header(studio: Studio, view: ArticleView) -> None:
    article = view.article
    title = article.outline.title if article.outline else article.keyword
    st.title(plain(title), anchor=False)
    with st.container(key="about", horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(STATUS_WORDS[article.status], color=status_color(article.status))
        st.html(f'<p class="sb-meta">{escaped(_about(studio, article))}</p>', width="stretch")
        if article.status in PAUSABLE:
            _pause(studio, article)
        if article.status not in FINISHED:
            _stop(studio, article)
        _delete(studio, article)


def _about(studio: Studio, article: Article) -> str:
    voices = {voice.id: voice.name for voice in studio.voices.all()}
    brief = article.brief
    parts = [
        article.keyword,
        f"voice “{voices[article.voice_id]}”" if article.voice_id in voices else "",
        "autopilot" if article.autopilot else "guided",
        f"for {brief.audience}" if brief.audience else "",
        f"about {brief.words:,} words" if brief.words else "",
        f"changed {ago(article.updated_at, utc_now())}" if article.status not in WORKING else "",
    ]
    return " · ".join(part for part in parts if part)


def _call_to_action(studio: Studio, view: ArticleView) -> None:
    """What only the human can do now."""
    article = view.article
    if article.status is Status.FAILED:
        _failed(studio, article)
    elif article.status in REVIEWS:
        if not (article.status is Status.SECTION_REVIEW and (view.unwritten or view.stale)):
            _next(studio, article)
    elif article.status is Status.CANCELLED:
        _stopped(studio, article)


def _next(studio: Studio, article: Article) -> None:
    sentence, label = NEXT_WORDS[article.status]
    with st.container(key="next", border=True):
        st.markdown(sentence)
        with st.container(horizontal=True):
            if st.button(label, type="primary", icon=":material/arrow_forward:", key=f"next-{article.id}"):
                _go(studio, article, run_through=False)
            help_text = "From here on it does not wait for you any more."
            if article.status is not Status.SECTION_REVIEW and st.button(
                "Let it run through", icon=":material/fast_forward:", type="tertiary", help=help_text
            ):
                _go(studio, article, run_through=True)


def _go(studio: Studio, article: Article, *, run_through: bool) -> None:
    with shown():
        studio.articles.approve(article.id, run_through=run_through)
        st.rerun()


def _stopped(studio: Studio, article: Article) -> None:
    st.info("This article was stopped. What had been written is kept below.", icon=":material/stop_circle:")
    if st.button("Go on with it", icon=":material/play_arrow:", help="What was paid before is not paid again."):
        with shown():
            studio.articles.retry(article.id)
            st.rerun()


def _failed(studio: Studio, article: Article) -> None:
    phase = PHASE_WORDS[article.failed_at_phase] if article.failed_at_phase else "the start"
    st.error(f"**It stopped at {phase}.** {plain(article.error_message)}", icon=":material/error:")
    if st.button("Retry", type="primary", icon=":material/refresh:", help="What was paid before is not paid again."):
        with shown():
            studio.articles.retry(article.id)
            st.rerun()


def _pause(studio: Studio, article: Article) -> None:
    if st.button("Pause", icon=":material/pause:", type="tertiary", help="What is written stays; go on at any time."):
        with shown():
            studio.sections.pause(article.id)
            st.rerun()


def _stop(studio: Studio, article: Article) -> None:
    with st.popover("Stop", icon=":material/stop_circle:", type="tertiary"):
        st.write("The work ends. What has been written so far stays, and nothing more is paid.")
        if st.button("Stop it", type="primary"):
            with shown():
                studio.articles.cancel(article.id)
                st.rerun()


def _delete(studio: Studio, article: Article) -> None:
    with st.popover("Delete", icon=":material/delete:", type="tertiary"):
        st.write("Its text, its research and its history are removed. This cannot be undone.")
        if st.button("Delete it", type="primary"):
            with shown():
                studio.articles.delete(article.id)
                st.switch_page("ui/pages/articles.py")
