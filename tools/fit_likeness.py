"""Fit the weights that tell texts with one origin from independent accounts of one event.

Run `python tools/fit_likeness.py --pairs PAIRS.jsonl --stories STORIES.jsonl... --retellings RETELLINGS.jsonl`; it prints
what `src/suasion/reconcile/data/likeness.toml` holds.

A line of PAIRS.jsonl is `{"relation": "copies" | "translates" | "none", "group": G, "left": TEXT, "right": TEXT}`; pairs of
one group are never in both the part that is fitted and the part that is scored. The weights that ship were fitted on
1,458 such pairs of copies (cut, with sentences moved and words changed) and translations (there and back again with four
engines, whole, cut, or two translations of one text) made from 190 news texts of ECB+ (CC BY) and PolNeAR, on 694 pairs
of ECB+ texts that tell one event in the words of two outlets, and on the pairs of our own stories; no line of
those texts is in this repository. Retellings in other words are those of our own stories alone, and for `[meaning]`
those of `tools/data/retellings.jsonl`: 14 originals of the stories told again, as tabloids, portals and partisan sites do.
`[meaning]` takes the probability of `[telling]` as it ships, which saw the same stories, but not these retellings.
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
from suasion.reconcile.likeness import Likeness, Outline, likeness_of, load_weights, log_odds
from suasion.reconcile.retelling import Correspondence, MeaningReader
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import Text
from suasion.records import Dated, Report
from suasion.registers import Registers, load_registers

TEXT = ("unquoted", "order", "words", "names", "length")
TELLING = ("details", "detailed", "alike", "length")
MEANING = ("telling", "ordered", "contrast")
LOOSE_COPY = 0.1
"""Pairs of "independent" texts of other people's sets that share more five-word sequences are left out: they carry one wire."""
OTHERS = 0.3
"""Weight of other people's independent pairs when retellings are fitted, of which we have only our own few."""
OTHERS_BY_MEANING = 0.05
"""The same when meaning is asked: many of these pairs are two newspapers' cuts of one wire, and all are much alike in meaning."""
SENTENCES = 20
"""Of a report, as in `Settings.retelling_sentences`."""
FAR = 0.3
"""Of `order`: texts that share more are no retelling in other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts: how they hang together, what they must not be parted from, how they are alike."""

    relation: str
    group: str
    likeness: Likeness
    correspondence: Correspondence | None
    own: bool


def text_columns(row: Pair) -> tuple[float, ...]:
    """Give the measures as `TextWeights.probability` takes them."""
    one = row.likeness
    return (math.sqrt(one.unquoted), one.order, one.words, one.names, math.log(one.length))


def telling_columns(row: Pair) -> tuple[float, ...]:
    """Give the measures as `TellingWeights.probability` takes them."""
    one = row.likeness
    return (one.details, one.detailed, one.alike, math.log(one.length))


def meaning_columns(row: Pair) -> tuple[float, ...]:
    """Give the measures as `MeaningWeights.probability` takes them."""
    assert row.correspondence is not None
    telling = load_weights().telling.probability(row.likeness)
    return (log_odds(telling), row.correspondence.ordered, row.correspondence.contrast)


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


class Measurer:
    """Measures pairs of texts; what sentences mean only where no translator or copyist stands between."""

    def __init__(self, common: frozenset[str]) -> None:
        self.common, self.reader = common, MeaningReader(SENTENCES)

    def pair(self, relation: str, group: str, left: Report, right: Report, *, own: bool) -> Pair | None:
        """Measure one; null if one of the two is too short."""
        texts = Text(left), Text(right)
        likeness = likeness_of(*(Outline(text, self.common) for text in texts))
        if not likeness:
            return None
        retold = relation in ("none", "rewrites") or likeness.order < FAR
        found = self.reader.correspondence(*texts) if retold else None
        return Pair(relation=relation, group=group, likeness=likeness, correspondence=found, own=own)


def of_pairs(path: Path, measurer: Measurer) -> Iterator[Pair]:
    """Read the pairs of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sides = (plain_report(row[side]) for side in ("left", "right"))
        pair = measurer.pair(row["relation"], row["group"], *sides, own=False)
        if pair and (row["relation"] != "none" or pair.likeness.verbatim < LOOSE_COPY):
            yield pair


def of_stories(path: Path, registers: Registers, measurer: Measurer) -> Iterator[Pair]:
    """Read the pairs within the stories of a file, but for a report and another that says that it has it from there."""
    pool = read_stories(path, load_codebook(), registers)
    known = gold_pairs(pool)
    for story in pool.stories:
        outlets = {report.id: report.outlet for report in story.reports}
        relayed = {(link.source, link.to) for link in story.links if link.relation == "relays"}
        for left, right in combinations(outlets, 2):
            named = {(left, outlets[right]), (right, outlets[left])} & relayed
            relation = known.get(frozenset({(story.id, left), (story.id, right)}))
            sides = (pool.reports[story.id, key] for key in (left, right))
            pair = measurer.pair(relation or "none", story.id, *sides, own=True)
            if pair and (relation or not named):
                yield pair


def of_retellings(
    path: Path, stories: Sequence[Path], registers: Registers, measurer: Measurer
) -> Iterator[Pair]:
    """Read reports told again, each with its source, and with those of the story that do not hang together with it."""
    pools = [read_stories(story, load_codebook(), registers) for story in stories]
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        source, told = (row["story"], row["of"]), plain_report(row["text"])
        for pool in (pool for pool in pools if source in pool.reports):
            known = gold_pairs(pool)
            for key, report in pool.reports.items():
                if key[0] == source[0] and frozenset({source, key}) not in known:
                    relation = "rewrites" if key == source else "none"
                    pair = measurer.pair(relation, source[0], report, told, own=True)
                    if pair:
                        yield pair


def fit(
    rows: Sequence[Pair],
    columns: Callable[[Pair], tuple[float, ...]],
    names: Sequence[str],
    model: LogisticRegression,
    others: float,
) -> None:
    """Print the weights, and what five-fold cross-validation finds at even odds and further down."""
    measures = np.array([columns(row) for row in rows])
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
    for at in (0.7, 0.5, 0.4, 0.3, 0.2, 0.15):
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
    parser.add_argument("--retellings", type=Path)
    given = parser.parse_args()
    registers = load_registers()
    measurer = Measurer(SourceNames(registers).state_words)
    rows = list(of_pairs(given.pairs, measurer))
    rows += [row for path in given.stories for row in of_stories(path, registers, measurer)]
    print("[text]")
    texts = [row for row in rows if row.relation == "none" or row.likeness.order >= FAR]
    fit(texts, text_columns, TEXT, LogisticRegression(C=3.0, max_iter=2000), 1.0)
    print("[telling]")
    apart = [row for row in rows if row.relation == "none" or row.likeness.order < FAR]
    fit(apart, telling_columns, TELLING, LogisticRegression(C=10.0, max_iter=2000), OTHERS)
    print("[meaning]")
    if given.retellings:
        apart += of_retellings(given.retellings, given.stories, registers, measurer)
    met = [row for row in apart if row.correspondence]
    fit(met, meaning_columns, MEANING, LogisticRegression(C=10.0, max_iter=2000), OTHERS_BY_MEANING)


if __name__ == "__main__":
    main()
