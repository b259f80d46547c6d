"""Bad input: whatever a report holds, every room answers, quotes what stands there, and works no longer than its length asks for."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from read_helpers import report_of
from suasion.codebook import load_codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding import Coder
from suasion.ingest import Ingest
from suasion.overlap import Overlaps
from suasion.read import Reader
from suasion.read.foreign import is_foreign
from suasion.read.hidden import LONGEST_WORD
from suasion.read.parse import MAX_SENTENCE_TOKENS
from suasion.records import Passage, Reading, Report, Span, Statement
from suasion.registers import load_registers
from suasion.settings import Settings

STATES = (
    "Oman",
    "Peru",
    "Chile",
    "Norway",
    "Kenya",
    "Ghana",
    "Iran",
    "Turkey",
    "the United States",
    "Côte d'Ivoire",
)
VERBS = sorted(load_triggers().verbs)[::7]
NOISE = (
    "\t", "\n", "\n\n", " " * 50, "\u200b", "\u200f", "\u202e", "\u00ad", "\ufeff", "\x01", "\x7f", "\x85", "\u2028",
    "e\u0301\u0323", "\u0301" * 50, "😀", "🇵🇪", "👩‍👩‍👧", "((((", "))", "[", "{", "“", "”", '"', "'", "«", "''", "``",
    "|", "| --- |", "1,000", "-3.5", "12/05/2021", "2021-99-99", "$5 million", "U.S.", "...", "?!", "—", "-" * 30, "a" * 300,
    "https://a.example/russia-attacks?x=1#y", "if (a[i] != b) { return f(x); }", "<b>", "&amp;", "@oman #Peru", "президент сказал",
    "中国总统说", "الرئيس قال", "el presidente de", "ﬁ", "İSTANBUL", "ß", "\ufffd", "ＯＭＡＮ", "\U0010ffff",
)  # fmt: skip
GLUE = (
    "and",
    "or",
    "that",
    "said",
    "of",
    ",",
    ".",
    ";",
    "if",
    "not",
    "to",
    "the two countries",
    "he",
    "they",
    "Mr",
    "will",
)
words = st.sampled_from((*STATES, *VERBS, *GLUE))
pieces = st.one_of(words, words.map(str.upper), st.sampled_from(NOISE), st.text(max_size=6))
repeated = st.tuples(pieces, st.integers(1, 30)).map(lambda it: f"{it[0]} " * it[1])
messy = st.lists(st.one_of(pieces, pieces, repeated), min_size=1, max_size=25).flatmap(
    lambda parts: st.sampled_from([" ", " ", "", "\n"]).map(lambda gap: gap.join(parts))
)
SLOW = [HealthCheck.too_slow]


@cache
def rooms() -> tuple[Ingest, Reader, Coder]:
    registers = load_registers()
    return (
        Ingest(Settings(min_report_words=1), registers),
        Reader(registers),
        Coder(load_codebook(), registers),
    )


def read(text: str) -> Reading:
    return rooms()[1].read(report_of(text))


def coded(reading: Reading) -> list[Statement]:
    (outcome,) = rooms()[2].batch([reading])
    assert outcome.input_ids == (reading.id,)
    return list(outcome.outputs)


def statements(text: str) -> list[Statement]:
    return coded(read(text))


def ingested(raw: bytes, ending: str = ".jsonl") -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(raw)
        return list(rooms()[0].read([str(path)]))


def spans_of(reading: Reading, told: Sequence[Statement]) -> Iterator[Span]:
    for sentence in reading.sentences:
        yield from (time.span for time in sentence.times)
        yield from (place.span for place in sentence.places)
    for item in reading.attributions:
        yield from (span for span in (item.source, item.cue, *item.content) if span is not None)
    yield from (statement.action for statement in told)


def check(report: Report, reading: Reading, told: Sequence[Statement]) -> None:
    at = 0
    for sentence in reading.sentences:
        assert at <= sentence.start < sentence.end <= len(report.text)
        assert sentence.text == report.text[sentence.start : sentence.end]
        assert len(sentence.tokens) == len(sentence.factuality) <= MAX_SENTENCE_TOKENS
        edges = [place for token in sentence.tokens for place in (token.start, token.end)]
        assert edges == sorted(edges)
        assert sentence.start <= edges[0]
        assert edges[-1] <= sentence.end
        assert all(0 <= r.first < r.last <= len(sentence.tokens) for r in sentence.references)
        at = sentence.end
    for span in spans_of(reading, told):
        assert 0 <= span.start < span.end <= len(report.text)
        assert span.text == report.text[span.start : span.end]
    assert all(mention.text == report.text[mention.start : mention.end] for mention in reading.mentions)
    for statement in told:
        assert statement.start <= statement.action.start < statement.action.end <= statement.end
        assert statement.sentence == report.text[statement.start : statement.end]
        assert 0 <= statement.probability <= 1


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(messy)
def test_any_text_is_read_and_coded_and_everything_quoted_stands_in_it(text: str) -> None:
    report = report_of(text)
    reading = rooms()[1].read(report)
    check(report, reading, coded(reading))


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(messy)
def test_any_text_in_a_json_line_is_a_report_or_a_refusal_and_reads_the_same_twice(text: str) -> None:
    raw = json.dumps({"text": f"Oman sent troops to Peru. {text}", "title": text}).encode()
    (outcome,) = ingested(raw)
    assert len(outcome.outputs) + len(outcome.rejections) == 1
    for report in outcome.outputs:
        first, second = (rooms()[1].read(report) for _ in range(2))
        told = coded(first)
        check(report, first, told)
        assert (first, told) == (second, coded(second))


# ------------------------------------------------------------------ work grows as length does


def of_length(parts: Sequence[str], length: int) -> str:
    longest = length // min(map(len, parts)) + 1
    return "".join(islice(cycle(parts), longest))[:length]


def steps(report: Report) -> int:
    """Count the calls that reading and coding a report make within suasion: the same on every machine."""
    count = 0

    def counted(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and "suasion" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        coded(rooms()[1].read(report))
    finally:
        sys.setprofile(before)
    return count


GROWING = {
    "names": [f"{state}, " for state in STATES],
    "coordination": [f"{state} and " for state in STATES],
    "pronouns": ["Oman and Peru met; ", "he told them that it would help both countries. "],
    "quotations": ["“We agree,” Oman's minister said. ", "“I think so,” he added. "],
    "open quotations": ["he said: “we ", "they "],
    "embedding": ["said that Oman ", "refused to "],
    "strangers": ["Turkish minister Abel Xonar met him. ", "Chilean minister Ruta Mova left. "],
    "cells": ["Oman\n", "12\t3\n", "aid\n"],
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_takes_twice_the_steps(name: str) -> None:
    steps(report_of("Oman sent troops to Peru."))  # what is loaded once is not counted
    once, twice = (steps(report_of(of_length(GROWING[name], length))) for length in (2_000, 4_000))
    assert (
        twice <= 2.6 * once
    )  # 4 if it grew with the square; neighbourhoods of a few thousand characters fill up first


@pytest.mark.parametrize(
    "mark", [",", "(", "“", "'", ".", "-", "😀", "\u0301", "\u200b", "a", "A", "1", "中"]
)
def test_two_hundred_thousand_characters_without_space_show_the_parser_only_their_beginning(
    mark: str,
) -> None:
    reading = read(mark * 200_000)
    assert sum(len(token.text) for sentence in reading.sentences for token in sentence.tokens) <= 10 * (
        LONGEST_WORD + 1
    )


def test_a_sentence_of_thousands_of_words_is_cut_into_bounded_ones() -> None:
    reading = read("Oman sent troops to Peru and " * 250)
    assert len(reading.sentences) > 1
    check(reading.report, reading, coded(reading))


def test_a_tower_of_combining_marks_is_cut_down_to_thirty() -> None:
    raw = json.dumps({"text": "Oman sent troops to Peru. a" + "\u0301\u0323" * 90_000}).encode()
    (outcome,) = ingested(raw)
    assert all(len(report.text) < 100 for report in outcome.outputs)
    assert outcome.outputs


def test_a_field_without_end_is_cut() -> None:
    raw = json.dumps({"text": "Oman sent troops to Peru.", "url": "\u0301\u0323" * 90_000}).encode()
    (outcome,) = ingested(raw)
    assert all(len(report.url or "") <= 2_000 for report in outcome.outputs)


# ------------------------------------------------------------------ what is meant survives the noise


@pytest.mark.parametrize(
    "text",
    [
        "Om\u200ban sent troops to Pe\u00adru.",
        "\u202bOman\u202c sent\u200f troops to \u2067Peru\u2069.",
        "Oman\x01sent\x02troops to\x7fPeru.",
        "OMAN SENT TROOPS TO PERU.",
        "1\t2\t3\n| --- |\nOman sent troops to Peru.\n" + "," * 500,
    ],
)
def test_noise_within_and_around_words_does_not_hide_an_act(text: str) -> None:
    sides = {(s.actors[0].code, s.recipients[0].code) for s in statements(text) if s.recipients}
    assert ("OMN", "PER") in sides


@pytest.mark.parametrize(
    "text",
    [
        "Country\tAid\nOman\t300\nPeru\t200\nChile\t50\n",
        "| Country | Exports | Troops |\n| --- | --- | --- |\n| Oman | 300 | 20 |\n| Peru | 3 | 5 |\n",
        "Rank Country Gold Silver Bronze\n1 Norway 16 8 13\n2 Germany 12 10 5\n",
        "Oman, Peru, Chile, Norway, Kenya, Ghana, Iran, Iraq, Turkey and Greece",
        "\n".join(STATES),
        "Yes: Oman, Peru, Chile. No: Norway, Kenya. Abstained: Iran, Iraq.",
        "El presidente de Peru visita Chile y firma un acuerdo con Brasil. Las tropas de Colombia atacan a Venezuela.",
        "La France accuse la Russie de menacer l'Ukraine. Le ministre visite le Canada avec le roi.",
        "Peru condena ataque de Chile a Brasil",
        "Президент Peru сказал что войска Chile атаковали.",
        "伊朗 Iran 攻击 attack 伊拉克 Iraq 的军队在边境地区",
        '"' * 3_000,
        "said " * 1_000,
        " \t\n\u00a0\u200b",
        "",
    ],
)  # fmt: skip
def test_tables_lists_noise_and_other_languages_state_nothing(text: str) -> None:
    assert statements(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers of the Costa de la Luna met",
        "Rio de la Plata states protest",
        "Iran threatens Israel",
        "Leonardo da Vinci and Manuel de los Reyes said no",
        "",
        "12 34",
    ],
)
def test_particles_in_names_make_no_sentence_foreign(text: str) -> None:
    assert not is_foreign(text.split())


def test_half_a_character_in_the_text_of_a_report_is_read_as_space() -> None:
    assert read("Oman\ud83d sent troops to\udc00 Peru.").sentences


def test_half_a_character_in_a_json_line_is_a_refusal() -> None:
    (outcome,) = ingested(b'{"text": "Oman sent \\ud83d troops to Peru on Monday morning."}')
    assert [rejection.reason for rejection in outcome.rejections] == ["malformed"]


def test_half_a_character_in_what_a_page_says_of_itself_reaches_no_report() -> None:
    body = "<p>Oman sent troops to Peru on Monday, the minister said, and more would follow soon.</p>" * 3
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Oman \\ud83d sends"}</script>'
    )
    page = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    (outcome,) = ingested(page.encode(), ".html")
    for report in outcome.outputs:
        assert report.text.encode()
        assert (report.title or "").encode()
    assert outcome.outputs


# ------------------------------------------------------------------ finding by place

stretches = st.tuples(st.integers(0, 5_000), st.integers(1, 3_000)).map(
    lambda it: Passage(start=it[0], end=it[0] + it[1], kind="body")
)


@given(st.lists(st.lists(stretches, max_size=3), max_size=12), stretches)
def test_what_overlaps_a_stretch_is_found_in_order_and_nothing_else(
    places: list[list[Passage]], asked: Passage
) -> None:
    expected = [
        number
        for number, own in enumerate(places)
        if any(at.start < asked.end and asked.start < at.end for at in own)
    ]
    assert Overlaps(enumerate(places)).at(asked.start, asked.end) == expected
