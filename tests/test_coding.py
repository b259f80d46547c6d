"""Coding: from sentences that we wrote for each mechanism to statements."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.codebook import load_codebook
from suasion.codebook.triggers import Trigger, load_triggers
from suasion.coding import Coder
from suasion.read import Reader
from suasion.records import Dated, Passage, Report, Statement
from suasion.registers import load_registers

DOCS = Path(__file__).parents[1] / "docs"


@cache
def rooms() -> tuple[Reader, Coder]:
    registers = load_registers()
    return Reader(registers), Coder(load_codebook(), registers, encoder=False)


def a_report(text: str) -> Report:
    return Report(
        id="r1",
        outlet=None,
        outlet_how="",
        url=None,
        path="made.txt",
        title=None,
        byline=None,
        published=Dated(how="not stated"),
        language="en",
        language_how="",
        translated_from=None,
        translated_from_how="",
        original_text=text,
        text=text,
        passages=(Passage(start=0, end=len(text), kind="body"),),
    )


def coded(text: str) -> list[Statement]:
    reader, coder = rooms()
    return list(coder.statements(reader.read(a_report(text))))


def told(text: str) -> set[str]:
    """Type, codes and factuality of each statement, contents in brackets: `AID NOR>MLT occurred`."""
    lines = set()
    for it in coded(text):
        actors = ",".join(sorted(str(a.code) for a in it.actors))
        recipients = ",".join(sorted(str(r.code) for r in it.recipients))
        line = f"{it.event_type} {actors}>{recipients} {it.factuality}"
        lines.add(f"[{line}]" if it.content_of else line)
    return lines


@pytest.mark.parametrize(
    ("mechanism", "text", "wanted"),
    [
        ("an object", "Norway lent Malta two tugs and a crane.", "AID NOR>MLT occurred"),
        ("a passive", "Two tugs were donated to Malta by Norway.", "AID NOR>MLT occurred"),
        ("a participle", "Rifles supplied by Poland to Chad were found.", "AID POL>TCD occurred"),
        ("a noun", "Ghana's delivery of vaccines to Togo began at dawn.", "AID GHA>TGO occurred"),
        ("a light verb", "Peru held talks with Chile in Arica.", "CONSULT PER>CHL occurred"),
        ("a measured noun", "Kenya and Uganda held a third round of talks.", "CONSULT KEN,UGA> occurred"),
        ("a particle", "Brazil broke off relations with Paraguay.", "SANCTION BRA>PRY occurred"),
        ("a misparsed object", "Lima brushes aside Quito's complaint", "REJECT PER>ECU occurred"),
        (
            "a headline's list",
            "Fiji, Tonga and Samoa ask Japan for boats",
            "REQUEST FJI,TON,WSM>JPN occurred",
        ),
        (
            "a preposition above",
            "Under pressure from Kenya, Uganda reopened the road.",
            "COERCE KEN>UGA occurred",
        ),
        ("a slot of a slot", "Bulgaria lifted its veto on talks with Albania.", "CONCEDE BGR>ALB occurred"),
        ("the doer named", "Latvia condemned the shelling of a port by Belarus.", "ACCUSE LVA>BLR occurred"),
        (
            "the victim named alone",
            "Latvia denounced the violation of Polish airspace.",
            "ACCUSE LVA> occurred",
        ),
        ("an envoy called in", "Norway called in the Maltese ambassador.", "ACCUSE NOR>MLT occurred"),
        ("a gift that is handed over", "Japan handed over two patrol boats to Fiji.", "AID JPN>FJI occurred"),
        ("a negated verb", "Oslo did not accept Malta's offer.", "REJECT NOR>MLT occurred"),
        ("an alternative word order", "Malta thanked to Norway for the tugs.", "SUPPORT MLT>NOR occurred"),
        ("own people", "Peru's police arrested forty demonstrators.", "COERCE PER>PER occurred"),
        (
            "a place for a state",
            "Thousands marched through Lima against the decree.",
            "PROTEST PER>PER occurred",
        ),
        (
            "a lone exercise",
            "Belarus began snap drills near the Lithuanian border.",
            "MOBILIZE BLR>LTU occurred",
        ),
        ("a joint exercise", "Ghana and Togo held joint naval drills.", "COOPERATE GHA,TGO> occurred"),
        (
            "a passive that refuses",
            "The invitation of Chile was turned down by Peru.",
            "REJECT PER>CHL occurred",
        ),
        ("people by name", "Caracas released ten Americans.", "RETREAT VEN>USA occurred"),
    ],
)
def test_a_mechanism_finds_the_act_and_its_sides(mechanism: str, text: str, wanted: str) -> None:
    assert wanted in told(text), mechanism


@pytest.mark.parametrize(
    "text",
    [
        "Analysts fear a war between Peru and Chile.",
        "Trade between Ghana and Togo is worth a lot.",
        "Norway beat Denmark 3-1 in the second match of the cup.",
        "Many Swedes like Finland.",
        "The river that divides Chad from Niger is shallow.",
        "Finland warned its drivers of ice.",
    ],
)
def test_what_states_no_act_yields_nothing(text: str) -> None:
    assert told(text) == set()


def test_an_abstention_is_no_support() -> None:
    assert not {it.event_type for it in coded("Ghana abstained.")} & {"SUPPORT", "AGREE"}


def test_what_is_offered_is_the_content_of_the_offer() -> None:
    offer, content = coded("Norway offered Malta a loan.")
    assert (offer.event_type, offer.factuality, offer.content_of) == ("AGREE", "occurred", None)
    assert (content.event_type, content.factuality, content.content_of) == ("AID", "planned", offer.id)


def test_what_is_asked_for_is_possible_and_done_by_who_is_asked() -> None:
    assert "[AID NOR>MLT possible]" in told("Malta asked Norway for a loan.")


def test_who_denies_a_deed_has_not_done_it() -> None:
    assert told("Norway denied that it had sold tanks to Malta.") == {"COOPERATE NOR>MLT denied"}


def test_a_joint_act_has_all_as_actors_and_no_recipient() -> None:
    (statement,) = coded("Peru and Chile signed a treaty.")
    assert {actor.code for actor in statement.actors} == {"PER", "CHL"}
    assert statement.recipients == ()


def test_the_other_side_may_be_the_one_just_spoken_of() -> None:
    assert "REJECT PER>CHL occurred" in told("Chile offered to pave the road. Peru rejected the offer.")


def test_instruments_imply_contexts_and_modes_belong_to_their_type() -> None:
    (statement,) = coded("Peru's president visited Chile on Monday.")
    assert statement.instruments == ("diplomatic/visit",)
    assert statement.contexts == ("diplomatic",)
    assert statement.mode == "visit"


def test_every_mode_and_instrument_of_a_trigger_is_one_of_the_codebook() -> None:
    codebook, lexicon = load_codebook(), load_triggers()
    tables = (lexicon.verbs, lexicon.nouns, lexicon.adjectives)
    triggers = [it for table in tables for listed in table.values() for it in listed]
    assert {name for it in triggers for name in it.instruments} <= set(codebook.instruments)
    modes = {(name, mode.id) for name, kind in codebook.types.items() for mode in kind.modes}
    assert [it for it in triggers if it.mode and (it.type, it.mode) not in modes] == []


def test_statements_come_in_order_with_frames_before_contents() -> None:
    found = coded("Malta asked Norway for a loan. Peru visited nobody. Chile sanctioned Ghana.")
    assert [it.start for it in found] == sorted(it.start for it in found)
    ids = [it.id for it in found]
    assert all(ids.index(it.content_of) < ids.index(it.id) for it in found if it.content_of)


def test_ids_are_the_same_in_every_run_and_different_from_each_other() -> None:
    text = "Malta asked Norway for a loan and for tanks, and Peru sanctioned Chile."
    first, second = [it.id for it in coded(text)], [it.id for it in coded(text)]
    assert first == second
    assert len(set(first)) == len(first)


def test_participants_are_quoted_from_where_they_stand() -> None:
    text = "In spring, Norway lent Malta two tugs. Police in Lima arrested forty demonstrators."
    for statement in coded(text):
        for side in (*statement.actors, *statement.recipients):
            assert text[side.start : side.end] == side.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NORWAY LENT MALTA TWO TUGS AND PERU SANCTIONED CHILE",
        "norway lent malta two tugs peru sanctioned chile and then ghana left togo alone",
        "Norway 🇳🇴 lent 🛥️ Malta 🇲🇹 two tugs 🎉",
        "\u200fNorway\u200f lent \u202eMalta\u202c two tugs.",
        "- Norway\n- Malta\n- Peru\n\n1. sanctions\n2. tugs",
        "Norway, " * 300 + "lent Malta two tugs.",
        "Norway lent Malta " + "two very old and rusty but still useful tugs and " * 100 + "a crane.",
        "that that that that who who whom which Norway Norway's of of by by to to",
    ],
)
def test_odd_texts_are_coded_without_failing(text: str) -> None:
    assert all(0 < it.probability < 1 for it in coded(text))


WORDS = [
    "Norway",
    "Malta",
    "asked",
    "to",
    "sell",
    "lent",
    "that",
    "by",
    "of",
    "the",
    "tanks",
    "will",
    "not",
    "who",
    "and",
    "was",
    "denied",
    ",",
    ".",
    "loan",
    "talks",
    "with",
    "sanctions",
]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_any_text_is_coded_without_failing(text: str) -> None:
    for statement in coded(text):
        assert statement.actors
        assert statement.start <= statement.action.start <= statement.end


def test_every_key_of_a_trigger_is_documented_and_used() -> None:
    page = (DOCS / "triggers.md").read_text(encoding="utf-8")
    names = {field.name for field in fields(Trigger)}
    assert names - set(re.findall(r"`(\w+)`", page)) == set()
    lexicon = load_triggers()
    tables = (lexicon.verbs, lexicon.nouns, lexicon.adjectives)
    triggers = [it for table in tables for listed in table.values() for it in listed]
    defaults = {field.name: getattr(Trigger(type="AID"), field.name) for field in fields(Trigger)}
    used = {name for name, it in product(names, triggers) if getattr(it, name) != defaults[name]}
    assert names - used == {"type"} - used
