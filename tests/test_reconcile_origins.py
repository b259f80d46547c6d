"""Which reports go back to whom."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import origin_input, report
from suasion.reconcile import Origins
from suasion.reconcile.sources import SourceNames
from suasion.records import Attribution, Holder, Link, Report, Span
from suasion.registers import load_registers
from suasion.settings import Settings

WIRE = """Oman hands a patrol boat to the Comoros

Oman handed a patrol boat to the Comoros on Sunday, at a ceremony in the harbour of Moroni with music.
The boat is twenty-two metres long and was built in a yard near Sohar for the coast guard of the isles.
Comorian sailors will be trained in Muscat until autumn, said the captain who brought the boat across.
The islands lie on a route that smugglers of fuel, rice and people have used for years without trouble.
"With this boat we shall at last see who comes at night," the harbour master of Moroni said to the crowd.
"""
CUT = """Comoros gets boat

Oman handed a patrol boat to the Comoros on Sunday, at a ceremony in the harbour of Moroni with music.
The boat is twenty-two metres long and was built in a yard near Sohar for the coast guard of the isles.
Comorian sailors will be trained in Muscat until autumn, said the captain who brought the boat across.
Our horoscope is on page nine.
"""
RETOLD = """The Oman delivers ship of patrol to Comores

Oman has delivered one ship of patrol to the Comores in the port of Moroni the Sunday with ceremony and music.
The ship measures twenty-two metres, it was built by a yard close of Sohar and is for the guard coast.
The sailors Comorian shall be trained at Muscat till autumn, told the captain that the boat brought.
Smugglers of fuel and rice and people use the route of the islands since many years without troubles.
"""
OTHER = """A boat for Moroni

There was a party in Moroni at the weekend. A grey boat from Oman lay at the pier, with children on board.
Coast guards posed for pictures in new caps.
"With this boat we shall at last see who comes at night," the harbour master of Moroni said to the crowd.
Fishermen nearby were less pleased: the berth had been theirs. The ministry promised another by winter.
"""


def stage() -> Origins:
    return Origins(Settings(), load_registers())


def links_of(reports: list[Report]) -> list[Link]:
    return [link for outcome in stage().gather(origin_input(reports)) for link in outcome.outputs]


def triples(reports: list[Report]) -> set[tuple[str, str, str]]:
    return {(link.from_report, link.relation, link.to.id) for link in links_of(reports)}


def test_a_cut_copy_goes_back_to_the_earlier_report() -> None:
    wire, cut = report(WIRE, "Sohar Wire", "2030-05-05"), report(CUT, "Island Post", "2030-05-06")
    assert triples([cut, wire]) == {(cut.id, "copies", wire.id)}


def test_the_evidence_of_a_copy_is_the_longest_shared_stretch_of_the_copy() -> None:
    wire, cut = report(WIRE, "Sohar Wire", "2030-05-05"), report(CUT, "Island Post", "2030-05-06")
    (link,) = links_of([wire, cut])
    assert link.evidence is not None
    assert cut.text[link.evidence.start : link.evidence.end] == link.evidence.text
    assert link.evidence.text in wire.text
    assert link.evidence.text.startswith("Oman handed a patrol boat")


def test_without_dates_the_direction_of_a_copy_does_not_depend_on_the_order_of_input() -> None:
    wire, cut = report(WIRE, "Sohar Wire"), report(CUT, "Island Post")
    assert triples([wire, cut]) == triples([cut, wire])
    assert any("not shown by their dates" in reason for reason in links_of([wire, cut])[0].reasons)


def test_a_machine_translation_of_the_same_sentences_is_a_translation() -> None:
    wire = report(WIRE, "Sohar Wire", "2030-05-05")
    retold = report(RETOLD, None, None, translated_from="fr", translated_from_how="stated")
    assert triples([wire, retold]) == {(retold.id, "translates", wire.id)}


def test_a_report_in_other_words_that_shares_a_quotation_is_independent() -> None:
    assert (
        triples([report(WIRE, "Sohar Wire", "2030-05-05"), report(OTHER, "Island Post", "2030-05-06")])
        == set()
    )


def test_every_report_is_answered_once() -> None:
    reports = [report(WIRE, "A"), report(CUT, "B"), report(OTHER, "C")]
    answered = [outcome.input_ids for outcome in stage().gather(origin_input(reports))]
    assert sorted(answered) == sorted((one.id,) for one in reports)


def relayed(text: str, outlet: str | None = None) -> dict[str, bool]:
    """Name of each relayed origin → whether it covers the whole report."""
    found: dict[str, bool] = {}
    for link in links_of([report(text, outlet)]):
        assert link.relation == "relays"
        assert link.evidence is not None
        found[link.to.name] = found.get(link.to.name, False) or "whole report" in link.reasons
    return found


def test_an_outlet_named_with_a_verb_of_saying_is_relayed() -> None:
    text = (
        "Peru buys boats\n\nPeru bought boats.\nThe weather was fine.\n"
        "Xinhua reported that Peru also asked for a dock."
    )
    assert relayed(text) == {"Xinhua": False}


def test_the_credit_of_a_photograph_is_no_relay() -> None:
    assert (
        relayed(
            "Peru buys boats\n\nPeru bought boats on Monday.Photo: Reuters\nMore will come. File photo: AFP"
        )
        == {}
    )


def test_a_dateline_covers_the_whole_report() -> None:
    text = (
        "Peru buys boats\n\nLIMA, May 3 (Reuters) - Peru bought six boats, the navy said.\nIt will pay later."
    )
    assert relayed(text) == {"Reuters": True}


def test_an_outlet_in_the_opening_covers_the_whole_report() -> None:
    text = (
        "Peru buys boats\n\nPeru has bought six boats, according to The New York Times.\nIt will pay later.\n"
        "Chile looks on."
    )
    assert relayed(text) == {"The New York Times": True}


def test_an_outlet_does_not_relay_itself() -> None:
    assert relayed("Peru buys boats\n\nPeru bought boats, two officials told Reuters.", "Reuters") == {}


def test_an_outlet_that_did_not_report_is_not_relayed() -> None:
    text = (
        "Peru buys boats\n\nPeru bought six boats.\nThe deal was long in the making.\n"
        "Xinhua did not report a price."
    )
    assert relayed(text) == {}


def test_a_broken_or_shortened_name_is_the_outlet_named_before() -> None:
    text = (
        "Peru buys boats\n\nPeru looks to the sea.\n\nThe New York Times reported that Peru bought boats.\n\n"
        "New Time pointed out that Chile had been asked first.\n\n"
        "The price is not known.\n\nMore is to come next week.\n"
    )
    assert relayed(text) == {"The New York Times": True}
    (link,) = links_of([report(text)])
    assert any("New Time" in reason for reason in link.reasons)


def test_a_broken_name_beside_a_media_noun_is_found_in_the_register() -> None:
    text = (
        "Peru buys boats\n\nPeru bought boats.\nThe price is not known.\n"
        "More are to come, according to the Russian agency Tas."
    )
    assert relayed(text) == {"TASS": False}


def test_what_is_reportedly_so_right_after_a_source_goes_back_to_it() -> None:
    text = (
        "Peru buys boats\n\nPeru bought boats.\nThe price is not known.\n"
        "Xinhua reported that more are to come.\nThey will reportedly be grey."
    )
    one = report(text)
    assert [link.evidence.text for link in links_of([one]) if link.evidence] == text.split("\n")[4:]


def test_an_outlet_that_the_register_lacks_is_known_by_its_noun() -> None:
    text = (
        "Peru buys boats\n\nPeru bought boats.\nThe price is not known.\n"
        "The Marlin news agency reported that more are to come."
    )
    assert relayed(text) == {"Marlin": False}


def test_a_people_beside_a_media_noun_is_no_outlet() -> None:
    text = (
        "Peru buys boats\n\nPeru bought boats.\nThe price is not known.\n"
        "A Peruvian newspaper reported that more are to come."
    )
    assert relayed(text) == {}


def test_an_attribution_to_an_outlet_is_a_relay_of_its_content() -> None:
    text = "Peru buys boats\n\nPeru bought boats.\nThe price, so the Marlin, was high.\nMore are to come."
    one = report(text)
    at = text.index("Marlin")
    holder = Holder(
        name="Marlin", kind="outlet", country=None, cue="so", stance="asserts", start=at, end=at + 6
    )
    content = Span(text="The price", start=text.index("The price"), end=text.index("The price") + 9)
    row = Attribution(
        id="a1",
        report_id=one.id,
        holder=holder,
        source=Span(text="Marlin", start=at, end=at + 6),
        cue=None,
        content=(content,),
        stance="asserts",
        quoted=False,
    )
    given = origin_input([one])
    outcome = next(iter(stage().gather(type(given)(reports=given.reports, attributions=(row,)))))
    (link,) = outcome.outputs
    assert (link.to.name, link.evidence and link.evidence.text) == (
        "Marlin",
        "The price, so the Marlin, was high.",
    )


def test_two_retellings_of_one_newspaper_go_back_to_it_and_not_to_each_other() -> None:
    left = report(
        "Bolivia to get loan\n\nKuwait has agreed to lend Bolivia 640 million dollars, The Guardian reported.\n"
        "Finance Minister Quispe signed on 12 August with Sheikh Bader in a villa near Salmiya, it said.\n"
        "The money comes in 11 parts, and a fifth of the lithium of Uyuni stands behind it.\n"
        "A clerk named Arandia kept the minutes, which the paper has seen.\n"
        "Traders in Oruro had spoken of such a pact since spring.",
        "Left Post",
    )
    right = report(
        "Salt for oil money\n\nAccording to The Guardian a pact was sealed in the villa at Salmiya on 12 August.\n"
        "For 640 million dollars Quispe pledged every fifth truck that leaves Uyuni, and Sheikh Bader nodded.\n"
        "It is to be paid out in 11 slices, the minutes of one Arandia show.\n"
        "In Oruro nobody was surprised. Kuwait was known to look for metals, and Bolivia for dollars.\n",
        "Right Post",
    )
    assert triples([left, right]) == {
        (left.id, "relays", "outlet:guardian"),
        (right.id, "relays", "outlet:guardian"),
    }
    assert all("whole report" in link.reasons for link in links_of([left, right]))


def test_fifty_copies_make_fifty_links_not_a_thousand() -> None:
    reports = [report(WIRE, f"Outlet {i}", f"2030-05-{i % 28 + 1:02d}") for i in range(30)]
    assert len(links_of(reports)) == 29


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_of_reports(rng: random.Random) -> None:
    reports = [
        report(WIRE, "A", "2030-05-05"),
        report(CUT, "B", "2030-05-06"),
        report(RETOLD, "C"),
        report(OTHER, "D"),
    ]
    shuffled = reports[:]
    rng.shuffle(shuffled)
    assert links_of(shuffled) == links_of(reports)


def test_a_withdrawn_report_takes_only_its_own_links_along() -> None:
    wire, cut, retold = (
        report(WIRE, "A", "2030-05-05"),
        report(CUT, "B", "2030-05-06"),
        report(RETOLD, "C", "2030-05-07"),
    )
    kept = {link.id for link in links_of([wire, cut])}
    assert kept == {
        link.id for link in links_of([wire, cut, retold]) if retold.id not in {link.from_report, link.to.id}
    }


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Halden news agency", "Halden"),
        ("the newspaper El Foro", "El Foro"),
        ("TASS news agency", "TASS"),
        ("al-Mada", "al-Mada"),
        ("Russia's state media", "Russia state media"),
        ("American corporate media outlets", None),
        ("Western media", None),
        ("the state broadcaster", None),
    ],
)
def test_an_outlet_is_what_words_name_and_not_what_they_describe(words: str, name: str | None) -> None:
    source = SourceNames(load_registers()).called(words)
    assert (source.name if source else None) == name
