"""What is configured and reached, what the calls cost, and what the cache keeps."""

from __future__ import annotations

from snowball_core.services.studio import holder
from ui.settings_view import show_settings

show_settings(holder.get())
