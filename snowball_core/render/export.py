"""The article as Markdown, its citations as footnotes, for systems that speak Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from markdown_it.token import Token

from snowball_core.render.citations import Citations, CitedSource
from snowball_core.render.cleaning import LINK_SCHEMES, host, is_safe_link, safe_line, safe_text
from snowball_core.render.document import FinishedArticle
from snowball_core.render.fragment import heading_text
from snowball_core.render.languages import labels
from snowball_core.render.markdown import fit_headings, parse
from snowball_core.render.marks import MARKS, close_gap, fact_ids
from snowball_core.render.slugs import Slugs

_TAG = r"<(?=[A-Za-z/!?])(?!https?://|mailto:)"
_LINK_END = r"\](?=[(:\[])"
_MARKS = rf"(?<!\\){MARKS.pattern}"
_SHIELD = re.compile("\ue000([0-9]+)\ue001")
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_LINE_START = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])?\s*")


def render_markdown(document: FinishedArticle) -> str:
    """Title, sections, and the sources as footnotes (`[^1]`). What the page shows as text stays text elsewhere."""
    citations = Citations(document.facts, document.sources)
    parts = [f"# {_escaped(heading_text(document.title))}"]
    for section in document.sections:
        parts += [f"## {_escaped(heading_text(section.heading))}", _body(section.markdown, citations)]
    if citations.cited:
        parts += [f"## {labels(document.language).sources}", "\n".join(map(_footnote, citations.cited))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _body(markdown: str, citations: Citations) -> str:
    text = _with_fitted_headings(_SHIELD.sub("", safe_text(markdown)).strip("\n"))
    special = [_MARKS, _TAG, _LINK_END] if _leads_astray(parse(text)) else [_MARKS, _TAG]
    body = ""
    vanished: bool | None = None
    for part, is_live in _parts(text, re.compile("|".join(special))):
        if is_live and MARKS.fullmatch(part):
            notes = "".join(f"[^{place.number}]" for place in citations.cite(fact_ids(part)))
            body = _without_space_at_end(body) + notes
            vanished = not notes
            continue
        if vanished is not None:
            body, part = close_gap(body, part, vanished)  # noqa: PLW2901
            vanished = None
        body += f"\\{part}" if is_live else part
    return body


def _parts(text: str, special: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces; True for pieces that match `special` and that a Markdown parser takes for text.

    Every match is replaced by a shield that no Markdown rule knows; where the parser finds it tells whether it
    stood in text or in code.
    """
    found: list[str] = []

    def shield(match: re.Match[str]) -> str:
        found.append(match[0])
        return f"\ue000{len(found) - 1}\ue001"

    shielded = special.sub(shield, text)
    live = {number for part in _texts(parse(shielded)) for number in _SHIELD.findall(part)}
    for index, piece in enumerate(_SHIELD.split(shielded)):
        is_match = index % 2 == 1
        yield (found[int(piece)] if is_match else piece), is_match and piece in live


def _texts(tokens: Sequence[Token]) -> Iterator[str]:
    return (child.content for token in tokens for child in token.children or [] if child.type == "text")


def _with_fitted_headings(text: str) -> str:
    """The body with its own headings below the section's, as in the page."""
    lines: list[str] = text.split("\n")
    tokens = fit_headings(parse(text), Slugs())
    for index in reversed(range(len(tokens))):
        token = tokens[index]
        if token.type == "heading_open" and token.level == 0 and token.map:
            words = " ".join(tokens[index + 1].content.split("\n"))
            lines[slice(*token.map)] = ["#" * int(token.tag[1:]) + f" {words}"]
    return "\n".join(lines)


def _leads_astray(tokens: Sequence[Token]) -> bool:
    """A link or image has an address that is neither relative nor of a permitted kind."""
    children = [child for token in tokens for child in token.children or []]
    addresses = [str(child.attrs.get("href") or child.attrs.get("src") or "") for child in children]
    return any(_scheme(address) not in {"", *LINK_SCHEMES} for address in addresses)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return "unreadable"


def _without_space_at_end(body: str) -> str:
    last_line = body.rpartition("\n")[2]
    return body if _LINE_START.fullmatch(last_line) else body.rstrip(" \t")


def _footnote(cited: CitedSource) -> str:
    source = cited.source
    title = _escaped(safe_line(source.title))
    if source.url and is_safe_link(source.url):
        title = f"[{title}](<{quote(source.url, safe=_URL_CHARACTERS)}>), {host(source.url)}"
    published = _escaped(safe_line(source.published))
    return f"[^{cited.number}]: " + ", ".join(part for part in (title, published) if part)


_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"


def _escaped(line: str) -> str:
    """The line for a place where Markdown is read: it shows exactly these characters."""
    return _SPECIAL.sub(r"\\\1", line)
