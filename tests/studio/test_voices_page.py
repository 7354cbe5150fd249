"""The page of the voices: every field can be changed, nothing typed is lost, bounds are named at the field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.sandbox.server import Sandbox
from snowball_core.schemas import Article, BrandVoice, Status
from snowball_core.services.studio import Studio, holder
from tests.studio.conftest import ROOT
from tests.studio.shown import text_of

OpenPage = Callable[..., AppTest]


def field(elements: Any, label: str) -> Any:
    return next(element for element in elements if element.label == label)


def press(page: AppTest, label: str) -> AppTest:
    return field(page.button, label).click().run()


def voice_named(demo: Studio, name: str) -> BrandVoice:
    return demo.voices.named(name)


def test_the_starter_voices_are_there(open_page: OpenPage) -> None:
    page = open_page("voices")
    assert {"Hands-on guide", "The analyst"} <= {button.label.replace("\\", "") for button in page.button}


def test_every_field_of_the_style_dna_can_be_changed(open_page: OpenPage, demo: Studio) -> None:
    before = voice_named(demo, "The analyst")
    page = open_page("voices", voice=before.id)
    field(page.text_input, "Name").set_value("The scholar")
    field(page.text_input, "Tone").set_value("Dry and exact")
    field(page.segmented_control, "Length").set_value("medium")
    field(page.segmented_control, "Build").set_value("technical")
    field(page.toggle, "Questions to the reader").set_value(True)
    field(page.segmented_control, "Bullet points").set_value("frequent")
    field(page.segmented_control, "Headings").set_value("clickbaity")
    field(page.toggle, "Bold key phrases").set_value(True)
    field(page.segmented_control, "Reading level").set_value("Grade 8")
    field(page.segmented_control, "Jargon").set_value("minimal")
    field(page.multiselect, "Forbidden words").set_value(["amazing"])
    field(page.text_area, "Narrative rules").set_value("Say who measured it\n\nName the year")
    press(page, "Save")
    dna = demo.store.voice(before.id).style_dna
    assert demo.store.voice(before.id).name == "The scholar"
    assert dna.model_dump() == {
        "tone": "Dry and exact",
        "sentence_structure": {"avg_length": "medium", "complexity": "technical", "use_of_questions": True},
        "formatting": {"use_bullet_points": "frequent", "header_style": "clickbaity", "bold_key_phrases": True},
        "vocabulary": {"level": "Grade 8", "jargon_usage": "minimal", "forbidden_words": ["amazing"]},
        "narrative_rules": ["Say who measured it", "Name the year"],
    }


def test_a_broken_bound_is_named_at_the_field_and_what_was_typed_stays(open_page: OpenPage, demo: Studio) -> None:
    voice = voice_named(demo, "The analyst")
    page = open_page("voices", voice=voice.id)
    field(page.text_input, "Tone").set_value("x" * 101)
    press(page, "Save")
    assert "at most 100 characters" in text_of(page)
    assert field(page.text_input, "Tone").value == "x" * 101
    assert demo.store.voice(voice.id) == voice


def test_a_voice_is_created_and_a_taken_name_refused(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("voices", voice="new")
    field(page.text_input, "Name").set_value("the analyst")
    press(page, "Create the voice")
    assert page.error
    assert field(page.text_input, "Name").value == "the analyst"
    field(page.text_input, "Name").set_value("Harbour master")
    press(page, "Create the voice")
    assert voice_named(demo, "Harbour master")
    assert page.query_params["voice"] == voice_named(demo, "Harbour master").id


def test_a_copy_gets_a_free_name(open_page: OpenPage, demo: Studio) -> None:
    press(open_page("voices", voice=voice_named(demo, "The analyst").id), "Duplicate")
    assert voice_named(demo, "The analyst (2)").style_dna == voice_named(demo, "The analyst").style_dna


def test_an_exported_voice_can_be_imported(open_page: OpenPage, demo: Studio) -> None:
    document = json.loads(demo.voices.export_json(voice_named(demo, "The analyst")))
    data = json.dumps({**document, "name": "From a file"}).encode()
    page = open_page("voices")
    page.file_uploader[0].set_value(("voice.json", data, "application/json")).run()
    press(page, "Import this voice")
    assert voice_named(demo, "From a file")


def test_a_file_that_is_no_voice_says_what_one_looks_like(open_page: OpenPage) -> None:
    page = open_page("voices")
    page.file_uploader[0].set_value(("voice.json", b"{}", "application/json")).run()
    press(page, "Import this voice")
    assert "style_dna" in text_of(page)


def test_a_voice_that_articles_use_is_not_deleted(
    open_page: OpenPage, demo: Studio, keep: Callable[..., Article]
) -> None:
    used = demo.store.voice(keep("coffee", status=Status.CANCELLED).voice_id)
    page = press(open_page("voices", voice=used.id), "Delete it")
    assert page.error
    assert demo.store.voice(used.id)


def test_an_unused_voice_is_deleted_after_a_question(open_page: OpenPage, demo: Studio) -> None:
    voice = voice_named(demo, "The analyst")
    page = open_page("voices", voice=voice.id)
    assert "This cannot be undone" in text_of(page)
    press(page, "Delete it")
    assert voice.id not in {other.id for other in demo.voices.all()}


def test_who_saves_later_keeps_his_text_and_chooses(open_page: OpenPage, demo: Studio) -> None:
    voice = voice_named(demo, "The analyst")
    page = open_page("voices", voice=voice.id)
    field(page.text_input, "Tone").set_value("Mine").run()
    demo.voices.change(voice, voice.name, {**voice.style_dna.model_dump(), "tone": "Theirs"})
    page.run()
    assert "changed elsewhere" in text_of(page)
    assert field(page.text_input, "Tone").value == "Mine"
    press(page, "Save")
    assert demo.store.voice(voice.id).style_dna.tone == "Theirs"
    press(page, "Keep mine: save it over the other")
    press(page, "Save")
    assert demo.store.voice(voice.id).style_dna.tone == "Mine"


def test_a_change_from_elsewhere_shows_up_when_nothing_was_typed(open_page: OpenPage, demo: Studio) -> None:
    voice = voice_named(demo, "The analyst")
    page = open_page("voices", voice=voice.id)
    demo.voices.change(voice, voice.name, {**voice.style_dna.model_dump(), "tone": "Theirs"})
    page.run()
    assert field(page.text_input, "Tone").value == "Theirs"
    assert "changed elsewhere" not in text_of(page)


def test_a_sample_is_rewritten_in_the_voice_as_it_stands_in_the_form(open_page: OpenPage, demo: Studio) -> None:
    voice = voice_named(demo, "The analyst")
    page = open_page("voices", voice=voice.id)
    field(page.multiselect, "Forbidden words").set_value(["wide"])
    field(page.text_area, "Sample").set_value("The landscape of flours is wide. The bakers tested eleven kinds.")
    press(page, "Rewrite the sample")
    said = text_of(page)
    assert "The field of flours is wide." in said
    assert said.count("“wide” is a word that this voice never uses.") == 2
    assert demo.store.voice(voice.id) == voice
    field(page.multiselect, "Forbidden words").set_value([]).run()
    assert "The field of flours" in text_of(page)
    assert "was changed since" in text_of(page)


def test_a_new_voice_can_be_tried_before_it_is_created(open_page: OpenPage, demo: Studio) -> None:
    page = press(open_page("voices", voice="new"), "Rewrite the sample")
    assert "In this voice" in text_of(page)
    assert "No rule is broken." in text_of(page)
    assert len(demo.voices.all()) == 3


def test_a_failing_model_is_explained_and_the_sample_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sandbox: Sandbox
) -> None:
    monkeypatch.setenv("SNOWBALL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SNOWBALL_GEMINI_BASE_URL", sandbox.url)
    sandbox.faults.add(Fault(FaultKind.SAFETY, times=None))
    holder.close()
    page = AppTest.from_file(str(ROOT / "studio.py"), default_timeout=60).run()
    page.switch_page("ui/pages/voices.py").run()
    field(page.text_area, "Sample").set_value("My own paragraph.")
    press(page, "Rewrite the sample")
    holder.close()
    assert "Reword the keyword or the instruction" in text_of(page)
    assert field(page.text_area, "Sample").value == "My own paragraph."


def test_an_empty_sample_is_refused_and_a_broken_field_named(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("voices", voice="new")
    field(page.text_area, "Sample").set_value(" ")
    assert "There is no sample to rewrite." in text_of(press(page, "Rewrite the sample"))
    field(page.text_area, "Sample").set_value("A paragraph.")
    field(page.text_input, "Tone").set_value("x" * 101)
    assert "tone: may have at most 100 characters" in text_of(press(page, "Rewrite the sample"))
    assert demo.store.usage() == []


def test_the_sample_survives_a_visit_to_another_page(open_page: OpenPage) -> None:
    page = open_page("voices")
    field(page.text_area, "Sample").set_value("My own paragraph.").run()
    page.switch_page("ui/pages/new.py").run()
    page.switch_page("ui/pages/voices.py").run()
    assert field(page.text_area, "Sample").value == "My own paragraph."


def test_a_hostile_sample_is_shown_as_text(open_page: OpenPage) -> None:
    page = open_page("voices", voice="new")
    field(page.text_area, "Sample").set_value('<img src=x onerror="alert(1)"> ![p](https://evil.example/p.png)')
    press(page, "Rewrite the sample")
    written = " ".join(part.proto.body for part in page.get("html"))
    assert written.count("&lt;img src=x") == 2
    assert "<img" not in written


def test_what_was_typed_is_still_there_after_a_look_at_another_page(open_page: OpenPage, demo: Studio) -> None:
    page = open_page("voices")
    field = next(field for field in page.text_input if field.label == "Tone")
    field.set_value("Half a thought").run()
    page.switch_page("ui/pages/articles.py").run()
    page.switch_page("ui/pages/voices.py").run()
    assert next(field for field in page.text_input if field.label == "Tone").value == "Half a thought"
