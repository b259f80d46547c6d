"""Writing a model's folder: weights of 8 bits, and the card with the hashes of its files."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from suasion.models import Manifest

MANIFEST = "manifest.json"
OPSET = 17


def write_manifest(folder: Path, names: Sequence[str], card: Mapping[str, object]) -> Manifest:
    """Write a model's card with the hashes of its files; what the card leaves out is as for all models of suasion."""
    files = [
        {
            "path": f"{folder.name}/{name}",
            "bytes": (folder / name).stat().st_size,
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in names
    ]
    shared = {
        "name": folder.name,
        "version": "1",
        "package": "suasion.models",
        "folder": folder.name,
        "install": "pip install --force-reinstall suasion",
    }
    size = sum((folder / name).stat().st_size for name in names)
    manifest = msgspec.convert({**shared, **card, "bytes": size, "files": files}, Manifest)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    return manifest


def write_encoder(encoder: object, path: Path, output: str) -> None:
    """Write a transformers encoder whose `output` is one vector a piece, for any number of texts of any length.

    Weights become whole numbers of 8 bits with one scale a column; activations are scaled as they come (dynamic
    quantisation). Needs the extra `train`.
    """
    import torch  # noqa: PLC0415 - models without an encoder are written without it
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - likewise

    from suasion.models.encoder import IDS, MASK  # noqa: PLC0415 - likewise

    class Hidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state

    encoder.config._attn_implementation = "eager"
    ids = torch.randint(1000, 2000, (2, 11))
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Hidden().eval(),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=[IDS, MASK],
            output_names=[output],
            dynamic_axes={name: {0: "texts", 1: "pieces"} for name in (IDS, MASK, output)},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
