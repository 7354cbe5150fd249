from __future__ import annotations

from tests.pipeline.conftest import mind, workshop

__all__ = ["mind", "workshop"]
