"""Known facts of 2014, and how stable measures are, on ICEWS14 (bring your own copy; it is ICEWS's, by its terms of use).

    python bench/icews14.py facts FOLDER CODES       which of bench/icews14_facts.toml the measures reproduce
    python bench/icews14.py stability FOLDER CODES   rank correlation when half of the events are dropped
    python bench/icews14.py tsv FOLDER CODES FILE    the data as a file for `suasion import icews`

FOLDER holds entity2id.txt, relation2id.txt, train.txt and valid.txt of the benchmark (the test part is not read); CODES is a CSV with
columns `code` and `name` of CAMEO. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

import suasion
from suasion.engine import chosen
from suasion.engine.ledgers import opened
from suasion.exchange.columns import ICEWS_COLUMNS
from suasion.records import TieQuery
from suasion.registers import Registers, load_registers
from suasion.store import CaseFolder
from suasion.weigh.columns import Acts
from suasion.weigh.measures import Deeds, Sums, affinity, volume
from suasion.weigh.resample import Evidence

FIRST = date(2014, 1, 1)
LAST = date(2014, 11, 30)
DRAWS = 400
SUFFICIENT = 10.0
BRACKETED = re.compile(r"\((?P<state>[^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One quadruple of the benchmark, with names."""

    number: int
    source: str
    target: str
    code: str
    label: str
    day: date


def rows(folder: Path, codes: Path) -> Iterator[Row]:
    """Read the training and validation parts."""
    entities, relations = (_names(folder / f"{name}2id.txt") for name in ("entity", "relation"))
    with codes.open(encoding="latin-1", newline="") as lines:
        known: dict[str, str] = {}
        for row in csv.DictReader(lines):
            known.setdefault(row["name"].strip().lower(), row["code"])
    number = 0
    for part in ("train", "valid"):
        for line in (folder / f"{part}.txt").read_text(encoding="utf-8").splitlines():
            source, relation, target, hours = (int(cell) for cell in line.split("\t")[:4])
            label, day = relations[relation], FIRST + timedelta(hours=hours)
            code = known[label.lower()]
            yield Row(number, entities[source], entities[target], code, label, day)
            number += 1


def _names(path: Path) -> dict[int, str]:
    pairs = (line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines())
    return {int(number): name.replace("_", " ").strip() for name, number in pairs}


def state_of(name: str, registers: Registers) -> str | None:
    """Give the state of an actor: in brackets, or by the register of states and people (first and last name will do)."""
    bracketed = BRACKETED.search(name)
    called = bracketed["state"] if bracketed else name
    words = called.split()
    tries = [called, " ".join(reversed(called.split(", ")))]
    tries += [f"{words[0]} {words[-1]}"] if len(words) > 2 and not bracketed else []
    for one in tries:
        found = registers.lookup(one, date(2014, 7, 1))
        states = {alias.actor.country for alias in found if alias.actor.code == alias.actor.country}
        if len(states) == 1:
            return states.pop()
    return None


def acts_of(folder: Path, codes: Path) -> Acts:
    """Import the data into a case of their own, and give the acts that its ties are measured on."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "icews14.tab"
        write_tsv(folder, codes, file)
        case = suasion.open(Path(place) / "case")
        case.import_file("icews", file)
        with opened(CaseFolder.open(case.path), "icews", case.settings) as data:
            return chosen.acts_of(data, TieQuery())


def write_tsv(folder: Path, codes: Path, output: Path) -> dict[str, int]:
    """Write the data in ICEWS's 20 columns."""
    registers = load_registers()
    countries: dict[str, str] = {}
    with output.open("w", encoding="utf-8") as lines:
        lines.write("\t".join(ICEWS_COLUMNS) + "\n")
        for row in rows(folder, codes):
            cells = dict.fromkeys(ICEWS_COLUMNS, "")
            cells |= {"Event ID": str(row.number), "Event Date": row.day.isoformat()}
            cells |= {"Event Text": row.label, "CAMEO Code": row.code, "Publisher": "ICEWS14"}
            for side, name in (("Source", row.source), ("Target", row.target)):
                if name not in countries:
                    state = state_of(name, registers)
                    countries[name] = registers.actors[f"state:{state}"].name if state else ""
                cells |= {f"{side} Name": name, f"{side} Country": countries[name]}
            lines.write("\t".join(cells.values()) + "\n")
    return {"rows": row.number + 1}


class World:
    """Acts of the year, cut by months and dyads."""

    def __init__(self, acts: Acts, groups: Mapping[str, tuple[str, ...]]) -> None:
        self.acts, self.groups = acts.where(acts.deed), groups
        self.month = np.array([date.fromordinal(day).month for day in self.acts.day.tolist()])

    def deeds(self, source: str, target: str, months: list[int]) -> Deeds:
        """Give the deeds of a dyad in some months; a group's acts among its members are none of it."""
        left, right = (self.groups.get(name, (name,)) for name in (source, target))
        chosen = np.isin(self.acts.source, left) & np.isin(self.acts.target, right)
        found = self.acts.where(chosen & np.isin(self.month, months))
        return Deeds(
            chance=found.chance,
            fading=np.ones(len(found)),
            goldstein=found.weight,
            cooperative=found.cooperative,
            evidence=Evidence.of_acts(found.chance, found.origin, found.day, days_in(months)),
        )

    def sums(self, source: str, target: str, months: list[int]) -> Sums:
        """Give the sums of a dyad in some months, the point first."""
        key = f"{source}|{target}|{months}"
        return Sums.of(self.deeds(source, target, months).drawn(DRAWS, key=key, seed=2014))


def days_in(months: list[int]) -> int:
    """Count the days of months that the data cover."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return sum(day.month in months for day in days)


def measured(world: World, fact: Mapping[str, Any], months: list[int], k0: float) -> NDArray[np.float64]:
    """Give a fact's measure in some months, the point first."""
    source, target = fact["source"], fact["target"]
    days = days_in(months)
    if fact["measure"] == "alignment":
        close = {
            pole: np.maximum(
                _net(world.sums(pole, target, months)) + _net(world.sums(target, pole, months)), 0.0
            )
            for pole in fact["poles"]
        }
        total = np.sum(list(close.values()), axis=0)
        return np.asarray(np.divide(close[source], total, out=np.zeros_like(total), where=total > 0))
    sums = world.sums(source, target, months)
    if fact["measure"] == "affinity":
        return affinity(sums, k0 * days / days_in(list(range(1, 12))))
    if fact["measure"] == "cooperation":
        return sums.courting / days
    return sums.conflict / days


def _net(sums: Sums) -> NDArray[np.float64]:
    return np.asarray(sums.cooperation - sums.conflict)


def check(world: World, fact: Mapping[str, Any], k0: float) -> dict[str, Any]:
    """Say whether a fact is reproduced."""
    told = {"fact": fact["name"], "dyad": f"{fact['source']} > {fact['target']}", "measure": fact["measure"]}
    if not days_in(fact["then"]):
        return {**told, "verdict": "not covered by the data"}
    both = [world.deeds(fact["source"], fact["target"], fact[part]).chance for part in ("before", "then")]
    told["deeds"] = [len(part) for part in both]
    if sum(float(part.sum()) for part in both) < SUFFICIENT:
        return {**told, "verdict": "thin"}
    before, then = (measured(world, fact, fact[part], k0) for part in ("before", "then"))
    sign = 1.0 if fact["expected"] == "rises" else -1.0
    change = (then - before) * sign
    low, high = np.quantile(change[1:], [0.1, 0.9], method="weibull")
    verdict = "missed" if change[0] <= 0 else "reproduced" if low > 0 else "sign only"
    told |= {"before": round(float(before[0]), 3), "then": round(float(then[0]), 3)}
    return {
        **told,
        "change80": sorted([round(sign * float(low), 3), round(sign * float(high), 3)]),
        "verdict": verdict,
    }


def facts(acts: Acts) -> dict[str, Any]:
    """Check all facts, and the same kind of change on all other dyads, for a rate of luck."""
    plan = tomllib.loads((Path(__file__).parent / "icews14_facts.toml").read_text(encoding="utf-8"))
    groups = {name: tuple(members.split()) for name, members in plan["groups"].items()}
    world, k0 = World(acts, groups), middle(acts)
    found = [check(world, fact, k0) for fact in plan["fact"]]
    verdicts = [row["verdict"] for row in found]
    return {
        "acts": int(acts.deed.sum()),
        "uncoded": int((~acts.deed).sum()),
        "first": date.fromordinal(int(acts.day.min())).isoformat(),
        "last": date.fromordinal(int(acts.day.max())).isoformat(),
        "verdicts": {name: verdicts.count(name) for name in sorted(set(verdicts))},
        "by luck": luck(world, plan["fact"], k0),
        "facts": found,
    }


def luck(world: World, listed: list[dict[str, Any]], k0: float) -> float:
    """Give how often the facts' changes are 'reproduced' by dyads that have nothing to do with them (50 at random each)."""
    rng = np.random.default_rng(14)
    pairs, counts = np.unique(
        np.stack([world.acts.source, world.acts.target], axis=1), axis=0, return_counts=True
    )
    busy = pairs[counts >= 50]
    verdicts = []
    for fact in listed:
        if not days_in(fact["then"]) or fact["measure"] == "alignment":
            continue
        for source, target in busy[rng.choice(len(busy), 50, replace=False)]:
            verdicts.append(
                check(world, {**fact, "source": str(source), "target": str(target)}, k0)["verdict"]
            )
    judged = [verdict for verdict in verdicts if verdict != "thin"]
    return round(judged.count("reproduced") / len(judged), 3)


def middle(acts: Acts) -> float:
    """Give k0: the median of all cooperation and conflict of a dyad over the year."""
    deeds = acts.where(acts.deed)
    names = np.char.add(np.char.add(deeds.source, ">"), deeds.target)
    totals = np.bincount(np.unique(names, return_inverse=True)[1], weights=deeds.chance * deeds.weight)
    return float(np.median(totals[totals > 0]))


def stability(acts: Acts, times: int = 20) -> dict[str, Any]:
    """Drop half of the events at random: Spearman's correlation over dyads with 50 deeds or more, minimum and median of all tries."""
    rng = np.random.default_rng(2014)
    deeds = acts.where(acts.deed)
    names = np.char.add(np.char.add(deeds.source, ">"), deeds.target)
    _, pair = np.unique(names, return_inverse=True)
    counts = np.bincount(pair)
    busy, k0 = counts >= 50, middle(acts)

    def of(weight: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        def total(column: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.bincount(pair, weights=column * weight, minlength=len(counts)).astype(float)[busy]

        warm = total(deeds.chance * deeds.weight * deeds.cooperative)
        cold = total(deeds.chance * deeds.weight * ~deeds.cooperative)
        sums = Sums(courting=total(deeds.chance * deeds.cooperative), cooperation=warm, conflict=cold)
        scale = k0 * float(weight.mean())
        return {"courtship": sums.courting, "affinity": affinity(sums, scale), "volume": volume(sums)}

    whole = of(np.ones(len(deeds)))
    tries: dict[str, list[float]] = {name: [] for name in whole}
    for _ in range(times):
        half = of((rng.permutation(len(deeds)) < len(deeds) // 2).astype(float))
        for name, values in half.items():
            tries[name].append(float(spearmanr(whole[name], values).statistic))
    return {
        "dyads": int(busy.sum()),
        "rank correlation": {
            name: {"min": round(min(values), 3), "median": round(float(np.median(values)), 3)}
            for name, values in tries.items()
        },
    }


def main() -> None:
    """Do what was asked for, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("facts", "stability", "tsv"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("codes", type=Path)
    parser.add_argument("output", type=Path, nargs="?")
    asked = parser.parse_args()
    if asked.what == "tsv":
        answer: dict[str, Any] = dict(write_tsv(asked.folder, asked.codes, asked.output))
    else:
        acts = acts_of(asked.folder, asked.codes)
        answer = facts(acts) if asked.what == "facts" else stability(acts)
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
