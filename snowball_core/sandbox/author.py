"""The sandbox's stand-in for a language model: an extractive writer that knows only the prompt it reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace

from snowball_core.sandbox.drafting import SectionOrder, draft
from snowball_core.sandbox.extracting import extract
from snowball_core.sandbox.gaps import Page, find_gaps
from snowball_core.sandbox.notes import read_wish
from snowball_core.sandbox.planning import plan, replan
from snowball_core.sandbox.polishing import polish
from snowball_core.sandbox.prompt_reader import Request, facts_of, read_request, texts, voice_of
from snowball_core.sandbox.restyling import restyle
from snowball_core.sandbox.schema_filling import least_value

UNKNOWN_TASK = "This is the sandbox: it can research, plan, write and polish articles, and nothing else."
DEFAULT_SECTIONS = (4, 6)
DEFAULT_WORDS = 180


def answer(system: str, user: str, schema: dict[str, object] | None) -> str:
    """The answer to a prompt: text, or JSON text when a schema is given.

    The task is the line `# Task: …` of the system text; everything else comes from the fenced blocks of
    system and user text. A prompt with another task gets a plain sentence, or the least JSON that fits.
    """
    request = read_request(system, user)
    task = TASKS.get(request.task)
    if task:
        return task(request)
    return UNKNOWN_TASK if schema is None else json.dumps(least_value(schema), ensure_ascii=False)


def _extract_facts(request: Request) -> str:
    title = str(request.record("SOURCE").get("title") or "")
    found = extract(request.text("KEYWORD"), title, request.text("SOURCE_TEXT"))
    return _json({"facts": [asdict(fact) for fact in found]})


def _find_gaps(request: Request) -> str:
    pages = [
        Page(str(page.get("title") or ""), str(page.get("published") or ""), tuple(texts(page.get("headings"))))
        for page in request.items("PAGES")
        if isinstance(page, dict)
    ]
    language = voice_of(request).language
    return _json(asdict(find_gaps(request.text("KEYWORD"), language, pages, facts_of(request))))


def _plan_outline(request: Request) -> str:
    wish = read_wish(request.text("NOTE"))
    planned = plan(request.text("KEYWORD"), facts_of(request), _sections_wanted(request), voice_of(request), wish)
    return _json(asdict(planned))


def _plan_section(request: Request) -> str:
    wish = replace(read_wish(request.text("NOTE")), sections=1)
    order = replan(request.text("KEYWORD"), facts_of(request), request.record("SECTION"), voice_of(request), wish)
    return _json(asdict(order))


def _write_section(request: Request) -> str:
    section = request.record("SECTION")
    order = SectionOrder(
        heading=str(section.get("heading") or ""),
        fact_ids=tuple(texts(section.get("fact_ids"))),
        keywords=tuple(texts(section.get("keywords_to_include"))),
        facts=tuple(facts_of(request)),
        told=frozenset(_ids(request.items("FACTS_USED"))),
        tail=request.text("TAIL").strip(),
        place=len(request.items("HEADINGS_WRITTEN")),
        words_wanted=_number(r"^- About (\d+) words", request.system, DEFAULT_WORDS),
        wish=read_wish(request.text("NOTE") or str(section.get("instruction_note") or "")),
    )
    return draft(order, voice_of(request))


def _polish_section(request: Request) -> str:
    transitions = texts(request.items("TRANSITIONS"))
    return polish(request.text("DRAFT"), transitions, voice_of(request), cautious=bool(request.text("FINDINGS")))


def _try_voice(request: Request) -> str:
    return restyle(request.text("SAMPLE"), voice_of(request))


TASKS: dict[str, Callable[[Request], str]] = {
    "extract facts": _extract_facts,
    "find content gaps": _find_gaps,
    "plan the outline": _plan_outline,
    "plan a section": _plan_section,
    "write a section": _write_section,
    "polish a section": _polish_section,
    "try a voice": _try_voice,
}


def _sections_wanted(request: Request) -> tuple[int, int]:
    line = re.search(r"^- (.{1,40}) sections?, in an order", request.system, re.MULTILINE)
    numbers = [int(n) for n in re.findall(r"\d+", line[1])] if line else []
    return (min(numbers), max(numbers)) if numbers else DEFAULT_SECTIONS


def _number(pattern: str, text: str, default: int) -> int:
    found = re.search(pattern, text, re.MULTILINE)
    return int(found[1]) if found else default


def _ids(items: list[object]) -> list[str]:
    """Fact ids, given as strings or as records with an id."""
    return [str(item.get("id")) if isinstance(item, dict) else str(item) for item in items]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
