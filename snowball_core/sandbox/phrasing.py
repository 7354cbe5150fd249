"""Rewording that keeps what a sentence states: leads, first letters, marks, forbidden words, splitting, joining."""

from __future__ import annotations

import re
from functools import lru_cache

from snowball_core.sandbox.words import FUNCTION_WORDS

LEAD = re.compile(
    r"""^(?:(?:however|therefore|thus|hence|consequently|moreover|furthermore|besides|nevertheless|nonetheless|
    in\ addition|for\ example|for\ instance|in\ fact|of\ course|indeed|meanwhile|by\ contrast|in\ contrast|as\ a\ result|
    on\ the\ other\ hand|finally|accordingly|instead|similarly|also|then|jedoch|allerdings|außerdem|zudem|
    cependant|toutefois|par\ exemple|ainsi|en\ outre|sin\ embargo|además|por\ ejemplo|por\ lo\ tanto),\s+|
    (?:and|but|yet|so)\s+(?=the\s|an?\s|[A-Z\d]))""",
    re.IGNORECASE | re.VERBOSE,
)
INSERTED = re.compile(
    r",\s(?:however|therefore|though|nevertheless|for example|for instance|by contrast|meanwhile|in turn|too),\s|"
    r"\s(?:therefore|consequently|nevertheless|nonetheless|thus)(?=\s[a-z])",
)
WORD_START = re.compile(r"^(?P<open>[\"“„«(]?)(?P<word>[^\W\d_]+)")


def without_lead(text: str) -> str:
    """The sentence without the connectives that tie it to the one before; quotations stay untouched."""
    bare = LEAD.sub("", text, count=1)
    if not re.search(r"[\"“„«]", bare):
        bare = INSERTED.sub(" ", bare)
    return capitalised(" ".join(bare.split()))


def capitalised(text: str) -> str:
    """The text with a capital first letter; the rest as it is."""
    return text[:1].upper() + text[1:]
