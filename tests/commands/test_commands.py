"""The command line, as a person uses it: real processes on a data folder of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

KEYWORD = "sourdough starter for beginners"


@pytest.fixture
def snowball(tmp_path: Path) -> Run:
    """Runs `snowball …` without any key on the test's data folder."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "snowball_core.cli", *map(str, arguments)],
            env={**os.environ, "SNOWBALL_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "200", **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )

    return run


def test_without_a_key_one_command_makes_an_article_and_the_next_ones_show_and_export_it(snowball, tmp_path):
    out = tmp_path / "article.html"
    made = snowball("generate", KEYWORD, "--voice", "plain and friendly", "--out", out)
    assert made.returncode == 0, made.stderr
    assert "Expected: " in made.stderr
    assert "In the demo nothing is paid." in made.stderr
    assert "nothing paid (demo)" in made.stdout
    page = out.read_text()
    assert page.startswith("<!doctype html>")
    assert '(demo)">' in page, "the generator tag says that it is the demo"

    listed = snowball("articles")
    assert KEYWORD in listed.stdout
    assert "completed" in listed.stdout
    article_id = listed.stdout.splitlines()[-1].split()[0]

    shown = snowball("show", article_id)
    assert shown.returncode == 0, shown.stderr
    assert "characters read" in shown.stdout
    fragment = snowball("export", article_id, "--format", "fragment")
    assert fragment.stdout.startswith("<article")
    markdown = snowball("export", article_id, "--format", "md")
    assert markdown.stdout.startswith("# ")

    again = snowball("generate", KEYWORD, "--voice", "plain and friendly")
    assert "0 calls, " in again.stdout

    assert "answers" in snowball("cache", "info").stdout
    assert "forgotten" in snowball("cache", "clear", "--yes").stdout
    assert snowball("cache", "info").stdout.startswith("0 answers")


def test_a_document_of_ones_own_makes_an_article_that_cites_it(snowball, tmp_path):
    lines = [
        f"The Ottendorf mill ground {80 + year} tonnes of rye in {1800 + year}. "
        f"Karl Reimann paid {year * 20 + 40} marks for a new wheel in {1801 + year}."
        for year in range(12)
    ]
    document = tmp_path / "mills.md"
    document.write_text("# The mills of Ottendorf\n\n" + "\n\n".join(lines))
    made = snowball(
        "generate", "mills of Ottendorf", "--source", document, "--no-search", "--out", tmp_path / "mills.html"
    )
    assert made.returncode == 0, made.stderr
    page = (tmp_path / "mills.html").read_text()
    assert "The mills of Ottendorf" in page
    assert "Karl Reimann" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate", ""], "must not be empty"),
        (["generate", "x" * 10_000], "at most 200"),
        (["generate", "\x01\x02"], "must not be empty"),
        (["generate", "tea", "--voice", "nobody"], "There is no voice called"),
        (["generate", "tea", "--source", "missing.pdf"], "cannot be read"),
        (["generate", "tea", "--source", "http://127.0.0.1/secret"], "127.0.0.1"),
        (["generate", "tea", "--source", "ftp://example.org/file"], "http"),
        (["generate", "tea", "--language", "Klingon!"], "language code"),
        (["generate", "tea", "--out", "no/such/folder/a.html"], "does not exist"),
        (["show", "nonsense"], "does not exist"),
        (["export", "nonsense"], "does not exist"),
        (["voices", "export", "nobody"], "There is no voice called"),
        (["voices", "import", "absent.json"], "cannot be read"),
    ],
)
def test_bad_input_gets_a_sentence_and_no_traceback(snowball, arguments, said):
    result = snowball(*arguments)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_bad_input_leaves_no_article_behind(snowball):
    snowball("generate", "tea", "--source", "missing.pdf")
    assert "No articles yet" in snowball("articles").stdout


def test_a_voice_survives_export_and_import(snowball, tmp_path):
    file = tmp_path / "voice.json"
    assert snowball("voices", "export", "The analyst", "--out", file).returncode == 0
    voice = json.loads(file.read_text())
    voice["name"] = "My own"
    voice["style_dna"]["vocabulary"]["forbidden_words"] = ["blockchain"]
    file.write_text(json.dumps(voice))
    assert snowball("voices", "import", file).returncode == 0
    assert "blockchain" in snowball("voices", "list").stdout
    refused = snowball("voices", "import", file)
    assert refused.returncode == 1
    assert "My own" in refused.stderr
    assert snowball("voices", "import", file, "--replace").returncode == 0


def test_a_voice_that_breaks_a_bound_says_which_field(snowball, tmp_path):
    file = tmp_path / "voice.json"
    file.write_text(json.dumps({"name": "Loud", "style_dna": {"tone": "x" * 101, "vocabulary": {"level": "Grade 3"}}}))
    refused = snowball("voices", "import", file)
    assert "style_dna.tone: may have at most 100 characters" in refused.stderr
    assert "style_dna.vocabulary.level" in refused.stderr


def test_the_doctor_says_what_is_missing_and_shows_no_secret(snowball):
    demo = snowball("doctor")
    assert demo.returncode == 0, demo.stderr
    assert "demo" in demo.stdout
    assert "GOOGLE_GENERATIVE_AI_API_KEY" in demo.stdout
    secrets = {"GEMINI_API_KEY": "AIza-secret-of-mine", "TAVILY_API_KEY": "tvly-secret-of-mine"}
    nowhere = {"SNOWBALL_GEMINI_BASE_URL": "http://127.0.0.1:9", "SNOWBALL_TAVILY_BASE_URL": "http://127.0.0.1:9"}
    broken = snowball("doctor", **secrets, **nowhere)
    assert broken.returncode == 1
    assert "✗ Model (Gemini)" in broken.stdout
    assert "secret-of-mine" not in broken.stdout + broken.stderr


def test_a_setting_that_cannot_be_used_is_named(snowball):
    result = snowball("articles", SNOWBALL_CONCURRENT_CALLS="many")
    assert result.returncode == 1
    assert "concurrent_calls" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_data_folder_that_cannot_be_made_says_what_to_do(snowball, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = snowball("articles", SNOWBALL_DATA_DIR=str(tmp_path / "file"))
    assert result.returncode == 1
    assert "SNOWBALL_DATA_DIR" in result.stderr


def test_a_damaged_database_is_named_and_left_untouched(snowball, tmp_path):
    snowball("articles")
    database = tmp_path / "data" / "studio.sqlite"
    for file in database.parent.glob("studio.sqlite-*"):
        file.unlink()
    database.write_bytes(b"not a database " * 1000)
    result = snowball("articles")
    assert result.returncode == 1
    assert "studio.sqlite" in result.stderr
    assert database.read_bytes() == b"not a database " * 1000
