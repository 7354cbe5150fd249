"""What an article will take, before anything is paid: calls, tokens and US dollars, from least to most.

Assumptions, where the settings and the wishes do not say it:

- A search gives at least half of the pages asked for. A page has 3,000 characters or more, and no more of it is
  read than the settings allow. (A short page that is found makes the lower bound too high, never the upper.)
- A source gives one fact for every 80 to 500 characters, and 20 at most (the bound in the prompt).
- Sections follow from facts and wished length by the rule of the outline's prompt (`prompting.sections_range`).
- One section in two, and one at least, is written a second time, because its first version states what no fact
  says, or polished a second time, because the first polish did.
- A token has three to four and a half characters; in Chinese, Japanese, Korean and Thai one to two.
- A word of the article has 1.2 to 2 tokens, and a section reaches a third to one and a half of its wished length.
- Thinking takes nothing, or as many tokens a call as `THINKING` says for the level of the settings.
- Every phase is answered by the first model of its chain. Fallbacks, repairs and repeated calls after an outage
  come on top; what the cache holds is left out of what is paid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from snowball_core.gateways.tavily import SEARCH_CREDITS
from snowball_core.schemas import Phase
from snowball_core.services.articles import NewArticle
from snowball_core.settings import Settings
from snowball_core.writing.prompting import section_words, sections_range

MOST_FACTS = 20
SHORTEST_PAGE = 3_000
DENSE_LANGUAGES = {"ja", "ko", "th", "zh"}
THINKING = {"minimal": 200, "low": 800, "medium": 4_000, "high": 12_000}
"""Tokens that one call may think, by level."""


@dataclass(frozen=True)
class Span:
    """From the least to the most that is expected."""

    low: float
    high: float

    def __add__(self, other: Span) -> Span:
        """Both together."""
        return Span(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Span) -> Span:
        """So many, this much each."""
        return Span(self.low * other.low, self.high * other.high)


NOTHING = Span(0, 0)
CHARACTERS_A_FACT = Span(500, 80)
FACT_SHOWN = Span(25, 60)
FACT_TOLD = Span(35, 90)
TOKENS_A_WORD = Span(1.2, 2.0)
LENGTH_REACHED = Span(0.3, 1.5)
READING_RULES, GAP_RULES, PLAN_RULES = Span(350, 600), Span(300, 2_000), Span(600, 1_500)
WRITING_RULES, POLISH_RULES = Span(700, 1_300), Span(600, 1_200)
GAP_FOUND, SECTION_PLANNED = Span(60, 400), Span(40, 150)
FACTS_OF_SECTION = Span(3, MOST_FACTS)
SECOND_VERSIONS = 0.5


@dataclass(frozen=True)
class Work:
    """Calls of one phase, with the tokens of all of them; the output holds the thinking."""

    phase: Phase
    calls: Span
    input_tokens: Span
    output_tokens: Span


@dataclass(frozen=True)
class Estimate:
    """What an article is expected to take.

    `calls` are those of the model and of the search, `tokens` those of input, output and thinking. `dollars` leaves
    out the models in `unpriced`, which have no price in the settings. `demo`: nothing is paid.
    """

    calls: Span
    tokens: Span
    dollars: Span
    unpriced: tuple[str, ...]
    demo: bool

    def sentence(self) -> str:
        """The estimate in words, rounded; for people."""
        amount = f"{_counted(self.calls)} calls and {_counted(self.tokens)} tokens"
        if self.demo:
            return f"Expected: {amount}. In the demo nothing is paid."
        unknown = f"price unknown for {', '.join(self.unpriced)}" if self.unpriced else ""
        known = _priced(self.dollars) if self.dollars.high else ""
        return f"Expected: {amount}; {' and more, '.join(part for part in (known, unknown) if part)}."


def estimate(new: NewArticle, settings: Settings) -> Estimate | None:
    """What the article will take; None while there is nothing that it could be made from."""
    searches = Span(1, 1) if new.brief.search and settings.search_configured else NOTHING
    lengths = _source_lengths(new, settings, searches is not NOTHING)
    if not lengths:
        return None
    works = _works(new, settings, lengths)
    unpriced = dict.fromkeys(model for model in _models(works, settings) if model not in settings.prices)
    credit = SEARCH_CREDITS * settings.search_credit_price
    return Estimate(
        calls=_sum([searches, *(work.calls for work in works)]),
        tokens=_sum(work.input_tokens + work.output_tokens for work in works),
        dollars=_sum([searches * Span(credit, credit), *(_dollars(work, settings) for work in works)]),
        unpriced=tuple(unpriced),
        demo=settings.demo,
    )


def _source_lengths(new: NewArticle, settings: Settings, search: bool) -> list[Span]:
    """Characters read of every source; of one that may not be found from none on."""
    most = settings.source_characters
    own = [min(len(source.text), most) for source in new.sources]
    found = settings.search_results if search else 0
    sure = math.ceil(found / 2)
    pages = [Span(min(SHORTEST_PAGE, most) if n < sure else 0, most) for n in range(found)]
    return [*(Span(length, length) for length in own), *pages]


def _works(new: NewArticle, settings: Settings, lengths: list[Span]) -> list[Work]:
    language = new.brief.language.split("-")[0]
    token = Span(1 / 2, 1) if language in DENSE_LANGUAGES else Span(1 / 4.5, 1 / 3)
    facts = _sum(_facts(length) for length in lengths)
    sections = Span(
        sections_range(new.brief.words, int(facts.low))[0], sections_range(new.brief.words, int(facts.high))[1]
    )
    sources = Span(sum(length.low > 0 for length in lengths), len(lengths))
    thinking = Span(0, THINKING[settings.thinking_level])
    sheet = facts * FACT_SHOWN
    one = Span(1, 1)
    text = _section_text(new.brief.words, sections)
    tail = Span(0, settings.context_characters) * token
    read = sources * READING_RULES + _sum(lengths) * token + GAP_RULES + sheet
    told = facts * FACT_TOLD + GAP_FOUND + (sources + one) * thinking
    versions = Span(sections.low, sections.high + max(1, math.ceil(sections.high * SECOND_VERSIONS)))
    return [
        Work(Phase.RESEARCH, sources + one, read, told),
        Work(Phase.OUTLINE, one, PLAN_RULES + sheet + GAP_FOUND, sections * SECTION_PLANNED + thinking),
        Work(
            Phase.WRITING,
            versions,
            versions * (WRITING_RULES + FACTS_OF_SECTION * FACT_SHOWN + tail),
            versions * (text + thinking),
        ),
        Work(Phase.POLISH, versions, versions * (POLISH_RULES + text), versions * (text + thinking)),
    ]


def _facts(length: Span) -> Span:
    found = (length.low / CHARACTERS_A_FACT.low, length.high / CHARACTERS_A_FACT.high)
    low, high = (min(MOST_FACTS, max(1, int(number))) for number in found)
    return Span(low if length.low else 0, high)


def _section_text(words: int, sections: Span) -> Span:
    """Tokens of one section; many sections are short ones."""
    wanted = Span(section_words(words, int(sections.high)), section_words(words, int(sections.low)))
    return wanted * LENGTH_REACHED * TOKENS_A_WORD


def _models(works: Iterable[Work], settings: Settings) -> list[str]:
    return [settings.models.chain(work.phase)[0] for work in works]


def _dollars(work: Work, settings: Settings) -> Span:
    price = settings.prices.get(settings.models.chain(work.phase)[0])
    if price is None:
        return NOTHING
    a_million = (price.input / 1_000_000, price.output / 1_000_000)
    return work.input_tokens * Span(a_million[0], a_million[0]) + work.output_tokens * Span(a_million[1], a_million[1])


def _sum(spans: Iterable[Span]) -> Span:
    return sum(spans, NOTHING)


def _counted(span: Span) -> str:
    low, high = f"{_rounded(span.low):,.0f}", f"{_rounded(span.high):,.0f}"
    return low if low == high else f"{low} to {high}"


def _priced(span: Span) -> str:
    low, high = (f"${max(0.01, amount):,.2f}" for amount in (span.low, span.high))
    return low if low == high else f"{low} to {high}"


def _rounded(number: float) -> float:
    """Two significant digits: more would pretend to know."""
    return round(number, 1 - math.floor(math.log10(number))) if number >= 100 else number
