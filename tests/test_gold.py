"""Our own gold files are well-formed, and are as large and as mixed as docs/gold.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from suasion.codebook import load_codebook
from suasion.records import FACTUALITIES

GOLD = Path(__file__).parent / "gold"
SENTENCES = ("sentences.jsonl", "sealed.jsonl")
SPECIAL = "special.jsonl"
SETS = {"dyad": 60, "denials": 30, "hearsay": 30, "arms-aid-loan-basing": 50}
REPORTS = ("reports", "reports-sealed")
INSTRUMENTS = set(load_codebook().instruments)
MIN_ROWS = {"sentences.jsonl": 240, "sealed.jsonl": 120}
MIN_SILENT_SHARE = 0.3
MIN_CODES = 70
MIN_REPORTS = {"reports": 18, "reports-sealed": 10}
MIN_WORDS, MAX_WORDS = 120, 320
SECOND_ITEMS = 60
KINDS = {"arms", "aid", "loan", "basing"}
TERMS = {"sale", "gift", "loan", "lease", "unsaid"}
STAGES = {"asked", "offered", "agreed", "delivered", "refused", "denied", "stopped", "guessed"}
# A day, a month, a year or a week, as ISO 8601 writes them.
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d)?")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def _reports(folder: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each report's name, its text with single spaces, and what its `.json` holds."""
    for path in sorted((GOLD / folder).glob("*.json")):
        text = " ".join(path.with_suffix(".txt").read_text(encoding="utf-8").split())
        yield path.stem, text, json.loads(path.read_text(encoding="utf-8"))


def _statements() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in (*SENTENCES, SPECIAL):
        for row in _rows(name):
            yield from ((row["id"], row["text"], statement) for statement in row["statements"])
    for folder in REPORTS:
        for name, text, report in _reports(folder):
            yield from ((name, text, event) for event in report["events"])


def test_every_gold_statement_uses_the_words_of_the_codebook() -> None:
    for name, _, statement in _statements():
        types = {statement["event_type"], *statement["accept"]}
        assert types <= set(load_codebook().types), (name, types)
        assert statement["factuality"] in FACTUALITIES, name
        assert set(statement["instruments"]) <= INSTRUMENTS, (name, statement["instruments"])
        assert all(
            re.fullmatch("[A-Z]{3}", code) for code in statement["actors"] + statement["recipients"]
        ), name


def test_no_gold_sentence_is_written_twice() -> None:
    rows = [row for name in (*SENTENCES, SPECIAL) for row in _rows(name)]
    texts, ids = [row["text"] for row in rows], [row["id"] for row in rows]
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
    reports = list(_reports(folder))
    assert len(reports) >= MIN_REPORTS[folder]
    for name, text, report in reports:
        missing = [event["anchor"] for event in report["events"] if event["anchor"] not in text]
        assert not missing, (name, missing)
        assert all(event["description"] for event in report["events"]), name
        assert MIN_WORDS <= len(text.split()) <= MAX_WORDS, name


def test_when_and_amount_of_a_gold_statement_are_told_in_its_text() -> None:
    for name, text, statement in _statements():
        when = statement["when"]
        assert when is None or when["text"] in text, (name, when)
        assert when is None or when["date"] is None or DATE.fullmatch(when["date"]), (name, when)
        for amount in statement["amount"]:
            assert amount["value"] > 0, (name, amount)
            assert amount["unit"] is None or amount["unit"], (name, amount)


def test_the_holder_of_a_gold_statement_is_the_outlet_or_stands_in_the_text() -> None:
    for name, text, statement in _statements():
        holder = statement["holder"]
        if statement["content"]:
            assert re.fullmatch("[A-Z]{3}", holder), (name, holder)
        else:
            assert holder == "outlet" or holder in text, (name, holder)
        assert all(teller in text for teller in statement.get("through", [])), name


@pytest.mark.parametrize("name", SETS)
def test_a_special_set_has_its_size_and_every_third_row_is_sealed(name: str) -> None:
    rows = [row for row in _rows(SPECIAL) if row["set"] == name]
    assert len(rows) == SETS[name]
    assert [number for number, row in enumerate(rows, start=1) if row.get("sealed")] == [
        number for number in range(1, len(rows) + 1) if number % 3 == 0
    ]


def test_the_special_rows_are_dated_and_the_dyad_runs_forward() -> None:
    dates = [date.fromisoformat(row["date"]) for row in _rows(SPECIAL) if row["set"] == "dyad"]
    assert dates == sorted(dates)
    assert all(date.fromisoformat(row["date"]) for row in _rows(SPECIAL))
    assert {row["set"] for row in _rows(SPECIAL)} == set(SETS)


def test_every_row_on_transfers_says_what_on_which_terms_and_how_far() -> None:
    for row in _rows(SPECIAL):
        transfer = row.get("transfer")
        assert ("transfer" in row) == (row["set"] == "arms-aid-loan-basing"), row["id"]
        assert bool(transfer) <= bool(row["statements"]), row["id"]
        if transfer:
            assert transfer["kind"] in KINDS, row["id"]
            assert transfer["terms"] in TERMS, row["id"]
            assert transfer["stage"] in STAGES, row["id"]


def test_the_items_of_the_second_annotator_are_in_the_gold_unsealed_and_without_answers() -> None:
    items = _rows("second/items.jsonl")
    texts = {row["id"]: row["text"] for name in ("sentences.jsonl", SPECIAL) for row in _rows(name)}
    sealed = {row["id"] for row in _rows(SPECIAL) if row.get("sealed")}
    reports = {name: text for name, text, _ in _reports("reports")}
    assert len({item["id"] for item in items}) == len(items) == SECOND_ITEMS
    for item in items:
        assert set(item) == {"id", "text", "date"}, item["id"]
        assert item["id"] not in sealed
        report = item["id"].partition("/")[0]
        assert item["text"] == texts.get(item["id"]) or item["text"] in reports[report], item["id"]


# ------------------------------------------------------------------ stories and damage

STORIES = ("stories-a.jsonl", "stories-b.jsonl", "stories-c.jsonl", "stories-sealed.jsonl")
DAMAGE = ("damage.jsonl", "damage-dense.jsonl", "damage-sealed.jsonl")


def _told() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in (*STORIES, "stories-d.jsonl", "retellings.jsonl", "disputes.jsonl"):
        yield from ((name, row) for row in _rows(name))


def test_there_are_as_many_stories_and_reports_as_the_page_says_and_a_quarter_is_set_aside() -> None:
    sizes = {name: len(_rows(name)) for name in STORIES}
    reports = {name: sum(len(row["reports"]) for row in _rows(name)) for name in STORIES}
    assert (sum(sizes.values()), sum(reports.values())) == (38, 173)
    assert sizes["stories-sealed.jsonl"] >= sum(sizes.values()) / 4
    assert all(3 <= len(row["reports"]) <= 5 for name, row in _told() if name in STORIES)


def test_every_anchor_stands_once_in_its_report() -> None:
    for name, row in _told():
        texts = {one["id"]: f"{one.get('title') or ''}\n\n{one['text']}" for one in row["reports"]}
        for event in row["events"]:
            for mention in event["mentions"]:
                count = texts[mention["report"]].count(mention["anchor"])
                assert count == 1, (name, row["id"], mention["anchor"])


def test_origins_are_counted_among_the_mentions_that_assert() -> None:
    for name, row in _told():
        for event in row["events"]:
            sure = [one for one in event["mentions"] if one["factuality"] not in {"denied", "possible"}]
            open_ = [one for one in event["mentions"] if one["factuality"] == "possible"]
            kept = sure or open_ or event["mentions"]
            assert event["origins"] == len({one["origin"] for one in kept}), (name, row["id"], event["id"])


def test_every_damaged_surface_stands_once_and_clean_texts_have_none() -> None:
    for name in DAMAGE:
        for row in _rows(name):
            text = f"{row.get('title') or ''}\n\n{row['text']}"
            assert all(text.count(one["surface"]) == 1 for one in row["damage"]), (name, row["id"])
            assert not (row["clean"] and row["damage"]), (name, row["id"])
