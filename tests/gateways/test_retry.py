"""Retries: how often, and how long in between."""

import pytest

from snowball_core.errors import SnowballError
from snowball_core.gateways.retry import LONGEST_BACKOFF, Retries, TryFailed, Verdict


class Flaky:
    """Fails with the given verdicts, then succeeds."""

    def __init__(self, *verdicts, wait=0.0):
        self._failures = [TryFailed(SnowballError(f"try {n}"), v, wait=wait) for n, v in enumerate(verdicts, start=1)]
        self.tries = 0

    async def __call__(self):
        self.tries += 1
        if self._failures:
            raise self._failures.pop(0)
        return "done"

    async def attempt(self):
        return await self()


def retries(rest, **overrides):
    return Retries(**{"attempts": 3, "base_seconds": 1.0, "sleep": rest, "jitter": lambda: 1.0, **overrides})


async def test_the_first_success_is_the_result(rest, pauses):
    flaky = Flaky(Verdict.RETRY, Verdict.RETRY)
    assert await retries(rest).run(flaky.attempt) == "done"
    assert (flaky.tries, pauses) == (3, [1.0, 2.0])


async def test_the_last_failure_is_raised(rest):
    with pytest.raises(TryFailed, match="try 3"):
        await retries(rest).run(Flaky(*[Verdict.RETRY] * 5).attempt)


@pytest.mark.parametrize("verdict", [Verdict.NEXT, Verdict.STOP, Verdict.ENLARGE])
async def test_what_another_try_cannot_mend_is_raised_at_once(rest, pauses, verdict):
    flaky = Flaky(verdict)
    with pytest.raises(TryFailed):
        await retries(rest).run(flaky.attempt)
    assert (flaky.tries, pauses) == (1, [])


async def test_a_defect_is_not_tried_again(rest):
    async def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await retries(rest).run(broken)


async def test_a_pause_never_grows_beyond_a_minute(rest, pauses):
    await retries(rest, attempts=9, base_seconds=8.0).run(Flaky(*[Verdict.RETRY] * 8).attempt)
    assert max(pauses) == LONGEST_BACKOFF


async def test_a_pause_is_at_least_what_the_server_asked(rest, pauses):
    await retries(rest).run(Flaky(Verdict.RETRY, Verdict.RETRY, wait=1.5).attempt)
    assert pauses == [1.5, 2.0]
