"""Vectors of meaning: near for what says the same, one text at a time, of unit length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.models.meaning import WIDTH, load_meaning

SIGNED = "Malta and Norway signed a treaty on fishing in the Barents Sea."
RETOLD = "A fisheries agreement was concluded between the Norwegians and the Maltese."
OTHER = "The opera house opened its season with a comedy."


def test_a_retold_sentence_is_nearer_than_another() -> None:
    signed, retold, other = load_meaning().sentences([SIGNED, RETOLD, OTHER])
    assert signed @ retold > signed @ other + 0.3


def test_the_words_of_one_event_are_nearer_than_those_of_another() -> None:
    signed, concluded, opened = load_meaning().mentions(
        [SIGNED, RETOLD, OTHER],
        [
            (text.index(word), text.index(word) + len(word))
            for text, word in ((SIGNED, "signed"), (RETOLD, "concluded"), (OTHER, "opened"))
        ],
    )
    assert signed @ concluded > signed @ opened + 0.1


@given(st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=25, deadline=None)
def test_a_vector_hangs_on_its_own_text_alone(texts: list[str]) -> None:
    meaning = load_meaning()
    together = meaning.sentences(texts)
    assert together.shape == (len(texts), WIDTH)
    assert together.dtype == np.float32
    for text, row in zip(texts, together, strict=True):
        assert np.array_equal(meaning.sentences([text])[0], row)
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5) or not row.any()


def test_a_span_without_a_word_has_the_vector_of_its_text() -> None:
    meaning = load_meaning()
    (space,) = meaning.mentions([SIGNED], [(5, 6)])
    assert np.array_equal(space, meaning.sentences([SIGNED])[0])


def test_one_text_gives_each_of_its_spans_its_own_vector() -> None:
    found = load_meaning().mentions([SIGNED, SIGNED, SIGNED], [(0, 5), (10, 16), (0, 5)])
    assert np.array_equal(found[0], found[2])
    assert not np.array_equal(found[0], found[1])


def test_a_text_longer_than_the_window_is_answered_as_a_whole() -> None:
    (long,) = load_meaning().sentences([f"{SIGNED} " * 60])
    assert long @ load_meaning().sentences([SIGNED])[0] > 0.8
