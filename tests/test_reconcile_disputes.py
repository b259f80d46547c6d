"""What outlets disagree on, what only looks like it, who stands behind an event, and which acts of one story are one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import day, event_input, report, says, state, statement
from suasion.codebook import load_codebook
from suasion.reconcile import Events
from suasion.records import Amount, Damage, Event, Participant, Report, Statement
from suasion.registers import load_registers
from suasion.settings import Settings

ARMS = ("military/arms-transfer",)
VISIT = ("diplomatic/visit",)
STORY = "Minister Tomas Wirz met Colonel Badio at the Port of Kaolin beside the Rosa Camp near Lake Guiers."
"""Names that two reports of one story share."""


def events(reports: Sequence[Report], told: Sequence[Statement]) -> list[Event]:
    stage = Events(Settings(), load_codebook(), load_registers())
    return [event for outcome in stage.gather(event_input(reports, told)) for event in outcome.outputs]


def counted(source: Report, text: str, value: float, unit: str) -> Amount:
    start = source.text.index(text)
    return Amount(value=value, unit=unit, text=text, start=start, end=start + len(text))


def delivery(outlet: str, words: str, value: float, text: str, **more: Any) -> tuple[Report, Statement]:
    """One outlet's sentence on vehicles that Poland gives to Senegal."""
    source = report(f"{words}\n{STORY}", outlet, "2031-06-11", **more)
    amounts = (counted(source, text, value, "vehicles"),)
    return source, statement(source, words, "AID", ["POL"], ["SEN"], instruments=ARMS, amounts=amounts)


def fields(*pairs: tuple[Report, Statement]) -> set[str]:
    (event,) = events([source for source, _ in pairs], [told for _, told in pairs])
    return {dispute.field for dispute in event.disputes}


# ------------------------------------------------------------------ how many

FIRST = delivery("Left Post", "Poland delivered 24 carriers to Senegal.", 24, "24 carriers")


@pytest.mark.parametrize(
    ("words", "value", "text"),
    [
        ("Poland delivered about 25 carriers to Senegal.", 25, "25 carriers"),
        ("Poland delivered carriers to Senegal, of which 9 vehicles are new.", 9, "9 vehicles"),
        ("Poland delivered another 6 carriers to Senegal.", 6, "6 carriers"),
        ("Poland delivered at least 18 carriers to Senegal.", 18, "18 carriers"),
        ("Poland delivered up to 30 carriers to Senegal.", 30, "30 carriers"),
    ],
)
def test_a_rounded_number_a_part_an_addition_and_a_bound_that_is_kept_dispute_no_amount(
    words: str, value: float, text: str
) -> None:
    assert fields(FIRST, delivery("Right Post", words, value, text)) == set()


@pytest.mark.parametrize(
    ("words", "value", "text"),
    [
        ("Poland delivered at least 30 carriers to Senegal.", 30, "30 carriers"),
        ("Poland delivered up to 20 carriers to Senegal.", 20, "20 carriers"),
    ],
)
def test_a_bound_that_is_not_kept_disputes_the_amount(words: str, value: float, text: str) -> None:
    assert fields(FIRST, delivery("Right Post", words, value, text)) == {"amount"}


def test_handed_over_is_no_more_than() -> None:
    second = delivery("Right Post", "Poland handed over 27 carriers to Senegal.", 27, "27 carriers")
    assert fields(FIRST, second) == {"amount"}


def test_a_damaged_number_disputes_nothing() -> None:
    words = "Poland delivered 42 carriers to Senegal."
    at = words.index("42")
    broken = Damage(start=at, end=at + 2, surface="42", meant="24", kind="wrong-number", confidence=0.9)
    second = delivery("Right Post", words, 42, "42 carriers", damage=(broken,))
    assert fields(FIRST, second) == set()


def test_one_outlet_that_gives_two_numbers_disagrees_with_nobody() -> None:
    second = delivery("Left Post", "Poland delivered 42 carriers to Senegal.", 42, "42 carriers")
    assert fields(FIRST, second) == set()


# ------------------------------------------------------------------ when, what it is called, who


def test_days_of_one_visit_are_no_dispute() -> None:
    first = report(f"Kenya's envoy arrived in Oman.\n{STORY}", "Left Post", "2031-06-11")
    second = report(f"Kenya's envoy left Oman tonight.\n{STORY}", "Right Post", "2031-06-12")
    told = [
        statement(
            source, source.text.split("\n")[0], "CONSULT", ["KEN"], ["OMN"], instruments=VISIT, when=day(when)
        )
        for source, when in ((first, "2031-06-09"), (second, "2031-06-12"))
    ]
    (event,) = events([first, second], told)
    assert event.disputes == ()


def called(first: str, second: str) -> list[Event]:
    reports = [
        report(f"{words}\n{STORY}", outlet, "2031-06-11") for words, outlet in ((first, "A"), (second, "B"))
    ]
    told = [
        statement(source, words, event_type, ["IDN"], ["PNG"], instruments=ARMS)
        for source, words, event_type in zip(reports, (first, second), ("AID", "COOPERATE"), strict=True)
    ]
    return events(reports, told)


DEBT = ("economic/debt-relief",)


def doubted(published: str) -> Event:
    """A debt that one outlet says was cancelled, and another, published on a day of May 2031, that it may have been."""
    sure = report("Paris cancelled the debt of Lusaka in May.", "Left Post", "2031-05-06")
    unsure = report(
        "Lusaka hopes that Paris may have cancelled some of what it owes.", "Right Post", published
    )
    told = [statement(sure, sure.text, "AID", ["FRA"], ["ZMB"], instruments=DEBT)]
    more = {"trigger": "cancelled", "instruments": DEBT}
    told += [statement(unsure, unsure.text, "AID", ["FRA"], ["ZMB"], "possible", **more)]
    (event,) = events([sure, unsure], told)
    return event


def test_whether_a_deed_was_done_is_in_dispute_if_one_says_so_and_another_that_it_may_have_been() -> None:
    assert [dispute.field for dispute in doubted("2031-05-07").disputes] == ["whether"]


def test_a_doubt_from_before_the_news_is_overtaken_by_it() -> None:
    assert doubted("2031-05-04").disputes == ()


def visit_on(outlet: str, words: str, when: str, factuality: Any) -> tuple[Report, Statement]:
    source = report(f"{words}\n{STORY}", outlet, "2031-06-11")
    told = statement(source, words, "CONSULT", ["KEN"], ["OMN"], factuality, when=day(when))
    return source, told


@pytest.mark.parametrize(("factuality", "found"), [("occurred", {"when"}), ("planned", set())])
def test_days_of_two_deeds_are_in_dispute_but_not_those_of_a_plan_and_its_fulfilment(
    factuality: Any, found: set[str]
) -> None:
    first = visit_on("Left Post", "Kenya's envoy met Oman's ruler.", "2031-06-10", "occurred")
    second = visit_on("Right Post", "Kenya's envoy meets Oman's ruler.", "2031-06-07", factuality)
    assert fields(first, second) == found


def denied(words: str, trigger: str) -> list[Event]:
    """What one outlet says was done, and a denial in another."""
    claim = report(f"Norway expelled two Maltese envoys.\n{STORY}", "Left Post", "2031-06-11")
    denial = report(f"{words}\n{STORY}", "Right Post", "2031-06-11")
    told = [statement(claim, claim.text.split("\n")[0], "SANCTION", ["NOR"], ["MLT"], trigger="expelled")]
    told += [statement(denial, words, "COERCE", ["NOR"], ["MLT"], "denied", trigger=trigger)]
    return events([claim, denial], told)


def test_a_denial_is_of_the_claim_that_tells_the_act_alike() -> None:
    (event,) = denied("Norway has not expelled two Maltese envoys.", "expelled")
    assert [dispute.field for dispute in event.disputes] == ["factuality"]


def test_a_grant_here_and_a_sale_there_is_a_dispute_about_what_it_is_called() -> None:
    (event,) = called("Indonesia gave helicopters as a grant.", "Indonesia sold the helicopters for cash.")
    ((field, values),) = [(one.field, [side.value for side in one.values]) for one in event.disputes]
    assert (field, values) == ("event_type", ["gift", "sale"])


def test_two_types_that_only_coding_gave_are_no_dispute() -> None:
    (event,) = called("Indonesia handed over helicopters.", "Indonesia delivered the helicopters.")
    assert event.disputes == ()


def test_who_crossed_first_is_in_dispute_and_so_is_the_event() -> None:
    first = report(f"Troops of Congo crossed the border at dawn.\n{STORY}", "Left Post", "2031-06-11")
    second = report(f"It was Zambians who crossed the border.\n{STORY}", "Right Post", "2031-06-11")
    told = [
        statement(first, first.text.split("\n")[0], "MOBILIZE", ["COD"], ["ZMB"], trigger="crossed"),
        statement(second, second.text.split("\n")[0], "MOBILIZE", ["ZMB"], ["COD"], trigger="crossed"),
    ]
    (event,) = events([first, second], told)
    assert [(one.field, [side.value for side in one.values]) for one in event.disputes] == [
        ("who", ["COD", "ZMB"])
    ]
    assert event.status == "disputed"


def test_an_expulsion_and_its_answer_are_two_events() -> None:
    first = report(f"Portugal expelled two diplomats.\n{STORY}", "Left Post", "2031-06-11")
    second = report(f"Angola expelled two diplomats.\n{STORY}", "Right Post", "2031-06-12")
    told = [
        statement(first, first.text.split("\n")[0], "SANCTION", ["PRT"], ["AGO"]),
        statement(second, second.text.split("\n")[0], "SANCTION", ["AGO"], ["PRT"]),
    ]
    assert len(events([first, second], told)) == 2


# ------------------------------------------------------------------ one story


def test_reports_of_one_story_tell_one_act_in_other_words() -> None:
    first = report(f"Poland will school the crews.\n{STORY}", "Left Post", "2031-06-11")
    second = report(f"Warsaw's instructors follow in autumn.\n{STORY}", "Right Post", "2031-06-13")
    told = [
        statement(source, source.text.split("\n")[0], "AID", ["POL"], ["SEN"], "planned")
        for source in (first, second)
    ]
    assert len(events([first, second], told)) == 1


def test_names_of_the_two_sides_make_no_story() -> None:
    names = "Then Poland and Senegal and Poland and Senegal and again Poland and Senegal."
    first = report(f"Poland will school the crews.\n{names}", "Left Post", "2031-06-11")
    second = report(f"Warsaw's instructors follow in autumn.\n{names}", "Right Post", "2031-06-13")
    sides = [
        Participant(
            text=name, start=0, end=1, id=f"state:{code}", name=name, country=code, code=code, sector="GOV"
        )
        for name, code in (("Poland", "POL"), ("Senegal", "SEN"))
    ]
    told = [
        statement(source, source.text.split("\n")[0], "AID", sides[:1], sides[1:], "planned")
        for source in (first, second)
    ]
    assert len(events([first, second], told)) == 2


def test_a_loan_taken_and_a_loan_given_are_one() -> None:
    first = report(f"Kuwait lends Bolivia money.\n{STORY}", "Left Post", "2031-06-11")
    second = report(f"Bolivia took no credit from Kuwait.\n{STORY}", "Right Post", "2031-06-12")
    told = [
        statement(first, first.text.split("\n")[0], "AID", ["KWT"], ["BOL"], instruments=("economic/loan",)),
        statement(
            second,
            second.text.split("\n")[0],
            "AID",
            ["BOL"],
            ["KWT"],
            "denied",
            instruments=("economic/loan",),
        ),
    ]
    (event,) = events([first, second], told)
    assert (event.status, {one.field for one in event.disputes}) == ("disputed", {"factuality"})


# ------------------------------------------------------------------ speakers and retractions


def spoken(
    sentence: str, event_type: str = "AID", actors: Sequence[Participant] = (), **more: Any
) -> list[str]:
    source = report(f"{sentence}\nMr Al-Mutawa spoke.", "Left Post", "2031-06-11")
    one = statement(source, sentence, event_type, actors or ["POL"], ["SEN"], **more)
    (event,) = events([source], [one])
    return [speaker.name for speaker in event.speakers]


def test_states_papers_and_outlets_are_no_speakers() -> None:
    holders = ("Poland", "a document", "Reuters", "three people", "Ministry of Energy")
    assert [spoken("Poland gave tents.", holders=(says(name),)) for name in holders] == [[]] * len(holders)


def test_a_speaker_is_named_without_a_title_and_with_what_a_hyphen_ties_to_the_name() -> None:
    assert spoken("Poland gave tents.", holders=(says("Colonel Mutawa"),)) == ["Al-Mutawa"]


def test_an_office_stands_for_a_person_only_where_nobody_is_named() -> None:
    office, person = says("prime minister"), says("Awa Ndiaye")
    assert spoken("Poland gave tents.", holders=(office,)) == ["prime minister"]
    assert spoken("Poland gave tents.", holders=(office, person)) == ["Awa Ndiaye"]


def test_who_promises_in_person_speaks_and_who_travels_does_not() -> None:
    wirz = state("POL", "Wirz")
    assert spoken("Wirz promised tents.", "REQUEST", [wirz]) == ["Wirz"]
    assert spoken("Wirz visited Dakar.", "CONSULT", [wirz], instruments=VISIT) == []


def retraction(sentence: str, outlet: str, more: str = "") -> Event:
    first = report(f"Croatia sold guns to Kosovo.\n{STORY}", "Jutarnja Pošta", "2031-06-11")
    second = report(f"{sentence}\n{more}{STORY}", outlet, "2031-06-12")
    told = [
        statement(first, first.text.split("\n")[0], "COOPERATE", ["HRV"], ["XKX"], instruments=ARMS),
        statement(second, sentence, "COOPERATE", ["HRV"], ["XKX"], "denied", instruments=ARMS),
    ]
    (event,) = events([first, second], told)
    return event


def test_a_retraction_that_stands_beside_the_denial_counts() -> None:
    taken = retraction(
        "There was no sale of guns to Kosovo.", "Jutarnja Pošta", "We can no longer stand by this report. "
    )
    assert taken.status == "retracted"


def test_a_retraction_that_another_outlet_reports_counts_and_a_plain_denial_does_not() -> None:
    other = retraction("Jutarnja Pošta took back the story: no guns were sold to Kosovo.", "Herald")
    assert other.status == "retracted"
    assert retraction("There was no sale of guns to Kosovo.", "Herald").status == "disputed"


# ------------------------------------------------------------------ whatever the order


def many() -> list[tuple[Report, Statement]]:
    words = [
        "Poland delivered 24 carriers to Senegal.",
        "Poland sold 28 carriers to Senegal.",
        "Poland gave 24 carriers.",
    ]
    return [
        delivery(f"Outlet {i}", one, float(one.split()[2]), one.split()[2]) for i, one in enumerate(words)
    ]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_events_with_their_disputes_do_not_depend_on_order(rng: random.Random) -> None:
    pairs = many()
    shuffled = rng.sample(pairs, len(pairs))
    assert events(*map(list, zip(*pairs, strict=True))) == events(*map(list, zip(*shuffled, strict=True)))


@pytest.mark.parametrize("gone", range(3))
def test_a_withdrawn_report_takes_its_side_of_a_dispute_with_it(gone: int) -> None:
    pairs = many()
    del pairs[gone]
    (event,) = events([source for source, _ in pairs], [told for _, told in pairs])
    held = {one for dispute in event.disputes for value in dispute.values for one in value.statement_ids}
    assert held <= {told.id for _, told in pairs}
    assert ("amount" in {dispute.field for dispute in event.disputes}) == (gone != 1)
