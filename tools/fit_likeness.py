"""Fit the weights that tell texts with one origin from independent accounts of one event.

Run `python tools/fit_likeness.py --pairs PAIRS.jsonl --stories STORIES.jsonl...`; it prints what
`src/suasion/reconcile/data/likeness.toml` holds.

A line of PAIRS.jsonl is `{"relation": "copies" | "translates" | "none", "group": G, "left": TEXT, "right": TEXT}`; pairs of
one group are never in both the part that is fitted and the part that is scored. The weights that ship were fitted on
1,458 such pairs of copies (cut, with sentences moved and words changed) and translations (there and back again with four
engines, whole, cut, or two translations of one text) made from 190 news texts of ECB+ (CC BY) and PolNeAR, on 694 pairs
of ECB+ texts that tell one event in the words of two outlets, and on the pairs of our own stories; no line of
those texts is in this repository. Retellings in other words are those of our own stories alone.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from suasion.codebook import load_codebook
from suasion.evaluation.origins import gold_pairs
from suasion.evaluation.stories import read_stories
from suasion.reconcile.likeness import Likeness, Outline, likeness_of
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import Text
from suasion.records import Dated, Report
from suasion.registers import Registers, load_registers

TEXT = ("unquoted", "order", "words", "names", "length")
TELLING = ("details", "detailed", "alike", "length")
LOOSE_COPY = 0.1
"""Pairs of "independent" texts of other people's sets that share more five-word sequences are left out: they carry one wire."""
OTHERS = 0.3
"""Weight of other people's independent pairs when retellings are fitted, of which we have only our own few."""
FAR = 0.3
"""Of `order`: texts that share more are no retelling in other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts: how they hang together, what they must not be parted from, how they are alike."""

    relation: str
    group: str
    likeness: Likeness
    own: bool


def text_columns(likeness: Likeness) -> tuple[float, ...]:
    """Give the measures as `TextWeights.probability` takes them."""
    one = likeness
    return (math.sqrt(one.unquoted), one.order, one.words, one.names, math.log(one.length))


def telling_columns(likeness: Likeness) -> tuple[float, ...]:
    """Give the measures as `TellingWeights.probability` takes them."""
    return (likeness.details, likeness.detailed, likeness.alike, math.log(likeness.length))


def plain_report(text: str) -> Report:
    """Make a report of a bare text."""
    how = "made for fitting"
    return Report(
        id=str(hash(text)),
        outlet=None,
        outlet_how=how,
        url=None,
        path="",
        title=None,
        byline=None,
        published=Dated(how=how),
        language="en",
        language_how=how,
        translated_from=None,
        translated_from_how=how,
        original_text=text,
        text=text,
        passages=(),
    )


def of_pairs(path: Path, common: frozenset[str]) -> Iterator[Pair]:
    """Read the pairs of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts = (Text(plain_report(row[side])) for side in ("left", "right"))
        likeness = likeness_of(*(Outline(text, common) for text in texts))
        if likeness and (row["relation"] != "none" or likeness.verbatim < LOOSE_COPY):
            yield Pair(relation=row["relation"], group=row["group"], likeness=likeness, own=False)


def of_stories(path: Path, registers: Registers, common: frozenset[str]) -> Iterator[Pair]:
    """Read the pairs within the stories of a file, but for a report and another that says that it has it from there."""
    pool = read_stories(path, load_codebook(), registers)
    known = gold_pairs(pool)
    for story in pool.stories:
        outlets = {report.id: report.outlet for report in story.reports}
        relayed = {(link.source, link.to) for link in story.links if link.relation == "relays"}
        for left, right in combinations(outlets, 2):
            named = {(left, outlets[right]), (right, outlets[left])} & relayed
            relation = known.get(frozenset({(story.id, left), (story.id, right)}))
            texts = (Text(pool.reports[story.id, key]) for key in (left, right))
            likeness = likeness_of(*(Outline(text, common) for text in texts))
            if likeness and (relation or not named):
                yield Pair(relation=relation or "none", group=story.id, likeness=likeness, own=True)


def fit(
    rows: Sequence[Pair],
    columns: Callable[[Likeness], tuple[float, ...]],
    names: Sequence[str],
    model: LogisticRegression,
    others: float,
) -> None:
    """Print the weights, and what five-fold cross-validation finds at even odds and further down."""
    measures = np.array([columns(row.likeness) for row in rows])
    related = np.array([row.relation != "none" for row in rows])
    weights = np.array([1.0 if row.own or row.relation != "none" else others for row in rows])
    sure = cross_val_predict(
        model,
        measures,
        related,
        groups=[row.group for row in rows],
        cv=GroupKFold(5),
        params={"sample_weight": weights},
        method="predict_proba",
    )[:, 1]
    for at in (0.5, 0.3, 0.2, 0.15):
        missed, wrong = int((related & (sure < at)).sum()), int((~related & (sure >= at)).sum())
        print(f"# at {at}: missed {missed} of {related.sum()}, wrongly joined {wrong} of {(~related).sum()}")
    model.fit(measures, related, sample_weight=weights)
    print(f"intercept = {model.intercept_[0]:.2f}")
    for name, weight in zip(names, model.coef_[0], strict=True):
        print(f"{name} = {weight:.2f}")


def main() -> None:
    """Fit both regressions and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--stories", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    registers = load_registers()
    common = SourceNames(registers).state_words
    rows = list(of_pairs(given.pairs, common))
    rows += [row for path in given.stories for row in of_stories(path, registers, common)]
    print("[text]")
    texts = [row for row in rows if row.relation == "none" or row.likeness.order >= FAR]
    fit(texts, text_columns, TEXT, LogisticRegression(C=3.0, max_iter=2000), 1.0)
    print("[telling]")
    apart = [row for row in rows if row.relation == "none" or row.likeness.order < FAR]
    fit(apart, telling_columns, TELLING, LogisticRegression(C=10.0, max_iter=2000), OTHERS)


if __name__ == "__main__":
    main()
