"""Every setting, typed: from the environment, `.env` and `.streamlit/secrets.toml`, in this order."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableSettings

from snowball_core.errors import SettingsError
from snowball_core.schemas import Phase
from snowball_core.validation import explain

GEMINI_URL = "https://generativelanguage.googleapis.com"
TAVILY_URL = "https://api.tavily.com"


class Price(BaseModel):
    """US dollars per million tokens of a model, as of a date."""

    input: float
    output: float
    cached_input: float | None = None
    as_of: date


def _default_prices() -> dict[str, Price]:
    read = date(2026, 11, 23)
    table = {
        "gemini-3.5-flash-lite": (0.30, 2.50),
        "gemini-3.8-flash": (0.75, 3.75),
        "gemini-4-hydrogen": (1.50, 7.50),
        "gemini-4-argon": (2.00, 10.00),
        "gemini-4-carbon": (2.00, 10.00),
        "gemini-4-neon": (3.00, 15.00),
    }
    return {name: Price(input=i, output=o, as_of=read) for name, (i, o) in table.items()}


class Models(BaseModel):
    """The chain of models of each phase: the first that is available answers, the next is the fallback."""

    research: list[str] = Field(["gemini-4-argon", "gemini-4-hydrogen", "gemini-3.8-flash"], min_length=1)
    outline: list[str] = Field(["gemini-4-argon", "gemini-4-hydrogen", "gemini-3.8-flash"], min_length=1)
    writing: list[str] = Field(["gemini-3.8-flash", "gemini-4-hydrogen", "gemini-3.5-flash-lite"], min_length=1)
    polish: list[str] = Field(["gemini-4-argon", "gemini-4-hydrogen", "gemini-3.8-flash"], min_length=1)

    def chain(self, phase: Phase) -> list[str]:
        """The names to try for a phase, first choice first."""
        chain: list[str] = getattr(self, phase.value)
        return chain


class _SecretsFile(TomlConfigSettingsSource):
    """`.streamlit/secrets.toml`, in which settings carry the same names as in the environment."""

    def __call__(self) -> dict[str, Any]:
        return {
            key.removeprefix("SNOWBALL_").lower() if key.startswith("SNOWBALL_") else key: value
            for key, value in super().__call__().items()
        }


class Settings(BaseSettings):
    """The studio's settings. Names in upper case are environment variables; most carry `SNOWBALL_`.

    Nested values use two underscores: `SNOWBALL_MODELS__WRITING='["a", "b"]'`. Seconds, characters and
    US dollars throughout.
    """

    model_config = SettingsConfigDict(
        env_prefix="SNOWBALL_",
        env_nested_delimiter="__",
        env_file=".env",
        toml_file=".streamlit/secrets.toml",
        extra="ignore",
        populate_by_name=True,
        env_ignore_empty=True,
    )

    gemini_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
    )
    tavily_api_key: SecretStr | None = Field(None, validation_alias=AliasChoices("TAVILY_API_KEY"))
    supabase_url: str | None = Field(None, validation_alias=AliasChoices("SUPABASE_URL"))
    supabase_service_role_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("SUPABASE_SERVICE_ROLE_KEY")
    )
    supabase_anon_key: SecretStr | None = Field(None, validation_alias=AliasChoices("SUPABASE_ANON_KEY"))

    gemini_base_url: str = GEMINI_URL
    tavily_base_url: str = TAVILY_URL
    data_dir: Path = Path(".snowball")

    models: Models = Field(default_factory=Models)
    prices: dict[str, Price] = Field(default_factory=_default_prices)
    search_credit_price: float = 0.008

    concurrent_articles: Annotated[int, Field(ge=1, le=100)] = 4
    concurrent_calls: Annotated[int, Field(ge=1, le=100)] = 8
    search_results: Annotated[int, Field(ge=1, le=20)] = 8
    source_characters: Annotated[int, Field(ge=1_000)] = 40_000
    context_characters: Annotated[int, Field(ge=200)] = 2_000
    search_lifetime: Annotated[float, Field(ge=0)] = 24 * 3600.0
    call_timeout: Annotated[float, Field(gt=0)] = 120.0
    call_deadline: Annotated[float, Field(gt=0)] = 300.0
    call_attempts: Annotated[int, Field(ge=1, le=10)] = 3
    retry_base_seconds: Annotated[float, Field(ge=0)] = 1.0
    max_output_tokens: Annotated[int, Field(ge=256)] = 8_192
    thinking_level: Literal["minimal", "low", "medium", "high"] = "low"
    upload_megabytes: Annotated[int, Field(ge=1)] = 20

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("gemini_base_url", "tavily_base_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"http", "https"}:
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is given
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then `.env`, then `.streamlit/secrets.toml`."""
        return init_settings, env_settings, dotenv_settings, _SecretsFile(settings_cls)

    @cached_property
    def demo(self) -> bool:
        """No key for the model and no other address for it: the sandbox answers instead."""
        return self.gemini_api_key is None and self.gemini_base_url == GEMINI_URL

    @property
    def search_configured(self) -> bool:
        """A web search can be made: a key, or an address of one's own."""
        return self.demo or self.tavily_api_key is not None or self.tavily_base_url != TAVILY_URL


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value cannot be understood; names the setting, never its value.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("A setting cannot be used: " + "; ".join(map(str, explain(error))) + ".") from None
    except UnreadableSettings as error:
        named = re.search(r'"(\w+)"', str(error))
        raise SettingsError(
            f'The setting {named[1] if named else ""} must be written as JSON, such as ["a", "b"].'
        ) from None
    except ValueError as error:
        raise SettingsError(f".env or .streamlit/secrets.toml cannot be read ({type(error).__name__}).") from None
