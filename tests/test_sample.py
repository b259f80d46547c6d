"""Samples: drawn with the probabilities that their weights say, the same for a seed, and whole after a spreadsheet had them."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.engine import open_snapshot, run_case
from suasion.engine.sample import Uncoded, draw_sample, draw_uncoded
from suasion.engine.sheet import (
    COLUMNS,
    FORMULA,
    SheetFormat,
    SheetRow,
    defuse,
    encode_sheet,
    fuse,
    read_sheet,
)
from suasion.engine.strata import allocate, draw, draw_by_cell, inclusion
from suasion.errors import CaseError, InputError
from suasion.records import Reading, Statement
from suasion.settings import Settings
from suasion.stage import Outcome
from suasion.store import CaseFolder
from toy_rooms import ToyCoder, ToyHouse, ToyReader, write_reports

SEEDS = 200


class Choosy(ToyCoder):
    """Codes only what is written in capitals."""

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        for outcome in super().batch(records):
            kept = tuple(row for row in outcome.outputs if row.event_type.isupper())
            yield replace(outcome, outputs=kept)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    """Twelve reports, each with two coded sentences and three that are not."""
    folder = tmp_path_factory.mktemp("sample")
    texts = {
        f"r{i}": f"Paper{i} | RUS AID VEN | CHN praises CUB | USA SANCTION RUS | IRN visits SYR | KEN likes UGA"
        for i in range(12)
    }
    write_reports(folder / "in", **texts)
    made = CaseFolder.create(folder / "case")
    run_case(made, ToyHouse(coding=Choosy()).rooms(), Settings(), [str(folder / "in")])
    return made


def drawn(case: CaseFolder, n: int, seed: int = 0) -> tuple[SheetRow, ...]:
    with open_snapshot(case) as snapshot:
        return draw_sample(snapshot, ToyReader(), n, seed)


def row(**values: object) -> SheetRow:
    blank = {item.name: "" for item in fields(SheetRow) if item.name not in ("weight", "statements_here")}
    given: dict[str, object] = {**blank, "item": "s1", "kind": "statement", "weight": 1.5, **values}
    return SheetRow(**given)  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_sheet_and_another_seed_another(case: CaseFolder) -> None:
    assert drawn(case, 20, 7) == drawn(case, 20, 7)
    assert {it.item for it in drawn(case, 20, 7)} != {it.item for it in drawn(case, 20, 8)}


def test_a_sample_holds_as_many_items_as_asked_for_of_both_kinds(case: CaseFolder) -> None:
    rows = drawn(case, 20)
    assert len(rows) == len({it.item for it in rows}) == 20
    assert Counter(it.kind for it in rows) == {"statement": 12, "sentence": 8}
    assert {it.sample for it in rows} == {rows[0].sample}
    assert rows[0].sample.endswith("-20")


def test_a_sample_larger_than_the_case_is_the_case_and_every_weight_is_one(case: CaseFolder) -> None:
    rows = drawn(case, 1000)
    assert Counter(it.kind for it in rows) == {"statement": 24, "sentence": 36}
    assert {it.weight for it in rows} == {1.0}


def test_an_item_stands_in_its_context_with_what_was_coded(case: CaseFolder) -> None:
    found = next(it for it in drawn(case, 1000) if it.sentence == "USA SANCTION RUS")
    assert (found.before, found.after) == ("CHN praises CUB", "IRN visits SYR")
    assert (found.coded_type, found.coded_actors, found.coded_recipients) == (
        "SANCTION",
        "USA (USA)",
        "RUS (RUS)",
    )
    assert (found.coded_factuality, found.coded_holder, found.outlet) == (
        "occurred",
        found.outlet,
        found.title,
    )
    assert found.stratum == "statement/SANCTION/occurred/inter-state/0.8-1.0"
    assert found.right == found.coder == found.missed == ""
    sentence = next(it for it in drawn(case, 1000) if it.sentence == "CHN praises CUB")
    assert (sentence.kind, sentence.coded_type, sentence.stratum) == ("sentence", "", "sentence/one actor")


def test_weights_add_up_to_the_case_on_average(case: CaseFolder) -> None:
    totals = [_sums(drawn(case, 15, seed)) for seed in range(12)]
    assert statistics.fmean(total["statement"] for total in totals) == pytest.approx(24, rel=0.06)
    assert statistics.fmean(total["sentence"] for total in totals) == pytest.approx(36, rel=0.05)


def _sums(rows: Sequence[SheetRow]) -> dict[str, float]:
    return {kind: sum(it.weight for it in rows if it.kind == kind) for kind in ("statement", "sentence")}


def test_a_case_without_reports_and_a_sample_of_none_are_refused(case: CaseFolder, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        drawn(case, 0)
    empty = CaseFolder.create(tmp_path / "case")
    run_case(empty, ToyHouse().rooms(), Settings(), [str(tmp_path / "missing.txt")])
    with pytest.raises(CaseError, match="no reports"):
        drawn(empty, 10)


def test_weighted_counts_of_statements_are_unbiased_over_seeds_for_every_stratum() -> None:
    cells = {f"s{i}": "rare" if i < 3 else "some" if i < 40 else "many" for i in range(400)}
    draws = [draw_by_cell(cells, 40, str(seed)) for seed in range(SEEDS)]
    for cell, size in Counter(cells.values()).items():
        sums = [sum(it.weight for it in found if cells[it.id] == cell) for found in draws]
        error = statistics.stdev(sums) / SEEDS**0.5
        assert abs(statistics.fmean(sums) - size) <= 4 * error + 1e-9


def test_each_item_comes_in_as_often_as_its_weight_says() -> None:
    cells = {f"s{i}": "rare" if i < 4 else "many" for i in range(60)}
    weights = {it.id: it.weight for seed in range(SEEDS) for it in draw_by_cell(cells, 20, str(seed))}
    seen = Counter(it.id for seed in range(SEEDS) for it in draw_by_cell(cells, 20, str(seed)))
    for item, weight in weights.items():
        chance = 1 / weight
        assert abs(seen[item] / SEEDS - chance) < 4.5 * (chance * (1 - chance) / SEEDS) ** 0.5 + 1e-9


def test_sentences_drawn_in_two_phases_give_unbiased_totals() -> None:
    """Reports of very different lengths, of whose sentences the later ones state a missed act."""
    lengths = {f"r{i}": float(40 * (1 + i % 9)) for i in range(60)}
    missed = {f"r{i}": (1 + i % 9) // 3 for i in range(60)}
    sums = []
    for seed in range(SEEDS):
        frame = [
            Uncoded(
                id=f"{chosen.id}-{k}",
                report_id=chosen.id,
                start=k,
                end=k + 1,
                stratum=("two actors", "one actor", "no actor")[k % 3],
                weight=chosen.weight,
            )
            for chosen in draw(lengths, 20, f"{seed} reports")
            for k in range(int(lengths[chosen.id] / 40))
        ]
        found = draw_uncoded(frame, 20, str(seed))
        sums.append(
            sum(it.weight for it in found if it.start >= lengths[it.report_id] / 40 - missed[it.report_id])
        )
    error = statistics.stdev(sums) / SEEDS**0.5
    assert abs(statistics.fmean(sums) - sum(missed.values())) <= 4 * error


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=60), st.integers(1, 70))
def test_chances_are_proper_and_add_up_to_the_size_of_the_sample(sizes: list[float], n: int) -> None:
    chances = inclusion(sizes, n)
    assert all(0 < chance <= 1 for chance in chances)
    assert sum(chances) == pytest.approx(min(n, len(sizes)))


@given(
    st.dictionaries(st.text(max_size=4), st.floats(0.01, 1000), max_size=60), st.integers(0, 70), st.text()
)
def test_a_draw_holds_as_many_different_items_as_asked_for(
    sizes: dict[str, float], n: int, seed: str
) -> None:
    found = draw(sizes, n, seed)
    assert len({it.id for it in found}) == len(found)
    assert abs(len(found) - min(n, len(sizes))) <= 1e-9
    assert all(it.weight >= 1 for it in found)


@given(st.integers(0, 50), st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_a_split_among_strata_is_whole_and_never_more_than_they_hold(n: int, sizes: list[int]) -> None:
    held = dict(zip("abc", sizes, strict=True))
    given_ = allocate(n, held, {"a": 0.5, "b": 0.3, "c": 0.2})
    assert sum(given_.values()) == min(n, sum(sizes))
    assert all(0 <= given_[name] <= held[name] for name in held)


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_a_defused_cell_is_no_formula_and_reads_back_as_it_was(text: str) -> None:
    assert defuse(text)[:1] not in FORMULA
    assert fuse(defuse(text)) == text


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=4))
def test_a_sheet_reads_back_as_it_was_written_in_every_format(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str, str]]
) -> None:
    rows = [
        row(item=f"s{i}", title=title, before=before, sentence=sentence, after=after)
        for i, (title, before, sentence, after) in enumerate(cells)
    ]
    for format in SheetFormat:  # noqa: A001
        path = tmp_path_factory.mktemp("sheet") / "sheet"
        path.write_bytes(encode_sheet(rows, format))
        assert [found for _, found in read_sheet(path)] == rows


def test_formulas_in_reports_are_neutralised_in_the_csv() -> None:
    content = encode_sheet([row(sentence='=HYPERLINK("http://example.org")', title="-1+1", outlet="@home")])
    cells = next(csv.DictReader(io.StringIO(content.decode())))
    assert cells["sentence"] == '\'=HYPERLINK("http://example.org")'
    assert (cells["title"], cells["outlet"]) == ("'-1+1", "'@home")


def test_only_the_excel_format_begins_with_a_byte_order_mark() -> None:
    assert encode_sheet([row()], SheetFormat.EXCEL) == b"\xef\xbb\xbf" + encode_sheet([row()])
    assert encode_sheet([row()]).startswith(COLUMNS[0].encode())


def test_a_sheet_saved_with_semicolons_and_decimal_commas_is_read(tmp_path: Path) -> None:
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, COLUMNS, delimiter=";", restval="")
    writer.writeheader()
    writer.writerow({"item": "s1", "kind": "statement", "weight": "2,5", "sentence": "one; two"})
    path = tmp_path / "sheet.csv"
    path.write_text(lines.getvalue(), encoding="utf-8-sig")
    ((number, found),) = read_sheet(path)
    assert (number, found.weight, found.sentence) == (2, 2.5, "one; two")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no column item"),
        ("a,b\n1,2\n", "no column item"),
        (encode_sheet([row()]).replace(b"1.500000", b"1. May").decode(), r"row 2: weight is '1. May'"),
        (encode_sheet([row()]).replace(b"1.500000", b"0.2").decode(), "row 2: weight is '0.2'"),
        (encode_sheet([row()]).replace(b"statement,", b"verse,").decode(), "row 2: kind is 'verse'"),
        (encode_sheet([row()], SheetFormat.JSONL).replace(b"1.5", b'"x"').decode(), "line 1"),
        ("item," + ",".join(COLUMNS), "twice"),
    ],
)
def test_a_broken_sheet_is_refused_with_the_row(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        list(read_sheet(path))


def test_a_workbook_and_a_missing_file_are_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(InputError, match="CSV UTF-8"):
        list(read_sheet(path))
    with pytest.raises(InputError, match="cannot be read"):
        list(read_sheet(tmp_path / "no.csv"))
