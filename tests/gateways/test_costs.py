"""What a call costs."""

from datetime import date

import pytest

from snowball_core.gateways.costs import CallUsage, cost
from snowball_core.settings import Price

AS_OF = date(2026, 11, 23)


def test_input_and_output_have_their_own_prices_per_million_tokens():
    usage = CallUsage(model="m", input_tokens=500_000, output_tokens=100_000)
    assert cost(usage, Price(input=2, output=10, as_of=AS_OF)) == pytest.approx(1.0 + 1.0)


def test_thinking_costs_as_much_as_output():
    usage = CallUsage(model="m", output_tokens=10, thinking_tokens=90)
    assert cost(usage, Price(input=2, output=10, as_of=AS_OF)) == pytest.approx(100 * 10 / 1e6)


def test_cached_input_is_a_part_of_the_input_with_a_price_of_its_own():
    usage = CallUsage(model="m", input_tokens=1_000_000, cached_tokens=400_000)
    assert cost(usage, Price(input=2, output=10, cached_input=0.5, as_of=AS_OF)) == pytest.approx(0.6 * 2 + 0.4 * 0.5)


def test_cached_input_costs_like_other_input_when_it_has_no_price():
    usage = CallUsage(model="m", input_tokens=1_000_000, cached_tokens=400_000)
    assert cost(usage, Price(input=2, output=10, as_of=AS_OF)) == pytest.approx(2.0)
