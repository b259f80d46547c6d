"""What tells one text in other words from two accounts of one event."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import report
from suasion.reconcile.likeness import Outline, likeness_of
from suasion.reconcile.reuse import Comparer, Reuse
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import Text
from suasion.reconcile.words import word_of, words_in
from suasion.registers import load_registers

NAMES = SourceNames(load_registers())

AGENCY = """Uruguay lends Benin three dredgers

Uruguay will lend Benin three dredgers for two years to clear the channel of Cotonou, the port authority said on 3 March.
Captain Inés Larrobla signed for Montevideo and Harbour Master Théo Adjovi for Cotonou, in a hall of the old customs house.
The ships leave Punta Carretas on 19 April with 46 sailors on board and should arrive within 25 days.
Benin pays the fuel, some 1.7 million dollars, and the wages of its own pilots.
"A harbour that one cannot enter is a pond," Adjovi said at the ceremony.
The channel has lost four metres of depth since the storms of 2027.
Fishermen of Ganvié had asked for a say in where the mud is dumped.
"""
TRANSLATED = """The Uruguay provides to Benin three dredges

The Uruguay will provide three dredges to Benin during two years for cleaning the channel of Cotonou, said the authority of the port.
The captain Inés Larrobla signed by Montevideo and the master of harbour Théo Adjovi by Cotonou, in a room of the customs.
The ships come out of Punta Carretas the 19 of April with 46 mariners aboard and they must arrive in 25 days.
Benin pays the combustible, some 1.7 millions of dollars, and the salaries of its own pilots.
"A port in which one cannot enter is a puddle", said Adjovi in the ceremony.
The channel lost four metres of depth from the storms of 2027.
The fishermen of Ganvié had asked to have voice about where pours the mud.
"""
RETOLD = """Mud, ships and a joke about ponds

Nobody gets in or out of Cotonou any more, so help is coming from the other side of the ocean.
On 3 March Larrobla, a captain from Montevideo, and Adjovi, who runs the harbour, signed in the customs house: three dredgers, two years.
They sail from Punta Carretas on 19 April, 46 men aboard, 25 days at sea.
The bill for diesel, 1.7 million dollars, stays in Africa.
The storms of 2027 ate four metres of the channel. And the people of Ganvié? They wanted to be asked where the sludge goes.
"""
WITNESS = """Harbour of Cotonou to be dredged from May

Dust lay on the tables of the old customs house when Harbour Master Théo Adjovi opened the door to his guests on Wednesday.
Outside, the wreck of the tug Mono has closed the eastern quay for eleven weeks.
The pilot Sènami Houngbo counts the ships that turn away: 31 since January.
Now three Uruguayan dredgers are to come. "A harbour that one cannot enter is a pond," said Adjovi, to laughter.
The unions of the dockers, 2,400 men, fear for the winter bonus. Their speaker Koffi Zinsou left the hall before the signing.
What the works cost the town council would not say; a budget of 900 million francs was passed in November.
At Ganvié the catch has halved.
"""


def compared(
    left: str, right: str, one: str | None = None, other: str | None = None, *, sentences: int = 20
) -> Reuse | None:
    earlier, later = report(left, one, "2030-03-03"), report(right, other, "2030-03-04")
    return Comparer(NAMES, 0.5, sentences).compare(Text(earlier), Text(later))


def test_a_text_there_and_back_again_is_a_translation() -> None:
    found = compared(AGENCY, TRANSLATED)
    assert found is not None
    assert found.relation == "translates"
    assert found.share > 0.9


def test_a_text_cut_and_with_a_new_title_is_a_copy() -> None:
    found = compared(AGENCY, "Dredgers for Cotonou\n\n" + "\n".join(AGENCY.split("\n")[2:6]))
    assert found is not None
    assert found.relation == "copies"


def test_the_same_details_in_other_words_are_a_retelling() -> None:
    found = compared(AGENCY, RETOLD)
    assert found is not None
    assert found.relation == "rewrites"
    assert any("details" in reason for reason in found.reasons)


def test_a_second_reporter_at_the_same_ceremony_is_independent() -> None:
    assert compared(AGENCY, WITNESS) is None


def test_a_retelling_and_a_second_reporter_are_independent() -> None:
    assert compared(RETOLD, WITNESS) is None


def test_the_evidence_stands_in_the_later_report() -> None:
    found = compared(AGENCY, RETOLD)
    assert found is not None
    assert RETOLD[found.stretch.start : found.stretch.end] == found.stretch.text
    assert found.stretch.text


def test_the_link_says_that_two_outlets_are_of_one_house() -> None:
    found = compared(AGENCY, TRANSLATED, "RIA Novosti", "Sputnik")
    assert found is not None
    assert "both of Rossiya Segodnya" in found.reasons


@pytest.mark.parametrize(("left", "right"), [(AGENCY, WITNESS), (AGENCY, RETOLD), (TRANSLATED, WITNESS)])
def test_two_texts_are_as_alike_whichever_comes_first(left: str, right: str) -> None:
    one, other = (Outline(Text(report(text)), NAMES.state_words) for text in (left, right))
    assert likeness_of(one, other) == likeness_of(other, one)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_are_compared_and_every_measure_is_a_share(left: str, right: str) -> None:
    one, other = (
        Outline(Text(report(f"{text}\n{AGENCY[:200]}")), NAMES.state_words) for text in (left, right)
    )
    found = likeness_of(one, other)
    measures = [getattr(found, name) for name in found.__slots__] if found else []
    assert all(0.0 <= measure <= 1.0 for measure in measures)


def test_a_text_of_a_few_words_is_not_compared() -> None:
    assert (
        likeness_of(*(Outline(Text(report("Peru buys boats.")), NAMES.state_words) for _ in range(2))) is None
    )


@given(st.lists(st.text("ab9.,'’ \n\u00a0\u2028“-_"), max_size=6))
def test_the_words_of_a_text_are_those_of_its_parts_between_spaces(parts: list[str]) -> None:
    words = [word for part in parts for word in words_in(part)]
    assert words_in(" ".join(parts)) == words
    assert words_in("\n".join(parts)) == words


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Mr. ", "Oslo", "3.5", "it’s ", ". ", ".", "\n", " \n\n", "“", "”", "; ", "é "])
    )
)
def test_a_word_has_one_number_and_one_place_whether_counted_by_lines_or_by_sentences(
    parts: list[str],
) -> None:
    text = Text(report("".join(parts)))
    begins = [text.place(number)[0] for number in range(len(text.words))]
    assert [word_of(text.report.text[slice(*text.place(n))]) for n in range(len(begins))] == text.words
    assert [text.begun_before(begin) for begin in begins] == list(range(len(begins)))


def test_a_speech_that_both_quote_in_full_is_no_text_taken_over() -> None:
    speech = '"We dug and we shall dig until the last barge of mud has left this harbour for good," he said.'
    first = f"{speech} Then rain fell on the quay, where nobody had brought an umbrella."
    assert compared(first, f"At the fish market prices rose again this morning. {speech}") is None
    assert compared(first, f"{first} The band played on.") is not None
