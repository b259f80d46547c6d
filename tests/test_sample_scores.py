"""Scores of a hand-coded sample: unbiased, with honest intervals, agreement as published, and plain words for wrong cells."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import load_codebook
from suasion.engine.sheet import SheetRow, encode_sheet
from suasion.engine.strata import draw, draw_by_cell
from suasion.errors import InputError
from suasion.evaluation import SampleScores, evaluate
from suasion.evaluation.intervals import Bounds, Judged, added, effective_size, estimate, ratio, wilson
from suasion.evaluation.samples import agreement, score_items
from suasion.evaluation.scores import krippendorff_alpha
from suasion.evaluation.verdicts import Item, verdict_of

BLANK = {item.name: "" for item in fields(SheetRow) if item.name not in ("weight", "statements_here")}
SEEDS = 100


def statement(item: str = "s1", *, weight: float = 1.0, cell: str = "AID", **values: object) -> SheetRow:
    given = {
        **BLANK,
        "item": item,
        "kind": "statement",
        "sample": "q-2",
        "stratum": f"statement/{cell}/occurred/inter-state/0.8-1.0",
        "weight": weight,
        "report": f"r-{item}",
        "statements_here": 1,
        "coded_type": "AID",
        "coded_actors": "RUS (Moscow)",
        "coded_recipients": "VEN (Caracas); CUB (Havana)",
        "coded_factuality": "occurred",
        "coded_holder": "Tass",
        **values,
    }
    return msgspec.convert(given, type=SheetRow)


def sentence(
    item: str = "q1", *, weight: float = 1.0, stratum: str = "two actors", **values: object
) -> SheetRow:
    given = {
        **BLANK,
        "item": item,
        "kind": "sentence",
        "sample": "q-2",
        "stratum": f"sentence/{stratum}",
        "weight": weight,
        "report": f"r-{item}",
        **values,
    }
    return msgspec.convert(given, type=SheetRow)


def items(*rows: SheetRow) -> list[Item]:
    verdicts = [verdict_of(Path("sheet.csv"), 2, row, load_codebook()) for row in rows]
    return [
        Item(row=row, verdicts=(verdict,) if verdict else ())
        for row, verdict in zip(rows, verdicts, strict=True)
    ]


def sheet(path: Path, *rows: SheetRow) -> Path:
    path.write_bytes(encode_sheet(rows))
    return path


def score(*paths: Path) -> SampleScores:
    scores = evaluate("sample", paths[0], more=paths[1:])
    assert isinstance(scores, SampleScores)
    return scores


def test_precision_and_recall_follow_from_the_weights() -> None:
    scores = score_items(
        items(
            statement("s1", weight=30, right="yes"),
            statement("s2", weight=10, right="no", type="COOPERATE"),
            statement("s3", weight=10, right="no", type="none"),
            sentence("q1", weight=20, missed="1"),
            sentence("q2", weight=80, missed="0"),
        )
    )
    values = {name: share.value for name, share in scores.precision.items()}
    assert values["all"] == values["type"] == pytest.approx(0.6)
    assert values["act"] == values["actors"] == values["holder"] == pytest.approx(0.8)
    assert scores.totals.acts_missed == pytest.approx(20)
    assert scores.recall["act"].value == pytest.approx(40 / 60)
    assert scores.recall["all"].value == pytest.approx(30 / 60)
    assert scores.by_stratum["sentences"]["two actors"].value == pytest.approx(0.2)


def test_an_act_missed_beside_a_coded_one_is_shared_among_the_statements_of_its_sentence() -> None:
    both = [statement(f"s{i}", weight=1, statements_here=2, right="yes", missed="1") for i in range(2)]
    scores = score_items(items(*both, sentence(missed="no")))
    assert scores.totals.acts_missed == pytest.approx(1)
    assert scores.recall["act"].value == pytest.approx(2 / 3)


def test_rows_left_empty_are_counted_and_stand_for_nothing_but_their_stratum() -> None:
    scores = score_items(
        items(
            statement("s1", weight=5, right="y"),
            statement("s2", weight=5),
            sentence("q1", weight=10, missed="1"),
            sentence("q2", weight=10),
        )
    )
    assert (scores.statements.items, scores.statements.answered) == (2, 1)
    assert (scores.sentences.items, scores.sentences.answered) == (2, 1)
    assert scores.missed_left_empty == 1
    assert scores.totals.statements_of_acts == pytest.approx(10)
    assert scores.totals.acts_missed == pytest.approx(20)


def test_recall_is_null_while_a_stratum_of_sentences_has_no_answer() -> None:
    scores = score_items(
        items(statement(right="yes"), sentence("q1", missed="0"), sentence("q2", stratum="no actor"))
    )
    assert scores.recall["all"].value is None
    assert scores.precision["all"].value == 1


def test_a_sheet_without_any_answer_gives_nulls() -> None:
    scores = score_items(items(statement(), sentence()))
    assert scores.precision["all"].value is None
    assert scores.recall["all"].value is None
    assert scores.agreement is None


def test_items_that_are_in_no_sheet_any_more_are_told() -> None:
    assert score_items(items(statement(sample="q123-5", right="yes"))).items_lost == 4


def test_estimates_are_unbiased_over_samples_of_a_made_up_case() -> None:
    """Rare types are wrong more often and are drawn more often: only the weights put that right."""
    source = random.Random(4)
    cells = {f"s{i}": f"RARE{i % 10}" if i < 60 else "AID" for i in range(500)}
    right = {item: source.random() < (0.9 if cell == "AID" else 0.2) for item, cell in cells.items()}
    missed = {f"q{i}": i % 10 == 0 for i in range(800)}
    truth = sum(right.values())
    naive, precision, totals, recall = [], [], [], []
    for seed in range(SEEDS):
        drawn = draw_by_cell(cells, 60, str(seed))
        asked = draw(dict.fromkeys(missed, 1.0), 60, f"{seed} sentences")
        rows = [
            *(
                statement(it.id, weight=it.weight, cell=cells[it.id], right="yes")
                if right[it.id]
                else statement(it.id, weight=it.weight, cell=cells[it.id], right="no", type="none")
                for it in drawn
            ),
            *(sentence(it.id, weight=it.weight, missed=str(int(missed[it.id]))) for it in asked),
        ]
        scores = score_items(items(*rows))
        naive.append(statistics.fmean(right[it.id] for it in drawn))
        precision.append(scores.precision["all"].value or 0.0)
        totals.append(scores.totals.acts_missed or 0.0)
        recall.append(scores.recall["all"].value or 0.0)
    assert _off(precision, truth / 500) < 4
    assert _off(totals, 80) < 4
    assert statistics.fmean(recall) == pytest.approx(truth / (truth + 80), abs=0.01)
    assert _off(naive, truth / 500) > 8  # what it would be without weights


def _off(values: Sequence[float], truth: float) -> float:
    """Give how many standard errors the mean is away from the truth."""
    error = statistics.stdev(values) / math.sqrt(len(values))
    return abs(statistics.fmean(values) - truth) / error


def test_the_interval_of_a_share_holds_the_truth_about_as_often_as_it_says() -> None:
    source, held = random.Random(1), 0
    for _ in range(400):
        rows = [
            Judged(weight=source.choice((1.0, 4.0)), value=float(source.random() < 0.9), report=str(i))
            for i in range(80)
        ]
        share = estimate(rows)
        assert share.low95 is not None and share.high95 is not None
        held += share.low95 <= 0.9 <= share.high95
    assert 0.91 <= held / 400 <= 0.99


def test_wilson_agrees_with_its_closed_form_for_ten_of_ten() -> None:
    low, high = wilson(1.0, 10)
    assert low == pytest.approx(10 / (10 + 1.959963984540054**2))
    assert high == 1.0


def test_equal_mistakes_of_one_report_tell_less_than_those_of_many() -> None:
    apart = [Judged(weight=1, value=i % 2, report=str(i)) for i in range(20)]
    together = [replace(row, report="a" if row.value else f"b{i % 4}") for i, row in enumerate(apart)]
    assert effective_size(together, 0.5) < effective_size(apart, 0.5) <= 20


@given(
    st.lists(
        st.builds(
            Judged,
            weight=st.floats(1, 1000),
            value=st.sampled_from([0.0, 0.5, 1.0]),
            report=st.sampled_from("abc"),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_share_lies_in_its_interval_and_the_interval_between_0_and_1(rows: list[Judged]) -> None:
    share = estimate(rows)
    assert share.value is not None and share.low95 is not None and share.high95 is not None
    assert 0 <= share.low95 <= share.value <= share.high95 <= 1
    assert 0 < share.effective_n <= len(rows) + 1e-9


def test_no_hit_among_few_sentences_of_a_large_stratum_leaves_the_missed_acts_open() -> None:
    rows = [
        *(statement(f"s{i}", right="yes") for i in range(50)),
        *(sentence(f"q{i}", weight=100, missed="0") for i in range(10)),
    ]
    recall = score_items(items(*rows)).recall["act"]
    assert recall.value == 1.0
    assert recall.low95 is not None and recall.low95 < 0.2


def test_sums_and_ratios_of_bounds_keep_their_order() -> None:
    total = added([Bounds(2, 1, 4), Bounds(3, 3, 3)])
    assert (total.value, total.low, total.high) == (5, 4, 7)
    part = ratio(Bounds(2, 1, 4), Bounds(10, 8, 12))
    assert part.low < part.value == 0.2 < part.high
    assert ratio(Bounds(0, 0, 1), Bounds(1, 0, 2)).high == math.inf


def test_alpha_agrees_with_the_published_examples() -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", prints .743 (section C) and .095 (section A)."""
    four = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[value for value in unit if value != "."] for unit in zip(*four, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)
    two = ("0100000010", "1110010000")
    assert krippendorff_alpha(list(zip(*two, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_the_interval_of_alpha_holds_it_and_narrows_with_more_units() -> None:
    units = ["aa", "ab", "bb", "bb", "aa", "ba", "bb", "aa"]
    few, many = agreement(units), agreement(units * 8)
    assert few.alpha is not None and few.low95 is not None and few.high95 is not None
    assert many.low95 is not None and many.high95 is not None
    assert few.low95 <= few.alpha <= few.high95
    assert many.high95 - many.low95 < few.high95 - few.low95
    assert (few.units, many.units) == (8, 64)


def test_several_coders_are_averaged_and_their_agreement_is_measured(tmp_path: Path) -> None:
    rows = [statement(f"s{i}", sample="q1-5") for i in range(4)]
    first = sheet(
        tmp_path / "ada.csv",
        *(replace(row, right="yes") for row in rows),
        sentence(sample="q1-5", missed="0"),
    )
    second = sheet(
        tmp_path / "second.csv",
        *(replace(row, right="yes", coder="Ben") for row in rows[:3]),
        replace(rows[3], right="no", type="COOPERATE", coder="Ben"),
        sentence(sample="q1-5"),
    )
    scores = score(first, second)
    assert scores.coders == {"Ben": 4, "ada": 5}
    assert scores.precision["type"].value == pytest.approx(7 / 8)
    assert scores.precision["type"].n == 4
    assert scores.agreement is not None
    assert scores.agreement["type"].alpha == pytest.approx(0.0)
    assert scores.agreement["actors"].alpha is None
    assert scores.agreement["type"].units == 4


def test_two_coders_in_one_sheet_are_told_apart_by_their_column(tmp_path: Path) -> None:
    rows = [statement(right="yes", coder=name) for name in ("Ada", "Ben")]
    assert score(sheet(tmp_path / "both.csv", *rows)).coders == {"Ada": 1, "Ben": 1}


def test_a_coded_value_written_out_counts_as_right() -> None:
    (item,) = items(statement(right="yes", type="aid", recipients="CUB, VEN", holder=" tass "))
    assert item.verdicts[0].right
    (item,) = items(statement(right="no", recipients="VEN"))
    assert [name for name, right in item.verdicts[0].fields.items() if not right] == ["recipients"]
    assert item.verdicts[0].values["recipients"] == "VEN"


def test_a_coder_who_is_not_shown_the_coding_need_not_say_whether_it_is_right() -> None:
    blind = statement(type="AID", actors="RUS", recipients="VEN; CUB", factuality="occurred")
    one, two, three = items(
        replace(blind, holder="Tass"), replace(blind, holder="outlet"), statement(type="none")
    )
    assert [item.verdicts[0].right for item in (one, two, three)] == [True, False, False]
    assert two.verdicts[0].fields["type"] and not two.verdicts[0].fields["holder"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (statement(right="maybe"), "right is 'maybe'. Allowed: yes, no"),
        (statement(right="no"), "right is 'no'. Allowed: yes if every field is right"),
        (statement(right="yes", type="SANCTION"), "right is 'yes'"),
        (statement(right="no", type="GIFT"), "type is 'GIFT'. Allowed: yes, no, none, AGREE"),
        (statement(right="no", actors="Russia"), "actors is 'Russia'. Allowed: yes, no, none, or codes"),
        (statement(right="no", factuality="maybe"), "factuality is 'maybe'. Allowed: yes, no, occurred"),
        (statement(right="no", type="none", missed="-1"), "missed is '-1'"),
        (statement(type="AID"), "right is ''"),
        (sentence(right="no"), "missed is ''"),
        (sentence(missed="many"), "missed is 'many'"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_what_is_allowed(
    tmp_path: Path, row: SheetRow, told: str
) -> None:
    path = sheet(tmp_path / "sheet.csv", statement("s0", right="yes"), row)
    with pytest.raises(InputError) as raised:
        score(path)
    assert "row 3: " in str(raised.value)
    assert told in str(raised.value)


def test_all_wrong_cells_are_told_at_once(tmp_path: Path) -> None:
    rows = [statement(f"s{i}", right="perhaps") for i in range(8)]
    with pytest.raises(InputError, match=r"row 2: .*row 6: .*and 3 more"):
        score(sheet(tmp_path / "sheet.csv", *rows))


def test_sheets_of_two_samples_or_one_coder_twice_are_refused(tmp_path: Path) -> None:
    one = sheet(tmp_path / "a.csv", statement(right="yes"))
    with pytest.raises(InputError, match="of the sample q-9"):
        score(one, sheet(tmp_path / "b.csv", statement("s2", sample="q-9", right="yes")))
    with pytest.raises(InputError, match="each coder once"):
        score(one, sheet(tmp_path / "c.csv", statement(right="yes", coder="a")))
    with pytest.raises(InputError, match="weight is"):
        score(one, sheet(tmp_path / "d.csv", statement(right="yes", weight=2.0)))


def test_only_samples_take_several_files_and_no_predictions(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", statement(right="yes"))
    with pytest.raises(InputError, match="one file at a time"):
        evaluate("statements", path, more=[path])
    with pytest.raises(InputError, match="no predictions"):
        evaluate("sample", path, predictions=tmp_path / "out.jsonl")
