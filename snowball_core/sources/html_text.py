"""Reading HTML: the main text as Markdown, and nothing that the page does not show."""

# lxml ships no types.

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import etree, html
from trafilatura.metadata import extract_metadata

from snowball_core.errors import UnreadableSource
from snowball_core.sources.read_source import Extract

_NEVER_SHOWN = ("script", "style", "noscript", "template", "iframe", "object", "svg", "canvas")
_INLINE = ("b", "strong", "i", "em", "u", "s", "mark", "small", "font", "abbr", "cite", "span", "bdi", "bdo")
_ZERO = r"(?:0+(?:\.0*)?|\.0+)\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
_HIDING_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:left|top|text-indent)\s*:\s*-\d{4,}"
    rf"|(?:opacity|font-size)\s*:\s*{_ZERO})",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"}
_UNSEEN = {"transparent", "rgba(0,0,0,0)"}
# Finding the main text takes time with the square of the length: 7 s for 2.4 million characters on a small machine.
_LONG = 2_000_000
_LONG_NOTE = "The page is very long; all its text was taken, without headings, lists and tables."
_DATES = {"extensive_search": False, "original_date": True}


def read_html(label: str, markup: str) -> Extract:
    """The main text of a page with its headings, lists and tables as Markdown; title and date if it gives them.

    A very long page, and one in which no main text is found, gives all its visible text. Hidden elements (by
    attribute or by their own `style`) are dropped; style sheets are not evaluated.

    Raises:
        UnreadableSource: no markup at all.
    """
    tree = _parse(label, markup)
    metadata = extract_metadata(tree, date_config=dict(_DATES))
    _drop_hidden(tree)
    if len(markup) > _LONG:
        return Extract(_all_text(tree), metadata.title or "", metadata.date or "", (_LONG_NOTE,))
    text = trafilatura.extract(tree, output_format="markdown", include_comments=False) or _all_text(tree)
    return Extract(text, metadata.title or "", metadata.date or "")


def _parse(label: str, markup: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableSource(f"{label} holds no text.", hint="Paste the text instead.") from None


def _drop_hidden(tree: Any) -> None:
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is not None and _is_hidden(element):
            element.drop_tree()
    # Emphasis would put asterisks into the text, and a quote of that text would no longer stand in it.
    etree.strip_tags(tree, *_INLINE)


def _is_hidden(element: Any) -> bool:
    if element.tag in _NEVER_SHOWN or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = element.get("style", "")
    return bool(style) and (bool(_HIDING_STYLE.search(style)) or _is_unreadable(element, style))


def _is_unreadable(element: Any, style: str) -> bool:
    colour = _value(_COLOUR, style)
    return colour in _UNSEEN or (colour in _WHITE and _background(element) in _WHITE)


def _background(element: Any) -> str:
    """The colour behind an element as far as `style` attributes tell; a page is white."""
    for box in (element, *element.iterancestors()):
        colour = _value(_BACKGROUND, box.get("style", ""))
        if colour and colour not in _UNSEEN:
            return colour
    return "white"


def _value(rule: re.Pattern[str], style: str) -> str:
    found = rule.search(style)
    return re.sub(r"\s", "", found[1]).lower() if found else ""


def _all_text(tree: Any) -> str:
    return str(trafilatura.html2txt(tree))
