"""Names of places in a page that headings get."""

from __future__ import annotations

import re
import unicodedata

SLUG_CHARACTERS = 60

_TAKEN_BY_THE_PAGE = re.compile(r"(sources|source-\d.*|cite-\d.*)")


class Slugs:
    """Gives every heading of one page its own id, in any script."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, heading: str) -> str:
        """The heading in small letters with hyphens, numbered when an earlier heading has the same."""
        base = slug(heading)
        if _TAKEN_BY_THE_PAGE.fullmatch(base):
            base = f"section-{base}"
        chosen, number = base, 1
        while chosen in self._given:
            number += 1
            chosen = f"{base}-{number}"
        self._given.add(chosen)
        return chosen


def slug(heading: str) -> str:
    """Letters, marks and digits of any script in lower case, the rest hyphens; `section` if nothing is left."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    spelled = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in folded)
    joined = re.sub(r"-+", "-", spelled).strip("-")
    if len(joined) > SLUG_CHARACTERS:
        joined = joined[: SLUG_CHARACTERS + 1].rpartition("-")[0] or joined[:SLUG_CHARACTERS]
    return joined or "section"
