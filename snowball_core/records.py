"""What is recorded about the work on an article: progress, partial text, revisions, usage."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime

from snowball_core.schemas import Model, Phase


class Progress(Model):
    """What the program does on an article just now: `done` of `total` parts of `step`."""

    article_id: str
    phase: Phase
    step: str
    done: int = 0
    total: int = 0
    at: AwareDatetime


class PartialText(Model):
    """The text of a section while it streams in."""

    article_id: str
    section_id: int
    text: str
    at: AwareDatetime


class Revision(Model):
    """A kept earlier state: what it was (`subject`), its content, who changed it, and why."""

    id: int = 0
    article_id: str
    subject: str
    content: dict[str, Any]
    author: Literal["human", "program"]
    note: str = ""
    at: AwareDatetime


class UsageEvent(Model):
    """One call of a paid service, or one that the cache saved (`cached`).

    Tokens are counts, `seconds` wall time, `cost` US dollars paid, `saved` US dollars that a cache hit
    did not cost. `model` is the name asked for, `model_version` the one that answered.
    """

    article_id: str = ""
    phase: Phase
    step: str
    provider: Literal["gemini", "tavily"]
    model: str = ""
    model_version: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    thinking_tokens: int = 0
    credits: float = 0.0
    seconds: float = 0.0
    cost: float = 0.0
    saved: float = 0.0
    cached: bool = False
    note: str = ""
    at: AwareDatetime
