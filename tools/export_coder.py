"""Make the model folder `src/suasion/models/coder-minilm` from what `train_coder.py` wrote.

    python tools/export_coder.py ENCODER CHECKPOINT --scores '{"name": 0.9}'

The encoder's weights become whole numbers of 8 bits with one scale a column (dynamic quantisation), the heads' numbers of
16 bits. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import msgspec
import numpy as np
import torch
from coder_data import FACTUALITY, TYPES
from model_folder import write_encoder, write_manifest
from train_coder import Coder

from suasion.coding.heads import HEADS, HIDDEN, LABELS, MODEL, Labels
from suasion.models.encoder import HERE
from suasion.models.encoder import MODEL as ONNX


def export(encoder: Path, checkpoint: Path, temperature: float, scores: dict[str, float]) -> None:
    """Write the folder with its manifest."""
    model = Coder(encoder)
    model.load_state_dict(torch.load(checkpoint))
    model.eval()
    folder = HERE / MODEL
    folder.mkdir(exist_ok=True)
    write_encoder(model.encoder, folder / ONNX, HIDDEN)
    heads = {
        name: value.detach().numpy().astype(np.float16)
        for name, value in model.state_dict().items()
        if not name.startswith("encoder.")
    }
    np.savez_compressed(folder / HEADS, **heads)
    labels = Labels(types=TYPES, words=FACTUALITY, temperature=temperature)
    (folder / LABELS).write_bytes(msgspec.json.format(msgspec.json.encode(labels), indent=1) + b"\n")
    write_manifest(folder, [HEADS, LABELS, ONNX], {**CARD, "scores": scores})


CARD = {
    "role": "Coder's encoder: types, triggers and factuality for the pairs of mentions of a sentence",
    "author": "The suasion developers (tools/train_coder.py)",
    "url": "docs/models/coder-minilm.md",
    "licence": "Apache-2.0 for the weights; the PLV training file states no licence, and no line of it is shipped",
    "trained_on": [
        "all-MiniLM-L6-v2 (Apache-2.0) as the start",
        "tools/data/sentences, sentences of our own (Apache-2.0)",
        "PLV training file (no licence stated)",
        "MEANTIME, 90 documents (CC BY 4.0)",
    ],
    "tested_on": "held-out sentences of our own (one in thirteen, by hash)",
}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("checkpoint", type=Path, help="file with the weights")
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--scores", type=json.loads, default={}, help="JSON object for the manifest")
    asked = parser.parse_args()
    export(asked.encoder, asked.checkpoint, asked.temperature, asked.scores)


if __name__ == "__main__":
    main()
