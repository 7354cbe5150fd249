"""How long a token needs from leaving the model to standing on the page, in a real browser.

    .venv/bin/python bench/visible.py [--seconds 20]

The sandbox writes numbered words at the pace of a real model. A relay between it and the studio notes when
each word passes; the page notes when it has been drawn.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.served_studio import browser, served_studio
from snowball_core.sandbox import author
from snowball_core.sandbox.prompt_reader import read_request
from snowball_core.sandbox.server import Sandbox
from snowball_core.sandbox.wire import Pace

TOKENS_PER_SECOND = 60.0
WORD = re.compile(rb"word(\d+)z")
WATCH = """() => {
  window.seen = {};
  const look = () => {
    const text = document.querySelector('article.sb-prose')?.innerText ?? '';
    for (const [, number] of text.matchAll(/word(\\d+)z/g)) window.seen[number] ??= Date.now() / 1000;
    requestAnimationFrame(look);
  };
  look();
}"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=20.0, help="how long the writing lasts")
    words = round(arguments.parse_args().seconds * TOKENS_PER_SECOND / 2)
    left: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder, Sandbox(answer=numbered(words)) as sandbox:
        sandbox.pace = Pace()
        with relay(sandbox.url, left) as address:
            settings = {"SNOWBALL_GEMINI_BASE_URL": address, "SNOWBALL_TAVILY_BASE_URL": sandbox.url}
            with served_studio(Path(folder) / "data", Path(folder) / "log", **settings) as studio, browser() as opened:
                seen = watched(opened.new_page(), studio, sandbox, words)
    delays = sorted(seen[number] - left[number] for number in seen if number in left)
    print(f"{len(delays)} of {words} words seen while they came, at {TOKENS_PER_SECOND:g} tokens a second")
    for name, value in {"p50": statistics.median(delays), "p95": delays[int(len(delays) * 0.95)]}.items():
        print(f"{name}: {value:.2f} s from leaving the model to standing on the page")


def numbered(words: int):
    """A model that writes numbered words and does all else as the sandbox does."""

    def answer(system: str, user: str, schema: dict[str, object] | None) -> str:
        if read_request(system, user).task != "write a section":
            return author.answer(system, user, schema)
        return " ".join(f"word{number}z." if number % 12 == 0 else f"word{number}z" for number in range(1, words + 1))

    return answer


def watched(page: Page, address: str, sandbox: Sandbox, words: int) -> dict[int, float]:
    """Start an article and note when each word is on the page."""
    page.goto(f"{address}/new")
    page.get_by_label("Keyword").fill("history of lighthouses")
    page.get_by_text("Autopilot").click()
    page.get_by_role("button", name="Start the article").click()
    page.get_by_role("button", name="Plan the outline").click(timeout=60_000)
    page.get_by_role("button", name="Write the article").wait_for(timeout=60_000)
    page.evaluate(WATCH)
    sandbox.pace = Pace(tokens_per_second=TOKENS_PER_SECOND)
    page.get_by_role("button", name="Write the article").click()
    page.wait_for_function(f"Object.keys(window.seen).length >= {words}", timeout=180_000)
    return {int(number): at for number, at in page.evaluate("window.seen").items()}


@contextmanager
def relay(target: str, left: dict[int, float]) -> Iterator[str]:
    """A server that passes everything on to the target, and notes when a word passes for the first time."""
    client = httpx.AsyncClient(base_url=target, timeout=None)

    async def passed_on(request: Request) -> Response:
        headers = {name: value for name, value in request.headers.items() if name not in {"host", "content-length"}}
        query = request.url.query.encode()
        outgoing = client.build_request(
            request.method, httpx.URL(path=request.url.path, query=query), headers=headers, content=await request.body()
        )
        answer = await client.send(outgoing, stream=True)

        async def body() -> AsyncIterator[bytes]:
            async for chunk in answer.aiter_bytes():
                for number in WORD.findall(chunk):
                    left.setdefault(int(number), time.time())
                yield chunk

        kept = {name: value for name, value in answer.headers.items() if name in {"content-type"}}
        return StreamingResponse(body(), answer.status_code, headers=kept)

    app = Starlette(routes=[Route("/{path:path}", passed_on, methods=["GET", "POST", "PUT", "DELETE"])])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main()
