"""Precision, recall and agreement from the sheets of a sample that people coded by hand."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from suasion.codebook import Codebook
from suasion.evaluation.intervals import Bounds, Estimate, Judged, Ranged, added, estimate, ratio, scaled
from suasion.evaluation.sample_shapes import Agreement, Answered, SampleScores, Totals
from suasion.evaluation.scores import bootstrap_interval, krippendorff_alpha
from suasion.evaluation.verdicts import FIELDS, Item, Verdict, read_items

LEVELS = ("act", *FIELDS, "all")
DIMENSIONS = ("event_type", "factuality", "reach", "probability")
"""The parts of a statement's stratum, in order."""

DRAWS = 1000
"""Resamples for the interval of alpha."""


def score_sample(paths: Sequence[Path], codebook: Codebook) -> SampleScores:
    """Score sheets of one sample.

    Raises:
        InputError: a sheet is not of the form, or nothing in them is answered.
    """
    return score_items(read_items(paths, codebook))


def score_items(items: Sequence[Item]) -> SampleScores:
    """Score the items of one sample. What nobody answered counts for nothing but its stratum's size, and is told."""
    statements = [item for item in items if item.row.kind == "statement"]
    sentences = [item for item in items if item.row.kind == "sentence"]
    precision = {level: estimate(_judged(statements, _is_right(level))) for level in LEVELS}
    here = _missed_here(statements)
    beyond = {name: _missed_in(group) for name, group in _groups(sentences, 1).items()}
    known = all(share.n for share, _ in beyond.values())
    missed = added([here, *(bounds for _, bounds in beyond.values())]) if known else None
    whole = _weight(statements)
    return SampleScores(
        sample=items[0].row.sample,
        statements=_answered(statements),
        sentences=_answered(sentences),
        items_lost=max(0, _drawn(items[0]) - len(items)),
        missed_left_empty=sum(
            all(verdict.missed is None for verdict in item.verdicts) for item in statements if item.verdicts
        ),
        coders=dict(sorted(Counter(verdict.coder for item in items for verdict in item.verdicts).items())),
        precision=precision,
        recall={level: _recall(precision, level, whole, missed, items) for level in LEVELS},
        by_stratum={
            **{name: _by_part(statements, place) for place, name in enumerate(DIMENSIONS, start=1)},
            "sentences": {name: share for name, (share, _) in beyond.items()},
        },
        totals=Totals(
            statements=whole,
            statements_of_acts=_times(precision["act"].value, whole),
            sentences_uncoded=_weight(sentences),
            acts_missed=missed.value if missed else None,
        ),
        agreement=_agreement(items),
    )


def _times(share: float | None, whole: float) -> float | None:
    return None if share is None else share * whole


def _is_right(level: str) -> Callable[[Verdict], float]:
    """Give what a verdict says on a level, as 0 or 1."""
    if level == "all":
        return lambda verdict: float(verdict.right)
    if level == "act":
        return lambda verdict: float(verdict.act)
    return lambda verdict: float(verdict.fields[level])


def _judged(items: Sequence[Item], value: Callable[[Verdict], float]) -> list[Judged]:
    """Give the answered items with the mean of their coders' values."""
    return [
        Judged(
            weight=item.row.weight,
            value=math.fsum(map(value, item.verdicts)) / len(item.verdicts),
            report=item.row.report,
        )
        for item in items
        if item.verdicts
    ]


def _weight(items: Sequence[Item]) -> float:
    return math.fsum(item.row.weight for item in items)


def _drawn(item: Item) -> int:
    """Read how many items were drawn, which ends a sample's name; 0 if it was changed."""
    number = item.row.sample.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _answered(items: Sequence[Item]) -> Answered:
    return Answered(items=len(items), answered=sum(bool(item.verdicts) for item in items))


def _groups(items: Sequence[Item], place: int) -> dict[str, list[Item]]:
    """Split items by a part of their stratum, in alphabetical order."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        parts = item.row.stratum.split("/")
        found[parts[place] if place < len(parts) else "?"].append(item)
    return dict(sorted(found.items()))


def _by_part(statements: Sequence[Item], place: int) -> dict[str, Estimate]:
    groups = _groups(statements, place)
    return {name: estimate(_judged(group, _is_right("all"))) for name, group in groups.items()}


def _missed_in(sentences: Sequence[Item]) -> tuple[Estimate, Bounds]:
    """Estimate the share of a stratum's sentences that state an act, and the number of acts, from those that were answered."""
    share = estimate(_judged(sentences, lambda verdict: float(verdict.act)))
    acts = [
        (item.row.weight, verdict.missed or 0)
        for item in sentences
        for verdict in item.verdicts
        if verdict.act
    ]
    each = math.fsum(w * n for w, n in acts) / math.fsum(w for w, _ in acts) if acts else 1.0
    return share, scaled(share, _weight(sentences) * each)


def _missed_here(statements: Sequence[Item]) -> Bounds:
    """Estimate the number of acts missed in sentences of which something was coded.

    A sentence comes in once for each of its statements, so each carries an equal part of it (weight share: Lavallée
    2007, Indirect Sampling).
    """
    rows = [
        Judged(
            weight=item.row.weight / max(1, item.row.statements_here),
            value=math.fsum(verdict.missed or 0 for verdict in item.verdicts) / len(item.verdicts),
            report=item.row.report,
        )
        for item in statements
        if item.verdicts
    ]
    hits = [row for row in rows if row.value > 0]
    each = _mean(hits) if hits else 1.0
    share = estimate([Judged(weight=r.weight, value=float(r.value > 0), report=r.report) for r in rows])
    sentences = math.fsum(item.row.weight / max(1, item.row.statements_here) for item in statements)
    return scaled(share, sentences * each)


def _mean(rows: Sequence[Judged]) -> float:
    return math.fsum(row.weight * row.value for row in rows) / math.fsum(row.weight for row in rows)


def _recall(
    precision: Mapping[str, Estimate],
    level: str,
    statements: float,
    missed: Bounds | None,
    items: Sequence[Item],
) -> Ranged:
    """Estimate the share of the acts stated that are coded, with the level right; null if a stratum of sentences has no answer.

    Recall is r / (a + m) with r statements right on the level, a that state an act, m acts missed: (r / a) / (1 + m / a),
    two factors whose intervals are joined.
    """
    acts = scaled(precision["act"], statements)
    answered = sum(bool(item.verdicts) for item in items)
    if not acts.value or missed is None:
        return Ranged(value=None, low95=None, high95=None, n=answered)
    found = ratio(missed, acts)
    coded = Bounds(1 / (1 + found.value), 1 / (1 + found.high), 1 / (1 + found.low))
    joined = _product(coded, _within(items, level))
    low, high = max(0.0, joined.low), min(1.0, joined.high)
    return Ranged(value=joined.value, low95=low, high95=high, n=answered)


def _within(items: Sequence[Item], level: str) -> Bounds:
    """Estimate the share of the statements of acts that are right on a level."""
    if level == "act":
        return Bounds(1.0, 1.0, 1.0)
    value = _is_right(level)
    rows = [
        Judged(
            weight=item.row.weight * len(kept) / len(item.verdicts),
            value=_share(kept, value),
            report=item.row.report,
        )
        for item in items
        if item.row.kind == "statement" and (kept := [verdict for verdict in item.verdicts if verdict.act])
    ]
    return scaled(estimate(rows), 1.0)


def _share(verdicts: Sequence[Verdict], value: Callable[[Verdict], float]) -> float:
    return math.fsum(map(value, verdicts)) / len(verdicts)


def _product(one: Bounds, other: Bounds) -> Bounds:
    """Multiply independent estimates, their distances to the bounds joined as relative errors (Zou and Donner, as `added`)."""
    value = one.value * other.value
    below = math.hypot((one.value - one.low) * other.value, (other.value - other.low) * one.value)
    above = math.hypot((one.high - one.value) * other.value, (other.high - other.value) * one.value)
    return Bounds(value, value - below, value + above)


def _agreement(items: Sequence[Item]) -> dict[str, Agreement] | None:
    """Give alpha for each thing coders decide; null unless some item has two of them."""
    if not any(len(item.verdicts) > 1 for item in items):
        return None
    statements = [item.verdicts for item in items if item.row.kind == "statement"]
    sentences = [item.verdicts for item in items if item.row.kind == "sentence"]
    units = {
        "right": [[str(verdict.right) for verdict in verdicts] for verdicts in statements],
        **{
            name: [[v.values[name] for v in verdicts if name in v.values] for verdicts in statements]
            for name in FIELDS
        },
        "missed": [[str(bool(verdict.missed)) for verdict in verdicts] for verdicts in sentences],
    }
    return {name: agreement(values) for name, values in units.items()}


def agreement(units: Sequence[Sequence[str]]) -> Agreement:
    """Give alpha over units, each the values of its coders, with a percentile bootstrap over units.

    Krippendorff 2004, Content Analysis, section 11.3; Hayes and Krippendorff 2007, Communication Methods and Measures 1:
    77-89; resampling units covers well (Zapf, Castell, Morawietz and Karch 2016, BMC Medical Research Methodology 16: 93).
    """
    paired = [unit for unit in units if len(unit) > 1]
    alpha = krippendorff_alpha(paired)
    if alpha is None:
        return Agreement(alpha=None, low95=None, high95=None, units=len(paired))

    def resampled(chosen: Sequence[Sequence[str]]) -> float:
        found = krippendorff_alpha(chosen)
        return 1.0 if found is None else found  # all values alike: nobody disagreed

    low, high = bootstrap_interval(paired, resampled, draws=DRAWS)
    return Agreement(alpha=alpha, low95=min(low, alpha), high95=max(high, alpha), units=len(paired))
