"""The library: documents that ship with the project, found by what they are about."""

from __future__ import annotations

import pytest

from snowball_core.sandbox import documents
from snowball_core.sandbox.documents import find, search, topics


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("heat pumps for old houses", "heat-pumps"),
        ("sourdough starter for beginners", "sourdough"),
        ("bicycle-friendly cities", "cycling-cities"),
        ("onboarding remote employees", "remote-onboarding"),
        ("how to brew better filter coffee", "coffee-brewing"),
        ("lighthouse keepers", "lighthouses"),
    ],
)
def test_a_query_finds_the_documents_of_its_topic_first(query, topic):
    found = search(query, 8)
    assert len(found) >= 4
    assert all(f"/{topic}/" in document.url for document in found[:4])


@pytest.mark.parametrize(
    "query", ["quantum cryptography", "量子暗号", "history of jazz music", "how to train a dog", "", "the"]
)
def test_a_query_about_something_else_finds_nothing(query):
    assert search(query, 8) == []


def test_at_most_as_many_documents_as_asked_for():
    assert len(search("sourdough starter", 2)) == 2
    assert search("sourdough starter", 0) == []


def test_a_document_is_found_by_its_address():
    first = search("sourdough starter", 1)[0]
    assert find(first.url) == find(f"{first.url}/") == first
    assert find("https://library.snowball.example/none") is None


def test_six_topics_and_complete_documents():
    assert topics() == [
        "coffee-brewing",
        "cycling-cities",
        "heat-pumps",
        "lighthouses",
        "remote-onboarding",
        "sourdough",
    ]
    for document in search("sourdough", 8):
        assert document.title
        assert document.site
        assert document.published[:2] == "20"
        assert not document.text.startswith("---")


def test_word_forms_find_each_other():
    assert search("heat pump old house", 8)[0] in search("heat pumps old houses", 8)


def test_a_search_is_repeatable():
    assert documents.search("coffee grinder", 8) == documents.search("coffee grinder", 8)
