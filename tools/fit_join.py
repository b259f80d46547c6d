"""Fit the join of lexicon and encoder: how likely an act is to be right, and from which probability acts are stated.

    python tools/fit_join.py          # writes src/suasion/coding/data/join.toml and prints what it measured

The acts are those of our own sentences that were held out of the encoder's training (`coder_data.is_held`) and of
`tests/gold/sentences.jsonl`. Logistic regression (scikit-learn), scored by five-fold cross-validation over sentences. The thresholds were
chosen on development reports. Needs the extra `train`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from coder_data import FACTUALITY_ONLY, is_held
from marked import Marked, MarkedStatement, read_marked
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from suasion.codebook import load_codebook
from suasion.coding import Coder
from suasion.coding.coder import UNWEIGHED
from suasion.coding.join import WEIGHTS, Join, Origin, Weights
from suasion.evaluation.answers import report_of
from suasion.read import Reader
from suasion.records import Participant
from suasion.registers import load_registers

HERE = Path(__file__).parent
OWN, GOLD = HERE / "data" / "sentences", HERE.parent / "tests" / "gold" / "sentences.jsonl"
C, FOLDS, BINS = 0.3, 5, 10
THRESHOLDS: Mapping[Origin, float] = {"lexicon": 0.28, "encoder": 0.22, "factuality": 0.0}
"""On twelve development reports, .22 for what only the encoder saw found 71 % of the events, 80 % of the statements being right; .46
found 65 % at 82 %. Reports name an act more than once, so that what is doubtful there is often right."""
ORIGINS: tuple[Origin, ...] = ("lexicon", "encoder", "factuality")


@dataclass(frozen=True, kw_only=True)
class Recorder(Join):
    """A join that keeps every act and answers with its number, so that the statement's probability names its features."""

    seen: list[tuple[Origin, Mapping[str, float]]] = field(default_factory=list)

    def probability(self, origin: Origin, features: Mapping[str, float]) -> float:
        """Note the features."""
        self.seen.append((origin, features))
        return float(len(self.seen) - 1)

    def keeps(self, origin: Origin, probability: float) -> bool:  # noqa: ARG002 - everything
        """Keep everything."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An act with its features, whether it is right, and the number of its sentence."""

    origin: Origin
    features: Mapping[str, float]
    right: bool
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A gold statement: the types that count, and its sides as names of any kind."""

    types: frozenset[str]
    actors: frozenset[object]
    recipients: frozenset[object]
    factuality: str

    def is_told(
        self, types: str, actors: frozenset[object], recipients: frozenset[object], mutual: bool
    ) -> bool:
        """Whether an answer tells it: type, and an overlap of both sides (in either order where the act is mutual)."""
        if types not in self.types:
            return False
        if mutual or not self.recipients:
            mine, theirs = self.actors | self.recipients, actors | recipients
            return (
                len(mine & theirs) >= min(2, len(mine), len(theirs))
                if mutual
                else bool(self.actors & actors) and not recipients - mine
            )
        return bool(self.actors & actors) and bool(self.recipients & recipients)


def marked_wanted(marked: Marked) -> list[Wanted]:
    """Give what a marked sentence states; its sides are numbers."""
    words = {predicate.label: predicate.factuality for predicate in marked.predicates}
    return [_of_mark(statement, words[statement.predicate]) for statement in marked.statements]


def _of_mark(statement: MarkedStatement, word: str) -> Wanted:
    """What is promised or threatened with one word is uttered with it."""
    uttered = statement.parent is None and statement.event_type in load_codebook().announces.values()
    return Wanted(
        factuality="occurred" if uttered and word in {"planned", "conditional"} else word,
        types=frozenset([statement.event_type]),
        actors=frozenset(statement.actors),
        recipients=frozenset(statement.recipients),
    )


def numbers(marked: Marked, sides: Sequence[Participant]) -> frozenset[object]:
    """Give the numbers of the marked mentions that participants overlap; who overlaps none is a stranger."""
    found: set[object] = set()
    for side in sides:
        over = {m.actor for m in marked.mentions if side.start < m.end and m.start < side.end}
        found |= over or {side.id}
    return frozenset(found)


def judge() -> tuple[list[Judged], int]:
    """Code all sentences and compare; also gives how many gold statements there are."""
    registers, book = load_registers(), load_codebook()
    reader, coder = Reader(registers), Coder(book, registers)
    recorder = Recorder(
        lexicon=coder.join.lexicon, encoder=coder.join.encoder, factuality=coder.join.factuality
    )
    coder.join = recorder
    judged: list[Judged] = []
    total = 0
    for number, (text, wanted, sides_of) in enumerate(_items()):
        total += len(wanted)
        for statement in coder.statements(reader.read(report_of(text, None))):
            origin, features = recorder.seen[int(statement.probability)]
            actors, recipients = sides_of(statement.actors), sides_of(statement.recipients)
            mutual = book.type(statement.event_type).mutual
            told = [it for it in wanted if it.is_told(statement.event_type, actors, recipients, mutual)]
            judged.append(Judged(origin=origin, features=features, right=bool(told), sentence=number))
            if told and statement.factuality_probability != UNWEIGHED:
                origin, features = recorder.seen[int(statement.factuality_probability)]
                right = statement.factuality in {it.factuality for it in told}
                judged.append(Judged(origin=origin, features=features, right=right, sentence=number))
    return judged, total


def _items() -> Iterator[tuple[str, list[Wanted], object]]:
    for path in sorted(OWN.glob("*.txt")):
        for marked in read_marked(path):
            if is_held(marked.text) and (marked.statements or not path.stem.startswith(FACTUALITY_ONLY)):
                yield marked.text, marked_wanted(marked), lambda sides, marked=marked: numbers(marked, sides)
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted = [
            Wanted(
                types=frozenset([it["event_type"], *it["accept"]]),
                actors=frozenset(it["actors"]),
                recipients=frozenset(it["recipients"]),
                factuality=it["factuality"],
            )
            for it in row["statements"]
        ]
        yield row["text"], wanted, lambda sides: frozenset(side.code for side in sides if side.code)


def fit(judged: Sequence[Judged], origin: Origin) -> tuple[Weights, np.ndarray, np.ndarray]:
    """Fit one regression; also gives its cross-validated probabilities and what was right."""
    names = sorted({name for it in judged for name in it.features})
    table = np.array([[it.features[name] for name in names] for it in judged])
    right = np.array([it.right for it in judged])
    groups = [it.sentence for it in judged]
    model = LogisticRegression(C=C, max_iter=1000)
    folds = GroupKFold(FOLDS)
    sure = cross_val_predict(model, table, right, groups=groups, cv=folds, method="predict_proba")[:, 1]
    model.fit(table, right)
    weights = Weights(
        bias=round(float(model.intercept_[0]), 4),
        threshold=THRESHOLDS[origin],
        features={name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)},
    )
    return weights, sure, right


def calibration(sure: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over bins of equal width."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).sum() for b in set(bins))
        / len(sure)
    )


def write(join: Mapping[Origin, Weights]) -> None:
    """Write the weights."""
    lines = ["# Weights of the join of lexicon and encoder; tools/fit_join.py writes this file."]
    for origin, weights in join.items():
        lines += ["", f"[{origin}]", f"bias = {weights.bias}", f"threshold = {weights.threshold}", ""]
        lines += [f"[{origin}.features]", *(f"{name} = {value}" for name, value in weights.features.items())]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, write and say what was measured."""
    judged, total = judge()
    print(f"{total} statements wanted;", Counter((it.origin, it.right) for it in judged))
    join: dict[Origin, Weights] = {}
    for origin in ORIGINS:
        weights, sure, right = fit([it for it in judged if it.origin == origin], origin)
        kept = sure >= weights.threshold
        print(f"{origin}: kept {kept.sum()} of {len(kept)}, right {right[kept].mean():.3f}", end="")
        print(f" (of all {right.mean():.3f}), calibration error {calibration(sure, right):.3f}")
        join[origin] = weights
    write(join)


if __name__ == "__main__":
    main()
