"""Attribution is scored word by word, and folders of texts and annotations are read or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.evaluation import evaluate
from suasion.evaluation.attribution import (
    TOKEN,
    AnnotatedText,
    RoleSpans,
    in_role,
    read_annotated,
    score_attribution,
)
from suasion.evaluation.shapes import Prediction

TEXT = "Peru's envoy said talks don’t help."


def spans_of(**words: str) -> RoleSpans:
    return {role: ((TEXT.index(part), TEXT.index(part) + len(part)),) for role, part in words.items()}


def a_folder(folder: Path, annotations: dict[str, str], text: str = TEXT) -> Path:
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    (folder / "text" / "one.txt").write_bytes(text.encode())
    for name, content in annotations.items():
        (folder / "attributions" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "attributions" / name).write_text(content, encoding="utf-8")
    return folder


# ------------------------------------------------------------------ words


def test_a_word_takes_what_follows_its_apostrophe_and_other_characters_stand_alone() -> None:
    assert TOKEN.findall(TEXT + " … US$5") == [
        "Peru's", "envoy", "said", "talks", "don’t", "help", ".", "…", "US", "$", "5",
    ]  # fmt: skip


def test_a_word_has_a_role_if_any_part_of_it_lies_in_a_span() -> None:
    words = [found.span() for found in TOKEN.finditer(TEXT)]
    assert in_role(words, [(3, 8)]) == {0, 1}
    assert in_role(words, [(12, 13), (4, 4)]) == frozenset()


@given(st.lists(st.tuples(st.integers(0, 35), st.integers(0, 35))))
def test_overlapping_and_empty_spans_are_as_their_union(spans: list[tuple[int, int]]) -> None:
    words = [found.span() for found in TOKEN.finditer(TEXT)]
    covered = {at for start, end in spans for at in range(start, end)}
    assert in_role(words, spans) == {i for i, (a, b) in enumerate(words) if covered & set(range(a, b))}


# ------------------------------------------------------------------ scores


def test_shares_are_those_worked_out_by_hand() -> None:
    gold = spans_of(source="Peru's envoy", cue="said", content="talks don’t help")
    said = spans_of(source="envoy", cue="said talks", content="talks don’t help.")
    item = AnnotatedText(name="one", text=TEXT, annotations=(gold,))
    scores = score_attribution([item], lambda _: said, lambda _: None)
    assert (scores.source.precision, scores.source.recall) == (1.0, 0.5)
    assert (scores.cue.precision, scores.cue.recall) == (0.5, 1.0)
    assert scores.content.f1 == pytest.approx(2 * 3 / (3 + 4))


def test_of_several_annotations_of_a_text_each_counts_its_share() -> None:
    right, other = spans_of(cue="said"), spans_of(cue="help")
    twice = AnnotatedText(name="one", text=TEXT, annotations=(right, other))
    once = AnnotatedText(name="two", text=TEXT, annotations=(right,))
    scores = score_attribution([twice, once], lambda _: right, lambda _: None)
    assert scores.cue.precision == pytest.approx(0.75)
    assert scores.cue.recall == pytest.approx(0.75)


def test_predictions_are_spans_by_document() -> None:
    written: list[Prediction] = []
    item = AnnotatedText(name="one", text=TEXT, annotations=({},))
    score_attribution([item], lambda _: {"cue": ((13, 17),)}, written.append)
    (line,) = written
    assert json.loads(json.dumps(getattr(line, "predicted", None))) == {
        "source": [],
        "cue": [[13, 17]],
        "content": [],
    }


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    "name", ["one.ann", "one_4e07.ann", "one.anna-b.ann", "anna/one.ann", "one/anna.ann"]
)
def test_an_annotation_is_found_by_its_texts_name_however_the_annotator_is_named(
    tmp_path: Path, name: str
) -> None:
    folder = a_folder(tmp_path, {name: "T1\tCue 13 17\tsaid\n"})
    (found,) = read_annotated(folder)
    assert found.annotations[0]["cue"] == ((13, 17),)


def test_spans_in_parts_and_lines_of_other_kinds_are_read_as_brat_writes_them(tmp_path: Path) -> None:
    lines = [
        "T1\tContent 18 23;30 34\ttalks help",
        "T2\tAttribution-no-source 13 17\tsaid",
        "E1\tAttribution:T2 Content:T1",
        "#1\tAnnotatorNotes T1\tsure?",
        "",
    ]
    (found,) = read_annotated(a_folder(tmp_path, {"one_a.ann": "\n".join(lines)}))
    assert found.annotations[0] == {"source": (), "cue": (), "content": ((18, 23), (30, 34))}


def test_positions_count_carriage_returns(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"one.ann": "T1\tCue 6 10\tsaid\n"}, "Peru\r\nsaid")
    (found,) = read_annotated(folder)
    assert found.text[6:10] == "said"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("two.ann", "", "belongs to no text"),
        ("one.ann", "T1\tCue 13 99\tsaid\n", "line 1"),
        ("one.ann", "E1\tx\nT1\tCue 13\tsaid\n", "line 2"),
    ],
)
def test_a_bad_annotation_is_refused_with_its_place(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    folder = a_folder(tmp_path, {name: content})
    with pytest.raises(InputError, match=expected):
        list(read_annotated(folder))


def test_a_folder_of_another_layout_is_refused_before_models_are_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"text/\*\.txt"):
        evaluate("attribution", tmp_path)


def test_the_task_scores_a_folder_with_suasions_own_reader(tmp_path: Path) -> None:
    text = "The minister said that the port would open on Monday."
    annotation = "T1\tSource 0 12\tThe minister\nT2\tCue 13 17\tsaid\nT3\tContent 18 52\tthat … Monday\n"
    folder = a_folder(tmp_path / "gold", {"one_x.ann": annotation}, text)
    out = tmp_path / "out.jsonl"
    scores = evaluate("attribution", folder, predictions=out)
    assert getattr(scores, "cue", None) is not None
    line = json.loads(out.read_text(encoding="utf-8"))
    assert line["document"] == "one"
    assert [13, 17] in line["predicted"]["cue"]
