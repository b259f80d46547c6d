"""Which outlets a report names as its sources, in the usual wordings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile_world import report
from suasion.reconcile.needles import Needles
from suasion.reconcile.relayed import VIA, WHOLE, Relay
from suasion.reconcile.relays import RelayFinder
from suasion.registers import load_registers

FINDER = RelayFinder(load_registers())
OPENING = "Peru buys boats\n\nPeru has bought six boats for its coast guard.\nThe price is not known.\n"
CLOSING = "\nThe boats are grey.\nThey will lie in Callao until the end of the year."


def relays(text: str, outlet: str | None = None, byline: str | None = None) -> list[Relay]:
    return FINDER.relays(report(text, outlet, byline=byline), ())


def names(text: str, outlet: str | None = None, byline: str | None = None) -> set[str]:
    return {relay.source.name for relay in relays(text, outlet, byline)}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The sale was first reported by Reuters.", "Reuters"),
        ("The admiral said so in an interview with the Spanish newspaper El País.", "El País"),
        ("More boats may follow, a broker told El Comercio.", "El Comercio"),
        ("More boats may follow, a broker told RPP Noticias on Monday.", "RPP"),
        ("Kyodo quoted a clerk as saying that more may follow.", "Kyodo News"),
        ("Writing in Le Monde, a former admiral called them too small.", "Le Monde"),
        ("Cuba's Prensa Latina said that more may follow.", "Prensa Latina"),
        ("The boats had been old, writes the Callao Courier, which has seen the papers.", "Callao Courier"),
        ("“They were old,” reports the Daily Anchor.", "Daily Anchor"),
        ("The weekly Marejada revealed that they were old.", "Marejada"),
        ("Marejada, a weekly of the port, reported that they were old.", "Marejada"),
        ("The Zagreb daily Jutarnji list took back a story on the boats.", "Jutarnji list"),
        ("“They stink,” said a fisherman to Euronews.", "Euronews"),
        ("A Guardian investigation found that they were old.", "The Guardian"),
        ("They were old, AFP's correspondent in Lima reported.", "Agence France-Presse"),
        ("Chilean state television reported that they were old.", "Chile state media"),
        ("State media in Santiago said that they were old.", "Chile state media"),
        ("They were old, according to a report seen by the Financial Times.", "Financial Times"),
        ("At the microphone of RFI, the admiral called them too small.", "RFI"),
        ("They were old, grumbles a captain in this week's Economist.", "The Economist"),
        ("They are old, Batum reports with reference to the ministry.", "Batum"),
        (
            "They are old, the railway said in declarations gathered by the public agency Marejada.",
            "Marejada",
        ),
        ("El Comercio got hold of the papers.", "El Comercio"),
        ("They were old, a captain told dpa.", "Deutsche Presse-Agentur"),
        ("They were old, wrote the portal gorod.kz.", "gorod.kz"),
        ("They were old, sniffs the Callao Courier.", "Callao Courier"),
        ("The boats, which the weekly Marejada called “bathtubs”, are grey.", "Marejada"),
        ("They were old, according to could know the portal Marejada.", "Marejada"),
        ("Pictures screened by Mareta show rust.", "Mareta"),
        ("A copy of the contract that was obtained by Mareta names the price.", "Mareta"),
        ("Photographs of the keel were shared with Mareta.", "Mareta"),
        ("The list was put on the Facebook page of Marejada, a small weekly.", "Marejada"),
        ("They were old, as shown at https://www.efe.com/boats.", "EFE"),
        ("As Radio Callao learned, they were old.", "Radio Callao"),
        ("The news comes via El Comercio.", "El Comercio"),
        ("More boats may follow, a broker told the Messenger.", "Messenger"),
        ("They were old, according to a count kept by the weekly Marejada.", "Marejada"),
        ("They were old, says a text to which had access El Comercio.", "El Comercio"),
        ("They were old, a captain told the daily Ñusta.", "Ñusta"),
        ("Chile is told of it first, its minister told state television.", "Chile state media"),
        ("They were old, according to Rosa Lema of Le Monde.", "Le Monde"),
        ("They were old, a captain told NBC Callao.", "NBC News"),
        ("They were old, a captain told PortSources in an email.", "PortSources"),
        ("They were old, a captain told the Limean on Monday.", "Limean"),
        ("They were old, a captain told al-Jazeera.", "Al Jazeera"),
        ("They were old. (El Comercio)", "El Comercio"),
        ("They were old, about this informs «El Comercio».", "El Comercio"),
        ("To Le Monde, she refused to say how old they are.", "Le Monde"),
        ("“They are old,” a captain groaned to El Comercio.", "El Comercio"),
        ("An interview last week in Lima with the editorial board of El Comercio was short.", "El Comercio"),
    ],
)
def test_an_outlet_is_a_source_in_every_usual_wording(sentence: str, name: str) -> None:
    assert names(OPENING + sentence + CLOSING) == {name}


@pytest.mark.parametrize(
    "sentence",
    [
        "Police raided the offices of La Prensa in the night.",
        "The European Union has banned RT and Sputnik.",
        "A reporter of Reuters was arrested in the port.",
        "RT said it would appeal against the ban.",
        "The captain works for the BBC.",
        "Peru has blocked the website of Le Monde.",
        "The fine on RT was said to be small.",
        "Reuters sold its office in the port.",
        "The Ministry of Foreign Affairs announced that more may follow.",
        "A diplomat in Lima said that more may follow.",
        "The minister wrote on Facebook that more may follow.",
        "“We are glad,” the admiral said in a statement on Monday.",
        "Local media reported that more may follow.",
        "A newspaper of Callao wrote that more may follow.",
        "In August, the daily catch fell by half.",
        "The sun said goodbye to the fleet.",
        "It was the first time that a Peruvian newspaper reported nothing.",
        "RPP took the prize for the best bulletin.",
        "El Comercio printed a large advertisement of the yard.",
        "The regatta, which El Comercio sponsored, was won by Chile.",
        "The painter Luis Vega, of the newspaper El Comercio, who fell into the dock, said that it was cold.",
        "A copy was obtained by Rosa Lema, a journalist in the port.",
        "The minister posted it on the Telegram channel of the fleet.",
        "Follow us at https://www.efe.com/boats.",
        "The Callao Health Protection Agency said that they were old.",
        "The list was made by Sea Decisions, a group of scholars.",
        "El Comercio got more viewers than the regatta.",
        "The yard, operated by El Comercio, is closed.",
        "A former Reuters reporter said that it was cold.",
        "RPP, asked about the boats, said that it knew of none.",
        "Any federal agency may say so.",
        "The Capitol Hill of Callao is a low one.",
        "Photo: Reuters",
        "(Image: Getty / AFP)",
    ],
)
def test_what_names_no_source_is_no_relay(sentence: str) -> None:
    assert names(OPENING + sentence + CLOSING) == set()


@pytest.mark.parametrize(
    "foot",
    [
        "(EFE)",
        "- EFE",
        "Source: EFE",
        "(Source: EFE no. 12. Photo: archive)",
        "From Ana Quispe, EFE, Lima",
        "With information from EFE.",
    ],
)
def test_a_credit_at_the_end_covers_the_whole_report(foot: str) -> None:
    (relay,) = relays(OPENING + "They are grey." + CLOSING + "\n\n" + foot)
    assert (relay.source.name, relay.whole) == ("EFE", True)


def test_two_agencies_in_one_credit_are_both_named() -> None:
    assert names(OPENING + "They are grey.\n\n(AFP, Kyodo)") == {"Agence France-Presse", "Kyodo News"}


@pytest.mark.parametrize("byline", ["Reuters staff", "Ana Quispe, Reuters", "By Reuters"])
def test_an_agency_in_the_byline_covers_the_whole_report(byline: str) -> None:
    (relay,) = relays(OPENING, "Callao Courier", byline)
    assert (relay.source.name, relay.whole) == ("Reuters", True)


def test_a_byline_of_nameless_agencies_names_nobody() -> None:
    assert names(OPENING, "Callao Courier", "Agencies") == set()


def test_a_dateline_without_brackets_names_its_agency() -> None:
    (relay,) = relays("Peru buys boats\n\nLima, May 3, EFE - Peru has bought six boats.\nThey are grey.")
    assert (relay.source.name, relay.whole) == ("EFE", True)


def test_of_two_outlets_in_a_chain_the_outer_one_only_passes_on() -> None:
    found = relays(OPENING + "They were old, Reuters reported, citing the newspaper El Comercio." + CLOSING)
    assert {(one.source.name, VIA in one.reasons) for one in found} == {
        ("Reuters", True),
        ("El Comercio", False),
    }


def test_a_chain_in_the_opening_frames_the_report_by_the_innermost_outlet() -> None:
    found = relays(
        "Peru buys boats\n\nPeru has bought six boats, TASS said, quoting Xinhua.\nThey are grey." + CLOSING
    )
    assert {one.source.name for one in found if WHOLE in one.reasons} == {"Xinhua"}


def test_a_branch_of_an_outlet_does_not_relay_it() -> None:
    assert names(OPENING + "They are old, a captain told RNZ Pacific." + CLOSING, "RNZ Pacific") == set()


def test_an_outlet_that_names_itself_is_not_another_of_nearly_its_name() -> None:
    assert names(OPENING + "They are old, Shamal News learned." + CLOSING, "Shamal News") == set()


def test_the_agency_that_somebody_told_is_the_one_named_before() -> None:
    text = OPENING + "The admiral, quoted by Anadolu, denied it.\nThey are new, he told the Turkish agency."
    assert names(text) == {"Anadolu Agency"}
    assert len(relays(text)) in {1, 2}
    assert relays(text)[-1].evidence.text.endswith("he told the Turkish agency.")


def test_of_outlets_with_one_name_that_of_the_state_in_the_text_is_meant() -> None:
    assert names("Djibouti buys boats\n\nDjibouti has bought six boats, La Nation reported.") == {
        "La Nation (Djibouti)"
    }


def test_outlets_that_share_a_verb_are_all_sources() -> None:
    text = OPENING + "More boats may follow, said an official quoted by Kyodo and by El Comercio." + CLOSING
    assert names(text) == {"Kyodo News", "El Comercio"}


def test_a_short_form_of_its_own_name_is_no_source_of_a_report() -> None:
    assert names(OPENING + "They are old, a captain told the Post." + CLOSING, "The Jakarta Post") == set()


@given(
    phrases=st.lists(st.text("abcdA ", min_size=1, max_size=5).filter(str.strip), min_size=1, max_size=30),
    texts=st.lists(st.text("abcdA \n", max_size=20), max_size=5),
)
def test_a_text_holds_a_needle_exactly_if_it_stands_there_in_any_case(
    phrases: list[str], texts: list[str]
) -> None:
    written = [" ".join(phrase.casefold().split()) for phrase in phrases]
    needles = Needles(written)
    for text in texts * 2:
        assert needles(text) == any(phrase in text.casefold() for phrase in written)


def test_the_times_is_the_paper_of_that_name_which_the_report_has_named_before() -> None:
    assert names(
        OPENING + "They were old, The New York Times reported. Two sank, the Times said." + CLOSING
    ) == {"The New York Times"}


def test_the_name_of_an_agency_between_two_paragraphs_is_the_credit_of_a_picture() -> None:
    paragraph = "The boats were built in the yard of Callao and painted there by the apprentices, who had never seen one before.\n"
    assert names(OPENING + paragraph + "Rosa Lema/Reuters\n" + paragraph * 5) == set()


def test_a_report_is_known_by_the_way_in_which_an_agency_signs() -> None:
    (relay,) = relays(OPENING + CLOSING + "\n(Reporting by Rosa Lema; Editing by Juan Paz)")
    assert (relay.source.name, relay.whole) == ("Reuters", True)


@pytest.mark.parametrize("phrase", ["in a", "on karemotilan", "for the last time"])
def test_phrases_of_time_after_an_outlet_are_never_so_many_that_reading_them_does_not_end(
    phrase: str,
) -> None:
    row = " ".join([phrase] * 40)
    assert relays(OPENING + f"Reuters {row} and the boats said nothing." + CLOSING) == []
