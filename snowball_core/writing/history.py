"""What is kept of an earlier state, and how it is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from snowball_core.records import Revision
from snowball_core.schemas import ArticleOutline, CompetitorData, Section

Author = Literal["human", "program"]
OUTLINE, RESEARCH = "outline", "research"


def section_subject(section_id: int) -> str:
    """The subject under which the wordings of a section are kept."""
    return f"section:{section_id}"


def section_revision(article_id: str, section: Section, author: Author, at: datetime, note: str = "") -> Revision:
    """The wording of a section before `author` changes it."""
    content = {"markdown": section.markdown, "note": section.note}
    subject = section_subject(section.id)
    return Revision(article_id=article_id, subject=subject, content=content, author=author, note=note, at=at)


def outline_revision(article_id: str, outline: ArticleOutline, author: Author, at: datetime) -> Revision:
    """The outline before `author` changes it."""
    content = outline.model_dump(mode="json")
    return Revision(article_id=article_id, subject=OUTLINE, content=content, author=author, at=at)


def research_revision(article_id: str, found: CompetitorData, at: datetime, note: str = "") -> Revision:
    """The research before a human changes it."""
    content = found.model_dump(mode="json")
    return Revision(article_id=article_id, subject=RESEARCH, content=content, author="human", note=note, at=at)
