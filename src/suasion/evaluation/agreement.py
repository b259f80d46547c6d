"""How far two annotators of the same texts agree: in what is stated, in its type, in whether it happened.

Each wrote a file with one JSON object a line: `id`, and `statements` in the form of the gold files. Only texts
that both have count. Three things are kept apart, because annotators may agree in one and not in another:

- that a text states anything, and who does what to whom (`triple`, all statements, contents too);
- the type, where both have a statement between the same two sides;
- the factuality, where they also have the same type.

Where a text has several statements between the same sides, those that are alike are paired first and the others in
the order of the files; else an announcement might be held against the other's content. Alphas come out a little
higher for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from suasion.codebook import Codebook
from suasion.errors import InputError
from suasion.evaluation.gold import GoldStatement
from suasion.evaluation.scores import Counts, krippendorff_alpha
from suasion.evaluation.triples import CodedStatement, from_gold, settle, triples

Annotations = Mapping[str, Sequence[GoldStatement]]
"""What one annotator found, by the id of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of two annotators: shares 0 to 1, alphas 1 (perfect) to 0 (chance) and below, null where undefined.

    `texts` counts those that both have, `first` and `second` the statements of each. `triple_f1` demands the same
    type; `accepted_f1` lets the second have a type that the first accepts, as a coder may. `paired` statements
    lie between the same sides, `same_type` of them have the same type.
    """

    texts: int
    first: int
    second: int
    stating_alpha: float | None
    triple_f1: float
    accepted_f1: float
    paired: int
    type_alpha: float | None
    same_type: int
    factuality_alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """A statement between one pair of sides, reduced to what is compared."""

    event_type: str
    factuality: str


class _Row(msgspec.Struct):
    """One line of an annotator's file."""

    id: str
    statements: tuple[GoldStatement, ...]


def read_annotations(path: Path) -> dict[str, tuple[GoldStatement, ...]]:
    """Read one annotator's file.

    Raises:
        InputError: it cannot be read, a line is not of the form, or an id occurs twice.
    """
    found: dict[str, tuple[GoldStatement, ...]] = {}
    decoder = msgspec.json.Decoder(_Row)
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise _bad(path, f"it cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except msgspec.DecodeError as error:
            raise _bad(path, f"line {number}: {error}") from error
        if row.id in found:
            raise _bad(path, f"line {number}: the id {row.id} occurs twice")
        found[row.id] = row.statements
    return found


def _bad(path: Path, detail: str) -> InputError:
    return InputError(
        f"{path}, {detail}.",
        cause="The file does not hold one annotated text a line.",
        remedy='Give lines of the form {"id": ..., "statements": [...]}; docs/gold.md describes the statements.',
    )


def agreement(first: Annotations, second: Annotations, codebook: Codebook) -> Agreement:
    """Compare what two annotators found in the texts that both have."""
    shared = [(first[name], second[name]) for name in first if name in second]
    pairs = [pair for one, other in shared for pair in _paired(one, other, codebook)]
    alike = [(one, other) for one, other in pairs if one.event_type == other.event_type]
    return Agreement(
        texts=len(shared),
        first=sum(len(one) for one, _ in shared),
        second=sum(len(other) for _, other in shared),
        stating_alpha=krippendorff_alpha((str(bool(one)), str(bool(other))) for one, other in shared),
        triple_f1=_triple_f1(shared, codebook, accept=False),
        accepted_f1=_triple_f1(shared, codebook, accept=True),
        paired=len(pairs),
        type_alpha=krippendorff_alpha((one.event_type, other.event_type) for one, other in pairs),
        same_type=len(alike),
        factuality_alpha=krippendorff_alpha((one.factuality, other.factuality) for one, other in alike),
    )


def _triple_f1(
    shared: Iterable[tuple[Sequence[GoldStatement], Sequence[GoldStatement]]],
    codebook: Codebook,
    *,
    accept: bool,
) -> float:
    counts = Counts()
    for one, other in shared:
        coded = [from_gold(statement) for statement in other]
        settled = settle(one, coded, codebook) if accept else coded
        gold = [from_gold(statement) for statement in one]
        counts += Counts.of_sets(_all_triples(gold, codebook), _all_triples(settled, codebook))
    return counts.f1


def _all_triples(statements: Iterable[CodedStatement], codebook: Codebook) -> frozenset[object]:
    return frozenset(triple for statement in statements for triple in triples(statement, codebook))


def _paired(
    one: Sequence[GoldStatement], other: Sequence[GoldStatement], codebook: Codebook
) -> list[tuple[_Act, _Act]]:
    """Pair the two annotators' statements between the same sides; those left over on one side are dropped."""
    first, second = _by_sides(one, codebook), _by_sides(other, codebook)
    return [pair for sides, acts in first.items() for pair in _aligned(acts, second.get(sides, []))]


def _by_sides(statements: Sequence[GoldStatement], codebook: Codebook) -> dict[tuple[str, ...], list[_Act]]:
    """Give the acts between each two sides, whichever of them acts: who acts depends on the type chosen."""
    found: dict[tuple[str, ...], list[_Act]] = defaultdict(list)
    for statement in statements:
        act = _Act(event_type=statement.event_type, factuality=statement.factuality or "")
        for triple in sorted(triples(from_gold(statement), codebook)):
            found[tuple(sorted((triple.actor, triple.recipient)))].append(act)
    return found


def _aligned(one: Sequence[_Act], other: Sequence[_Act]) -> list[tuple[_Act, _Act]]:
    """Pair equal acts first, then those of one type, then the rest in order."""
    left, right = list(one), list(other)
    pairs = []
    for alike in (_same, _same_type, _any):
        for act in tuple(left):
            match = next((candidate for candidate in right if alike(act, candidate)), None)
            if match is not None:
                left.remove(act)
                right.remove(match)
                pairs.append((act, match))
    return pairs


def _same(one: _Act, other: _Act) -> bool:
    return one == other


def _same_type(one: _Act, other: _Act) -> bool:
    return one.event_type == other.event_type


def _any(_one: _Act, _other: _Act) -> bool:
    return True
