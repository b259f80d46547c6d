"""Print how far a second annotator agrees with our gold: `python tools/gold_agreement.py [ANSWERS]`.

The first annotator's answers are taken from the gold itself: by id, or, for a paragraph of a report (`name/number`),
those events of the report whose anchor stands in the paragraph.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from suasion.codebook import load_codebook
from suasion.evaluation.agreement import agreement, read_annotations
from suasion.evaluation.gold import GoldStatement

GOLD = Path(__file__).parent.parent / "tests" / "gold"
ITEMS = GOLD / "second" / "items.jsonl"
ANSWERS = GOLD / "second" / "answers.jsonl"


def first_answers(items: Path = ITEMS) -> dict[str, tuple[GoldStatement, ...]]:
    """Give what the gold says about each item."""
    gold = {
        row["id"]: row["statements"]
        for name in ("sentences.jsonl", "special.jsonl")
        for row in _rows(GOLD / name)
    }
    return {
        row["id"]: msgspec.convert(
            gold[row["id"]] if row["id"] in gold else _of_paragraph(row), tuple[GoldStatement, ...]
        )
        for row in _rows(items)
    }


def _of_paragraph(item: dict[str, Any]) -> list[dict[str, Any]]:
    report = item["id"].partition("/")[0]
    events = json.loads((GOLD / "reports" / f"{report}.json").read_text(encoding="utf-8"))["events"]
    return [event for event in events if event["anchor"] in item["text"]]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    answers = read_annotations(Path(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS)
    print(msgspec.json.encode(agreement(first_answers(), answers, load_codebook())).decode())
