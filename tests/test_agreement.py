"""The agreement of two annotators is 1 when they say the same and falls only where they differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suasion.codebook import load_codebook
from suasion.errors import InputError
from suasion.evaluation.agreement import Agreement, agreement, read_annotations

CODEBOOK = load_codebook()


def act(
    event_type: str, actors: str, recipients: str, factuality: str = "occurred", **more: Any
) -> dict[str, Any]:
    return {
        "event_type": event_type,
        "actors": actors.split(),
        "recipients": recipients.split(),
        "factuality": factuality,
        **more,
    }


def annotated(path: Path, texts: dict[str, list[dict[str, Any]]]) -> Path:
    lines = [json.dumps({"id": name, "statements": statements}) for name, statements in texts.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def compare(
    tmp_path: Path, first: dict[str, list[dict[str, Any]]], second: dict[str, list[dict[str, Any]]]
) -> Agreement:
    one = read_annotations(annotated(tmp_path / "first.jsonl", first))
    other = read_annotations(annotated(tmp_path / "second.jsonl", second))
    return agreement(one, other, CODEBOOK)


TEXTS = {
    "gift": [act("AGREE", "CHN", "NPL"), act("AID", "CHN", "NPL", "planned", content=True)],
    "quarrel": [act("ACCUSE", "IND", "NPL")],
    "weather": [],
}


def test_annotators_who_say_the_same_agree_perfectly(tmp_path: Path) -> None:
    found = compare(tmp_path, TEXTS, TEXTS)
    assert (found.texts, found.first, found.second, found.paired, found.same_type) == (3, 3, 3, 3, 3)
    assert found.triple_f1 == found.accepted_f1 == 1
    assert found.stating_alpha == found.type_alpha == found.factuality_alpha == 1


def test_a_statement_that_one_annotator_misses_lowers_only_what_is_found(tmp_path: Path) -> None:
    found = compare(tmp_path, TEXTS, TEXTS | {"gift": TEXTS["gift"][1:]})
    assert found.triple_f1 == pytest.approx(2 * 2 / (3 + 2))
    assert found.stating_alpha == found.type_alpha == found.factuality_alpha == 1


def test_another_type_between_the_same_sides_is_a_disagreement_in_type_unless_it_is_accepted(
    tmp_path: Path,
) -> None:
    first = TEXTS | {"quarrel": [act("ACCUSE", "IND", "NPL", accept=["REJECT"])]}
    found = compare(tmp_path, first, TEXTS | {"quarrel": [act("REJECT", "IND", "NPL")]})
    assert (found.paired, found.same_type) == (3, 2)
    assert found.type_alpha is not None
    assert found.type_alpha < 1
    assert found.triple_f1 == pytest.approx(2 / 3)
    assert found.accepted_f1 == 1


def test_factuality_is_compared_where_sides_and_type_are_the_same(tmp_path: Path) -> None:
    second = TEXTS | {"gift": [act("AGREE", "CHN", "NPL"), act("AID", "CHN", "NPL", "possible")]}
    found = compare(tmp_path, TEXTS, second)
    assert found.triple_f1 == found.type_alpha == 1
    # Values: occurred x4, planned, possible. Observed 2 of 6, expected (36 - 16 - 1 - 1) / (6 * 5).
    assert found.factuality_alpha == pytest.approx(1 - (2 / 6) / (18 / 30))


def test_texts_of_one_annotator_alone_do_not_count(tmp_path: Path) -> None:
    found = compare(tmp_path, TEXTS, {"weather": [], "sport": [act("AID", "CHN", "NPL")]})
    assert (found.texts, found.first, found.second) == (1, 0, 0)
    assert found.stating_alpha is None


def test_a_joint_subject_and_a_named_other_side_are_the_same_meeting(tmp_path: Path) -> None:
    found = compare(tmp_path, {"a": [act("CONSULT", "IND NPL", "")]}, {"a": [act("CONSULT", "NPL", "IND")]})
    assert found.triple_f1 == 1
    assert found.paired == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(b'{"id": "a"}\n', "line 1"), (b'{"id": "a", "statements": []}\n' * 2, "twice"), (b"\xff\n", "line 1")],
)
def test_a_bad_annotation_file_is_refused_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_annotations(tmp_path / "bad.jsonl")


def test_a_missing_annotation_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_annotations(tmp_path / "none.jsonl")
