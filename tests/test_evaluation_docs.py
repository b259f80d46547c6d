"""The page on evaluation is true: its formats are read by the tasks' own readers, and its answers are of their shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from suasion.codebook import load_codebook
from suasion.coding.certainty import WORD_SCORES
from suasion.evaluation import (
    TASKS,
    AttributionScores,
    EventTypeScores,
    FactualityScores,
    SampleScores,
    StatementScores,
    evaluate,
)
from suasion.evaluation.actors import read_actors
from suasion.evaluation.attribution import ROLES, read_annotated
from suasion.evaluation.coreference_gold import read_coreference
from suasion.evaluation.coreference_shapes import CoreferenceScores
from suasion.evaluation.damage import read_damage
from suasion.evaluation.damage_shapes import DamageScores
from suasion.evaluation.gold import read_factuality, read_pairs, read_statements
from suasion.evaluation.meantime import read_times
from suasion.evaluation.ours import read_ours
from suasion.evaluation.places import read_places
from suasion.evaluation.span_shapes import ActorsScores, GoldScores, PlacesScores, TimesScores
from suasion.evaluation.stories import read_stories
from suasion.evaluation.story_shapes import EventsScores, OriginsScores
from suasion.registers import load_registers

PAGE = (Path(__file__).parent.parent / "docs" / "evaluation.md").read_text(encoding="utf-8")
GOLD = Path(__file__).parent / "gold"
CODEBOOK = load_codebook()

SHAPES: dict[str, type] = {
    "event-type": EventTypeScores,
    "statements": StatementScores,
    "factuality": FactualityScores,
    "attribution": AttributionScores,
    "times": TimesScores,
    "places": PlacesScores,
    "actors": ActorsScores,
    "gold": GoldScores,
    "sample": SampleScores,
    "origins": OriginsScores,
    "events": EventsScores,
    "coreference": CoreferenceScores,
    "damage": DamageScores,
}
"""What each task prints."""

LINES: dict[str, Callable[[Path], Iterable[object]]] = {
    "jsonl": lambda path: read_statements(path, CODEBOOK),
    "jsonl-factuality": read_factuality,
    "jsonl-actors": read_actors,
    "jsonl-gold": lambda path: (row for _, row in read_ours(path.parent)),
    "jsonl-damage": read_damage,
    "jsonl-stories": lambda path: read_stories(path, CODEBOOK, load_registers()).stories,
}
"""The reader of each kind of JSON lines."""


def sections() -> Iterator[tuple[str, str]]:
    """Give each section's name and text."""
    _, *parts = re.split(r"^## (.+)$", PAGE, flags=re.M)
    yield from zip(parts[::2], parts[1::2], strict=True)


def blocks(*kinds: str) -> list[tuple[str, str, str]]:
    """Give task, kind and content of the blocks of some kinds, or of all."""
    return [
        (task, kind, content)
        for task, text in sections()
        for kind, content in re.findall(r"^```([a-z-]+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        if not kinds or kind in kinds
    ]


def block(task: str, kind: str) -> str:
    (content,) = (content for name, _, content in blocks(kind) if name == task)
    return content


def holds(read: object, written: object) -> bool:
    """Whether all that is written was read."""
    if isinstance(written, dict):
        return isinstance(read, dict) and all(
            key in read and holds(read[key], value) for key, value in written.items()
        )
    if isinstance(written, list):
        return isinstance(read, list) and len(read) == len(written) and all(map(holds, read, written))
    return read == written


def table() -> dict[str, list[str]]:
    """Give the names that the table at the top says each task prints."""
    rows = re.findall(r"^\| \[([a-z-]+)\]\(#[a-z-]+\) \|[^|]*\|([^|]*)\|$", PAGE, re.M)
    return {task: re.findall(r"`(\w+)`", text) for task, text in rows}


# ------------------------------------------------------------------ what is read


def test_every_block_of_the_page_is_tested_here() -> None:
    known = {*LINES, "tsv", "json", "txt", "brat", "xml"}
    assert {kind for _, kind, _ in blocks()} == known


@pytest.mark.parametrize(("kind", "content"), [(kind, content) for _, kind, content in blocks(*LINES)])
def test_documented_lines_are_read_with_all_their_fields(tmp_path: Path, kind: str, content: str) -> None:
    path = tmp_path / "block.jsonl"
    path.write_text(content, encoding="utf-8")
    read = json.loads(msgspec.json.encode(list(LINES[kind](path))))
    assert holds(read, [json.loads(line) for line in content.splitlines()])


def test_the_documented_pairs_are_read_with_all_their_columns(tmp_path: Path) -> None:
    content = block("event-type", "tsv")
    (tmp_path / "pairs.tsv").write_text(content, encoding="utf-8")
    read = [
        [row.sentence, row.marked_sentence, row.root, str(row.quad)]
        for row in read_pairs(tmp_path / "pairs.tsv", CODEBOOK)
    ]
    assert read == [line.split("\t") for line in content.splitlines()[1:]]


def test_the_documented_annotations_mark_the_words_that_they_name(tmp_path: Path) -> None:
    for folder, name, kind in (("text", "port.txt", "txt"), ("attributions", "port.ann", "brat")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(block("attribution", kind), encoding="utf-8")
    (found,) = read_annotated(tmp_path)
    (spans,) = found.annotations
    marked = [" ".join(found.text[start:end] for start, end in spans[role]) for role in ROLES]
    assert marked == [line.split("\t")[2] for line in block("attribution", "brat").splitlines()]


def test_the_documented_times_are_read_with_their_words(tmp_path: Path) -> None:
    (tmp_path / "times.xml").write_text(block("times", "xml"), encoding="utf-8")
    (found,) = read_times(tmp_path / "times.xml")
    assert [found.text[it.start : it.end] for it in (*found.creation, *found.times)] == [
        "May 4, 2011",
        "yesterday",
    ]
    assert str(found.created) == found.creation[0].value


def test_the_documented_places_are_read_with_their_names(tmp_path: Path) -> None:
    (tmp_path / "places.xml").write_text(block("places", "xml"), encoding="utf-8")
    (found,) = read_places(tmp_path / "places.xml")
    assert found.places
    assert [found.text[it.start : it.end] for it in found.places] == [it.name for it in found.places]


def test_the_documented_mentions_are_read_with_their_words_and_their_event(tmp_path: Path) -> None:
    (tmp_path / "1_1ecb.xml").write_text(block("coreference", "xml"), encoding="utf-8")
    (found,) = read_coreference(tmp_path)
    words = [found.sentences[it.sentence][it.start : it.end] for it in found.mentions]
    assert words == ["talks", "met"]
    assert len({it.cluster for it in found.mentions}) == 1


def test_the_documented_instruments_are_in_the_codebook() -> None:
    named = set(re.findall(r'"([a-z]+/[a-z-]+)"', PAGE))
    assert named
    assert named <= set(CODEBOOK.instruments)


def test_our_own_gold_files_are_of_the_form() -> None:
    names = ("sentences", "sealed", "special")
    assert all(list(read_statements(GOLD / f"{name}.jsonl", CODEBOOK)) for name in names)
    assert list(read_actors(GOLD / "actors.jsonl"))
    assert list(read_ours(GOLD))


# ------------------------------------------------------------------ what is printed


def test_every_task_has_a_section_and_a_row_in_the_table() -> None:
    assert {name for name, _ in sections()} == set(TASKS) == set(SHAPES) == set(table())


@pytest.mark.parametrize("task", list(TASKS))
def test_the_table_names_all_that_a_task_prints_and_nothing_else(task: str) -> None:
    assert set(table()[task]) == {field.name for field in fields(SHAPES[task])}


@pytest.mark.parametrize(("task", "content"), [(task, content) for task, _, content in blocks("json")])
def test_documented_answers_are_of_the_shape_of_what_is_printed(task: str, content: str) -> None:
    answer = json.loads(content)
    assert holds(msgspec.to_builtins(msgspec.convert(answer, type=SHAPES[task])), answer)


# ------------------------------------------------------------------ factuality


def test_the_documented_scores_of_words_are_those_of_the_coder() -> None:
    words, _, numbers = re.search(r"(\| occurred .*)\n(.*)\n(.*)\n", PAGE).groups()  # type: ignore[union-attr]
    said = zip(words.strip("| ").split(" | "), map(float, numbers.strip("| ").split(" | ")), strict=True)
    assert dict(said) == WORD_SCORES


def test_the_documented_predicate_gets_a_number_within_the_scale(tmp_path: Path) -> None:
    path, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    path.write_text(block("factuality", "jsonl-factuality"), encoding="utf-8")
    scores = evaluate("factuality", path, predictions=out)
    assert isinstance(scores, FactualityScores)
    line = json.loads(out.read_text(encoding="utf-8"))
    assert scores.mae == pytest.approx(abs(line["predicted"] - 0.8))
    assert -3 <= line["predicted"] <= 3
    assert line["label"] == "possible"
