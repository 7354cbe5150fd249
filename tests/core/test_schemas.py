"""The domain's models: what they take in, what they mend, what they refuse, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from snowball_core.schemas import (
    MAX_SECTIONS,
    Article,
    ArticleOutline,
    BrandVoice,
    Brief,
    CompetitorData,
    Fact,
    OutlineSection,
    Section,
    Source,
    Status,
    StyleDNA,
)
from snowball_core.text import clean_line, clean_text
from snowball_core.validation import as_input_error, explain

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def outline_section(**fields: Any) -> dict[str, Any]:
    return {"id": 1, "heading": "The lamp", "instruction_note": "Tell how it burned.", **fields}


def article(**fields: Any) -> dict[str, Any]:
    return {"id": "a1", "keyword": "lamps", "voice_id": "v1", "created_at": NOW, "updated_at": NOW, **fields}


def problems(model: type[BaseModel], data: object) -> list[str]:
    """What a person is told about the data; empty when the model takes it."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [str(problem) for problem in explain(error)]
    return []


# --- bounds --------------------------------------------------------------------------------------


def outline_of(count: int) -> dict[str, Any]:
    return {"title": "Lamps", "sections": [outline_section(id=n) for n in range(1, count + 1)]}


@pytest.mark.parametrize(
    ("model", "inside", "outside"),
    [
        pytest.param(StyleDNA, {"tone": "x" * 100}, {"tone": "x" * 101}, id="tone"),
        pytest.param(
            StyleDNA,
            {"tone": "x", "vocabulary": {"forbidden_words": [f"w{n}" for n in range(50)]}},
            {"tone": "x", "vocabulary": {"forbidden_words": [f"w{n}" for n in range(51)]}},
            id="forbidden-words",
        ),
        pytest.param(
            StyleDNA,
            {"tone": "x", "narrative_rules": ["r"] * 50},
            {"tone": "x", "narrative_rules": ["r"] * 51},
            id="rules",
        ),
        pytest.param(ArticleOutline, outline_of(1), outline_of(0), id="fewest-sections"),
        pytest.param(ArticleOutline, outline_of(MAX_SECTIONS), outline_of(MAX_SECTIONS + 1), id="most-sections"),
        pytest.param(ArticleOutline, {**outline_of(1), "title": "abc"}, {**outline_of(1), "title": "ab"}, id="title"),
        pytest.param(
            OutlineSection, outline_section(heading="x" * 200), outline_section(heading="x" * 201), id="heading"
        ),
        pytest.param(
            OutlineSection,
            outline_section(instruction_note="x" * 10),
            outline_section(instruction_note="x" * 9),
            id="note",
        ),
        pytest.param(
            OutlineSection,
            outline_section(keywords_to_include=["k"] * 20),
            outline_section(keywords_to_include=["k"] * 21),
            id="keywords",
        ),
        pytest.param(OutlineSection, outline_section(id=1), outline_section(id=0), id="section-id"),
        pytest.param(Article, article(keyword="x" * 200), article(keyword="x" * 201), id="keyword"),
        pytest.param(Brief, {"words": 20_000}, {"words": 20_001}, id="words"),
        pytest.param(Fact, {"text": "x" * 1_000}, {"text": "x" * 1_001}, id="fact"),
    ],
)
def test_a_bound_holds_exactly(model: type[BaseModel], inside: object, outside: object) -> None:
    assert problems(model, inside) == []
    assert len(problems(model, outside)) == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.b/c", "http://a b", "", "//a.b", "file:///etc/passwd"])
def test_a_source_has_a_web_address_or_none(url: str) -> None:
    assert problems(Source, {"id": "S1", "title": "t", "text": "x", "url": url})
    assert not problems(Source, {"id": "S1", "title": "t", "text": "x", "url": None})


@pytest.mark.parametrize("code", ["en", "de", "pt-BR", "zh-Hant-TW"])
def test_a_language_is_a_code(code: str) -> None:
    assert not problems(Brief, {"language": code})
    assert problems(Brief, {"language": f"{code}!"})


@pytest.mark.parametrize("moment", [datetime(2026, 11, 23, 12, 0), "2026-11-23T12:00:00"])
def test_a_moment_without_a_time_zone_is_refused(moment: object) -> None:
    assert problems(Article, article(created_at=moment))


def test_section_ids_of_an_outline_are_unique() -> None:
    twice = {"title": "Lamps", "sections": [outline_section(id=2), outline_section(id=2), outline_section(id=1)]}
    assert problems(ArticleOutline, twice) == ["section ids must be unique; [2] occur more than once"]


def test_an_assignment_is_validated_like_a_new_value() -> None:
    dna = StyleDNA(tone="warm")
    with pytest.raises(ValidationError):
        dna.tone = ""


# --- tolerance -----------------------------------------------------------------------------------


def test_a_bare_string_becomes_an_unverified_fact_with_an_id_of_its_own() -> None:
    found = CompetitorData.model_validate({"fact_sheet": ["Whale oil burns.", {"id": "F1", "text": "Wood burns."}]})
    bare, known = found.fact_sheet
    assert (bare.id, bare.text, bare.verified, bare.usable) == ("F2", "Whale oil burns.", False, False)
    assert known.id == "F1"


def test_two_facts_of_one_id_are_refused() -> None:
    twins = [{"id": "F1", "text": "a"}, {"id": "F1", "text": "b"}]
    assert problems(CompetitorData, {"fact_sheet": twins}) == ["two facts have the same id"]


def test_a_row_of_an_older_version_loads() -> None:
    row = article(
        status=None,
        mode=None,
        brief=None,
        run=None,
        raw_content=None,
        final_html=None,
        error_message=None,
        competitor_data={"fact_sheet": ["Whale oil burns."], "content_gap": {"missing_topics": ["prices"]}},
        outline={"title": "Lamps", "sections": [outline_section()]},
        failed_at_phase=None,
        some_column_of_a_newer_version=1,
    )
    loaded = Article.model_validate(row)
    assert (loaded.status, loaded.mode, loaded.run, loaded.final_html) == (Status.QUEUED, "guided", 0, "")
    assert loaded.competitor_data.content_gap.user_intent_gaps == []
    assert loaded.outline.sections[0].keywords_to_include == []


def test_a_voice_of_an_older_row_keeps_its_misplaced_fields() -> None:
    dna = StyleDNA.model_validate(
        {
            "tone": "warm",
            "forbidden_words": ["synergy"],
            "vocabulary": {"level": "PhD", "narrative_rules": ["be brief"]},
        }
    )
    assert dna.vocabulary.forbidden_words == ["synergy"]
    assert dna.vocabulary.level == "PhD"
    assert dna.narrative_rules == ["be brief"]


def test_fields_in_their_place_win_over_misplaced_ones() -> None:
    dna = StyleDNA.model_validate(
        {
            "tone": "warm",
            "narrative_rules": ["right"],
            "forbidden_words": ["wrong"],
            "vocabulary": {"forbidden_words": ["right"], "narrative_rules": ["wrong"]},
        }
    )
    assert (dna.vocabulary.forbidden_words, dna.narrative_rules) == (["right"], ["right"])


def test_a_voice_with_a_tone_alone_has_everything() -> None:
    voice = BrandVoice(id="v", name="N", style_dna={"tone": "warm"}, created_at=NOW, updated_at=NOW)
    assert voice.style_dna.sentence_structure.avg_length == "varied"
    assert BrandVoice.model_validate(voice.model_dump(mode="json")) == voice


def test_a_long_title_of_a_page_is_shortened_rather_than_refused() -> None:
    assert len(Source(id="S1", title="t" * 900, text="x").title) == 300


@pytest.mark.parametrize(
    ("state", "usable"),
    [
        ({"verified": True}, True),
        ({"accepted": True}, True),
        ({}, False),
        ({"verified": True, "included": False}, False),
        ({"accepted": True, "included": False}, False),
    ],
)
def test_only_proven_or_knowingly_accepted_facts_are_usable(state: dict[str, bool], usable: bool) -> None:
    assert Fact(text="Whale oil burns.", **state).usable is usable


def test_the_final_wording_is_the_polished_one_unless_the_human_prefers_the_draft() -> None:
    section = Section(id=1, position=0, markdown="draft", polished="polished")
    assert section.final_markdown == "polished"
    assert section.model_copy(update={"use_polished": False}).final_markdown == "draft"
    assert section.model_copy(update={"polished": ""}).final_markdown == "draft"


# --- cleaning ------------------------------------------------------------------------------------


def test_a_line_loses_what_cannot_be_seen_or_turns_text_round() -> None:
    assert clean_line(" a\u202eb\u0000c\r\nd\t e\u200b\u2066f ") == "abc d ef"


def test_a_text_keeps_its_lines_and_loses_control_characters() -> None:
    assert clean_text("one\r\ntwo\rthree\x00\x1b[31m\tfour") == "one\ntwo\nthree[31m\tfour"


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "日本語の記事", "Straße", "🧑‍🚀 in space", "שלום עולם", "สวัสดี"])
def test_other_scripts_and_their_joiners_are_kept(text: str) -> None:
    assert Article.model_validate(article(keyword=text)).keyword == text
    assert clean_text(text) == text


def test_composed_and_decomposed_letters_are_one_keyword() -> None:
    assert Article.model_validate(article(keyword="Cafe\u0301")).keyword == "Café"


@pytest.mark.parametrize("empty", ["", "   ", "\x01\x02", "\u202e\u200b", "\n\t"])
def test_a_keyword_that_shows_nothing_is_empty(empty: str) -> None:
    assert problems(Article, article(keyword=empty)) == ["keyword: must not be empty"]


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


# --- messages ------------------------------------------------------------------------------------


def test_every_problem_is_a_sentence_with_its_place() -> None:
    broken = {"tone": "x" * 101, "vocabulary": {"level": "Grade 3", "forbidden_words": ["w"] * 51}}
    assert problems(StyleDNA, broken) == [
        "tone: may have at most 100 characters",
        "vocabulary.level: must be one of 'Grade 8', 'Grade 12' or 'PhD'",
        "vocabulary.forbidden_words: may have at most 50 (has 51)",
    ]
    assert problems(StyleDNA, {}) == ["tone: is missing"]
    assert problems(ArticleOutline, {"title": "ab", "sections": [outline_section(instruction_note="no")]}) == [
        "title: needs at least 3 characters",
        "sections.0.instruction_note: needs at least 10 characters",
    ]


def test_a_message_never_repeats_the_value() -> None:
    with pytest.raises(ValidationError) as refused:
        Source.model_validate({"id": "hunter2", "title": "t", "text": "x", "url": "hunter2", "origin": "hunter2"})
    error = as_input_error(refused.value, "This source")
    assert error.message.startswith("This source cannot be used: id: ")
    assert "hunter2" not in str(error)
