"""The settings: where they come from, which source wins, and that no key is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from snowball_core.errors import SettingsError
from snowball_core.schemas import Phase
from snowball_core.settings import load_settings

SECRET = "AIza-my-own-secret"
KEY_NAMES = ["GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"]


@pytest.fixture
def dotenv(tmp_path: Path):
    """Writes `.env` in the working folder."""
    return (tmp_path / ".env").write_text


@pytest.fixture
def secrets(tmp_path: Path):
    """Writes `.streamlit/secrets.toml` in the working folder."""
    (tmp_path / ".streamlit").mkdir()
    return (tmp_path / ".streamlit" / "secrets.toml").write_text


def test_nothing_set_is_the_demo():
    settings = load_settings()
    assert settings.demo
    assert settings.search_configured
    assert settings.data_dir == Path.cwd() / ".snowball"


def test_an_argument_beats_the_environment_beats_dotenv_beats_the_secrets_file(monkeypatch, dotenv, secrets):
    secrets("call_timeout = 1\n")
    assert load_settings().call_timeout == 1
    dotenv("SNOWBALL_CALL_TIMEOUT=2\n")
    assert load_settings().call_timeout == 2
    monkeypatch.setenv("SNOWBALL_CALL_TIMEOUT", "3")
    assert load_settings().call_timeout == 3
    assert load_settings(call_timeout=4).call_timeout == 4


@pytest.mark.parametrize("name", KEY_NAMES)
@pytest.mark.parametrize("place", ["environment", "dotenv", "secrets"])
def test_the_key_is_found_under_every_name_in_every_place(monkeypatch, dotenv, secrets, name, place):
    if place == "environment":
        monkeypatch.setenv(name, SECRET)
    elif place == "dotenv":
        dotenv(f"{name}={SECRET}\n")
    else:
        secrets(f'{name} = "{SECRET}"\n')
    settings = load_settings()
    assert settings.gemini_api_key.get_secret_value() == SECRET
    assert not settings.demo


def test_of_several_names_the_first_of_the_list_is_the_key(monkeypatch):
    for name in reversed(KEY_NAMES):
        monkeypatch.setenv(name, f"key of {name}")
        assert load_settings().gemini_api_key.get_secret_value() == f"key of {name}"


def test_an_empty_variable_counts_as_absent(monkeypatch):
    for name in [*KEY_NAMES, "TAVILY_API_KEY", "SNOWBALL_CALL_TIMEOUT"]:
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert settings.demo
    assert settings.tavily_api_key is None


def test_a_key_without_a_search_key_works_with_own_sources_only(monkeypatch):
    monkeypatch.setenv("GEMINI_API_KEY", SECRET)
    assert not load_settings().search_configured
    monkeypatch.setenv("TAVILY_API_KEY", "tvly-secret")
    assert load_settings().search_configured


def test_an_address_of_ones_own_is_no_demo(monkeypatch):
    monkeypatch.setenv("SNOWBALL_GEMINI_BASE_URL", "http://127.0.0.1:8000/")
    settings = load_settings()
    assert settings.gemini_base_url == "http://127.0.0.1:8000"
    assert not settings.demo


def test_one_chain_of_models_can_be_set_and_the_others_stay(monkeypatch):
    usual = load_settings().models
    monkeypatch.setenv("SNOWBALL_MODELS__WRITING", '["first", "second"]')
    models = load_settings().models
    assert models.chain(Phase.WRITING) == ["first", "second"]
    assert [models.chain(p) for p in (Phase.RESEARCH, Phase.OUTLINE, Phase.POLISH)] == [
        usual.research,
        usual.outline,
        usual.polish,
    ]


def test_chains_and_prices_can_stand_in_the_secrets_file(secrets):
    secrets(
        '[models]\npolish = ["mine"]\n[prices.mine]\ninput = 1.5\noutput = 3\nas_of = 2026-11-01\n',
    )
    settings = load_settings()
    assert settings.models.polish == ["mine"]
    assert settings.prices["mine"].output == 3


def test_every_default_model_has_a_price():
    settings = load_settings()
    chains = [settings.models.chain(phase) for phase in Phase if phase is not Phase.TRIGGER]
    assert {name for chain in chains for name in chain} <= set(settings.prices)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SNOWBALL_CONCURRENT_CALLS", "hunter2", "concurrent_calls"),
        ("SNOWBALL_CONCURRENT_CALLS", "0", "concurrent_calls"),
        ("SNOWBALL_CALL_TIMEOUT", "-5", "call_timeout"),
        ("SNOWBALL_GEMINI_BASE_URL", "ftp://hunter2", "gemini_base_url: must start with http"),
        ("SNOWBALL_MODELS__WRITING", "[]", "models.writing"),
    ],
)
def test_a_bad_value_is_named_and_never_repeated(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert said in refused.value.message
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_broken_secrets_file_is_an_error_that_shows_nothing_of_it(secrets):
    secrets(f'GEMINI_API_KEY = = "{SECRET}"\n')
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert SECRET not in str(refused.value)


def test_no_key_is_shown_when_settings_are_printed_or_dumped(monkeypatch):
    for name in ["GEMINI_API_KEY", "TAVILY_API_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_ANON_KEY"]:
        monkeypatch.setenv(name, SECRET)
    settings = load_settings()
    shown = [repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())]
    assert not any(SECRET in text for text in shown)
