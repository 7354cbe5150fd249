"""The prompts: one Markdown template a prompt, with its inputs named in a comment at its top.

Text that people, pages or models wrote enters a prompt only through `fence`. A fence's closing mark
holds a digest of its own content, so that no text can contain the mark that would close it early.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


@dataclass(frozen=True)
class Prompt:
    """What one call says to the model: the standing rules and the task."""

    system: str
    user: str


def fence(label: str, content: str) -> str:
    """`content` as a block of data: `<<<LABEL digest`, the text, `LABEL digest>>>`, each on its own line."""
    digest = hashlib.sha256(f"{label}\0{content}".encode()).hexdigest()[:32]
    return f"<<<{label} {digest}\n{content}\n{label} {digest}>>>"


def fence_json(label: str, value: Any) -> str:
    """A block of data that holds JSON."""
    return fence(label, json.dumps(value, ensure_ascii=False, indent=1))


def render(name: str, **inputs: Any) -> Prompt:
    """The prompt `name` filled with its inputs.

    Raises:
        jinja2.UndefinedError: an input that the template names was not given.
    """
    system, _, user = _environment().get_template(f"{name}.md").render(**inputs).partition("\n---\n")
    return Prompt(system.strip(), user.strip())


def _load(name: str) -> str:
    return (resources.files(__name__) / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_load),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - prompts are no HTML; `fence` is what guards them
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["fence"] = lambda content, label: fence(label, content)
    environment.filters["fence_json"] = lambda value, label: fence_json(label, value)
    return environment
