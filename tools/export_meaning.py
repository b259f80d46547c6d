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
    "author": "The suasion developers (tools/train_coreference.py)",
    "url": "docs/models/meaning-minilm.md",
    "licence": "Apache-2.0, as all-MiniLM-L6-v2; CC BY 3.0 (Cybulska and Vossen) for what was learned from ECB+'s annotation",
    "trained_on": [
        "all-MiniLM-L6-v2 (Apache-2.0) as the start",
        "ECB+ 1.0, topics 1-35 (annotation CC BY 3.0)",
    ],
    "tested_on": "topics left out: average precision of pairs of mentions by cosine; cosine of sentences to the untuned ones",
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
