"""An article's workspace: where it stands, what it is made from, the growing text, the result."""

from __future__ import annotations

import streamlit as st

from snowball_core.schemas import FINISHED, WORKING, Article, Status
from snowball_core.services.article_views import ArticleView
from snowball_core.services.library import utc_now
from snowball_core.services.studio import Studio
from ui import draft_view, research_view, result_view
from ui.errors import gone, shown
from ui.live import show_path
from ui.safe_text import escaped, plain
from ui.words import PHASE_WORDS, REVIEWS, STATUS_WORDS, ago, status_color

NEXT_WORDS = {
    Status.RESEARCH_REVIEW: (
        "The research is done. Look it through, then let the outline be planned.",
        "Plan the outline",
    ),
    Status.OUTLINE_REVIEW: ("The outline stands. Look it through, then let it be written.", "Write the article"),
    Status.SECTION_REVIEW: ("The draft is written. Read it, then let it be polished.", "Polish and finish"),
}


def show_workspace(studio: Studio, article_id: str) -> None:
    """The whole page."""
    with gone("article"):
        view = studio.articles.view(article_id)
    _header(studio, view)
    show_path(studio, view)
    with st.container():
        _call_to_action(studio, view.article)
    article, sections, research, cost = st.tabs(["Article", "Sections", "Research", "Cost"], key="workspace-tabs")
    with article:
        if view.article.status is Status.COMPLETED:
            result_view.show_result(studio, view)
        else:
            draft_view.show_draft(studio, view)
    with sections:
        draft_view.show_sections(view)
    with research:
        research_view.show_research(view)
    with cost:
        result_view.show_cost(view.cost)


def _header(studio: Studio, view: ArticleView) -> None:
    article = view.article
    title = article.outline.title if article.outline else article.keyword
    st.title(plain(title), anchor=False)
    with st.container(key="about", horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(STATUS_WORDS[article.status], color=status_color(article.status))
        st.html(f'<p class="sb-meta">{escaped(_about(studio, article))}</p>', width="stretch")
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


def _call_to_action(studio: Studio, article: Article) -> None:
    """What only the human can do now."""
    if article.status is Status.FAILED:
        _failed(studio, article)
    elif article.status in REVIEWS:
        sentence, label = NEXT_WORDS[article.status]
        with st.container(key="next", border=True):
            st.markdown(sentence)
            if st.button(label, type="primary", icon=":material/arrow_forward:"):
                with shown():
                    studio.articles.approve(article.id)
                    st.rerun()
    elif article.status is Status.CANCELLED:
        st.info("This article was stopped. What had been written is kept below.", icon=":material/stop_circle:")


def _failed(studio: Studio, article: Article) -> None:
    phase = PHASE_WORDS[article.failed_at_phase] if article.failed_at_phase else "the start"
    st.error(f"**It stopped at {phase}.** {plain(article.error_message)}", icon=":material/error:")
    if st.button("Retry", type="primary", icon=":material/refresh:", help="What was paid before is not paid again."):
        with shown():
            studio.articles.retry(article.id)
            st.rerun()


def _stop(studio: Studio, article: Article) -> None:
    with st.popover("Stop", icon=":material/stop_circle:", type="tertiary"):
        st.write("The work ends for good. What has been written so far stays readable, and nothing more is paid.")
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
