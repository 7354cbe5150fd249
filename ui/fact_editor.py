"""One fact unfolded: every quote where it stands in its source, and the fields to correct it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from snowball_core.schemas import Evidence, Fact, Source
from snowball_core.services.article_views import ArticleView
from snowball_core.services.research_views import quote_in_context
from snowball_core.services.studio import Studio
from snowball_core.writing.fact_editing import FactWording
from ui.errors import shown
from ui.safe_text import escaped, plain
from ui.unsaved import warn_before_leaving


@dataclass
class Editing:
    """A fact being edited: the state it began from. A new `round` gives the fields new contents."""

    base: Fact
    round: int = 0

    def began_from(self, fact: Fact) -> bool:
        """Wording and quote are still those that the editing began from."""
        return (self.base.text, self.base.quote) == (fact.text, fact.quote)


def show_fact_editor(studio: Studio, view: ArticleView, fact: Fact) -> None:
    """The quotes in context, then wording and quote with what the check says of them."""
    sources = {source.id: source for source in view.sources}
    st.html("".join(_contexts(fact, sources)) or '<p class="sb-meta">No quote proves this fact.</p>')
    editing: Editing = st.session_state.setdefault(f"fact-{view.article.id}-{fact.id}", Editing(fact))
    text, quote = _fields(view.article.id, fact, editing)
    changed = (text.strip(), quote.strip()) != (editing.base.text.strip(), editing.base.quote.strip())
    warn_before_leaving(changed, f"fact-{fact.id}")
    if not editing.began_from(fact):
        _moved_on(editing, fact, changed)
    if changed and fact.source_id:
        reason = " ".join(studio.research.objections(view.article.id, FactWording(text, fact.source_id, quote)))
        st.caption(plain(reason) + " It is then used on your word alone." if reason else "✓ The quote proves it.")
    _buttons(studio, view.article.id, fact, text, quote, changed)


def _contexts(fact: Fact, sources: dict[str, Source]) -> Iterator[str]:
    for evidence in fact.evidence:
        if evidence.quote:
            yield _context_html(evidence, sources.get(evidence.source_id))


def _context_html(evidence: Evidence, source: Source | None) -> str:
    """The quote highlighted within its source; the quote alone where it does not stand there."""
    title = f"<cite>{escaped(evidence.source_id)} · {escaped(source.title)}</cite>" if source else ""
    found = quote_in_context(source.text, evidence.quote) if source else None
    if found is None:
        missing = '<p class="sb-note">These words do not stand in the source.</p>'
        return f'<blockquote class="sb-context"><p>{escaped(evidence.quote)}</p>{missing}{title}</blockquote>'
    return (
        f'<blockquote class="sb-context"><p>{escaped(found.before)}<mark>{escaped(found.quote)}</mark>'
        f"{escaped(found.after)}</p>{title}</blockquote>"
    )


def _fields(article_id: str, fact: Fact, editing: Editing) -> tuple[str, str]:
    key = f"fact-{article_id}-{fact.id}-{editing.round}"
    text = st.text_area("The fact", editing.base.text, key=f"{key}-text", height=70, persist_state="session")
    if not fact.source_id:
        return text or "", ""
    quote = st.text_area(
        "The words of the source that prove it",
        editing.base.quote,
        key=f"{key}-quote",
        height=90,
        persist_state="session",
    )
    return text or "", quote or ""


def _moved_on(editing: Editing, stored: Fact, changed: bool) -> None:
    if not changed:
        editing.base, editing.round = stored, editing.round + 1
        st.rerun()
    st.warning("This fact was changed elsewhere since you began. What you typed is still here.")
    with st.container(horizontal=True):
        if st.button("Keep mine", key=f"fact-mine-{stored.id}", help="Save saves yours over the other."):
            editing.base = stored
            st.rerun()
        if st.button("Take the other", key=f"fact-other-{stored.id}", help="What you typed is dropped."):
            editing.base, editing.round = stored, editing.round + 1
            st.rerun()


def _buttons(studio: Studio, article_id: str, fact: Fact, text: str, quote: str, changed: bool) -> None:
    key = f"{article_id}-{fact.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Save the fact", key=f"save-fact-{key}", disabled=not changed):
            with shown():
                before = FactWording(fact.text, fact.source_id, fact.quote).tidied()
                studio.research.change_fact(article_id, fact.id, before, FactWording(text, fact.source_id, quote))
                st.session_state.pop(f"fact-{key}", None)
                st.rerun()
        if st.button("Remove the fact", key=f"remove-fact-{key}", type="tertiary", icon=":material/delete:"):
            with shown():
                studio.research.remove_fact(article_id, fact.id)
                st.rerun()
        if changed:
            st.caption("Not saved yet.")
