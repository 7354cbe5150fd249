"""What the studio's calls cost: in all, by day, by step, by article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from snowball_core.store.protocol import Store, UsageSums

DEAREST_ARTICLES = 10


@dataclass(frozen=True)
class UsageReport:
    """The calls of a period. `days` run from `first` to `last` (UTC); those without a call are left out.

    `articles` are the dearest ones; `more_articles` says that there are others. Calls without an article
    (a page read before one was started, a voice tried) count in `total`, and stand there under the id "".
    """

    total: UsageSums
    days: list[UsageSums]
    steps: list[UsageSums]
    articles: list[UsageSums]
    more_articles: bool
    first: date
    last: date

    @property
    def paid(self) -> bool:
        """Something was paid or saved in dollars, so that dollars are what to compare."""
        return self.total.cost > 0 or self.total.saved > 0


class UsageService:
    """Reads the records of paid calls, added up. Errors are those of the store."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def report(self, days: int | None = None) -> UsageReport:
        """The calls of the last `days` days, today being one of them; of all time when None."""
        now = self._clock()
        since = _midnight(now) - timedelta(days=days - 1) if days else None
        by_day = self._store.usage_sums("day", since)
        articles = self._store.usage_sums("article", since, DEAREST_ARTICLES + 1)
        oldest = date.fromisoformat(by_day[0].grouped) if by_day else now.date()
        return UsageReport(
            total=added(by_day),
            days=by_day,
            steps=self._store.usage_sums("step", since),
            articles=articles[:DEAREST_ARTICLES],
            more_articles=len(articles) > DEAREST_ARTICLES,
            first=since.date() if since else oldest,
            last=now.date(),
        )

    def saved_so_far(self) -> float:
        """US dollars that the cache has saved since the first call."""
        return added(self._store.usage_sums("day")).saved


def added(sums: Sequence[UsageSums]) -> UsageSums:
    """Several groups as one, named ""."""
    return UsageSums(
        grouped="",
        paid_calls=sum(one.paid_calls for one in sums),
        saved_calls=sum(one.saved_calls for one in sums),
        tokens=sum(one.tokens for one in sums),
        cost=sum(one.cost for one in sums),
        saved=sum(one.saved for one in sums),
    )


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
