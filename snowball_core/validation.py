"""pydantic's validation errors in words that a person understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from snowball_core.errors import InputError


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field; `path` is where, for example `sections.2.heading`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def explain(error: ValidationError) -> list[FieldProblem]:
    """One problem per field, in the order of the fields. Values are never repeated (they may be secrets)."""
    return [
        FieldProblem(".".join(str(part) for part in detail["loc"]), _sentence(detail["type"], detail))
        for detail in error.errors(include_url=False)
    ]


def as_input_error(error: ValidationError, what: str) -> InputError:
    """The same problems as one error that names the thing, for example "This voice"."""
    problems = "; ".join(map(str, explain(error)))
    return InputError(f"{what} cannot be used: {problems}.", hint="Correct the fields that are named and try again.")


def _sentence(kind: str, detail: Any) -> str:
    context = detail.get("ctx") or {}
    match kind:
        case "missing":
            return "is missing"
        case "string_too_short" | "too_short" if context.get("min_length") == 1 and _is_text(detail):
            return "must not be empty"
        case "string_too_short" | "too_short":
            return f"needs at least {context['min_length']:,}{_unit(detail)}"
        case "string_too_long" | "too_long":
            return f"may have at most {context['max_length']:,}{_unit(detail)}"
        case "literal_error" | "enum":
            return f"must be one of {context['expected']}"
        case "value_error":
            return str(context.get("error", detail["msg"]))
        case _:
            message = str(detail["msg"])
            return message[:1].lower() + message[1:]


def _is_text(detail: Any) -> bool:
    return isinstance(detail.get("input"), str)


def _unit(detail: Any) -> str:
    """What is counted: characters of a text; of a list, the entries that it has now."""
    if _is_text(detail):
        return " characters"
    actual = (detail.get("ctx") or {}).get("actual_length")
    return "" if actual is None else f" (has {actual})"
