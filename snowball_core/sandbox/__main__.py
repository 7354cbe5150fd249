"""`python -m snowball_core.sandbox`: the sandbox as a process of its own."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import threading

from snowball_core.sandbox.server import Sandbox


def main() -> None:
    """Serve until the process is ended; the first line of the output is JSON with the `url`."""
    parser = argparse.ArgumentParser(prog="python -m snowball_core.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 (the default) takes a free one")
    with Sandbox(parser.parse_args().port) as sandbox, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(json.dumps({"url": sandbox.url}) + "\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
