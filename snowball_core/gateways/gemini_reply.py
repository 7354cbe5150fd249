"""What the model said, put together from the parts of an answer, and whether it can be used."""

from __future__ import annotations

from dataclasses import dataclass, replace

from google.genai import types

from snowball_core.errors import (
    BlockedAnswer,
    EmptyAnswer,
    ModelError,
    ModelUnavailable,
    RecitationStop,
    TruncatedAnswer,
)
from snowball_core.gateways.costs import CallUsage, cost
from snowball_core.gateways.retry import TryFailed, Verdict
from snowball_core.settings import Price

Finish = types.FinishReason
BLOCKING = {
    Finish.SAFETY,
    Finish.PROHIBITED_CONTENT,
    Finish.BLOCKLIST,
    Finish.SPII,
    Finish.ESCALATION,
    Finish.PUP_LIMITED_DISABLED,
    Finish.MODEL_ARMOR,
    Finish.LANGUAGE,
}
AT_LIMIT = {Finish.MAX_TOKENS, Finish.CONTINUATION}


@dataclass(frozen=True)
class Reply:
    """An answer so far. `begun`: the provider has sent something, so the call is paid."""

    text: str = ""
    finish: types.FinishReason | None = None
    blocked: str = ""
    model_version: str = ""
    metadata: types.GenerateContentResponseUsageMetadata | None = None
    begun: bool = False

    def extended(self, part: types.GenerateContentResponse) -> Reply:
        """The answer with a further part. Token counts are running totals, so the last ones hold."""
        candidate = part.candidates[0] if part.candidates else None
        feedback = part.prompt_feedback
        reason = feedback.block_reason if feedback else None
        return replace(
            self,
            text=self.text + _text(candidate),
            finish=(candidate.finish_reason if candidate else None) or self.finish,
            blocked=reason.value if reason else self.blocked,
            model_version=part.model_version or self.model_version,
            metadata=part.usage_metadata or self.metadata,
            begun=True,
        )

    def check(self, model: str) -> None:
        """Nothing, when the answer is whole and has text.

        Raises:
            TryFailed: it is blocked, cut or empty.
        """
        failure = self._failure()
        if failure:
            kind, verdict, reason = failure
            raise TryFailed(kind(f"{model} {reason}."), verdict, reason=reason)

    def _failure(self) -> tuple[type[ModelError], Verdict, str] | None:
        if self.blocked:
            return BlockedAnswer, Verdict.STOP, f"blocked the request ({self.blocked})"
        if self.finish in BLOCKING:
            return BlockedAnswer, Verdict.STOP, f"blocked its answer ({self.finish.value})"
        if self.finish is Finish.RECITATION:
            return RecitationStop, Verdict.STOP, "stopped because it repeated existing text (RECITATION)"
        if self.finish in AT_LIMIT:
            return TruncatedAnswer, Verdict.ENLARGE, f"was cut at its output limit ({self.finish.value})"
        if self.finish is None and self.text:
            return TruncatedAnswer, Verdict.RETRY, "ended its answer unfinished"
        if self.finish not in {None, Finish.STOP}:
            return ModelUnavailable, Verdict.RETRY, f"broke off its answer ({self.finish.value})"
        if not self.text.strip():
            return EmptyAnswer, Verdict.RETRY, "gave an empty answer"
        return None

    def usage(self, model: str, seconds: float, price: Price | None) -> CallUsage:
        """What the call used; without a price it counts as free."""
        counts = self.metadata or types.GenerateContentResponseUsageMetadata()
        used = CallUsage(
            model=model,
            model_version=self.model_version,
            input_tokens=(counts.prompt_token_count or 0) + (counts.tool_use_prompt_token_count or 0),
            output_tokens=counts.candidates_token_count or 0,
            cached_tokens=counts.cached_content_token_count or 0,
            thinking_tokens=counts.thoughts_token_count or 0,
            seconds=seconds,
        )
        return replace(used, cost=cost(used, price)) if price else used


def _text(candidate: types.Candidate | None) -> str:
    parts = candidate.content.parts if candidate and candidate.content else None
    return "".join(part.text or "" for part in parts or [] if not part.thought)
