"""What the encoder says of a sentence: which type passes between its mentions, whatever words tell it.

The trigger lexicon knows words; the encoder has learned from thousands of sentences what acts sound like. Here its answers for
single pairs of mentions become acts with their sides, triggers and factuality; `join.py` weighs them with the lexicon's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from suasion.codebook import Codebook
from suasion.coding.found import TELLERS, codes
from suasion.coding.heads import Heads, PairScores, Place
from suasion.models.encoder import Encoded, Encoder
from suasion.records import Factuality, Reading, Reference, Sentence
from suasion.tree import Tree

LEAST = 0.2
"""Probability from which a type is taken up as an act; `join.py` decides what is kept."""
MOST_ACTS = 12
"""Acts of one sentence that are taken up, the likeliest: no sentence of prose tells more."""
MOST_MENTIONS = 14
"""Mentions of a sentence that are paired: lists of states are longer, and state nothing pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedAct:
    """An act that the encoder sees: sides as references, the token `i` that tells it, and the pair's probabilities.

    `content`: it is only the content of another act.
    """

    type: str
    i: int
    actors: tuple[Reference, ...]
    recipients: tuple[Reference, ...]
    content: bool
    probability: float


@dataclass(slots=True)
class SentenceScores:
    """The encoder's answers for the pairs of one sentence, each worked out when it is asked for."""

    sentence: Sentence
    encoded: Encoded
    heads: Heads
    _known: dict[tuple[Place, Place | None], PairScores] = field(default_factory=dict)

    def of(self, source: Reference, target: Reference | None) -> PairScores:
        """Score one pair."""
        key = self._place(source), self._place(target) if target is not None else None
        self.prepare([key])
        return self._known[key]

    def prepare(self, keys: Iterable[tuple[Place, Place | None]]) -> None:
        """Score many pairs at once."""
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        self._known.update(zip(new, self.heads.pairs(self.encoded, new), strict=True))

    def support(
        self, act_type: str, actors: Sequence[Reference], recipients: Sequence[Reference]
    ) -> tuple[float, float]:
        """Give the probability of a type between two sides, as an act and as a content: that of the pair that says most."""
        column = self.heads.labels.types.index(act_type)
        found = self._among(actors, recipients)
        return (
            max((float(scores.types[column]) for scores in found), default=0.0),
            max((float(scores.contents[column]) for scores in found), default=0.0),
        )

    def rival(self, act_type: str, actors: Sequence[Reference], recipients: Sequence[Reference]) -> float:
        """Give the probability of the likeliest other type between two sides."""
        column = self.heads.labels.types.index(act_type)
        rows = (scores.types for scores in self._among(actors, recipients))
        return max((float(row[i]) for row in rows for i in range(len(row)) if i != column), default=0.0)

    def _among(self, actors: Sequence[Reference], recipients: Sequence[Reference]) -> list[PairScores]:
        """The pairs of two sides; of actors alone those of the others with one another, of one actor that with nobody."""
        targets: Sequence[Reference | None] = recipients or actors[1:] or (None,)
        return [self.of(a, b) for a, b in product(actors, targets) if a is not b]

    def words(self, i: int) -> dict[Factuality, float]:
        """The probability of each factuality for what token `i` tells."""
        token, start = self.sentence.tokens[i], self.sentence.start
        words = self.heads.certainty(self.encoded, (token.start - start, token.end - start)).words
        return dict(zip(self.heads.labels.words, words.tolist(), strict=True))

    def still_open(self, i: int, *, announced: bool) -> Factuality:
        """The factuality of what the word of a promise or request is about: to come where it is `announced`, else what is likeliest."""
        if announced:
            return "planned"
        words = self.words(i)
        return max(
            (word for word in words if word not in {"occurred", "denied"}), key=lambda word: words[word]
        )

    def acts(self, codebook: Codebook, tree: Tree) -> list[LearnedAct]:
        """The acts that may be more than nothing, one for each type, trigger and pair of sides.

        Sides that are listed together ("France and Britain sued …") do to one another only what is mutual, and a sentence without
        predicates tells nothing.
        """
        if not any(self.sentence.factuality):
            return []
        mentions = [r for r in self.sentence.references if _can_act(r)][:MOST_MENTIONS]
        pairs = [(a, b) for a in mentions for b in [*mentions, None] if b is None or _differ(a, b)]
        self.prepare((self._place(a), self._place(b) if b is not None else None) for a, b in pairs)
        listed = {(a.head, token.i) for a in mentions for token in tree.conjuncts(a.head)}
        single = [
            act
            for a, b in pairs
            for act in self._of_pair(a, b)
            if b is None
            or codebook.type(act.type).mutual
            or not {(a.head, b.head), (b.head, a.head)} & listed
        ]
        best = sorted(_best(single), key=lambda act: -act.probability)[:MOST_ACTS]
        return list(_together(best, codebook))

    def _of_pair(self, actor: Reference, recipient: Reference | None) -> Iterator[LearnedAct]:
        scores = self.of(actor, recipient)
        trigger = self._teller(scores.trigger)
        for content, likely in ((False, scores.types), (True, scores.contents)):
            column = int(likely.argmax())
            if likely[column] >= LEAST and trigger is not None:
                yield LearnedAct(
                    type=self.heads.labels.types[column],
                    i=trigger,
                    actors=(actor,),
                    recipients=(recipient,) if recipient is not None else (),
                    content=content,
                    probability=float(likely[column]),
                )

    def _place(self, reference: Reference) -> Place:
        tokens, start = self.sentence.tokens, self.sentence.start
        return tokens[reference.first].start - start, tokens[reference.last - 1].end - start

    def _teller(self, place: Place) -> int | None:
        """The token at a place, if it can tell an act: a side's own name cannot."""
        start = self.sentence.start
        for token in self.sentence.tokens:
            if token.start - start < place[1] and place[0] < token.end - start:
                named = any(
                    r.first <= token.i < r.last
                    for r in self.sentence.references
                    if r.head == token.i or token.pos == "PROPN"
                )
                return None if named else token.i
        return None


class Learned:
    """Scores the sentences of readings."""

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self.encoder, self.heads = encoder, heads

    def scores(self, reading: Reading) -> dict[int, SentenceScores]:
        """Give the answers by the sentence's `start`; a sentence that names fewer than two sides gets none.

        On reports of two kinds that cost no act: of a lone side the lexicon says as much.
        """
        asked = [
            sentence
            for sentence in reading.sentences
            if len(codes(filter(_can_act, sentence.references))) > 1
        ]
        encoded = self.encoder.run([sentence.text for sentence in asked])
        return {
            sentence.start: SentenceScores(sentence, answer, self.heads)
            for sentence, answer in zip(asked, encoded, strict=True)
        }


def _can_act(reference: Reference) -> bool:
    return any(actor.code and actor.sector not in TELLERS for actor in reference.actors)


def _differ(a: Reference, b: Reference) -> bool:
    return codes([a]).isdisjoint(codes([b]))


def _best(acts: Iterable[LearnedAct]) -> list[LearnedAct]:
    """Of acts between the same sides, told through several mentions of them, the likeliest."""
    best: dict[tuple[object, ...], LearnedAct] = {}
    for act in acts:
        key = act.type, act.content, codes(act.actors), codes(act.recipients)
        if key not in best or best[key].probability < act.probability:
            best[key] = act
    return list(best.values())


def _together(acts: Sequence[LearnedAct], codebook: Codebook) -> Iterator[LearnedAct]:
    """Put together what one trigger tells of several sides; who is on both sides of a mutual act did it jointly."""
    directed = {(codes(act.actors), act.type, act.content) for act in acts if act.recipients}
    by_trigger: Mapping[tuple[str, bool, int], list[LearnedAct]] = defaultdict(list)
    for act in acts:
        if act.recipients or (codes(act.actors), act.type, act.content) not in directed:
            by_trigger[act.type, act.content, act.i].append(act)
    for (act_type, content, i), group in by_trigger.items():
        for actors, recipients, probability in _sides(group, codebook.type(act_type).mutual):
            yield LearnedAct(
                type=act_type,
                i=i,
                actors=actors,
                recipients=recipients,
                content=content,
                probability=probability,
            )


Sides = tuple[tuple[Reference, ...], tuple[Reference, ...], float]


def _sides(group: Sequence[LearnedAct], mutual: bool) -> Iterator[Sides]:
    back = {(codes(act.recipients), codes(act.actors)) for act in group}
    joint = [act for act in group if (codes(act.actors), codes(act.recipients)) in back] if mutual else []
    if joint:
        members = _unique(reference for act in joint for reference in act.actors)
        yield members, (), max(act.probability for act in joint)
    of_actor: dict[frozenset[str], list[LearnedAct]] = defaultdict(list)
    for act in group:
        if act not in joint:
            of_actor[codes(act.actors)].append(act)
    of_both: dict[frozenset[str], list[LearnedAct]] = defaultdict(list)
    for acts in of_actor.values():
        of_both[codes(r for act in acts for r in act.recipients)].extend(acts)
    for acts in of_both.values():
        actors = _unique(reference for act in acts for reference in act.actors)
        recipients = _unique(reference for act in acts for reference in act.recipients)
        yield actors, recipients, max(act.probability for act in acts)


def _unique(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """In order of position, one for each set of codes."""
    kept: dict[frozenset[str], Reference] = {}
    for reference in sorted(references, key=lambda r: r.first):
        kept.setdefault(codes([reference]), reference)
    return tuple(kept.values())
