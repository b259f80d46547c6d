"""How outlets name actors and acts: phrases are read, labelled and laid side by side."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given as generate
from hypothesis import settings
from hypothesis import strategies as st

from reconcile_world import event, report, says, statement
from suasion.ids import content_id
from suasion.read import Reader
from suasion.reconcile.framing import FramingInput, framings
from suasion.reconcile.labels import act_label
from suasion.records import (
    Actor,
    Attribution,
    Event,
    Framing,
    Mention,
    Passage,
    Reading,
    Report,
    Span,
    Statement,
)
from suasion.registers import load_registers

REGISTERS = load_registers()


def read(text: str, outlet: str = "Harbour Post") -> Reading:
    body = (Passage(start=0, end=len(text), kind="body"),)
    return Reader(REGISTERS).read(report(text, outlet, "2022-03-01", passages=body))


def phrase_of(text: str, name: str) -> str | None:
    mentions = [one for one in read(text).mentions if one.text == name]
    assert mentions, f"{name} is not found"
    return mentions[0].phrase.text if mentions[0].phrase else None


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("President Daniel Ortega praised Russia.", "Daniel Ortega", "President Daniel Ortega"),
        (
            "Daniel Ortega, the socialist dictator, met his rivals.",
            "Daniel Ortega",
            "Daniel Ortega, the socialist dictator",
        ),
        (
            "Nicaragua's ailing strongman, Daniel Ortega, has left.",
            "Daniel Ortega",
            "Nicaragua's ailing strongman, Daniel Ortega",
        ),
        ("Russia, a nuclear-armed aggressor, sent troops.", "Russia", "Russia, a nuclear-armed aggressor"),
        ("Delegates visited cash-strapped Cuba on Monday.", "Cuba", "cash-strapped Cuba"),
        ("Vladimir Putin, who has ruled for decades, smiled.", "Vladimir Putin", None),
        ("The United States sent an envoy.", "United States", None),
        ("Brazil-Russia talks began on Monday.", "Russia", None),
    ],
)
def test_a_phrase_holds_the_words_that_describe_a_name_and_no_clause(
    text: str, name: str, phrase: str | None
) -> None:
    assert phrase_of(text, name) == phrase


def test_a_description_beside_a_name_is_part_of_that_name_s_phrase_alone() -> None:
    mentions = read("Daniel Ortega, the socialist dictator, met his rivals.").mentions
    assert [one.phrase is not None for one in mentions if "dictator" in one.text] in ([], [False])


def test_every_phrase_quotes_its_text_and_holds_its_mention() -> None:
    text = (
        "Embattled Venezuelan leader Nicolas Maduro thanked his patron Russia. The communist regime in Havana, "
        "once rich, asked President Joe Biden for help. The Kremlin leader called the Venezuelan dictator."
    )
    mentions = read(text).mentions
    phrases = [(one, one.phrase) for one in mentions if one.phrase]
    assert len(phrases) > 3
    for mention, phrase in phrases:
        assert text[phrase.start : phrase.end] == phrase.text
        assert phrase.start <= mention.start <= mention.end <= phrase.end


# ---- the table


def mentioned(source: Report, text: str, phrase: str | None = None, how: str = "person") -> Mention:
    """A mention of one invented leader, at the first place of the text (or of the phrase that holds it)."""
    at = source.text.index(phrase or text)
    start = at + (phrase or text).index(text)
    span = Span(text=phrase, start=at, end=at + len(phrase)) if phrase else None
    actor = Actor(id="person:ortega", name="Daniel Ortega", country="NIC", code="NIC", sector="GOV")
    return Mention(
        id=content_id("m", source.id, str(start)),
        report_id=source.id,
        actor=actor,
        start=start,
        end=start + len(text),
        text=text,
        how=how,
        phrase=span,
    )


def said_by(source: Report, name: str, words: str) -> Attribution:
    at = source.text.index(words)
    return Attribution(
        id=content_id("a", source.id, name, words),
        report_id=source.id,
        holder=says(name),
        source=None,
        cue=None,
        content=(Span(text=words, start=at, end=at + len(words)),),
        stance="asserts",
        quoted=False,
    )


def table(
    reports: list[Report],
    mentions: list[Mention],
    attributions: list[Attribution] | None = None,
    statements: list[Statement] | None = None,
    events: list[Event] | None = None,
) -> tuple[Framing, ...]:
    given = FramingInput(
        reports=reports,
        mentions=mentions,
        attributions=attributions or [],
        statements=statements or [],
        events=events or [],
    )
    return framings(given, REGISTERS)


A = report("President Daniel Ortega spoke on Monday. Later Ortega left.", "Harbour Post", "2030-05-03")
B = report("The Socialist dictator, Daniel Ortega, spoke on Monday.", "Free Banner", "2030-05-03")
C = report('Envoy Lee said that "strongman Ortega" must go.', "River Times", "2030-05-04")
MENTIONS = [
    mentioned(A, "Daniel Ortega", "President Daniel Ortega"),
    replace(mentioned(A, "Ortega", "Later Ortega"), phrase=None),
    mentioned(B, "Daniel Ortega", "The Socialist dictator, Daniel Ortega"),
    mentioned(C, "Ortega", "strongman Ortega", how="surname"),
]
SAID = [said_by(C, "Envoy Lee", '"strongman Ortega" must go')]


def test_descriptions_come_before_titles_and_titles_before_names() -> None:
    rows = table([A, B, C], MENTIONS, SAID)
    assert [(row.label, row.kind, row.outlet) for row in rows] == [
        ("socialist dictator", "description", "Free Banner"),
        ("strongman", "description", "River Times"),
        ("president", "title", "Harbour Post"),
        ("ortega", "name", "Harbour Post"),
    ]


def test_a_row_quotes_the_sentence_and_points_to_the_words() -> None:
    row = table([A, B, C], MENTIONS, SAID)[0]
    (quotation,) = row.quotations
    assert quotation.sentence == B.text
    assert (
        B.text[quotation.start : quotation.end] == quotation.text == "The Socialist dictator, Daniel Ortega"
    )


def test_words_that_an_outlet_quotes_are_those_of_the_holder() -> None:
    rows = {row.label: row for row in table([A, B, C], MENTIONS, SAID)}
    assert (rows["strongman"].holder, rows["strongman"].verbatim) == ("Envoy Lee", True)
    assert (rows["socialist dictator"].holder, rows["socialist dictator"].verbatim) == (None, False)


def test_labels_that_all_outlets_use_come_after_those_of_some() -> None:
    one = report("Strongman Ortega spoke.", "Harbour Post")
    two = report("Strongman Ortega left. Old fox Ortega left.", "Free Banner")
    mentions = [
        mentioned(one, "Ortega", "Strongman Ortega"),
        mentioned(two, "Ortega", "Strongman Ortega"),
        mentioned(two, "Ortega", "Old fox Ortega"),
    ]
    rows = table([one, two], mentions)
    assert [(row.label, row.outlets) for row in rows] == [("old fox", 1), ("strongman", 2), ("strongman", 2)]


def test_a_title_of_office_describes_nobody_and_a_word_for_power_does() -> None:
    texts = [
        "Russian President Ortega left.",
        "Russian strongman Ortega left.",
        "then-Foreign Minister Ortega left.",
    ]
    sources = [report(text, f"Outlet {n}") for n, text in enumerate(texts)]
    mentions = [mentioned(one, "Ortega", one.text.removesuffix(" left.")) for one in sources]
    kinds = {row.label: row.kind for row in table(sources, mentions)}
    assert kinds == {
        "russian president": "title",
        "russian strongman": "description",
        "then-foreign minister": "title",
    }


ACTS = {
    "Alba launched a special military operation in Ostia on Monday.": (
        "launched",
        "special military operation",
    ),
    "Its full-scale invasion of Ostia began.": ("invasion", "full-scale invasion"),
    "Alba invaded Ostia on Monday.": ("invaded", "invaded"),
    "Alba held routine drills near Ostia.": ("held", "routine drills"),
    "The attack killed ten.": ("attack", "attack"),
    "Alba made it known.": ("made", "made"),
}


@pytest.mark.parametrize("sentence", ACTS)
def test_an_act_is_called_by_its_noun_with_its_adjectives(sentence: str) -> None:
    trigger, label = ACTS[sentence]
    told = statement(report(sentence, "Harbour Post"), sentence, trigger=trigger)
    assert act_label(told, frozenset({"invasion", "attack"})).text == label


def test_an_event_lists_what_each_outlet_calls_the_act() -> None:
    one, two = (
        report("Alba invaded Ostia.", "Harbour Post"),
        report("Alba launched a peace mission.", "Free Banner"),
    )
    told = [
        statement(one, "Alba invaded Ostia.", "ASSAULT", trigger="invaded"),
        statement(two, "Alba launched a peace mission.", "ASSAULT", trigger="launched"),
    ]
    happening = event("attack", "ASSAULT", statement_ids=tuple(row.id for row in told))
    rows = table([one, two], [], statements=told, events=[happening])
    assert {(row.id, row.outlet, row.label, row.kind) for row in rows} == {
        (happening.id, "Harbour Post", "invaded", "act"),
        (happening.id, "Free Banner", "peace mission", "act"),
    }


@settings(max_examples=25, deadline=None)
@generate(st.randoms(use_true_random=False))
def test_the_table_does_not_depend_on_the_order_of_anything(rng: random.Random) -> None:
    reports, mentions, said = [A, B, C], list(MENTIONS), list(SAID)
    before = table(reports, mentions, said)
    for rows in (reports, mentions, said):
        rng.shuffle(rows)
    assert table(reports, mentions, said) == before


def test_a_report_that_goes_takes_exactly_its_own_rows_along() -> None:
    left = [one for one in MENTIONS if one.report_id != B.id]
    without = table([A, C], left, SAID)
    assert {(row.label, row.outlet, row.quotations) for row in without} == {
        (row.label, row.outlet, row.quotations)
        for row in table([A, B, C], MENTIONS, SAID)
        if row.outlet != "Free Banner"
    }
