"""The outline's editor: whatever is valid is saved at once, whatever is not stays where it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.schemas import Article, ArticleOutline, CompetitorData, Fact, OutlineSection, Section, Status
from snowball_core.services.studio import Studio
from tests.studio.conftest import NOW
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]
INSTRUCTION = "Tell what happened, in order."


def planned(number: int, heading: str, *fact_ids: str) -> OutlineSection:
    return OutlineSection(id=number, heading=heading, instruction_note=INSTRUCTION, fact_ids=list(fact_ids))


OUTLINE = ArticleOutline(
    title="Lights on the coast",
    sections=[planned(1, "Fires", "F1"), planned(2, "Lenses", "F1", "F2"), planned(3, "Keepers", "F2")],
)
FACTS = CompetitorData(
    fact_sheet=[Fact(id=f"F{n}", text=f"Fact number {n}.", verified=True, quote="…", source_id="S1") for n in (1, 2, 3)]
)


@pytest.fixture
def article(keep: Callable[..., Article]) -> Article:
    """An article whose outline waits for the human."""
    return keep("lighthouses", status=Status.OUTLINE_REVIEW, outline=OUTLINE, competitor_data=FACTS)


class Editor:
    """The editor in an open page, spoken to as a person does."""

    def __init__(self, page: AppTest, article: Article) -> None:
        self.page = page
        self.article_id = article.id

    @property
    def said(self) -> str:
        return text_of(self.page)

    def unfold(self, section_id: int) -> None:
        next(button for button in self.page.button if str(button.key).endswith(f"-unfold-{section_id}")).click().run()

    def field(self, label: str, section_id: int = 0) -> Any:
        """A field of the article, or of a section that is unfolded."""
        holder = f"-{section_id or 'article'}-"
        kinds = (*self.page.text_input, *self.page.text_area, *self.page.multiselect)
        return next(field for field in kinds if field.label == label and holder in field.key)

    def type(self, label: str, value: object, section_id: int = 0) -> None:
        self.field(label, section_id).set_value(value).run()

    def press(self, label: str, section_id: int = 0) -> None:
        ends = f"-{section_id}" if section_id else ""
        buttons = [button for button in self.page.button if button.label == label and str(button.key).endswith(ends)]
        buttons[0].click().run()

    def offers(self, label: str) -> bool:
        return any(button.label == label and not button.disabled for button in self.page.button)


@pytest.fixture
def editor(open_page: OpenPage, article: Article) -> Editor:
    """The editor as it opens."""
    return Editor(open_page("article", article=article.id), article)


@pytest.fixture
def stored(demo: Studio, article: Article) -> Callable[[], ArticleOutline]:
    """Reads the outline as it is saved."""

    def read() -> ArticleOutline:
        outline = demo.store.article(article.id).outline
        assert outline is not None
        return outline

    return read


Stored = Callable[[], ArticleOutline]


def headings(outline: ArticleOutline) -> list[str]:
    return [section.heading for section in outline.sections]


def renamed(outline: ArticleOutline, title: str) -> ArticleOutline:
    return outline.model_copy(update={"title": title})


def test_what_is_typed_is_saved_at_once(editor: Editor, stored: Stored) -> None:
    editor.unfold(2)
    editor.type("Title", "Lights and shores")
    editor.type("Heading", "The lens of Fresnel", 2)
    editor.type("Instruction", "Say who ground the first lens.", 2)
    editor.type("Keywords", ["Fresnel"], 2)
    editor.type("Facts to use", ["F3"], 2)
    section = stored().sections[1]
    assert stored().title == "Lights and shores"
    assert section.heading == "The lens of Fresnel"
    assert section.instruction_note == "Say who ground the first lens."
    assert (section.keywords_to_include, section.fact_ids) == (["Fresnel"], ["F3"])
    assert "All changes are saved" in editor.said


def test_the_page_shows_the_title_that_was_typed_last(editor: Editor) -> None:
    editor.type("Title", "Lights and shores")
    assert editor.page.title[0].value == "Lights and shores"


def test_what_breaks_a_bound_is_named_at_its_field_and_at_the_top(editor: Editor, stored: Stored) -> None:
    editor.unfold(2)
    editor.type("Heading", "x", 2)
    assert "The heading needs at least 3 characters." in editor.said
    assert "Not saved yet: the heading of section 2." in editor.said
    assert editor.field("Heading", 2).value == "x"
    assert stored() == OUTLINE


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Instruction", "short", "The instruction needs at least 10 characters."),
        ("Heading", "x" * 201, "The heading may have at most 200 characters."),
        ("Keywords", ["good", "x" * 101], "Keyword 2 may have at most 100 characters."),
    ],
)
def test_every_bound_is_named_in_plain_words(editor: Editor, label: str, value: object, words: str) -> None:
    editor.unfold(1)
    editor.type(label, value, 1)
    assert words in editor.said


def test_an_invalid_field_keeps_nothing_else_from_being_saved(editor: Editor, stored: Stored) -> None:
    editor.unfold(1)
    editor.type("Heading", "x", 1)
    editor.type("Instruction", "Say who lit the first fire.", 1)
    assert stored().sections[0].heading == "Fires"
    assert stored().sections[0].instruction_note == "Say who lit the first fire."


def test_what_cannot_be_saved_is_still_there_after_another_page(editor: Editor) -> None:
    editor.unfold(1)
    editor.type("Heading", "x", 1)
    editor.page.switch_page("ui/pages/voices.py").run()
    editor.page.query_params["article"] = editor.article_id
    editor.page.switch_page("ui/pages/article.py").run()
    assert editor.field("Heading", 1).value == "x"
    assert "Not saved yet: the heading of section 1." in editor.said


def test_a_section_is_added_at_the_end_and_below_another(editor: Editor, stored: Stored) -> None:
    editor.press("Add a section")
    editor.unfold(1)
    editor.press("Add below", 1)
    assert headings(stored()) == ["Fires", "New section", "Lenses", "Keepers", "New section"]
    assert [section.id for section in stored().sections] == [1, 5, 2, 3, 4]


def test_a_new_section_is_open_to_be_filled(editor: Editor, stored: Stored) -> None:
    editor.press("Add a section")
    editor.type("Heading", "Wrecks", 4)
    assert headings(stored())[-1] == "Wrecks"


def test_a_new_id_is_none_that_a_kept_text_has(
    demo: Studio, article: Article, open_page: OpenPage, stored: Stored
) -> None:
    demo.store.save_section(article.id, Section(id=9, position=8, markdown="A text that was taken out."))
    Editor(open_page("article", article=article.id), article).press("Add a section")
    assert stored().sections[-1].id == 10


def test_a_section_taken_out_comes_back_by_undo_and_goes_by_redo(editor: Editor, stored: Stored) -> None:
    editor.unfold(2)
    editor.press("Remove", 2)
    assert headings(stored()) == ["Fires", "Keepers"]
    assert "“Lenses” was taken out" in editor.said
    editor.press("Undo")
    assert stored() == OUTLINE
    editor.press("Redo")
    assert headings(stored()) == ["Fires", "Keepers"]


def test_who_takes_a_written_section_out_is_told_that_its_text_is_kept(
    demo: Studio, article: Article, open_page: OpenPage
) -> None:
    demo.store.save_section(article.id, Section(id=2, position=1, markdown="Glass, and more glass."))
    editor = Editor(open_page("article", article=article.id), article)
    editor.unfold(2)
    editor.press("Remove", 2)
    assert "Its text is kept" in editor.said
    assert demo.store.sections(article.id)[0].markdown == "Glass, and more glass."


def test_the_last_section_stays(editor: Editor) -> None:
    for section_id in (1, 2):
        editor.unfold(section_id)
        editor.press("Remove", section_id)
    editor.unfold(3)
    assert not editor.offers("Remove")


def test_a_duplicate_stands_below_and_has_an_id_of_its_own(editor: Editor, stored: Stored) -> None:
    editor.unfold(1)
    editor.press("Duplicate", 1)
    assert headings(stored()) == ["Fires", "Fires (copy)", "Lenses", "Keepers"]
    assert stored().sections[1].id == 4
    assert stored().sections[1].fact_ids == ["F1"]


def test_the_heading_of_a_duplicate_keeps_its_bound(editor: Editor, stored: Stored) -> None:
    editor.unfold(1)
    editor.type("Heading", "x" * 200, 1)
    editor.press("Duplicate", 1)
    assert stored().sections[1].heading == "x" * 193 + " (copy)"


def test_undo_goes_back_through_all_steps(editor: Editor, stored: Stored) -> None:
    editor.type("Title", "Another title")
    editor.press("Add a section")
    editor.unfold(1)
    editor.type("Heading", "Bonfires", 1)
    for _ in range(3):
        editor.press("Undo")
    assert stored() == OUTLINE
    assert editor.field("Title").value == "Lights on the coast"
    assert not editor.offers("Undo")
    for _ in range(3):
        editor.press("Redo")
    assert stored().title == "Another title"
    assert headings(stored()) == ["Bonfires", "Lenses", "Keepers", "New section"]


def test_what_is_typed_in_one_go_is_one_step(editor: Editor, stored: Stored) -> None:
    for so_far in ("Lights a", "Lights and", "Lights and shores"):
        editor.type("Title", so_far)
    editor.press("Undo")
    assert stored().title == "Lights on the coast"


def test_a_new_change_ends_what_could_be_redone(editor: Editor) -> None:
    editor.type("Title", "Another title")
    editor.press("Undo")
    assert editor.offers("Redo")
    editor.press("Add a section")
    assert not editor.offers("Redo")


def test_who_saves_later_is_told_and_can_keep_his_own(
    editor: Editor, demo: Studio, article: Article, stored: Stored
) -> None:
    demo.outlines.save(article.id, OUTLINE, renamed(OUTLINE, "Theirs"))
    editor.type("Title", "Mine")
    assert "changed elsewhere" in editor.said
    assert "Theirs" in editor.said
    assert editor.field("Title").value == "Mine"
    assert stored().title == "Theirs"
    editor.press("Keep mine: save it over the other")
    assert stored().title == "Mine"
    assert "changed elsewhere" not in editor.said


def test_who_takes_the_other_can_still_undo_that(
    editor: Editor, demo: Studio, article: Article, stored: Stored
) -> None:
    demo.outlines.save(article.id, OUTLINE, renamed(OUTLINE, "Theirs"))
    editor.type("Title", "Mine")
    editor.press("Take the other: drop what I typed")
    assert editor.field("Title").value == "Theirs"
    editor.press("Undo")
    assert stored().title == "Mine"


def test_a_change_from_elsewhere_shows_up_beside_an_invalid_field(
    editor: Editor, demo: Studio, article: Article
) -> None:
    editor.unfold(1)
    editor.type("Heading", "x", 1)
    demo.outlines.save(article.id, OUTLINE, renamed(OUTLINE, "Theirs"))
    editor.page.run()
    assert editor.field("Title").value == "Theirs"
    assert editor.field("Heading", 1).value == "x"
    assert "changed elsewhere" not in editor.said


def test_what_an_ended_session_had_typed_waits_for_a_word(
    open_page: OpenPage, article: Article, stored: Stored
) -> None:
    editor = Editor(open_page("articles"), article)
    editor.page.session_state[f"outline-{article.id}-0-article-title"] = "Typed while the server was away"
    editor.page.query_params["article"] = article.id
    editor.page.switch_page("ui/pages/article.py").run()
    assert "What you typed is still here" in editor.said
    assert stored() == OUTLINE
    editor.press("Keep mine: save it over the other")
    assert stored().title == "Typed while the server was away"


def test_while_the_program_works_the_outline_is_only_read(
    editor: Editor, demo: Studio, article: Article, stored: Stored
) -> None:
    demo.store.update_article(article.id, demo.store.article(article.id).version, status=Status.CANCELLED)
    editor.type("Title", "Too late")
    assert stored() == OUTLINE
    assert not editor.offers("Add a section")


def test_the_fields_tell_where_else_a_fact_is_used_and_which_none_uses(editor: Editor) -> None:
    editor.unfold(2)
    assert "F1 is used in section 1 too. F2 is used in section 3 too." in editor.said
    assert "Not used by any section: F3." in editor.said
    assert "1 fact that no section uses" in editor.said


def test_a_section_without_a_choice_may_use_every_fact(editor: Editor) -> None:
    editor.unfold(1)
    editor.type("Facts to use", [], 1)
    assert "that no section uses" not in editor.said


def test_a_change_of_a_written_section_s_plan_is_told(demo: Studio, article: Article, open_page: OpenPage) -> None:
    old = "plan:0;facts:0;before:0"
    demo.store.save_section(article.id, Section(id=2, position=1, markdown="Glass.", fingerprint=old))
    editor = Editor(open_page("article", article=article.id), article)
    assert "The text of section 2 is stale." in editor.said
    editor.unfold(2)
    assert "Stale: its plan changed" in editor.said


def test_an_earlier_outline_is_taken_back(editor: Editor, stored: Stored) -> None:
    editor.type("Title", "Another title")
    editor.page.session_state[f"outline-{editor.article_id}-earlier"] = True
    editor.page.run()
    assert "Lights on the coast" in editor.said
    editor.press("Take this one")
    assert stored() == OUTLINE
    assert editor.field("Title").value == "Lights on the coast"


def test_hostile_words_stay_words(editor: Editor) -> None:
    hostile = "<b>x</b> :red[y] ![z](https://evil.example/p.png)"
    editor.unfold(1)
    editor.type("Heading", hostile, 1)
    assert not editor.page.exception
    assert hostile in editor.said


def test_history_begins_with_what_stood_there_first(demo: Studio, article: Article) -> None:
    assert demo.outlines.history(article.id) == []
    demo.outlines.save(article.id, OUTLINE, renamed(OUTLINE, "Another title"))
    kept = demo.outlines.history(article.id)
    assert [earlier.outline for earlier in kept] == [OUTLINE]
    assert kept[0].until > NOW
