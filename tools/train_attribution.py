"""Train the attribution tagger on PolNeAR; `export_attribution.py` then makes the model folder.

    python tools/train_attribution.py DATA ENCODER CHECKPOINT     # half an hour on two cores
    python tools/export_attribution.py DATA ENCODER CHECKPOINT

DATA holds train/ and dev/, each with text/*.txt and attributions/*.ann; ENCODER is a folder with all-MiniLM-L6-v2 as
transformers stores it. Needs the extra `train`.

Recipe: MiniLM-L6 with one linear layer that gives each word piece three independent probabilities (source, cue,
content), since a source may stand inside another's content. Several annotations of a text are averaged. Whole
paragraphs are packed to 230 word pieces, elsewhere in each epoch; batches of 16; AdamW, learning rate 2e-4 (1e-3 for
the new layer) with one cycle over three epochs that is left after two, for 130 batches in which the rate falls to
nothing; weight decay .01, no dropout of attention, bf16, gradients cut at 1. Kept are the running average after two
epochs, the cooled weights, and the mean of both. A line break is a piece of its own, and capitals and quotation
marks, which the lower-case vocabulary and the window lose, come back as types of pieces. Seeds are fixed; sums in
bf16 may differ between processors.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from suasion.models.attribution import ROLES
from suasion.models.windows import MARKS, mark, one_break, pack

SIZE, BATCH, RATE, HEAD_RATE, DECAY, AVERAGING, SEED, LOOK = 230, 16, 2e-4, 1e-3, 0.01, 0.99, 7, 50
EPOCHS, CYCLE, COOLING, WARMING = 2, 3, 130, 10
POOL, HALF = 12, 0.5
"""Batches whose rows are sorted by length together."""
BREAK, BREAK_WAS, BREAK_ID = "\n", "[unused0]", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with the share of its annotations (0 to 1) that give a character a role."""

    name: str
    text: str
    shares: np.ndarray


def read_documents(folder: Path) -> list[Document]:
    """Read a folder with text/ and attributions/."""
    annotations = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rpartition("_")[0]].append(path)
    documents = []
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        shares = np.zeros((len(text), len(ROLES)), dtype=np.float32)
        for file in annotations[path.stem]:
            given = np.zeros_like(shares)
            for role, start, end in read_spans(file):
                given[start:end, ROLES.index(role)] = 1
            shares += given / len(annotations[path.stem])
        documents.append(Document(name=path.stem, text=text, shares=shares))
    return documents


def read_spans(path: Path) -> Iterator[tuple[str, int, int]]:
    """Give the spans of the three roles in a brat file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("T") and line.count("\t"):
            role, _, places = line.split("\t")[1].partition(" ")
            if role.lower() in ROLES:
                for place in places.split(";"):
                    start, end = place.split()
                    yield role.lower(), int(start), int(end)


def make_tokenizer(encoder: Path) -> Tokenizer:
    """Give the encoder's tokenizer without padding or cutting, a line break being a piece of its own."""
    given = json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    given["truncation"] = given["padding"] = None
    vocabulary = given["model"]["vocab"]
    assert vocabulary.pop(BREAK_WAS) == BREAK_ID
    vocabulary[BREAK] = BREAK_ID
    given["added_tokens"].append(
        {
            "id": BREAK_ID,
            "content": BREAK,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
    )
    given["added_tokens"].sort(key=lambda token: token["id"])
    return Tokenizer.from_str(json.dumps(given, ensure_ascii=False))


class Tagger(nn.Module):
    """The encoder with one linear layer over its pieces."""

    def __init__(self, encoder: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(encoder, attention_probs_dropout_prob=0.0)
        self.bert = BertModel.from_pretrained(encoder, config=config, add_pooling_layer=False)
        old = self.bert.embeddings.token_type_embeddings.weight.data
        types = nn.Embedding(MARKS, old.shape[1])
        types.weight.data[:] = old[0]
        self.bert.embeddings.token_type_embeddings = types
        self.bert.config.type_vocab_size = MARKS
        self.dropout = nn.Dropout(0.1)
        self.roles = nn.Linear(old.shape[1], len(ROLES))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Give the logits of (row, piece, role)."""
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return self.roles(self.dropout(hidden))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What the encoder sees at once: ids, types, and per piece the shares of the roles (-1: not scored)."""

    ids: list[int]
    types: list[int]
    shares: np.ndarray


def chunks(document: Document, tokenizer: Tokenizer, first: int | None) -> Iterator[Chunk]:
    """Cut a document and give what the encoder is trained on."""
    lengths = lambda texts: [len(it.ids) - 2 for it in tokenizer.encode_batch(texts)]  # noqa: E731
    marks, text = mark(document.text), one_break(document.text)
    for start, end in pack(text, SIZE, lengths, first):
        encoded = tokenizer.encode(text[start:end])
        ids, offsets = encoded.ids[:256], encoded.offsets[:256]
        shares = np.full((len(ids), len(ROLES)), -1, dtype=np.float32)
        types = [0] * len(ids)
        for i, (a, b) in enumerate(offsets):
            if b > a:
                shares[i] = document.shares[start + a : start + b].max(axis=0)
                types[i] = marks[start + a]
        yield Chunk(ids=ids, types=types, shares=shares)


def batch(rows: list[Chunk]) -> tuple[torch.Tensor, ...]:
    """Pad rows to one length."""
    longest = max(len(row.ids) for row in rows)
    ids, mask, types = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    shares = torch.full((len(rows), longest, len(ROLES)), -1.0)
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n], types[i, :n], mask[i, :n] = torch.tensor(row.ids), torch.tensor(row.types), 1
        shares[i, :n] = torch.from_numpy(row.shares)
    return ids, mask, types, shares


def batches(rows: list[Chunk]) -> list[list[Chunk]]:
    """Put rows of like length together, at random otherwise."""
    random.shuffle(rows)
    pools = [
        sorted(rows[at : at + POOL * BATCH], key=lambda row: len(row.ids))
        for at in range(0, len(rows), POOL * BATCH)
    ]
    found = [pool[at : at + BATCH] for pool in pools for at in range(0, len(pool), BATCH)]
    random.shuffle(found)
    return found


def loss_of(model: Tagger, rows: list[Chunk]) -> torch.Tensor:
    """Mean binary cross-entropy over pieces and roles."""
    ids, mask, types, shares = batch(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids, mask, types).float()
    scored = shares >= 0
    return nn.functional.binary_cross_entropy_with_logits(logits[scored], shares[scored])


def train(data: Path, encoder: Path, checkpoint: Path) -> None:
    """Train and write the averaged weights after each epoch."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    tokenizer = make_tokenizer(encoder)
    documents, held = read_documents(data / "train"), read_documents(data / "dev")
    model = Tagger(encoder)
    average = make_average(model)
    optimizer = make_optimizer(model)
    steps = sum(len(list(chunks(document, tokenizer, None))) for document in documents) // BATCH + 8
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, HEAD_RATE], total_steps=steps * CYCLE + 1, pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(EPOCHS):
        learn(model, average, draw(documents, tokenizer, epoch > 0), optimizer, schedule)
        torch.save({"average": average.module.state_dict(), "last": model.state_dict()}, checkpoint)
        print("epoch", epoch, f1(average.module, held, tokenizer), flush=True)
    cool(model, documents, tokenizer)
    states = {"average": average.module.state_dict(), "cooled": model.state_dict()}
    torch.save({**states, "mean": mean_of(*states.values())}, checkpoint)
    print("cooled", f1(model, held, tokenizer), flush=True)


def make_optimizer(model: Tagger) -> torch.optim.Optimizer:
    """Give AdamW with a higher rate for what is new."""
    new = [p for name, p in model.named_parameters() if name.startswith("roles") or "token_type" in name]
    old = [
        p for name, p in model.named_parameters() if not (name.startswith("roles") or "token_type" in name)
    ]
    return torch.optim.AdamW(
        [{"params": old, "lr": RATE}, {"params": new, "lr": HEAD_RATE}], weight_decay=DECAY, fused=True
    )


def draw(documents: list[Document], tokenizer: Tokenizer, anywhere: bool) -> list[list[Chunk]]:
    """Cut all documents, each from a random place on if `anywhere`, and put the chunks into batches."""
    return batches(
        [
            row
            for it in documents
            for row in chunks(it, tokenizer, random.randint(20, SIZE) if anywhere else None)
        ]
    )


def learn(
    model: Tagger,
    average: torch.optim.swa_utils.AveragedModel,
    drawn: list[list[Chunk]],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """Go through some batches once."""
    model.train()
    losses: list[float] = []
    began = time.time()
    for step, together in enumerate(drawn):
        loss = loss_of(model, together)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        average.update_parameters(model)
        losses.append(loss.item())
        if step % LOOK == 0:
            recent = float(np.mean(losses[-LOOK:]))
            print(step, len(drawn), round(recent, 4), round(time.time() - began), flush=True)


def cool(model: Tagger, documents: list[Document], tokenizer: Tokenizer) -> None:
    """Let the learning rate, as the cycle left it, fall to nothing over a few batches, with a new optimizer."""
    random.seed(SEED + 1)
    torch.manual_seed(SEED + 1)
    optimizer = make_optimizer(model)
    reached = 1 - (EPOCHS / CYCLE - 0.1) / 0.9
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: reached * min((step + 1) / WARMING, 1 - step / COOLING)
    )
    learn(
        model, make_average(model), draw(documents, tokenizer, anywhere=True)[:COOLING], optimizer, schedule
    )


def mean_of(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Give weights half-way between two of one run (Wortsman et al. 2022, "Model soups")."""
    return {
        name: (one[name] + other[name]) / 2 if one[name].is_floating_point() else one[name] for name in one
    }


def make_average(model: Tagger) -> torch.optim.swa_utils.AveragedModel:
    """Give a running average of the weights."""
    return torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING)
    )


def f1(model: Tagger, held: list[Document], tokenizer: Tokenizer) -> list[float]:
    """F1 by role over word pieces, at .5, for a look while training."""
    model.eval()
    counts = np.zeros((3, len(ROLES)))
    rows = [row for it in held for row in chunks(it, tokenizer, None)]
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(rows), BATCH):
            ids, mask, types, shares = batch(rows[at : at + BATCH])
            said = (model(ids, mask, types).float() > 0).numpy()
            gold, scored = (shares > HALF).numpy(), (shares >= 0).numpy()
            counts += [(x & scored).sum(axis=(0, 1)) for x in (said & gold, said, gold)]
    return [round(float(v), 4) for v in 2 * counts[0] / (counts[1] + counts[2])]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("checkpoint", type=Path, help="file to write the weights to")
    asked = parser.parse_args()
    train(asked.data, asked.encoder, asked.checkpoint)


if __name__ == "__main__":
    main()
