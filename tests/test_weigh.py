"""What a tie counts, what it measures, and when it says that there is not enough."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import day, event, mention, report, tie_input
from suasion.codebook import load_codebook
from suasion.records import Event, FactualityCounts, Mention, Origin, Report, Tie, Turn
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.weigh import Weigh
from suasion.weigh.measures import Basis, Deeds, Prior, Setting, Sums, fit_prior, intervals
from suasion.weigh.resample import UNDATED, Evidence

MEASURES = {"courtship", "affinity", "volume"}


def ties(
    events: list[Event],
    reports: list[Report] | None = None,
    mentions: list[Mention] | None = None,
    **chosen: float,
) -> list[Tie]:
    stage = Weigh(replace(Settings(), **chosen), load_codebook(), load_registers())  # type: ignore[arg-type]
    given = tie_input(events, reports or [], mentions or [])
    return [tie for outcome in stage.gather(given) for tie in outcome.outputs]


def one(
    found: list[Tie],
    measure: str = "courtship",
    instrument: str = "all",
    label: str = "all",
    pair: str = "RUS>VEN",
) -> Tie:
    (tie,) = [
        tie
        for tie in found
        if (tie.measure, tie.instrument, tie.window.label, f"{tie.source}>{tie.target}")
        == (measure, instrument, label, pair)
    ]
    return tie


def deeds(count: int, start: int = 0, **more: Any) -> list[Event]:
    return [event(f"n{start + i}", when=day(f"2030-05-{i % 28 + 1:02d}"), **more) for i in range(count)]


def test_events_are_counted_by_factuality_and_never_added_up() -> None:
    kinds = ("occurred", "occurred", "planned", "conditional", "possible", "denied")
    tie = one(ties([event(f"x{i}", factuality=kind) for i, kind in enumerate(kinds)]))  # type: ignore[arg-type]
    assert tie.counts == FactualityCounts(occurred=2, planned=1, conditional=1, possible=1, denied=1)
    assert tie.n == 6


def test_the_content_of_another_act_is_never_a_deed() -> None:
    tie = one(ties([event("claim", content_of="e1"), event("plan", factuality="planned", content_of="e1")]))
    assert tie.counts == FactualityCounts(possible=1, planned=1)
    assert tie.effective_n == 0


def test_a_joint_act_counts_once_for_each_ordered_pair() -> None:
    found = ties([event("drill", "COOPERATE", actors=["CHN", "RUS", "IRN"], recipients=[])])
    pairs = {(tie.source, tie.target) for tie in found}
    assert len(pairs) == 6
    assert {tie.counts.occurred for tie in found if tie.window.label == "all"} == {1}


def test_domestic_acts_organisations_and_unnamed_groups_make_no_tie() -> None:
    events = [
        event("home", recipients=["RUS"]),
        event("nato", actors=["nato"]),
        event("alone", "ACCUSE", recipients=[]),
    ]
    assert ties(events) == []


def test_an_event_without_a_tie_is_answered_all_the_same() -> None:
    events = [event("home", recipients=["RUS"]), event("deed")]
    outcomes = list(Weigh(Settings(), load_codebook(), load_registers()).gather(tie_input(events)))
    assert {name for outcome in outcomes for name in outcome.input_ids} == {item.id for item in events}


def test_below_ten_effective_events_every_value_is_null_and_the_counts_stay() -> None:
    found = [tie for tie in ties(deeds(9)) if tie.instrument == "all" and tie.window.label == "all"]
    assert {tie.measure for tie in found} == MEASURES
    assert {(tie.value, tie.value_how, tie.low95, tie.n) for tie in found} == {
        (None, "insufficient", None, 9)
    }


def test_from_ten_effective_events_every_measure_has_a_value_inside_its_intervals() -> None:
    found = [tie for tie in ties(deeds(20)) if tie.instrument == "all" and tie.window.label == "all"]
    assert {tie.measure for tie in found} == MEASURES
    for tie in found:
        bounds = (tie.low95, tie.low80, tie.value, tie.high80, tie.high95)
        assert None not in bounds
        assert list(bounds) == sorted(bounds)  # type: ignore[type-var]


def test_the_effective_number_weighs_each_event_by_the_chance_that_it_happened() -> None:
    tie = one(ties([event("a", probability=0.9)]))
    assert tie.effective_n == pytest.approx(0.9 * 0.8)


def test_a_second_origin_raises_the_chance_of_one_event_and_not_the_count() -> None:
    origins = tuple(
        Origin(id=f"o{i}", name=f"Outlet {i}", kind="outlet", report_ids=("r1",)) for i in range(2)
    )
    tie = one(ties([event("a", probability=0.9, origins=origins)]))
    assert tie.n == 1
    assert tie.effective_n == pytest.approx(0.9 * (1 - 0.2 * 0.2))


def test_state_media_on_its_own_state_is_believed_half() -> None:
    tass = (Origin(id="outlet:tass", name="TASS", kind="agency", report_ids=("r1",)),)
    own = one(ties([event("a", probability=1.0, origins=tass)]))
    other = one(ties([event("a", actors=["CHN"], probability=1.0, origins=tass)]), pair="CHN>VEN")
    assert own.effective_n == pytest.approx(0.5)
    assert other.effective_n == pytest.approx(0.8)


def test_affinity_falls_from_cooperation_to_conflict_and_volume_does_not() -> None:
    friendly, hostile = ties(deeds(20)), ties(deeds(20, event_type="ASSAULT"))
    mixed = ties(deeds(10) + deeds(10, start=10, event_type="ASSAULT"))
    values = [one(found, "affinity").value for found in (friendly, mixed, hostile)]
    assert values[0] is not None
    assert values[2] is not None
    assert values[0] > 0.4 > (values[1] or 0.0) > -0.4 > values[2]
    assert (one(mixed, "volume").value or 0.0) > 1.0


def test_conflict_is_no_courtship() -> None:
    friendly, hostile = one(ties(deeds(20))), one(ties(deeds(20, event_type="ASSAULT")))
    assert (friendly.value or 0.0) > 10 * (hostile.value or 0.0)


def test_courtship_is_a_rate_per_report_that_mentions_both() -> None:
    events = deeds(20)
    reports = [report(f"Report {i}", f"Outlet {i}", "2030-05-20") for i in range(40)]
    few = [mention(source, code) for source in reports[:20] for code in ("RUS", "VEN")]
    many = [mention(source, code) for source in reports for code in ("RUS", "VEN")]
    rare, often = one(ties(events, reports, few)), one(ties(events, reports, many))
    assert (rare.value or 0.0) > 1.5 * (often.value or 0.0)


def test_an_older_event_weighs_less() -> None:
    reports = [report("Late news", "Post", "2030-08-27")]
    fresh = [event(f"f{i}", when=day("2030-08-27")) for i in range(20)]
    old = [event(f"f{i}", when=day("2030-05-29")) for i in range(20)]
    assert (one(ties(fresh, reports), "volume").value or 0.0) > (
        one(ties(old, reports), "volume").value or 0.0
    )


def test_windows_end_on_the_last_day_that_the_corpus_covers() -> None:
    reports = [report("a", "Post", "2030-06-30"), report("b", "Post", "2030-04-01")]
    found = ties([event("x", when=day("2030-04-01")), event("y", when=day("2030-04-02"))], reports)
    windows = {tie.window.label: (tie.window.start, tie.window.end) for tie in found}
    assert windows == {
        "all": (None, None),
        "last 365 days": (date(2029, 7, 1), date(2030, 6, 30)),
        "last 90 days": (date(2030, 4, 2), date(2030, 6, 30)),
    }
    assert [one(found, label=label).n for label in windows] == [2, 2, 1]


def test_a_window_without_an_event_has_no_tie() -> None:
    found = ties([event("x", when=day("2030-04-01"))], [report("a", "Post", "2030-06-30")])
    assert {tie.window.label for tie in found} == {"all", "last 365 days"}
    assert all(tie.n >= 1 and tie.event_ids for tie in found)


def test_undated_events_count_only_in_the_window_all() -> None:
    found = ties([event("x")], [report("a", "Post", "2030-06-30")])
    assert {tie.window.label: tie.n for tie in found} == {"all": 1}


def test_news_that_names_no_time_counts_on_the_day_of_its_first_telling() -> None:
    told = Turn(told=date(2030, 6, 1), factuality="occurred", statement_ids=())
    found = ties([event("x", history=(told,))], [report("a", "Post", "2030-06-30")])
    assert {tie.window.label for tie in found} == {"all", "last 365 days", "last 90 days"}


def test_a_joint_signing_is_counted_for_each_ordered_pair_and_a_joint_gift_to_nobody_named_for_none() -> None:
    signing = event("s", event_type="SUPPORT", actors=("EGY", "SAU"), recipients=())
    gift = event("g", event_type="AID", actors=("EGY", "SAU"), recipients=())
    found = ties([signing, gift])
    assert {(tie.source, tie.target, tie.event_ids) for tie in found} == {
        ("EGY", "SAU", (signing.id,)),
        ("SAU", "EGY", (signing.id,)),
    }


def test_without_any_date_there_is_only_the_window_all() -> None:
    assert {tie.window.label for tie in ties([event("x")])} == {"all"}


def test_every_instrument_of_an_event_has_its_ties_and_all_holds_it_once() -> None:
    found = ties([event("x", instruments=("economic/loan", "military/exercise"))])
    assert {tie.instrument for tie in found} == {"all", "economic/loan", "military/exercise"}
    assert one(found).n == 1


def test_an_event_that_its_outlet_took_back_counts_as_denied() -> None:
    tie = one(ties([event("x", status="retracted")]))
    assert (tie.counts.denied, tie.effective_n) == (1, 0)


def test_the_draws_of_a_tie_do_not_hang_on_other_ties() -> None:
    """Only the prior and k0, which all pairs share, move it: with equal ones the intervals are equal."""
    alone = deeds(20)
    twin = [replace(item, id=item.id + "x", actors=(), recipients=()) for item in alone]
    assert one(ties(alone), "volume") == one(ties(alone + twin), "volume")


def test_the_interval_covers_the_spread_of_what_is_drawn() -> None:
    sure = one(ties(deeds(40, probability=0.999)), "volume")
    unsure = one(ties(deeds(80, probability=0.4)), "volume")
    assert sure.low95 is not None
    assert sure.high95 is not None
    assert unsure.low95 is not None
    assert unsure.high95 is not None
    assert sure.low95 < sure.high95
    assert unsure.low95 < unsure.high95


def test_the_prior_of_pairs_that_differ_widely_is_weak_and_of_like_pairs_strong() -> None:
    rng = np.random.default_rng(1)
    exposures = [50.0] * 200
    alike = fit_prior([float(x) for x in rng.poisson(5.0, 200)], exposures)
    spread = fit_prior([float(x) for x in rng.poisson(rng.gamma(0.5, 10.0, 200))], exposures)
    assert alike.b > 10 * spread.b
    assert alike.a / alike.b == pytest.approx(0.1, rel=0.2)


def columns_of(age: np.ndarray, passed: int, lasting: np.ndarray) -> Deeds:
    """Deeds of some ages, some of which never fade, as they weigh after some half-lives."""
    days = np.where(lasting, UNDATED, 1000 - age)
    return Deeds(
        chance=np.full(len(age), 0.8),
        fading=np.where(lasting, 1.0, 0.5 ** (age / 90 + passed)),
        goldstein=np.array([1.0 + place % 3 for place in range(len(age))]),
        cooperative=np.arange(len(age)) % 2 == 0,
        evidence=Evidence.of_acts(np.full(len(age), 0.8), np.arange(len(age)) % 4, days),
        lasting=lasting,
    )


@settings(max_examples=25, deadline=None)
@given(
    ages=st.lists(st.integers(0, 900), min_size=1, max_size=30),
    every=st.integers(2, 9),
    passed=st.integers(0, 8),
)
def test_what_was_drawn_once_fades_as_if_it_had_been_drawn_later(
    ages: list[int], every: int, passed: int
) -> None:
    age, lasting = np.array(ages), np.arange(len(ages)) % every == 1
    once, later = (columns_of(age, p, lasting).drawn(20, key="RUS|VEN", seed=1) for p in (0, passed))
    faded, drawn = Sums.of(once, 0.5**passed), Sums.of(later)
    for name in ("courting", "cooperation", "conflict"):
        assert getattr(faded, name) == pytest.approx(getattr(drawn, name), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("lasting", [False, True])
def test_what_was_drawn_comes_back_from_its_bytes_to_the_last_bit(lasting: bool) -> None:
    age = np.arange(12) * 7
    setting = Setting(prior=Prior(0.5, 2.0), exposure=3.0, k0=1.0)
    drawn = columns_of(age, 0, lasting & (np.arange(12) % 3 == 0)).drawn(20, key="RUS|VEN", seed=1)
    basis = Basis(key="RUS|VEN", drawn=drawn, setting=setting)
    assert np.array_equal(Basis.of_bytes(basis.key, basis.to_bytes(), setting, 20).drawn, drawn)
    assert len(basis.to_bytes()) == (1 + lasting) * 3 * 21 * 8


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ties_do_not_depend_on_the_order_of_input(rng: random.Random) -> None:
    events = (
        deeds(15)
        + deeds(5, start=20, event_type="ACCUSE")
        + [event("z", actors=["CHN", "IRN"], recipients=[])]
    )
    reports = [report(f"R {i}", f"Outlet {i}", f"2030-05-{i + 1:02d}") for i in range(10)]
    mentions = [mention(source, code) for source in reports for code in ("RUS", "VEN", "CHN")]
    expected = ties(events, reports, mentions)
    for rows in (events, reports, mentions):
        rng.shuffle(rows)
    assert ties(events, reports, mentions) == expected


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=1, max_value=250), st.integers(min_value=0))
def test_the_ends_of_intervals_are_weibull_quantiles_of_the_draws(draws: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).standard_gamma(0.5, (7, 1 + draws))
    ends = np.quantile(drawn[:, 1:], [0.025, 0.1, 0.9, 0.975], axis=1, method="weibull").T.round(6)
    value = drawn[:, :1].round(6)
    expected = np.hstack([value, np.minimum(ends[:, :2], value), np.maximum(ends[:, 2:], value)])
    assert np.array_equal(intervals(drawn), expected)
