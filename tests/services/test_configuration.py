"""What is configured, told without a secret."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from snowball_core.schemas import Phase
from snowball_core.services.configuration import connections, limits, model_prices, phase_models
from snowball_core.settings import Models, Price, Settings

SECRET = "hidden-7391"


def told(**given: Any) -> dict[str, str]:
    return {setting.name: setting.value for setting in connections(Settings(**given))}


def test_without_a_key_it_is_the_demo() -> None:
    assert told()["Models"].startswith("Demo")
    assert told()["Web search"].startswith("Demo")


def test_a_key_is_told_to_be_set_and_not_shown() -> None:
    said = told(gemini_api_key=SECRET, tavily_api_key=SECRET)
    assert (said["Models"], said["Web search"]) == ("Gemini, key is set", "Tavily, key is set")


def test_a_missing_search_key_says_what_articles_do_then() -> None:
    assert "your own sources only" in told(gemini_api_key=SECRET)["Web search"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"https://user:{SECRET}@models.example:8443", "https://models.example:8443"),
        (f"https://models.example/{SECRET}/v1?key={SECRET}#{SECRET}", "https://models.example"),
        (f"https://models.example:{SECRET}", ""),
        (f"https://user:{SECRET}/x@models.example", ""),
        (f"http://{SECRET}@[::1]:80/", "http://[::1]:80"),
    ],
)
def test_of_an_own_address_only_the_host_is_shown(address: str, shown: str) -> None:
    said = told(gemini_base_url=address, tavily_base_url=address)
    assert SECRET not in repr(said)
    assert said["Models"] == said["Web search"] == f"Own address {shown}, no key"


def test_every_phase_names_its_models_and_the_variable_that_changes_them() -> None:
    research, *_, polish = phase_models(Settings(models=Models(polish=["one"], research=["a", "b", "c"])))
    assert (research.phase, research.first, research.fallbacks) == (Phase.RESEARCH, "a", ("b", "c"))
    assert (polish.phase, polish.first, polish.fallbacks) == (Phase.POLISH, "one", ())
    assert polish.variable == "SNOWBALL_MODELS__POLISH"


def test_a_model_in_use_without_a_price_is_listed_without_one() -> None:
    price = Price(input=1, output=2, as_of=date(2026, 1, 2))
    chain = ["known", "unknown"]
    settings = Settings(
        models=Models(research=chain, outline=chain, writing=chain, polish=chain),
        prices={"other": price, "known": price},
    )
    assert [(one.model, one.price) for one in model_prices(settings)] == [
        ("known", price),
        ("unknown", None),
        ("other", price),
    ]


def test_every_limit_names_a_variable_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    by_variable = {limit.variables[0]: limit for limit in limits(Settings())}
    assert set(by_variable) <= {f"SNOWBALL_{name.upper()}" for name in Settings.model_fields}
    monkeypatch.setenv("SNOWBALL_SEARCH_RESULTS", "3")
    assert by_variable["SNOWBALL_SEARCH_RESULTS"].value == "8"
    assert next(limit.value for limit in limits(Settings()) if "SEARCH_RESULTS" in limit.variables[0]) == "3"
