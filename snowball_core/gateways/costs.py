"""What a call of the model used, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from snowball_core.settings import Price

TOKENS_PER_PRICE = 1_000_000


@dataclass(frozen=True)
class CallUsage:
    """One request that the provider answered; such a request is paid, whether or not its answer was usable.

    Attributes:
        model: the name asked for.
        model_version: the one that answered.
        input_tokens: tokens of the prompt, those of tools and those read from the provider's cache included.
        output_tokens: tokens of the answer, without those of the thinking.
        cached_tokens: the part of the input that the provider had in its cache.
        thinking_tokens: tokens of the thinking; paid like output.
        seconds: wall time of the request.
        cost: US dollars; 0 when the model has no price in the settings.
    """

    model: str
    model_version: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    thinking_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0


def cost(usage: CallUsage, price: Price) -> float:
    """US dollars for the tokens of a call. Without a price of their own, cached tokens cost like the others."""
    cached_price = price.input if price.cached_input is None else price.cached_input
    fresh_tokens = usage.input_tokens - usage.cached_tokens
    answer_tokens = usage.output_tokens + usage.thinking_tokens
    dollars = fresh_tokens * price.input + usage.cached_tokens * cached_price + answer_tokens * price.output
    return dollars / TOKENS_PER_PRICE
