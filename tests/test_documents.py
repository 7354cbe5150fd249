"""The documents tell the truth: commands that exist, modules that exist, and a house style that holds."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import run
from snowball_core.cli import app

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 400
CODE = [
    *(ROOT / "snowball_core").rglob("*.py"),
    *(ROOT / "ui").rglob("*.py"),
    *(ROOT / "pages").rglob("*.py"),
    *ROOT.glob("*.py"),
]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command_lines() -> list[list[str]]:
    """The command lines of the README that call `snowball`, as words, without their comments."""
    found = re.findall(r"(?:^|`)(?:\.venv/bin/)?snowball ([^`\n]+)", text("README.md"), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


# --- README --------------------------------------------------------------------------------------


def test_the_readme_shows_command_lines():
    assert len(command_lines()) >= 8


def test_every_command_of_run_py_that_the_readme_names_exists():
    named = set(re.findall(r"python3 run\.py (\w+)", text("README.md")))
    assert named
    assert named <= set(run.COMMANDS)


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)`", text("README.md"))) <= targets


@pytest.mark.parametrize("words", command_lines(), ids=" ".join)
def test_every_command_line_of_the_readme_parses(words):
    """The command and all its subcommands exist, and each takes the arguments that the README gives it."""
    command = typer.main.get_command(app)
    while hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    context = command.make_context(command.name, list(words))
    assert context.args == []


@pytest.mark.parametrize("path", [[], *([name] for name in typer.main.get_command(app).commands)], ids=" ".join)
def test_every_command_explains_itself(path):
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0
    assert "Usage: " in shown.output


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CHANGELOG.md"])
def test_links_within_the_project_lead_somewhere(name):
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)", text(name)):
        assert "://" in target or (ROOT / target).exists(), target


def test_every_setting_that_the_readme_names_is_read():
    known = text("snowball_core/settings.py")
    for name in re.findall(r"`([A-Z][A-Z_]{5,})(?:=…)?`", text("README.md")):
        assert name in known or name.removeprefix("SNOWBALL_").lower() in known, name


# --- the other documents -------------------------------------------------------------------------


def test_the_architecture_names_only_modules_that_exist():
    said = text("ARCHITECTURE.md")
    named = set(re.findall(r"\b((?:[a-z_]+/)*[a-z_]+(?:/|\.py))(?![\w(])", said))
    assert len(named) > 10
    missing = [name for name in named if not ((ROOT / name).exists() or (ROOT / "snowball_core" / name).exists())]
    assert missing == []


@pytest.mark.parametrize("name", ["GLOSSARY.md", "CHANGELOG.md", "LICENSE"])
def test_a_document_is_there_and_says_something(name):
    assert len(text(name)) > 200


# --- house style ---------------------------------------------------------------------------------


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_is_longer_than_the_bound(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def public_definitions(file: Path) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """The module's public classes and functions, and the public methods of its public classes."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    inner = [n for c in top if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, kinds)]
    return [*top, *(node for node in inner if not node.name.startswith("_") and not is_setter(node))]


def is_setter(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A property's second half; its docstring is the first one's."""
    return any(isinstance(mark, ast.Attribute) and mark.attr == "setter" for mark in node.decorator_list)


def test_every_public_name_of_the_core_is_documented():
    bare = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in (ROOT / "snowball_core").rglob("*.py")
        for node in public_definitions(file)
        if not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_module_of_the_core_says_what_it_is_for():
    bare = [f for f in (ROOT / "snowball_core").rglob("*.py") if not ast.get_docstring(ast.parse(f.read_text("utf-8")))]
    assert bare == []


def test_nothing_in_the_core_knows_the_user_interface():
    pattern = re.compile(r"^\s*(?:import|from)\s+(?:streamlit|ui|pages)\b", re.MULTILINE)
    assert [file for file in (ROOT / "snowball_core").rglob("*.py") if pattern.search(file.read_text("utf-8"))] == []
