from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.pipeline.workshop import Mind, Workshop


@pytest.fixture
async def workshop(tmp_path: Path) -> AsyncIterator[Workshop]:
    """A workbench with nothing on it but a voice."""
    opened = Workshop(tmp_path / "data")
    yield opened
    await opened.close()


@pytest.fixture
def mind(workshop: Workshop) -> Mind:
    """What answers in the place of the model."""
    return workshop.mind
