"""The registers: what a name means, who held an office, and whom a misspelt name means."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import RegisterError
from suasion.registers import Registers, key_of, load_registers, plain, sound_key
from suasion.registers.similar import respell
from suasion.registers.tables import DATA, SECTORS, SUPRANATIONAL, day, rows, surface

REGISTERS = load_registers()
WITHDRAWN = {"SUN", "YUG", "SCG", "CSK", "DDR", "ZAR", "YMD", "TMP"}
SPRING_2022 = date(2022, 4, 1)


def ids(registers: Registers, text: str, on: date | None = None) -> set[str]:
    return {alias.actor.id for alias in registers.lookup(text, on)}


def similar(name: str, *countries: str, on: date = SPRING_2022) -> str | None:
    found = REGISTERS.similar_person(name, on, frozenset(countries))
    return found.actor.name if found else None


# ------------------------------------------------------------------------------------ the data's own form


def test_every_alias_is_found_under_its_own_surface() -> None:
    lost = [a for found in REGISTERS.aliases.values() for a in found if a not in REGISTERS.lookup(a.surface)]
    assert not lost


def test_every_key_is_the_key_of_its_surfaces() -> None:
    assert all(key_of(a.surface) == key for key, found in REGISTERS.aliases.items() for a in found)


def test_no_period_ends_before_it_starts() -> None:
    spans = [(a.start, a.end) for found in REGISTERS.aliases.values() for a in found]
    spans += [(t.start, t.end) for held in REGISTERS.terms.values() for t in held]
    assert all(start <= end for start, end in spans if start and end)


def test_every_code_and_sector_is_a_known_one() -> None:
    states = {actor_id[6:] for actor_id in REGISTERS.actors if actor_id.startswith("state:")}
    for actor in REGISTERS.actors.values():
        assert actor.country is None or actor.country in states
        assert actor.code is None or actor.code in states | SUPRANATIONAL
        assert actor.sector is None or actor.sector in SECTORS


def test_every_state_code_has_three_capital_letters_and_former_states_have_an_end() -> None:
    codes = {actor_id[6:] for actor_id in REGISTERS.actors if actor_id.startswith("state:")}
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in codes)
    assert codes >= WITHDRAWN
    names = [a for found in REGISTERS.aliases.values() for a in found if a.actor.country in WITHDRAWN]
    assert all(alias.end is not None for alias in names if alias.kind == "name")


def test_every_agent_and_title_has_a_plover_sector() -> None:
    assert all(agent.sector in SECTORS for agent in REGISTERS.agents.values())
    assert all(title.sector in SECTORS for title in REGISTERS.titles.values())


def test_every_member_of_a_group_is_a_state() -> None:
    members = {code for found in REGISTERS.groups.values() for group in found for code in group.members}
    assert all(REGISTERS.actor(f"state:{code}") for code in members)


def test_every_outlet_names_a_state_and_is_found_by_its_domains() -> None:
    outlets = set(REGISTERS.outlets.aliases.values())
    assert all(o.country is None or REGISTERS.actor(f"state:{o.country}") for o in outlets)
    assert all(REGISTERS.outlets.by_domain(f"https://www.{d}/a/b") is o for o in outlets for d in o.domains)


def test_a_remembered_term_says_that_it_is_unverified() -> None:
    terms = [term for held in REGISTERS.terms.values() for term in held]
    assert all(term.source for term in terms)
    assert not [term for term in terms if term.verified and term.source == "recalled"]


def test_two_holders_of_one_high_office_overlap_by_no_more_than_a_handover() -> None:
    offices = {"president", "prime minister", "foreign minister"}
    for (office, country), held in REGISTERS.terms.items():
        for one, other in pairwise(held):
            if office in offices and one.end and other.start:
                assert (one.end - other.start).days < 62, (office, country, other)


@pytest.mark.parametrize(
    "name",
    [
        "states",
        "people",
        "terms",
        "organisations",
        "seats",
        "outlets",
        "groups",
        "executives",
        "regions_and_seas",
    ],
)
def test_each_row_says_where_it_is_from_and_what_is_remembered_is_not_verified(name: str) -> None:
    for row in rows(DATA / f"{name}.csv", "verified", "source"):
        assert row["source"], row
        assert row["verified"] == ("false" if row["source"] == "recalled" else "true"), row


# ------------------------------------------------------------------------------------ keys


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)


@given(st.text(max_size=40))
def test_spaces_around_a_surface_change_nothing(text: str) -> None:
    assert key_of(f"  {text}\t") == key_of(text)


def test_a_key_has_no_diacritics_curly_quotes_or_leading_article() -> None:
    assert key_of("The Côte  d’Ivoire") == "cote d'ivoire"
    assert key_of("Recep Tayyip Erdoğan") == "recep tayyip erdogan"
    assert key_of("Đukanović") == "dukanovic"
    assert plain("the US") == "US"


# ------------------------------------------------------------------------------------ look-ups


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("Russia", "state:RUS"),
        ("the Kremlin", "state:RUS"),
        ("U.S.", "state:USA"),
        ("Britain", "state:GBR"),
        ("Burma", "state:MMR"),
        ("Türkiye", "state:TUR"),
        ("Ivory Coast", "state:CIV"),
        ("Pyongyang", "state:PRK"),
        ("Emiratis", "state:ARE"),
        ("Itamaraty", "state:BRA"),
        ("Miraflores Palace", "state:VEN"),
        ("South African", "state:ZAF"),
        ("Volodymyr Zelenskyy", "person:volodymyr-zelensky"),
        ("Kim Jong-un", "person:kim-jong-un"),
        ("Hizbullah", "org:hezbollah"),
        ("NATO", "org:nato"),
        ("Nato", "org:nato"),
    ],
)
def test_a_name_in_any_usual_form_is_its_actor(text: str, actor_id: str) -> None:
    assert ids(REGISTERS, text) == {actor_id}


@pytest.mark.parametrize(
    "text",
    [
        "us",
        "Us",
        "who",
        "Who",
        "turkey",
        "chad",
        "polish",
        "may",
        "china",
        "is",
        "he",
        "He",
        "No",
        "store",
        "male",
    ],
)
def test_a_word_that_only_spells_like_a_name_is_none(text: str) -> None:
    assert not REGISTERS.lookup(text)


@pytest.mark.parametrize(
    "text", ["Chad", "Jordan", "Georgia", "Congo", "Washington", "Brown", "Li", "Francis"]
)
def test_a_name_of_several_is_ambiguous(text: str) -> None:
    found = REGISTERS.lookup(text)
    assert found
    assert all(alias.ambiguous for alias in found)


@pytest.mark.parametrize("text", ["Latin American", "Central America", "the Western", "European", "Gulf"])
def test_a_region_is_no_state(text: str) -> None:
    assert key_of(text) in REGISTERS.regions
    assert not REGISTERS.lookup(text)


def test_a_former_state_is_named_only_in_its_time() -> None:
    assert ids(REGISTERS, "Soviet Union", date(1985, 1, 1)) == {"state:SUN"}
    assert not REGISTERS.lookup("Soviet Union", SPRING_2022)


def test_a_states_name_in_another_language_is_known_and_a_latin_one_doubtful() -> None:
    assert [(a.actor.id, a.ambiguous) for a in REGISTERS.lookup("Alemania")] == [("state:DEU", True)]
    assert [(a.actor.id, a.ambiguous) for a in REGISTERS.lookup("Бразилия")] == [("state:BRA", False)]


def test_a_ministry_is_its_state_with_a_sector() -> None:
    (pentagon,) = REGISTERS.lookup("Pentagon")
    assert (pentagon.actor.id, pentagon.actor.sector, pentagon.kind) == ("state:USA", "MIL", "ministry")


def test_an_international_officer_acts_for_the_organisation_during_the_term_only() -> None:
    (before,) = REGISTERS.person_named("Mark Rutte", SPRING_2022)
    (during,) = REGISTERS.person_named("Mark Rutte", date(2025, 4, 1))
    assert (before.actor.code, during.actor.code) == ("NLD", "IGO")


def test_a_surname_no_longer_names_an_office_holder_of_long_ago() -> None:
    assert "person:gordon-brown" in ids(REGISTERS, "Brown", date(2009, 1, 1))
    assert "person:gordon-brown" not in ids(REGISTERS, "Brown", date(2030, 1, 1))


def test_of_namesakes_the_one_in_office_comes_first() -> None:
    assert REGISTERS.person_named("Fernández", date(2021, 1, 1))[0].actor.name == "Alberto Fernández"
    assert REGISTERS.person_named("King Abdullah", date(2020, 1, 1))[0].actor.country == "JOR"


# ------------------------------------------------------------------------------------ offices


@pytest.mark.parametrize(
    ("office", "country", "on", "name"),
    [
        ("President", "BRA", date(2022, 6, 1), "Jair Bolsonaro"),
        ("president", "BRA", date(2023, 6, 1), "Luiz Inácio Lula da Silva"),
        ("Chancellor", "DEU", date(2015, 6, 1), "Angela Merkel"),
        ("premier", "GBR", date(2022, 10, 1), "Liz Truss"),
        ("Secretary of State", "USA", date(2010, 1, 1), "Hillary Clinton"),
        ("Defense Secretary", "USA", date(2005, 1, 1), "Donald Rumsfeld"),
        ("Foreign Ministry spokeswoman", "RUS", SPRING_2022, "Maria Zakharova"),
        ("king", "GBR", SPRING_2022, "Elizabeth II"),
        ("leader", "ITA", SPRING_2022, "Mario Draghi"),
        ("leader", "PRK", SPRING_2022, "Kim Jong Un"),
        ("strongman", "MMR", SPRING_2022, "Min Aung Hlaing"),
        ("head of state", "DEU", SPRING_2022, "Frank-Walter Steinmeier"),
        ("secretary general", "org:nato", SPRING_2022, "Jens Stoltenberg"),
        ("foreign policy chief", "org:eu", SPRING_2022, "Josep Borrell"),
    ],
)
def test_an_office_is_held_by_whoever_held_it_on_the_day(
    office: str, country: str, on: date, name: str
) -> None:
    term = REGISTERS.office_holder(office, country, on)
    assert term is not None
    assert term.actor.name == name


def test_an_office_that_nobody_is_known_to_hold_has_no_holder() -> None:
    assert REGISTERS.office_holder("president", "GBR", SPRING_2022) is None
    assert REGISTERS.office_holder("harbourmaster", "RUS", SPRING_2022) is None
    assert REGISTERS.office_holder("president", "RUS", date(1900, 1, 1)) is None


# ------------------------------------------------------------------------------------ misspelt names


@pytest.mark.parametrize(
    ("name", "countries", "meant"),
    [
        ("Balsonaro", ("BRA", "RUS"), "Jair Bolsonaro"),
        ("Bosonaro", ("BRA", "RUS"), "Jair Bolsonaro"),
        ("Borissov", ("RUS", "VEN"), "Yuri Borisov"),
        ("Borissov", ("BGR", "MKD"), "Boyko Borissov"),
        ("Riabkov", ("RUS", "USA"), "Sergei Ryabkov"),
        ("Saki", ("USA", "UKR"), "Jen Psaki"),
        ("Lukaschenko", ("BLR",), "Alexander Lukashenko"),
        ("Zacharova", ("RUS",), "Maria Zakharova"),
        ("Erdogen", ("TUR",), "Recep Tayyip Erdoğan"),
        ("Balsonaro", ("JPN",), "Jair Bolsonaro"),
        ("Emanuel Macron", (), "Emmanuel Macron"),
        ("Serguei Riabkov", (), "Sergei Ryabkov"),
        ("Gutteres", ("USA",), "António Guterres"),
        ("Scholtz", ("DEU",), "Olaf Scholz"),
    ],
)
def test_a_misspelt_name_is_linked_in_its_company(name: str, countries: tuple[str, ...], meant: str) -> None:
    assert similar(name, *countries) == meant


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Balsanaro", ("JPN",)),
        ("Saki", ("JPN", "RUS")),
        ("Pushkin", ("RUS",)),
        ("Medvedeva", ("RUS",)),
        ("Johnston", ("GBR",)),
        ("Robertson", ("USA",)),
        ("Petrov", ("RUS", "COL")),
        ("Martin", ("FRA", "RUS")),
        ("Mason", ("FRA",)),
        ("Novikov", ("RUS",)),
        ("Karpov", ("RUS",)),
        ("Kovalev", ("RUS",)),
        ("Almeida", ("BRA",)),
        ("Ramos", ("BRA", "VEN")),
        ("Sergei Lavrentiev", ("RUS",)),
        ("Li", ("CHN",)),
        ("Sputnik", ("RUS",)),
        ("They", ("UKR",)),
        ("Even", ("CHN",)),
        ("About", ("RUS",)),
        ("Bernie", ("FRA", "USA")),
        ("Schools", ("DEU",)),
        ("Cheyenne", ("USA",)),
        ("Hatcher", ("GBR",)),
        ("Miami", ("GBR", "USA")),
        ("Carlos Barria", ("VEN",)),
        ("Caracas", ("VEN",)),
        ("", ("RUS",)),
    ],
)
def test_another_name_is_not_taken_for_a_misspelling(name: str, countries: tuple[str, ...]) -> None:
    assert similar(name, *countries) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_search_for_a_similar_name(text: str) -> None:
    found = REGISTERS.similar_person(text, SPRING_2022, frozenset({"RUS", "USA"}))
    assert found is None or found.kind in {"person", "surname"}


def test_transliterations_of_one_name_agree_in_spelling_and_sound() -> None:
    assert len({respell(name) for name in ("Ryabkov", "Riabkov", "Rjabkow")}) == 1
    assert sound_key("Psaki") == sound_key("Saki")
    assert sound_key("Putin") != sound_key("Pushkin")


# ------------------------------------------------------------------------------------ the other registers


def test_a_group_has_the_members_of_the_day() -> None:
    then, now = REGISTERS.group("BRICS", SPRING_2022), REGISTERS.group("Brics countries")
    assert then is not None
    assert then.members == ("BRA", "CHN", "IND", "RUS", "ZAF")
    assert now is not None
    assert "IRN" in now.members
    assert REGISTERS.group("G8", SPRING_2022) is None


def test_an_agent_says_its_sector_number_and_whether_it_stands_for_its_state() -> None:
    troops, student = REGISTERS.agents["troops"], REGISTERS.agents["student"]
    assert (troops.sector, troops.plural, troops.stands_for_state) == ("MIL", True, True)
    assert (student.sector, student.plural, student.stands_for_state) == ("EDU", False, False)


def test_an_outlet_is_found_by_name_alias_and_domain() -> None:
    tass = REGISTERS.outlets.find("Tass")
    assert tass is not None
    assert (tass.id, tass.kind, tass.state) == ("outlet:tass", "agency", True)
    assert REGISTERS.outlets.by_domain("edition.cnn.com") is REGISTERS.outlets.find("CNN")
    assert REGISTERS.outlets.find("rt") is None
    assert REGISTERS.outlets.by_domain("com") is None


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Havana", "CUB", "city"),
        ("Crimea", "UKR", "region"),
        ("Black Sea", None, "sea"),
        ("Kiev", "UKR", "city"),
        ("Brazil", "BRA", "country"),
        ("Paris", "FRA", "city"),
    ],
)
def test_a_place_is_found_with_its_precision(name: str, country: str | None, precision: str) -> None:
    place = REGISTERS.places.find(name)
    assert place is not None
    assert (place.country, place.precision, place.text) == (country, precision, name)


def test_of_namesakes_the_place_in_the_reports_countries_is_taken() -> None:
    place = REGISTERS.places.find("Valencia", frozenset({"VEN"}))
    assert place is not None
    assert place.country == "VEN"


# ------------------------------------------------------------------------------------ users' own actors

HEADER = "surface,id,name,country,code,sector,kind,start,end\n"


def test_a_users_own_actors_are_added_and_change_the_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    league = "Harbour League,org:harbour,Harbour League,NOR,NGO,CVL,organisation,2020,\n"
    path.write_text(HEADER + league + "Zorkin,state:NOR,,,,,surname,,\n", encoding="utf-8")
    own = load_registers([path])
    assert ids(own, "harbour league") == {"org:harbour"}
    assert ids(own, "Zorkin") == {"state:NOR"}
    assert own.actor("org:harbour") is not None
    assert own.fingerprint != REGISTERS.fingerprint
    assert not REGISTERS.lookup("Harbour League")


@pytest.mark.parametrize(
    "text",
    [
        "surface,id\nA,b\n",
        HEADER + "A,org:a,A,XX,NGO,CVL,organisation,,\n",
        HEADER + "A,org:a,A,NOR,NGO,CVL,nonsense,,\n",
        HEADER + "A,org:a,A,NOR,NGO,CVL,organisation,2020-13,\n",
        HEADER + "A,org:a,A,NOR,NGO,CVL,organisation,2021,2020\n",
        HEADER + "A,org:a\n",
        HEADER + '"A,org:a\n',
    ],
)
def test_a_file_that_contradicts_its_form_is_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_registers([path])
    assert caught.value.remedy


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError):
        load_registers([tmp_path / "nowhere.csv"])


def test_days_may_be_given_to_the_month_or_year() -> None:
    assert day("2020-02") == date(2020, 2, 1)
    assert day("2020-02", last=True) == date(2020, 2, 29)
    assert day("2020", last=True) == date(2020, 12, 31)
    assert day("") is None


def test_marks_come_off_a_surface() -> None:
    assert (surface("US!*").text, surface("US!*").case_sensitive, surface("US!*").ambiguous) == (
        "US",
        True,
        True,
    )


DICTIONARY = """# written for this test
NORWAY_ [NOR]
+LAND_OF_FJORDS_
OLA_TESTMAN_ ; a minister, later a judge
+TESTMAN_
	[NORGOV 050101-091231]
	[NORJUD >20100101]
THE_HERRING_POST_ [NORMED]
HERRING_LEAGUE_ [NGO]
NOBODY_ [---]
TRIBE_ [XQZ]
"""
AGENTS = "FALCONER {FALCONERS} [~MIL]\nSCRIVENER_ [~MED]\nUMPIRE [~QQQ]\n"


def test_a_petrarch_actor_dictionary_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "some.actors.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    own = load_registers([path])
    assert ids(own, "Land of Fjords") == {"state:NOR"}
    assert [a.actor.sector for a in own.lookup("Testman", date(2007, 1, 1))] == ["GOV"]
    assert [a.actor.sector for a in own.lookup("Testman", SPRING_2022)] == ["JUD"]
    assert [(a.actor.code, a.actor.sector) for a in own.lookup("the Herring Post")] == [("NOR", "JRN")]
    assert [(a.actor.code, a.actor.country) for a in own.lookup("Herring League")] == [("NGO", None)]
    assert not own.lookup("Nobody")
    assert not own.lookup("Tribe")


def test_a_petrarch_agent_dictionary_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "some.agents.txt"
    path.write_text(AGENTS, encoding="utf-8")
    agents = load_registers([path]).agents
    assert (agents["falconers"].sector, agents["falconers"].plural) == ("MIL", True)
    assert (agents["scrivener"].sector, agents["scriveners"].stands_for_state) == ("JRN", False)
    assert "umpire" not in agents


def test_a_text_without_actors_is_refused_as_a_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear editor, nothing here.", encoding="utf-8")
    with pytest.raises(RegisterError):
        load_registers([path])
