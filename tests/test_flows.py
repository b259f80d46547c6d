"""Dependence by tables of arms or trade that a user brings, in the place of recorded deeds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import suasion
from import_world import write_import
from suasion.case import Case
from suasion.records import Tie
from suasion.store import CaseFolder
from suasion.weigh.flows import YEARS, Flows

FIRST = date(2012, 1, 1)
STATES = ("IND", "RUS", "FRA", "USA")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Make a case of military acts over two years, so that every pair suffices by year."""
    rng = random.Random(4)
    acts: list[Mapping[str, object]] = [
        {
            "source": source,
            "target": target,
            "day": FIRST + timedelta(days=rng.randrange(700)),
            "means": "military/arms-transfer",
        }
        for source in STATES
        for target in STATES
        if source != target
        for _ in range(60)
    ]
    CaseFolder.create(tmp_path / "case")
    write_import(tmp_path / "case", acts=acts, dataset="icews")
    return suasion.open(tmp_path / "case")


def bring(
    case: Case, rows: Sequence[tuple[str, str, int, float]], *, kind: str = "military", name: str = "arms"
) -> None:
    lines = [f"{source},{target},{year},{value},{kind}" for source, target, year, value in rows]
    path = case.path.parent / f"{name}-{len(list(case.path.parent.iterdir()))}.csv"
    path.write_text("\n".join(("source,target,year,value,kind", *lines)) + "\n", encoding="utf-8")
    case.import_file("covariates", path, name=name)


def one(case: Case, measure: str, source: str = "RUS", target: str = "IND", **asked: str) -> Tie:
    """Give the one tie of a pair's military acts."""
    words = {"instrument": "military", **asked}
    (tie,) = case.ties(source=source, target=target, measure=measure, **words)  # type: ignore[arg-type]
    return tie


def test_a_table_of_arms_takes_the_place_of_recorded_deeds_and_those_stand_beside_it(case: Case) -> None:
    recorded = one(case, "dependence")
    bring(case, [("RUS", "IND", 2012, 70.0), ("FRA", "IND", 2012, 10.0), ("RUS", "IND", 2013, 20.0)])
    by_table, raw = one(case, "dependence"), one(case, "dependence-raw")
    assert by_table.value == pytest.approx(0.9)
    assert by_table.value_how == "by a table"
    assert by_table.note == "by the table arms, 2012-2013; dependence-raw is the share of recorded deeds"
    assert (raw.value, raw.low95, raw.high95) == (recorded.value, recorded.low95, recorded.high95)
    assert raw.value_how == recorded.value_how == "closed form"


def test_without_a_table_the_recorded_share_is_not_given_twice(case: Case) -> None:
    asked = {tie.measure for tie in case.ties(source="RUS", target="IND", instrument="military")}
    assert "dependence-raw" not in asked
    bring(case, [("RUS", "IND", 2012, 1.0)])
    assert "dependence-raw" in {tie.measure for tie in case.ties(source="RUS", target="IND")}


def test_other_instruments_targets_and_years_keep_the_share_of_recorded_deeds(case: Case) -> None:
    before = [one(case, "dependence", window="year", end="2012-12-31")]
    before += [one(case, "dependence", target="FRA"), one(case, "dependence", instrument="all")]
    bring(case, [("RUS", "IND", 2013, 1.0), ("USA", "RUS", 2000, 5.0)])
    after = [one(case, "dependence", window="year", end="2012-12-31")]
    after += [one(case, "dependence", target="FRA"), one(case, "dependence", instrument="all")]
    assert after == before


def test_asymmetry_by_a_table_is_the_difference_of_both_shares(case: Case) -> None:
    bring(case, [("RUS", "IND", 2012, 3.0), ("USA", "IND", 2012, 1.0), ("IND", "RUS", 2012, 2.0)])
    bring(case, [("FRA", "RUS", 2012, 2.0)])
    assert one(case, "asymmetry").value == pytest.approx(3 / 4 - 2 / 4)
    assert one(case, "asymmetry", source="IND", target="RUS").value == pytest.approx(2 / 4 - 3 / 4)
    nothing_back = one(case, "asymmetry", source="USA", target="IND")
    assert nothing_back.value == pytest.approx(1 / 4)


def test_intensity_is_told_with_the_shares_of_the_table(case: Case) -> None:
    (before,) = case.ties(source="RUS", target="IND", instrument="all", measure="intensity")
    bring(case, [("RUS", "IND", 2012, 1.0)])
    (after,) = case.ties(source="RUS", target="IND", instrument="all", measure="intensity")
    assert before.value is not None
    assert after.value is not None
    assert after.value > before.value
    assert before.note is None
    assert "by a table" in (after.note or "")


def test_of_two_tables_of_a_kind_the_one_imported_last_counts_and_files_of_one_name_add_up(
    case: Case,
) -> None:
    bring(case, [("RUS", "IND", 2012, 1.0), ("FRA", "IND", 2012, 1.0)], name="old")
    bring(case, [("RUS", "IND", 2012, 1.0), ("FRA", "IND", 2012, 2.0)], name="new")
    bring(case, [("USA", "IND", 2013, 1.0)], name="new")
    assert one(case, "dependence").value == pytest.approx(1 / 4)


def test_a_group_receives_what_its_members_do_but_not_from_each_other(case: Case) -> None:
    bring(case, [("RUS", "IND", 2012, 1.0), ("USA", "FRA", 2012, 3.0), ("FRA", "IND", 2012, 9.0)])
    (tie,) = case.ties(
        source="RUS",
        target="TWO",
        groups={"TWO": ["IND", "FRA"]},
        instrument="military",
        measure="dependence",
    )
    assert tie.value == pytest.approx(1 / 4)


def test_a_panel_holds_the_shares_of_the_table_the_recorded_ones_and_the_word(
    case: Case, tmp_path: Path
) -> None:
    bring(case, [("RUS", "IND", 2012, 3.0), ("USA", "IND", 2012, 1.0)])
    case.write_ties(tmp_path / "ties.parquet", source="RUS", target="IND", instrument="military")
    query = 'SELECT dependence, "dependence-raw", note FROM read_parquet(?)'
    ((share, raw, note),) = duckdb.execute(query, [str(tmp_path / "ties.parquet")]).fetchall()
    assert share == pytest.approx(0.75)
    assert raw == pytest.approx(one(case, "dependence-raw").value)
    assert "by the table arms" in note


def test_a_joint_resample_leaves_the_intervals_of_a_table_alone(case: Case) -> None:
    bring(case, [("RUS", "IND", year, 1.0 + year % 2) for year in range(2009, 2014)])
    bring(case, [("USA", "IND", year, 1.0) for year in range(2009, 2014)])
    asked = {"source": "RUS", "target": "IND", "instrument": "military", "measure": "dependence"}
    (closed,), (drawn,) = case.ties(**asked), case.ties(**asked, resample=True)  # type: ignore[arg-type]
    assert drawn == closed
    assert closed.low95 is not None
    assert closed.value is not None
    assert closed.low95 < closed.value


def test_intervals_of_a_share_hold_the_mean_of_years_that_differ() -> None:
    rng = np.random.default_rng(7)
    tables, hits = 400, 0
    for _ in range(tables):
        sent = rng.gamma(20.0, 1.0, (YEARS, 2)) * np.array([3.0, 7.0])
        rows = [
            (giver, "C", 2000 + year, sent[year, n]) for year in range(YEARS) for n, giver in enumerate("AB")
        ]
        found = Flows.of("t", rows).shares(["A"], ["C"], np.array([2004]), {})
        hits += bool(found.bounds[0, 0] <= 0.3 <= found.bounds[3, 0])
    assert 0.92 <= hits / tables <= 0.98


@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATES),
            st.sampled_from(STATES),
            st.integers(2000, 2012),
            st.floats(0, 1e9, allow_subnormal=False),
        ).filter(lambda row: row[0] != row[1]),
        min_size=1,
        max_size=40,
    ),
    st.integers(1995, 2020),
)
def test_shares_of_what_a_target_received_add_up_to_one_or_are_unknown(
    rows: list[tuple[str, str, int, float]], year: int
) -> None:
    givers = [state for state in STATES if state != "IND"]
    table = Flows.of("t", rows)
    found = table.shares(givers, ["IND"] * len(givers), np.full(len(givers), year), {})
    received = {row[:3]: row[3] for row in rows}
    told = [v for (_, to, when), v in received.items() if to == "IND" and year - YEARS < when <= year]
    if sum(told) > 0:
        assert found.value.sum() == pytest.approx(1.0)
        assert (found.bounds[0] <= found.value).all()
        assert (found.value <= found.bounds[3]).all()
    else:
        assert np.isnan(found.value).all()
