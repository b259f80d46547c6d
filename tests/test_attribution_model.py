"""The shipped attribution tagger answers sensibly, and bad input does it no harm."""

from __future__ import annotations

import pytest

from read_helpers import report_of
from suasion.models import installed_models
from suasion.models.attribution import ROLES, load_attribution_tagger
from suasion.read import Reader
from suasion.registers import load_registers


def words(text: str) -> dict[str, list[str]]:
    return {
        role: [text[start:end] for start, end in spans]
        for role, spans in load_attribution_tagger().spans(text).items()
    }


def test_tagger_and_tokenizer_are_as_their_manifests_record_them() -> None:
    states = {model.name: model.state for model in installed_models()}
    assert states["attribution-minilm"] == states["minilm-tokenizer"] == "ready"


def test_source_cue_and_content_of_a_plain_sentence_are_found() -> None:
    assert words("The finance minister said that the bank would close.") == {
        "source": ["The finance minister"],
        "cue": ["said"],
        "content": ["that the bank would close"],
    }


def test_a_sentence_that_nobody_says_has_no_roles() -> None:
    assert words("The harbour froze on Monday and ferries stayed in port.") == {
        "source": [],
        "cue": [],
        "content": [],
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\u200f\u202e",
        "🙂" * 40,
        "A" * 5000,
        "SAYS " * 1500,
        "“" * 300,
        "a,b;" * 800,
        "言った" * 400,
    ],
    ids=lambda text: f"{len(text)} characters",
)
def test_text_that_is_no_prose_is_tagged_without_harm(text: str) -> None:
    found = load_attribution_tagger().spans(text)
    assert set(found) == set(ROLES)
    assert all(0 <= start < end <= len(text) for spans in found.values() for start, end in spans)


def test_the_reader_says_which_words_are_in_a_role() -> None:
    text = "The finance minister said that the bank would close."
    report = report_of(text)
    assert Reader(load_registers()).roles(report)["cue"] == ((21, 25),)
