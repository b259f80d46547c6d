"""What the page counts, and as what: the same as `weigh` does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import publish_case as made
from publish_case import made_up_case
from suasion.publish import render_dossier
from suasion.publish.firstpage import first_page
from suasion.publish.index import build_index
from suasion.publish.prose import plain
from suasion.publish.sourcing import disputed
from suasion.publish.ties import pair_views
from suasion.records import Actor, FactualityCounts, Turn


def test_what_is_only_claimed_counts_as_possible_on_every_part_of_the_page() -> None:
    claim = replace(made.E_DRONES, id="eclaim", content_of=made.E_PROMISE.id)
    index = build_index(made_up_case(events=(made.E_PROMISE, claim), ties=()))
    assert index.headline(claim).startswith("It is claimed that Turkey gave aid to Kazakhstan")
    (pair,) = pair_views(index)
    assert {cell.factuality: cell.number for cell in pair.rows[0].cells if cell.number} == {
        "occurred": 1,
        "possible": 1,
    }


def test_the_numbers_of_a_tie_are_the_tie_s_own() -> None:
    tie = replace(
        made.tie("TUR", "KAZ", "all", made.E_DRONES), n=7, counts=FactualityCounts(occurred=5, denied=2)
    )
    index = build_index(made_up_case(events=(made.E_DRONES,), ties=(tie,)))
    row = pair_views(index)[0].rows[0]
    assert ([cell.number for cell in row.cells], row.n) == ([5, 0, 0, 0, 2], 7)


def test_an_act_of_words_is_named_with_what_it_was_about() -> None:
    threat = replace(made.E_THREAT, instruments=("military/arms-transfer",))
    index = build_index(made_up_case(events=(threat,), ties=()))
    assert index.label(threat) == "threat [arms transfer]"
    assert index.label(made.E_DRONES) == "arms transfer"


def test_a_group_without_a_name_is_no_side_of_the_first_page() -> None:
    friends = Actor(id="group:x", name="its friends", country=None, code=None, sector=None)
    event = replace(made.E_DRONES, recipients=(friends,))
    case = made_up_case(events=(event,), ties=())
    courting = first_page(build_index(case)).courting
    assert courting.items == ()
    assert "→ its friends" in render_dossier(case).decode()


def test_a_firm_is_not_the_state_that_it_is_from() -> None:
    firm = Actor(id="org:works", name="Bosporus Works", country="TUR", code="MNC", sector="BUS")
    event = replace(made.E_DRONES, actors=(firm,))
    index = build_index(made_up_case(events=(event,), ties=()))
    assert index.headline(event) == "Bosporus Works gave aid to Kazakhstan: arms transfer"


def test_sides_that_act_together_against_nobody_named_do_not_act_on_one_another() -> None:
    both = (made.state("IND"), made.state("NPL"))
    threat = replace(made.E_THREAT, actors=both, recipients=())
    index = build_index(made_up_case(events=(threat,), ties=()))
    assert index.headline(threat) == "India and Nepal threatened a side not named"
    assert index.pairs(threat) == ()


def test_sources_with_as_many_deeds_are_named_beside_the_first() -> None:
    back = replace(made.E_DRONES, id="eback", actors=(made.state("IND"),), recipients=(made.state("NPL"),))
    lead = first_page(build_index(made_up_case(events=(made.E_DRONES, back), ties=()))).lead
    assert plain(lead[0]).endswith("; Turkey has as many deeds.")


@pytest.mark.parametrize(
    ("text", "shown"), [(None, "told 7 March 2031"), ("in those years", "undated (told 7 March 2031)")]
)
def test_an_undated_event_says_when_it_was_told(text: str | None, shown: str) -> None:
    told = Turn(told=date(2031, 3, 7), factuality="occurred", statement_ids=())
    event = replace(made.E_DRONES, when=replace(made.UNDATED, text=text), history=(told,))
    assert build_index(made_up_case(events=(event,))).when(event) == shown


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("amount", "3000000000 USD", "3 billion USD"),
        ("amount", "1400 troops", "1,400 troops"),
        ("amount", "$300 million", "$300 million"),
        ("when", "2031-03-04", "4 March 2031"),
        ("when", "2031-03-04/2031-03-06", "4 to 6 March 2031"),
        ("whether", "denied", "denied"),
    ],
)
def test_disputed_values_are_written_for_people(field: str, value: str, shown: str) -> None:
    assert disputed(field, value) == shown
