"""The codebook keeps its own form."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import Codebook, load_codebook
from suasion.codebook.document import write_page
from suasion.codebook.load import check_codebook
from suasion.errors import CodebookError

CODEBOOK = load_codebook()
DOCS = Path(__file__).parent.parent / "docs" / "codebook.md"

every_type = pytest.mark.parametrize("name", list(CODEBOOK.types))
every_instrument = pytest.mark.parametrize("name", list(CODEBOOK.instruments))


def test_the_sixteen_plover_types_are_there_four_and_three_and_four_and_five_to_a_class() -> None:
    classes = [entry.quad_class for entry in CODEBOOK.types.values()]
    assert [classes.count(quad) for quad in (1, 2, 3, 4)] == [4, 3, 4, 5]


def test_scores_are_positive_for_cooperation_and_never_positive_for_conflict() -> None:
    assert all((entry.weight > 0) == entry.cooperative for entry in CODEBOOK.types.values())
    assert CODEBOOK.types["ACCUSE"].weight < 0


def test_meetings_material_cooperation_and_agreements_are_the_symmetric_types() -> None:
    assert {name for name in CODEBOOK.types if CODEBOOK.is_symmetric(name)} == {
        "CONSULT",
        "COOPERATE",
        "AGREE",
    }


def test_concede_and_retreat_share_the_root_yield_and_every_other_type_is_its_own_root() -> None:
    merged = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    assert {n: t.root15 for n, t in CODEBOOK.types.items()} == {n: merged.get(n, n) for n in CODEBOOK.types}
    assert len(CODEBOOK.root15s) == 15


def test_the_class_of_a_root_is_that_of_its_type_except_for_the_merged_root() -> None:
    for name, entry in CODEBOOK.types.items():
        expected = 2 if entry.root15 == "YIELD" else entry.quad_class
        assert CODEBOOK.root_quads[entry.root15] == expected, name


def test_cooperation_to_come_is_agreed_and_conflict_to_come_is_threatened() -> None:
    for name, announced in CODEBOOK.announces.items():
        assert announced == ("AGREE" if CODEBOOK.is_cooperative(name) else "THREATEN")
    assert CODEBOOK.announced_as("AID") == "AGREE"
    assert CODEBOOK.announced_as("REQUEST") == "REQUEST"


def test_an_unknown_type_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(CodebookError, match="AGREE"):
        CODEBOOK.is_cooperative("GREET")


@every_type
def test_a_type_has_four_examples_and_three_near_misses_that_name_known_codes(name: str) -> None:
    entry = CODEBOOK.types[name]
    assert len(entry.examples) >= 4
    assert len(entry.near_misses) >= 3
    for example in entry.examples:
        assert example.actors, example.text
        codes = (*example.actors, *example.recipients)
        assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes), example.text
        assert not set(example.actors) & set(example.recipients), example.text
        assert example.recipients or entry.symmetric or len(codes) > 1 or example.note, example.text


@every_type
def test_a_near_miss_is_never_the_type_itself(name: str) -> None:
    assert all(miss.is_type != name for miss in CODEBOOK.types[name].near_misses)


@every_type
def test_a_type_is_explained_in_sentences(name: str) -> None:
    entry = CODEBOOK.types[name]
    for text in (entry.definition, *entry.rules, *(mode.definition for mode in entry.modes)):
        assert re.fullmatch(r"['A-Z].+[.']", text), text
    assert len({mode.id for mode in entry.modes}) == len(entry.modes)


@every_instrument
def test_an_instrument_has_two_examples_and_a_group_of_the_five(name: str) -> None:
    instrument = CODEBOOK.instruments[name]
    assert instrument.id == name
    assert instrument.group in {"diplomatic", "informational", "military", "economic", "humanitarian"}
    assert len(instrument.examples) >= 2
    assert all(example.actors for example in instrument.examples)


def test_no_text_serves_twice() -> None:
    texts = list(_texts(CODEBOOK))
    assert len(texts) == len(set(texts))


def _texts(codebook: Codebook) -> list[str]:
    types, instruments = codebook.types.values(), codebook.instruments.values()
    return [
        *(example.text for entry in types for example in entry.examples),
        *(miss.text for entry in types for miss in entry.near_misses),
        *(example.text for instrument in instruments for example in instrument.examples),
    ]


def test_there_are_thirty_seven_contexts() -> None:
    assert len(CODEBOOK.contexts) == 37


@pytest.mark.parametrize(
    ("code", "event_type"),
    [
        ("0311", "AGREE"), ("043", "CONSULT"), ("054", "SUPPORT"), ("0834", "CONCEDE"), ("0813", "CONCEDE"),
        ("0841", "RETREAT"), ("061", "COOPERATE"), ("072", "AID"), ("0233", "REQUEST"), ("1053", "REQUEST"),
        ("094", "ACCUSE"), ("112", "ACCUSE"), ("127", "REJECT"), ("1382", "THREATEN"), ("1451", "PROTEST"),
        ("163", "COERCE"), ("1621", "SANCTION"), ("154", "MOBILIZE"), ("173", "COERCE"), ("191", "COERCE"),
        ("1712", "ASSAULT"), ("195", "ASSAULT"), ("2042", "ASSAULT"),
    ],
)  # fmt: skip
def test_cameo_codes_become_the_types_of_the_manual(code: str, event_type: str) -> None:
    row = CODEBOOK.from_cameo(code)
    assert row is not None
    assert row.event_type == event_type


def test_a_hosted_visit_turns_round_because_the_visitor_is_the_actor() -> None:
    assert [code for code, row in CODEBOOK.cameo.items() if row.swap] == ["043"]


def test_a_mere_statement_in_cameo_is_no_type_here() -> None:
    row = CODEBOOK.from_cameo("0134")
    assert row is not None
    assert row.event_type is None


@given(st.text("0123456789", min_size=0, max_size=6))
def test_a_cameo_code_is_read_as_the_longest_listed_prefix_of_it(code: str) -> None:
    row = CODEBOOK.from_cameo(code)
    listed = [code[:size] for size in range(len(code), 1, -1) if code[:size] in CODEBOOK.cameo]
    assert (row.code if row else None) == (listed[0] if listed else None)


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (replace(CODEBOOK, announces={"AID": "GREET"}), "GREET"),
        (replace(CODEBOOK, polecat_types={"GREET": "WAVE"}), "WAVE"),
        (replace(CODEBOOK, root_quads={"AID": 2}), "YIELD"),
        (replace(CODEBOOK, instruments={}), "diplomatic/call"),
        (replace(CODEBOOK, contexts={}), "economic"),
        (replace(CODEBOOK, types={"WAVE": CODEBOOK.types["AID"]}), "WAVE"),
    ],
)
def test_a_name_that_leads_nowhere_is_an_error_that_names_it(broken: Codebook, name: str) -> None:
    with pytest.raises(CodebookError, match=name):
        check_codebook(broken)


def test_mended_and_added_cameo_entries_say_why() -> None:
    assert all(row.note for row in CODEBOOK.cameo.values() if row.origin != "published")


def test_the_page_about_the_codebook_is_the_one_made_from_the_data() -> None:
    assert DOCS.read_text(encoding="utf-8") == write_page(CODEBOOK), "run `python tools/codebook_page.py`"
