"""On acts with known rates, the measures find what was planted, and little where nothing was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from suasion.codebook import load_codebook
from suasion.weigh.columns import Acts
from suasion.weigh.effects import Cause, Cells, effects_of
from suasion.weigh.hawkes import Memories, fit, spectral_radius
from suasion.weigh.latent import latent
from suasion.weigh.measures import Basis, Deeds, Prior, Setting, measured
from suasion.weigh.panel import Panel
from suasion.weigh.placebo import judge
from suasion.weigh.resample import UNDATED, Evidence
from suasion.weigh.response import Effort, estimate, responses
from suasion.weigh.simulate import EPOCH, Excitation, Network, Plan, simulate

SIDES = {"CONSULT": "cooperation", "SANCTION": "conflict"}
QUICK = Effort(placebos=19, bootstraps=6, seed=7)


def deeds(acts: Acts, days: int) -> Deeds:
    return Deeds(
        chance=acts.chance,
        fading=np.ones(len(acts)),
        goldstein=acts.weight,
        cooperative=acts.cooperative,
        evidence=Evidence.of_acts(acts.chance, acts.origin, acts.day, days),
    )


def answering(answers: float, *, dyads: int = 4, days: int = 360) -> Plan:
    pairs = tuple(sorted(pair for n in range(dyads) for pair in ((f"A{n}", f"B{n}"), (f"B{n}", f"A{n}"))))
    nothing = np.zeros((2, 2, 2))
    own, reverse = np.stack([np.eye(2) * 0.15] * 2), nothing.copy()
    reverse[0] = np.eye(2) * answers
    return Plan(
        pairs=pairs,
        types=tuple(SIDES),
        days=days,
        rates=np.full((len(pairs), 2), 0.15),
        excitation=Excitation(own=own, reverse=reverse, third=nothing),
    )


def panel(plan: Plan, seed: int) -> Panel:
    return Panel.of(simulate(plan, load_codebook(), seed=seed), plan.pairs, SIDES)


def test_95_percent_intervals_hold_the_true_rate_affinity_and_volume_about_95_times_in_a_hundred() -> None:
    days, mean, k0 = 200, 0.2, 5.0
    rng = np.random.default_rng(1)
    rates = rng.gamma(2.0, mean / 2.0, (300, 2))
    pairs = tuple((f"A{n:03d}", f"B{n:03d}") for n in range(len(rates)))
    plan = Plan(pairs=pairs, types=tuple(SIDES), days=days, rates=rates, origins=3)
    acts = simulate(plan, load_codebook(), seed=1)
    setting = Setting(prior=Prior(2.0, 2.0 / mean), exposure=days, k0=k0)
    hits = []
    for (source, _), (warm, cold) in zip(pairs, rates, strict=True):
        own = deeds(acts.where(acts.source == source), days)
        if own.chance.sum() < 10:
            continue
        c, k = warm * days * 2.5, cold * days * 6.0
        truth = {"courtship": warm, "affinity": (c - k) / (c + k + k0), "volume": np.log1p(c + k)}
        drawn = own.drawn(200, key=source, seed=1)
        found = measured([Basis(key=source, drawn=drawn, setting=setting)], seed=1)
        hits.append([found[name][0, 1] <= true <= found[name][0, 4] for name, true in truth.items()])
    assert len(hits) > 250
    assert np.mean(hits, axis=0) == pytest.approx([0.95] * 3, abs=0.04)
    assert np.mean(hits) == pytest.approx(0.95, abs=0.025)


def test_a_steady_stream_is_better_known_than_a_burst_of_as_many_acts() -> None:
    def width(days: list[int]) -> float:
        evidence = Evidence.of_acts(np.ones(60), np.zeros(60, dtype=np.int64), np.array(days), 360)
        return float(evidence.draw(np.random.default_rng(0), 400).sum(axis=1).std())

    assert width([6 * n for n in range(60)]) < 0.5 * width([100 + n // 20 for n in range(60)])


def test_what_is_drawn_has_the_mean_that_the_chances_have() -> None:
    day = np.array([0, 3, 3, 50, UNDATED, 350])
    chance = np.array([0.2, 0.8, 0.8, 1.0, 0.5, 0.0])
    evidence = Evidence.of_acts(chance, np.array([0, 0, 1, 1, 2, 2]), day, 360)
    drawn = evidence.draw(np.random.default_rng(3), 20_000)
    assert drawn.mean(axis=0) == pytest.approx(chance, abs=0.04)


def test_planted_answers_are_found_and_their_size_too() -> None:
    plan = answering(0.25, dyads=5)
    same = [row for row in responses(panel(plan, 3), QUICK, "simulated") if row.given == row.followed_by]
    assert np.mean([row.reported for row in same]) > 0.9
    values = [row.value for row in same if row.value is not None]
    assert np.median(values) == pytest.approx(0.25 / ((1 - 0.3) ** 2 - 0.25**2), rel=0.6)
    assert all(row.low95 <= row.value <= row.high95 for row in same if row.value is not None)  # type: ignore[operator]


def test_where_nobody_answers_hardly_anything_is_told() -> None:
    told = [
        row.reported
        for seed in range(3)
        for row in responses(panel(answering(0.0, dyads=2, days=200), seed), QUICK, "simulated")
    ]
    assert len(told) == 48
    assert np.mean(told) < 0.2


def test_of_twelve_panels_without_answers_hardly_one_is_told() -> None:
    told = []
    for seed in range(12):
        one = panel(answering(0.0, dyads=3, days=200), seed)
        told.append(judge(one, Memories.of(one), placebos=19, seed=seed).answered.any())
    assert sum(told) <= 2


def test_days_on_which_everybody_meets_everybody_are_no_answers() -> None:
    told = []
    for seed in range(10):
        network, rng = Network.of(answering(0.0).pairs), np.random.default_rng(seed)
        base = np.full((300, len(network.pairs), 2), 0.15)
        for day in rng.choice(290, 8, replace=False):
            base[day : day + 3] = 1.2
        one = panel(answering(0.0, days=300), seed)
        shocked = one.holding(rng.poisson(base[: len(one.counts)]))
        told.append(judge(shocked, Memories.of(shocked), placebos=39, seed=seed).answered.any())
    assert np.mean(told) <= 0.2


def test_a_verdict_repeats_by_its_seed() -> None:
    one = panel(answering(0.2, days=200), 4)
    first, second = (judge(one, Memories.of(one), placebos=9, seed=3) for _ in range(2))
    assert np.array_equal(first.score, second.score)
    assert np.array_equal(first.bound, second.bound)


def test_factors_of_streams_come_near_what_was_seen_and_shrink_where_little_was() -> None:
    seen = np.array([200.0, 50.0, 2.0])
    cells = Cells(stream=np.arange(3), seen=seen, fixed=np.zeros(3))
    found = effects_of(cells, Cause(acts=np.ones(3), expected=np.array([100.0, 100.0, 1.0])))
    assert found.factor[:2] == pytest.approx([2.0, 0.5], rel=0.1)
    assert 1.0 < found.factor[2] < 2.0
    spread = np.log(found.draw(np.random.default_rng(0), 2_000)).std(axis=0)
    assert spread[0] < spread[1] < spread[2]


@pytest.mark.parametrize("differ", [0.0, 0.6])
def test_what_streams_answer_is_told_from_their_levels(differ: float) -> None:
    rng, streams, days = np.random.default_rng(5), 12, 900
    true = rng.gamma(1 / differ**2, differ**2, streams) if differ else np.ones(streams)
    answers = np.where(rng.random((streams, days)) < 0.1, 0.6, 0.0)
    acts = rng.poisson(0.1 + true[:, None] * answers)
    stream, day = np.nonzero(acts)
    found = effects_of(
        Cells(stream=stream, seen=acts[stream, day].astype(float), fixed=np.zeros(len(day))),
        Cause(acts=answers[stream, day], expected=answers.sum(axis=1)),
        Cause(acts=np.full(len(day), 0.1), expected=np.full(streams, 0.1 * days)),
    )
    shape = float(found.shape[found.chance.argmax()])
    if differ:
        assert shape <= 10.0
        assert np.corrcoef(found.factor, true)[0, 1] > 0.85
    else:
        assert shape >= 30.0
        assert found.factor == pytest.approx(true, rel=0.15)


def test_fitted_masses_come_near_those_that_were_planted() -> None:
    many = panel(answering(0.2, dyads=10, days=500), 11)
    found = fit(many, Memories.of(many))
    own, reverse = found.excitation.own.sum(axis=0), found.excitation.reverse.sum(axis=0)
    assert np.diag(own) == pytest.approx([0.3, 0.3], abs=0.12)
    assert np.diag(reverse) == pytest.approx([0.2, 0.2], abs=0.08)
    assert spectral_radius(found.excitation, many.network, np.ones((20, 2, 2))) == pytest.approx(
        0.5, abs=0.12
    )


def test_an_explosive_process_is_recognised() -> None:
    none = np.zeros((1, 1, 1))
    wild = Excitation(own=none + 0.8, reverse=none + 0.4, third=none, half_lives=(2.0,))
    assert spectral_radius(wild, Network.of([("A", "B"), ("B", "A")]), np.ones((2, 1, 1))) == pytest.approx(
        1.2
    )


def test_a_record_too_short_for_a_placebo_gives_no_response() -> None:
    short = panel(answering(0.25, days=100), 1)
    assert estimate(short, QUICK) is None
    assert {row.value_how for row in responses(short, QUICK, "simulated")} == {"too short"}


def test_below_ten_acts_a_response_is_insufficient_and_its_counts_stand() -> None:
    few = replace(answering(0.0, dyads=1), rates=np.full((2, 2), 0.005), excitation=None)
    rows = list(responses(panel(few, 1), QUICK, "simulated"))
    assert {row.value_how for row in rows} == {"insufficient"}
    assert all(row.value is None and row.placebo95 is None for row in rows)


def test_responses_do_not_depend_on_the_order_of_acts_and_repeat_by_their_seed() -> None:
    plan, little = answering(0.2, dyads=2, days=200), Effort(placebos=3, bootstraps=2, seed=7)
    acts = simulate(plan, load_codebook(), seed=5)
    mixed = acts.where(np.random.default_rng(0).permutation(len(acts)).astype(np.int64))
    one, other = (
        list(responses(Panel.of(some, pairs, SIDES), little, "simulated"))
        for some, pairs in ((acts, plan.pairs), (mixed, plan.pairs[::-1]))
    )
    assert one == other


def camps(strength: float, seed: int, size: int = 30) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    camp = np.where(np.arange(size) % 2, 1.0, -1.0)
    givers, takers = rng.normal(0.0, 0.8, (2, size))
    true = strength * np.outer(camp, camp)
    rates = np.exp(0.5 + givers[:, None] + takers[None, :] + true)
    np.fill_diagonal(rates, 0.0)
    return rng.poisson(rates).astype(float), true


def names(size: int = 30) -> tuple[str, ...]:
    return tuple(f"S{n:02d}" for n in range(size))


def test_planted_camps_are_found_whatever_the_sizes_of_states() -> None:
    counts, true = camps(0.6, 1)
    found = latent(counts, np.ones_like(counts), names(), draws=20, seed=1)
    off = ~np.eye(len(counts), dtype=bool)
    assert found.kept
    assert found.gain > 0.2
    assert np.corrcoef(found.affinity[off], true[off])[0, 1] > 0.85


@pytest.mark.parametrize("seed", range(4))
def test_where_only_sizes_differ_no_latent_affinity_is_kept(seed: int) -> None:
    counts, _ = camps(0.0, seed)
    found = latent(counts, np.ones_like(counts), names(), draws=5, seed=seed)
    assert not found.kept
    assert not found.affinity.any()


def test_latent_affinity_repeats_by_its_seed() -> None:
    counts, _ = camps(0.6, 2)
    one, other = (latent(counts, np.ones_like(counts), names(), draws=5, seed=4) for _ in range(2))
    assert np.array_equal(one.affinity, other.affinity)
    assert np.array_equal(one.drawn, other.drawn)


def test_the_same_seed_simulates_the_same_acts() -> None:
    plan = answering(0.2)
    one, other = (simulate(plan, load_codebook(), seed=9) for _ in range(2))
    assert np.array_equal(one.day, other.day)
    assert one.day.min() >= EPOCH.toordinal()
