"""Our own gold files are well-formed, and are as large and as mixed as docs/gold.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suasion.codebook import load_codebook
from suasion.records import FACTUALITIES

GOLD = Path(__file__).parent / "gold"
SENTENCES = ("sentences.jsonl", "sealed.jsonl")
REPORTS = ("reports", "reports-sealed")
INSTRUMENTS = set(load_codebook().instruments)
MIN_ROWS = {"sentences.jsonl": 240, "sealed.jsonl": 120}
MIN_SILENT_SHARE = 0.3
MIN_CODES = 70


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def _statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in SENTENCES:
        for row in _rows(name):
            yield from ((row["id"], statement) for statement in row["statements"])
    for folder in REPORTS:
        for path in sorted((GOLD / folder).glob("*.json")):
            events = json.loads(path.read_text(encoding="utf-8"))["events"]
            yield from ((path.stem, event) for event in events)


def test_every_gold_statement_uses_the_words_of_the_codebook() -> None:
    for name, statement in _statements():
        types = {statement["event_type"], *statement["accept"]}
        assert types <= set(load_codebook().types), (name, types)
        assert statement["factuality"] in FACTUALITIES, name
        assert set(statement["instruments"]) <= INSTRUMENTS, (name, statement["instruments"])
        assert all(
            re.fullmatch("[A-Z]{3}", code) for code in statement["actors"] + statement["recipients"]
        ), name


def test_no_gold_sentence_is_written_twice() -> None:
    texts = [row["text"] for name in SENTENCES for row in _rows(name)]
    ids = [row["id"] for name in SENTENCES for row in _rows(name)]
    assert len(set(texts)) == len(texts)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", SENTENCES)
def test_about_a_third_of_the_gold_sentences_state_nothing(name: str) -> None:
    rows = _rows(name)
    silent = sum(not row["statements"] for row in rows)
    assert len(rows) >= MIN_ROWS[name]
    assert silent / len(rows) >= MIN_SILENT_SHARE


@pytest.mark.parametrize("name", SENTENCES)
def test_the_gold_sentences_hold_every_type_and_factuality_and_many_states(name: str) -> None:
    statements = [statement for row in _rows(name) for statement in row["statements"]]
    codes = {code for s in statements for code in s["actors"] + s["recipients"]}
    assert {s["event_type"] for s in statements} == set(load_codebook().types)
    assert {s["factuality"] for s in statements} == set(FACTUALITIES)
    assert len(codes) >= MIN_CODES


@pytest.mark.parametrize("folder", REPORTS)
def test_every_gold_event_of_a_report_is_anchored_in_its_text(folder: str) -> None:
    paths = sorted((GOLD / folder).glob("*.json"))
    assert paths
    for path in paths:
        text = " ".join(path.with_suffix(".txt").read_text(encoding="utf-8").split())
        events = json.loads(path.read_text(encoding="utf-8"))["events"]
        missing = [event["anchor"] for event in events if event["anchor"] not in text]
        assert not missing, (path.name, missing)
