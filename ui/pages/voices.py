"""The brand voices: list, create, edit, duplicate, import, export, delete."""

from __future__ import annotations

from snowball_core.services.studio import holder
from ui.voices import show_voices

show_voices(holder.get())
