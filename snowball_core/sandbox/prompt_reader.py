"""What a prompt says, read from the wire: its task, its fenced blocks, and the voice that it asks for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^<<<([A-Z_]+) ([0-9a-f]+)\n(.*?)\n\1 \2>>>$", re.MULTILINE | re.DOTALL)
TASK = re.compile(r"^# Task: *(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class KnownFact:
    """A fact of the fact sheet: its id (`F3`) and its statement."""

    id: str
    text: str


@dataclass(frozen=True)
class Voice:
    """The measurable rules of a voice, and the language to write in (BCP 47)."""

    sentences: str = "varied"
    questions: bool = False
    bullets: str = "rare"
    headers: str = "declarative"
    bold: bool = False
    forbidden: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Request:
    """A prompt taken apart: `blocks` maps a fence's label to its content; a block's own fences stay text."""

    task: str
    system: str
    blocks: dict[str, str] = field(default_factory=dict)

    def text(self, label: str) -> str:
        """The content of a block; empty when the prompt has none."""
        return self.blocks.get(label, "")

    def record(self, label: str) -> dict[str, object]:
        """A block's JSON object; empty when there is none."""
        value = self._json(label)
        return value if isinstance(value, dict) else {}

    def items(self, label: str) -> list[object]:
        """A block's JSON list; empty when there is none."""
        value = self._json(label)
        return value if isinstance(value, list) else []

    def _json(self, label: str) -> object:
        try:
            return json.loads(self.text(label) or "null")
        except ValueError:
            return None


def read_request(system: str, user: str) -> Request:
    """The parts of a prompt. Only the system text names the task, so that no data can change it."""
    blocks = {match[1]: match[3] for match in FENCE.finditer(f"{system}\n{user}")}
    task = TASK.search(FENCE.sub("", system))
    return Request(task[1].lower() if task else "", FENCE.sub("", system), blocks)


def facts_of(request: Request) -> list[KnownFact]:
    """The fact sheet in its order; entries without id or text are passed over."""
    records = (item for item in request.items("FACTS") if isinstance(item, dict))
    facts = (KnownFact(str(item.get("id") or ""), " ".join(str(item.get("text") or "").split())) for item in records)
    return [fact for fact in facts if fact.id and fact.text]


def voice_of(request: Request) -> Voice:
    """The voice's rules, the forbidden words of the prompt's standing rules among them."""
    voice = request.record("VOICE")
    sentences, formatting, vocabulary = (
        _part(voice, "sentence_structure"),
        _part(voice, "formatting"),
        _part(voice, "vocabulary"),
    )
    listed = (word for word in request.items("FORBIDDEN_WORDS") if isinstance(word, str))
    words = [*listed, *texts(vocabulary.get("forbidden_words"))]
    return Voice(
        sentences=str(sentences.get("avg_length") or "varied"),
        questions=bool(sentences.get("use_of_questions")),
        bullets=str(formatting.get("use_bullet_points") or "rare"),
        headers=str(formatting.get("header_style") or "declarative"),
        bold=bool(formatting.get("bold_key_phrases")),
        forbidden=tuple(dict.fromkeys(word.casefold() for word in words if word)),
        language=str(request.record("BRIEF").get("language") or "en").split("-")[0].lower(),
    )


def texts(value: object) -> list[str]:
    """The strings of a JSON list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _part(record: dict[str, object], name: str) -> dict[str, object]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}
