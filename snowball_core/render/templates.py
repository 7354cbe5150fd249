"""The templates and the style sheet that lie beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


def fill(name: str, **values: Any) -> str:
    """The template with its values; whatever is not `Markup` is escaped.

    Raises:
        jinja2.UndefinedError: a value that the template names was not given.
    """
    return _environment().get_template(name).render(**values)


def asset(name: str) -> str:
    """The text of a file beside this module."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(asset), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment
