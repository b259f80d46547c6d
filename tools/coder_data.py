"""What the coder's encoder is trained on, as rows of one shape, and rows as batches of tensors.

Three kinds of rows: our own marked sentences (`tools/data/sentences`), sentences in PLV's format (one pair with one root), and MEANTIME's
documents (factuality of events only).
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from marked import WORDS, Marked, read_marked
from tokenizers import Encoding, Tokenizer

from suasion.codebook import load_codebook

TYPES = tuple(load_codebook().types)
FACTUALITY = tuple(WORDS.values())
NONE = len(TYPES)
"""The column of the softmaxes that says that nothing passes."""
MERGED: Mapping[str, tuple[str, ...]] = {"YIELD": ("CONCEDE", "RETREAT")}
"""PLV's root for two of PLOVER's types."""
FACTUALITY_ONLY = "factuality"
"""Files whose names begin so have predicates marked throughout, acts and sides only where an item has statements."""
HELD = 20
"""Of 256 sentences of our own, by the hash of their text, so many are held out: for choosing and for fitting the join."""
PIECES = 192
NEGATIVES = 6
"""Pairs of a sentence between which nothing passes that are shown at a time."""
STEP = 8
"""Batches are padded to multiples of it, so that few shapes occur."""

TAUGHT_WEIGHT = 0.7
"""Weight of a sentence that only a teacher answered for; one of ours weighs 1."""

Place = tuple[int, int]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Mentions that may stand for source and target (null: none), and what passes: types, contents, where it is told."""

    sources: tuple[Place, ...]
    targets: tuple[Place, ...] | None
    types: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    told: tuple[Place, ...] = ()
    soft: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    """A teacher's probabilities of types and contents, the last column being that nothing passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence. `contents` says whether its pairs were marked for contents too; `predicates`: place, score, word."""

    text: str
    pairs: tuple[Pair, ...] = ()
    contents: bool = True
    predicates: tuple[tuple[Place, float, str], ...] = ()
    weight: float = 1.0


def is_held(text: str) -> bool:
    """Whether a sentence of our own is held out of training."""
    return hashlib.sha256(text.encode()).digest()[0] < HELD


def own_rows(folder: Path) -> Iterator[Row]:
    """Give our own sentences."""
    for path in sorted(folder.glob("*.txt")):
        for marked in read_marked(path):
            row = _own_row(marked)
            unmarked = path.stem.startswith(FACTUALITY_ONLY) and not marked.statements
            yield replace(row, pairs=()) if unmarked else row


def _own_row(marked: Marked) -> Row:
    mentions: dict[int, list[Place]] = defaultdict(list)
    for mention in marked.mentions:
        mentions[mention.actor].append((mention.start, mention.end))
    places = {p.label: (p.start, p.end) for p in marked.predicates if p.label}
    found: dict[tuple[int, int | None], list[tuple[str, bool, Place]]] = defaultdict(list)
    for statement in marked.statements:
        targets: Iterable[int | None] = statement.recipients or (None,)
        if not statement.recipients and len(statement.actors) > 1:
            targets = statement.actors
        for a in statement.actors:
            for b in targets:
                if a != b or statement.recipients:
                    content = statement.parent is not None
                    found[a, b].append((statement.event_type, content, places[statement.predicate]))
    keys = dict.fromkeys(
        [*found, *((a, b) for a in mentions for b in mentions if a != b), *((a, None) for a in mentions)]
    )
    return Row(
        text=marked.text,
        pairs=tuple(_pair(mentions, a, b, found.get((a, b), [])) for a, b in keys),
        predicates=tuple(((p.start, p.end), float(p.score), p.factuality) for p in marked.predicates),
    )


def _pair(
    mentions: Mapping[int, Sequence[Place]], a: int, b: int | None, told: Sequence[tuple[str, bool, Place]]
) -> Pair:
    acts = [it for it in told if not it[1]]
    return Pair(
        sources=tuple(mentions[a]),
        targets=tuple(mentions[b]) if b is not None else None,
        types=tuple(name for name, _, _ in acts),
        contents=tuple(name for name, content, _ in told if content),
        told=tuple(place for _, _, place in acts or told),
    )


def plv_rows(path: Path) -> list[tuple[Row, str]]:
    """Give the rows of a file in PLV's format with their roots."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            _plv_row(row["marked_sentence"], row["gold_root"]) for row in csv.DictReader(file, delimiter="\t")
        ]


def _plv_row(marked: str, root: str) -> tuple[Row, str]:
    text, last = "", 0
    at: dict[str, int] = {}
    for mark in re.finditer(r"</?[st]>", marked):
        text += marked[last : mark.start()]
        at.setdefault(mark[0], len(text))
        last = mark.end()
    text += marked[last:]
    pair = Pair(
        sources=((at.get("<s>", 0), at.get("</s>", 0)),),
        targets=((at.get("<t>", 0), at.get("</t>", 0)),),
        types=MERGED.get(root, (root,)),
    )
    return Row(text=text, pairs=(pair,), contents=False), root


# ---- MEANTIME

_CERTAINTY = {"CERTAIN": 3.0, "PROBABLE": 2.0, "POSSIBLE": 1.0, "UNDERSPECIFIED": 0.0}


def meantime_rows(folder: Path) -> list[Row]:
    """Give MEANTIME's sentences with the factuality of their events, each sentence once."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.rglob("*.xml")):
        for row in _meantime_document(ET.parse(path).getroot()):
            rows.setdefault(row.text, row)
    return list(rows.values())


def _meantime_document(root: ET.Element) -> Iterator[Row]:
    texts: dict[str, str] = defaultdict(str)
    places: dict[str, tuple[str, Place]] = {}
    for token in root.iter("token"):
        number, word = token.get("sentence", ""), token.text or ""
        if texts[number] and not re.match(r"[.,;:!?)\]%’”]|'s|n't|'", word):
            texts[number] += " "
        places[token.get("t_id", "")] = (number, (len(texts[number]), len(texts[number]) + len(word)))
        texts[number] += word
    found: dict[str, list[tuple[Place, float, str]]] = defaultdict(list)
    for event in root.iter("EVENT_MENTION"):
        anchors = [
            places[a.get("t_id", "")] for a in event.findall("token_anchor") if a.get("t_id", "") in places
        ]
        score = _meantime_score(event)
        if anchors and score is not None:
            found[anchors[0][0]].append(((anchors[0][1][0], anchors[-1][1][1]), score, ""))
    for number, predicates in found.items():
        yield Row(text=texts[number], predicates=tuple(predicates), contents=False)


def _meantime_score(event: ET.Element) -> float | None:
    certainty = _CERTAINTY.get(event.get("certainty", ""))
    if certainty is None or event.get("polarity") == "UNDERSPECIFIED":
        return None if certainty is None else 0.0
    return -certainty if event.get("polarity") == "NEG" else certainty


# ---- a teacher's answers


def taught_rows(path: Path) -> Iterator[Row]:
    """Give the sentences that a teacher answered for, in the form that `teach_coder.py` writes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        yield Row(
            text=given["text"],
            pairs=tuple(
                Pair(
                    sources=(tuple(source),),
                    targets=(tuple(target),) if target else None,
                    soft=(tuple(types), tuple(contents)),
                )
                for source, target, types, contents in given["pairs"]
            ),
            predicates=tuple((tuple(place), score, "") for place, score in given["predicates"]),
            weight=TAUGHT_WEIGHT,
        )


# ---- batches


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Tensors of some rows. Pairs and predicates are listed over all rows, with the row each belongs to; masks are over pieces."""

    texts: tuple[str, ...]
    ids: torch.Tensor
    mask: torch.Tensor
    row: torch.Tensor
    source: torch.Tensor
    target: torch.Tensor
    between: torch.Tensor
    inner: torch.Tensor
    has_target: torch.Tensor
    types: torch.Tensor
    contents: torch.Tensor
    has_contents: torch.Tensor
    told: torch.Tensor
    weight: torch.Tensor
    predicate_row: torch.Tensor
    predicate: torch.Tensor
    score: torch.Tensor
    word: torch.Tensor


@dataclass(slots=True)
class _Lists:
    row: list[int] = field(default_factory=list)
    source: list[Floats] = field(default_factory=list)
    target: list[Floats] = field(default_factory=list)
    between: list[Floats] = field(default_factory=list)
    inner: list[Floats] = field(default_factory=list)
    has_target: list[bool] = field(default_factory=list)
    types: list[Floats] = field(default_factory=list)
    contents: list[Floats] = field(default_factory=list)
    has_contents: list[bool] = field(default_factory=list)
    told: list[Floats] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    predicate_row: list[int] = field(default_factory=list)
    predicate: list[Floats] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    word: list[int] = field(default_factory=list)


class Batches:
    """Makes batches; in training it draws mentions and pairs by chance."""

    def __init__(self, tokenizer: Tokenizer, seed: int, pad: int = 0) -> None:
        self.tokenizer, self.chance, self.pad = tokenizer, random.Random(seed), pad
        tokenizer.no_padding()
        tokenizer.enable_truncation(PIECES)

    def epoch(self, rows: Sequence[Row], size: int) -> list[list[Row]]:
        """Shuffle rows into batches of like length."""
        order = self.chance.sample(list(rows), len(rows))
        near = size * 16
        chunks = [
            sorted(order[i : i + near], key=lambda row: len(row.text)) for i in range(0, len(order), near)
        ]
        batches = [chunk[i : i + size] for chunk in chunks for i in range(0, len(chunk), size)]
        return self.chance.sample(batches, len(batches))

    def make(self, rows: Sequence[Row], *, training: bool) -> Batch:
        """Put rows into tensors."""
        encodings = self.tokenizer.encode_batch([row.text for row in rows])
        width = max(len(it.ids) for it in encodings)
        width += -width % STEP
        ids = np.full((len(rows), width), self.pad, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.float32)
        lists = _Lists()
        for number, (row, encoding) in enumerate(zip(rows, encodings, strict=True)):
            ids[number, : len(encoding.ids)] = encoding.ids
            mask[number, : len(encoding.ids)] = 1
            for pair in self._shown(row, training):
                self._add(lists, number, row, pair, encoding, width, training=training)
            for place, score, word in row.predicates:
                inside = over(encoding, place, width)
                if inside.any():
                    lists.predicate_row.append(number)
                    lists.predicate.append(inside / inside.sum())
                    lists.score.append(score)
                    lists.word.append(FACTUALITY.index(word) if word else -100)
        return _tensors(rows, ids, mask, lists, width)

    def _shown(self, row: Row, training: bool) -> list[Pair]:
        full = [pair for pair in row.pairs if pair.types or pair.contents or pair.soft]
        empty = [pair for pair in row.pairs if not (pair.types or pair.contents or pair.soft)]
        if training and len(empty) > NEGATIVES:
            empty = self.chance.sample(empty, NEGATIVES)
        return full + empty

    def _add(  # noqa: PLR0917 - called in one place
        self,
        lists: _Lists,
        number: int,
        row: Row,
        pair: Pair,
        encoding: Encoding,
        width: int,
        *,
        training: bool,
    ) -> None:
        source = self.chance.choice(pair.sources) if training else pair.sources[0]
        target = None
        if pair.targets is not None:
            others = [place for place in pair.targets if place != source] or list(pair.targets)
            target = self.chance.choice(others) if training else others[0]
        inner = np.zeros(width, dtype=np.float32)
        inner[1 : len(encoding.ids) - 1] = 1
        lists.row.append(number)
        lists.source.append(over(encoding, source, width))
        lists.target.append(over(encoding, target, width))
        lists.between.append(over(encoding, _gap(source, target), width))
        lists.inner.append(inner)
        lists.has_target.append(target is not None)
        types, contents = pair.soft or (_shares(pair.types), _shares(pair.contents))
        lists.types.append(np.array(types, dtype=np.float32))
        lists.contents.append(np.array(contents, dtype=np.float32))
        lists.has_contents.append(row.contents)
        told = sum((over(encoding, place, width) for place in pair.told), np.zeros(width, dtype=np.float32))
        lists.told.append(told / max(1.0, float(told.sum())))
        lists.weight.append(row.weight)


def over(encoding: Encoding, place: Place | None, width: int) -> Floats:
    """Mark the pieces that lie in a place."""
    inside = np.zeros(width, dtype=np.float32)
    for i, (start, end) in enumerate(encoding.offsets if place is not None else ()):
        if place is not None and start < end and start < place[1] and place[0] < end:
            inside[i] = 1
    return inside


def _gap(source: Place, target: Place | None) -> Place | None:
    if target is None:
        return None
    first, last = min(source[1], target[1]), max(source[0], target[0])
    return (first, last) if first < last else None


def _shares(names: Sequence[str]) -> Floats:
    shares = np.zeros(NONE + 1, dtype=np.float32)
    for name in names:
        shares[TYPES.index(name)] += 1 / len(names)
    if not names:
        shares[NONE] = 1
    return shares


def _tensors(
    rows: Sequence[Row], ids: npt.NDArray[np.int64], mask: Floats, lists: _Lists, width: int
) -> Batch:
    def floats(values: Sequence[object], columns: int = 0) -> torch.Tensor:
        shape = (len(values), columns) if columns else (len(values),)
        return torch.tensor(np.array(values, dtype=np.float32).reshape(shape))

    return Batch(
        texts=tuple(row.text for row in rows),
        ids=torch.tensor(ids),
        mask=torch.tensor(mask),
        row=torch.tensor(lists.row, dtype=torch.long),
        source=floats(lists.source, width),
        target=floats(lists.target, width),
        between=floats(lists.between, width),
        inner=floats(lists.inner, width),
        has_target=torch.tensor(lists.has_target, dtype=torch.bool),
        types=floats(lists.types, NONE + 1),
        contents=floats(lists.contents, NONE + 1),
        has_contents=torch.tensor(lists.has_contents, dtype=torch.bool),
        told=floats(lists.told, width),
        weight=floats(lists.weight),
        predicate_row=torch.tensor(lists.predicate_row, dtype=torch.long),
        predicate=floats(lists.predicate, width),
        score=floats(lists.score),
        word=torch.tensor(lists.word, dtype=torch.long),
    )
