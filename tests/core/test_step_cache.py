"""The step cache: what was paid once is never paid again."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from snowball_core import step_cache
from snowball_core.step_cache import StepCache, step_key


@pytest.fixture
def cache(tmp_path: Path):
    opened = StepCache(tmp_path / "cache")
    yield opened
    opened.close()


class Payer:
    """Counts how often it is asked to pay."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.calls = 0
        self._seconds = seconds

    async def __call__(self) -> tuple[str, dict[str, Any]]:
        self.calls += 1
        await asyncio.sleep(self._seconds)
        return "key", {"answer": f"call {self.calls}"}


def test_the_key_depends_on_every_part_and_not_on_their_order():
    key = step_key("write", model="a", prompt="p")
    assert key == step_key("write", prompt="p", model="a")
    others = {step_key("write", model="b", prompt="p"), step_key("polish", model="a", prompt="p"), step_key("write")}
    assert key not in others
    assert len(others) == 3


async def test_the_second_identical_call_is_a_hit(cache):
    pay = Payer()
    first = await cache.once(["key"], pay)
    second = await cache.once(["key"], pay)
    assert (first.hit, second.hit, pay.calls) == (False, True, 1)
    assert first.value == second.value == {"answer": "call 1"}


async def test_an_answer_kept_under_a_fallback_model_is_found_for_the_whole_chain(cache):
    async def fallback_answers():
        return "key of the second model", {"answer": "from the fallback"}

    await cache.once(["key of the first model", "key of the second model"], fallback_answers)
    again = await cache.once(["key of the first model", "key of the second model"], Payer())
    assert again.hit
    assert again.value == {"answer": "from the fallback"}


async def test_twenty_identical_calls_at_once_make_one_request(cache):
    pay = Payer(seconds=0.05)
    results = await asyncio.gather(*(cache.once(["key"], pay) for _ in range(20)))
    assert pay.calls == 1
    assert {result.value["answer"] for result in results} == {"call 1"}


async def test_a_failed_call_keeps_nothing_and_frees_the_key(cache):
    async def fail() -> tuple[str, dict[str, Any]]:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        await cache.once(["key"], fail)
    assert (await asyncio.wait_for(cache.once(["key"], Payer()), 2)).value == {"answer": "call 1"}


async def test_a_cancelled_call_frees_the_key(cache):
    running = asyncio.create_task(cache.once(["key"], Payer(seconds=60)))
    while not any(key.startswith("lease:") for key in cache._cache):
        await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not (await asyncio.wait_for(cache.once(["key"], Payer()), 2)).hit


async def test_answers_with_a_lifetime_expire_and_others_stay(cache):
    await cache.once(["search"], _keyed("search"), lifetime=0.05)
    await cache.once(["answer"], _keyed("answer"))
    await asyncio.sleep(0.1)
    assert cache.get("search") is None
    assert cache.get("answer") == {"answer": "answer"}


async def test_a_thousand_answers_are_all_kept(cache):
    for number in range(1000):
        cache.put(f"key {number}", {"answer": "x" * 1000})
    assert all(cache.get(f"key {number}") for number in range(1000))
    assert cache.info().answers == 1000


def test_clearing_forgets_everything_and_says_how_much(cache):
    cache.put("a", {"answer": 1})
    cache.put("b", {"answer": 2})
    assert cache.clear() == 2
    assert cache.get("a") is None


def test_values_are_json_and_never_pickle(cache, tmp_path):
    with pytest.raises(TypeError):
        cache.put("key", {"answer": object()})
    cache.put("key", {"answer": "text"})
    assert b"\x80\x04" not in b"".join(file.read_bytes()[:2] for file in tmp_path.rglob("*.val"))


def test_a_truncated_answer_counts_as_absent(cache, tmp_path):
    noise = os.urandom(200_000).hex()
    cache.put("key", {"answer": noise})
    files = list(tmp_path.rglob("*.val"))
    assert files, "a large answer is kept in a file of its own"
    files[0].write_bytes(files[0].read_bytes()[:100])
    assert cache.get("key") is None
    cache.put("key", {"answer": "again"})
    assert cache.get("key") == {"answer": "again"}


def test_a_damaged_cache_is_set_aside_and_a_new_one_begun(tmp_path):
    folder = tmp_path / "cache"
    StepCache(folder).close()
    (folder / "cache.db").write_bytes(b"this is no database" * 1000)
    for extra in ("cache.db-wal", "cache.db-shm"):
        (folder / extra).unlink(missing_ok=True)
    cache = StepCache(folder)
    cache.put("key", {"answer": 1})
    assert cache.get("key") == {"answer": 1}
    aside = list(tmp_path.glob("cache.damaged-*"))
    assert len(aside) == 1
    assert (aside[0] / "cache.db").read_bytes().startswith(b"this is no database")
    cache.close()


def _keyed(key: str):
    async def make() -> tuple[str, dict[str, Any]]:
        return key, {"answer": key}

    return make


def _pay_in_a_process(folder: str, ledger: str, barrier) -> None:
    async def pay() -> tuple[str, dict[str, Any]]:
        with Path(ledger).open("a") as file:
            file.write(f"{os.getpid()}\n")
        await asyncio.sleep(0.2)
        return "key", {"answer": "paid"}

    cache = StepCache(Path(folder))
    barrier.wait()
    asyncio.run(cache.once(["key"], pay))


def test_two_processes_with_the_same_call_make_one_request(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    ledger = tmp_path / "ledger"
    arguments = (str(tmp_path / "cache"), str(ledger), barrier)
    processes = [context.Process(target=_pay_in_a_process, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    assert len(ledger.read_text().splitlines()) == 1


def _hang_with_the_lease(folder: str, started: str) -> None:
    async def hang() -> tuple[str, dict[str, Any]]:
        Path(started).write_text(json.dumps("holding"))
        await asyncio.sleep(600)
        return "key", {}

    asyncio.run(StepCache(Path(folder)).once(["key"], hang))


def test_the_lease_of_a_killed_process_does_not_block_the_owner_of_the_folder(tmp_path):
    context = multiprocessing.get_context("spawn")
    started = tmp_path / "started"
    process = context.Process(target=_hang_with_the_lease, args=(str(tmp_path / "cache"), str(started)))
    process.start()
    while not started.exists():
        process.join(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    cache = StepCache(tmp_path / "cache")
    cache.release_leases()
    result = asyncio.run(asyncio.wait_for(cache.once(["key"], Payer()), step_cache.LEASE_SECONDS / 2))
    assert not result.hit
    cache.close()
