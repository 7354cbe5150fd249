"""The estimate before anything is paid: honest beside real articles, and clear about what it does not know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import SecretStr

from snowball_core.schemas import Brief, Status
from snowball_core.services.articles import NewArticle
from snowball_core.services.estimate import Estimate, Span, estimate
from snowball_core.services.library import new_id
from snowball_core.services.studio import Studio
from snowball_core.settings import Models, Price, Settings
from snowball_core.sources import read_pasted
from tests.conftest import wait_for


def mill_report(years: int) -> str:
    """A text in which every sentence states figures that no other one does."""
    return "\n\n".join(
        f"The Ottendorf mill ground {80 + year} tonnes of rye in {1800 + year}. "
        f"Karl Reimann paid {year * 20 + 40} marks for a new wheel in {1801 + year}."
        for year in range(years)
    )


def wanted(keyword: str = "mills of Ottendorf", *texts: str, **brief: Any) -> NewArticle:
    sources = tuple(read_pasted(text, f"Report {number}") for number, text in enumerate(texts))
    return NewArticle(new_id(), keyword, "v1", brief=Brief(**brief), sources=sources)


def estimated(new: NewArticle, **settings: Any) -> Estimate:
    found = estimate(new, Settings(gemini_api_key=SecretStr("key"), tavily_api_key=SecretStr("key"), **settings))
    assert found
    return found


def within(number: float, span: Span) -> bool:
    return span.low <= number <= span.high


@pytest.mark.parametrize(
    "new",
    [
        wanted("history of lighthouses"),
        wanted("heat pumps for old houses", words=3_000),
        wanted("how to brew better filter coffee", words=300),
        wanted("mills of Ottendorf", mill_report(12), search=False),
        wanted("mills of Ottendorf", mill_report(12), mill_report(60), search=False, words=2_500),
        wanted("bicycle-friendly cities", mill_report(12)),
    ],
    ids=["search", "long", "short", "own source", "own sources, long", "own source and search"],
)
def test_a_real_article_stays_within_its_estimate(studio: Studio, new: NewArticle) -> None:
    expected = estimate(new, studio.settings)
    assert expected
    voice = studio.voices.default()
    article = studio.articles.start(NewArticle(new.request_id, new.keyword, voice.id, True, new.brief, new.sources))
    wait_for(lambda: studio.store.article(article.id).status is Status.COMPLETED, 60)
    cost = studio.articles.view(article.id).cost
    assert cost.cached_calls == 0
    assert within(cost.calls, expected.calls), (cost.calls, expected.calls)
    assert within(cost.tokens, expected.tokens), (cost.tokens, expected.tokens)
    assert within(cost.dollars, expected.dollars), (cost.dollars, expected.dollars)


def test_the_ranges_are_narrow_enough_to_mean_something() -> None:
    usual = estimated(wanted())
    assert usual.calls.high <= 3 * usual.calls.low
    assert usual.dollars.high < 2


def test_more_sources_longer_texts_and_more_words_take_more() -> None:
    short = estimated(wanted("mills", mill_report(12), search=False))
    for more in (
        wanted("mills", mill_report(12), mill_report(3), search=False),
        wanted("mills", mill_report(60), search=False),
        wanted("mills", mill_report(12)),
    ):
        assert estimated(more).tokens.high > short.tokens.high
        assert estimated(more).dollars.high > short.dollars.high
    assert estimated(wanted(words=2_000)).calls.high > estimated(wanted(words=500)).calls.high


def test_limits_and_models_of_the_settings_count() -> None:
    usual = estimated(wanted())
    assert estimated(wanted(), search_results=2).calls.high < usual.calls.high
    assert estimated(wanted(), source_characters=2_000).tokens.high < usual.tokens.high
    assert estimated(wanted(), thinking_level="high").dollars.high > usual.dollars.high
    assert estimated(wanted(), search_credit_price=1.0).dollars.low > usual.dollars.low + 1.9
    dear = Models(writing=["gemini-4-neon"])
    assert estimated(wanted(), models=dear).dollars.low > usual.dollars.low


def test_without_a_key_for_the_search_only_own_sources_count() -> None:
    settings = Settings(gemini_api_key=SecretStr("key"))
    assert estimate(wanted(), settings) is None
    own = estimate(wanted("mills", mill_report(12)), settings)
    assert own == estimated(wanted("mills", mill_report(12), search=False))


def test_with_nothing_to_read_there_is_no_estimate() -> None:
    assert estimate(wanted(search=False), Settings()) is None


def test_a_model_without_a_price_is_named_instead_of_counted_as_zero() -> None:
    some = estimated(wanted(), models=Models(polish=["gemini-5"]))
    assert some.unpriced == ("gemini-5",)
    assert "and more, price unknown for gemini-5." in some.sentence()
    none = estimated(wanted("mills", mill_report(12), search=False), prices={})
    assert none.sentence().endswith("tokens; price unknown for gemini-4-argon, gemini-3.8-flash.")
    assert "$" not in none.sentence()


def test_in_the_demo_it_tells_calls_and_tokens_and_that_nothing_is_paid() -> None:
    demo = estimate(wanted(), Settings())
    assert demo
    assert demo.sentence().endswith("tokens. In the demo nothing is paid.")
    assert "$" not in demo.sentence()


def test_the_sentence_gives_rounded_ranges() -> None:
    told = Estimate(Span(15, 35), Span(23_456, 123_456), Span(0.001, 0.456), (), demo=False)
    assert told.sentence() == "Expected: 15 to 35 calls and 23,000 to 120,000 tokens; $0.01 to $0.46."
    exact = Estimate(Span(5, 5), Span(9_000, 9_000), Span(0.5, 0.5), (), demo=False)
    assert exact.sentence() == "Expected: 5 calls and 9,000 tokens; $0.50."


def test_languages_without_spaces_take_more_tokens() -> None:
    price = Price(input=1, output=1, as_of=date(2026, 1, 1))
    text = "水" * 9_000
    given = {"prices": {"gemini-4-argon": price, "gemini-3.8-flash": price}}
    german = estimated(wanted("Wasser", text, search=False, language="de"), **given)
    japanese = estimated(wanted("水", text, search=False, language="ja"), **given)
    assert japanese.tokens.low > german.tokens.low
    assert japanese.tokens.high > german.tokens.high
