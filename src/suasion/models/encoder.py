"""Small text encoders in onnx files: from texts to numbers for each word piece, on one core, without torch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from suasion.errors import ModelError
from suasion.models.manifest import Manifest, check_files, package_folder, read_manifest

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

HERE = Path(__file__).parent
MODEL, TOKENIZER, MANIFEST = "model.onnx", "tokenizer.json", "manifest.json"
TOKENIZER_FOLDER = "minilm-tokenizer"
WINDOW, OVERLAP = 256, 48
"""Word pieces that the encoder sees at once, the two that mark the ends included; pieces that two windows of one
text share."""
IDS, MASK, TYPES = "input_ids", "attention_mask", "token_type_ids"

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which the tokenizer cannot take."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """What an encoder says of one text.

    `offsets[i]` is where piece `i` stands: half-open, in code points of the text as given. `outputs[name][i]` is
    what the model's output `name` says of it. `first[name]` is what it says of the piece that opens the text.
    """

    offsets: Places
    outputs: Mapping[str, Floats]
    first: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Pieces `first..last` of a text; `kept_first..kept_last` are those it answers for."""

    first: int
    last: int
    kept_first: int
    kept_last: int


class Encoder:
    """An encoder that is loaded once. One thread, so that several processes do not fight for the cores."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: tokenizers.Tokenizer) -> None:
        self.session, self.tokenizer = session, tokenizer
        self.names = tuple(output.name for output in session.get_outputs())
        self._typed = any(given.name == TYPES for given in session.get_inputs())
        self._opening, self._closing = (tokenizer.token_to_id(name) or 0 for name in ("[CLS]", "[SEP]"))

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Count the word pieces of each text."""
        return [len(self._pieces(text).ids) for text in texts]

    def _pieces(self, text: str) -> tokenizers.Encoding:
        return self.tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)

    def run(self, texts: Sequence[str], marks: Sequence[bytes] | None = None) -> tuple[Encoded, ...]:
        """Encode texts, in order.

        Each is shown alone: weights of 8 bits go with a scale that depends on all that is shown at once, so that
        an answer would hang on the neighbours (and running them together was no faster). A text longer than the window
        is cut between words, and the cuts overlap; each piece is answered from the cut in whose middle it is. `marks` gives
        a small number for each character of each text, for a model that was trained with types of pieces; a piece has its
        first character's.
        """
        return tuple(
            self._encode(text, marks[i] if marks is not None else b"") for i, text in enumerate(texts)
        )

    def _encode(self, text: str, marks: bytes) -> Encoded:
        pieces = self._pieces(text)
        ids = np.array(pieces.ids, dtype=np.int64)
        offsets = np.array(pieces.offsets, dtype=np.int32).reshape(-1, 2)
        types = _types(offsets, marks)
        outputs: dict[str, Floats] = {}
        first: dict[str, Floats] = {}
        for window in cut(offsets):
            kept = slice(window.kept_first - window.first + 1, window.kept_last - window.first + 1)
            for name, (row,) in self._answers(window, ids, types).items():
                whole = outputs.setdefault(name, np.zeros((len(ids), row.shape[-1]), dtype=np.float32))
                whole[window.kept_first : window.kept_last] = row[kept]
                first.setdefault(name, row[0].copy())
        return Encoded(offsets=offsets, outputs=outputs, first=first)

    def _answers(self, window: _Window, ids: Numbers, types: Numbers) -> dict[str, Floats]:
        """Run the model on one window."""
        inside = slice(window.first, window.last)
        given = np.concatenate([[self._opening], ids[inside], [self._closing]])[None]
        inputs = {IDS: given, MASK: np.ones_like(given)}
        if self._typed:
            inputs[TYPES] = np.concatenate([[0], types[inside], [0]])[None]
        return dict(zip(self.names, self.session.run(None, inputs), strict=True))


def _types(offsets: Places, marks: bytes) -> Numbers:
    if not marks:
        return np.zeros(len(offsets), dtype=np.int64)
    return np.frombuffer(marks, dtype=np.uint8)[offsets[:, 0]].astype(np.int64)


def cut(offsets: Places) -> Iterator[_Window]:
    """Cut a text into windows, between words where it can be."""
    room, number, first, kept = WINDOW - 2, len(offsets), 0, 0
    while number - first > room:
        last = _between_words(offsets, first + room, first + room // 2)
        following = _between_words(offsets, max(last - OVERLAP, first + 1), first)
        middle = (following + last) // 2
        yield _Window(first=first, last=last, kept_first=kept, kept_last=middle)
        first, kept = following, middle
    yield _Window(first=first, last=number, kept_first=kept, kept_last=number)


def _between_words(offsets: Places, at: int, least: int) -> int:
    """Give the last piece from `at` down to `least` (not included) that starts after a space; else `at`."""
    return next((i for i in range(at, least, -1) if offsets[i - 1, 1] < offsets[i, 0]), at)


def encoder_manifests(name: str) -> tuple[Manifest, Manifest]:
    """Read the cards of a model and of its tokenizer; both fingerprints belong into that of a stage using it."""
    return read_manifest(HERE / name / MANIFEST), read_manifest(HERE / TOKENIZER_FOLDER / MANIFEST)


@cache
def load_encoder(name: str) -> Encoder:
    """Load the model in the folder `name`, its files checked against the recorded hashes.

    Raises:
        ModelError: a file is missing, differs from its hash, or cannot be read by this version of a library.
    """
    model, words = encoder_manifests(name)
    for manifest in (model, words):
        check_files(manifest, package_folder(manifest))
    folder, word_folder = package_folder(model) / model.folder, package_folder(words) / words.folder
    import onnxruntime  # noqa: PLC0415 - commands that read nothing must not pay for loading it
    import tokenizers  # noqa: PLC0415 - likewise

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
        return Encoder(session, tokenizers.Tokenizer.from_file(str(word_folder / TOKENIZER)))
    except Exception as error:  # both libraries raise bare or private classes
        raise ModelError(
            f"The model {model.name} {model.version} cannot be loaded: {error}",
            cause="The installed onnxruntime or tokenizers is older than the model needs.",
            remedy="Install the pinned versions again: make setup",
        ) from error
