"""The research's review on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Article, ContentGap, Fact, Status
from snowball_core.services.studio import Studio
from tests.services.guided import guided, wording
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]


@pytest.fixture
def researched(demo: Studio) -> Article:
    """An article whose research waits for the human."""
    return guided(demo, Status.RESEARCH_REVIEW)


def facts(demo: Studio, article: Article) -> list[Fact]:
    found = demo.store.article(article.id).competitor_data
    assert found is not None
    return found.fact_sheet


def keyed(elements: Any, key: str) -> Any:
    return next(element for element in elements if element.key == key)


def part(page: AppTest, article: Article, name: str) -> AppTest:
    return keyed(page.get("button_group"), f"research-part-{article.id}").set_value(name).run()


def unfolded(page: AppTest, article: Article, fact: Fact) -> AppTest:
    page.session_state[f"fact-details-{article.id}-{fact.id}"] = True
    return page.run()


def test_it_opens_at_the_facts_with_their_state(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    page = open_page("article", article=researched.id)
    total = len(facts(demo, researched))
    said = text_of(page)
    assert f"{total} of {total} facts used" in said
    assert "✓ proved" in said
    assert len([box for box in page.checkbox if box.key.startswith("use-fact-")]) == 20


def test_a_fact_is_left_out_and_taken_in_again(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    key = f"use-fact-{researched.id}-F1"
    page = keyed(open_page("article", article=researched.id).checkbox, key).uncheck().run()
    assert not facts(demo, researched)[0].usable
    keyed(page.checkbox, key).check().run()
    assert facts(demo, researched)[0].usable


def test_facts_are_searched(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    wanted = facts(demo, researched)[7]
    page = open_page("article", article=researched.id)
    page = keyed(page.text_input, f"facts-{researched.id}-search").set_value(wanted.text[:40]).run()
    assert [box.key for box in page.checkbox if box.key.startswith("use-fact-")] == [
        f"use-fact-{researched.id}-{wanted.id}"
    ]
    page = keyed(page.text_input, f"facts-{researched.id}-search").set_value("zzzz").run()
    assert "No fact fits" in text_of(page)


def test_a_quote_is_highlighted_where_it_stands(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    fact = facts(demo, researched)[0]
    page = unfolded(open_page("article", article=researched.id), researched, fact)
    context = next(html.proto.body for html in page.get("html") if "sb-context" in html.proto.body)
    assert "<mark>" in context
    assert fact.source_id in context


def test_a_fact_is_corrected_with_the_check_s_answer_at_once(
    open_page: OpenPage, demo: Studio, researched: Article
) -> None:
    fact = facts(demo, researched)[0]
    page = unfolded(open_page("article", article=researched.id), researched, fact)
    page = keyed(page.text_area, f"fact-{researched.id}-F1-0-text").set_value("It took 987 keepers.").run()
    assert "The number “987” is not in the quote" in text_of(page)
    assert facts(demo, researched)[0] == fact
    keyed(page.button, f"save-fact-{researched.id}-F1").click().run()
    changed = facts(demo, researched)[0]
    assert (changed.text, changed.verified, changed.accepted) == ("It took 987 keepers.", False, True)


def test_when_another_changed_the_fact_what_was_typed_stays_and_one_chooses(
    open_page: OpenPage, demo: Studio, researched: Article
) -> None:
    fact = facts(demo, researched)[0]
    page = unfolded(open_page("article", article=researched.id), researched, fact)
    page = keyed(page.text_area, f"fact-{researched.id}-F1-0-text").set_value("Mine.").run()
    demo.research.change_fact(researched.id, fact.id, wording(fact), wording(fact, "Theirs."))
    page = page.run()
    assert "changed elsewhere" in text_of(page)
    assert keyed(page.text_area, f"fact-{researched.id}-F1-0-text").value == "Mine."
    page = keyed(page.button, "fact-mine-F1").click().run()
    keyed(page.button, f"save-fact-{researched.id}-F1").click().run()
    assert facts(demo, researched)[0].text == "Mine."


def test_a_fact_is_added_by_hand(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    key = f"add-fact-{researched.id}"
    page = open_page("article", article=researched.id)
    page = keyed(page.text_area, f"{key}-0-text").set_value("A keeper told me so.").run()
    page = keyed(page.button, f"{key}-now").click().run()
    added = facts(demo, researched)[-1]
    assert (added.text, added.accepted) == ("A keeper told me so.", True)
    assert keyed(page.text_area, f"{key}-1-text").value == ""


def test_a_source_is_left_out_and_its_facts_with_it(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    page = part(open_page("article", article=researched.id), researched, "Sources")
    for source in demo.store.sources(researched.id):
        assert source.title in text_of(page)
    page = keyed(page.toggle, f"use-source-{researched.id}-S1").set_value(False).run()
    assert not demo.store.sources(researched.id)[0].included
    assert "left out" in text_of(page)
    page = part(page, researched, "Facts")
    assert "not used: its source is left out" in text_of(page)


def test_the_gap_is_saved_while_it_is_typed(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    page = part(open_page("article", article=researched.id), researched, "What others leave out")
    key = f"gap-{researched.id}-0-Topics that are missing"
    keyed(page.text_area, key).set_value("Costs\n\n  Keepers ").run()
    stored = demo.store.article(researched.id).competitor_data
    assert stored is not None
    assert stored.content_gap.missing_topics == ["Costs", "Keepers"]


def test_a_conflict_over_the_gap_is_the_human_s_choice(open_page: OpenPage, demo: Studio, researched: Article) -> None:
    page = part(open_page("article", article=researched.id), researched, "What others leave out")
    found = demo.store.article(researched.id).competitor_data
    assert found is not None
    demo.research.change_gap(researched.id, found.content_gap, ContentGap(missing_topics=["Theirs"]))
    key = f"gap-{researched.id}-0-Topics that are missing"
    page = keyed(page.text_area, key).set_value("Mine").run()
    assert "changed elsewhere" in text_of(page)
    next(b for b in page.button if b.label.startswith("Keep mine")).click().run()
    stored = demo.store.article(researched.id).competitor_data
    assert stored is not None
    assert stored.content_gap.missing_topics == ["Mine"]


def test_after_the_outline_it_says_what_becomes_stale(open_page: OpenPage, demo: Studio) -> None:
    article = guided(demo, Status.SECTION_REVIEW)
    page = open_page("article", article=article.id)
    assert "marks the sections that use it as stale" in text_of(page)
    assert article.outline is not None
    used = next(s.fact_ids[0] for s in article.outline.sections if len(s.fact_ids) > 1)
    demo.research.include_facts(article.id, {used: False})
    assert "of the draft: stale" in text_of(page.run())
