"""The draft's review on the page: what a person can do with every section."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Article, SectionState, Status
from snowball_core.services.studio import Studio
from tests.services.guided import at_rest, guided, section, stale
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]


@pytest.fixture
def drafted(demo: Studio) -> Article:
    """An article whose draft waits for the human."""
    return guided(demo, Status.SECTION_REVIEW)


def button(page: AppTest, key: str):
    return next(button for button in page.button if button.key == key)


def edit(page: AppTest, article: Article, section_id: int, text: str) -> AppTest:
    """Open the editor on a section and type."""
    page = button(page, f"edit-{article.id}-{section_id}").click().run()
    return next(area for area in page.text_area if area.label == "Text").set_value(text).run()


def save(page: AppTest, article: Article, section_id: int) -> AppTest:
    return button(page, f"save-editing-{article.id}-{section_id}").click().run()


def test_it_opens_at_the_draft_and_shows_every_section(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    page = open_page("article", article=drafted.id)
    said = text_of(page)
    assert page.session_state[f"tabs-{drafted.id}"] == "Draft"
    assert "0 approved" in said
    for planned in drafted.outline.sections:
        assert planned.heading in said


def test_what_is_typed_is_checked_at_once_and_saved_when_asked(
    open_page: OpenPage, demo: Studio, drafted: Article
) -> None:
    first = section(demo, drafted, 0)
    page = edit(open_page("article", article=drafted.id), drafted, first.id, "We delve into 987,654 lamps.")
    assert "“delve” is a word that this voice never uses" in text_of(page)
    assert "Not saved yet" in text_of(page)
    assert section(demo, drafted, 0) == first
    page = save(page, drafted, first.id)
    assert section(demo, drafted, 0).markdown == "We delve into 987,654 lamps."
    assert not page.text_area or "Text" not in [area.label for area in page.text_area]


def test_closing_without_a_change_saves_nothing(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    first = section(demo, drafted, 0)
    page = button(open_page("article", article=drafted.id), f"edit-{drafted.id}-{first.id}").click().run()
    save(page, drafted, first.id)
    assert section(demo, drafted, 0) == first


def test_when_another_saved_meanwhile_what_was_typed_stays_and_one_chooses(
    open_page: OpenPage, demo: Studio, drafted: Article
) -> None:
    first = section(demo, drafted, 0)
    page = edit(open_page("article", article=drafted.id), drafted, first.id, "Mine.")
    demo.sections.edit(drafted.id, first.id, first.revision, "Theirs.")
    page = save(page, drafted, first.id)
    said = text_of(page)
    assert "changed elsewhere" in said
    assert "Theirs." in said
    assert next(area for area in page.text_area if area.label == "Text").value == "Mine."
    assert section(demo, drafted, 0).markdown == "Theirs."
    page = button(page.run(), f"mine-{first.id}").click().run()
    save(page, drafted, first.id)
    assert section(demo, drafted, 0).markdown == "Mine."


def test_taking_the_other_version_puts_it_into_the_field(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    first = section(demo, drafted, 0)
    page = edit(open_page("article", article=drafted.id), drafted, first.id, "Mine.")
    demo.sections.edit(drafted.id, first.id, first.revision, "Theirs.")
    page = button(page.run(), f"other-{first.id}").click().run()
    assert next(area for area in page.text_area if area.label == "Text").value == "Theirs."


def test_stale_sections_are_named_with_the_reason_and_rewritten(
    open_page: OpenPage, demo: Studio, drafted: Article
) -> None:
    first = section(demo, drafted, 0)
    demo.sections.edit(drafted.id, first.id, first.revision, "By hand.")
    page = open_page("article", article=drafted.id)
    assert "Section 2: the text before it changed" in text_of(page)
    assert not [b for b in page.button if b.key == f"next-{drafted.id}"]
    button(page, f"rewrite-stale-{drafted.id}").click().run()
    at_rest(demo, drafted.id)
    assert 2 not in stale(demo, drafted)


def test_stale_sections_can_be_kept_and_then_the_draft_can_be_polished(
    open_page: OpenPage, demo: Studio, drafted: Article
) -> None:
    first = section(demo, drafted, 0)
    demo.sections.edit(drafted.id, first.id, first.revision, "By hand.")
    page = button(open_page("article", article=drafted.id), f"keep-stale-{drafted.id}").click().run()
    button(page, f"next-{drafted.id}").click().run()
    assert at_rest(demo, drafted.id).status is Status.COMPLETED


def test_a_section_is_written_anew_with_a_note(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    first = section(demo, drafted, 0)
    page = open_page("article", article=drafted.id)
    next(area for area in page.text_area if area.key == f"note-{drafted.id}-{first.id}-0").set_value("Shorter.")
    button(page, f"regenerate-{drafted.id}-{first.id}").click().run()
    at_rest(demo, drafted.id)
    assert section(demo, drafted, 0).note == "Shorter."
    assert section(demo, drafted, 0).markdown != first.markdown


def test_approval_of_one_and_of_all(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    first = section(demo, drafted, 0)
    page = button(open_page("article", article=drafted.id), f"approve-{drafted.id}-{first.id}").click().run()
    assert "1 approved" in text_of(page)
    page = button(page, f"approve-all-{drafted.id}").click().run()
    assert {s.state for s in demo.store.sections(drafted.id)} == {SectionState.APPROVED}
    button(page, f"approve-{drafted.id}-{first.id}").click().run()
    assert section(demo, drafted, 0).state is SectionState.DRAFT


def test_an_earlier_version_is_compared_and_taken_back(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    first = section(demo, drafted, 0)
    demo.sections.edit(drafted.id, first.id, first.revision, "By hand.")
    page = button(open_page("article", article=drafted.id), f"history-{drafted.id}-{first.id}").click().run()
    assert "<del>" in " ".join(part.proto.body for part in page.get("html"))
    next(b for b in page.button if b.label == "Take this version back").click().run()
    assert section(demo, drafted, 0).markdown == first.markdown


def test_the_polish_is_compared_and_the_draft_s_wording_kept(
    open_page: OpenPage, demo: Studio, drafted: Article
) -> None:
    first = section(demo, drafted, 0)
    demo.sections.edit(drafted.id, first.id, first.revision, first.markdown.replace("\n\n", " "))
    demo.sections.keep_stale(drafted.id, stale(demo, drafted))
    demo.articles.approve(drafted.id)
    at_rest(demo, drafted.id)
    page = open_page("article", article=drafted.id)
    choice = next(group for group in page.get("button_group") if group.label.startswith("In the page for"))
    choice.set_value("Draft").run()
    assert not section(demo, drafted, 0).use_polished


def test_what_is_missing_is_written_on_request(open_page: OpenPage, demo: Studio, drafted: Article) -> None:
    added = drafted.outline.sections[0].model_copy(update={"id": 99, "heading": "One more", "fact_ids": []})
    wanted = drafted.outline.model_copy(update={"sections": [*drafted.outline.sections, added]})
    demo.outlines.save(drafted.id, drafted.outline, wanted)
    page = open_page("article", article=drafted.id)
    assert "1 section is still to be written" in text_of(page)
    button(page, f"go-on-{drafted.id}").click().run()
    assert "## One more" in at_rest(demo, drafted.id).raw_content
