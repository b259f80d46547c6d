"""The coder understands the codebook: it finds the examples' types and is not taken in by the near-misses.

It was never trained on these sentences. `tests/quality_floors.toml` may demand more than the shares in this
file, never less.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from suasion.codebook import Example, load_codebook
from suasion.evaluation.answers import make_coding
from suasion.evaluation.gold import StatementRow
from suasion.evaluation.scoring import Coding
from suasion.evaluation.triples import CodedStatement, triples

CODEBOOK = load_codebook()
FLOORS_FILE = Path(__file__).parent / "quality_floors.toml"
FLOORS = tomllib.loads(FLOORS_FILE.read_text(encoding="utf-8"))["codebook"]


@cache
def coding() -> Coding:
    """Load the reader and the coder once."""
    return make_coding(CODEBOOK)


@cache
def coded(text: str) -> tuple[CodedStatement, ...]:
    """Give all that the coder makes of a text, the content of other statements too."""
    (answer,) = coding()([StatementRow(text=text)])
    return answer


def asserted(text: str) -> tuple[CodedStatement, ...]:
    """Give what the coder makes of a text, without the content of other statements."""
    return tuple(statement for statement in coded(text) if not statement.content)


def is_right(name: str, example: Example) -> bool:
    """Whether the coder yields the type between the same sides, in the right direction."""
    wanted = CodedStatement(
        event_type=name,
        actors=tuple(sorted(example.actors)),
        recipients=tuple(sorted(example.recipients)),
    )
    found = {triple for statement in asserted(example.text) for triple in triples(statement, CODEBOOK)}
    return triples(wanted, CODEBOOK) <= found


def test_the_coder_gets_the_examples_right() -> None:
    examples = [(name, example) for name, entry in CODEBOOK.types.items() for example in entry.examples]
    wrong = [f"{name}: {example.text}" for name, example in examples if not is_right(name, example)]
    share = 1 - len(wrong) / len(examples)
    assert share >= max(0.70, FLOORS["examples"]), "\n".join([f"{share:.3f}", *wrong])


def test_the_coder_is_not_taken_in_by_the_near_misses() -> None:
    misses = [(name, miss.text) for name, entry in CODEBOOK.types.items() for miss in entry.near_misses]
    wrong = [f"{name}: {text}" for name, text in misses if name in {it.event_type for it in asserted(text)}]
    share = 1 - len(wrong) / len(misses)
    assert share >= max(0.80, FLOORS["near_misses"]), "\n".join([f"{share:.3f}", *wrong])


def test_the_coder_names_the_instruments_of_their_examples() -> None:
    examples = [(name, it) for name, instrument in CODEBOOK.instruments.items() for it in instrument.examples]
    wrong = [
        f"{name}: {example.text}"
        for name, example in examples
        if not any(name in statement.instruments for statement in coded(example.text))
    ]
    share = 1 - len(wrong) / len(examples)
    assert share >= FLOORS["instruments"], "\n".join([f"{share:.3f}", *wrong])
