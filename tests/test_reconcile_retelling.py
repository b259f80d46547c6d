"""What sentences mean decides where words leave a retelling open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import report
from suasion.reconcile.candidates import meetings, sketches_of
from suasion.reconcile.likeness import Outline, likeness_of, load_weights
from suasion.reconcile.retelling import MeaningReader
from suasion.reconcile.reuse import Comparer, Reuse
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import Text
from suasion.registers import load_registers

NAMES = SourceNames(load_registers())
SENTENCES = 20

MINISTRY = """Latvia sends Tonga a ship that lays cables

RIGA - Latvia has sent its cable ship Zvaigzne to Tonga, whose only link to the world was cut by an anchor on 4 June.
Transport Minister Ilze Kalniņa said in the port of Ventspils that the vessel would need 38 days for the voyage.
"An island without a line is a letter without a stamp," she told the crew of 52.
The repair is to cost 6.3 million euros, of which Riga pays one half.
Divers from Vavaʻu have found the break at a depth of 210 metres, east of Pangaimotu.
Tonga's prime minister, Sione Fakatava, called the decision a comfort.
Until the line works again the banks of the kingdom are open on two days a week only.
"""
TABLOID = """Island cut off by clumsy captain: the Balts to the rescue

No internet, no cash, no calls.
Since a ship dropped its anchor in the wrong spot, Tonga has been on its own, and now help sails from the far end of Europe.
The Zvaigzne has left for the Pacific. She will be under way for more than five weeks, according to Kalnina, who runs transport in Riga.
Fifty-two sailors are on board. The minister saw them off with a joke about stamps and letters.
Half of the bill of 6.3 million is paid by the Latvians.
The torn cable lies 210 metres down off Pangaimotu, where local divers came upon it.
Fakatava, who leads the government, is relieved.
Banks there open their doors only twice a week for as long as nothing can be wired.
"""
NEIGHBOUR = """Without a line, Nukuʻalofa learns to wait

The queue outside the bank in Taufaʻahau Road began at five. Mele Tupou had brought a chair and 14 mangoes to sell.
The bakery of Ofa Latu writes debts in a school book: 230 names since the cable broke.
A radio ham in Haʻapai, Viliami Moala, sends messages of the sick to Suva every night.
Latvia will lend a ship, the prime minister said on the radio; it will be here in July.
Pupils of Tonga High School sat their examination on paper, as their parents did.
The cathedral has put up a board for notices. By Sunday it was full.
A ferry brought newspapers from Auckland, eleven days old. They were gone within an hour.
"""


def text_of(words: str, day: str = "2030-06-12") -> Text:
    return Text(report(words, None, day))


def compared(left: str, right: str, sentences: int) -> Reuse | None:
    return Comparer(NAMES, 0.5, sentences).compare(text_of(left), text_of(right, "2030-06-13"))


def by_words(left: str, right: str) -> float:
    likeness = likeness_of(*(Outline(text_of(words), NAMES.state_words) for words in (left, right)))
    assert likeness is not None
    return load_weights().telling.probability(likeness)


def test_a_tabloid_that_tells_the_same_in_the_same_order_retells() -> None:
    found = compared(MINISTRY, TABLOID, SENTENCES)
    assert found is not None
    assert found.relation == "rewrites"
    assert any("counterpart in meaning" in reason for reason in found.reasons)


@pytest.mark.parametrize("other", [MINISTRY, TABLOID])
def test_a_reporter_with_a_story_of_her_own_is_independent(other: str) -> None:
    assert compared(other, NEIGHBOUR, SENTENCES) is None


def test_sentences_in_one_order_answer_to_each_other_more_than_those_of_another_account() -> None:
    reader = MeaningReader(SENTENCES)
    retold = reader.correspondence(text_of(MINISTRY), text_of(TABLOID))
    apart = reader.correspondence(text_of(MINISTRY), text_of(NEIGHBOUR))
    assert retold is not None
    assert apart is not None
    assert retold.ordered > apart.ordered
    assert retold.contrast > apart.contrast


def test_a_text_answers_to_itself_in_order_and_to_its_reverse_not() -> None:
    reader = MeaningReader(SENTENCES)
    body = MINISTRY.strip().split("\n")[2:]
    same = reader.correspondence(text_of("\n".join(body)), text_of("\n".join(body)))
    turned = reader.correspondence(text_of("\n".join(body)), text_of("\n".join(reversed(body))))
    assert same is not None
    assert turned is not None
    assert (same.matched, same.order) == (1.0, 1.0)
    assert turned.order == -1.0


@pytest.mark.parametrize("most", [0, 2])
def test_too_few_sentences_have_no_order(most: int) -> None:
    assert MeaningReader(most).correspondence(text_of(MINISTRY), text_of(TABLOID)) is None


def test_where_meaning_is_not_asked_words_decide() -> None:
    found = compared(MINISTRY, TABLOID, 0)
    expected = by_words(MINISTRY, TABLOID) >= load_weights().telling.threshold
    assert (found is not None) is expected
    assert found is None or not any("meaning" in reason for reason in found.reasons)


@settings(max_examples=15, deadline=None)
@given(st.permutations(MINISTRY.strip().split("\n")), st.permutations(TABLOID.strip().split("\n")))
def test_two_reports_answer_to_each_other_alike_whichever_comes_first(
    left: list[str], right: list[str]
) -> None:
    reader = MeaningReader(SENTENCES)
    one, other = text_of("\n".join(left)), text_of("\n".join(right))
    there, back = reader.correspondence(one, other), reader.correspondence(other, one)
    assert there is not None
    assert back is not None
    assert there.ordered == pytest.approx(back.ordered)
    assert there.contrast == pytest.approx(back.contrast)


def test_an_outlet_without_accents_names_the_same_person() -> None:
    with_accents, without = (
        Outline(text_of(f"The minister Ilze {name} spoke."), frozenset()) for name in ("Kalniņa", "Kalnina")
    )
    assert with_accents.details == without.details


def test_a_retelling_meets_its_source_though_it_cuts_its_sentences_elsewhere() -> None:
    source = "On Monday Imants Vītols sold 47 boats to Lofa Taione.\n"
    retold = (
        "There are 47 boats fewer in the harbour.\nSo Vitols has let them go.\nThe buyer is one Taione.\n"
    )
    lines = MINISTRY.split("\n")
    texts = [text_of(source + lines[2]), text_of(retold + lines[7])]
    assert len(meetings(sketches_of(texts, frozenset()))) == 1


def test_sentences_that_answer_to_each_other_by_their_words_in_another_order_are_no_retelling() -> None:
    facts = [
        "The harbour master of Ventspils counted ninety barges of timber.",
        "Divers found a rusty anchor beneath the southern breakwater.",
        "Pilots refuse to work at night until the lamps are mended.",
        "A grain ship from Odesa waited eleven days for a berth.",
        "The customs office wants another scanner for containers.",
    ]
    told, turned = text_of("\n".join(facts)), text_of("\n".join(reversed(facts)))
    reader = MeaningReader(SENTENCES)
    assert reader.turned(told, turned)
    assert reader.turned(turned, told)
    assert not reader.turned(told, told)


def test_a_retelling_in_other_words_is_not_held_for_one_in_another_order() -> None:
    assert not MeaningReader(SENTENCES).turned(text_of(MINISTRY), text_of(TABLOID))
