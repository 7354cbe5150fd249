"""What the demo can be asked about."""

from __future__ import annotations

from snowball_core.sandbox.documents import topics


def demo_keywords() -> list[str]:
    """Subjects that the demo's library covers, as keywords."""
    return [topic.replace("-", " ") for topic in topics()]
