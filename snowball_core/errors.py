"""Every error that a person may meet, as a class with a sentence and a hint what to do.

An error travels through the engine and the database as a record (a small dict of strings), so that
no pickled exception, request header or key is ever stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class SnowballError(Exception):
    """What went wrong, in one sentence for the user, and what to do about it.

    Attributes:
        message: the sentence; names what was wrong and where.
        hint: what the user can do now; may be empty.
        code: stable name of the kind of error, the class's name.
    """

    code: ClassVar[str] = "SnowballError"
    default_hint: ClassVar[str] = ""
    _kinds: ClassVar[dict[str, type[SnowballError]]] = {}

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint

    def __init_subclass__(cls) -> None:
        cls.code = cls.__name__
        SnowballError._kinds[cls.__name__] = cls

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def to_record(self) -> dict[str, str]:
        """The error as three strings: `code`, `message`, `hint`."""
        return {"code": self.code, "message": self.message, "hint": self.hint}

    @staticmethod
    def from_record(record: dict[str, str]) -> SnowballError:
        """The error that `to_record` described; an unknown code gives the base class."""
        kind = SnowballError._kinds.get(record["code"], SnowballError)
        return kind(record["message"], hint=record["hint"])


# --- what the user gave us -----------------------------------------------------------------------


class InputError(SnowballError):
    """Something that the user typed or chose breaks a bound."""


class SettingsError(SnowballError):
    """A setting is missing or cannot be understood."""

    default_hint = "Run `snowball doctor` to see what is configured."


class SourceError(InputError):
    """A source of the user's own cannot be used."""


class UnreadableSource(SourceError):
    """The file or page is damaged, or holds no text."""


class EncryptedSource(SourceError):
    """The file is protected by a password."""

    default_hint = "Save a copy without a password and add that."


class SourceTooLarge(SourceError):
    """The file or page is larger than the limit."""


class UnsupportedSource(SourceError):
    """The file or page is of a kind that Snowball does not read."""

    default_hint = "Snowball reads .txt, .md, .html, .pdf and .docx files, and web pages."


class ForbiddenAddress(SourceError):
    """The address is not a public web address; no request was made."""

    default_hint = "Only public http:// and https:// pages can be fetched; paste the text instead."


class FetchFailed(SourceError):
    """The page did not answer, or not with a page."""


# --- the model -----------------------------------------------------------------------------------


class ModelError(SnowballError):
    """The language model did not give a usable answer.

    Attributes:
        usage: the `CallUsage` of every request that was paid all the same; not part of the record.
    """

    usage: Sequence[Any] = ()


class EmptyAnswer(ModelError):
    """The model finished without any text."""

    default_hint = "Retry; if it happens again, choose another model for this phase."


class TruncatedAnswer(ModelError):
    """The answer was cut at the output limit (MAX_TOKENS) or the stream ended without a finish."""

    default_hint = "Retry; if it happens again, ask for a shorter section or another model."


class BlockedAnswer(ModelError):
    """The provider's safety filter blocked the request or the answer."""

    default_hint = "Reword the keyword or the instruction, or exclude the source that triggers it."


class RecitationStop(ModelError):
    """The provider stopped the answer because it repeated existing text too closely."""

    default_hint = "Retry with another instruction for this section."


class InvalidAnswer(ModelError):
    """The structured answer did not fit its schema, also after one repair round trip."""

    default_hint = "Retry; if it happens again, choose another model for this phase."


class QuotaExhausted(ModelError):
    """The provider's quota for the day or the month is used up."""

    default_hint = "Wait until the quota renews or raise it at the provider, then press Retry."


class ModelRetired(ModelError):
    """The provider does not know the model (any more)."""

    default_hint = "Set a current model name in the settings of this phase."


class ModelTimeout(ModelError):
    """The model did not answer within the deadline."""

    default_hint = "Retry later; nothing that was finished is paid again."


class ModelUnavailable(ModelError):
    """The provider is overloaded, unreachable or broken, also after retries."""

    default_hint = "Retry later; nothing that was finished is paid again."


class ModelKeyRefused(ModelError):
    """The provider refused the API key or the request."""

    default_hint = "Check GOOGLE_GENERATIVE_AI_API_KEY; `snowball doctor` tests it."


# --- the search ----------------------------------------------------------------------------------


class SearchError(SnowballError):
    """The web search did not give a usable answer."""


class SearchUnavailable(SearchError):
    """The search service is overloaded, unreachable or broken, also after retries."""

    default_hint = "Retry later, or add sources of your own and run without the search."


class SearchQuotaExhausted(SearchError):
    """The search service's plan is used up."""

    default_hint = "Raise the plan's limit at Tavily, or add sources of your own."


class SearchKeyRefused(SearchError):
    """The search service refused the API key."""

    default_hint = "Check TAVILY_API_KEY; `snowball doctor` tests it."


class NoSources(SearchError):
    """Neither the search nor the user gave a single source with text."""

    default_hint = "Try a broader keyword, or add sources of your own."


class NoFacts(SearchError):
    """No fact whose quote stands in a source could be extracted."""

    default_hint = "Add sources that say more about the keyword, or take facts in by hand."


# --- the store, the cache, the engine ------------------------------------------------------------


class StoreError(SnowballError):
    """The store could not do what was asked; nothing was changed."""


class NotFound(StoreError):
    """The article, voice, source or section does not exist (any more)."""


class Conflict(StoreError):
    """Someone else changed the same thing meanwhile; the later writer's change was not saved."""

    default_hint = "Load the current state, compare, and save again; your text is kept."


class VoiceInUse(StoreError):
    """The voice cannot be deleted while articles use it."""


class StoreDamaged(StoreError):
    """The database file cannot be read; it was left untouched."""


class StoreTooNew(StoreError):
    """A newer Snowball wrote this database."""

    default_hint = "Update Snowball; the data is fine."


class StoreFull(StoreError):
    """The disk, or the space allowed to the database, is full."""

    default_hint = "Free some space; everything saved so far is kept, and Retry continues."


class StoreUnavailable(StoreError):
    """The store does not answer."""

    default_hint = "Try again in a moment."


class DataFolderUnusable(StoreError):
    """The data folder cannot be created or written."""

    default_hint = "Choose another folder with SNOWBALL_DATA_DIR, or fix its permissions."


class EngineBusy(SnowballError):
    """Another process runs the engine on the same data folder."""


class Superseded(SnowballError):
    """The run was cancelled, or another run took the article over; it must not write any more."""


class Unexpected(SnowballError):
    """A defect of the program; the reference finds the details in the log."""

    default_hint = "Retry; if it happens again, report the reference with the log."
