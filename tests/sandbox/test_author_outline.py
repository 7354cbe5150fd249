"""Outlines and gaps: facts grouped by what they are about, under headings in the voice's style."""

from __future__ import annotations

from author_prompts import gaps, planned

FACTS = [
    "A heat pump is a machine that moves heat from the air into a house.",
    "A heat pump consists of a compressor, a valve and two coils.",
    "Flow temperature means the temperature of the water that leaves a heat pump.",
    "A heat pump in Leeds cost £15,600 in 2023.",
    "The grant for a heat pump rose to £7,500.",
    "Servicing costs between £140 and £230 a year.",
    "Ms Oakshott paid £1,390 for electricity.",
    "Peter von Rittinger built the first working unit in 1857.",
    "Zurich's town hall was heated by a heat pump in 1938.",
    "The first ground loop was patented in Indianapolis in 1948.",
    "Lord Kelvin described the principle in 1852.",
    "The Harrowdale study found that 41% of radiators were replaced.",
    "A survey of 300 owners showed that 80% were satisfied.",
    "Researchers measured an average factor of 3.1 in 56 homes.",
    "Bills fell by 12% according to the Harrowdale trial.",
]


def sections(**changes):
    return planned(FACTS, "heat pumps for old houses", wanted="3 to 4", **changes)["sections"]


def test_facts_about_money_share_a_section():
    money = next(s for s in sections() if "F4" in s["fact_ids"])
    assert {"F5", "F6"} <= set(money["fact_ids"])


def test_history_is_told_in_the_order_of_its_years():
    history = next(s for s in sections() if "F11" in s["fact_ids"])["fact_ids"]
    assert [i for i in history if i in {"F8", "F9", "F10", "F11"}] == ["F11", "F8", "F9", "F10"]


def test_the_definition_comes_first():
    assert sections()[0]["fact_ids"][0] == "F1"


def test_each_fact_stands_in_one_section_and_none_is_invented():
    ids = [i for section in sections() for i in section["fact_ids"]]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {f"F{n}" for n in range(1, 16)}


def test_as_many_sections_as_asked_for_where_the_facts_carry_them():
    assert 2 <= len(sections()) <= 4
    assert len(planned(FACTS[:2], "heat pumps", wanted="1")["sections"]) == 1


def test_an_editor_can_ask_for_a_number_of_sections():
    assert len(sections(note="Make it two sections")) == 2


def test_headings_follow_the_voices_style():
    assert all(s["heading"].endswith("?") for s in sections(headers="question-based"))
    assert not any(s["heading"].endswith("?") for s in sections())
    assert [s["heading"] for s in sections(headers="clickbaity")] != [s["heading"] for s in sections()]


def test_headings_differ_and_notes_instruct():
    headings = [s["heading"] for s in sections()]
    assert len(headings) == len(set(headings))
    assert all(len(s["instruction_note"]) >= 10 for s in sections())


def test_the_title_holds_the_keyword_and_stays_short():
    title = planned(FACTS, "heat pumps for old houses")["title"]
    assert title.startswith("Heat pumps for old houses")
    assert len(title) <= 90


def test_a_forbidden_word_enters_no_heading_and_no_keyword():
    plan = planned(
        FACTS, "heat pumps for old houses", wanted="3 to 4", forbidden=["cost", "money", "radiator", "figure"]
    )
    words = " ".join([plan["title"], *(s["heading"] for s in plan["sections"])]).lower()
    assert not any(word in words for word in ("cost", "money", "figure"))
    assert not any("radiator" in k for s in plan["sections"] for k in s["keywords_to_include"])


def test_german_outlines_have_german_headings():
    facts = [f"Ein Set kostet in Köln {n}00 Euro." for n in range(3, 9)]
    plan = planned(facts, "Balkonkraftwerk", wanted="1", language="de")
    assert [s["heading"] for s in plan["sections"]] == ["Was es kostet"]


def test_a_language_without_tables_gets_a_plan_from_its_own_words():
    plan = planned(
        ["Tepelné čerpadlo vydrží dvacet let.", "Zimy jsou dlouhé a studené."], "tepelné čerpadlo", language="cs"
    )
    assert plan["title"] == "Tepelné čerpadlo"
    assert plan["sections"][0]["fact_ids"]


def test_of_two_facts_that_say_the_same_one_is_used():
    twice = ["Heat pumps last 20 to 25 years in Britain.", "In Britain, heat pumps last 20 to 25 years."]
    ids = [i for s in planned([*twice, *FACTS], "heat pumps")["sections"] for i in s["fact_ids"]]
    assert not {"F1", "F2"} <= set(ids)


def test_sides_that_no_page_covers_are_missing_topics():
    pages = [{"id": "S1", "title": "Prices", "published": "2025", "headings": ["What it costs", "Prices and grants"]}]
    gap = gaps("heat pumps", pages, ["A heat pump costs £9,000.", "A grant pays £7,500."])
    assert any("mistakes" in topic.lower() for topic in gap["missing_topics"])
    assert not any("cost" in topic.lower() and "budget" in topic.lower() for topic in gap["missing_topics"])


def test_an_old_page_and_disagreeing_figures_are_named():
    pages = [
        {"id": "S1", "title": "Old guide", "published": "2018-01-01", "headings": []},
        {"id": "S2", "title": "New guide", "published": "2025-01-01", "headings": []},
    ]
    facts = ["Skarvay Light received 5,400 visitors last season.", "Skarvay Light received 6,200 visitors last season."]
    outdated = gaps("lighthouses", pages, facts)["outdated_info"]
    assert "Old guide" in outdated
    assert "5,400" in outdated
    assert "6,200" in outdated


def test_up_to_date_pages_that_agree_have_nothing_outdated():
    pages = [{"id": "S1", "title": "Guide", "published": "2025-01-01", "headings": []}]
    assert gaps("lighthouses", pages, ["Fifty keepers work in Canada."])["outdated_info"] == ""
