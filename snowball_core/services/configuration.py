"""What is configured, in words that may be shown: never a secret, nor a part of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from snowball_core.schemas import Phase
from snowball_core.settings import GEMINI_URL, TAVILY_URL, Price, Settings

MODEL_KEY = "GOOGLE_GENERATIVE_AI_API_KEY"
SEARCH_KEY = "TAVILY_API_KEY"
PHASES = (Phase.RESEARCH, Phase.OUTLINE, Phase.WRITING, Phase.POLISH)


@dataclass(frozen=True)
class Setting:
    """One thing that is configured: its name, its value in words, and the environment variables that change it."""

    name: str
    value: str
    variables: tuple[str, ...]


@dataclass(frozen=True)
class PhaseModels:
    """The models of a phase: the first choice, and those that take its place in this order."""

    phase: Phase
    first: str
    fallbacks: tuple[str, ...]
    variable: str


@dataclass(frozen=True)
class ModelPrice:
    """A model's price; None for a model of a chain that has no price in the settings."""

    model: str
    price: Price | None


def connections(settings: Settings) -> list[Setting]:
    """Who answers, and where everything is kept."""
    return [
        Setting("Models", _model_service(settings), (MODEL_KEY, "SNOWBALL_GEMINI_BASE_URL")),
        Setting("Web search", _search_service(settings), (SEARCH_KEY, "SNOWBALL_TAVILY_BASE_URL")),
        Setting("Data folder", str(settings.data_dir), ("SNOWBALL_DATA_DIR",)),
    ]


def phase_models(settings: Settings) -> list[PhaseModels]:
    """The chain of every phase, in the phases' order."""
    chains = [(phase, settings.models.chain(phase)) for phase in PHASES]
    return [PhaseModels(phase, chain[0], tuple(chain[1:]), f"SNOWBALL_MODELS__{phase.name}") for phase, chain in chains]


def model_prices(settings: Settings) -> list[ModelPrice]:
    """The prices of the models in use, then those of the others that have one."""
    used = [model for phase in PHASES for model in settings.models.chain(phase)]
    return [ModelPrice(model, settings.prices.get(model)) for model in dict.fromkeys([*used, *settings.prices])]


def limits(settings: Settings) -> list[Setting]:
    """The bounds that a person may want to know or change."""
    return [Setting(name, text(settings), (f"SNOWBALL_{field.upper()}",)) for name, field, text in _LIMITS]


_LIMITS: tuple[tuple[str, str, Callable[[Settings], str]], ...] = (
    ("Articles in work at the same time", "concurrent_articles", lambda s: f"{s.concurrent_articles}"),
    ("Calls at the same time", "concurrent_calls", lambda s: f"{s.concurrent_calls}"),
    ("Pages of a web search", "search_results", lambda s: f"{s.search_results}"),
    ("Read of each source", "source_characters", lambda s: f"{s.source_characters:,} characters"),
    ("Draft that the next section sees", "context_characters", lambda s: f"{s.context_characters:,} characters"),
    ("Search results are used again for", "search_lifetime", lambda s: f"{s.search_lifetime / 3600:g} hours"),
    ("Longest answer", "max_output_tokens", lambda s: f"{s.max_output_tokens:,} tokens"),
    ("How much a model thinks first", "thinking_level", lambda s: s.thinking_level),
    ("Longest wait for an answer", "call_deadline", lambda s: f"{s.call_deadline:g} seconds"),
    ("Tries of a call that fails", "call_attempts", lambda s: f"{s.call_attempts}"),
    ("Largest uploaded file", "upload_megabytes", lambda s: f"{s.upload_megabytes} MB"),
    ("Price of a search credit", "search_credit_price", lambda s: f"${s.search_credit_price:g}"),
)


def _model_service(settings: Settings) -> str:
    if settings.demo:
        return "Demo: a stand-in on this computer, nothing is paid"
    return _service("Gemini", settings.gemini_base_url, GEMINI_URL, settings.gemini_api_key is not None)


def _search_service(settings: Settings) -> str:
    if settings.demo:
        return "Demo: the small library that comes with Snowball"
    if not settings.search_configured:
        return "No key: articles use your own sources only"
    return _service("Tavily", settings.tavily_base_url, TAVILY_URL, settings.tavily_api_key is not None)


def _service(name: str, address: str, usual: str, has_key: bool) -> str:
    key = "key is set" if has_key else "no key"
    return f"{name}, {key}" if address == usual else f"Own address {_host(address)}, {key}"


def _host(address: str) -> str:
    """Scheme, host and port: what stands before and behind them may be a secret."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
