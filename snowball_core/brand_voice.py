"""The brand voice: how a brand writes, as data that the program can measure."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from snowball_core.model import Line, Model


class SentenceStructure(Model):
    """How sentences are built."""

    avg_length: Literal["short", "medium", "long", "varied"] = "varied"
    complexity: Literal["simple", "academic", "technical"] = "simple"
    use_of_questions: bool = False


class Formatting(Model):
    """How a text looks."""

    use_bullet_points: Literal["frequent", "rare", "never"] = "rare"
    header_style: Literal["declarative", "clickbaity", "question-based"] = "declarative"
    bold_key_phrases: bool = False


class Vocabulary(Model):
    """Which words a voice uses, and which never."""

    level: Literal["Grade 8", "Grade 12", "PhD"] = "Grade 12"
    jargon_usage: Literal["heavy", "minimal", "explained"] = "explained"
    forbidden_words: list[Annotated[Line, StringConstraints(min_length=1, max_length=60)]] = Field(
        default_factory=list, max_length=50
    )


class StyleDNA(Model):
    """A brand voice as data that the program can measure."""

    tone: Annotated[Line, StringConstraints(min_length=1, max_length=100)]
    sentence_structure: SentenceStructure = Field(default_factory=SentenceStructure)
    formatting: Formatting = Field(default_factory=Formatting)
    vocabulary: Vocabulary = Field(default_factory=Vocabulary)
    narrative_rules: list[Annotated[Line, StringConstraints(min_length=1, max_length=300)]] = Field(
        default_factory=list, max_length=50
    )

    @model_validator(mode="before")
    @classmethod
    def _accept_misplaced_fields(cls, data: Any) -> Any:
        """Older rows carry `forbidden_words` beside, and `narrative_rules` inside, the vocabulary."""
        if not isinstance(data, dict):
            return data
        moved = dict(data)
        vocabulary = moved.get("vocabulary")
        vocabulary = dict(vocabulary) if isinstance(vocabulary, dict) else None
        if "forbidden_words" in moved and (vocabulary is not None or "vocabulary" not in moved):
            vocabulary = vocabulary or {}
            vocabulary.setdefault("forbidden_words", moved.pop("forbidden_words"))
        if vocabulary is not None:
            if "narrative_rules" in vocabulary:
                moved.setdefault("narrative_rules", vocabulary.pop("narrative_rules"))
            moved["vocabulary"] = vocabulary
        return moved


class BrandVoice(Model):
    """A named voice. `version` rises with every save (optimistic locking)."""

    id: str
    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    style_dna: StyleDNA
    created_at: AwareDatetime
    updated_at: AwareDatetime
    version: int = 1
