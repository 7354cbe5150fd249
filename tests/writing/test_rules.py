from __future__ import annotations

import pytest
from hypothesis import given

from snowball_core.schemas import StyleDNA, Vocabulary
from snowball_core.writing.rules import RULES_FORBIDDEN, forbidden_words, rule_findings

from .texts import anything


def voice(*forbidden: str) -> StyleDNA:
    return StyleDNA(tone="dry", vocabulary=Vocabulary(forbidden_words=list(forbidden)))


def forbidden(markdown: str, *words: str) -> list[str]:
    return [f.excerpt for f in rule_findings(markdown, voice(*words)) if f.check == "forbidden-word"]


def test_the_rules_words_come_first_and_each_word_once() -> None:
    assert forbidden_words(voice("Synergy", "DELVE", "synergy")) == [*RULES_FORBIDDEN, "Synergy"]


@pytest.mark.parametrize(
    "word",
    [
        "delve",
        "Delves",
        "DELVED",
        "delving",
        "delver",
        "unleash",
        "unleashes",
        "unleashed",
        "unleashing",
        "landscapes",
        "landscape’s",
        "landscaping",
        "landscaped",
        "tapestry",
        "tapestries",
    ],
)
def test_simple_inflections_are_forbidden_too(word: str) -> None:
    assert forbidden(f"We {word} here.") == [word]


@pytest.mark.parametrize("word", ["shelve", "twelve", "landscapism", "escape", "leash", "tapes", "delverance"])
def test_words_that_only_look_alike_are_not(word: str) -> None:
    assert forbidden(f"We {word} here.") == []


@pytest.mark.parametrize(
    "markdown",
    [
        "Use `delve` now",
        "```\ndelve\n```",
        "See http://a.b/delve or [this](http://delve.com)",
        "He said “let us delve into it” again",
        "He said „wir delve hier“ again",
        "Er sagte «delve» leise",
    ],
)
def test_code_addresses_and_quotations_are_free(markdown: str) -> None:
    assert forbidden(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "words", "expected"),
    [
        ("In today’s\nworld we go", ["in today's world"], ["In today’s\nworld"]),
        ("C++ is C", ["C++"], ["C++"]),
        ("The plan was planned", ["plan"], ["plan", "planned"]),
        ("A cat, cats, cater", ["cat"], ["cat", "cats"]),
        ("我们深入探讨这个问题", ["深入探讨"], ["深入探讨"]),
        ("Die Straße, STRASSE", ["straße"], ["Straße"]),
        ("Der Mehrwert und Mehrwerte", ["Mehrwert"], ["Mehrwert"]),
        ("game-changer and game-changers", ["game-changer"], ["game-changer"]),
        ("**Synergy** in ## Heads", ["synergy"], ["Synergy"]),
        ("مشهد جديد", ["مشهد"], ["مشهد"]),
        ("a.b", [".*"], []),
    ],
)
def test_the_voices_own_words_and_phrases(markdown: str, words: list[str], expected: list[str]) -> None:
    assert forbidden(markdown, *words) == expected


def test_headings_lists_and_tables_are_checked_as_well() -> None:
    assert forbidden("## The landscape\n\n- delve\n\n| unleash |\n|---|\n| tapestry |") == [
        "landscape",
        "delve",
        "unleash",
        "tapestry",
    ]


# --- paragraphs ----------------------------------------------------------------------------------


def long_paragraphs(markdown: str) -> list[str]:
    return [f.excerpt for f in rule_findings(markdown, voice()) if f.check == "paragraph-length"]


def test_a_paragraph_has_at_most_three_sentences() -> None:
    three = "One is here. Two is here [F1]. Three is here."
    assert long_paragraphs(three) == []
    assert long_paragraphs(f"{three}\n\n{three}") == []
    assert long_paragraphs(f"{three} Four is here.") == [f"{three} Four is here."]


@pytest.mark.parametrize("prefix", ["- ", "> ", "    ", "## "])
def test_only_prose_is_counted(prefix: str) -> None:
    assert long_paragraphs(f"{prefix}One is it. Two is it. Three is it. Four is it.") == []


@pytest.mark.parametrize("text", ["一句话。两句话。三句话。四句话。", "هذا نص. وهذا نص. وهذا نص. وهذا نص."])
def test_sentences_of_other_scripts_are_counted(text: str) -> None:
    assert len(long_paragraphs(text)) == 1


def test_the_finding_covers_the_paragraph_and_shows_its_beginning() -> None:
    text = "Word after word goes on. " * 8
    (finding,) = rule_findings(f"Short.\n\n{text}", voice())
    assert (finding.start, finding.end) == (8, 8 + len(text.strip()))
    assert finding.excerpt.endswith("…")
    assert finding.message == "This paragraph has 8 sentences; at most 3 are allowed."


@given(anything)
def test_every_forbidden_word_is_shown_at_its_place(markdown: str) -> None:
    findings = rule_findings(markdown, voice("output", "文", "well-known", "first"))
    words = [finding for finding in findings if finding.check == "forbidden-word"]
    assert all(finding.excerpt == markdown[finding.start : finding.end] for finding in words)
