"""An outline while it is edited: what may be saved of it, and how facts are spread over its sections."""

from __future__ import annotations

import pytest

from snowball_core.schemas import ArticleOutline, Fact, OutlineSection
from snowball_core.services.edited_outline import EditedOutline, EditedSection, OutlineField
from snowball_core.services.outline_facts import fact_use

INSTRUCTION = "Tell what happened, in order."


def planned(number: int, heading: str = "A heading", *fact_ids: str) -> OutlineSection:
    return OutlineSection(id=number, heading=heading, instruction_note=INSTRUCTION, fact_ids=list(fact_ids))


SAVED = ArticleOutline(title="Saved", sections=[planned(n) for n in (1, 2, 3, 4)])
EDITED = EditedOutline.of(SAVED)
HEADING = OutlineField(2, "heading")


def ids(outline: EditedOutline) -> list[int]:
    return [section.id for section in outline.sections]


def test_an_outline_that_was_not_touched_is_saved_as_it_was():
    assert EDITED.savable(SAVED) == SAVED
    assert EDITED.problems() == {}


def test_a_field_that_breaks_a_bound_stays_as_it_was_saved_wherever_its_section_goes():
    moved = EDITED.changed(HEADING, "x").changed(OutlineField(2, "instruction_note"), INSTRUCTION * 2).arranged([2, 1])
    saved = moved.savable(SAVED)
    assert list(moved.problems()) == [HEADING]
    assert (saved.sections[0].heading, saved.sections[0].instruction_note) == ("A heading", INSTRUCTION * 2)


def test_a_new_section_whose_field_breaks_a_bound_is_saved_with_what_stands_there_at_first():
    edited = EDITED.with_section(EditedSection(9)).changed(OutlineField(9, "heading"), "")
    assert edited.savable(SAVED).sections[-1].heading == "New section"


def test_a_list_of_words_with_a_bad_one_is_one_problem_that_names_the_word():
    words = OutlineField(1, "keywords_to_include")
    problems = EDITED.changed(words, ("good", "x" * 101)).problems()
    assert [problem.path for problem in problems.values()] == ["sections.0.keywords_to_include.1"]
    assert list(problems) == [words]


def test_what_cannot_be_saved_is_carried_over_to_another_outline_that_has_its_section():
    typed = EDITED.changed(HEADING, "x")
    assert typed.over(EDITED.without(1)).value(HEADING) == "x"
    assert typed.over(EDITED.without(2)) == EDITED.without(2)


@pytest.mark.parametrize(
    ("order", "arranged"),
    [([4, 3, 2, 1], [4, 3, 2, 1]), ([3, 1, 2], [3, 4, 1, 2]), ([], [1, 2, 3, 4]), ([9, 2, 1], [2, 3, 4, 1])],
)
def test_sections_that_an_order_does_not_name_follow_the_one_they_followed(order: list[int], arranged: list[int]):
    assert ids(EDITED.arranged(order)) == arranged


def test_a_section_is_added_behind_another_or_at_the_end():
    assert ids(EDITED.with_section(EditedSection(9), after=2)) == [1, 2, 9, 3, 4]
    assert ids(EDITED.with_section(EditedSection(9), after=7)) == [1, 2, 3, 4, 9]


def test_changes_of_a_section_that_is_gone_change_nothing():
    assert EDITED.changed(OutlineField(7, "heading"), "Late") == EDITED
    assert EDITED.with_copy(7, 9) == EDITED


def test_facts_are_unused_when_no_section_chose_them_and_none_may_use_all():
    facts = [Fact(id=f"F{n}", text="A fact.", verified=True) for n in (1, 2, 3)]
    use = fact_use(
        ArticleOutline(title="All", sections=[planned(1, "One", "F1"), planned(2, "Two", "F1", "F2")]), facts
    )
    assert use.places == {"F1": [1, 2], "F2": [2]}
    assert [fact.id for fact in use.unused] == ["F3"]


def test_a_section_whose_facts_are_not_usable_any_more_may_use_all():
    facts = [Fact(id="F1", text="Not proved."), Fact(id="F2", text="Proved.", verified=True)]
    use = fact_use(ArticleOutline(title="All", sections=[planned(1, "One", "F1")]), facts)
    assert use.free == [1]
    assert use.unused == []
