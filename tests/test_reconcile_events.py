"""Which statements are one event, how sure it is, and what its statements disagree on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import day, event_input, judgement, money, origin_input, report, says, state, statement
from suasion.codebook import load_codebook
from suasion.reconcile import Events, Origins, redirects
from suasion.records import Event, Judgement, Link, Report, Statement
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.stage import Outcome

CALL = ("diplomatic/call",)
LOAN = ("economic/loan",)
ARMS = ("military/arms-transfer",)


def outcomes(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    judgements: Sequence[Judgement] = (),
    links: Sequence[Link] = (),
) -> list[Outcome[Event]]:
    stage = Events(Settings(), load_codebook(), load_registers())
    return list(stage.gather(event_input(reports, statements, links, judgements)))


def events(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    judgements: Sequence[Judgement] = (),
    links: Sequence[Link] = (),
) -> list[Event]:
    return [
        event for outcome in outcomes(reports, statements, judgements, links) for event in outcome.outputs
    ]


def linked(reports: Sequence[Report]) -> list[Link]:
    stage = Origins(Settings(), load_registers())
    return [link for outcome in stage.gather(origin_input(reports)) for link in outcome.outputs]


# ------------------------------------------------------------------ which statements are one event

LEFT = report("Putin telephoned Maduro on Tuesday. Moscow was cold.", "Left Post", "2030-05-08")
RIGHT = report("Putin called Venezuela's president for an hour.", "Right Post", "2030-05-09")


def test_one_call_in_two_outlets_is_one_event_with_two_origins() -> None:
    told = [
        statement(LEFT, "Putin telephoned Maduro on Tuesday.", instruments=CALL, when=day("2030-05-07")),
        statement(RIGHT, "Putin called Venezuela's president for an hour.", instruments=CALL),
    ]
    (event,) = events([LEFT, RIGHT], told)
    assert event.statement_ids == tuple(sorted(one.id for one in told))
    assert (event.independent_origins, event.status) == (2, "corroborated")
    assert event.when == day("2030-05-07")
    assert event.probability > 0.9


def test_calls_to_three_presidents_told_in_one_sentence_are_three_events() -> None:
    source = report(
        "Putin called the presidents of Cuba, Nicaragua and Venezuela.", "Left Post", "2030-05-08"
    )
    one = statement(source, source.text, recipients=["CUB", "NIC", "VEN"], instruments=CALL)
    other = statement(RIGHT, RIGHT.text, instruments=CALL)
    found = events([source, RIGHT], [one, other])
    recipients = {event.recipients[0].code: event.statement_ids for event in found}
    assert recipients == {"CUB": (one.id,), "NIC": (one.id,), "VEN": tuple(sorted([one.id, other.id]))}


def test_one_offer_to_three_states_stays_one_event() -> None:
    source = report("Putin offered Cuba, Nicaragua and Venezuela weapons.", "Left Post", "2030-05-08")
    one = statement(source, source.text, "AGREE", recipients=["CUB", "NIC", "VEN"], instruments=ARMS)
    (event,) = events([source], [one])
    assert [actor.code for actor in event.recipients] == ["CUB", "NIC", "VEN"]


def test_stated_dates_that_conflict_keep_statements_apart() -> None:
    told = [
        statement(LEFT, "Putin telephoned Maduro on Tuesday.", instruments=CALL, when=day("2030-05-07")),
        statement(RIGHT, RIGHT.text, instruments=CALL, when=day("2030-04-01")),
    ]
    assert len(events([LEFT, RIGHT], told)) == 2


def test_a_month_contains_its_days() -> None:
    told = [
        statement(LEFT, "Putin telephoned Maduro on Tuesday.", instruments=CALL, when=day("2030-05-07")),
        statement(RIGHT, RIGHT.text, instruments=CALL, when=day("2030-05")),
    ]
    (event,) = events([LEFT, RIGHT], told)
    assert event.when.precision == "day"
    assert not event.disputes


def test_background_below_takes_nothing_from_how_alike_two_openings_are() -> None:
    names = "Lamu, Mombasa, Salim Abdi and the Swahili Line were named, and 40 workers."
    first = report(f"Oman gave Kenya a port crane.\n{names}", "Left Post", "2030-05-07")
    second = report(
        f"Nairobi was presented with lifting gear.\n{names}\n" + "Dhows came and went. " * 300,
        "Right Post",
        "2030-05-08",
    )
    told = [
        statement(one, one.text.split("\n")[0], "AID", ["OMN"], ["KEN"], trigger=trigger)
        for one, trigger in ((first, "gave"), (second, "presented"))
    ]
    assert len(events([first, second], told)) == 1


def test_a_treaty_told_from_either_side_is_one_event_on_which_nobody_disagrees() -> None:
    names = "Lamu, Mombasa, Salim Abdi and the Swahili Line were named, and 40 workers."
    first = report(f"Oman signed a treaty with Kenya.\n{names}", "Left Post", "2030-05-07")
    second = report(f"Nairobi signed a treaty with Muscat.\n{names}", "Right Post", "2030-05-07")
    told = [
        statement(first, "Oman signed a treaty with Kenya.", "SUPPORT", ["OMN"], ["KEN"]),
        statement(second, "Nairobi signed a treaty with Muscat.", "SUPPORT", ["KEN"], ["OMN"]),
    ]
    (event,) = events([first, second], told)
    assert not event.disputes


def test_the_same_words_in_the_other_direction_are_another_event() -> None:
    source = report("Iran threatened Oman with fire. Oman threatened Iran with fire.")
    told = [
        statement(source, "Iran threatened Oman with fire.", "THREATEN", ["IRN"], ["OMN"]),
        statement(source, "Oman threatened Iran with fire.", "THREATEN", ["OMN"], ["IRN"]),
    ]
    assert len(events([source], told)) == 2


def test_an_invitation_and_its_acceptance_are_two_events() -> None:
    source = report("Ruto invited Haitham to Nairobi. Haitham accepted the offer of Ruto.")
    ruto, haitham = state("KEN", "Ruto"), state("OMN", "Haitham")
    told = [
        statement(source, "Ruto invited Haitham to Nairobi.", "AGREE", [ruto], [haitham]),
        statement(source, "Haitham accepted the offer of Ruto.", "AGREE", [haitham], [ruto]),
    ]
    assert len(events([source], told)) == 2


def test_calls_of_one_leader_with_several_are_one_event_each_also_with_a_joint_subject() -> None:
    source = report(
        "Putin and his colleagues in Cuba and Venezuela held telephone conversations.", "Left Post"
    )
    joint = statement(
        source,
        source.text,
        actors=["RUS", "CUB", "VEN"],
        recipients=[],
        instruments=CALL,
        trigger="conversations",
    )
    single = statement(RIGHT, RIGHT.text, instruments=CALL)
    found = {
        event.recipients[0].code: event.statement_ids for event in events([source, RIGHT], [joint, single])
    }
    assert found == {"CUB": (joint.id,), "VEN": tuple(sorted([joint.id, single.id]))}


def test_two_warnings_by_different_people_are_two_events() -> None:
    source = report(
        "Sullivan warned Russia of a decisive answer. Price warned Russia that lies have short legs."
    )
    told = [
        statement(
            source,
            "Sullivan warned Russia of a decisive answer.",
            "THREATEN",
            [state("USA", "Sullivan")],
            ["RUS"],
        ),
        statement(
            source,
            "Price warned Russia that lies have short legs.",
            "THREATEN",
            [state("USA", "Price")],
            ["RUS"],
        ),
    ]
    assert len(events([source], told)) == 2


def test_the_title_and_the_first_sentence_of_a_report_are_one_event() -> None:
    source = report(
        "Peru buys corvettes from Korea\n\nPeru bought four corvettes from Korea for its northern fleet."
    )
    told = [
        statement(source, "Peru buys corvettes from Korea", "COOPERATE", ["PER"], ["KOR"], instruments=ARMS),
        statement(
            source,
            "Peru bought four corvettes from Korea for its northern fleet.",
            "COOPERATE",
            ["PER"],
            ["KOR"],
            instruments=ARMS,
        ),
    ]
    (event,) = events([source], told)
    assert event.independent_origins == 1


def test_an_offer_and_what_is_offered_are_two_events_and_the_second_names_the_first() -> None:
    source = report("Turkey offered Kenya drones.")
    offer = statement(source, source.text, "AGREE", ["TUR"], ["KEN"], instruments=ARMS)
    content = statement(
        source, source.text, "COOPERATE", ["TUR"], ["KEN"], "planned", instruments=ARMS, content_of=offer.id
    )
    by_type = {event.event_type: event for event in events([source], [offer, content])}
    assert by_type["AGREE"].content_of is None
    assert by_type["COOPERATE"].content_of == by_type["AGREE"].id


def test_a_meeting_announced_and_held_is_one_event_that_occurred() -> None:
    before = report("Kenya's president will visit Oman on 9 May.", "Left Post", "2030-05-01")
    after = report("Kenya's president visited Oman on Friday.", "Right Post", "2030-05-11")
    plan = statement(
        before,
        before.text,
        "AGREE",
        ["KEN"],
        ["OMN"],
        instruments=("diplomatic/visit",),
        when=day("2030-05-01"),
    )
    planned = statement(
        before,
        before.text,
        "CONSULT",
        ["KEN"],
        ["OMN"],
        "planned",
        instruments=("diplomatic/visit",),
        when=day("2030-05-09"),
        content_of=plan.id,
    )
    held = statement(
        after,
        after.text,
        "CONSULT",
        ["KEN"],
        ["OMN"],
        instruments=("diplomatic/visit",),
        when=day("2030-05-10"),
    )
    (meeting,) = [
        event for event in events([before, after], [plan, planned, held]) if event.event_type == "CONSULT"
    ]
    assert meeting.statement_ids == tuple(sorted([planned.id, held.id]))
    assert (meeting.factuality, meeting.content_of, meeting.status) == ("occurred", None, "reported")
    assert "factuality" not in {dispute.field for dispute in meeting.disputes}


def test_an_undated_threat_is_no_part_of_the_deed() -> None:
    source = report(
        "Iran may send Oman missiles next. Iran delivered tents and rice to Oman after the storm."
    )
    told = [
        statement(
            source, "Iran may send Oman missiles next.", "AID", ["IRN"], ["OMN"], "possible", trigger="send"
        ),
        statement(
            source,
            "Iran delivered tents and rice to Oman after the storm.",
            "AID",
            ["IRN"],
            ["OMN"],
            trigger="delivered",
        ),
    ]
    assert len(events([source], told)) == 2


# ------------------------------------------------------------------ origins

STORY = (
    "Oman lends Kenya money\n\n"
    "Oman lent Kenya 40 million dollars for a port in Lamu on Monday, officials in Muscat said."
)


def loan(source: Report, **more: Any) -> Statement:
    sentence = source.text.split("\n\n")[1].split("\n")[0]
    return statement(source, sentence, "AID", ["OMN"], ["KEN"], instruments=LOAN, trigger="lent", **more)


def test_copies_are_one_origin() -> None:
    first, second = report(STORY, "Left Post", "2030-05-07"), report(STORY, "Right Post", "2030-05-08")
    (event,) = events([first, second], [loan(first), loan(second)], links=linked([first, second]))
    assert [(origin.name, len(origin.report_ids)) for origin in event.origins] == [("Left Post", 2)]
    assert (event.independent_origins, len(event.report_ids), event.status) == (1, 2, "reported")


def test_a_report_that_relays_an_agency_goes_back_to_it_with_the_agency_report_itself() -> None:
    own = report(STORY, "Reuters", "2030-05-07")
    other = report(
        "Kenya gets loan\n\nKenya was lent 40 million dollars by Oman, Reuters reported.\nThe sun shone.",
        "Post",
    )
    told = [
        loan(own),
        statement(
            other, other.text.split("\n")[2], "AID", ["OMN"], ["KEN"], instruments=LOAN, trigger="lent"
        ),
    ]
    (event,) = events([own, other], told, links=linked([own, other]))
    assert [(origin.name, origin.kind) for origin in event.origins] == [("Reuters", "agency")]


def test_a_relay_in_one_sentence_leaves_the_rest_of_the_report_its_own() -> None:
    source = report(
        "A day in Nairobi\n\nKenya received the Omani envoy in the old palace.\nThe talks took all day.\n"
        "Xinhua reported that Oman also lent Kenya 40 million dollars.",
        "Left Post",
    )
    lines = source.text.split("\n")
    told = [
        statement(source, lines[2], "CONSULT", ["KEN"], ["OMN"], instruments=("diplomatic/visit",)),
        statement(source, lines[4], "AID", ["OMN"], ["KEN"], instruments=LOAN, trigger="lent"),
    ]
    found = {event.event_type: event for event in events([source], told, links=linked([source]))}
    assert [origin.name for origin in found["CONSULT"].origins] == ["Left Post"]
    assert [origin.name for origin in found["AID"].origins] == ["Xinhua"]


def test_a_holder_that_is_an_outlet_is_the_origin_without_any_link() -> None:
    source = report(STORY, "Left Post")
    (event,) = events(
        [source], [loan(source, holders=(says("Xinhua", "outlet"), says("Left Post", "outlet", at=None)))]
    )
    assert [origin.name for origin in event.origins] == ["Xinhua"]


def test_a_headline_goes_back_to_the_agency_that_the_body_names() -> None:
    source = report(
        "Oman lends Kenya money\n\nThe sea was calm.\nOman lent Kenya money, Xinhua reported.", "Left Post"
    )
    told = [
        statement(source, "Oman lends Kenya money", "AID", ["OMN"], ["KEN"], instruments=LOAN),
        statement(
            source, "Oman lent Kenya money, Xinhua reported.", "AID", ["OMN"], ["KEN"], instruments=LOAN
        ),
    ]
    (event,) = events([source], told, links=linked([source]))
    assert [origin.name for origin in event.origins] == ["Xinhua"]


def test_one_speaker_in_two_outlets_has_two_witnesses() -> None:
    first, second = (
        report(STORY, "Left Post", "2030-05-07"),
        report(STORY + "\nMore later.", "Right Post", "2030-05-07"),
    )
    told = [loan(first, holders=(says("Minister"),)), loan(second, holders=(says("Minister"),))]
    (event,) = events([first, second], told)
    assert event.independent_origins == 2


# ------------------------------------------------------------------ summary and disputes


def test_a_claim_and_its_denial_are_one_disputed_event() -> None:
    first = report(
        "Chad accused Libya.\n\nLibya sent weapons to Chad's rebels, Chad said.", "Left Post", "2030-05-07"
    )
    second = report(
        "Libya denies.\n\nLibya did not send weapons to Chad's rebels, Tripoli said.",
        "Right Post",
        "2030-05-08",
    )
    told = [
        statement(
            first,
            first.text.split("\n")[2],
            "AID",
            ["LBY"],
            ["TCD"],
            instruments=ARMS,
            trigger="sent",
            holders=(says("Chad"),),
        ),
        statement(
            second,
            second.text.split("\n")[2],
            "AID",
            ["LBY"],
            ["TCD"],
            "denied",
            instruments=ARMS,
            trigger="send",
            holders=(says("Libya"),),
        ),
    ]
    (event,) = events([first, second], told)
    assert (event.factuality, event.status) == ("occurred", "disputed")
    (dispute,) = event.disputes
    assert dispute.field == "factuality"
    assert [(value.value, value.holders) for value in dispute.values] == [
        ("denied", ("Libya",)),
        ("occurred", ("Chad",)),
    ]


def test_a_denial_joins_a_claim_about_long_ago_that_was_made_the_day_before() -> None:
    first = report("Libya sent weapons to Chad's rebels in 2019, Chad said.", "Left Post", "2030-05-07")
    second = report("Libya did not send weapons to Chad's rebels, Tripoli said.", "Right Post", "2030-05-08")
    claim = statement(
        first, first.text, "AID", ["LBY"], ["TCD"], instruments=ARMS, trigger="sent", when=day("2019-06")
    )
    denial = statement(
        second, second.text, "AID", ["LBY"], ["TCD"], "denied", instruments=ARMS, trigger="send"
    )
    (event,) = events([first, second], [claim, denial])
    assert event.status == "disputed"


def test_an_accusation_and_its_denial_make_no_deed() -> None:
    first = report("Chad accused Libya of sending weapons to its rebels.", "Left Post", "2030-05-07")
    second = report("Libya denied sending weapons to rebels in Chad.", "Right Post", "2030-05-08")
    charge = statement(first, first.text, "ACCUSE", ["TCD"], ["LBY"])
    claim = statement(
        first, first.text, "AID", ["LBY"], ["TCD"], instruments=ARMS, trigger="sending", content_of=charge.id
    )
    denial = statement(
        second, second.text, "AID", ["LBY"], ["TCD"], "denied", instruments=ARMS, trigger="sending"
    )
    found = {event.event_type: event for event in events([first, second], [charge, claim, denial])}
    assert (found["AID"].factuality, found["AID"].status) == ("possible", "disputed")


def test_what_all_deny_is_denied() -> None:
    source = report("Libya did not send weapons to Chad.")
    (event,) = events(
        [source], [statement(source, source.text, "AID", ["LBY"], ["TCD"], "denied", trigger="send")]
    )
    assert (event.factuality, event.disputes) == ("denied", ())


def test_what_one_outlet_reports_and_another_only_guesses_is_in_dispute_as_whether() -> None:
    first = report("Libya sent tanks to Chad in May.", "Left Post")
    second = report("Libya possibly sent tanks to Chad in May.", "Right Post")
    told = [
        statement(
            first, first.text, "AID", ["LBY"], ["TCD"], trigger="sent", instruments=ARMS, when=day("2030-05")
        ),
        statement(
            second,
            second.text,
            "AID",
            ["LBY"],
            ["TCD"],
            "possible",
            trigger="sent",
            instruments=ARMS,
            when=day("2030-05"),
        ),
    ]
    (event,) = events([first, second], told)
    assert {dispute.field for dispute in event.disputes} == {"whether"}
    assert event.status == "reported"


def test_a_threat_that_hangs_on_an_act_is_no_doubt_that_it_took_place() -> None:
    before = report(
        "Ruritania threatens. Oman will pay if Qatar and Oman hold drills off Sur.", "Post", "2030-05-01"
    )
    after = report("Drills end. Qatar and Oman held drills off Sur.", "Herald", "2030-05-03")
    (made,) = events(
        [before, after],
        [
            statement(
                before,
                "Oman will pay if Qatar and Oman hold drills off Sur.",
                "COOPERATE",
                ("QAT", "OMN"),
                (),
                "conditional",
                trigger="hold",
                instruments=("military/exercise",),
            ),
            statement(
                after,
                "Qatar and Oman held drills off Sur.",
                "COOPERATE",
                ("QAT", "OMN"),
                (),
                trigger="held",
                instruments=("military/exercise",),
            ),
        ],
    )
    assert (made.factuality, made.disputes) == ("occurred", ())


def amounts_of(first: tuple[str, float], second: tuple[str, float]) -> Event:
    left = report(
        f"A loan\n\nOman lent Kenya {first[0]} for a port in Lamu on Monday.", "Left Post", "2030-05-07"
    )
    right = report(
        f"A loan\n\nOman lent Kenya {second[0]} for a port in Lamu on Monday.", "Right Post", "2030-05-07"
    )
    told = [loan(left, amounts=(money(left, *first),)), loan(right, amounts=(money(right, *second),))]
    (event,) = events([left, right], told)
    return event


def test_two_amounts_are_a_dispute_and_the_event_has_none() -> None:
    event = amounts_of(("$5 million", 5e6), ("$3 million", 3e6))
    (dispute,) = event.disputes
    assert dispute.field == "amount"
    assert [value.value for value in dispute.values] == ["3000000 USD", "5000000 USD"]
    assert event.amounts == ()


def test_a_rounded_amount_is_no_dispute() -> None:
    event = amounts_of(("about $60 million", 60e6), ("$62 million", 62e6))
    assert event.disputes == ()
    assert len(event.amounts) == 1


def test_amounts_in_other_units_are_not_compared() -> None:
    left = report("A loan\n\nOman lent Kenya $5 million for a port in Lamu on Monday.", "Left Post")
    right = report("A loan\n\nOman lent Kenya 2 million rials for a port in Lamu on Monday.", "Right Post")
    told = [
        loan(left, amounts=(money(left, "$5 million", 5e6),)),
        loan(right, amounts=(money(right, "2 million rials", 2e6, "OMR"),)),
    ]
    (event,) = events([left, right], told)
    assert event.disputes == ()
    assert {amount.unit for amount in event.amounts} == {"USD", "OMR"}


def test_days_more_than_one_apart_are_a_dispute_about_when() -> None:
    told = [
        statement(LEFT, "Putin telephoned Maduro on Tuesday.", instruments=CALL, when=day("2030-05-07")),
        statement(RIGHT, RIGHT.text, instruments=CALL, when=day("2030-05-09")),
    ]
    (event,) = events([LEFT, RIGHT], told)
    assert [(dispute.field, [value.value for value in dispute.values]) for dispute in event.disputes] == [
        ("when", ["2030-05-07", "2030-05-09"])
    ]


def test_an_outlet_that_takes_its_claim_back_alone_retracts_the_event() -> None:
    first = report("Oman lent Kenya money for a port.", "Left Post", "2030-05-07")
    second = report(
        "Left Post wrongly reported that Oman lent Kenya money for a port.", "Left Post", "2030-05-09"
    )
    told = [
        statement(first, first.text, "AID", ["OMN"], ["KEN"], instruments=LOAN, trigger="lent"),
        statement(second, second.text, "AID", ["OMN"], ["KEN"], "denied", instruments=LOAN, trigger="lent"),
    ]
    (event,) = events([first, second], told)
    assert event.status == "retracted"


# ------------------------------------------------------------------ judgements


def pair_of_calls() -> tuple[list[Report], list[Statement]]:
    return [LEFT, RIGHT], [
        statement(LEFT, "Putin telephoned Maduro on Tuesday.", instruments=CALL),
        statement(RIGHT, RIGHT.text, instruments=CALL),
    ]


def test_a_rejected_statement_is_left_out_and_said_to_be() -> None:
    reports, told = pair_of_calls()
    found = outcomes(reports, told, [judgement("reject", told[1].id)])
    assert [event.statement_ids for outcome in found for event in outcome.outputs] == [(told[0].id,)]
    assert [row.input_id for outcome in found for row in outcome.rejections] == [told[1].id]


def test_a_rejected_event_stays_out_when_a_statement_joins_it() -> None:
    reports, told = pair_of_calls()
    (event,) = events(reports[:1], told[:1])
    assert events(reports, told, [judgement("reject", event.id)]) == []


def test_reports_marked_as_copy_are_one_origin_and_marked_as_independent_two() -> None:
    reports, told = pair_of_calls()
    copied = judgement("mark-copy", LEFT.id, RIGHT.id)
    (one,) = events(reports, told, [copied])
    (two,) = events(reports, told, [copied, judgement("mark-independent", LEFT.id, RIGHT.id, at=2)])
    assert (one.independent_origins, two.independent_origins) == (1, 2)


def test_a_split_statement_is_an_event_of_its_own() -> None:
    reports, told = pair_of_calls()
    found = events(reports, told, [judgement("split", told[1].id)])
    assert sorted(event.statement_ids for event in found) == sorted((one.id,) for one in told)


def test_merged_events_are_one() -> None:
    reports, told = pair_of_calls()
    told.append(statement(LEFT, "Moscow was cold.", "AID", ["RUS"], ["VEN"]))
    apart = events(reports, told)
    (merged,) = events(reports, told, [judgement("merge", *(event.id for event in apart))])
    assert (len(apart), len(merged.statement_ids)) == (2, 3)


def test_a_merger_with_an_event_that_is_gone_changes_nothing() -> None:
    reports, told = pair_of_calls()
    assert events(reports, told, [judgement("merge", told[0].id, "e0000")]) == events(reports, told)


def test_a_corrected_factuality_holds() -> None:
    reports, told = pair_of_calls()
    (event,) = events(reports, told)
    (mended,) = events(reports, told, [judgement("correct", event.id, field="factuality", value="planned")])
    assert (mended.id, mended.factuality) == (event.id, "planned")


# ------------------------------------------------------------------ ids


def test_an_event_keeps_its_id_when_a_later_report_joins() -> None:
    reports, told = pair_of_calls()
    assert events(reports[:1], told[:1])[0].id == events(reports, told)[0].id


def test_joined_and_vanished_events_are_redirected() -> None:
    reports, told = pair_of_calls()
    before = events(reports, told, [judgement("split", told[1].id)])
    (after,) = events(reports, told)
    gone = next(event for event in before if event.id != after.id)
    assert [(row.old, row.new) for row in redirects(before, [after])] == [(gone.id, (after.id,))]
    assert [row.new for row in redirects([after], [])] == [()]


# ------------------------------------------------------------------ properties of any corpus

SIDES = ["RUS", "VEN", "CUB", "USA"]
WORDS = ["ships", "wheat", "gas", "tanks", "rice"]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Report], list[Statement]]:
    """Small corpora whose statements often collide: few sides, few words, few days."""
    reports, told = [], []
    for number in range(draw(st.integers(2, 6))):
        lines, made = [], []
        for line in range(draw(st.integers(1, 3))):
            actor, recipient = draw(st.permutations(SIDES))[:2]
            goods = " and ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
            lines.append(f"Somebody{number} sent{line} {goods} from {actor} to {recipient}.")
            made.append((lines[-1], actor, recipient))
        date = draw(st.sampled_from([None, "2030-05-01", "2030-05-04", "2030-07-01"]))
        source = report("\n".join(lines), draw(st.sampled_from([None, "Left Post", "Right Post"])), date)
        reports.append(source)
        for sentence, actor, recipient in made:
            told.append(
                statement(
                    source,
                    sentence,
                    draw(st.sampled_from(["AID", "COOPERATE", "CONSULT"])),
                    [actor],
                    [recipient, *draw(st.lists(st.sampled_from(["NIC", "BOL"]), max_size=1))],
                    draw(st.sampled_from(["occurred", "planned", "denied"])),
                    instruments=draw(st.sampled_from([(), CALL, ARMS])),
                    when=day(draw(st.sampled_from([None, "2030-05-01", "2030-05-03", "2030-05-20"]))),
                    probability=draw(st.floats(0.1, 1.0)),
                )
            )
    return reports, told


def pairs(one: Statement) -> set[frozenset[str | None]]:
    return {frozenset((left.code, right.code)) for left in one.actors for right in one.recipients}


@settings(max_examples=40, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_events_do_not_depend_on_the_order_of_anything(
    corpus: tuple[list[Report], list[Statement]], rng: random.Random
) -> None:
    reports, told = corpus
    mixed_reports, mixed = reports[:], told[:]
    rng.shuffle(mixed_reports)
    rng.shuffle(mixed)
    assert outcomes(mixed_reports, mixed) == outcomes(reports, told)


@settings(max_examples=40, deadline=None)
@given(corpora())
def test_every_statement_is_in_an_event_and_every_id_is_unique(
    corpus: tuple[list[Report], list[Statement]],
) -> None:
    reports, told = corpus
    found = outcomes(reports, told)
    assert {one for outcome in found for one in outcome.input_ids} == {one.id for one in told}
    ids = [event.id for outcome in found for event in outcome.outputs]
    assert len(ids) == len(set(ids))


@settings(max_examples=40, deadline=None)
@given(corpora())
def test_an_unrelated_report_changes_no_event(corpus: tuple[list[Report], list[Statement]]) -> None:
    reports, told = corpus
    stranger = report("Fiji praised Tonga for its choir.", "Far Post", "2030-05-02")
    praise = statement(stranger, stranger.text, "SUPPORT", ["FJI"], ["TON"])
    before = {event.id: event for event in events(reports, told)}
    after = {event.id: event for event in events([*reports, stranger], [*told, praise])}
    assert {key: event for key, event in after.items() if praise.id not in event.statement_ids} == before


@settings(max_examples=40, deadline=None)
@given(corpora())
def test_withdrawing_a_report_changes_only_events_that_its_statements_compete_for(
    corpus: tuple[list[Report], list[Statement]],
) -> None:
    reports, told = corpus
    gone = reports[0]
    touched = {one.id for one in told if one.report_id == gone.id}
    while (
        grown := {
            one.id for one in told if any(pairs(one) & pairs(other) for other in told if other.id in touched)
        }
        - touched
    ):
        touched |= grown
    before, after = (
        events(reports, told),
        events(reports[1:], [one for one in told if one.report_id != gone.id]),
    )
    untouched = [event for event in before if not touched & set(event.statement_ids)]
    assert [event for event in after if not touched & set(event.statement_ids)] == untouched
    assert all(gone.id not in event.report_ids for event in after)


@settings(max_examples=40, deadline=None)
@given(corpora())
def test_withdrawal_by_judgement_equals_absence(corpus: tuple[list[Report], list[Statement]]) -> None:
    reports, told = corpus
    gone = reports[-1].id
    rejected = events(reports, told, [judgement("reject", gone)])
    assert rejected == events(
        [one for one in reports if one.id != gone], [one for one in told if one.report_id != gone]
    )
