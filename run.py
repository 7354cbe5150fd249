"""Set everything up and run it: `python3 run.py studio`, `python3 run.py test`.

Needs Python 3.11 or newer and nothing else. The environment goes to `.venv/`, with the versions that
`requirements.lock` and `requirements-test.lock` name; it is made anew only when these change.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
TYPE_CHECKED = ("snowball_core", "app.py", "studio.py", "ui")


def say(text):
    print(f"\033[1m· {text}\033[0m" if sys.stdout.isatty() else f"· {text}", flush=True)  # noqa: T201


def call(*command, **options):
    """Run a command in the project's folder; its failure ends this program with its exit code."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **options)
    if result.returncode:
        sys.exit(result.returncode)


def install_system_packages(*packages):
    """Debian's packages, when we may install them; otherwise say what to do."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        say(f"installing {', '.join(packages)}")
        call("apt-get", "update", **quiet)
        call(*command, **quiet)
        return
    sys.exit(f"Please install {', '.join(packages)} first, for example with: sudo {' '.join(command)}")


def make_environment():
    if sys.version_info < (3, 11):  # noqa: UP036 - this file has to say so on an older Python
        sys.exit(f"Snowball needs Python 3.11 or newer; this is {platform.python_version()}.")
    if not (BIN / "pip").exists():
        if importlib.util.find_spec("ensurepip") is None:
            install_system_packages("python3-venv")
        say("making .venv")
        call(sys.executable, "-m", "venv", "--clear", ENVIRONMENT)


def install(lock):
    """Install a lock file's versions and the project itself, unless that was done already."""
    make_environment()
    stamp = ENVIRONMENT / f"{lock}.installed"
    wanted = hashlib.sha256((ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing what {lock} names (a minute or two, once)")
    # A lock is complete: pip must not resolve anything, or a newer release of what is asked for with an extra
    # would stand against the lock's own version.
    pip = (BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    call(*pip, "--requirement", lock)
    call(*pip, "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted)


def find_browser():
    """The Chromium that the browser tests drive; installed when there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    found = found or next((path for path in MAC_BROWSERS if Path(path).exists()), None)
    if found is None and sys.platform == "linux":
        install_system_packages("chromium")
        found = shutil.which("chromium")
    if found is None:
        call(BIN / "playwright", "install", "chromium")
    return found


def studio(arguments):
    """Set up, and open the studio in the browser (demo mode without keys)."""
    install("requirements.lock")
    os.chdir(ROOT)
    os.execv(BIN / "streamlit", [str(BIN / "streamlit"), "run", "app.py", *arguments])


def test(arguments):
    """Set up, and pass the whole test suite."""
    call(*test_command(arguments), env=test_environment())


def check(arguments):
    """Set up, and check style, types and the direction of imports."""
    del arguments
    install("requirements-test.lock")
    call(BIN / "ruff", "check", ".")
    call(BIN / "ruff", "format", "--check", ".")
    call(BIN / "mypy", *TYPE_CHECKED)
    call(BIN / "lint-imports")


def screenshots(arguments):
    """Set up, and take pictures of every page (into docs/screenshots/)."""
    install("requirements-test.lock")
    call(BIN / "python", "scripts/screenshots.py", *arguments, env=test_environment())


def test_command(arguments):
    install("requirements-test.lock")
    return [BIN / "python", "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments]


def test_environment():
    browser = find_browser()
    return {**os.environ, **({"SNOWBALL_TEST_BROWSER": browser} if browser else {})}


COMMANDS = {command.__name__: command for command in (studio, test, check, screenshots)}


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        lines = [f"  {name:<12}{command.__doc__}" for name, command in COMMANDS.items()]
        sys.exit("Usage: python3 run.py COMMAND\n" + "\n".join(lines))
    COMMANDS[name](sys.argv[2:])


if __name__ == "__main__":
    main()
