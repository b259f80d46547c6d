"""Parsing: sentences lie in coded passages, tokens quote the text, and the parser sees what was meant."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from read_helpers import report_of
from suasion.models import load_spacy
from suasion.read.parse import MAX_SENTENCE_TOKENS, parse_report
from suasion.records import Damage, Sentence


def sentences(text: str, *damage: Damage) -> tuple[Sentence, ...]:
    return parse_report(report_of(text, damage=damage), load_spacy())


def words(sentence: Sentence) -> list[str]:
    return [token.text for token in sentence.tokens]


def assert_spans_hold(text: str, found: tuple[Sentence, ...]) -> None:
    for sentence in found:
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.tokens[0].start == sentence.start
        assert sentence.tokens[-1].end == sentence.end
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)
        assert all(one.end <= two.start for one, two in pairwise(sentence.tokens))
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_lost_space_after_a_full_stop_still_ends_the_sentence() -> None:
    found = sentences("Chad closed the border.The rebels withdrew.")
    assert [sentence.text for sentence in found] == ["Chad closed the border.", "The rebels withdrew."]


def test_a_glued_caption_is_cut_where_ingest_saw_the_lost_line_end() -> None:
    text = "Troops cross the riverPhoto: an agency"
    glued = Damage(
        start=17, end=27, surface="riverPhoto", meant="river\nPhoto", kind="glued-caption", confidence=0.9
    )
    assert [sentence.text for sentence in sentences(text, glued)] == [
        "Troops cross the river",
        "Photo: an agency",
    ]


def test_a_doubled_word_is_shown_once_and_later_spans_stay_those_of_the_text() -> None:
    text = "Iran sent the the drones."
    doubled = Damage(start=10, end=17, surface="the the", meant="the", kind="doubled-word", confidence=0.9)
    (sentence,) = sentences(text, doubled)
    assert words(sentence) == ["Iran", "sent", "the", "drones", "."]
    assert text[sentence.tokens[3].start : sentence.tokens[3].end] == "drones"
    assert sentence.text == text


def test_damage_that_ingest_only_suspects_is_left_alone() -> None:
    doubled = Damage(start=10, end=17, surface="the the", meant="the", kind="doubled-word", confidence=0.6)
    (sentence,) = sentences("Iran sent the the drones.", doubled)
    assert words(sentence).count("the") == 2


def test_a_headline_in_capitals_is_shown_as_running_text() -> None:
    (sentence,) = sentences("RUSSIA'S NAVY TO SEND SHIPS TO CUBA, UN SAYS")
    assert words(sentence)[:4] == ["Russia", "'s", "Navy", "to"]
    assert "UN" in words(sentence)
    assert sentence.text.isupper()


def test_a_short_name_in_capitals_stays() -> None:
    (sentence,) = sentences("IAEA, UNESCO")
    assert words(sentence)[0] == "IAEA"


def test_curly_quotes_and_long_dashes_are_shown_plain_with_their_places_kept() -> None:
    text = "“We left” — said Oman’s envoy."
    (sentence,) = sentences(text)
    assert '"' in words(sentence)
    assert_spans_hold(text, (sentence,))


def test_a_line_wrapped_at_a_fixed_width_is_one_sentence() -> None:
    assert len(sentences("Peru and Chile signed the\nagreement on Monday.")) == 1


def test_a_title_never_runs_into_the_body() -> None:
    assert len(sentences("Peru signs pact with Chile\nLima said so on Monday.")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1000,
        "IRAN AND OMAN AGREED " * 250,
        "a" * 5000,
        "Iran, " * 900,
        "\u200fIran\u200f \u202esent\u202c \u2067ships\u2069. " * 120,
        "İSTANBUL ŞİŞLİ DÜZCE ǅ ﬁﬂ ẞ " * 60,
    ],
)
def test_odd_long_stretches_are_cut_not_lost(text: str) -> None:
    found = sentences(text)
    assert found
    assert max(len(sentence.tokens) for sentence in found) <= MAX_SENTENCE_TOKENS
    assert_spans_hold(text, found)


@pytest.mark.parametrize("text", ["🛰️🚀 " * 600, "...!?...;;" * 500, "1\t22\t-3.5\n" * 200, "| --- | --- |"])
def test_a_line_without_a_letter_holds_no_sentence(text: str) -> None:
    assert sentences(text) == ()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_parses_and_each_token_has_its_place(text: str) -> None:
    assert_spans_hold(text, sentences(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(["CHAD", "Chad", "sent.The", "’s", "—", "ß", "İ", "“", "to", "TO", ".", "\n", "ﬁ"]),
        max_size=40,
    )
)
def test_capitals_quotes_and_lost_spaces_never_move_a_span(parts: list[str]) -> None:
    text = " ".join(parts)
    assert_spans_hold(text, sentences(text))


@pytest.mark.parametrize(
    ("text", "surface", "meant", "shown"),
    [
        ("They got Satellite V doses.", "Satellite V", "Sputnik V", [("Sputnik", "Satellite"), ("V", "V")]),
        ("The EE.UU. objected.", "EE.UU.", "United States", [("United", "EE.UU."), ("States", "EE.UU.")]),
        (
            "They sold planesand ships.",
            "planesand",
            "planes and",
            [("planes", "planes"), ("and", "and")],
        ),
        ("They visited Oman,Chad.", ",Chad", ", Chad", [(",", ","), ("Chad", "Chad")]),
        ("It rose by ৬৬ 6 points.", "৬৬ 6", "66", [("66", "৬৬ 6")]),
    ],
)
def test_what_was_surely_meant_is_shown_at_the_place_where_it_was_broken(
    text: str, surface: str, meant: str, shown: list[tuple[str, str]]
) -> None:
    start = text.index(surface)
    broken = Damage(
        start=start,
        end=start + len(surface),
        surface=surface,
        meant=meant,
        kind="wrong-term",
        confidence=0.95,
    )
    (sentence,) = sentences(text, broken)
    there = [(token.text, text[token.start : token.end]) for token in sentence.tokens]
    assert [pair for pair in there if pair in shown] == shown
    assert sentence.text == text
