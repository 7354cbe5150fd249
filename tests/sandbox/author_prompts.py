"""Asks the sandbox's author as the pipeline would: with the real prompts, rendered."""

from __future__ import annotations

import json
import re
from typing import Any

from snowball_core.prompts import render
from snowball_core.sandbox import author

FORBIDDEN = ["delve", "unleash", "landscape", "tapestry"]
MARK = re.compile(r"\[(F\d+)\]")


def voice(**changes: Any) -> dict[str, Any]:
    """A voice as JSON; `changes` are `bullets`, `headers`, `length`, `questions`, `bold`, `forbidden`."""
    return {
        "tone": "plain",
        "sentence_structure": {
            "avg_length": changes.get("length", "varied"),
            "use_of_questions": changes.get("questions", False),
        },
        "formatting": {
            "use_bullet_points": changes.get("bullets", "rare"),
            "header_style": changes.get("headers", "declarative"),
            "bold_key_phrases": changes.get("bold", False),
        },
        "vocabulary": {"forbidden_words": changes.get("forbidden", [])},
    }


def ask(name: str, **inputs: Any) -> str:
    """The author's answer to one of the product's prompts."""
    prompt = render(name, **inputs)
    return author.answer(prompt.system, prompt.user, None)


def extracted(text: str, keyword: str, title: str = "A page") -> list[dict[str, str]]:
    """The facts that the author takes out of a source."""
    source = {"id": "S1", "title": title, "url": None, "published": ""}
    return json.loads(ask("extract_facts", keyword=keyword, source=source, text=text))["facts"]


def gaps(keyword: str, pages: list[dict[str, Any]], facts: list[str]) -> dict[str, Any]:
    """The content gap that the author sees."""
    return json.loads(ask("find_gaps", keyword=keyword, brief=brief(), pages=pages, facts=sheet(facts)))


def planned(
    facts: list[str], keyword: str, *, wanted: str = "4 to 6", note: str = "", **changes: Any
) -> dict[str, Any]:
    """The author's outline; `language` and the voice's changes are keyword arguments."""
    return json.loads(
        ask(
            "plan_outline",
            keyword=keyword,
            gap={},
            facts=sheet(facts),
            sections_wanted=wanted,
            note=note,
            **_writing(changes),
        )
    )


def written(facts: list[str], *, note: str = "", tail: str = "", words: int = 180, **changes: Any) -> str:
    """A section; `fact_ids`, `used`, `heading`, `keywords`, `language` and the voice's changes are optional."""
    section = {
        "id": 1,
        "heading": changes.pop("heading", "What the figures show"),
        "instruction_note": "Tell what the facts say.",
        "keywords_to_include": changes.pop("keywords", []),
        "fact_ids": changes.pop("fact_ids", [f"F{n}" for n in range(1, len(facts) + 1)]),
    }
    return ask(
        "write_section",
        keyword=changes.pop("keyword", "heat pumps"),
        outline={"title": "A title", "headings": [section["heading"]]},
        section=section,
        facts=sheet(facts),
        facts_used=changes.pop("used", []),
        headings_written=[],
        tail=tail,
        words_wanted=words,
        note=note,
        **_writing(changes),
    )


def polished(draft: str, *, transitions: list[str] | None = None, findings: Any = None, **changes: Any) -> str:
    """The polished version of a draft."""
    return ask(
        "polish_section",
        title="A title",
        headings=["One"],
        heading="One",
        draft=draft,
        previous_edge="",
        next_edge="",
        transitions=transitions or [],
        findings=findings,
        **_writing(changes),
    )


def sheet(texts: list[str]) -> list[dict[str, str]]:
    """Texts as a fact sheet: F1, F2, …"""
    return [{"id": f"F{number}", "text": text} for number, text in enumerate(texts, start=1)]


def brief(language: str = "en") -> dict[str, Any]:
    """A brief as JSON."""
    return {"audience": "", "language": language, "words": 0}


def _writing(changes: dict[str, Any]) -> dict[str, Any]:
    language = changes.pop("language", "en")
    style = voice(**changes)
    forbidden = [*FORBIDDEN, *style["vocabulary"]["forbidden_words"]]
    return {"voice": style, "forbidden_words": forbidden, "brief": brief(language)}
