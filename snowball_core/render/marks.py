"""Citation marks in the token stream: read as tokens of their own, resolved to places, spaces tidied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from snowball_core.render.citations import Place

_MARK = r"\[[ \t]*F\d+(?:\s*[,;]\s*F\d+)*[ \t]*\](?:\((?:https?://|#)[^\s()]*\))?"
"""One mark with one or more facts, and the link that a writer may have made of it."""

MARKS = re.compile(rf"{_MARK}(?:[ \t]*(?:,[ \t]*)?{_MARK})*")
"""A run of marks that stands for one citation: `[F3]`, `[F3, F7]`, `[F3][F7]`, `[F3], [F7]`."""

CITATION = "citation"
"""The type of a citation's token; `meta["facts"]` holds the ids, after `resolve` `meta["places"]` the places."""

Cite: TypeAlias = Callable[[Sequence[str]], Sequence[Place]]

_FACT = re.compile(r"F\d+")
_BREAKS = {"softbreak", "hardbreak"}
_OPENING = tuple("([{«‹„“‘ \t")


def fact_ids(marks: str) -> list[str]:
    """The ids of the facts in a run of marks, in its order."""
    return _FACT.findall(re.sub(r"\([^)]*\)", "", marks))


def strip_marks(line: str) -> str:
    """A line of plain text without its marks and the spaces before them."""
    return re.sub(rf"\s*{MARKS.pattern}", "", line).strip()


def close_gap(before: str, after: str, vanished: bool) -> tuple[str, str]:
    """The texts around a mark, `before` already without space at its end (empty where a line starts).

    No space is left before a full stop or comma; where the mark vanished no doubled one and no empty brackets.
    """
    after = re.sub(r"^\s+(?=[.,](?:\s|$))", "", after)
    if not vanished:
        return before, after
    if before.endswith("(") and after.startswith(")"):
        return before[:-1].rstrip(), after[1:]
    return before, after if before and not before.endswith(_OPENING) else after.lstrip(" \t")


def read_marks(parser: MarkdownIt) -> None:
    """A plugin for the parser: marks outside code become citation tokens."""
    parser.inline.ruler.before("link", CITATION, _read_mark)


def resolve(children: Sequence[Token], cite: Cite) -> list[Token]:
    """The inline tokens with every citation resolved.

    A citation attaches to the word before it; one that leads nowhere vanishes with its space; one within a
    link moves behind it, since a link cannot hold another.
    """
    resolved = _Resolved(cite)
    for token in children:
        resolved.add(token)
    return resolved.tokens


def _read_mark(state: StateInline, silent: bool) -> bool:
    found = None if silent else MARKS.match(state.src, state.pos, state.posMax)
    if found is None:  # silent is the search for a link's end, which takes a skipped bracket for another link
        return False
    state.push(CITATION, "", 0).meta = {"facts": fact_ids(found[0])}
    state.pos = found.end()
    return True


class _Resolved:
    """The tokens so far; `_gap` is None unless a mark was just passed, then whether it vanished."""

    def __init__(self, cite: Cite) -> None:
        self.tokens: list[Token] = []
        self._cite = cite
        self._links = 0
        self._behind_link: list[Token] = []
        self._gap: bool | None = None

    def add(self, token: Token) -> None:
        if token.type == CITATION:
            self._add_citation(token)
        else:
            self._add_other(token)

    def _add_citation(self, token: Token) -> None:
        self._strip_space_before()
        places = self._cite(token.meta["facts"])
        self._gap = not places
        if places:
            citation = token.copy(meta={**token.meta, "places": places})
            (self._behind_link if self._links else self.tokens).append(citation)

    def _add_other(self, token: Token) -> None:
        if self._gap is not None and token.type == "text":
            token = self._closed_up(token, self._gap)
        self._gap = None
        self._links += (token.type == "link_open") - (token.type == "link_close")
        self.tokens.append(token)
        if token.type == "link_close":
            self.tokens += self._behind_link
            self._behind_link = []

    def _strip_space_before(self) -> None:
        while self.tokens and self.tokens[-1].type in {"text", "softbreak"}:
            last = self.tokens[-1]
            kept = last.content.rstrip() if last.type == "text" else ""
            if kept:
                self.tokens[-1] = last.copy(content=kept)
                return
            self.tokens.pop()

    def _closed_up(self, token: Token, vanished: bool) -> Token:
        last = self.tokens[-1] if self.tokens else None
        starts_line = last is None or last.type in _BREAKS or last.nesting == 1
        before = last.content if last and last.type == "text" else "" if starts_line else "x"
        left, right = close_gap(before, token.content, vanished)
        if last and last.type == "text":
            self.tokens[-1] = last.copy(content=left)
        return token.copy(content=right)
