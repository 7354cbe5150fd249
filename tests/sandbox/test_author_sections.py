"""Sections: every sentence states a fact and carries its mark, in the voice's measurable rules."""

from __future__ import annotations

import re

import pytest
from author_prompts import MARK, written

FACTS = [
    "The Harrowdale trial followed 64 houses from October 2021 to April 2023.",
    "Living rooms averaged 20.4 °C between December and February.",
    "The average installation took six working days, and the average price was £13,100.",
    "Installers replaced 41% of all radiators in the trial.",
    '"The houses were never the real problem," said Dr Ilse Brannigan.',
    "Microbore pipework had to be replaced in 11 houses.",
    "Households on oil saved £410 a year on average.",
]
TAIL = "Heat pumps move heat from outside to inside [F9]."


def paragraphs(text):
    return text.split("\n\n")


def sentences(paragraph):
    return re.findall(r"\[F\d+\][.!]", paragraph)


def test_every_fact_is_told_once_with_its_mark():
    assert sorted(MARK.findall(written(FACTS))) == [f"F{n}" for n in range(1, 8)]


def test_the_mark_stands_before_the_full_stop():
    assert "Living rooms averaged 20.4 °C between December and February [F2]." in written(FACTS)


def test_a_quotation_keeps_its_words_and_its_speaker():
    assert '"The houses were never the real problem," said Dr Ilse Brannigan [F5].' in written(FACTS)


def test_paragraphs_have_at_most_three_sentences():
    assert all(1 <= len(sentences(p)) <= 3 for p in paragraphs(written(FACTS)))


def test_facts_told_before_are_left_out():
    assert set(MARK.findall(written(FACTS, used=["F1", "F4"]))) == {"F2", "F3", "F5", "F6", "F7"}


def test_what_the_tail_says_is_not_said_again():
    tail = "Installers replaced 41% of all radiators in the trial [F4]."
    assert "F4" not in MARK.findall(written(FACTS, tail=tail))


def test_the_first_sentence_connects_to_the_tail_and_claims_nothing_of_its_own():
    alone, connected = written(FACTS), written(FACTS, tail=TAIL)
    assert alone.startswith("The Harrowdale trial")
    assert not connected.startswith("The Harrowdale trial")
    assert re.findall(r"\d+", MARK.sub("", connected)) == re.findall(r"\d+", MARK.sub("", alone))


def test_a_section_without_facts_of_its_own_takes_those_that_fit_its_heading():
    text = written(FACTS, fact_ids=[], heading="Radiators and pipework", words=40)
    assert {"F4", "F6"} & set(MARK.findall(text))


def test_the_length_follows_the_words_wanted():
    assert len(written(FACTS, words=40).split()) < len(written(FACTS, words=180).split())


def test_a_forbidden_word_is_never_written_in_any_inflection():
    text = written([*FACTS, "Engineers delved into the pipes for two days."], forbidden=["radiator"])
    assert "radiator" not in text.lower()
    assert "delv" not in text.lower()
    for word, form in (
        ("strategy", "strategies"),
        ("plan", "planned"),
        ("deliver", "deliverable"),
        ("量子", "量子力学"),
    ):
        assert form not in written(["A house used 3 kW.", f"The {form} cost £5 in Leeds."], forbidden=[word])


def test_a_forbidden_word_with_a_synonym_is_replaced():
    assert "the housing field" in written(["Heat pumps changed the housing landscape in Leeds in 2023."])


def test_a_forbidden_word_inside_a_quotation_stays():
    assert "landscape" in written(['"It is a landscape of pipes," said Dr Brannigan.'])


@pytest.mark.parametrize(("bullets", "expected"), [("frequent", True), ("rare", False), ("never", False)])
def test_bullets_follow_the_voice(bullets, expected):
    assert ("\n- " in written(FACTS, bullets=bullets)) is expected


def test_a_question_opens_the_section_only_where_the_voice_asks_questions():
    assert written(FACTS, questions=True).split(" The Harrowdale")[0].endswith("?")
    assert "?" not in written(FACTS)


def test_short_sentences_are_split_and_long_ones_joined():
    short, long = written(FACTS, length="short"), written(FACTS, length="long")
    assert "The average installation took six working days [F3]. The average price was £13,100 [F3]." in short
    assert len(re.findall(r"\]\.", short)) > len(re.findall(r"\]\.", long))


def test_key_phrases_are_bold_where_the_voice_wants_it():
    assert "**radiators**" in written(FACTS, bold=True, keywords=["radiators"])
    assert "**" not in written(FACTS, keywords=["radiators"])


def test_a_note_can_shorten():
    assert len(written(FACTS, note="Please make it shorter.").split()) < len(written(FACTS).split())


def test_a_note_can_ask_for_bullets_and_forbid_them():
    assert "\n- " in written(FACTS, note="Use bullet points")
    assert "\n- " not in written(FACTS, note="No bullets, please", bullets="frequent")


def test_a_note_can_ask_for_more_and_less_about_something():
    assert MARK.findall(written(FACTS, note="More about radiators"))[0] == "F4"
    assert "F4" not in MARK.findall(written(FACTS, note="less about radiators"))


def test_other_languages_get_no_english_words():
    facts = ["Die Anlage kostet 600 Euro und liefert Strom für den Haushalt.", "Der Zähler wird kostenlos getauscht."]
    text = written(facts, tail="Das ist ein Anfang.", language="de", heading="Was es kostet")
    assert text.startswith("Nun zum Geld: Die Anlage")
    czech = written(["Čerpadlo stojí 600 eur."], tail="Začátek.", language="cs")
    assert czech == "Čerpadlo stojí 600 eur [F1]."


def test_english_facts_in_an_article_of_another_language_get_no_connectives():
    assert written(FACTS, tail="Das ist der Anfang.", language="de").startswith("The Harrowdale trial")


def test_no_facts_give_an_honest_line():
    assert written([]) == "The fact sheet holds nothing for this section yet."


def test_a_bold_figure_keeps_its_sign_and_its_range():
    text = written(
        ["The pump runs well.", "Pumps work between −20 and −5 °C.", "A bean holds 18 to 22 percent."], bold=True
    )
    assert "between **−20 and −5 °C**" in text
    assert "**18 to 22 percent**" in text
