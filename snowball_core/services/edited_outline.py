"""An outline while it is being edited: as it was typed, whether or not it keeps the bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from pydantic import ValidationError

from snowball_core.schemas import MAX_SECTIONS, ArticleOutline, OutlineSection
from snowball_core.validation import FieldProblem, explain

HEADING_CHARACTERS = 200
COPY = " (copy)"
NEW_HEADING = "New section"
NEW_INSTRUCTION = "Say here what this section is to tell."
OF_THE_ARTICLE = 0
"""Stands for the article where a field names its section; sections count from one."""


class OutlineField(NamedTuple):
    """A field of an outline: `title` of the article, or a field of the section with this id."""

    section_id: int
    name: str


@dataclass(frozen=True)
class EditedSection:
    """A section as it was typed; see `OutlineSection` for the fields."""

    id: int
    heading: str = NEW_HEADING
    instruction_note: str = NEW_INSTRUCTION
    keywords_to_include: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, section: OutlineSection) -> EditedSection:
        """A section that keeps the bounds."""
        return cls(
            section.id,
            section.heading,
            section.instruction_note,
            tuple(section.keywords_to_include),
            tuple(section.fact_ids),
        )


@dataclass(frozen=True)
class EditedOutline:
    """An outline as it was typed. Every change gives a new one, so an earlier one is a step to go back to."""

    title: str
    sections: tuple[EditedSection, ...]

    @classmethod
    def of(cls, outline: ArticleOutline) -> EditedOutline:
        """An outline that keeps the bounds."""
        return cls(outline.title, tuple(map(EditedSection.of, outline.sections)))

    @property
    def full(self) -> bool:
        """No further section finds a place."""
        return len(self.sections) >= MAX_SECTIONS

    def section(self, section_id: int) -> EditedSection | None:
        """The section with this id, if there is one."""
        return next((section for section in self.sections if section.id == section_id), None)

    def value(self, field: OutlineField) -> Any:
        """What stands in a field; None when its section is not there."""
        holder = self.section(field.section_id) if field.section_id else self
        return getattr(holder, field.name, None)

    def changed(self, field: OutlineField, value: Any) -> EditedOutline:
        """With another value in one field; unchanged when the section is not there."""
        if field.section_id == OF_THE_ARTICLE:
            return replace(self, **{field.name: value})
        return self._each(
            lambda section: replace(section, **{field.name: value}) if section.id == field.section_id else section
        )

    def with_section(self, section: EditedSection, after: int | None = None) -> EditedOutline:
        """With one more section behind the one with the id `after`, or at the end."""
        ids = [other.id for other in self.sections]
        place = ids.index(after) + 1 if after in ids else len(ids)
        return replace(self, sections=(*self.sections[:place], section, *self.sections[place:]))

    def with_copy(self, section_id: int, copy_id: int) -> EditedOutline:
        """With a copy of a section right behind it."""
        section = self.section(section_id)
        if section is None:
            return self
        heading = section.heading[: HEADING_CHARACTERS - len(COPY)].rstrip() + COPY
        return self.with_section(replace(section, id=copy_id, heading=heading), after=section_id)

    def without(self, section_id: int) -> EditedOutline:
        """Without a section."""
        return replace(self, sections=tuple(section for section in self.sections if section.id != section_id))

    def arranged(self, ids: Sequence[int]) -> EditedOutline:
        """In this order of ids. Sections that it does not name stay behind the one they follow now."""
        places = {section_id: place for place, section_id in enumerate(ids)}
        last, keys = -1, {}
        for section in self.sections:
            last = places.get(section.id, last)
            keys[section.id] = last
        return replace(self, sections=tuple(sorted(self.sections, key=lambda section: keys[section.id])))

    def problems(self) -> dict[OutlineField, FieldProblem]:
        """What breaks a bound, by field; the first problem of each."""
        found: dict[OutlineField, FieldProblem] = {}
        for problem in self._checked()[1]:
            found.setdefault(self._field(problem), problem)
        return found

    def savable(self, saved: ArticleOutline) -> ArticleOutline:
        """What of this can be saved: fields that break a bound stay as they were saved before."""
        earlier, kept = EditedOutline.of(saved), self
        for field in filter(lambda field: field.name, self.problems()):
            value = earlier.value(field)
            kept = kept.changed(field, getattr(EditedSection, field.name) if value is None else value)
        return kept._checked()[0] or saved

    def over(self, other: EditedOutline) -> EditedOutline:
        """The other outline, with the fields of this one that cannot be saved yet, where it has their sections."""
        for field in self.problems():
            other = other.changed(field, self.value(field))
        return other

    def _each(self, alter: Callable[[EditedSection], EditedSection]) -> EditedOutline:
        return replace(self, sections=tuple(map(alter, self.sections)))

    def _checked(self) -> tuple[ArticleOutline | None, list[FieldProblem]]:
        try:
            return ArticleOutline.model_validate(asdict(self)), []
        except ValidationError as error:
            return None, explain(error)

    def _field(self, problem: FieldProblem) -> OutlineField:
        """The field that a problem's path names, for example `sections.2.heading`."""
        parts = problem.path.split(".")
        if len(parts) > 2:
            return OutlineField(self.sections[int(parts[1])].id, parts[2])
        return OutlineField(OF_THE_ARTICLE, parts[0])
