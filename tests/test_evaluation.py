"""Scores are right, and gold files are read or refused with a line number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from suasion.codebook import load_codebook
from suasion.errors import InputError
from suasion.evaluation import TASKS, evaluate
from suasion.evaluation.gold import (
    GoldStatement,
    StatementRow,
    read_factuality,
    read_pairs,
    read_statements,
)
from suasion.evaluation.scores import (
    Confusion,
    Counts,
    accuracy,
    bootstrap_interval,
    by_class,
    krippendorff_alpha,
    macro_f1,
    mean_absolute_error,
    pearson,
)
from suasion.evaluation.scoring import Coding, score_pairs, score_statements
from suasion.evaluation.shapes import Prediction
from suasion.evaluation.triples import CodedStatement, Triple, settle, triples

CODEBOOK = load_codebook()
TAKE_FOLDERS = {"attribution", "coreference", "gold", "times"}
"""Tasks whose gold is a folder; `times` takes a file as well."""
HEADER = "sentence\tmarked_sentence\tgold_root\tgold_penta\n"
MARKED = "<s>Norway</s> warned <t>Iceland</t>."

counts = st.builds(Counts, right=st.integers(0, 9), surplus=st.integers(0, 9), missed=st.integers(0, 9))
labels = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")), min_size=1, max_size=30)


# ------------------------------------------------------------------ scores


def test_precision_recall_and_f1_are_those_worked_out_by_hand() -> None:
    score = Counts.of_sets({1, 2, 3, 4}, {3, 4, 5})
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(1 / 2)
    assert score.f1 == pytest.approx(4 / 7)


def test_scores_without_anything_to_divide_by_are_zero() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)
    assert (macro_f1({}), accuracy({})) == (0.0, 0.0)


@given(counts, counts, counts)
def test_counts_add_in_any_order(first: Counts, second: Counts, third: Counts) -> None:
    assert (first + second) + third == third + (second + first)


@given(labels)
def test_macro_f1_and_accuracy_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    confusion = Confusion(pairs)
    gold, predicted = zip(*pairs, strict=True)
    assert macro_f1(confusion) == pytest.approx(f1_score(gold, predicted, average="macro", zero_division=0))
    assert accuracy(confusion) == pytest.approx(accuracy_score(gold, predicted))


def test_a_class_counts_its_misses_and_its_false_alarms() -> None:
    found = by_class(Confusion([("A", "A"), ("A", "B"), ("B", "B"), ("C", "B")]))
    assert found["A"] == Counts(right=1, missed=1)
    assert found["B"] == Counts(right=1, surplus=2)
    assert found["C"] == Counts(missed=1)


def test_correlation_and_distance_are_those_worked_out_by_hand() -> None:
    assert pearson([1, 2, 3], [1, 3, 2]) == pytest.approx(0.5)
    assert pearson([1, 2, 3], [-2, -4, -6]) == pytest.approx(-1.0)
    assert mean_absolute_error([1, 2, 3], [1, 3, 6]) == pytest.approx(4 / 3)


@pytest.mark.parametrize(("first", "second"), [([], []), ([1.0], [2.0]), ([1.0, 1.0], [2.0, 3.0])])
def test_a_correlation_that_is_undefined_is_null(first: list[float], second: list[float]) -> None:
    assert pearson(first, second) is None


def test_alpha_agrees_with_a_table_worked_out_by_hand() -> None:
    # Two coders on four units: a a / a b / b b / b b. Coincidences: of 8 values 3 are a and 5 are b; 2 of the
    # 8 ordered pairs disagree. Expected: 2*3*5 / 7. So alpha = 1 - 2 / (30 / 7) = 8 / 15.
    assert krippendorff_alpha(["aa", "ab", "bb", "bb"]) == pytest.approx(8 / 15)


def test_alpha_leaves_out_units_that_one_coder_alone_judged() -> None:
    assert krippendorff_alpha(["aa", "ab", "bb", "bb", "a", ""]) == pytest.approx(8 / 15)


def test_alpha_is_one_for_perfect_agreement_and_null_without_any_variation() -> None:
    assert krippendorff_alpha(["aa", "bb"]) == pytest.approx(1.0)
    assert krippendorff_alpha(["aa", "aa"]) is None
    assert krippendorff_alpha([]) is None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def test_a_bootstrap_interval_repeats_with_its_seed_and_holds_the_mean() -> None:
    values = [0.0, 1.0] * 50
    low, high = bootstrap_interval(values, _mean, seed=3)
    assert (low, high) == bootstrap_interval(values, _mean, seed=3)
    assert 0.37 < low < 0.5 < high < 0.63


def test_a_bootstrap_interval_of_equal_values_is_that_value() -> None:
    assert bootstrap_interval([2.0] * 5, _mean, draws=20) == (2.0, 2.0)


# ------------------------------------------------------------------ triples


def coded(event_type: str, actors: str, recipients: str = "", *, content: bool = False) -> CodedStatement:
    return CodedStatement(
        event_type=event_type,
        actors=tuple(actors.split()),
        recipients=tuple(recipients.split()),
        content=content,
    )


def test_every_actor_meets_every_recipient() -> None:
    assert triples(coded("AID", "NOR SWE", "KEN UGA"), CODEBOOK) == {
        Triple("AID", actor, recipient) for actor in ("NOR", "SWE") for recipient in ("KEN", "UGA")
    }


def test_an_act_without_a_recipient_has_an_empty_one() -> None:
    assert triples(coded("MOBILIZE", "PRK"), CODEBOOK) == {Triple("MOBILIZE", "PRK", "")}


def test_an_act_without_a_resolved_actor_makes_no_triple() -> None:
    assert triples(coded("AID", "", "KEN"), CODEBOOK) == frozenset()


@pytest.mark.parametrize("name", ["CONSULT", "COOPERATE", "AGREE"])
def test_the_sides_of_a_symmetric_act_are_an_unordered_pair_however_they_are_told(name: str) -> None:
    told = [coded(name, "KEN", "UGA"), coded(name, "UGA", "KEN"), coded(name, "KEN UGA")]
    assert {triples(statement, CODEBOOK) for statement in told} == {frozenset({Triple(name, "KEN", "UGA")})}


def test_three_who_meet_make_three_pairs() -> None:
    assert len(triples(coded("CONSULT", "KEN TZA UGA"), CODEBOOK)) == 3


def test_an_accepted_type_counts_as_the_gold_type_only_between_the_same_sides() -> None:
    gold = [GoldStatement(event_type="COERCE", accept=("SANCTION",), actors=("TUR",), recipients=("ARM",))]
    same, other = coded("SANCTION", "TUR", "ARM"), coded("SANCTION", "ARM", "TUR")
    assert settle(gold, [same, other], CODEBOOK) == (coded("COERCE", "TUR", "ARM"), other)


# ------------------------------------------------------------------ gold files


def test_pairs_are_read_by_column_name_with_other_columns_and_quotes_and_byte_order_mark(
    tmp_path: Path,
) -> None:
    content = (
        "id\tgold_root\tgold_penta\tmarked_sentence\tsentence\r\n"
        '1\tTHREATEN\t3\t"<s>Norway</s> said ""no fish"" to <t>Iceland</t>"'
        '\t"Norway said ""no fish"" to Iceland"\r\n'
    )
    (tmp_path / "gold.tsv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    (row,) = read_pairs(tmp_path / "gold.tsv", CODEBOOK)
    assert (row.sentence, row.root, row.quad) == ('Norway said "no fish" to Iceland', "THREATEN", 3)


def test_concede_and_retreat_in_the_gold_are_the_root_yield(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(HEADER + "".join(f"x\t{MARKED}\t{name}\t2\n" for name in ("CONCEDE", "RETREAT", "YIELD")))
    assert [row.root for row in read_pairs(path, CODEBOOK)] == ["YIELD"] * 3


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"sentence\tgold_root\n", 1),
        (HEADER.encode() + b"x\t<s>a</s> <t>b</t>\tGREET\t3\n", 2),
        (HEADER.encode() + b"x\t<s>a</s> <t>b</t>\tAID\t5\n", 2),
        (HEADER.encode() + b"x\t<s>a</s> <t>b</t>\tAID\t2\nx\ty\tAID\ttwo\n", 3),
        (HEADER.encode() + b"only one field\n", 2),
        (HEADER.encode() + b"x\t<s>a</s> <t>b</t>\tAID\t2\n\xff\xfe\tx\tAID\t2\n", 3),
        (HEADER.encode() + b"x" * 200_000 + b"\n", 2),
    ],
)
def test_a_bad_line_of_a_pairs_file_is_named_by_its_number(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / "gold.tsv").write_bytes(content)
    with pytest.raises(InputError, match=f"line {line}:"):
        list(read_pairs(tmp_path / "gold.tsv", CODEBOOK))


def test_statements_are_read_with_only_the_fields_that_the_format_demands(tmp_path: Path) -> None:
    row = {"text": "Kenya lent Malawi money.", "date": "2021-04-19"}
    statement = {"event_type": "AID", "actors": ["KEN"], "recipients": ["MWI"]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row | {"statements": [statement]}) + "\n\n")
    assert list(read_statements(tmp_path / "gold.jsonl", CODEBOOK)) == [
        StatementRow(
            text="Kenya lent Malawi money.",
            date=date(2021, 4, 19),
            statements=(GoldStatement(event_type="AID", actors=("KEN",), recipients=("MWI",)),),
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "half a line',
        b"[]",
        b'{"text": 3, "date": null, "statements": []}',
        b'{"text": "  ", "date": null, "statements": []}',
        b'{"text": "x", "date": "yesterday", "statements": []}',
        b'{"text": "x", "date": null, "statements": [{"event_type": "GREET", "actors": ["KEN"]}]}',
        b'{"text": "x", "date": null, "statements": [{"actors": ["KEN"]}]}',
        b'{"text": "\xff", "date": null, "statements": []}',
        b"[" * 100_000,
    ],
)
def test_a_bad_line_of_a_statements_file_is_named_by_its_number(tmp_path: Path, line: bytes) -> None:
    good = b'{"text": "x", "date": null, "statements": []}\n'
    (tmp_path / "gold.jsonl").write_bytes(good + good + line + b"\n")
    with pytest.raises(InputError, match="line 3:"):
        list(read_statements(tmp_path / "gold.jsonl", CODEBOOK))


def test_a_span_outside_its_sentence_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"sentence": "It fell.", "start": 3, "end": 99, "score": 3}\n')
    with pytest.raises(InputError, match="line 1:"):
        list(read_factuality(tmp_path / "gold.jsonl"))


@pytest.mark.parametrize("name", list(TASKS))
def test_a_path_where_nothing_is_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(name, tmp_path / "missing")


@pytest.mark.parametrize("name", sorted(set(TASKS) - TAKE_FOLDERS))
def test_a_folder_is_refused_by_a_task_that_takes_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(name, tmp_path)


@pytest.mark.parametrize("name", sorted(TAKE_FOLDERS))
def test_a_folder_without_any_gold_is_refused_with_what_it_lacks(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.(txt|xml|jsonl)"):
        evaluate(name, tmp_path)


@pytest.mark.parametrize("name", sorted(TAKE_FOLDERS - {"times"}))
def test_a_file_is_refused_by_a_task_that_takes_a_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x", "statements": []}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot be read: Not a folder"):
        evaluate(name, path)


@pytest.mark.parametrize("content", [b"3\n", b"null\n", b"[\n", b"\xff\n", b"[" * 100_000])
def test_a_gold_folder_whose_files_hold_no_rows_is_refused_in_plain_words(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "own.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=r"own\.jsonl|no \.jsonl"):
        evaluate("gold", tmp_path)


def test_predictions_never_overwrite_the_gold_file(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x", "date": null, "statements": []}\n')
    with pytest.raises(InputError, match="gold file itself"):
        evaluate("statements", path, predictions=path)
    assert path.read_text()


def test_predictions_that_cannot_be_written_are_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x", "date": null, "statements": []}\n')
    with pytest.raises(InputError, match="cannot be written"):
        evaluate("statements", path, predictions=tmp_path / "no" / "folder.jsonl")


def test_an_unknown_task_is_refused_with_the_names_that_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="event-type"):
        evaluate("beauty", tmp_path)


# ------------------------------------------------------------------ scoring


@dataclass(frozen=True)
class Answer:
    root: str
    probability: float = 0.9


@dataclass(frozen=True)
class FixedTyper:
    """Answers by the sentence."""

    roots: dict[str, str]

    def predict(self, sentence: str, marked: str) -> Answer:
        return Answer(self.roots[sentence])


def test_pairs_are_scored_by_root_and_by_class_and_written_in_order(tmp_path: Path) -> None:
    rows = [("one", "AID", 2), ("two", "COOPERATE", 2), ("three", "THREATEN", 3), ("four", "YIELD", 2)]
    path = tmp_path / "gold.tsv"
    path.write_text(HEADER + "".join(f"{text}\t{MARKED}\t{root}\t{quad}\n" for text, root, quad in rows))
    typer = FixedTyper({"one": "AID", "two": "AID", "three": "THREATEN", "four": "ASSAULT"})
    written: list[Prediction] = []
    scores = score_pairs(read_pairs(path, CODEBOOK), typer, CODEBOOK, written.append)
    # AID: F1 2/3. COOPERATE, YIELD, ASSAULT: 0. THREATEN: 1.
    # Class 2: precision 1, recall 2/3, F1 .8. Class 3: 1. Class 4: 0.
    assert scores.root.macro_f1 == pytest.approx((2 / 3 + 1) / 5)
    assert scores.root.accuracy == pytest.approx(0.5)
    assert scores.root.per_class["AID"].support == 1
    assert scores.quad.macro_f1 == pytest.approx((0.8 + 1 + 0) / 3)
    assert scores.n == 4
    assert [getattr(line, "predicted", None) for line in written] == ["AID", "AID", "THREATEN", "ASSAULT"]


def row(text: str, *statements: GoldStatement) -> StatementRow:
    return StatementRow(text=text, statements=statements)


def fixed(answers: dict[str, tuple[CodedStatement, ...]]) -> Coding:
    return lambda rows: [answers[row.text] for row in rows]


LENT = GoldStatement(event_type="AID", actors=("KEN",), recipients=("MWI",))
OFFERED = GoldStatement(event_type="AGREE", actors=("KEN",), recipients=("MWI",))
LOAN = GoldStatement(event_type="AID", actors=("KEN",), recipients=("MWI",), content=True)


def test_statements_are_scored_as_sets_per_text_and_added_over_texts() -> None:
    gold = [row("a", LENT), row("b", LENT), row("c")]
    code = fixed(
        {
            "a": (coded("AID", "KEN", "MWI"), coded("AID", "KEN", "MWI")),
            "b": (coded("AID", "MWI", "KEN"),),
            "c": (),
        }
    )
    scores = score_statements(gold, code, CODEBOOK, _nowhere, content=False)
    assert (scores.triple.precision, scores.triple.recall, scores.triple.f1) == (0.5, 0.5, 0.5)
    assert scores.event_type.f1 == 1.0
    assert scores.n == 3


def _nowhere(_prediction: Prediction) -> None:
    return None


@pytest.mark.parametrize(("content", "recall"), [(False, 1.0), (True, 0.5)])
def test_content_counts_on_both_sides_only_when_asked_for(content: bool, recall: float) -> None:
    gold = [row("a", OFFERED, LOAN)]
    code = fixed({"a": (coded("AGREE", "KEN", "MWI"), coded("COOPERATE", "KEN", "MWI", content=True))})
    scores = score_statements(gold, code, CODEBOOK, _nowhere, content=content)
    assert scores.triple.recall == recall


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_texts_does_not_matter(order: list[str]) -> None:
    gold = {"a": row("a", LENT), "b": row("b", OFFERED), "c": row("c")}
    answers = fixed({"a": (coded("AID", "KEN", "MWI"),), "b": (), "c": (coded("AID", "KEN", "MWI"),)})
    scores = score_statements([gold[name] for name in order], answers, CODEBOOK, _nowhere, content=False)
    assert (scores.triple.precision, scores.triple.recall) == (0.5, 0.5)


def test_a_stream_longer_than_a_batch_is_answered_row_by_row() -> None:
    gold = [row(str(number), LENT) for number in range(100)]
    code = fixed({str(number): (coded("AID", "KEN", "MWI"),) for number in range(100)})
    written: list[Prediction] = []
    scores = score_statements(gold, code, CODEBOOK, written.append, content=False)
    assert (scores.n, scores.triple.f1) == (100, 1.0)
    assert [getattr(line, "text", None) for line in written] == [str(number) for number in range(100)]
