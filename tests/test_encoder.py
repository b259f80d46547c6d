"""Encoders: every piece of a text is answered once, from the middle of a window, whatever the text's length."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

import suasion.models
from suasion.errors import ModelError
from suasion.models.encoder import WINDOW, Encoder, load_encoder
from suasion.models.windows import CAPITAL, QUOTED, mark, one_break, pack

WORDS = tokenizers.Tokenizer.from_file(
    str(Path(suasion.models.__file__).parent / "minilm-tokenizer" / "tokenizer.json")
)
texts = st.text(alphabet=st.sampled_from("ab Ωé.,\n“”\"'’1"), max_size=400)


@dataclass
class Named:
    name: str


class Echo:
    """A model whose output for a piece is its id, its type, and where in its window it stands."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []

    def get_inputs(self) -> list[Named]:
        return [Named("input_ids"), Named("attention_mask"), Named("token_type_ids")]

    def get_outputs(self) -> list[Named]:
        return [Named("echo")]

    def run(self, _names: None, inputs: dict[str, npt.NDArray[np.int64]]) -> list[Any]:
        ids = inputs["input_ids"]
        self.rows += ids.tolist()
        places = np.broadcast_to(np.arange(ids.shape[1]), ids.shape)
        return [np.stack([ids, inputs["token_type_ids"], places], axis=-1).astype(np.float32)]


def an_encoder() -> Encoder:
    return Encoder(Echo(), WORDS)


@given(st.lists(texts, max_size=4))
@settings(max_examples=30, deadline=None)
def test_every_piece_of_every_text_is_answered_in_its_place(given_texts: list[str]) -> None:
    for text, answer in zip(given_texts, an_encoder().run(given_texts), strict=True):
        expected = WORDS.encode(text, add_special_tokens=False)
        assert answer.outputs["echo"][:, 0].tolist() == expected.ids
        assert [tuple(place) for place in answer.offsets.tolist()] == expected.offsets


@pytest.mark.parametrize(
    "text", ["gas and oil " * 700, "antidisestablishment" * 5 * 60, "a" * 5000, "猫" * 900]
)
def test_a_long_text_is_answered_piece_by_piece_from_windows_that_fit(text: str) -> None:
    encoder = an_encoder()
    (answer,) = encoder.run([text])
    expected = WORDS.encode(text, add_special_tokens=False)
    assert answer.outputs["echo"][:, 0].tolist() == expected.ids
    assert all(len(row) <= WINDOW for row in encoder.session.rows)


def test_a_piece_where_windows_overlap_is_answered_away_from_their_edges() -> None:
    (answer,) = an_encoder().run(["oil " * 600])
    places = answer.outputs["echo"][:, 2]
    inner = places[30:-30]
    assert inner.min() >= 20
    assert inner.max() <= WINDOW - 20


def test_windows_begin_and_end_between_words_where_there_are_words() -> None:
    encoder = an_encoder()
    encoder.run(["unquestionably antidisestablishmentarian " * 80])
    opened = [WORDS.id_to_token(row[1]) or "" for row in encoder.session.rows]
    assert len(opened) > 2
    assert not any(piece.startswith("##") for piece in opened)


def test_a_text_of_nothing_has_no_pieces_and_does_not_disturb_the_others() -> None:
    empty, full = an_encoder().run(["", "oil"])
    assert len(empty.offsets) == 0
    assert full.outputs["echo"][:, 0].tolist() == WORDS.encode("oil", add_special_tokens=False).ids


def test_the_opening_piece_is_given_apart() -> None:
    (answer,) = an_encoder().run(["oil " * 600])
    assert answer.first["echo"].tolist() == [WORDS.token_to_id("[CLS]"), 0, 0]


def test_a_piece_has_the_mark_of_its_first_character() -> None:
    text = 'He said "Oil".'
    (answer,) = an_encoder().run([text], [mark(text)])
    assert answer.outputs["echo"][:, 1].tolist() == [
        CAPITAL, 0, QUOTED, CAPITAL + QUOTED, QUOTED, 0,
    ]  # fmt: skip


def test_a_model_that_is_not_there_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ModelError) as caught:
        load_encoder("no-such-model")
    assert caught.value.remedy


# ------------------------------------------------------------------ windows


@given(texts)
def test_one_line_break_is_left_and_nothing_moves(text: str) -> None:
    shown = one_break(text)
    assert len(shown) == len(text)
    assert "\n\n" not in shown
    assert [c for c in shown if not c.isspace()] == [c for c in text if not c.isspace()]


def test_quotation_marks_hold_until_they_close_or_the_paragraph_ends() -> None:
    text = "“So a” b “c\nd"
    quoted = [char for char, found in zip(text, mark(text), strict=True) if found & QUOTED]
    assert "".join(quoted) == "“So a”“c"


@given(texts, st.integers(5, 40), st.none() | st.integers(1, 40))
def test_packed_stretches_are_in_order_and_leave_out_only_space(
    text: str, size: int, first: int | None
) -> None:
    packed = pack(text, size, lambda parts: [len(part.split()) for part in parts], first)
    edges = [at for stretch in packed for at in stretch]
    assert edges == sorted(edges)
    left_out = [text[a:b] for a, b in zip([0, *edges[1::2]], [*edges[::2], len(text)], strict=True)]
    assert "".join(left_out).strip() == ""


def test_paragraphs_stay_together_while_they_fit() -> None:
    text = "one two\nthree\nfour five six. Seven eight nine ten. Eleven"
    packed = pack(text, 5, lambda parts: [len(part.split()) for part in parts])
    assert [text[a:b] for a, b in packed] == [
        "one two\nthree",
        "four five six.",
        "Seven eight nine ten.",
        "Eleven",
    ]
