"""The form that starts an article. What was typed stays until the article is started."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from snowball_core.schemas import Brief
from snowball_core.services.articles import NewArticle
from snowball_core.services.demo import demo_keywords
from snowball_core.services.estimate import estimate
from snowball_core.services.library import new_id
from snowball_core.services.studio import Studio
from snowball_core.validation import FieldProblem
from ui.errors import shown
from ui.safe_text import plain
from ui.sources_input import SourceDraft, sources_input
from ui.words import count

LANGUAGES = {
    "English": "en", "Deutsch": "de", "Español": "es", "Français": "fr", "Italiano": "it", "Nederlands": "nl",
    "Polski": "pl", "Português": "pt", "Svenska": "sv", "Türkçe": "tr", "Українська": "uk", "العربية": "ar",
    "हिन्दी": "hi", "日本語": "ja", "中文": "zh",
}  # fmt: skip
MAX_WORDS = 20_000
AUDIENCE_CHARACTERS = 200
EXPECTED_HELP = (
    "From your sources, the wished length, and the models, limits and prices in the settings. A range, because nobody "
    "knows yet how much the sources say and how often the model has to try again. What the cache holds costs nothing; "
    "what you have rewritten later comes on top."
)


@dataclass
class Draft:
    """What the form holds beside its fields. `request_id` makes two clicks one article."""

    request_id: str
    own: SourceDraft = field(default_factory=SourceDraft)
    started: bool = False


def show_new_article(studio: Studio) -> None:
    """The whole page."""
    draft = _draft()
    key = f"new-{draft.request_id}"
    st.title("New article", anchor=False)
    if studio.demo:
        _demo_hint()
    keyword = st.text_input(
        "Keyword", key=f"{key}-keyword", placeholder="What people search for", persist_state="session"
    )
    keyword_problem = st.container()
    voice_id = _voice(studio, key)
    with st.expander(_sources_label(draft), key=f"{key}-sources", icon=":material/attach_file:"):
        st.caption("They are read first, and their facts are proved by a quote just like those of the web.")
        sources_input(studio.own_sources, draft.own, key, studio.settings.upload_megabytes)
    brief = _brief(studio, key)
    autopilot = _autopilot(key)
    new = NewArticle(draft.request_id, keyword or "", voice_id, autopilot, brief, tuple(draft.own.sources))
    _expected(studio, new)
    if st.button("Start the article", type="primary", key=f"{key}-start", icon=":material/play_arrow:"):
        with keyword_problem:
            _start(studio, draft, new)


def _draft() -> Draft:
    """The draft of this visit. One whose article was started gives way when the page is opened again.

    A second click that is under way still names the widgets of the started draft; the new one's are others.
    """
    draft: Draft | None = st.session_state.get("new_article")
    if draft is None or (draft.started and not st.session_state.get(f"new-{draft.request_id}-start")):
        draft = Draft(new_id())
        st.session_state["new_article"] = draft
    return draft


def _demo_hint() -> None:
    subjects = [plain(keyword) for keyword in demo_keywords()]
    st.info(
        f"The demo's small library covers {', '.join(subjects[:-1])} and {subjects[-1]}. "
        "For anything else, add sources of your own: they work in full.",
        icon=":material/local_library:",
    )


def _sources_label(draft: Draft) -> str:
    added = f" · {count(len(draft.own.sources), 'source')}" if draft.own.sources else ""
    return f"Your own sources{added}"


def _voice(studio: Studio, key: str) -> str:
    names = {voice.id: voice.name for voice in studio.voices.all()}
    if not names:
        st.warning("There is no voice yet. Make one under Voices first.")
        st.page_link("ui/pages/voices.py", label="Go to Voices")
        st.stop()
    chosen = st.selectbox(
        "Voice",
        list(names),
        format_func=names.__getitem__,
        key=f"{key}-voice",
        persist_state="session",
        help="How it is written: tone, sentences, words. Change voices under Voices.",
    )
    return str(chosen)


def _brief(studio: Studio, key: str) -> Brief:
    with st.expander("Audience, length, language", icon=":material/tune:"):
        audience = st.text_input(
            "Audience",
            key=f"{key}-audience",
            placeholder="For example: owners of old houses",
            max_chars=AUDIENCE_CHARACTERS,
            persist_state="session",
        )
        length, tongue = st.columns(2)
        words = length.number_input(
            "Words (0 leaves it open)", 0, MAX_WORDS, 0, step=100, key=f"{key}-words", persist_state="session"
        )
        language = tongue.selectbox("Language", list(LANGUAGES), key=f"{key}-language", persist_state="session")
        search = st.toggle(
            "Search the web as well",
            value=studio.settings.search_configured,
            disabled=not studio.settings.search_configured,
            key=f"{key}-search",
            persist_state="session",
            help="Off: only your own sources are used. Needs a key for the search.",
        )
    return Brief(audience=audience or "", language=LANGUAGES[language], words=int(words), search=search)


def _autopilot(key: str) -> bool:
    return st.toggle(
        "Autopilot",
        value=True,
        key=f"{key}-autopilot",
        persist_state="session",
        help="On: from the keyword to the finished article without a stop. "
        "Off: it waits for your approval after the research, the outline and the draft.",
    )


def _expected(studio: Studio, new: NewArticle) -> None:
    """What it will take, before anything is paid."""
    expected = estimate(new, studio.settings)
    if expected is None:
        st.caption("Add a source of your own, or let it search the web.")
        return
    st.caption(f":material/calculate: {plain(expected.sentence())}", help=EXPECTED_HELP)


def _start(studio: Studio, draft: Draft, new: NewArticle) -> None:
    problems = studio.articles.problems(new)
    if problems:
        for problem in problems:
            st.error(_worded(problem))
        return
    with shown():
        article = studio.articles.start(new)
        draft.started = True
        st.switch_page("ui/pages/article.py", query_params={"article": article.id})


def _worded(problem: FieldProblem) -> str:
    name = "The keyword" if problem.path == "keyword" else plain(problem.path)
    return f"{name} {plain(problem.message)}."
