"""Make the model folder `src/suasion/models/attribution-minilm` from what `train_attribution.py` wrote.

    python tools/export_attribution.py DATA ENCODER CHECKPOINT

The weights become whole numbers of 8 bits with one scale a column; activations are scaled as they come (dynamic
quantisation). All sets of weights are measured on DATA/dev, before and after; thresholds, and which set ships, are
chosen on every other text of it. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from model_folder import write_manifest
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from train_attribution import Tagger, make_tokenizer

import suasion.models
from suasion.evaluation.attribution import TOKEN, AnnotatedText, in_role, read_annotated
from suasion.models.attribution import ROLES, AttributionTagger
from suasion.models.encoder import Encoder

MODELS = Path(suasion.models.__file__).parent


def export(data: Path, encoder: Path, checkpoint: Path, out: Path) -> None:
    """Write tokenizer and model; of the two sets of weights the better on one half of dev."""
    write_tokenizer(encoder)
    states = torch.load(checkpoint)
    held = list(read_annotated(data / "dev"))
    for kind, state in states.items():
        model = Tagger(encoder)
        model.load_state_dict(state)
        write_onnx(model.eval(), out / f"{kind}.fp32.onnx")
        shrink(out / f"{kind}.fp32.onnx", out / f"{kind}.int8.onnx")
    measured = {path: Answers(path, held) for path in sorted(out.glob("*.onnx"))}
    for path, answers in measured.items():
        print(path.name, path.stat().st_size, answers.report(), flush=True)
    best = max(
        (path for path in measured if ".int8." in path.name), key=lambda path: measured[path].selected()
    )
    answers = measured[best]
    folder = MODELS / "attribution-minilm"
    folder.mkdir(exist_ok=True)
    shift(best, answers.thresholds, folder / "model.onnx")
    scores = {f"{role}_f1": round(value, 3) for role, value in answers.f1(range(len(held))).items()}
    write_manifest(folder, ["model.onnx"], {**CARD, "scores": scores})
    for path in measured:
        path.unlink()
    print("shipped", best.name, answers.thresholds.tolist(), scores)


def write_tokenizer(encoder: Path) -> None:
    """Write the folder of the tokenizer, which all models made from MiniLM share."""
    folder = MODELS / "minilm-tokenizer"
    folder.mkdir(exist_ok=True)
    (folder / "tokenizer.json").write_text(make_tokenizer(encoder).to_str(), encoding="utf-8")
    write_manifest(folder, ["tokenizer.json"], TOKENIZER_CARD)


def write_onnx(model: Tagger, path: Path) -> None:
    """Write the model as it is, for any number of texts of any length."""
    model.bert.config._attn_implementation = "eager"
    ids = torch.randint(1000, 2000, (2, 11))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with torch.no_grad():
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            str(path),
            input_names=names,
            output_names=["roles"],
            dynamic_axes={name: {0: "texts", 1: "pieces"} for name in [*names, "roles"]},
            opset_version=17,
            dynamo=False,
        )


def shrink(path: Path, out: Path) -> None:
    """Write all weights but the last layer's with 8 bits, one scale for each column."""
    last = [node.name for node in onnx.load(path).graph.node if node.name.startswith("/roles/")]
    quantize_dynamic(
        path,
        out,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=last,
        extra_options={"MatMulConstBOnly": True},
    )


def shift(path: Path, thresholds: np.ndarray, out: Path) -> None:
    """Take the thresholds off the last layer's bias, so that 0 is where the roles begin."""
    model = onnx.load(path)
    bias = next(it for it in model.graph.initializer if it.name == "roles.bias")
    bias.CopyFrom(
        onnx.numpy_helper.from_array(
            onnx.numpy_helper.to_array(bias) - thresholds.astype(np.float32), bias.name
        )
    )
    onnx.save(model, out)


class Answers:
    """What a model says of the words of dev; the first half chooses thresholds, the second is scored."""

    def __init__(self, path: Path, held: list[AnnotatedText]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        tokenizer = Tokenizer.from_file(str(MODELS / "minilm-tokenizer" / "tokenizer.json"))
        tagger = AttributionTagger(Encoder(onnxruntime.InferenceSession(path, options), tokenizer))
        self.rows = [self._row(tagger, item) for item in held]
        self.first, self.second = range(0, len(held), 2), range(1, len(held), 2)
        grid = np.arange(-2, 2.01, 0.1)
        self.thresholds = np.array(
            [max(grid, key=lambda at: self._f1(self.first, role, at)) for role in range(len(ROLES))]
        )

    @staticmethod
    def _row(tagger: AttributionTagger, item: AnnotatedText) -> tuple[np.ndarray, list[np.ndarray]]:
        """Give the scores of the words, and which of them each annotation has in each role."""
        words = [found.span() for found in TOKEN.finditer(item.text)]
        scores = tagger.scores(item.text)[[start for start, _ in words]]
        golds = []
        for annotation in item.annotations:
            gold = np.zeros(scores.shape, dtype=bool)
            for i, role in enumerate(ROLES):
                gold[list(in_role(words, annotation[role])), i] = True
            golds.append(gold)
        return scores, golds

    def _f1(self, texts: range, role: int, threshold: float) -> float:
        right = total = 0.0
        for scores, golds in (self.rows[i] for i in texts):
            said = scores[:, role] > threshold
            right += sum(float((said & gold[:, role]).sum()) for gold in golds) / len(golds)
            total += sum(float(said.sum() + gold[:, role].sum()) for gold in golds) / len(golds)
        return 2 * right / total

    def f1(self, texts: range) -> dict[str, float]:
        """F1 of the words by role, at the thresholds."""
        return {role: self._f1(texts, i, self.thresholds[i]) for i, role in enumerate(ROLES)}

    def selected(self) -> float:
        """Mean F1 on the half that chooses."""
        return float(np.mean(list(self.f1(self.first).values())))

    def report(self) -> dict[str, object]:
        """F1 on either half and on all, thresholds, and all at threshold 0."""
        parts = {"first": self.first, "second": self.second, "all": range(len(self.rows))}
        rounded = {name: [round(v, 4) for v in self.f1(part).values()] for name, part in parts.items()}
        plain = [round(self._f1(parts["all"], i, 0.0), 4) for i in range(len(ROLES))]
        return {**rounded, "thresholds": [round(float(t), 2) for t in self.thresholds], "all at 0": plain}


CARD: dict[str, object] = {
    "role": "Attribution tagger: which words are source, cue and content of what somebody says",
    "author": "The suasion developers (tools/train_attribution.py)",
    "url": "docs/models/attribution-minilm.md",
    "licence": "Apache-2.0, as all-MiniLM-L6-v2 which it is tuned from; PolNeAR states no licence, and no line of it is shipped",
    "trained_on": ["PolNeAR train, 840 texts (no licence stated)"],
    "tested_on": "PolNeAR dev, F1 of words; thresholds from one half of it",
}
TOKENIZER_CARD: dict[str, object] = {
    "role": "Word pieces of all models tuned from MiniLM; a line break is a piece of its own",
    "author": "The authors of BERT and of all-MiniLM-L6-v2",
    "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    "licence": "Apache-2.0",
    "trained_on": ["BERT's word pieces (English Wikipedia, BookCorpus), taken over by all-MiniLM-L6-v2"],
    "tested_on": "not tested: it answers nothing",
    "scores": {},
}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("checkpoint", type=Path, help="what train_attribution.py wrote")
    asked = parser.parse_args()
    export(asked.data, asked.encoder, asked.checkpoint, asked.checkpoint.parent)


if __name__ == "__main__":
    main()
