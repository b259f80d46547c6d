"""Translations: told by what they leave in English, with reasons; the language only where the signs agree; floors on our own gold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest_helpers import report_of
from suasion.evaluation import evaluate
from suasion.evaluation.damage_shapes import DamageScores
from suasion.ingest.damage import find_damage, find_traces, name_book
from suasion.ingest.translation import STATED, Translation, guess_language, judge_translation
from suasion.ingest.translation_signs import Sign, find_signs, told
from suasion.registers import load_registers

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "quality_floors.toml").read_text(encoding="utf-8"))["damage"]
BOOK = name_book(load_registers())

SPANISH = (
    "The chancellor of Bolivia firmed the agreement in Moscú. The OTAN objected, and the ONU too. The two mandataries "
    "maintained a conversation. The president Arce does not discard the possibility of a visit to the Brazil. "
    "The gasoduct will carry 3,5 million cubic metres."
)
CLEAN = (
    "Norway has given Malta six tugs, the port authority said on Thursday. They will sail in May. Nobody in Valletta "
    "would say what they cost, though a Norwegian paper put the price at 12.5 million euros last week."
)


def judged(text: str, stated: str | None = None) -> Translation:
    traces = find_traces(text)
    damage = find_damage(text, BOOK, traces)
    return judge_translation(text, stated, "not stated", find_signs(text, traces, damage, BOOK))


def test_a_word_for_word_translation_is_told_with_its_language_and_reasons() -> None:
    found = judged(SPANISH)
    assert found.probability > 0.9
    assert found.language == "es"
    assert found.how.startswith("guessed from its words: Spanish")
    assert any("'firmed the agreement'" in reason for reason in found.reasons)


def test_clean_prose_is_no_translation() -> None:
    found = judged(CLEAN)
    assert found.probability < 0.2
    assert (found.language, found.how) == (None, "not stated")


def test_what_the_input_states_stands() -> None:
    found = judged(CLEAN, "pt")
    assert found.probability >= STATED
    assert found.language == "pt"


def test_a_note_that_names_no_language_is_filled_in_where_the_words_do() -> None:
    assert judged(SPANISH, "und").language == "es"
    assert judged(CLEAN, "und").language == "und"


def test_a_language_is_not_guessed_where_two_are_as_likely() -> None:
    both = [
        Sign(name="phrases", words=f"{tags}{i}", languages=tags)
        for i in range(6)
        for tags in (("es",), ("pt",))
    ]
    assert guess_language(both) is None
    assert guess_language([sign for sign in both if sign.languages == ("es",)]) == "es"


def test_the_same_words_many_times_point_to_a_language_once() -> None:
    assert guess_language([Sign(name="names", words="Moscú", languages=("es",))] * 9) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It will begin at 14 h 30 in Dakar.", "numbers, times or dates"),
        ("¿Who pays? Nobody knows.", "punctuation"),
        ("It asked the Brazil for help.", "articles"),
        ("It met the president Maduro there.", "title"),
        ("The boats of Brazil it delivered late.", "subject said twice"),
        ("They left for the Spain and prendió the fire.", "left in another language"),
    ],
)
def test_each_sign_is_told_in_words(text: str, reason: str) -> None:
    assert any(reason in it for it in judged(text).reasons), judged(text).reasons


def test_every_sign_has_a_weight_and_a_reason() -> None:
    assert set(told()["weights"]) == set(told()["reasons"])


def test_a_report_carries_the_probability_and_never_a_doubtful_language() -> None:
    report = report_of(CLEAN)
    assert 0 <= report.translation_probability < 0.2
    assert report.translated_from is None


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_probability(text: str) -> None:
    assert 0 <= judged(text).probability <= 1


def test_damage_and_translations_of_our_own_gold_stay_above_their_floors() -> None:
    scores = evaluate("damage", HERE / "gold" / "damage.jsonl")
    assert isinstance(scores, DamageScores)
    assert scores.found.recall >= FLOORS["recall"], scores.found
    assert scores.found.precision >= FLOORS["precision"], scores.found
    assert (scores.meant_accuracy or 0) >= FLOORS["meant"]
    assert (scores.translation.auc or 0) >= FLOORS["translation_auc"]
    assert (scores.false_alarms_per_1000_words or 0) <= 1
