"""What a session holds of an outline that it edits: what was typed, the steps to go back to, what is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from snowball_core.errors import Conflict, SnowballError
from snowball_core.schemas import ArticleOutline
from snowball_core.services.edited_outline import EditedOutline, EditedSection, OutlineField
from snowball_core.services.outlines import OutlineService

ONE_STEP = timedelta(seconds=5)
"""Entries in one field that follow one another this fast are one step to undo."""


@dataclass
class OutlineDraft:
    """An outline being edited. All that is valid is saved at once; what is not stays as it was typed.

    `saved` is the stored outline as this session knows it. A new `round` gives the fields new contents.
    `conflict`: someone else saved another outline, so nothing is saved until a human has chosen. `trouble` is
    why saving failed otherwise, `said` what the last change did. `last_id`: the highest section id ever given here.
    `open_cards`: the ids of the sections whose cards are unfolded.
    """

    outlines: OutlineService
    article_id: str
    saved: ArticleOutline
    edited: EditedOutline
    last_id: int = 0
    round: int = 0
    conflict: bool = False
    trouble: SnowballError | None = None
    said: str = ""
    past: list[EditedOutline] = field(default_factory=list)
    future: list[EditedOutline] = field(default_factory=list)
    open_cards: set[int] = field(default_factory=set)
    _entry: tuple[OutlineField, datetime] | None = None

    @classmethod
    def of(cls, outlines: OutlineService, article_id: str, saved: ArticleOutline) -> OutlineDraft:
        """The stored outline, about to be edited."""
        return cls(outlines, article_id, saved, EditedOutline.of(saved))

    @property
    def unsaved(self) -> bool:
        """Something of what was typed is not in the store."""
        return bool(self.trouble) or self.conflict or bool(self.edited.problems())

    def enter(self, place: OutlineField, value: object, now: datetime) -> None:
        """Take in what was typed into a field."""
        going_on = self._entry is not None and self._entry[0] == place and now - self._entry[1] < ONE_STEP
        self._change(self.edited.changed(place, value), new_step=not going_on)
        self._entry = (place, now)

    def recover(self, place: OutlineField, value: object) -> None:
        """Take in what was typed before this session began; it is not saved until a human has chosen."""
        self.conflict = True
        self.restructure(self.edited.changed(place, value))

    def restructure(self, edited: EditedOutline, said: str = "") -> None:
        """Take in sections that were added, taken out or moved."""
        self._change(edited, said)
        self._entry = None

    def replace(self, edited: EditedOutline, said: str = "") -> None:
        """Take in another outline as a whole; the fields show it."""
        self.restructure(edited, said)
        self.round += 1

    def undo(self) -> None:
        """Go back one step."""
        if self.past:
            self._go(self.past, self.future)

    def redo(self) -> None:
        """Take the last undo back."""
        if self.future:
            self._go(self.future, self.past)

    def new_section(self, stored_ids: set[int]) -> EditedSection:
        """A section to add, whose id no planned or written section has or had in this session."""
        self.last_id = 1 + max({self.last_id, *stored_ids, *(section.id for section in self.edited.sections)})
        return EditedSection(self.last_id)

    def save(self) -> None:
        """Save what can be saved; who saved something else meanwhile is not overwritten."""
        if self.conflict:
            return
        self.trouble, wanted = None, self.edited.savable(self.saved)
        if wanted == self.saved:
            return
        try:
            article = self.outlines.save(self.article_id, self.saved, wanted)
        except Conflict:
            self.conflict = True
        except SnowballError as error:
            self.trouble = error
        else:
            self.saved = article.outline or wanted

    def meet(self, stored: ArticleOutline) -> None:
        """Compare with what is stored now: show what changed elsewhere, unless something here would be lost."""
        if stored != self.saved and self.edited.savable(self.saved) == self.saved:
            self._adopt(stored)
        elif stored != self.saved:
            self.conflict = True
        else:
            self.save()

    def keep_mine(self, stored: ArticleOutline) -> None:
        """End a conflict: save this outline over the stored one."""
        self.saved, self.conflict = stored, False
        self.save()

    def take_other(self, stored: ArticleOutline) -> None:
        """End a conflict: go on with the stored outline. Undo brings the other one back."""
        self._adopt(stored, keep_typed=False)

    def _adopt(self, stored: ArticleOutline, keep_typed: bool = True) -> None:
        shown = EditedOutline.of(stored)
        self.saved, self.conflict = stored, False
        self.replace(self.edited.over(shown) if keep_typed else shown)

    def _change(self, edited: EditedOutline, said: str = "", new_step: bool = True) -> None:
        if edited == self.edited:
            return
        if new_step:
            self.past.append(self.edited)
        self.future.clear()
        self.edited, self.said = edited, said
        self.save()

    def _go(self, source: list[EditedOutline], target: list[EditedOutline]) -> None:
        target.append(self.edited)
        self.edited, self.said = source.pop(), ""
        self.round += 1
        self._entry = None
        self.save()
