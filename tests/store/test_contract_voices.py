from __future__ import annotations

import pytest

from snowball_core.errors import Conflict, InputError, NotFound, VoiceInUse
from snowball_core.schemas import StyleDNA
from snowball_core.store.protocol import Store

from .examples import START, Clock, article, voice


def test_a_created_voice_is_read_back_whole(store: Store) -> None:
    style = StyleDNA(tone="dry", narrative_rules=["Begin with a scene."], vocabulary={"forbidden_words": ["synergy"]})
    created = store.create_voice(voice(style_dna=style))
    assert store.voice("v1") == created == voice(style_dna=style)


def test_voices_are_listed_by_name_ignoring_case(store: Store) -> None:
    for number, name in enumerate(["beta", "Alpha", "Gamma", "alpine"]):
        store.create_voice(voice(id=str(number), name=name))
    assert [v.name for v in store.voices()] == ["Alpha", "alpine", "beta", "Gamma"]


@pytest.mark.parametrize(("taken", "wanted"), [("Friendly", "FRIENDLY"), ("Straße", "STRASSE"), ("Über", "über")])
def test_a_name_is_unique_ignoring_case_in_every_alphabet(store: Store, taken: str, wanted: str) -> None:
    store.create_voice(voice(name=taken))
    with pytest.raises(InputError, match=wanted):
        store.create_voice(voice(id="v2", name=wanted))
    assert len(store.voices()) == 1


def test_an_id_that_is_taken_is_refused(store: Store) -> None:
    store.create_voice(voice())
    with pytest.raises(Conflict):
        store.create_voice(voice(name="Another"))
    assert store.voice("v1").name == "Friendly"


def test_an_update_raises_the_version_and_the_time(store: Store, clock: Clock) -> None:
    store.create_voice(voice())
    clock.advance(60)
    saved = store.update_voice(store.voice("v1").model_copy(update={"name": "Friendlier"}))
    assert store.voice("v1") == saved
    assert (saved.name, saved.version, saved.created_at, saved.updated_at) == ("Friendlier", 2, START, clock.now)


def test_a_voice_may_change_the_case_of_its_own_name(store: Store) -> None:
    store.create_voice(voice())
    assert store.update_voice(voice(name="FRIENDLY")).name == "FRIENDLY"


def test_a_voice_cannot_take_the_name_of_another(store: Store) -> None:
    store.create_voice(voice())
    store.create_voice(voice(id="v2", name="Strict"))
    with pytest.raises(InputError, match="FRIENDLY"):
        store.update_voice(voice(id="v2", name="FRIENDLY"))
    assert store.voice("v2").name == "Strict"


def test_the_later_of_two_writers_of_a_voice_gets_a_conflict(store: Store) -> None:
    read = store.create_voice(voice())
    store.update_voice(read.model_copy(update={"name": "First"}))
    with pytest.raises(Conflict):
        store.update_voice(read.model_copy(update={"name": "Second"}))
    assert store.voice("v1").name == "First"


def test_a_voice_that_is_gone_is_not_found(store: Store) -> None:
    for attempt in (
        lambda: store.voice("v1"),
        lambda: store.update_voice(voice()),
        lambda: store.delete_voice("v1"),
    ):
        with pytest.raises(NotFound, match="v1"):
            attempt()


def test_a_voice_that_articles_use_cannot_be_deleted(store: Store) -> None:
    store.create_voice(voice())
    for number in range(3):
        store.create_article(article(id=str(number)))
    with pytest.raises(VoiceInUse, match="3 articles"):
        store.delete_voice("v1")
    assert store.voice("v1") == voice()


def test_an_unused_voice_can_be_deleted(store: Store) -> None:
    store.create_voice(voice())
    store.delete_voice("v1")
    assert store.voices() == []
