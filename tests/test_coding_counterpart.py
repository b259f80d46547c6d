"""Whom an act is towards where its sentence does not say."""

from __future__ import annotations

from test_coding import coded as code

TENSE = "Oman and Yemen have quarrelled over a reef since May. Yemen accused Oman of building a pier there. "


def test_an_act_without_a_recipient_is_towards_the_state_that_the_report_sets_beside_the_actor() -> None:
    statement = next(s for s in code(TENSE + "Yemen recalled its ambassador.") if s.action.text == "recalled")
    assert [side.code for side in statement.recipients] == ["OMN"]
    assert statement.recipients_how.startswith("inferred")


def test_an_inferred_recipient_quotes_a_mention_of_the_report() -> None:
    text = TENSE + "Yemen recalled its ambassador."
    statement = next(s for s in code(text) if s.action.text == "recalled")
    side = statement.recipients[0]
    assert text[side.start : side.end] == side.text


def test_a_stated_recipient_is_never_replaced() -> None:
    statement = next(
        s for s in code(TENSE + "Yemen recalled its ambassador to Qatar.") if s.action.text == "recalled"
    )
    assert [side.code for side in statement.recipients] == ["QAT"]
    assert statement.recipients_how == "stated"


def test_a_report_about_many_states_has_no_counterpart() -> None:
    crowd = "Chad met Mali. Chad met Togo. Chad met Benin. Chad met Niger. "
    assert not [
        s for s in code(crowd + "Chad recalled its ambassador.") if "beside the actor" in s.recipients_how
    ]


def test_a_passive_without_an_agent_is_done_by_whom_the_report_sets_beside_the_sufferer() -> None:
    statement = next(s for s in code(TENSE + "The Omani envoy was summoned.") if s.action.text == "summoned")
    assert [side.code for side in statement.actors] == ["YEM"]
    assert [side.code for side in statement.recipients] == ["OMN"]


def test_what_nobody_is_named_for_is_done_together_by_the_two_whom_the_report_is_about() -> None:
    statement = next(s for s in code(TENSE + "A memorandum was signed in May.") if s.action.text == "signed")
    assert {side.code for side in statement.actors} == {"OMN", "YEM"}


def test_nobody_signs_in_a_report_about_many() -> None:
    crowd = "Chad met Mali. Chad met Togo. Chad met Benin. Chad met Niger. "
    assert not [s for s in code(crowd + "A memorandum was signed.") if s.action.text == "signed"]


def test_who_denies_that_a_thing_was_sold_would_have_sold_it() -> None:
    statement = next(
        s for s in code("Peru denied that howitzers had been sold to Chile.") if s.action.text == "sold"
    )
    assert [side.code for side in statement.actors] == ["PER"]
    assert statement.factuality == "denied"
