"""The studio's words: statuses, steps, times and amounts as a person says them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from snowball_core.schemas import Phase, Status

BadgeColor = Literal["red", "orange", "blue", "green", "gray", "violet"]

STATUS_WORDS = {
    Status.QUEUED: "Starting",
    Status.RESEARCHING: "Researching",
    Status.RESEARCH_REVIEW: "Research to review",
    Status.OUTLINING: "Outlining",
    Status.OUTLINE_REVIEW: "Outline to review",
    Status.WRITING: "Writing",
    Status.SECTION_REVIEW: "Draft to review",
    Status.POLISHING: "Polishing",
    Status.COMPLETED: "Finished",
    Status.FAILED: "Failed",
    Status.CANCELLED: "Cancelled",
}
STATUS_COLORS: dict[Status, BadgeColor] = {
    Status.RESEARCH_REVIEW: "orange",
    Status.OUTLINE_REVIEW: "orange",
    Status.SECTION_REVIEW: "orange",
    Status.COMPLETED: "green",
    Status.FAILED: "red",
    Status.CANCELLED: "gray",
}
REVIEWS = frozenset({Status.RESEARCH_REVIEW, Status.OUTLINE_REVIEW, Status.SECTION_REVIEW})
PHASE_WORDS = {
    Phase.TRIGGER: "the start",
    Phase.RESEARCH: "research",
    Phase.OUTLINE: "the outline",
    Phase.WRITING: "writing",
    Phase.POLISH: "the polish",
}
STEP_WORDS = {
    "search": "Searching the web",
    "extract facts": "Reading the sources",
    "find gaps": "Finding what other pages leave out",
    "plan outline": "Planning title and sections",
    "write section": "Writing",
    "polish section": "Polishing",
    "read page": "Reading a page of your own",
    "try voice": "Trying a voice",
}
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def status_color(status: Status) -> BadgeColor:
    """The badge's colour: calm blue while the program works."""
    return STATUS_COLORS.get(status, "blue")


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, or the date when that is more than a week."""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return _count(seconds // MINUTE, "minute") + " ago"
    if seconds < DAY:
        return _count(seconds // HOUR, "hour") + " ago"
    if seconds < 7 * DAY:
        return _count(seconds // DAY, "day") + " ago"
    return day(moment)


def day(when: date) -> str:
    """A date as it is written: “3 Nov 2026”."""
    return f"{when:%d %b %Y}".lstrip("0")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: “1 source”, “3 sources”."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def dollars(amount: float) -> str:
    """US dollars, with more digits when it is little."""
    return f"${amount:,.2f}" if amount >= 1 or amount == 0 else f"${amount:.4f}"


def _count(number: float, noun: str) -> str:
    return count(int(number), noun)
