"""Polish: smoother wording, and every statement as it was."""

from __future__ import annotations

import re

from author_prompts import MARK, polished

DRAFT = """On to the money: a heat pump cost £15,600 in 2023 [F1].  In order to save, Ms Oakshott sealed her loft [F2] .

The Pharos is the most famous lighthouse of antiquity [F3]. The Pharos was finished around 280 BC [F4].

- A point with "two  spaces" [F5]."""


def test_every_mark_and_every_figure_stays():
    text = polished(DRAFT)
    assert MARK.findall(text) == MARK.findall(DRAFT)
    assert re.findall(r"\d[\d,]*", text) == re.findall(r"\d[\d,]*", DRAFT)


def test_wordy_phrases_and_spacing_are_mended():
    text = polished(DRAFT)
    assert "To save, Ms Oakshott sealed her loft [F2]." in text
    assert "2023 [F1]. To" in text


def test_two_sentences_with_the_same_subject_become_one():
    expected = "The Pharos is the most famous lighthouse of antiquity [F3] and was finished around 280 BC [F4]."
    assert expected in polished(DRAFT)


def test_a_doubled_sentence_goes():
    assert polished("One fact stands here [F1]. One fact stands here [F1].") == "One fact stands here [F1]."


def test_an_overused_transition_is_replaced_or_dropped():
    text = polished(DRAFT, transitions=["On to the money"])
    assert text.startswith("Then there is the bill: a heat pump cost")
    assert polished("In addition, pumps last [F1].", transitions=["In addition"]) == "Pumps last [F1]."


def test_a_very_short_statement_joins_the_next():
    assert polished("Drying is simple [F1]. The baker spreads a layer on paper [F2].") == (
        "Drying is simple [F1]; the baker spreads a layer on paper [F2]."
    )


def test_quotations_stay_character_by_character():
    quoted = '"In order to  win , we wait," said Dr Brannigan [F1].'
    assert polished(quoted) == quoted


def test_a_paragraph_of_more_than_three_sentences_is_divided():
    draft = " ".join(f"Statement number {n} tells something about house {n} [F{n}]." for n in range(1, 6))
    assert [len(MARK.findall(p)) for p in polished(draft).split("\n\n")] == [3, 2]


def test_after_a_refusal_only_spacing_changes():
    findings = [{"excerpt": "x", "problem": "y"}]
    assert polished("In order to save [F1].", findings=findings) == "In order to save [F1]."


def test_lists_and_sub_headings_stay():
    draft = "### Prices\n\n- One costs £5 [F1].\n- Two cost £9 [F2]."
    assert polished(draft) == draft


def test_a_forbidden_word_in_a_draft_gets_a_synonym_and_keeps_its_fact():
    assert polished("The housing landscape changed in 2023 [F1].") == "The housing field changed in 2023 [F1]."
