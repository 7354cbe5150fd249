"""What the failures of google-genai mean for the caller: which error, and whether another try can help.

The exceptions are those that google-genai 3.4 really raises; its documentation does not list them all.
"""

from __future__ import annotations

from http import HTTPStatus

import httpx
import httpx2
from google.genai import errors
from pydantic import BaseModel, Field, ValidationError

from snowball_core.errors import ModelKeyRefused, ModelRetired, ModelTimeout, ModelUnavailable, QuotaExhausted
from snowball_core.gateways.network import quoted, seconds_asked
from snowball_core.gateways.retry import TryFailed, Verdict

LONGEST_WAIT = 30.0
"""Seconds; a model that asks to wait longer is passed over."""

TIMEOUTS = (httpx.TimeoutException, httpx2.TimeoutException, TimeoutError)
TRANSPORT = (httpx.TransportError, httpx2.TransportError, OSError)


class _Violation(BaseModel):
    quota_id: str = Field("", alias="quotaId")


class _Detail(BaseModel):
    violations: list[_Violation] = Field(default_factory=list)
    retry_delay: str = Field("", alias="retryDelay")


class _Problem(BaseModel):
    details: list[_Detail] = Field(default_factory=list)


class _ErrorBody(BaseModel):
    """An error in Google's shape (https://google.aip.dev/193), as far as it is read here."""

    error: _Problem = Field(default_factory=_Problem)


def judge(failure: Exception, model: str, key: str) -> TryFailed:
    """What an exception of the SDK means. The key stands in no text of the result.

    The SDK lets through whatever its HTTP library (httpx2, httpx or aiohttp) and its reading of the answer
    raise: ValueErrors for JSON, text and values that do not decode, AttributeErrors and TypeErrors for a
    body of another shape.
    """
    if isinstance(failure, errors.APIError):
        return _judge_status(failure, model, key)
    if isinstance(failure, TIMEOUTS):
        return failed(ModelTimeout, Verdict.RETRY, model, "did not answer in time")
    if isinstance(failure, TRANSPORT):
        return failed(ModelUnavailable, Verdict.RETRY, model, f"cannot be reached ({type(failure).__name__})")
    return failed(
        ModelUnavailable, Verdict.RETRY, model, f"gave an answer that cannot be read ({type(failure).__name__})"
    )


def failed(
    error: type[ModelUnavailable | ModelTimeout | ModelRetired | ModelKeyRefused | QuotaExhausted],
    verdict: Verdict,
    model: str,
    reason: str,
    wait: float = 0.0,
) -> TryFailed:
    """A failure whose message is the model's name and the reason."""
    return TryFailed(error(f"{model} {reason}."), verdict, reason=reason, wait=wait)


def _judge_status(failure: errors.APIError, model: str, key: str) -> TryFailed:
    code = failure.code or 0
    match code:
        case HTTPStatus.NOT_FOUND:
            return failed(ModelRetired, Verdict.NEXT, model, "is retired")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return _judge_limit(failure, model)
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.GATEWAY_TIMEOUT:
            return failed(ModelTimeout, Verdict.RETRY, model, f"did not answer in time ({code})", _wait(failure))
        case _ if HTTPStatus.BAD_REQUEST <= code < HTTPStatus.INTERNAL_SERVER_ERROR:
            said = quoted(failure.message, key)
            return failed(ModelKeyRefused, Verdict.STOP, model, f"refused the call ({code} {failure.status}): {said}")
        case _:
            return _judge_outage(failure, model, f"is overloaded or out of order ({code})")


def _judge_limit(failure: errors.APIError, model: str) -> TryFailed:
    quotas = [violation.quota_id for detail in _details(failure) for violation in detail.violations]
    if any("PerDay" in quota or "PerMonth" in quota for quota in quotas):
        return failed(QuotaExhausted, Verdict.NEXT, model, "has no quota left for now")
    return _judge_outage(failure, model, "takes no more calls at the moment (429)")


def _judge_outage(failure: errors.APIError, model: str, reason: str) -> TryFailed:
    wait = _wait(failure)
    if wait > LONGEST_WAIT:
        return failed(ModelUnavailable, Verdict.NEXT, model, f"asks to wait {wait:.0f} s")
    return failed(ModelUnavailable, Verdict.RETRY, model, reason, wait)


def _details(failure: errors.APIError) -> list[_Detail]:
    try:
        return _ErrorBody.model_validate(failure.details).error.details
    except ValidationError:
        return []


def _wait(failure: errors.APIError) -> float:
    """Seconds that the server asks to wait: the longer of `RetryInfo` and `Retry-After` (a date is not read)."""
    headers = getattr(failure.response, "headers", None) or {}
    delays = [detail.retry_delay.removesuffix("s") for detail in _details(failure)]
    return max(map(seconds_asked, [*delays, headers.get("retry-after", "")]))
