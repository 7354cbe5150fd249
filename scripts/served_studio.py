"""A real studio in a process of its own, on a free port of this machine, and a real browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 20.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECRETS = ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "TAVILY_API_KEY")


@contextmanager
def served_studio(data_dir: Path, log: Path, **settings: str) -> Iterator[str]:
    """The address of a studio in demo mode on this data folder; it ends with the block.

    It runs beside its log, so that no `.env` of the project reaches it: nothing is ever paid here.

    Raises:
        RuntimeError: it did not start; with the end of its log.
    """
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = {
        name: value for name, value in os.environ.items() if name not in SECRETS and not name.startswith("SNOWBALL_")
    }
    environment |= {"SNOWBALL_DATA_DIR": str(data_dir), **settings}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [*command, "--server.headless", "true"], cwd=log.parent, env=environment, stdout=output, stderr=output
        )
        try:
            _wait_until_ready(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium: the one that SNOWBALL_TEST_BROWSER names, the system's, or Playwright's own."""
    found = os.environ.get("SNOWBALL_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"the studio did not start: {log.read_text(errors='replace')[-2_000:]}")
