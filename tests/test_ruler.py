"""The remembered ruler says what spaCy's own says."""

from __future__ import annotations

import spacy

from suasion.models import load_spacy, spacy_manifest
from suasion.models.manifest import package_folder
from suasion.models.ruler import NAME, RULER

TEXTS = [
    "There is a treaty, and let's see who's gonna sign it; it ain't signed, y'all.",
    "She said that the ministers, whose envoys had met before, weren't going to be told.",
    "Ghana's 2 ships  arrived\tat 9 p.m. — but nobody, so far, knows what that means!",
    "That is what they did because the others couldn't: they'd let him go.",
    "",
    "C'mon, said the captain: you've got ta be kidding.",
]


def test_a_remembered_ruler_sets_what_the_rulers_own_patterns_set() -> None:
    manifest = spacy_manifest()
    plain = spacy.load(package_folder(manifest) / manifest.folder)

    def told(pipeline: spacy.language.Language, text: str) -> list[tuple[str, ...]]:
        return [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in pipeline(text)]

    for _ in range(2):  # the second time from memory
        assert [told(load_spacy(), text) for text in TEXTS] == [told(plain, text) for text in TEXTS]


def test_the_pipeline_asks_the_remembered_ruler_in_the_place_of_its_own() -> None:
    assert NAME in load_spacy().pipe_names
    assert RULER not in load_spacy().pipe_names
