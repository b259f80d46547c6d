"""Measures in closed form: what they promise of simulated pairs whose rates are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from suasion.weigh.calendar import calendar
from suasion.weigh.cells import Cells, Fit, Sum
from suasion.weigh.closed import CLOSED, Measured, Ruler
from suasion.weigh.fit import fit_share, fit_spread
from suasion.weigh.measures import fit_prior
from suasion.weigh.poles import Parts, alignment, hedging, intensity

PAIRS = 3_000
Array = NDArray[np.float64]


def surely(total: Array) -> Sum:
    return Sum(total=total, square=total)


def cells(**columns: object) -> Cells:
    """Cells of PAIRS pairs, everything zero that is not named."""
    blank = np.zeros(PAIRS)
    given: dict[str, object] = {
        "instrument": np.full(PAIRS, "all", dtype=object),
        "effective": blank,
        **dict.fromkeys(("courting", "opposing", "cooperation", "conflict"), surely(blank)),
        "exposure": blank,
        "days": np.full(PAIRS, 30.0),
        "weeks": np.full(PAIRS, 4.0),
        **dict.fromkeys(("received", "back", "back_received"), surely(blank)),
        **dict.fromkeys(("share", "back_share", "past_courting", "past_exposure", "past_days"), blank),
    }
    return Cells(**(given | columns))  # type: ignore[arg-type]


def ruler(**fitted: object) -> Ruler:
    return Ruler(fits={"all": Fit(**fitted)}, calendar=calendar("month"))  # type: ignore[arg-type]


def covered(measured: Measured, truth: Array) -> float:
    return float(((measured.bounds[0] <= truth) & (truth <= measured.bounds[3])).mean())


def test_intervals_of_courtship_hold_the_rates_that_pairs_have() -> None:
    rng = np.random.default_rng(1)
    rate, exposure = rng.gamma(0.8, 0.5, PAIRS), rng.uniform(20.0, 200.0, PAIRS)
    acts = rng.poisson(rate * exposure).astype(float)
    prior = fit_prior(list(acts), list(exposure))
    found = CLOSED["courtship"](cells(courting=surely(acts), exposure=exposure), ruler(a=prior.a, b=prior.b))
    assert 0.93 <= covered(found, rate) <= 0.97


def test_intervals_of_doubtful_acts_hold_the_rate_of_what_happened() -> None:
    rng = np.random.default_rng(2)
    rate, told = rng.uniform(10.0, 60.0, PAIRS), 0.8
    acts = rng.poisson(rate / told).astype(float)
    courting = Sum(total=told * acts, square=told**2 * acts)
    found = CLOSED["courtship-raw"](cells(courting=courting), ruler())
    assert 0.93 <= covered(found, rate) <= 0.97


def test_intervals_of_faded_acts_hold_a_steady_rate() -> None:
    rng = np.random.default_rng(3)
    weights = 0.5 ** (np.arange(365) / 90.0)
    rate = rng.uniform(0.1, 1.0, PAIRS)
    acts = rng.poisson(rate[:, None], (PAIRS, 365))
    courting = Sum(total=acts @ weights, square=acts @ weights**2)
    found = CLOSED["courtship-raw"](cells(courting=courting, days=np.full(PAIRS, weights.sum())), ruler())
    assert 0.93 <= covered(found, rate * 30.0) <= 0.97


def test_bursts_widen_the_interval_as_much_as_they_must() -> None:
    rng = np.random.default_rng(4)
    rate, spread, weeks = rng.uniform(5.0, 20.0, PAIRS), 0.5, 13
    acts = rng.poisson(rate[:, None] * rng.gamma(1 / spread, spread, (PAIRS, weeks)))
    fitted = fit_spread(acts[:, :-1].ravel().astype(float), acts[:, 1:].ravel().astype(float))
    assert fitted == pytest.approx(spread, rel=0.1)
    sums = surely(acts.sum(axis=1).astype(float))
    told = cells(courting=sums, days=np.full(PAIRS, 7.0 * weeks), weeks=np.full(PAIRS, float(weeks)))
    bursting, plain = (CLOSED["courtship-raw"](told, ruler(spread=one)) for one in (fitted, 0.0))
    assert 0.93 <= covered(bursting, rate / 7.0 * 30.0) <= 0.97
    assert covered(plain, rate / 7.0 * 30.0) < 0.75


@pytest.mark.parametrize("name", ["affinity", "affinity-equal", "volume"])
def test_intervals_of_affinity_and_volume_hold_what_the_rates_imply(name: str) -> None:
    rng = np.random.default_rng(5)
    good, bad, k0 = rng.uniform(2.0, 60.0, PAIRS), rng.uniform(2.0, 60.0, PAIRS), 20.0
    sides = {}
    for side, rate in (("good", good), ("bad", bad)):
        counts = [rng.poisson(rate * part) for part in (0.5, 0.3, 0.2)]
        weights = (1.0, 3.0, 7.0) if name != "affinity-equal" else (1.0, 1.0, 1.0)
        total = sum(count * weight for count, weight in zip(counts, weights, strict=True))
        square = sum(count * weight**2 for count, weight in zip(counts, weights, strict=True))
        sides[side] = Sum(total=np.asarray(total, dtype=float), square=np.asarray(square, dtype=float))
    mean = 0.5 + 0.9 + 1.4 if name != "affinity-equal" else 1.0
    kept = ("courting", "opposing") if name == "affinity-equal" else ("cooperation", "conflict")
    told = cells(**dict(zip(kept, sides.values(), strict=True)))
    found = CLOSED[name](told, ruler(k0={"month": k0}, k0_equal={"month": k0}))
    difference, whole = (good - bad) * mean, (good + bad) * mean
    truth = np.log1p(whole) if name == "volume" else difference / (whole + k0)
    assert 0.93 <= covered(found, truth) <= 0.97


def test_intervals_of_dependence_and_asymmetry_hold_the_shares() -> None:
    rng = np.random.default_rng(6)
    share, k = np.full(PAIRS, 0.2), 12.0
    there, back = (rng.beta(k * 0.2, k * 0.8, PAIRS) for _ in range(2))
    whole = rng.integers(20, 200, PAIRS)
    part, returned = (rng.binomial(whole, one).astype(float) for one in (there, back))
    received = surely(whole.astype(float))
    told = cells(
        courting=surely(part),
        received=received,
        back=surely(returned),
        back_received=received,
        share=share,
        back_share=share,
    )
    assert 0.93 <= covered(CLOSED["dependence"](told, ruler(k=k)), there) <= 0.97
    assert 0.93 <= covered(CLOSED["asymmetry"](told, ruler(k=k)), there - back) <= 0.97


def test_the_weight_of_a_sources_share_is_found_again() -> None:
    rng = np.random.default_rng(7)
    shares, k = np.array([0.4, 0.3, 0.2, 0.1]), 25.0
    drawn = np.stack([rng.multinomial(60, rng.dirichlet(k * shares)) for _ in range(2_000)])
    targets = np.repeat(np.arange(2_000), 4)
    fitted = fit_share(drawn.ravel().astype(float), targets, np.tile(shares, 2_000), float((shares**2).sum()))
    assert fitted == pytest.approx(k, rel=0.1)


def test_intervals_of_alignment_and_hedging_hold_what_the_rates_imply() -> None:
    rng = np.random.default_rng(8)
    warm, cold, k0 = rng.uniform(30.0, 120.0, (PAIRS, 3)), rng.uniform(1.0, 15.0, (PAIRS, 3)), 30.0
    drawn = [rng.poisson(rate).astype(float) for rate in (warm, cold)]
    parts = [Parts(total=one, square=one) for one in drawn]
    shares, draws = alignment(parts[0], parts[1])
    ties = warm - cold
    truth = ties / ties.sum(axis=1, keepdims=True)
    for pole in range(3):
        assert 0.93 <= covered(shares[pole], truth[:, pole]) <= 0.97
    hedged = hedging(parts[0], parts[1], np.full(PAIRS, k0), draws)
    even = (1.0 - (truth**2).sum(axis=1)) / (1.0 - 1.0 / 3.0)
    assert 0.90 <= covered(hedged, even * ties.sum(axis=1) / (ties.sum(axis=1) + k0)) <= 0.98


def test_strong_ties_to_all_poles_hedge_and_one_patron_or_silence_does_not() -> None:
    warm = np.array([[90.0, 90.0, 90.0], [270.0, 0.0, 0.0], [0.3, 0.3, 0.3]])
    parts, none = Parts(total=warm, square=warm), Parts(total=warm * 0, square=warm * 0)
    _, draws = alignment(parts, none)
    both, one, silent = hedging(parts, none, np.full(3, 30.0), draws).value
    assert both > 0.8
    assert one == 0.0
    assert silent < 0.05


def test_intensity_is_the_mean_of_volume_times_share_and_its_band_holds_it() -> None:
    rng = np.random.default_rng(9)
    volume, share = rng.uniform(0.0, 5.0, (50, 5)), rng.uniform(0.0, 1.0, (50, 5))
    found = intensity(volume, np.full((50, 5), 5.0), share, np.full((50, 5), 0.05))
    assert found.value == pytest.approx((volume / 5.0 * share).mean(axis=1))
    assert np.all((found.bounds[0] < found.value) & (found.value < found.bounds[3]))


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.0, 300.0),
    st.floats(0.0, 300.0),
    st.floats(0.0, 500.0),
    st.floats(0.01, 1.0),
    st.floats(0.0, 1.0),
)
def test_intervals_nest_and_hold_the_value(
    good: float, bad: float, more: float, weight: float, share: float
) -> None:
    def one(total: float) -> Sum:
        return Sum(total=np.full(PAIRS, total)[:1], square=np.full(PAIRS, total * weight)[:1])

    whole = cells(share=np.full(PAIRS, share), back_share=np.full(PAIRS, share))
    row = {
        name: getattr(whole, name)[:1]
        for name in ("instrument", "effective", "exposure", "days", "weeks", "share")
    }
    row |= {
        name: getattr(whole, name)[:1]
        for name in ("back_share", "past_courting", "past_exposure", "past_days")
    }
    told = Cells(
        **row,
        courting=one(good),
        opposing=one(bad),
        cooperation=one(good * 3),
        conflict=one(bad * 5),
        received=one(good + more),
        back=one(bad),
        back_received=one(bad + more),
    )
    for measure in CLOSED.values():
        found = measure(told, ruler(k0={"month": 3.0}, k0_equal={"month": 3.0}))
        low95, low80, high80, high95 = found.bounds[:, 0]
        assert low95 <= low80 <= found.value[0] <= high80 <= high95
