"""Make the model folder `src/suasion/models/meaning-minilm` from an encoder as transformers stores it.

    python tools/export_meaning.py ENCODER --scores '{"name": 0.9}'

Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from model_folder import write_encoder, write_manifest
from transformers import AutoModel

from suasion.models.encoder import HERE
from suasion.models.encoder import MODEL as ONNX
from suasion.models.meaning import HIDDEN, NAME

CARD: dict[str, object] = {
    "role": "Vectors of sentences and of the words in them that tell of an event",
    "author": "The authors of all-MiniLM-L6-v2",
    "url": "docs/models/meaning-minilm.md",
    "licence": "Apache-2.0",
    "trained_on": ["all-MiniLM-L6-v2 (Apache-2.0) as it is"],
    "tested_on": "not tested yet",
}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path, help="folder of the encoder")
    parser.add_argument("--scores", type=json.loads, default={}, help="JSON object for the manifest")
    asked = parser.parse_args()
    folder = HERE / NAME
    folder.mkdir(exist_ok=True)
    write_encoder(AutoModel.from_pretrained(asked.encoder, add_pooling_layer=False), folder / ONNX, HIDDEN)
    write_manifest(folder, [ONNX], {**CARD, "scores": asked.scores})


if __name__ == "__main__":
    main()
