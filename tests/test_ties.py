"""Ties that are measured when they are asked for: which acts they add up, and which never."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from scipy.stats import spearmanr

import suasion
from import_world import write_import
from suasion.case import Case
from suasion.errors import InputError
from suasion.records import Tie
from suasion.store import CaseFolder
from suasion.weigh.calendar import calendar

STATES = ("RUS", "VEN", "USA", "CHN", "BRA")
FIRST = date(2012, 1, 1)


def drawn_acts(count: int, seed: int = 1, days: int = 700) -> list[dict[str, object]]:
    rng = random.Random(seed)
    kinds = ("occurred", "occurred", "occurred", "planned", "denied", "uncoded")
    acts: list[dict[str, object]] = []
    for _ in range(count):
        source, target = rng.sample(STATES, 2)
        counted = rng.choice(kinds)
        acts.append(
            {
                "source": source,
                "target": target,
                "day": FIRST + timedelta(days=rng.randrange(days)),
                "means": rng.choice(("", "military/exercise", "military/arms-transfer;military/exercise")),
                "counted": counted,
                "deed": counted == "occurred",
                "cooperative": rng.random() < 0.7,
                "chance": 1.0,
            }
        )
    return acts


def case_of(folder: Path, acts: Sequence[Mapping[str, object]], dataset: str = "icews") -> Case:
    CaseFolder.create(folder)
    write_import(folder, acts=acts, dataset=dataset)
    return suasion.open(folder)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    yield case_of(tmp_path_factory.mktemp("ties") / "case", drawn_acts(4_000))


def only(ties: Iterator[Tie], measure: str = "volume", instrument: str = "all") -> list[Tie]:
    return [tie for tie in ties if (tie.measure, tie.instrument) == (measure, instrument)]


def test_the_windows_of_a_pair_add_up_to_the_whole(case: Case) -> None:
    (whole,) = only(case.ties(source="RUS", target="VEN"))
    for window in ("day", "week", "month", "quarter", "year"):
        parts = only(case.ties(source="RUS", target="VEN", window=window))
        assert sum(tie.n for tie in parts) == whole.n
        assert sum(tie.effective_n for tie in parts) == pytest.approx(whole.effective_n)


def test_plans_denials_and_what_has_no_type_are_never_deeds(case: Case) -> None:
    (tie,) = only(case.ties(source="RUS", target="VEN"))
    own = [act for act in drawn_acts(4_000) if (act["source"], act["target"]) == ("RUS", "VEN")]
    told = {kind: sum(act["counted"] == kind for act in own) for kind in ("occurred", "planned", "denied")}
    assert (tie.counts.occurred, tie.counts.planned, tie.counts.denied) == tuple(told.values())
    assert tie.effective_n == told["occurred"]
    assert tie.n == sum(told.values())


def test_an_act_counts_once_for_each_of_its_instruments_and_once_for_their_group(case: Case) -> None:
    own = [
        act
        for act in drawn_acts(4_000)
        if (act["source"], act["target"]) == ("RUS", "VEN") and act["counted"] != "uncoded"
    ]
    ties = list(case.ties(source="RUS", target="VEN", measure="volume"))
    found = {tie.instrument: tie.n for tie in ties}
    assert found["military"] == sum(bool(act["means"]) for act in own)
    assert found["military/arms-transfer"] == sum("arms" in str(act["means"]) for act in own)


def test_a_group_has_the_acts_of_its_members_but_not_those_among_themselves(case: Case) -> None:
    groups = {"SOUTH": ["VEN", "BRA"]}
    (joint,) = only(case.ties(source="RUS", target="SOUTH", groups=groups))
    parts = [only(case.ties(source="RUS", target=code))[0] for code in ("VEN", "BRA")]
    assert joint.n == sum(tie.n for tie in parts)
    assert list(case.ties(source="BRA", target="SOUTH", groups=groups)) == []
    (back,) = only(case.ties(source="SOUTH", target="RUS", groups=groups))
    assert back.n == sum(only(case.ties(source=code, target="RUS"))[0].n for code in ("VEN", "BRA"))


def test_below_ten_effective_events_the_value_is_null_and_the_counts_stay(case: Case) -> None:
    ties = list(case.ties(source="RUS", target="VEN", window="month", instrument="all"))
    thin = [tie for tie in ties if tie.effective_n < 10]
    assert thin
    assert {(tie.value, tie.value_how, tie.low95) for tie in thin} == {(None, "insufficient", None)}
    assert all(tie.n > 0 for tie in thin)


def test_shares_of_a_target_add_up_to_one_and_asymmetry_turns_its_sign(case: Case) -> None:
    shares = only(case.ties(target="VEN", measure="dependence"), "dependence")
    assert sum(tie.value or 0.0 for tie in shares) == pytest.approx(1.0, abs=0.05)
    (there,) = only(case.ties(source="RUS", target="VEN", measure="asymmetry"), "asymmetry")
    (back,) = only(case.ties(source="VEN", target="RUS", measure="asymmetry"), "asymmetry")
    assert there.value == pytest.approx(-(back.value or 0.0))


def test_alignment_is_shared_out_among_the_poles_asked_for(case: Case) -> None:
    shares = only(case.ties(target="VEN", poles="USA,CHN", measure="alignment"), "alignment")
    assert {tie.source for tie in shares} == {"USA", "CHN"}
    assert sum(tie.value or 0.0 for tie in shares) == pytest.approx(1.0)
    (hedge,) = only(case.ties(target="VEN", poles="USA,CHN", measure="hedging"), "hedging")
    assert 0.0 <= (hedge.value or 0.0) <= 1.0


def test_a_pair_alone_is_measured_as_it_is_among_all(case: Case) -> None:
    alone = {tie.id: tie for tie in case.ties(source="RUS", target="VEN", window="quarter")}
    among = {tie.id: tie for tie in case.ties(window="quarter")}
    assert alone
    assert all(replace(tie, event_ids=()) == replace(among[key], event_ids=()) for key, tie in alone.items())


def test_sums_by_month_measure_as_the_acts_themselves_do(case: Case) -> None:
    later = date(2013, 12, 30)  # after the last act, and no end of a month: acts are read one by one
    for window in ("month", "quarter", "year"):
        summed, one_by_one = (
            list(case.ties(source="RUS", window=window, measure=["affinity", "asymmetry"], end=end))
            for end in (None, later)
        )
        assert summed
        assert summed == one_by_one


def test_a_tie_of_a_small_question_names_its_imported_events_and_no_uncoded_row(tmp_path: Path) -> None:
    uncoded = {"counted": "uncoded", "deed": False, "event_type": None}
    small = case_of(tmp_path / "case", [{}, uncoded, {"means": "military/training"}])
    found = small.ties(dataset="icews", measure="volume", instrument=["all", "military"])
    assert {tie.instrument: tie.event_ids for tie in found} == {
        "all": ("icews:2", "icews:4"),
        "military": ("icews:4",),
    }


def test_the_panel_holds_the_same_numbers(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "panel.parquet"
    rows = case.write_ties(path, window="year")
    found = duckdb.execute(
        f"SELECT source, target, instrument, \"window\", n, affinity, affinity_high95 FROM '{path}' WHERE poles IS NULL"
    ).fetchall()
    ties = only_all(case.ties(window="year", measure="affinity"))
    assert rows >= len(found) == len(ties)
    for *key, n, value, high in found:
        tie = ties[tuple(key)]
        assert (n, value, high) == (
            tie.n,
            pytest.approx(tie.value, abs=1e-5),
            pytest.approx(tie.high95, abs=1e-5),
        )


@pytest.mark.parametrize("window", ["all", "month", "rolling:90"])
def test_a_panel_without_rows_has_the_columns_and_types_of_one_with_rows(
    case: Case, tmp_path: Path, window: str
) -> None:
    def types(asked: Case, measure: str) -> list[tuple[str, str]]:
        asked.write_ties(tmp_path / "ties.parquet", measure=measure, window=window)
        found = duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(tmp_path / "ties.parquet")]).fetchall()
        return [(name, kind) for name, kind, *_ in found]

    CaseFolder.create(tmp_path / "empty")
    for measure in ("hedging", "affinity", "intensity"):
        assert types(suasion.open(tmp_path / "empty"), measure) == types(case, measure)


def only_all(ties: Iterator[Tie]) -> dict[tuple[str, ...], Tie]:
    return {(tie.source, tie.target, tie.instrument, tie.window.label): tie for tie in ties}


def test_the_order_of_acts_changes_nothing(tmp_path: Path) -> None:
    acts = drawn_acts(600)
    shuffled = random.Random(2).sample(acts, len(acts))
    one, other = (
        list(case_of(tmp_path / name, rows).ties(window="year"))
        for name, rows in (("a", acts), ("b", shuffled))
    )
    assert one == other


def test_dropping_half_of_the_acts_keeps_the_ranks_of_busy_pairs(tmp_path: Path) -> None:
    rng = random.Random(3)
    acts = []
    for source in STATES:
        for target in STATES:
            weight, good = rng.choice((60, 120, 240, 480)), rng.choice((0.1, 0.3, 0.5, 0.7, 0.9))
            acts += [
                {
                    "source": source,
                    "target": target,
                    "day": FIRST + timedelta(days=rng.randrange(365)),
                    "cooperative": rng.random() < good,
                    "chance": 1.0,
                }
                for _ in range(weight if source != target else 0)
            ]
    whole = case_of(tmp_path / "whole", acts)
    half = case_of(tmp_path / "half", rng.sample(acts, len(acts) // 2))
    for measure in ("courtship", "affinity", "volume"):
        values = [only_all(one.ties(measure=measure, instrument="all")) for one in (whole, half)]
        keys = sorted(values[0].keys() & values[1].keys())
        left, right = ([found[key].value for key in keys] for found in values)
        assert spearmanr(left, right).statistic >= 0.9


def test_the_raw_and_the_corrected_rate_are_said_to_disagree(tmp_path: Path) -> None:
    acts: list[dict[str, object]] = [{"day": date(2012, 1 + i % 12, 1 + i % 28)} for i in range(120)]
    acts += [{"day": date(2013, 1, 1 + i % 28)} for i in range(30)]
    acts += [{"day": date(2013, 1, 1 + i % 28), "counted": "uncoded", "deed": False} for i in range(600)]
    ties = list(
        case_of(tmp_path / "case", acts).ties(source="RUS", target="UKR", window="month", instrument="all")
    )
    noted = {tie.window.label for tie in ties if tie.note}
    assert noted == {"2013-01"}
    assert {tie.measure for tie in ties if tie.note} == {"courtship", "courtship-raw"}


def test_a_turn_is_found_on_its_day_and_a_steady_pair_has_none(tmp_path: Path) -> None:
    rng = random.Random(4)
    acts = []
    for month in range(24):
        day = date(2012 + month // 12, month % 12 + 1, 1)
        for target, rate in (("UKR", 4 if month < 14 else 16), ("BLR", 8)):
            acts += [{"target": target, "day": day + timedelta(days=rng.randrange(28))} for _ in range(rate)]
    found = list(case_of(tmp_path / "case", acts).changes(instrument="all"))
    (turn,) = found
    assert (turn.target, turn.day) == ("UKR", date(2013, 3, 1))
    assert turn.raw.low95 < 4.0 < turn.raw.high95
    assert turn.probability > 0.95


def test_ranks_have_intervals_and_what_they_are_made_of(case: Case) -> None:
    found = list(case.ranks(measure="volume", instrument="all"))
    assert [row.rank for row in found] == list(range(1, len(found) + 1))
    assert all(row.low95 <= row.low80 <= row.rank <= row.high80 <= row.high95 for row in found)
    assert any(row.low95 < row.high95 for row in found)
    assert all(row.components for row in found)


def test_ranks_by_affinity_say_how_far_they_hang_on_the_weights_of_types(case: Case) -> None:
    found = list(case.ranks(measure="affinity", instrument="all", window="year"))
    for label in {row.tie.window.label for row in found}:
        own = [row for row in found if row.tie.window.label == label]
        twins = [{one.measure: one.value for one in row.components}["affinity-equal"] for row in own]
        expected = spearmanr([row.tie.value for row in own], twins).statistic
        assert all(row.robustness == pytest.approx(expected, abs=1e-6) for row in own)
    assert {row.robustness for row in case.ranks(measure="volume", instrument="all")} == {None}


def test_data_sets_are_never_added_up(tmp_path: Path) -> None:
    case = case_of(tmp_path / "case", drawn_acts(100))
    write_import(case.path, acts=drawn_acts(100), dataset="gdelt")
    with pytest.raises(InputError, match="several data sets"):
        case.ties(source="RUS")
    assert {tie.dataset for tie in case.ties(source="RUS", dataset="gdelt")} == {"gdelt"}


@pytest.mark.parametrize("word", ["fortnight", "rolling", "rolling:0", "rolling:x", "month:3"])
def test_a_window_that_is_none_is_refused(case: Case, word: str) -> None:
    with pytest.raises(InputError, match="no window"):
        case.ties(source="RUS", window=word)


@pytest.mark.parametrize(
    ("word", "start", "label", "end"),
    [
        ("day", date(2014, 3, 5), "2014-03-05", date(2014, 3, 5)),
        ("week", date(2014, 3, 3), "2014-W10", date(2014, 3, 9)),
        ("month", date(2014, 2, 1), "2014-02", date(2014, 2, 28)),
        ("quarter", date(2014, 10, 1), "2014-Q4", date(2014, 12, 31)),
        ("year", date(2014, 1, 1), "2014", date(2014, 12, 31)),
        ("rolling:90", date(2014, 1, 1), "90 days to 2014-03-31", date(2014, 3, 31)),
    ],
)
def test_windows_have_the_labels_and_ends_of_the_calendar(
    word: str, start: date, label: str, end: date
) -> None:
    window = calendar(word).window(start)
    assert (window.label, window.end) == (label, end)
