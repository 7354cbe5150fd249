from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snowball_core.schemas import ArticleOutline, Fact, OutlineSection, Section
from snowball_core.writing.snowball import fingerprint, raw_content, section_facts, stale_sections, tail

from .texts import anything

# --- tail ----------------------------------------------------------------------------------------


@given(anything, st.integers(0, 250))
def test_a_tail_is_a_suffix_of_the_draft_within_the_limit(draft: str, limit: int) -> None:
    found = tail(draft, limit)
    assert draft.endswith(found)
    assert len(found) <= limit
    assert found == draft or len(draft) > limit


@given(
    st.lists(st.sampled_from(["word", "[F1, F2]", "end.", "\n\n", "[F3].", "long-winded"]), max_size=60),
    st.integers(0, 200),
)
def test_a_tail_never_begins_within_a_word_or_a_mark(words: list[str], limit: int) -> None:
    draft = " ".join(words)
    found = tail(draft, limit)
    before = draft[: len(draft) - len(found)]
    assert not found or not before or before[-1].isspace()
    assert found.count("[") == found.count("]")


@given(
    st.lists(
        st.sampled_from(["One is here.", "Two came [F1, F2].", "Three left the house in the evening."]), min_size=1
    ),
    st.integers(90, 200),
)
def test_a_tail_of_sentences_begins_with_a_sentence_and_fills_half_of_the_limit(
    sentences: list[str], limit: int
) -> None:
    draft = " ".join(sentences)
    found = tail(draft, limit)
    assert found.startswith(("One", "Two", "Three"))
    assert len(found) >= min(len(draft), limit // 2)


def test_a_short_draft_is_its_own_tail() -> None:
    assert tail("  Short draft.\n", 100) == "  Short draft.\n"


def test_a_paragraph_border_wins_over_a_sentence_border() -> None:
    draft = "First words. More words here.\n\nA second paragraph. It goes on and on."
    assert tail(draft, 60) == "A second paragraph. It goes on and on."


def test_a_paragraph_border_that_leaves_too_little_gives_way_to_a_sentence() -> None:
    draft = "It begins here. This one is longer than the others. So is this one here.\n\nEnd."
    assert tail(draft, 40) == "So is this one here.\n\nEnd."


def test_an_endless_sentence_is_cut_at_a_word() -> None:
    assert tail("word " * 50 + "end", 22) == "word word word end"


def test_an_endless_text_without_spaces_is_cut_at_a_character_of_its_script() -> None:
    assert tail("文" * 300, 50) == "文" * 50


def test_an_endless_word_leaves_nothing() -> None:
    assert tail("x" * 300, 50) == ""


def test_a_mark_is_never_cut() -> None:
    draft = "word " * 20 + "[F1, F2, F3] end"
    assert [tail(draft, limit) for limit in (8, 12, 16)] == ["end", "end", "[F1, F2, F3] end"]


@pytest.mark.parametrize(
    "draft", ["这是第一句。这是第二句。这是第三句。", "هذه جملة أولى. هذه جملة ثانية. هذه جملة ثالثة."]
)
def test_sentences_of_other_scripts_are_borders(draft: str) -> None:
    found = tail(draft, len(draft) - 2)
    assert found in draft
    assert found[0] in "这ه"


def test_an_emoji_of_several_characters_is_not_cut() -> None:
    assert tail("go 👩‍👩‍👧 👩‍👩‍👧 home", 12) == "👩‍👩‍👧 home"


# --- facts and content ---------------------------------------------------------------------------


def planned(number: int, *fact_ids: str, heading: str = "") -> OutlineSection:
    return OutlineSection(
        id=number, heading=heading or f"Heading {number}", instruction_note="Write about it.", fact_ids=list(fact_ids)
    )


FACTS = [
    Fact(id="F1", text="One.", verified=True),
    Fact(id="F2", text="Two.", verified=True),
    Fact(id="F3", text="Three.", verified=False),
    Fact(id="F4", text="Four.", accepted=True),
    Fact(id="F5", text="Five.", verified=True, included=False),
]


@pytest.mark.parametrize(
    ("fact_ids", "expected"),
    [
        ([], ["F1", "F2", "F4"]),
        (["F2"], ["F2"]),
        (["F4", "F1"], ["F1", "F4"]),
        (["F2", "F3"], ["F2"]),
        (["F3", "F5"], ["F1", "F2", "F4"]),
        (["F99"], ["F1", "F2", "F4"]),
    ],
)
def test_a_section_sees_its_usable_facts_or_all_usable_ones(fact_ids: list[str], expected: list[str]) -> None:
    assert [fact.id for fact in section_facts(planned(1, *fact_ids), FACTS)] == expected


OUTLINE = ArticleOutline(title="The title", sections=[planned(7, "F1"), planned(3, "F2"), planned(5)])


def test_raw_content_is_the_written_sections_in_the_outlines_order() -> None:
    sections = [
        Section(id=3, position=1, markdown="Third."),
        Section(id=7, position=0, markdown="Seventh."),
        Section(id=5, position=2),
        Section(id=99, position=9, markdown="No longer planned."),
    ]
    assert raw_content(OUTLINE, sections) == "# The title\n\n## Heading 7\n\nSeventh.\n\n## Heading 3\n\nThird."
    assert raw_content(OUTLINE, []) == "# The title"


# --- what is stale -------------------------------------------------------------------------------

CONTEXT = 400


def written(outline: ArticleOutline = OUTLINE, facts: list[Fact] = FACTS) -> list[Section]:
    """Every section written from what stands before it, as the program does it."""
    sections: list[Section] = []
    for position, section in enumerate(outline.sections):
        before = tail(raw_content(outline, sections), CONTEXT)
        mark = fingerprint(section, section_facts(section, facts), before)
        text = f"Text of {section.id}."
        sections.append(Section(id=section.id, position=position, markdown=text, fingerprint=mark))
    return sections


def stale(
    outline: ArticleOutline = OUTLINE, sections: list[Section] | None = None, facts: list[Fact] = FACTS
) -> dict[int, str]:
    return stale_sections(outline, written() if sections is None else sections, facts, CONTEXT)


def test_nothing_is_stale_when_nothing_changed() -> None:
    assert stale() == {}


def test_another_plan_makes_its_section_stale_and_a_heading_those_behind_it() -> None:
    note = OUTLINE.sections[1].model_copy(update={"instruction_note": "Write about something else."})
    assert stale(OUTLINE.model_copy(update={"sections": [OUTLINE.sections[0], note, OUTLINE.sections[2]]})) == {
        3: "its plan changed"
    }
    renamed = planned(3, "F2", heading="Renamed")
    assert stale(OUTLINE.model_copy(update={"sections": [OUTLINE.sections[0], renamed, OUTLINE.sections[2]]})) == {
        3: "its plan changed",
        5: "the text before it changed",
    }


def test_another_fact_makes_those_sections_stale_that_may_use_it() -> None:
    facts = [FACTS[0], FACTS[1].model_copy(update={"text": "Twenty."}), *FACTS[2:]]
    assert stale(facts=facts) == {3: "its facts changed", 5: "its facts changed"}


def test_a_fact_that_is_taken_out_makes_its_section_stale() -> None:
    facts = [FACTS[0].model_copy(update={"included": False}), *FACTS[1:]]
    assert stale(facts=facts) == {7: "its facts changed", 5: "its facts changed"}


def test_an_edited_section_makes_the_next_ones_stale_as_far_as_they_see_it() -> None:
    sections = written()
    sections[0] = sections[0].model_copy(update={"markdown": "Edited."})
    assert stale(sections=sections) == {3: "the text before it changed", 5: "the text before it changed"}


def test_an_edit_out_of_sight_makes_nothing_stale() -> None:
    long = [
        section.model_copy(update={"markdown": f"{section.markdown} " + "More text here. " * 40})
        for section in written()
    ]
    for position, section in enumerate(OUTLINE.sections):
        before = tail(raw_content(OUTLINE, long[:position]), CONTEXT)
        long[position] = long[position].model_copy(
            update={"fingerprint": fingerprint(section, section_facts(section, FACTS), before)}
        )
    long[0] = long[0].model_copy(update={"markdown": "Edited. " + long[0].markdown})
    assert stale(sections=long) == {}


def test_several_reasons_are_all_named() -> None:
    sections = [planned(3, "F2"), planned(7, "F2")]
    assert stale(ArticleOutline(title="The title", sections=sections)) == {
        3: "the text before it changed",
        7: "its facts changed and the text before it changed",
    }


def test_unwritten_sections_and_those_of_older_rows_are_never_stale() -> None:
    sections = [Section(id=7, position=0), Section(id=3, position=1, markdown="Old text.")]
    assert stale(sections=sections) == {}


def test_a_fingerprint_names_its_three_parts() -> None:
    mark = fingerprint(OUTLINE.sections[0], FACTS[:1], "before")
    assert [part.partition(":")[0] for part in mark.split(";")] == ["plan", "facts", "before"]
    assert all(len(part.partition(":")[2]) == 64 for part in mark.split(";"))
    assert mark == fingerprint(OUTLINE.sections[0], FACTS[:1], "before")


def test_what_is_known_of_a_fact_besides_its_statement_does_not_change_a_draft() -> None:
    corroborated = FACTS[0].model_copy(update={"quote": "other quote", "source_id": "S9"})
    assert fingerprint(OUTLINE.sections[0], [corroborated], "") == fingerprint(OUTLINE.sections[0], FACTS[:1], "")
