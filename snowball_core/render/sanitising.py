"""The last look at every fragment: only what this list names leaves the house (nh3)."""

from __future__ import annotations

import re
from functools import cache

import nh3

from snowball_core.render.cleaning import LINK_SCHEMES, is_safe_image, is_safe_link
from snowball_core.render.markdown import LINK_RELATION

_PLAIN_TAGS = (
    "article header section h1 h2 h3 h4 h5 h6 p br hr blockquote ul ol li strong em s code pre sup cite bdi time span "
    "a img div table thead tbody tr th td"
)

_ATTRIBUTES = {
    "article": {"lang"},
    "section": {"id"},
    "a": {"href", "id", "aria-label", "title", "rel"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "li": {"id"},
    "time": {"datetime"},
    "div": {"aria-label"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}

_FIXED_VALUES = {
    "a": {"rel": {LINK_RELATION}},
    "img": {"loading": {"lazy"}, "referrerpolicy": {"no-referrer"}},
    "div": {"role": {"group"}, "tabindex": {"0"}},
    "th": {"scope": {"col"}},
    "article": {"dir": {"ltr", "rtl"}},
}

_CLASSES = {
    "section": {"sources"},
    "sup": {"citation"},
    "p": {"byline"},
    "span": {"host", "back"},
    "div": {"table"},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
}

_OWN_PLACE = re.compile(r"#(source-\d+|cite-\d+-\d+)")


def sanitise(html: str) -> str:
    """The fragment with nothing in it but the tags, attributes, classes and addresses that an article has."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    fixed = {tag: set(values) for tag, values in _FIXED_VALUES.items()}
    return nh3.Cleaner(
        tags=set(_PLAIN_TAGS.split()),
        clean_content_tags={"script", "style"},
        attributes={tag: names - fixed.get(tag, set()) for tag, names in _ATTRIBUTES.items()},
        tag_attribute_values=_FIXED_VALUES,
        attribute_filter=_kept,
        url_schemes=set(LINK_SCHEMES),
        allowed_classes=_CLASSES,
        link_rel=None,
        generic_attribute_prefixes=set(),
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    match tag, attribute:
        case "a", "href":
            return value if _OWN_PLACE.fullmatch(value) or is_safe_link(value) else None
        case "img", "src":
            return value if is_safe_image(value) else None
        case _:
            return value
