"""What the doctor finds: every part with a sentence, what to do about it, and no secret."""

from __future__ import annotations

from pydantic import SecretStr

from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.services.health import Health, examine
from snowball_core.settings import GEMINI_URL

SECRET = "AIza-my-own-secret"


def by_part(studio):
    return {check.part: check for check in examine(studio)}


def test_a_healthy_studio_is_good_in_every_part_and_nothing_is_paid(studio, sandbox):
    checks = by_part(studio)
    assert {check.health for check in checks.values()} == {Health.GOOD}
    assert "reachable" in checks["Model (Gemini)"].message
    assert str(studio.settings.data_dir) in checks["Data folder"].message
    assert studio.store.usage() == []
    assert {entry.path for entry in sandbox.ledger.requests()} == {"/v1/models", "/usage"}


def test_without_a_key_it_says_that_this_is_the_demo(open_studio_with):
    checks = by_part(open_studio_with(gemini_base_url=GEMINI_URL))
    assert "demo mode" in checks["Snowball"].message
    assert "demo stand-in; reachable" in checks["Model (Gemini)"].message


def test_a_refused_key_is_bad_and_not_shown_although_the_service_repeats_it(open_studio_with, sandbox):
    sandbox.faults.add(Fault(FaultKind.BAD_KEY, times=None))
    key = SecretStr(SECRET)
    checks = by_part(open_studio_with(gemini_api_key=key, tavily_api_key=key, supabase_service_role_key=key))
    for part in ("Model (Gemini)", "Search (Tavily)"):
        assert checks[part].health is Health.BAD
        assert checks[part].hint
    assert checks["Supabase"].health is Health.NOTICE
    assert "SUPABASE_SERVICE_ROLE_KEY" in checks["Supabase"].message
    assert SECRET not in repr(checks)


def test_a_service_that_does_not_answer_is_bad_and_the_others_are_still_examined(open_studio_with, sandbox):
    sandbox.faults.add(Fault(FaultKind.DROP, service="gemini", times=None))
    checks = by_part(open_studio_with())
    assert checks["Model (Gemini)"].health is Health.BAD
    assert checks["Search (Tavily)"].health is Health.GOOD


def test_a_missing_search_key_is_a_notice_that_says_what_to_do(open_studio_with):
    studio = open_studio_with(gemini_api_key=SecretStr(SECRET), tavily_base_url="https://api.tavily.com")
    check = by_part(studio)["Search (Tavily)"]
    assert check.health is Health.NOTICE
    assert "TAVILY_API_KEY" in check.hint


def test_it_is_told_whether_the_work_is_done_here_or_in_another_process_or_not_at_all(open_studio_with):
    studio, guest = open_studio_with(), open_studio_with()
    assert "idle" in by_part(studio)["Engine"].message
    studio.engine.start()
    assert "writes the articles" in by_part(studio)["Engine"].message
    assert "another process" in by_part(guest)["Engine"].message
