"""Tune the encoder that says which words, in which sentences, tell of one event.

    python tools/train_coreference.py ECBPLUS MINILM OUT                   # all topics
    python tools/train_coreference.py ECBPLUS MINILM OUT --fold 0          # without every third topic, for measuring

ECBPLUS is a folder of ECB+'s topics, MINILM all-MiniLM-L6-v2 as transformers stores it; OUT gets the tuned encoder in the same
form. Needs the extra `train`.

Recipe: a mention's vector is the mean over the pieces of its words in its sentence. A batch is some tens of sentences of a few
stories, so that most strangers in it are near. Supervised contrast (Khosla and others 2020) draws mentions of one cluster together.
Beside it the mean over a sentence's pieces is held near the vector that the untuned encoder gives it, so that sentences can
still be compared. Word embeddings and the lower two layers stay, and what they answer is kept. AdamW, warm-up and
linear decay, bf16. Seeds are fixed; sums in bf16 may differ between processors.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from coreference_data import Example, examples, fold_of
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from suasion.models.encoder import HERE, TOKENIZER, TOKENIZER_FOLDER

EPOCHS, SIZE, RATE, DECAY, WARM, SEED, STILL = 6, 48, 2e-4, 0.01, 0.1, 0, 2
WARMTH, KEPT = 0.07, 10.0
"""The contrast's temperature; the weight of staying near the untuned sentence vector."""
STORY_SHARE = 2 / 3
LONGEST = 160
"""Word pieces of a sentence that training looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence as pieces, with the pieces of its mentions and their clusters."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, ...], ...]
    clusters: tuple[int, ...]
    story: str


def rows_of(found: Sequence[Example], tokenizer: Tokenizer) -> list[Row]:
    """Put the mentions of one sentence together."""
    numbers = {name: i for i, name in enumerate(sorted({it.cluster for it in found}))}
    together: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for it in found:
        together[it.telling.place.document, it.telling.place.text].append(it)
    rows = []
    for (_, text), mentions in together.items():
        encoded = tokenizer.encode(text)
        pieces = [
            tuple(
                i
                for i, (a, b) in enumerate(encoded.offsets[:LONGEST])
                if a < it.telling.end and b > it.telling.start and b > a
            )
            for it in mentions
        ]
        kept = [(span, numbers[it.cluster]) for span, it in zip(pieces, mentions, strict=True) if span]
        rows.append(
            Row(
                ids=tuple(encoded.ids[:LONGEST]),
                spans=tuple(span for span, _ in kept),
                clusters=tuple(number for _, number in kept),
                story=mentions[0].story,
            )
        )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row as the tuned layers see it: what the still ones answer, and the untuned vector of its sentence."""

    row: Row
    states: torch.Tensor
    untuned: torch.Tensor


def show(encoder: nn.Module, rows: Sequence[Row]) -> list[Shown]:
    """Run the untuned encoder once over all rows."""
    shown = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for row in rows:
            ids = torch.tensor([row.ids])
            found = encoder(input_ids=ids, attention_mask=torch.ones_like(ids), output_hidden_states=True)
            mean = _inner(found.last_hidden_state.float(), torch.ones_like(ids))
            shown.append(
                Shown(row=row, states=found.hidden_states[STILL][0].to(torch.bfloat16), untuned=mean[0])
            )
    return shown


def encode(encoder: nn.Module, batch: Sequence[Shown]) -> tuple[torch.Tensor, torch.Tensor]:
    """Give the vectors of mentions and of sentences."""
    longest = max(len(it.row.ids) for it in batch)
    hidden = torch.zeros(len(batch), longest, batch[0].states.shape[1])
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    owner, weights = [], []
    for i, it in enumerate(batch):
        hidden[i, : len(it.row.ids)] = it.states
        mask[i, : len(it.row.ids)] = 1
        for span in it.row.spans:
            weight = torch.zeros(longest)
            weight[list(span)] = 1 / len(span)
            owner.append(i)
            weights.append(weight)
    shut = (1 - mask)[:, None, None, :] * -1e4
    for layer in encoder.encoder.layer[STILL:]:
        hidden = layer(hidden, shut.to(hidden.dtype))
        hidden = hidden[0] if isinstance(hidden, tuple) else hidden
    hidden = hidden.float()
    return (torch.stack(weights)[:, None] @ hidden[owner])[:, 0], _inner(hidden, mask)


def _inner(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean of the pieces between the two that mark the ends, as `suasion.models.meaning` takes it."""
    inner = mask.clone()
    inner[:, 0] = 0
    inner[torch.arange(len(mask)), mask.sum(1) - 1] = 0
    return (hidden * inner[:, :, None]).sum(1) / inner.sum(1, keepdim=True).clamp(min=1)


def batches(rows: Sequence[Shown], random: np.random.Generator) -> Iterator[list[Shown]]:
    """Give each row once; most of a batch is of one story, the rest of any."""
    by_story: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        by_story[row.row.story].append(i)
    chunk = int(SIZE * STORY_SHARE)
    chunks = []
    for members in by_story.values():
        mixed = random.permutation(members).tolist()
        chunks += [mixed[at : at + chunk] for at in range(0, len(mixed), chunk)]
    chunks = [chunks[i] for i in random.permutation(len(chunks))]
    batch: list[int] = []
    for part in chunks:
        batch += part
        if len(batch) >= SIZE:
            yield [rows[i] for i in batch]
            batch = []
    if batch:
        yield [rows[i] for i in batch]


def contrast(vectors: torch.Tensor, clusters: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of finding a mention's own among all others of the batch, by mention that has one."""
    unit = functional.normalize(vectors, dim=1)
    likeness = unit @ unit.T / WARMTH
    likeness.fill_diagonal_(-1e4)
    same = (clusters[:, None] == clusters[None]).float()
    same.fill_diagonal_(0)
    number = same.sum(1)
    logs = functional.log_softmax(likeness, 1)
    each = -(same * logs).sum(1) / number.clamp(min=1)
    return each[number > 0].mean() if (number > 0).any() else each.sum() * 0


def train(rows: Sequence[Row], folder: Path, epochs: int) -> nn.Module:
    """Tune the encoder on rows."""
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    shown = show(encoder.eval(), rows)
    tuned = list(encoder.encoder.layer[STILL:].parameters())
    optimizer = torch.optim.AdamW(tuned, lr=RATE, weight_decay=DECAY)
    steps = epochs * sum(1 for _ in batches(shown, np.random.default_rng(SEED)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / (WARM * steps), max(0.02, (steps - at) / (steps * (1 - WARM))))
    )
    encoder.train()
    for epoch in range(epochs):
        begun, losses = time.monotonic(), []
        for batch in batches(shown, random):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                mentions, sentences = encode(encoder, batch)
            apart = contrast(mentions, torch.tensor([one for it in batch for one in it.row.clusters]))
            before = torch.stack([it.untuned for it in batch])
            moved = (1 - functional.cosine_similarity(sentences, before)).mean()
            (apart + KEPT * moved).backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            losses.append((apart.item(), moved.item()))
        print(epoch, np.mean(losses, axis=0).round(4), f"{time.monotonic() - begun:.0f} s", flush=True)
    return encoder.eval()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ecbplus", type=Path, help="folder of ECB+")
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("out", type=Path, help="folder for the tuned encoder")
    parser.add_argument("--fold", type=int, help="leave out the topics of this fold")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    asked = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(HERE / TOKENIZER_FOLDER / TOKENIZER))
    found = [it for it in examples(asked.ecbplus) if asked.fold is None or fold_of(it.story) != asked.fold]
    train(rows_of(found, tokenizer), asked.encoder, asked.epochs).save_pretrained(asked.out)


if __name__ == "__main__":
    main()
