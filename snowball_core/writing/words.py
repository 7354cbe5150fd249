"""What a word is, in any script, and when two words are forms of the same one."""

from __future__ import annotations

import re
from functools import lru_cache

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The scripts that put no spaces between words, as ranges of a character class."""

_WORD = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_])+(?:['’](?:(?![{UNSPACED}])[^\W_])+)*")
_UNSPACED = re.compile(rf"[{UNSPACED}]")
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ers", "ed", "er", "es", "en", "ly", "s", "e", "n")
_LONGEST_SUFFIX_FREE = 3


def words(text: str) -> list[str]:
    """The words of a text as they stand; a run of an unspaced script is one word."""
    return _WORD.findall(text)


def unspaced(word: str) -> bool:
    """The word is written in a script without spaces between words."""
    return _UNSPACED.match(word) is not None


def terms(text: str) -> list[str]:
    """The text as terms for counting and ranking: stems, and pairs of characters where no spaces divide words."""
    found: list[str] = []
    for word in words(text.casefold()):
        found.extend(_pairs(word) if unspaced(word) else (stem(word),))
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A casefolded word without a common ending; a rough measure that never leaves fewer than three letters."""
    base = re.split("['’]", word, maxsplit=1)[0]
    if not base.isalpha():
        return base
    if base.endswith("ies") and len(base) > _LONGEST_SUFFIX_FREE + 2:
        return base[:-3] + "y"
    for suffix in _SUFFIXES:
        if base.endswith(suffix) and len(base) - len(suffix) >= _LONGEST_SUFFIX_FREE:
            return base[: -len(suffix)]
    return base


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]
