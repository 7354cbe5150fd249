"""The errors: each tells what happened and what to do, and survives the way through a database."""

from __future__ import annotations

import json

import pytest

from snowball_core import errors
from snowball_core.errors import ModelError, SnowballError, StoreFull

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SnowballError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_described_and_survives_the_way_through_json(kind):
    assert kind.__doc__
    error = kind("The mill stands still.", hint="Wait for the wind.")
    back = SnowballError.from_record(json.loads(json.dumps(error.to_record())))
    assert type(back) is kind
    assert (back.message, back.hint, back.code) == ("The mill stands still.", "Wait for the wind.", kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_hint_is_the_kinds_own_unless_one_is_given(kind):
    assert kind("x").hint == kind.default_hint
    assert kind("x", hint="").hint == ""


def test_an_error_of_a_newer_version_is_still_an_error_with_its_words():
    back = SnowballError.from_record({"code": "NotYetInvented", "message": "Something.", "hint": "Do this."})
    assert type(back) is SnowballError
    assert str(back) == "Something. Do this."


def test_what_a_person_reads_is_the_sentence_and_then_the_hint():
    assert str(StoreFull("The disk is full.")) == f"The disk is full. {StoreFull.default_hint}"
    assert str(SnowballError("The disk is full.")) == "The disk is full."


def test_a_record_holds_strings_only_and_nothing_of_what_was_paid():
    error = ModelError("No answer.")
    error.usage = (object(),)
    assert error.to_record() == {"code": "ModelError", "message": "No answer.", "hint": ""}
