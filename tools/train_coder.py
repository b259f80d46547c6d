"""Train the coder's encoder with its heads, and write the model's folder.

    python tools/train_coder.py MPNET TEACHER --frozen 8 --rate 1e-4 --epochs 5 --plv PLV_train.tsv
    python tools/teach_coder.py MPNET TEACHER TAUGHT.jsonl FOLDER…
    python tools/train_coder.py MINILM CHECKPOINT --plv PLV_train.tsv --meantime MEANTIME --taught TAUGHT.jsonl
    python tools/export_coder.py MINILM CHECKPOINT

MINILM and MPNET are folders with all-MiniLM-L6-v2 and all-mpnet-base-v2 as transformers stores them. The teacher (MPNet, only its upper
four layers tuned) answers for sentences of other texts; the student (MiniLM) learns from the same sentences as the teacher and from
its answers. Needs the extra `train`.

Recipe: MiniLM-L6 with the heads that `suasion.coding.heads` describes. Sentences of our own are shown with up to six pairs between
which nothing passes; mentions of one side are drawn by chance. Cross-entropy of types (classes weighted by their size to the
power -1/2, label smoothing .1), half of it for contents, .3 for where the attention stands (the marked predicate), a
Huber loss for factuality and cross-entropy for its word. AdamW, 2e-4 for the encoder (word embeddings stay), 1e-3 for the heads, warm-up
and linear decay, bf16. Seeds are fixed; sums in bf16 may differ between processors.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from coder_data import (
    MERGED,
    NONE,
    TYPES,
    Batch,
    Batches,
    Floats,
    Row,
    is_held,
    meantime_rows,
    own_rows,
    plv_rows,
    taught_rows,
)
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import AutoModel

OWN = Path(__file__).parent / "data" / "sentences"
SIZE, EPOCHS, RATE, HEAD_RATE, DECAY, SMOOTH, SEED, WARM = 24, 8, 2e-4, 1e-3, 0.01, 0.1, 0, 0.08
STATE, ASKED = 256, 128
"""Width of the pairs' state and of the attention's questions."""
CONTENT_SHARE, TOLD_SHARE, SCORE_SHARE, WORD_SHARE, NONE_WEIGHT = 0.5, 0.3, 0.3, 0.2, 0.6
PLV_WEIGHT = 1.5
"""Weight of a row of PLV; one of ours weighs 1."""


class Coder(nn.Module):
    """The encoder with its heads. The word embeddings stay as they are, and so do `frozen` lower layers, whose answers are kept."""

    def __init__(self, folder: Path, frozen: int = 0) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        self.frozen = frozen
        self.kept: dict[str, torch.Tensor] = {}
        still = [self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]]
        still += [self.encoder.encoder.relative_attention_bias] if frozen else []
        for weights in (it for part in still for it in part.parameters()):
            weights.requires_grad = False
        width = self.encoder.config.hidden_size
        self.notarget = nn.Parameter(torch.zeros(width))
        self.q, self.k = nn.Linear(3 * width, ASKED), nn.Linear(width, ASKED)
        self.hid, self.drop = nn.Linear(6 * width, STATE), nn.Dropout(0.1)
        self.main, self.cont = nn.Linear(STATE, NONE + 1), nn.Linear(STATE, NONE + 1)
        self.fw, self.fs = nn.Linear(width, 5), nn.Linear(width, 1)

    def encode(self, batch: Batch) -> torch.Tensor:
        """Give the hidden state of (row, piece)."""
        if not self.frozen:
            return self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        layers = self.encoder.encoder.layer
        new = [i for i, text in enumerate(batch.texts) if text not in self.kept]
        if new:
            with torch.no_grad():
                below = self.encoder.embeddings(input_ids=batch.ids[new])
                below = self._through(layers[: self.frozen], below, batch.mask[new])
            for i, states in zip(new, below, strict=True):
                self.kept[batch.texts[i]] = states[: int(batch.mask[i].sum())].to(torch.bfloat16).clone()
        hidden = torch.zeros(*batch.ids.shape, self.notarget.shape[0])
        for i, text in enumerate(batch.texts):
            hidden[i, : len(self.kept[text])] = self.kept[text]
        return self._through(layers[self.frozen :], hidden, batch.mask)

    def _through(self, layers: Sequence[nn.Module], hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Run some layers of an MPNet encoder."""
        bias = self.encoder.encoder.compute_position_bias(hidden).detach()
        shut = ((1 - mask) * -1e4)[:, None, None, :].to(hidden.dtype)
        for layer in layers:
            hidden = layer(hidden, shut, bias.to(hidden.dtype))[0]
        return hidden

    def pairs(self, hidden: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Give the scores of types and contents by pair, and the attention's by (pair, piece)."""
        states = hidden[batch.row]
        source, between, whole = (_mean(states, it) for it in (batch.source, batch.between, batch.inner))
        target = torch.where(
            batch.has_target[:, None], _mean(states, batch.target), self.notarget.to(states.dtype)
        )
        asked = self.q(torch.cat([source, target, source * target], 1))
        attention = (self.k(states) @ asked[:, :, None])[:, :, 0] / math.sqrt(ASKED)
        attention = attention.masked_fill(batch.inner == 0, -1e4)
        weighted = (torch.softmax(attention.float(), 1).to(states.dtype)[:, None] @ states)[:, 0]
        together = torch.cat([states[:, 0], whole, source, target, between, weighted], 1)
        state = self.drop(functional.gelu(self.hid(self.drop(together))))
        return self.main(state), self.cont(state), attention

    def certainty(self, hidden: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Give score and scores of the words by predicate."""
        state = (batch.predicate[:, None] @ hidden[batch.predicate_row].float())[:, 0]
        return self.fs(state).float()[:, 0], self.fw(state).float()


def _mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (mask[:, None].to(states.dtype) @ states)[:, 0] / mask.sum(1, keepdim=True).clamp(min=1)


# ---- loss


def class_weights(rows: Sequence[Row]) -> torch.Tensor:
    """Weigh types by their number to the power -1/2, around 1."""
    seen = Counter(name for row in rows for pair in row.pairs for name in (*pair.types, *pair.contents))
    sizes = np.array([seen[name] + 1 for name in TYPES], dtype=np.float32)
    return torch.tensor([*(sizes / sizes.mean()) ** -0.5, NONE_WEIGHT], dtype=torch.float32)


def loss_of(model: Coder, batch: Batch, weights: torch.Tensor) -> torch.Tensor:
    """The sum of all heads' losses, by row."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.encode(batch)
        scores, contents, attention = (it.float() for it in model.pairs(hidden, batch))
        certainty, words = model.certainty(hidden, batch)
    loss = (_of_types(scores, batch) * (batch.types @ weights) * batch.weight).sum()
    inside = -(batch.contents * functional.log_softmax(contents, 1)).sum(1) * (batch.contents @ weights)
    loss = loss + CONTENT_SHARE * (inside * batch.has_contents).sum()
    loss = loss - TOLD_SHARE * (batch.told * functional.log_softmax(attention, 1)).sum()
    if len(certainty):
        loss = loss + SCORE_SHARE * functional.smooth_l1_loss(certainty, batch.score, reduction="sum")
        if (batch.word >= 0).any():
            loss = loss + WORD_SHARE * functional.cross_entropy(words, batch.word, reduction="sum")
    return loss / len(batch.ids)


def _of_types(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Cross-entropy; where one root stands for two types, either will do."""
    logs = functional.log_softmax(scores, 1)
    smoothed = (batch.types * (1 - SMOOTH) + SMOOTH / (NONE + 1)) * -logs
    either = torch.logsumexp(logs.masked_fill(batch.types == 0, -1e4), 1)
    merged = -either * (1 - SMOOTH) - (SMOOTH / (NONE + 1)) * logs.sum(1)
    return torch.where(batch.has_contents, smoothed.sum(1), merged)


# ---- scores


def root_scores(model: Coder, batches: Batches, rows: Sequence[Row]) -> Floats:
    """Give the scores of the types for rows of one pair each."""
    model.eval()
    found = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(rows), 64):
            batch = batches.make(rows[at : at + 64], training=False)
            found.append(model.pairs(model.encode(batch), batch)[0].float().numpy())
    return np.concatenate(found)


def root_of(scores: Floats) -> list[str]:
    """Give the likeliest of PLV's roots."""
    odds = np.exp(scores[:, :NONE] - scores.max(1, keepdims=True))
    merged = {name: root for root, names in MERGED.items() for name in names}
    roots = sorted({merged.get(name, name) for name in TYPES})
    table = np.stack(
        [sum(odds[:, i] for i, name in enumerate(TYPES) if merged.get(name, name) == root) for root in roots],
        1,
    )
    return [roots[i] for i in table.argmax(1)]


def look(model: Coder, batches: Batches, rows: Sequence[Row]) -> str:
    """Score held sentences of our own: pairs, types where something passes, triggers, factuality."""
    model.eval()
    gold, said, forced, told, score, answer = [], [], [], [], [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(rows), 32):
            batch = batches.make(rows[at : at + 32], training=False)
            hidden = model.encode(batch)
            if len(batch.row):
                types, _, attention = (it.float().numpy() for it in model.pairs(hidden, batch))
                gold += batch.types.argmax(1).tolist()
                said += types.argmax(1).tolist()
                forced += types[:, :NONE].argmax(1).tolist()
                marked = batch.told.numpy()
                told += [bool(m[a.argmax()]) for m, a in zip(marked, attention, strict=True) if m.sum() > 0]
            answer += model.certainty(hidden, batch)[0].tolist()
            score += batch.score.tolist()
    g, s, f = np.array(gold), np.array(said), np.array(forced)
    right = ((g == s) & (g != NONE)).sum()
    precision, recall = right / max(1, (s != NONE).sum()), right / max(1, (g != NONE).sum())
    return (
        f"pairs P {precision:.3f} R {recall:.3f} F {2 * precision * recall / (precision + recall + 1e-9):.3f}"
        f" types {(g == f)[g != NONE].mean():.3f} told {np.mean(told):.3f} factuality r {np.corrcoef(score, answer)[0, 1]:.3f}"
    )


# ---- training


def train(  # noqa: PLR0917 - called in one place
    model: Coder,
    batches: Batches,
    rows: Sequence[Row],
    asked: argparse.Namespace,
    held: Mapping[str, Sequence[Row]],
    roots: Sequence[str],
) -> None:
    """Run the epochs and write the weights after each."""
    weights = class_weights(rows)
    slow = [p for p in model.encoder.parameters() if p.requires_grad]
    fast = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": asked.rate}, {"params": fast, "lr": HEAD_RATE}],
        weight_decay=DECAY,
        fused=True,
    )
    steps = math.ceil(len(rows) / SIZE) * asked.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, (steps - step) / steps)
    )
    began = time.time()
    for epoch in range(asked.epochs):
        losses = []
        for together in batches.epoch(rows, SIZE):
            model.train()
            batch = batches.make(together, training=True)
            loss = loss_of(model, batch, weights)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"epoch {epoch} loss {np.mean(losses):.3f} {time.time() - began:.0f} s", flush=True)
        torch.save(model.state_dict(), asked.checkpoint)
        if held["own"]:
            print("  own ", look(model, batches, held["own"]), flush=True)
        if held["plv"]:
            said = root_of(root_scores(model, batches, held["plv"]))
            macro = f1_score(roots, said, average="macro")
            right = np.mean([a == b for a, b in zip(roots, said, strict=True)])
            print(f"  plv  macro F1 {macro:.3f} accuracy {right:.3f}", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("checkpoint", type=Path, help="file to write the weights to")
    parser.add_argument("--plv", type=Path, required=True, help="a file in PLV's format")
    parser.add_argument("--meantime", type=Path, help="folder with MEANTIME's documents")
    parser.add_argument("--own", type=Path, default=OWN, help="folder with sentences of our own")
    parser.add_argument("--taught", type=Path, help="JSON lines: a teacher's answers (teach_coder.py)")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers to leave as they are (MPNet)")
    parser.add_argument("--folds", type=Path, help="JSON: the fold of each row of PLV; fold 0 is held out")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate of the encoder")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(SEED)
    batches = Batches(
        Tokenizer.from_file(str(asked.encoder / "tokenizer.json")), SEED, pad=1 if asked.frozen else 0
    )
    own, plv = list(own_rows(asked.own)), plv_rows(asked.plv)
    folds = json.loads(asked.folds.read_text()) if asked.folds else [1] * len(plv)
    rows = [row for row in own if not is_held(row.text)]
    rows += [_weighted(row) for (row, _), fold in zip(plv, folds, strict=True) if fold]
    rows += meantime_rows(asked.meantime) if asked.meantime else []
    rows += taught_rows(asked.taught) if asked.taught else []
    held = {
        "own": [row for row in own if is_held(row.text)],
        "plv": [row for (row, _), fold in zip(plv, folds, strict=True) if not fold],
    }
    roots = [root for (_, root), fold in zip(plv, folds, strict=True) if not fold]
    print(f"{len(rows)} rows; held: {len(held['own'])} of our own, {len(held['plv'])} of PLV", flush=True)
    train(Coder(asked.encoder, asked.frozen), batches, rows, asked, held, roots)


def _weighted(row: Row) -> Row:
    return Row(text=row.text, pairs=row.pairs, contents=row.contents, weight=PLV_WEIGHT)


if __name__ == "__main__":
    main()
