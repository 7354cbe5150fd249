"""Articles as they are read: found by the beginning of an id, shown with their cost, exported when finished."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from snowball_core.errors import InputError, NotFound, StoreError
from snowball_core.records import UsageEvent
from snowball_core.schemas import Article, ArticleOutline, CompetitorData, Section, Source, Status
from snowball_core.services.article_views import cost_of
from snowball_core.services.library import open_library
from snowball_core.settings import Settings
from snowball_core.store.protocol import ArticleQuery

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path):
    opened = open_library(Settings(data_dir=tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def keep(library):
    """Puts an article with this id into the library."""

    def keep_one(article_id: str, **fields: object) -> Article:
        voice = library.voices.default()
        given = {"keyword": "lamps", "voice_id": voice.id, "created_at": NOW, "updated_at": NOW, **fields}
        return library.store.create_article(Article(id=article_id, **given))

    return keep_one


@pytest.fixture
def finished(library, keep):
    """A finished article of one section that cites one source."""
    outline = {"title": "Lamps", "sections": [{"id": 1, "heading": "Oil", "instruction_note": "Tell how it burned."}]}
    fact = {"id": "F1", "text": "Whale oil burns.", "source_id": "S1", "quote": "Whale oil burns.", "verified": True}
    article = keep(
        "finished",
        status=Status.COMPLETED,
        outline=ArticleOutline.model_validate(outline),
        competitor_data=CompetitorData.model_validate({"fact_sheet": [fact]}),
    )
    source = Source(id="S1", title="On oil", text="Whale oil burns.", url="https://oil.example/")
    library.store.save_sources(article.id, [source])
    section = Section(id=1, position=0, markdown="Draft [F1].", polished="Whale oil *burns* [F1].", state="draft")
    library.store.save_section(article.id, section)
    return article


@pytest.mark.parametrize(
    ("form", "begins", "holds"),
    [
        ("html", "<!doctype html>", "<em>burns</em>"),
        ("fragment", "<article", "https://oil.example/"),
        ("md", "# Lamps\n", "Whale oil *burns*"),
    ],
)
def test_a_finished_article_is_exported_in_its_final_wording(library, finished, form, begins, holds):
    text = library.articles.export(finished.id, form)
    assert text.startswith(begins)
    assert holds in text
    assert "Draft" not in text


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.COMPLETED}))
def test_an_unfinished_article_is_not_exported_and_says_where_it_stands(library, keep, status):
    keep("a1", status=status)
    with pytest.raises(StoreError, match=status.value.replace("_", " ")):
        library.articles.export("a1", "html")


def test_an_article_is_found_by_the_beginning_of_its_id(library, keep):
    keep("abc-1")
    keep("abd-2")
    assert library.articles.find("abc").id == "abc-1"
    assert library.articles.find("abd-2").id == "abd-2"


def test_an_id_that_is_also_a_beginning_means_itself(library, keep):
    keep("abc")
    keep("abcd")
    assert library.articles.find("abc").id == "abc"


def test_an_ambiguous_beginning_is_refused_with_the_number_of_articles(library, keep):
    keep("abc-1")
    keep("abc-2")
    with pytest.raises(InputError, match="fits 2 articles"):
        library.articles.find("abc")


@pytest.mark.parametrize("reference", ["", "zzz", "%", "_bc"])
def test_what_is_no_beginning_of_an_id_finds_nothing(library, keep, reference):
    keep("abc-1")
    with pytest.raises(NotFound):
        library.articles.find(reference)


def test_a_view_holds_all_of_an_article_and_the_live_part_what_changes(library, finished):
    view = library.articles.view(finished.id)
    assert view.article == library.store.article(finished.id)
    assert [section.id for section in view.sections] == [1]
    assert [source.id for source in view.sources] == ["S1"]
    live = library.articles.live(finished.id)
    assert (live.article, live.sections) == (view.article, view.sections)


def test_the_list_shows_what_was_kept(library, finished, keep):
    keep("other", keyword="ropes")
    assert [row.id for row in library.articles.list(ArticleQuery(search="ROPES")).rows] == ["other"]
    assert library.articles.list(ArticleQuery()).total == 2


def test_a_cost_is_the_sum_of_what_was_paid_and_of_what_was_saved():
    common = {"phase": "research", "step": "s", "provider": "gemini", "at": NOW}
    cost = cost_of(
        [
            UsageEvent(**common, input_tokens=10, output_tokens=5, cost=0.5, note="b answered."),
            UsageEvent(**common, input_tokens=1, output_tokens=1, cost=0.25, note="b answered."),
            UsageEvent(**common, cached=True, saved=0.5),
        ]
    )
    assert (cost.calls, cost.cached_calls, cost.tokens, cost.dollars, cost.saved_dollars) == (2, 1, 17, 0.75, 0.5)
    assert cost.notes == ("b answered.",)


def test_a_cost_is_told_by_step_with_the_dearest_first_and_the_thinking_counted():
    common = {"phase": "research", "provider": "gemini", "at": NOW}
    cost = cost_of(
        [
            UsageEvent(**common, step="find gaps", input_tokens=10, cost=0.1),
            UsageEvent(**common, step="write section · 1", output_tokens=1, thinking_tokens=4, cost=0.1),
            UsageEvent(**common, step="write section · 2", cached=True, cost=0.1),
        ]
    )
    told = [(step.grouped, step.paid_calls, step.saved_calls, step.tokens) for step in cost.steps]
    assert told == [("write section", 1, 1, 5), ("find gaps", 1, 0, 10)]
    assert cost.tokens == 15
