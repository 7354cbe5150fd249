"""Voices: the first ones, finding, keeping, copying, and taking them elsewhere."""

from __future__ import annotations

import json

import pytest

from snowball_core.errors import Conflict, InputError, NotFound, VoiceInUse
from snowball_core.schemas import Article
from snowball_core.services.library import open_library, utc_now
from snowball_core.settings import Settings

STARTERS = {"Plain and friendly", "Hands-on guide", "The analyst"}


@pytest.fixture
def library(tmp_path):
    """An open data folder, new."""
    opened = open_library(Settings(data_dir=tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def voices(library):
    return library.voices


def test_an_empty_studio_gets_its_first_voices_and_they_differ(voices):
    assert {voice.name for voice in voices.all()} == STARTERS
    assert len({voice.style_dna.model_dump_json() for voice in voices.all()}) == len(STARTERS)


def test_the_first_voices_do_not_come_back_when_the_studio_has_its_own(library, voices):
    kept, *others = voices.all()
    for voice in others:
        voices.delete(voice.id)
    reopened = open_library(library.settings)
    assert reopened.voices.all() == [kept]
    reopened.close()


def test_the_default_is_the_first_that_there_was(voices):
    oldest = voices.default()
    assert oldest.name in STARTERS
    voices.create("A newer one", {"tone": "warm"})
    assert voices.default() == oldest


def test_without_any_voice_the_default_says_what_to_do(voices):
    for voice in voices.all():
        voices.delete(voice.id)
    with pytest.raises(NotFound, match="voices import"):
        voices.default()


@pytest.mark.parametrize("name", ["The analyst", "  the ANALYST "])
def test_a_voice_is_found_by_its_name_in_any_case(voices, name):
    assert voices.named(name).name == "The analyst"


def test_a_voice_is_found_by_its_id(voices):
    voice = voices.all()[0]
    assert voices.named(voice.id) == voice


def test_an_unknown_name_lists_those_there_are(voices):
    with pytest.raises(NotFound) as error:
        voices.named("Nobody")
    assert all(name in error.value.hint for name in STARTERS)


def test_a_taken_name_is_refused_in_any_case(voices):
    with pytest.raises(InputError, match="THE ANALYST"):
        voices.create("THE ANALYST", {"tone": "warm"})


def test_a_voice_out_of_bounds_names_its_fields_and_is_not_kept(voices):
    broken = {"tone": "", "vocabulary": {"forbidden_words": ["w"] * 51}}
    with pytest.raises(InputError) as error:
        voices.create("Loud", broken)
    assert "style_dna.tone: must not be empty" in error.value.message
    assert "style_dna.vocabulary.forbidden_words: may have at most 50" in error.value.message
    assert [p.path for p in voices.problems("", broken)] == [
        "name",
        "style_dna.tone",
        "style_dna.vocabulary.forbidden_words",
    ]
    assert voices.problems("Quiet", {"tone": "calm"}) == []
    assert {voice.name for voice in voices.all()} == STARTERS


def test_of_two_who_change_a_voice_the_later_one_is_told(voices):
    read = voices.named("The analyst")
    changed = voices.change(read, "The analyst", {"tone": "dry"})
    assert changed.version == read.version + 1
    with pytest.raises(Conflict):
        voices.change(read, "The analyst", {"tone": "wet"})
    assert voices.named("The analyst").style_dna.tone == "dry"


def test_a_copy_gets_a_free_name_and_the_same_style(voices):
    original = voices.named("The analyst")
    copies = [voices.duplicate(original) for _ in range(2)]
    assert [copy.name for copy in copies] == ["The analyst (2)", "The analyst (3)"]
    assert all(copy.style_dna == original.style_dna and copy.id != original.id for copy in copies)


def test_a_voice_with_the_longest_name_can_be_copied(voices):
    long = voices.create("x" * 80, {"tone": "warm"})
    assert len(voices.duplicate(long).name) <= 80


def test_a_voice_survives_export_and_import(voices):
    original = voices.named("The analyst")
    text = voices.export_json(original)
    voices.delete(original.id)
    assert voices.import_json(text).style_dna == original.style_dna


def test_an_import_replaces_a_voice_only_when_it_is_told_to(voices):
    document = json.dumps({"name": "the analyst", "style_dna": {"tone": "new"}})
    with pytest.raises(InputError):
        voices.import_json(document)
    original = voices.named("The analyst")
    replaced = voices.import_json(document, replace=True)
    assert (replaced.id, replaced.style_dna.tone) == (original.id, "new")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"name": "A"}',
        '{"style_dna": "warm"}',
        '{"style_dna": {}}',
        '{"style_dna": {"tone": 5}}',
        '{"name": null, "style_dna": {"tone": "x"}}',
        json.dumps({"name": "A", "style_dna": {"tone": "x" * 101}}),
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_no_voice_is_refused_with_a_sentence(voices, text, replace):
    with pytest.raises(InputError):
        voices.import_json(text, replace=replace)
    assert {voice.name for voice in voices.all()} == STARTERS


def test_a_voice_in_use_stays(library, voices):
    voice = voices.default()
    now = utc_now()
    library.store.create_article(Article(id="a", keyword="k", voice_id=voice.id, created_at=now, updated_at=now))
    with pytest.raises(VoiceInUse, match="1"):
        voices.delete(voice.id)
    assert voices.named(voice.id) == voice
