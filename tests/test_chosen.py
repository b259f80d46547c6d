"""What is worked out for chosen dyads of a case: resampled intervals, latent affinity, responses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import suasion
from suasion.case import Case
from suasion.errors import InputError
from suasion.exchange.columns import ICEWS_COLUMNS


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Give a case with an imported file: Oman and Kenya consult, and Oman now and then accuses."""
    folder = tmp_path_factory.mktemp("chosen")
    lines = ["\t".join(ICEWS_COLUMNS)]
    for number in range(120):
        cells = dict.fromkeys(ICEWS_COLUMNS, "")
        sides = ("Oman", "Kenya") if number % 3 else ("Kenya", "Oman")
        cells |= {"Event ID": str(number), "Event Date": str(date(2030, 1, 1) + timedelta(days=number))}
        cells |= {"CAMEO Code": "112" if number % 10 == 1 else "040", "Publisher": "Test Gazette"}
        for side, name in zip(("Source", "Target"), sides, strict=True):
            cells |= {f"{side} Name": name, f"{side} Country": name}
        lines.append("\t".join(cells.values()))
    file = folder / "events.tab"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = suasion.open(folder / "case")
    made.import_file("icews", file)
    return made


def test_a_resample_leaves_values_as_they_are_and_its_intervals_hold_them(case: Case) -> None:
    plain = {(tie.source, tie.instrument, tie.measure): tie for tie in case.ties(source="OMN", target="KEN")}
    drawn = list(case.ties(source="OMN", target="KEN", resample=True))
    assert {tie.value_how for tie in drawn if tie.measure == "affinity" and tie.value is not None} == {
        "resampled"
    }
    for tie in drawn:
        assert tie.value == plain[tie.source, tie.instrument, tie.measure].value
        if tie.value is not None:
            bounds = (tie.low95, tie.low80, tie.value, tie.high80, tie.high95)
            assert list(bounds) == sorted(bounds)  # type: ignore[type-var]


def test_a_resample_repeats(case: Case) -> None:
    one, other = (
        list(case.ties(source="OMN", target="KEN", window="month", resample=True)) for _ in range(2)
    )
    assert one == other


def test_two_states_are_too_few_for_latent_affinity(case: Case) -> None:
    (tie,) = case.ties(source="OMN", target="KEN", measure="latent")
    assert tie.value is None
    assert tie.value_how == "no better than sizes alone on held-out pairs"
    assert tie.n > 50


def test_latent_affinity_and_response_have_no_months(case: Case) -> None:
    with pytest.raises(InputError, match="cannot be measured by month"):
        list(case.ties(measure=["latent", "response"], window="month"))


def test_120_days_are_too_few_for_a_response_and_the_acts_are_counted(case: Case) -> None:
    rows = list(case.responses(source="OMN", target="KEN"))
    assert {row.value_how for row in rows} == {"too short"}
    assert {(row.source, row.target, row.dataset) for row in rows} == {("OMN", "KEN", "icews")}
    assert sum(row.n for row in rows if row.given == row.followed_by) > 50
