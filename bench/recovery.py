"""Measure what measures make of acts with known rates.

    python bench/recovery.py resample [--trials N]    how often intervals cover the true rate, affinity and volume
    python bench/recovery.py response [--trials N]    planted answers found, and false alarms where there are none
    python bench/recovery.py latent [--trials N]      planted affinity found, and false alarms where there is none

Prints one JSON object; the same trials print the same.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from suasion.codebook import Codebook, load_codebook
from suasion.weigh.columns import Acts
from suasion.weigh.hawkes import Memories, mean_response
from suasion.weigh.latent import latent
from suasion.weigh.measures import Basis, Deeds, Prior, Setting, between, measured
from suasion.weigh.panel import Panel
from suasion.weigh.placebo import judge
from suasion.weigh.resample import Array, Evidence
from suasion.weigh.response import RESPONSE_DAYS, Effort, responses
from suasion.weigh.simulate import Excitation, Network, Plan, simulate, simulate_counts

TYPES = ("CONSULT", "AID", "SANCTION")
DYADS = 60
K0 = 5.0
SHAPE = 2.0
"""Of the Gamma that true rates are drawn from."""
RUN_UP = 100
"""Days before the record begins, in which a process finds its pace."""
SIDES = {"CONSULT": "cooperation", "SANCTION": "conflict"}


def resample(trials: int) -> dict[str, object]:
    """Cover rates by length of window, number of outlets and chance."""
    codebook, table = load_codebook(), []
    for days, origins, chance in (
        (30, 1, 1.0),
        (90, 1, 1.0),
        (90, 5, 1.0),
        (365, 1, 1.0),
        (365, 5, 1.0),
        (365, 5, 0.8),
    ):
        hits: dict[str, list[bool]] = defaultdict(list)
        for trial in range(trials):
            for name, hit in _covered(codebook, days, origins, chance, trial):
                hits[name].append(hit)
        row = {name: round(float(np.mean(found)), 3) for name, found in sorted(hits.items())}
        table.append(
            {"days": days, "outlets": origins, "chance": chance, "dyads": len(hits["courtship 95"]), **row}
        )
    return {"table": table}


def _covered(
    codebook: Codebook, days: int, origins: int, chance: float, trial: int
) -> list[tuple[str, bool]]:
    rng = np.random.default_rng([days, origins, trial])
    mean = max(0.15, 20.0 / days)
    rates = rng.gamma(SHAPE, mean / SHAPE, (DYADS, 3)) * np.array([0.5, 0.5, 1.0])
    pairs = tuple((f"A{n:02d}", f"B{n:02d}") for n in range(DYADS))
    acts = simulate(
        Plan(pairs=pairs, types=TYPES, days=days, rates=rates, origins=origins, chance=chance),
        codebook,
        seed=trial,
    )
    setting = Setting(prior=Prior(2 * SHAPE, 2 * SHAPE / mean), exposure=days, k0=K0)
    weights = np.array([abs(codebook.types[name].weight) for name in TYPES])
    found = []
    for number, (source, _) in enumerate(pairs):
        deeds = deeds_of(acts.where(acts.source == source), days)
        if deeds.chance.sum() < 10:
            continue
        warm, cold = (
            days * float(rates[number, :2] @ weights[:2]),
            days * float(rates[number, 2] * weights[2]),
        )
        truth = {
            "courtship": float(rates[number, :2].sum()),
            "affinity": (warm - cold) / (warm + cold + K0),
            "volume": float(np.log1p(warm + cold)),
        }
        basis = Basis(key=source, drawn=deeds.drawn(200, key=source, seed=trial), setting=setting)
        given = measured([basis], seed=trial)
        for name, true in truth.items():
            one = between(given[name][0])
            found += [
                (f"{name} 95", one.low95 <= true <= one.high95),
                (f"{name} 80", one.low80 <= true <= one.high80),
            ]
        low, high = np.quantile(drawn_thrice(deeds, setting, trial), [0.025, 0.975], method="weibull")
        found.append(("courtship 95 if all is drawn", bool(low <= truth["courtship"] <= high)))
    return found


def deeds_of(acts: Acts, days: int) -> Deeds:
    """Make the columns of one dyad, without fading."""
    return Deeds(
        chance=acts.chance,
        fading=np.ones(len(acts)),
        goldstein=acts.weight,
        cooperative=acts.cooperative,
        evidence=Evidence.of_acts(acts.chance, acts.origin, acts.day, days),
    )


def drawn_thrice(deeds: Deeds, setting: Setting, seed: int) -> Array:
    """Draw courtship with happening, Poisson weights of blocks, and the Gamma posterior one upon the other."""
    rng = np.random.default_rng(seed)
    _, block = np.unique(
        np.stack([deeds.evidence.lead, deeds.evidence.day // 7]), axis=1, return_inverse=True
    )
    block = block.reshape(-1)
    happened = rng.random((200, len(block))) < deeds.chance
    weights = rng.poisson(1.0, (200, int(block.max()) + 1))[:, block]
    shape = setting.prior.a + (happened * weights) @ deeds.cooperative.astype(float)
    return np.asarray(rng.gamma(shape) / (setting.prior.b + setting.exposure))


def response(trials: int) -> dict[str, object]:
    """Report panels and pairs told with and without planted answers and shared shocks, and cover rates of the true response."""
    answer: dict[str, object] = {}
    for dyads, days, planted, shocks, differ in (
        (5, 400, 0.0, 0, 0.0),
        (5, 400, 0.0, 10, 0.0),
        (2, 200, 0.0, 0, 0.0),
        (5, 400, 0.2, 0, 0.0),
        (5, 400, 0.2, 10, 0.0),
        (5, 400, 0.2, 0, 0.5),
    ):
        told: dict[str, list[float]] = defaultdict(list)
        plan = planted_plan(dyads, days, planted)
        for trial in range(trials):
            answers = drawn_answers(plan, differ, trial)
            panel = planted_panel(plan, answers, shocks, trial)
            if planted:
                _told_of(panel, true_response(plan, answers), trial, told)
                continue
            answered = judge(panel, Memories.of(panel), placebos=59, seed=trial).answered
            told["panels"].append(bool(answered.any()))
            told["alike"].append(float(np.diag(answered).mean()))
            told["across"].append(float((answered.sum() - np.trace(answered)) / 2))
        rates = {name: round(float(np.mean(rows)), 3) for name, rows in sorted(told.items())}
        varied = f", varying by {differ:.0%}" if differ else ""
        answer[f"{dyads} dyads, {days} days, planted {planted}{varied}, {shocks} shared shocks"] = rates
    return answer


def _told_of(panel: Panel, true: Array, trial: int, told: dict[str, list[float]]) -> None:
    """Note what is told of a panel with planted answers; `true` (S, C, C) are its responses."""
    rows = responses(panel, Effort(placebos=59, bootstraps=40, seed=trial), "simulated")
    for row, truth in zip(rows, true.reshape(-1), strict=True):
        same = row.given == row.followed_by
        told["alike" if same else "across"].append(row.reported)
        if row.reported and same:
            told["covered 95"].append(float((row.low95 or 0.0) <= truth <= (row.high95 or 0.0)))
            told["covered 80"].append(float((row.low80 or 0.0) <= truth <= (row.high80 or 0.0)))
            told["value over true"].append((row.value or 0.0) / float(truth))


def drawn_answers(plan: Plan, differ: float, seed: int) -> Array:
    """Draw how many times the planted answers each stream gives (S, C, C): Gamma with mean 1 and the standard deviation `differ`."""
    streams, kinds = plan.rates.shape
    shape = (streams, kinds, kinds)
    if not differ:
        return np.ones(shape)
    rng = np.random.default_rng([seed, 7])
    return np.asarray(rng.gamma(1.0 / differ**2, differ**2, shape))


def planted_panel(plan: Plan, answers: Array, shocks: int, seed: int) -> Panel:
    """Simulate a panel after a run-up; on each of so many shared shocks, seven times as much is done by all for three days."""
    rng = np.random.default_rng([seed, shocks])
    network, times = Network.of(plan.pairs), np.ones((RUN_UP + plan.days, len(plan.types)))
    for kind in range(len(plan.types)):
        for day in rng.choice(len(times), shocks, replace=False):
            times[day : day + 3, kind] += 6.0
    base = plan.rates * times[:, None]
    counts = simulate_counts(base, network, plan.excitation, rng, answers=answers)[RUN_UP:]
    own = counts.sum(axis=2).astype(float)
    others = own.sum(axis=1, keepdims=True) - own - network.turned(own[..., None])[..., 0]
    nothing = np.zeros_like(own)
    mean = others.mean(axis=0)
    others = np.divide(others, mean, out=nothing.copy(), where=mean > 0)
    around = np.stack([np.ones_like(own), others, nothing, nothing], axis=2)
    return Panel(
        network=network,
        kinds=tuple(SIDES.values()),
        counts=counts,
        outside=np.zeros(counts.shape),
        around=around,
        chance=counts.sum(axis=0).astype(float),
    )


def planted_plan(dyads: int, days: int, answers: float) -> Plan:
    """Plan dyads whose acts breed acts of their kind, and are answered by so many of the same kind."""
    pairs = tuple(sorted(pair for n in range(dyads) for pair in ((f"A{n}", f"B{n}"), (f"B{n}", f"A{n}"))))
    none = np.zeros((2, 2, 2))
    own, reverse = np.stack([np.eye(2) * 0.15] * 2), none.copy()
    reverse[0] = np.eye(2) * answers
    excitation = Excitation(own=own, reverse=reverse, third=none)
    rates = np.full((len(pairs), 2), 0.15)
    return Plan(pairs=pairs, types=tuple(SIDES), days=days, rates=rates, excitation=excitation)


def true_response(plan: Plan, answers: Array) -> Array:
    """Give the planted responses (S, C, C)."""
    assert plan.excitation is not None
    return mean_response(plan.excitation, Network.of(plan.pairs), answers, RESPONSE_DAYS)


def latent_affinity(trials: int) -> dict[str, object]:
    """Report how often affinity is kept, and how well it fits the planted one, by its strength."""
    answer: dict[str, object] = {}
    for strength in (0.0, 0.15, 0.3, 0.6):
        told: dict[str, list[float]] = defaultdict(list)
        for trial in range(trials):
            counts, true = camps(40, strength, trial)
            names = tuple(f"S{n:02d}" for n in range(len(counts)))
            found = latent(counts, np.ones_like(counts), names, draws=60, seed=trial)
            told["kept"].append(found.kept)
            off = ~np.eye(len(counts), dtype=bool)
            if found.kept and strength:
                low, high = np.quantile(found.drawn, [0.025, 0.975], axis=0, method="weibull")
                told["correlation"].append(float(np.corrcoef(found.affinity[off], true[off])[0, 1]))
                told["covered 95"].append(float(((low <= true) & (true <= high))[off].mean()))
        answer[f"strength {strength}"] = {name: round(float(np.mean(rows)), 3) for name, rows in told.items()}
    return answer


def camps(size: int, strength: float, seed: int) -> tuple[Array, Array]:
    """Draw counts between states of two camps: `strength` is the log of how much more passes inside a camp, and less between."""
    rng = np.random.default_rng(seed)
    camp = np.where(rng.permutation(size) < size // 2, 1.0, -1.0)
    sizes: NDArray[np.float64] = rng.normal(0.0, 0.8, (2, size))
    true = strength * np.outer(camp, camp)
    rates = np.exp(0.5 + sizes[0][:, None] + sizes[1][None, :] + true)
    np.fill_diagonal(rates, 0.0)
    return rng.poisson(rates).astype(float), true


STUDIES: Mapping[str, tuple[Callable[[int], dict[str, object]], int]] = {
    "resample": (resample, 24),
    "response": (response, 100),
    "latent": (latent_affinity, 10),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", choices=sorted(STUDIES))
    parser.add_argument("--trials", type=int)
    asked = parser.parse_args()
    study, trials = STUDIES[asked.study]
    print(json.dumps(study(asked.trials or trials), indent=1))


if __name__ == "__main__":
    main()
