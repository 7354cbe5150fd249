"""An article's workspace, from the start to the download, and when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Article, Evidence, Phase, Section, Source, Status
from snowball_core.services.articles import NewArticle
from snowball_core.services.library import new_id
from snowball_core.services.studio import Studio
from tests.conftest import wait_for
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]
Keep = Callable[..., Article]


@pytest.fixture
def finished(demo: Studio) -> Article:
    """An article made in the demo, from the keyword to the HTML."""
    voice = demo.voices.all()[0]
    article = demo.articles.start(NewArticle(new_id(), "history of lighthouses", voice.id))
    return wait_for(lambda: demo.store.article(article.id) if ended(demo, article) else None, 60)


def ended(demo: Studio, article: Article) -> bool:
    status = demo.store.article(article.id).status
    assert status is not Status.FAILED, demo.store.article(article.id).error_message
    return status is Status.COMPLETED


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_a_finished_article_shows_its_text_research_and_cost(
    open_page: OpenPage, demo: Studio, finished: Article
) -> None:
    page = open_page("article", article=finished.id)
    said = text_of(page)
    assert not page.exception
    assert finished.outline is not None
    assert finished.competitor_data is not None
    assert finished.outline.title in said
    for section in finished.outline.sections:
        assert section.heading in said
    total = len(finished.competitor_data.fact_sheet)
    assert f"{total} of {total} facts used" in said
    assert "Paid calls" in said
    page.session_state[f"research-part-{finished.id}"] = "Sources"
    said = text_of(page.run())
    for source in demo.store.sources(finished.id):
        assert source.title in said


def test_the_downloads_are_the_three_exports(open_page: OpenPage, finished: Article) -> None:
    page = open_page("article", article=finished.id)
    assert [button.proto.label for button in page.get("download_button")] == ["HTML page", "HTML for a CMS", "Markdown"]


def test_the_preview_runs_no_scripts(open_page: OpenPage, finished: Article) -> None:
    (frame,) = open_page("article", article=finished.id).get("iframe")
    assert 'sandbox=""' in frame.proto.srcdoc
    assert "default-src 'none'" in frame.proto.srcdoc
    assert "&lt;article" in frame.proto.srcdoc


def test_an_unknown_address_leads_back_to_the_articles(open_page: OpenPage) -> None:
    page = open_page("article", article="no-such-article")
    assert "This article is not here" in text_of(page)
    assert not page.exception


def test_a_failure_says_where_and_why_and_can_be_retried(open_page: OpenPage, demo: Studio, keep: Keep) -> None:
    kept = keep(
        "history of lighthouses",
        mode="autopilot",
        status=Status.FAILED,
        failed_at_phase=Phase.RESEARCH,
        error_message="The model did not answer. Retry later.",
    )
    page = open_page("article", article=kept.id)
    assert "It stopped at research" in text_of(page)
    assert "The model did not answer. Retry later." in text_of(page)
    press(page, "Retry")
    wait_for(lambda: demo.store.article(kept.id).status is Status.COMPLETED, 60)


def test_a_review_waits_for_the_human_and_goes_on_by_one_click(open_page: OpenPage, demo: Studio) -> None:
    voice = demo.voices.all()[0]
    article = demo.articles.start(NewArticle(new_id(), "sourdough starter", voice.id, autopilot=False))
    wait_for(lambda: demo.store.article(article.id).status is Status.RESEARCH_REVIEW, 60)
    page = open_page("article", article=article.id)
    assert "waits for you" in text_of(page)
    press(page, "Plan the outline")
    wait_for(lambda: demo.store.article(article.id).status is Status.OUTLINE_REVIEW, 60)


def test_stopping_asks_first_and_keeps_the_article(open_page: OpenPage, demo: Studio, keep: Keep) -> None:
    kept = keep("coffee", status=Status.OUTLINE_REVIEW)
    page = open_page("article", article=kept.id)
    assert "The work ends." in text_of(page)
    press(page, "Stop it")
    assert demo.store.article(kept.id).status is Status.CANCELLED


def test_deleting_asks_first_and_leads_home(open_page: OpenPage, demo: Studio, keep: Keep) -> None:
    kept = keep("coffee", status=Status.CANCELLED, id="to-delete")
    keep("tea", status=Status.CANCELLED)
    page = open_page("article", article=kept.id)
    assert "This cannot be undone" in text_of(page)
    press(page, "Delete it")
    assert page.title[0].value == "Articles"
    assert [article.keyword for article in demo.store.articles_in(frozenset(Status))] == ["tea"]


def test_what_sources_and_models_wrote_is_shown_as_text(open_page: OpenPage, demo: Studio, keep: Keep) -> None:
    hostile = '<img src=x onerror="alert(1)"> ![p](https://evil.example/p.png) :red[x]'
    fact = {"text": hostile, "quote": hostile, "source_id": "S1", "verified": True}
    planned = {"id": 1, "heading": hostile, "instruction_note": hostile}
    kept = keep(
        hostile,
        id="hostile",
        status=Status.SECTION_REVIEW,
        competitor_data={"fact_sheet": [fact], "content_gap": {"missing_topics": [hostile], "outdated_info": hostile}},
        outline={"title": hostile, "sections": [planned]},
        current_step_index=1,
    )
    demo.store.save_sources(kept.id, [Source(id="S1", title=hostile, text=hostile, origin="paste", note=hostile)])
    demo.store.save_section(kept.id, Section(id=1, position=0, markdown=hostile, state="draft"))
    page = open_page("article", article=kept.id)
    written = " ".join(part.proto.body for part in page.get("html"))
    assert "<img" not in written
    assert "https://evil.example" in written
    assert all("![p](" not in part.value for part in [*page.title, *page.markdown])


def test_evidence_of_every_source_is_shown(open_page: OpenPage, demo: Studio, keep: Keep) -> None:
    other = Evidence(source_id="S2", quote="Thirty-one metres high.", verified=True)
    fact = {"text": "It is 31 m high.", "quote": "The tower is 31 m.", "source_id": "S1", "verified": True}
    kept = keep(
        "towers",
        status=Status.RESEARCH_REVIEW,
        competitor_data={"fact_sheet": [{**fact, "corroborations": [other.model_dump()]}, "A bare statement."]},
    )
    page = open_page("article", article=kept.id)
    assert "1 of 2 facts used · 1 proved" in text_of(page)
    assert "not proved" in text_of(page)
    page.session_state[f"fact-details-{kept.id}-F1"] = True
    assert "Thirty-one metres high." in text_of(page.run())


@pytest.mark.parametrize("status", [Status.WRITING, Status.FAILED, Status.CANCELLED])
def test_a_half_written_article_shows_what_is_there(open_page: OpenPage, keep: Keep, status: Status) -> None:
    planned = [{"id": n, "heading": f"Part {n}", "instruction_note": "Tell the facts."} for n in (1, 2)]
    kept = keep("towers", id="half", status=status, outline={"title": "Towers", "sections": planned})
    page = open_page("article", article=kept.id)
    assert not page.exception
    assert "Paid calls" in text_of(page)
    assert "Part 2" in text_of(page)
