"""The pair typer: what it answers for marked pairs, and what its model was made of."""

from __future__ import annotations

import re
import shutil
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import load_codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding.features import GROUPS, PairView, parse_pairs, read_marks
from suasion.coding.pair import (
    MANIFEST,
    MODEL_FOLDER,
    VOCABULARY,
    WEIGHTS,
    PairTyper,
    Scales,
    Vocabulary,
    load_pair_model,
)
from suasion.errors import ModelError
from suasion.evaluation.gold import read_pairs
from suasion.models import load_spacy, read_manifest

ROOT = Path(__file__).parent.parent
OWN_SENTENCES = ROOT / "tools" / "data" / "pair_sentences.tsv"
SHARED_WORDS = 6

PAIRS = {
    "ASSAULT": "<s>Zambian soldiers</s> shot dead <t>two smugglers</t> on the river.",
    "REJECT": "<s>Fiji</s> refused to sign the treaty that <t>Tonga</t> had drafted.",
    "AGREE": "<s>The Latvian premier</s> will meet <t>her Maltese colleague</t> in Riga next week.",
    "CONSULT": "<s>The Latvian premier</s> met <t>her Maltese colleague</t> in Riga last week.",
    "YIELD": "<s>Guyana</s> has released <t>the captured fishermen</t>.",
    "PROTEST": "<s>Postal workers</s> went on strike and marched against <t>the Bolivian government</t>.",
}


@pytest.fixture(scope="module")
def typer() -> PairTyper:
    return PairTyper(load_codebook())


def features_of(marked: str) -> set[str]:
    pair = read_marks("", marked)
    doc = next(parse_pairs([pair], load_spacy()))
    return set(PairView(pair, doc, load_triggers(), load_codebook()).features())


@pytest.mark.parametrize("root", PAIRS)
def test_a_plainly_stated_act_gets_its_root(typer: PairTyper, root: str) -> None:
    assert typer.predict("", PAIRS[root]).root == root


def test_every_answer_ranks_all_fifteen_roots_by_probabilities_that_sum_to_one(typer: PairTyper) -> None:
    for answer in typer.predict_many(("", marked) for marked in PAIRS.values()):
        names, values = zip(*answer.ranking, strict=True)
        assert set(names) == set(load_codebook().root15s)
        assert list(values) == sorted(values, reverse=True)
        assert isclose(sum(values), 1.0, abs_tol=1e-5)
        assert (answer.root, answer.probability) == answer.ranking[0]


def test_one_by_one_and_many_at_a_time_give_the_same_answers(typer: PairTyper) -> None:
    pairs = [("", marked) for marked in PAIRS.values()]
    many = [answer.root for answer in typer.predict_many(pairs)]
    assert many == [typer.predict(*pair).root for pair in pairs]


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("Peru met Chile.", "Peru met Chile."),
        ("Peru met Chile.", ""),
        ("", ""),
        ("", "   "),
        ("", "<s></s><t></t>"),
        ("", "<s>Peru"),
        ("", "</t>Peru</s>"),
        ("", "<s>Peru and <t>Chile</t></s>"),
        ("", "<t>Peru</t> was visited by <s>Chile</s> and <s>Chad</s>."),
        ("", "<s>Peru</s> " + "and Chile " * 900 + "met <t>Chad</t>."),
    ],
)
def test_a_pair_whose_marks_are_missing_broken_or_doubled_is_answered(
    typer: PairTyper, sentence: str, marked: str
) -> None:
    assert typer.predict(sentence, marked).root in load_codebook().root15s


def test_turning_the_marks_round_changes_what_the_typer_sees() -> None:
    forth = features_of("<s>Peru</s> shelled <t>Chile</t>.")
    back = features_of("<t>Peru</t> shelled <s>Chile</s>.")
    assert "d:order=True" in forth - back
    assert "d:match=ASSAULT|s-t" in forth - back


def test_who_is_named_does_not_show_in_the_words_that_the_typer_sees() -> None:
    one = features_of("<s>Peru</s> shelled <t>Chile</t> near Arica.")
    other = features_of("<s>Mali</s> shelled <t>Niger</t> near Gao.")
    words = {name for name in one ^ other if name.startswith(("w:", "c:"))}
    assert words == set()


@given(st.lists(st.sampled_from(["<s>", "</s>", "<t>", "</t>", "Oslo ", "met ", "’", "\n"]), max_size=12))
def test_spans_lie_within_the_text_and_the_text_holds_no_mark(parts: list[str]) -> None:
    pair = read_marks("", "".join(parts))
    assert not re.search(r"</?[st]>", pair.text)
    for start, end in (*pair.source, *pair.target):
        assert 0 <= start < end <= len(pair.text)


@given(st.dictionaries(st.sampled_from(["d:a", "d:b", "w:a", "c:a", "c:unknown"]), st.integers(1, 9)))
def test_each_group_of_features_has_the_length_of_its_weight(counts: dict[str, int]) -> None:
    names = ("c:a", "d:a", "d:b", "w:a")
    weights = dict(zip(GROUPS, (2.0, 1.0, 0.5), strict=True))
    vocabulary = Vocabulary(roots=("X",), groups=weights, temperature=1.0, names=names)
    rows, values = Scales(vocabulary, np.ones(4, dtype=np.float32)).vector(counts)
    for group, weight in weights.items():
        own = [value for row, value in zip(rows, values, strict=True) if names[row].startswith(group)]
        assert not own or isclose(sum(value**2 for value in own), weight**2, rel_tol=1e-6)


def test_the_model_is_small_and_its_manifest_counts_every_byte() -> None:
    manifest = read_manifest(MODEL_FOLDER / MANIFEST)
    sizes = [(MODEL_FOLDER / name).stat().st_size for name in (WEIGHTS, VOCABULARY)]
    assert manifest.bytes == sum(sizes) < 3_000_000
    assert {file.path for file in manifest.files} == {f"pair-linear/{name}" for name in (WEIGHTS, VOCABULARY)}


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY])
def test_an_altered_file_of_the_model_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / MODEL_FOLDER.name
    shutil.copytree(MODEL_FOLDER, folder)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match=re.escape(name)):
        load_pair_model(folder)


def test_a_training_sentence_shares_no_six_words_in_a_row_with_what_the_house_is_tested_on() -> None:
    kinds = load_codebook().types.values()
    tested = [example.text for kind in kinds for example in kind.examples]
    tested += [near.text for kind in kinds for near in kind.near_misses]
    tested += [path.read_text("utf-8") for path in sorted((ROOT / "tests" / "gold").glob("*.jsonl"))]
    tested += [path.read_text("utf-8") for path in sorted((ROOT / "examples").rglob("*.txt"))]
    forbidden = {gram for text in tested for gram in runs_of_words(text)}
    rows = list(read_pairs(OWN_SENTENCES, load_codebook()))
    assert len(rows) > 200
    assert len(forbidden) > 1000
    assert [row.sentence for row in rows if runs_of_words(row.sentence) & forbidden] == []


def test_every_training_sentence_is_its_marked_copy_without_the_marks() -> None:
    for row in read_pairs(OWN_SENTENCES, load_codebook()):
        assert read_marks("", row.marked_sentence).text == row.sentence.replace("\u2019", "'")
        assert row.quad == load_codebook().root_quads[row.root]


def test_the_card_states_the_scores_of_the_manifest() -> None:
    card = (ROOT / "docs" / "models" / "pair-linear.md").read_text("utf-8")
    manifest = read_manifest(MODEL_FOLDER / MANIFEST)
    assert [name for name, score in manifest.scores.items() if f"{score:.3f}".lstrip("0") not in card] == []


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[k : k + SHARED_WORDS]) for k in range(len(words) - SHARED_WORDS + 1)}
