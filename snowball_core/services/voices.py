"""Brand voices: create, change, delete, import, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import InputError, NotFound
from snowball_core.schemas import BrandVoice, StyleDNA
from snowball_core.store.protocol import Store
from snowball_core.validation import FieldProblem, as_input_error, explain


class VoiceService:
    """The studio's voices. Errors are `InputError` for what the user gave, else those of the store."""

    def __init__(self, store: Store, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id

    def all(self) -> list[BrandVoice]:
        """All voices by name."""
        return self._store.voices()

    def default(self) -> BrandVoice:
        """The voice to use when none is named: the oldest. Raises `NotFound` in a studio without voices."""
        voices = sorted(self._store.voices(), key=lambda voice: (voice.created_at, voice.name))
        if not voices:
            raise NotFound("There is no voice yet.", hint="Create one, or import one with `snowball voices import`.")
        return voices[0]

    def named(self, name: str) -> BrandVoice:
        """The voice of a name (case is ignored) or an id. Raises `NotFound` that lists the names there are."""
        voices = self._store.voices()
        wanted = name.strip().casefold()
        for voice in voices:
            if wanted in {voice.name.casefold(), voice.id.casefold()}:
                return voice
        raise NotFound(
            f"There is no voice called “{name}”.", hint="There are: " + ", ".join(voice.name for voice in voices) + "."
        )

    def create(self, name: str, style_dna: StyleDNA | dict[str, Any]) -> BrandVoice:
        """A new voice. Raises `InputError` that names the fields that break a bound, or a taken name."""
        now = self._clock()
        dna = style_dna.model_dump() if isinstance(style_dna, StyleDNA) else style_dna
        try:
            voice = BrandVoice.model_validate(
                {"id": self._new_id(), "name": name, "style_dna": dna, "created_at": now, "updated_at": now}
            )
        except ValidationError as error:
            raise as_input_error(error, "This voice") from None
        return self._store.create_voice(voice)

    def change(self, voice: BrandVoice, name: str, style_dna: dict[str, Any]) -> BrandVoice:
        """Save a voice that was read before. Raises `InputError`, `Conflict`."""
        try:
            changed = BrandVoice.model_validate({**voice.model_dump(), "name": name, "style_dna": style_dna})
        except ValidationError as error:
            raise as_input_error(error, "This voice") from None
        return self._store.update_voice(changed)

    def problems(self, name: str, style_dna: dict[str, Any]) -> list[FieldProblem]:
        """What keeps a voice from being saved, by field (`name`, `style_dna.tone`, …); empty when nothing does."""
        now = self._clock()
        try:
            BrandVoice.model_validate(
                {"id": "new", "name": name, "style_dna": style_dna, "created_at": now, "updated_at": now}
            )
        except ValidationError as error:
            return explain(error)
        return []

    def duplicate(self, voice: BrandVoice) -> BrandVoice:
        """A copy under a free name."""
        taken = {other.name.casefold() for other in self._store.voices()}
        names = (f"{voice.name[:70]} ({n})" for n in range(2, len(taken) + 3))
        return self.create(next(name for name in names if name.casefold() not in taken), voice.style_dna)

    def delete(self, voice_id: str) -> None:
        """Remove a voice. Raises `VoiceInUse` while articles use it."""
        self._store.delete_voice(voice_id)

    def import_json(self, text: str, *, replace: bool = False) -> BrandVoice:
        """A voice from exported JSON: `{"name": …, "style_dna": {…}}`.

        With `replace` a voice of the same name is changed instead of refused.
        """
        data = _voice_document(text)
        name = data["name"] if isinstance(data.get("name"), str) else ""
        if replace:
            try:
                return self.change(self.named(name), name, data["style_dna"])
            except NotFound:
                pass
        return self.create(name, data["style_dna"])

    def export_json(self, voice: BrandVoice) -> str:
        """A voice as JSON that `import_json` takes back."""
        document = {"name": voice.name, "style_dna": voice.style_dna.model_dump(mode="json")}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def add_starters(self) -> None:
        """Give an empty studio its first voices."""
        if self._store.voices():
            return
        for file in sorted(resources.files(f"{__package__}.starter_voices").iterdir(), key=lambda f: f.name):
            if file.name.endswith(".json"):
                self.import_json(file.read_text(encoding="utf-8"), replace=True)


def _voice_document(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"This is no JSON: {error}.", hint='A voice looks like {"name": "…", "style_dna": {"tone": "…"}}.'
        ) from None
    if not isinstance(data, dict) or not isinstance(data.get("style_dna"), dict):
        raise InputError(
            "The JSON holds no voice.", hint='A voice looks like {"name": "…", "style_dna": {"tone": "…"}}.'
        )
    return data
