"""What the encoder's answers for pairs become: acts, sides, contents, and how they are weighed with the lexicon's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from suasion.codebook import load_codebook
from suasion.coding.found import codes
from suasion.coding.heads import Certainty, Heads, Labels, PairScores, Place, softmax
from suasion.coding.join import Join, Weights, load_join, log_odds
from suasion.coding.learned import SentenceScores
from suasion.models.encoder import Encoded
from suasion.records import Sentence
from suasion.tree import Tree
from test_coding import a_report, rooms

TYPES = tuple(load_codebook().types)
Script = Mapping[tuple[str, str | None], tuple[str, str]]


class Scripted(Heads):
    """Heads that answer from a script: (source, target) in words to (type, trigger), as an act or as a content."""

    def __init__(
        self,
        text: str,
        acts: Mapping[tuple[str, str | None], tuple[str, str]],
        contents: Mapping[tuple[str, str | None], tuple[str, str]],
    ) -> None:
        super().__init__(Labels(types=TYPES, words=("occurred", "planned"), temperature=1.0), {})
        self.text, self.acts, self.inside = text, acts, contents

    def pairs(self, encoded: Encoded, spans: Sequence[tuple[Place, Place | None]]) -> list[PairScores]:
        return [self._scores(self._words(a), self._words(b) if b else None) for a, b in spans]

    def certainty(self, encoded: Encoded, span: Place) -> Certainty:
        return Certainty(score=1.0, words=np.array([0.2, 0.8], dtype=np.float32))

    def _words(self, place: Place) -> str:
        return self.text[place[0] : place[1]]

    def _scores(self, source: str, target: str | None) -> PairScores:
        act, inside = self.acts.get((source, target)), self.inside.get((source, target))
        word = (act or inside or ("", self.text.split()[0]))[1]
        start = self.text.index(word)
        return PairScores(
            types=_sure(act), contents=_sure(inside), scores=_sure(act), trigger=(start, start + len(word))
        )


def _sure(said: tuple[str, str] | None) -> np.ndarray:
    row = np.zeros(len(TYPES), dtype=np.float32)
    if said is not None:
        row[TYPES.index(said[0])] = 0.9
    return row


def seen(
    text: str,
    acts: Mapping[tuple[str, str | None], tuple[str, str]],
    contents: Mapping[tuple[str, str | None], tuple[str, str]] | None = None,
) -> set[tuple[str, str, str, str, bool]]:
    """Type, trigger, actors, recipients and whether it is a content, of each act that the scripted heads see."""
    sentence = sentence_of(text)
    nothing = Encoded(offsets=np.zeros((0, 2), dtype=np.int32), outputs={}, first={})
    scores = SentenceScores(sentence, nothing, Scripted(text, acts, contents or {}))
    return {
        (
            act.type,
            sentence.tokens[act.i].text,
            ",".join(sorted(codes(act.actors))),
            ",".join(sorted(codes(act.recipients))),
            act.content,
        )
        for act in scores.acts(load_codebook(), Tree(sentence.tokens))
    }


def sentence_of(text: str) -> Sentence:
    (sentence,) = rooms()[0].read(a_report(text)).sentences
    return sentence


def test_one_trigger_with_several_recipients_is_one_act() -> None:
    script: Script = {("Kenya", "Malawi"): ("AID", "wired"), ("Kenya", "Zambia"): ("AID", "wired")}
    assert seen("Kenya wired Malawi and Zambia the money.", script) == {
        ("AID", "wired", "KEN", "MWI,ZMB", False)
    }


def test_a_mutual_act_that_is_seen_both_ways_was_done_jointly() -> None:
    script: Script = {
        ("Kenya", "Malawi"): ("CONSULT", "compared"),
        ("Malawi", "Kenya"): ("CONSULT", "compared"),
    }
    assert seen("Kenya and Malawi compared notes.", script) == {("CONSULT", "compared", "KEN,MWI", "", False)}


def test_blows_that_are_traded_stay_two_acts() -> None:
    script: Script = {("Kenya", "Malawi"): ("ASSAULT", "traded"), ("Malawi", "Kenya"): ("ASSAULT", "traded")}
    assert seen("Kenya traded fire with Malawi.", script) == {
        ("ASSAULT", "traded", "KEN", "MWI", False),
        ("ASSAULT", "traded", "MWI", "KEN", False),
    }


def test_sides_that_are_listed_together_do_nothing_one_sided_to_one_another() -> None:
    script: Script = {("Kenya", "Malawi"): ("ACCUSE", "sued"), ("Kenya", "Peru"): ("ACCUSE", "sued")}
    assert seen("Kenya and Malawi sued Peru.", script) == {("ACCUSE", "sued", "KEN", "PER", False)}


def test_a_sides_own_name_tells_no_act() -> None:
    script: Script = {("Kenya", "Malawi"): ("AID", "Malawi")}
    assert seen("Kenya helped Malawi.", script) == set()


def test_an_act_without_a_recipient_gives_way_to_the_same_act_with_one() -> None:
    script: Script = {("Kenya", None): ("AID", "wired"), ("Kenya", "Malawi"): ("AID", "wired")}
    assert seen("Kenya wired Malawi the money.", script) == {("AID", "wired", "KEN", "MWI", False)}


def test_a_content_is_kept_apart_from_the_act_whose_content_it_is() -> None:
    acts: Script = {("Kenya", "Malawi"): ("AGREE", "vowed")}
    contents: Script = {("Kenya", "Malawi"): ("AID", "vowed")}
    assert seen("Kenya vowed to stand by Malawi with grain.", acts, contents) == {
        ("AGREE", "vowed", "KEN", "MWI", False),
        ("AID", "vowed", "KEN", "MWI", True),
    }


def test_a_sentence_without_a_sure_pair_states_nothing() -> None:
    assert seen("Kenya lies north of Malawi.", {}) == set()


def test_a_likelier_act_is_likelier_to_be_right() -> None:
    join = load_join()
    assert join.probability("encoder", {"likely": log_odds(0.95)}) > join.probability(
        "encoder", {"likely": log_odds(0.4)}
    )
    assert join.probability("lexicon", {"best": log_odds(0.95)}) > join.probability(
        "lexicon", {"best": log_odds(0.02)}
    )


def test_an_act_below_its_threshold_is_not_stated() -> None:
    weights = Weights(bias=0.0, threshold=0.6, features={})
    join = Join(lexicon=weights, encoder=weights, factuality=weights)
    assert join.probability("lexicon", {"unknown": 5.0}) == pytest.approx(0.5)
    assert not join.keeps("lexicon", 0.5)
    assert join.keeps("encoder", 0.6)


def test_log_odds_stay_within_bounds() -> None:
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))
    assert log_odds(0.5) == 0.0


def test_probabilities_of_a_softmax_sum_to_one() -> None:
    assert softmax(np.array([[1.0, 2.0, 800.0]], dtype=np.float32)).sum() == pytest.approx(1.0)
