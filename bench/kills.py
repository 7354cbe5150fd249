"""Kill `snowball generate` at random moments and count what is asked twice.

    .venv/bin/python bench/kills.py [--kills 20] [--seed 1]

Each kill is a SIGKILL at a random moment of an article's making; the same command is then run again until
the article is finished, and the next article (another keyword) begins. A request that the sandbox had
answered to its end and that is asked again was lost between the answer and the cache; one that was under
way when the process died has to be repeated.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace

KEYWORDS = [
    "history of lighthouses",
    "heat pumps in old houses",
    "sourdough starter for beginners",
    "bicycle-friendly cities",
    "onboarding remote employees",
    "how to brew better filter coffee",
]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    kills = articles = failed = 0
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        sandbox.pace = Pace(first_token_seconds=0.2, tokens_per_second=500)
        started = time.monotonic()
        while kills < options.kills or articles == 0:
            keyword = KEYWORDS[articles % len(KEYWORDS)]
            data = Path(folder) / str(articles)
            while (done := run(data, sandbox, keyword, chance, may_kill=kills < options.kills)) == "killed":
                kills += 1
            articles += 1
            failed += done != "finished"
        report(sandbox, kills, articles, failed, time.monotonic() - started)
    sys.exit(1 if failed else 0)


def run(data: Path, sandbox: Sandbox, keyword: str, chance: random.Random, *, may_kill: bool) -> str:
    environment = {
        **os.environ,
        "SNOWBALL_DATA_DIR": str(data),
        "SNOWBALL_GEMINI_BASE_URL": sandbox.url,
        "SNOWBALL_TAVILY_BASE_URL": sandbox.url,
    }
    command = [sys.executable, "-m", "snowball_core.cli", "generate", keyword]
    asked = len(sandbox.ledger.requests())
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if may_kill:
        # Counting requests instead of seconds keeps the kills inside the work, however slow the machine starts.
        wanted, delay = asked + chance.randint(0, 8), chance.uniform(0, 0.6)
        while process.poll() is None and len(sandbox.ledger.requests()) <= wanted:
            time.sleep(0.01)
        time.sleep(delay)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            return "killed"
    output, _ = process.communicate()
    if process.returncode:
        print(output.decode())
    return "failed" if process.returncode else "finished"


def report(sandbox: Sandbox, kills: int, articles: int, failed: int, seconds: float) -> None:
    requests = sandbox.ledger.requests()
    asked = Counter(request.sha256 for request in requests)
    broken_off = sum(not request.complete for request in requests)
    repeated = sum(count - 1 for count in asked.values())
    print(f"articles finished        {articles - failed} of {articles}")
    print(f"kills                    {kills}")
    print(f"different requests       {len(asked)}")
    print(f"requests broken off      {broken_off}")
    print(f"requests repeated        {repeated}  ({repeated / max(1, kills):.2f} per kill)")
    print(f"most often asked         {max(asked.values())} times")
    print(f"seconds                  {seconds:.0f}")


if __name__ == "__main__":
    main()
