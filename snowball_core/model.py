"""What all models of the domain are built from: their base, and cleaned text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from snowball_core.text import clean_line, clean_text

Line = Annotated[str, BeforeValidator(clean_line)]
Text = Annotated[str, BeforeValidator(clean_text)]


class Model(BaseModel):
    """Base of the domain's models: unknown fields are ignored (older and newer rows load)."""

    model_config = ConfigDict(extra="ignore", validate_assignment=True)
