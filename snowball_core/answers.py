"""What the model is asked to answer, as schemas: only fields that the model can know.

Ids of sections and facts, verification and defaults are the program's business and are added afterwards.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from snowball_core.schemas import MAX_SECTIONS, ContentGap, Line, Model, Text

__all__ = ["ContentGap", "ExtractedFact", "ExtractedFacts", "PlannedOutline", "PlannedSection"]


class ExtractedFact(Model):
    """A fact as the model read it: its statement and the quote that is to prove it."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=1_000)]
    quote: Annotated[Text, StringConstraints(max_length=2_000)]


class ExtractedFacts(Model):
    """The facts of one source."""

    facts: list[ExtractedFact] = Field(default_factory=list, max_length=60)


class PlannedSection(Model):
    """A section as the model plans it."""

    heading: Annotated[Line, StringConstraints(min_length=3, max_length=200)]
    instruction_note: Annotated[Text, StringConstraints(min_length=10, max_length=2_000)]
    keywords_to_include: list[Line] = Field(default_factory=list)
    fact_ids: list[str] = Field(default_factory=list)


class PlannedOutline(Model):
    """An outline as the model plans it."""

    title: Annotated[Line, StringConstraints(min_length=3, max_length=200)]
    sections: list[PlannedSection] = Field(min_length=1, max_length=MAX_SECTIONS)
