"""A section's Markdown: from text to tokens that are safe and fit the page, and from tokens to HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from snowball_core.render.citations import Place
from snowball_core.render.cleaning import is_safe_image, is_safe_link, safe_text
from snowball_core.render.languages import Labels
from snowball_core.render.marks import CITATION, Cite, read_marks, resolve
from snowball_core.render.slugs import Slugs

LINK_RELATION = "noopener nofollow"
SECTION_LEVEL = 2
DEEPEST_LEVEL = 6
MAX_NESTING = 60


@dataclass(frozen=True)
class Context:
    """What rendering a section needs to know of the page."""

    cite: Cite
    slugs: Slugs
    labels: Labels


@dataclass(frozen=True)
class TextBlock:
    """The plain text of a block; prose is a paragraph that stands in no list, quotation or table."""

    text: str
    is_prose: bool


def parse(markdown: str) -> list[Token]:
    """The tokens of CommonMark with tables, strikethrough and citation marks; raw HTML is text."""
    return _parser().parse(safe_text(markdown))


def to_html(markdown: str, context: Context) -> str:
    """A section's body as HTML, not yet sanitised."""
    parser = _parser()
    tokens = fit_headings(resolve_marks(parse(markdown), context.cite), context.slugs)
    fitted = [_fit(token) for token in tokens]
    return str(parser.renderer.render(fitted, parser.options, {"labels": context.labels}))


def resolve_marks(tokens: Sequence[Token], cite: Cite) -> list[Token]:
    """The tokens with every citation resolved; paragraphs that held nothing else are gone."""
    resolved: list[Token] = []
    for token in tokens:
        if token.type == "inline":
            token = token.copy(children=resolve(token.children or [], cite))  # noqa: PLW2901
        resolved.append(token)
        if _closes_emptied_block(resolved):
            del resolved[-3:]
    return resolved


def fit_headings(tokens: Sequence[Token], slugs: Slugs) -> list[Token]:
    """Headings below the section's own: the first at level 3, none skipping a level, each with an id."""
    fitted = list(tokens)
    open_levels: list[int] = []
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level = int(token.tag[1:])
        open_levels = [*(outer for outer in open_levels if outer < level), level]
        tag = f"h{min(SECTION_LEVEL + len(open_levels), DEEPEST_LEVEL)}"
        slug = slugs.give(_text_of(tokens[index + 1].children or []))
        fitted[index] = token.copy(tag=tag, attrs={"id": slug})
        fitted[index + 2] = tokens[index + 2].copy(tag=tag)
    return fitted


def plain_text(markdown: str) -> str:
    """What a reader reads: no marks, no Markdown; blocks are parted by an empty line."""
    return "\n\n".join(block.text for block in text_blocks(markdown))


def text_blocks(markdown: str) -> Iterator[TextBlock]:
    """The blocks that hold text, in order: paragraphs, headings, list items, table cells, code."""
    tokens = resolve_marks(parse(markdown), lambda _: ())
    for opening, token in pairwise([Token("", "", 0), *tokens]):
        text = _text_of(token.children or []) if token.type == "inline" else token.content
        if text.strip():
            yield TextBlock(text.strip(), is_prose=opening.type == "paragraph_open" and opening.level == 0)


def cited_facts(markdown: str) -> list[list[str]]:
    """The ids of the facts that every citation names, in the order of the text."""
    found: list[list[str]] = []

    def note(fact_ids: Sequence[str]) -> Sequence[Place]:
        found.append(list(fact_ids))
        return ()

    resolve_marks(parse(markdown), note)
    return found


def _text_of(children: Sequence[Token]) -> str:
    spaces = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(spaces.get(token.type, token.content) for token in children)


def _closes_emptied_block(tokens: Sequence[Token]) -> bool:
    if len(tokens) < 3 or tokens[-1].type not in {"paragraph_close", "heading_close"}:
        return False
    return tokens[-2].type == "inline" and not tokens[-2].children


def _fit(token: Token) -> Token:
    match token.type:
        case "inline":
            return token.copy(children=_fit_inline(token.children or []))
        case "th_open":
            return token.copy(attrs={"scope": "col", **_alignment(token)})
        case "td_open":
            return token.copy(attrs={**_alignment(token)})
        case _:
            return token


def _alignment(token: Token) -> dict[str, str]:
    style = str(token.attrGet("style") or "")
    return {"class": style.replace("text-align:", "align-")} if style else {}


def _fit_inline(children: Sequence[Token]) -> list[Token]:
    """Links and images that may not stand in a page become their text."""
    fitted: list[Token] = []
    kept_links: list[bool] = []
    for token in children:
        match token.type:
            case "link_open":
                kept_links.append(is_safe_link(str(token.attrGet("href") or "")))
                fitted += [_external(token)] if kept_links[-1] else []
            case "link_close":
                fitted += [token] if kept_links.pop() else []
            case "image":
                fitted.append(_image(token))
            case _:
                fitted.append(token)
    return fitted


def _external(link: Token) -> Token:
    return link.copy(attrs={**link.attrs, "rel": LINK_RELATION})


def _image(token: Token) -> Token:
    if not is_safe_image(str(token.attrGet("src") or "")):
        return Token("text", "", 0, content=token.content)
    return token.copy(attrs={**token.attrs, "loading": "lazy", "referrerpolicy": "no-referrer"})


class _Parser(MarkdownIt):
    """Reads every link as a link: `_fit_inline` judges the addresses and keeps the text of those it drops."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 (the library's name)
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": False, "xhtmlOut": False, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(read_marks)
    for name, rule in {CITATION: _citation, "table_open": _table_open, "table_close": _table_close}.items():
        parser.add_render_rule(name, rule)
    return parser


def _citation(_: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    links = []
    for place in tokens[index].meta["places"]:
        label = escapeHtml(env["labels"].source.format(number=place.number, title=place.title))
        links.append(f'<a href="#source-{place.number}" id="{place.anchor}" aria-label="{label}">{place.number}</a>')
    return f'<sup class="citation">{", ".join(links)}</sup>'


def _table_open(_: RendererHTML, _tokens: Sequence[Token], _index: int, _options: Any, env: Any) -> str:
    return f'<div class="table" role="group" tabindex="0" aria-label="{env["labels"].table}"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"
