"""A text retold in a voice, as far as that can be done without understanding it: its words, sentences, paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace

from snowball_core.sandbox.drafting import sized
from snowball_core.sandbox.phrasing import QUOTED, capitalised, emboldened, reworded
from snowball_core.sandbox.polishing import NOT_PROSE, SENTENCES_PER_PARAGRAPH, polish
from snowball_core.sandbox.prompt_reader import Voice
from snowball_core.sandbox.sentences import split_sentences
from snowball_core.sandbox.wording import wording
from snowball_core.sandbox.words import language_of


def restyle(markdown: str, voice: Voice) -> str:
    """The text polished, its sentences within the voice's length where they can be split, its paragraphs short.

    A forbidden word gives way to a synonym, or goes when the sentence stands without it; else it stays.
    """
    spoken = replace(voice, language=language_of(markdown) or voice.language)
    blocks = polish(markdown, (), spoken).split("\n\n")
    return "\n\n".join(block if NOT_PROSE.match(block) else _restyled(block, spoken) for block in blocks)


def _restyled(block: str, voice: Voice) -> str:
    lean = (_without_forbidden(sentence, voice) for sentence in split_sentences(block))
    sentences = [part for sentence in lean for part in sized(sentence, voice)]
    size = SENTENCES_PER_PARAGRAPH
    paragraphs = [" ".join(sentences[i : i + size]) for i in range(0, len(sentences), size)]
    return "\n\n".join(emboldened(paragraph, ()) if voice.bold else paragraph for paragraph in paragraphs)


def _without_forbidden(sentence: str, voice: Voice) -> str:
    """The sentence with as few forbidden words as can be helped; one that cannot be replaced does not keep others."""
    tables = wording(voice.language)
    for word in voice.forbidden:
        better = reworded(sentence, (word,), tables.synonyms) if tables else ""
        sentence = better or _without_adverb(sentence, word, voice)
    return capitalised(sentence)


def _without_adverb(sentence: str, word: str, voice: Voice) -> str:
    """English does without an adverb in -ly; a sentence with a quotation stays as it is."""
    if voice.language != "en" or not word.endswith("ly") or QUOTED.search(sentence):
        return sentence
    return re.sub(rf"\b{re.escape(word)}\b,? ?", "", sentence, flags=re.IGNORECASE)
