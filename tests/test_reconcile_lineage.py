"""From how many independent origins an event comes, by how its reports have it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reconcile_world import origin_input, report, statement
from suasion.errors import RegisterError
from suasion.reconcile import Origins
from suasion.reconcile.lineage import Lineage
from suasion.reconcile.sources import SourceNames
from suasion.records import Report
from suasion.registers import load_registers
from suasion.settings import Settings

REGISTERS = load_registers()
LEAD = "Ghana lent Togo four transformers for the substation of Dapaong."
WIRE = f"""Transformers for Dapaong

{LEAD}
The lorries left Tema on 6 June with 18 men and reached the border post of Cinkassé in two nights.
Engineer Akosua Boamah will stay in Dapaong until the rains to teach the crew of the substation.
Togo pays for the oil and insures the load for 2.3 million dollars with a house in Abidjan.
"""
OTHER = """Light comes back to the north

In the yard of the substation women danced when the first lorry came through the gate on Friday night.
Ghana lent Togo the machines, the prefect said, after the fire of April had left 70 villages without power.
The baker Mawuli Kpodo lost two ovens and has not been told who will pay.
"""


def origins(reports: Sequence[Report], told: Sequence[tuple[Report, str]]) -> list[str]:
    """Names of the origins of one event told in these sentences."""
    stage = Origins(Settings(), REGISTERS)
    links = [link for outcome in stage.gather(origin_input(reports)) for link in outcome.outputs]
    lineage = Lineage({one.id: one for one in reports}, links, SourceNames(REGISTERS))
    statements = [statement(source, sentence) for source, sentence in told]
    return sorted(origin.name for origin in lineage.origins(statements))


def test_copies_of_a_wire_are_one_origin_and_a_paper_of_its_own_a_second() -> None:
    wire = report(WIRE, "Reuters", "2030-06-08")
    copy = report(WIRE.replace("Transformers for Dapaong", "Help from Ghana"), "Lomé Post", "2030-06-09")
    paper = report(OTHER, "Savanes Echo", "2030-06-09")
    sentence = "Ghana lent Togo the machines, the prefect said, after the fire of April had left 70 villages without power."
    assert origins([wire, copy], [(wire, LEAD), (copy, LEAD)]) == ["Reuters"]
    assert origins([wire, copy, paper], [(wire, LEAD), (copy, LEAD), (paper, sentence)]) == [
        "Reuters",
        "Savanes Echo",
    ]


def test_two_relays_of_one_newspaper_and_its_own_report_are_one_origin() -> None:
    own = report(WIRE, "Le Monde", "2030-06-08")
    left = report(
        f"Lights on\n\n{LEAD[:-1]}, Le Monde reported.\nNobody here knew of it.", "Left Post", "2030-06-09"
    )
    right = report(
        f"A loan\n\nAccording to Le Monde, {LEAD}\nThe port was closed.", "Right Post", "2030-06-09"
    )
    told = [(left, f"{LEAD[:-1]}, Le Monde reported."), (right, f"According to Le Monde, {LEAD}")]
    assert origins([left, right], told) == ["Le Monde"]
    assert origins([own, left, right], [(own, LEAD), *told]) == ["Le Monde"]


def test_in_a_chain_the_innermost_outlet_is_the_origin() -> None:
    sentence = f"{LEAD[:-1]}, Reuters said, citing the newspaper Savanes Echo."
    one = report(
        f"Lights on\n\nIt was dark.\nNobody knew why.\n{sentence}\nThe port was closed.", "Left Post"
    )
    assert origins([one], [(one, sentence)]) == ["Savanes Echo"]


@pytest.mark.parametrize(
    "sentence",
    [LEAD, f"{LEAD[:-1]}, Reuters reported.", f"{LEAD[:-1]}, Reuters and Le Monde reported."],
)
def test_the_ids_of_a_statement_s_origins_are_those_of_its_origins(sentence: str) -> None:
    source = report(f"Lights on\n\n{sentence}\nThe port was closed.", "Left Post", "2030-06-09")
    links = [
        link
        for outcome in Origins(Settings(), REGISTERS).gather(origin_input([source]))
        for link in outcome.outputs
    ]
    lineage = Lineage({source.id: source}, links, SourceNames(REGISTERS))
    told = statement(source, sentence)
    assert lineage.origin_ids(told) == {origin.id for origin in lineage.origins([told])}


def test_what_somebody_told_the_report_s_own_outlet_begins_there() -> None:
    sentence = "Ghana lent us more than that, a clerk told the Lomé Post."
    one = report(f"Lights on\n\n{LEAD[:-1]}, Le Monde reported.\n{sentence}\nIt was dark.", "Lomé Post")
    assert origins([one], [(one, sentence)]) == ["Lomé Post"]


def test_local_media_in_two_unlinked_reports_are_two_origins() -> None:
    left = report(f"Lights on\n\n{LEAD[:-1]}, local media reported.\nIt was dark before.", "Left Post")
    right = report(
        "A loan\n\nLocal media say Ghana lent Togo machines.\nThe port was closed for days.", "Right Post"
    )
    told = [
        (left, f"{LEAD[:-1]}, local media reported."),
        (right, "Local media say Ghana lent Togo machines."),
    ]
    assert origins([left, right], told) == ["Left Post", "Right Post"]


def test_a_report_of_two_wires_has_each_sentence_from_its_own() -> None:
    first, second = report(WIRE, "Reuters", "2030-06-08"), report(OTHER, "Kyodo", "2030-06-08")
    lines, more = WIRE.split("\n"), OTHER.split("\n")
    both = report("\n".join(["Two loans", "", *lines[2:6], *more[2:4]]), "Lomé Post", "2030-06-09")
    found = origins([first, second, both], [(both, LEAD), (both, more[3])])
    assert found == ["Kyodo News", "Reuters"]


@pytest.mark.parametrize(("right", "count"), [("Sputnik", 1), ("Xinhua", 2)])
def test_two_outlets_of_one_house_that_say_it_in_the_same_words_are_one_origin(
    right: str, count: int
) -> None:
    left = report(WIRE, "RIA Novosti")
    brief = OTHER.replace(
        "Light comes back to the north", f"Africa in brief\n\nRain fell over Mopti for three days.\n{LEAD}"
    )
    other = report(brief, right)
    names = origins([left, other], [(left, LEAD), (other, LEAD)])
    assert len(names) == count
    assert count > 1 or names == ["RIA Novosti (with Sputnik, both of Rossiya Segodnya)"]


def test_one_house_alone_does_not_make_two_accounts_one() -> None:
    left = report(f"Loan\n\n{LEAD}\nThe ambassador smiled.", "RIA Novosti")
    right = report(
        "Ghana helps\n\nEngineers in Accra packed what Ghana lent Togo.\nIt weighs ninety tonnes.", "Sputnik"
    )
    told = [(left, LEAD), (right, "Engineers in Accra packed what Ghana lent Togo.")]
    assert origins([left, right], told) == ["RIA Novosti", "Sputnik"]


def test_a_user_s_file_adds_an_outlet_and_an_earlier_owner(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,country,kind,family,state,start,end,domains,aliases\n"
        "outlet:savanes,Savanes Echo,TGO,newspaper,Kpodo,no,2020,,savanes-echo.tg,Echo of the Savannah\n"
        "outlet:savanes,,,,Togolese state,yes,,2019,,\n",
        encoding="utf-8",
    )
    outlets = load_registers([path]).outlets
    found = outlets.find("Echo of the Savannah")
    assert found is not None
    assert [(one.family, one.state) for one in found.owners] == [("Kpodo", False), ("Togolese state", True)]
    assert outlets.find("Reuters") is not None


def test_an_outlet_without_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,country,kind,family,state,start,end,domains,aliases\noutlet:x,,,,Nobody,no,,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(RegisterError, match="no name"):
        load_registers([path])
