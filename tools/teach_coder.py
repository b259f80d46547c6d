"""Let a trained teacher answer for sentences of other texts, so that a smaller encoder can learn from its answers.

    python tools/teach_coder.py MPNET TEACHER OUT.jsonl FOLDER…

Sentences of the folders' texts (.txt; .xml with tokens or with text elements; documents.json) that name two to five sides are
drawn by chance; spaCy's entities are their mentions. Ordered pairs of them are asked about, and each verb's factuality. The texts go
into OUT for training only and are no part of the project.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import torch
from coder_data import Batches, Pair, Place, Row
from tokenizers import Tokenizer
from train_coder import Coder

from suasion.models import load_spacy

SIDES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
FEWEST, MOST, SHORTEST, LONGEST, EACH, SEED, SIZE = 2, 5, 40, 320, 1300, 0, 48
PAIRS = 8
"""Pairs that are asked about in one sentence."""


def texts(folder: Path) -> Iterator[str]:
    """Give the texts of a folder's files."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
        elif path.suffix == ".xml":
            yield from _of_xml(ET.parse(path).getroot())
        elif path.name == "documents.json":
            yield from (
                json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line
            )


def _of_xml(root: ET.Element) -> Iterator[str]:
    sentences: dict[str, list[str]] = defaultdict(list)
    for token in root.iter("token"):
        sentences[token.get("sentence", "")].append(token.text or "")
    yield from (re.sub(r" ([.,;:!?)%’])", r"\1", " ".join(words)) for words in sentences.values())
    yield from (element.text for element in root.iter("text") if element.text)


def sentences(folder: Path, chance: random.Random) -> list[Row]:
    """Draw sentences with their mentions and verbs."""
    found: dict[str, Row] = {}
    paragraphs = [line for text in texts(folder) for line in text.split("\n") if len(line) > SHORTEST]
    chance.shuffle(paragraphs)
    for doc in load_spacy().pipe(paragraphs[: EACH * 4], batch_size=64):
        for sentence in doc.sents:
            text = sentence.text.strip()
            start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
            mentions = [
                (e.start_char - start, e.end_char - start) for e in sentence.ents if e.label_ in SIDES
            ]
            if not (FEWEST <= len(mentions) <= MOST and SHORTEST <= len(text) <= LONGEST):
                continue
            verbs = [(t.idx - start, t.idx - start + len(t)) for t in sentence if t.pos_ == "VERB"]
            found[text] = _row(text, mentions, verbs, chance)
        if len(found) >= EACH:
            break
    return list(found.values())


def _row(text: str, mentions: Sequence[Place], verbs: Sequence[Place], chance: random.Random) -> Row:
    pairs: list[tuple[Place, Place | None]] = [*permutations(mentions, 2), *((m, None) for m in mentions)]
    drawn = chance.sample(pairs, min(PAIRS, len(pairs)))
    return Row(
        text=text,
        pairs=tuple(Pair(sources=(a,), targets=(b,) if b else None, types=("AGREE",)) for a, b in drawn),
        predicates=tuple((verb, 0.0, "") for verb in verbs),
    )


def answer(model: Coder, batches: Batches, rows: Sequence[Row]) -> Iterator[dict[str, object]]:
    """Give the teacher's answers in the form that `coder_data.taught_rows` reads."""
    model.eval()
    for at in range(0, len(rows), SIZE):
        together = rows[at : at + SIZE]
        batch = batches.make(together, training=False)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.encode(batch)
            types, contents, _ = model.pairs(hidden, batch)
            scores = iter(model.certainty(hidden, batch)[0].tolist())
        model.kept.clear()
        likely = iter(torch.softmax(types.float(), 1).numpy().round(4).tolist())
        inside = iter(torch.softmax(contents.float(), 1).numpy().round(4).tolist())
        seen = set(zip(batch.predicate_row.tolist(), range(len(batch.predicate_row)), strict=True))
        for number, row in enumerate(together):
            count = sum(1 for it, _ in seen if it == number)
            yield {
                "text": row.text,
                "pairs": [
                    (pair.sources[0], pair.targets[0] if pair.targets else None, next(likely), next(inside))
                    for pair in row.pairs
                ],
                "predicates": [
                    (place, round(next(scores), 2))
                    for (place, _, _), _ in zip(row.predicates, range(count), strict=False)
                ],
            }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path, help="folder of all-mpnet-base-v2")
    parser.add_argument("teacher", type=Path, help="its weights, from train_coder.py")
    parser.add_argument("out", type=Path, help="file to write")
    parser.add_argument("folders", type=Path, nargs="+", help="folders with texts")
    parser.add_argument("--frozen", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    chance = random.Random(SEED)
    rows = sorted(
        (row for folder in asked.folders for row in sentences(folder, chance)), key=lambda row: len(row.text)
    )
    print(f"{len(rows)} sentences", flush=True)
    model = Coder(asked.encoder, asked.frozen)
    model.load_state_dict(torch.load(asked.teacher))
    batches = Batches(Tokenizer.from_file(str(asked.encoder / "tokenizer.json")), SEED, pad=1)
    with asked.out.open("w", encoding="utf-8") as file:
        for given in answer(model, batches, rows):
            file.write(json.dumps(given) + "\n")


if __name__ == "__main__":
    main()
