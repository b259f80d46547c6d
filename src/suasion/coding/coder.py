"""The coding room: from a reading to statements.

Two coders look at each sentence: the trigger lexicon, which walks the parse (`match.py`, `frames.py`), and the encoder, which was
trained on sentences (`learned.py`). `join.py` says how likely each act is to be right, and which are stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from suasion.codebook import Codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding.circumstances import contents_of
from suasion.coding.clause import Clauses
from suasion.coding.counterpart import Counterparts
from suasion.coding.found import TELLERS
from suasion.coding.frames import Act, arrange
from suasion.coding.heads import load_heads, model_fingerprint
from suasion.coding.join import encoder_features, guessed, lexicon_features, load_join, settle
from suasion.coding.learned import Learned, LearnedAct, SentenceScores
from suasion.coding.match import Matcher
from suasion.coding.telling import CONTENT, SEEN, Teller, Told, participants
from suasion.ids import digest, files_digest
from suasion.records import Actor, Factuality, Participant, Reading, Sentence, StageName, Statement
from suasion.registers import Registers
from suasion.stage import Outcome
from suasion.tree import Tree

HOME_SHARE = 0.6
"""A report with this share of its references to one state is at home there: its bare "police" are that state's."""

UNWEIGHED = 0.85
"""Probability of a factuality that only the tree gives; its share of right ones on our held-out sentences."""

SPORT_SHARE = 0.34
"""A report with this share of sentences that use sport's own words is not coded."""


class Coder:
    """Codes readings: `Each[Reading, Statement]`. The encoder is loaded on first use.

    A report that states no act between actors is silent: no statements, no rejection. Without `encoder` the lexicon codes alone.
    """

    name: StageName = "coding"
    takes = (Reading,)
    gives = (Statement,)

    def __init__(self, codebook: Codebook, registers: Registers, *, encoder: bool = True) -> None:
        self.codebook, self.registers, self.encoder = codebook, registers, encoder
        self.lexicon, self.join = load_triggers(), load_join()
        self.fingerprint = digest(
            [
                "coding",
                files_digest("suasion.coding"),
                codebook.fingerprint,
                registers.fingerprint,
                model_fingerprint() if encoder else "",
            ]
        )[:16]

    @cached_property
    def learned(self) -> Learned | None:
        """The encoder with its heads; null where the lexicon codes alone."""
        return Learned(*load_heads()) if self.encoder else None

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        """Code each reading."""
        for reading in records:
            yield Outcome(input_ids=(reading.id,), outputs=tuple(self.statements(reading)))

    def statements(self, reading: Reading) -> Iterator[Statement]:
        """The statements of one reading, in order of position, frames before their contents."""
        if self._is_sport(reading):
            return
        home, counterparts = _home(reading), Counterparts(reading)
        held = contents_of(reading)
        scores = self.learned.scores(reading) if self.learned is not None else {}
        for sentence in reading.sentences:
            if sentence.references or home is not None or counterparts.pair(sentence.end):
                teller = Teller(reading, sentence, self.codebook, coder=self.fingerprint, held=held)
                yield from self._of_sentence(teller, home, counterparts, scores.get(sentence.start))

    def _is_sport(self, reading: Reading) -> bool:
        """Whether the report is about sport, whose words are those of war ("Norway beat Denmark")."""
        sport = self.lexicon.classes["sport"]
        told = [sentence for sentence in reading.sentences if sentence.passage in {"title", "body"}]
        said = sum(sport.among([token.lemma for token in sentence.tokens]) for sentence in told)
        return bool(told) and said >= max(1, SPORT_SHARE * len(told))

    def _of_sentence(
        self,
        teller: Teller,
        home: Actor | None,
        counterparts: Counterparts,
        scores: SentenceScores | None,
    ) -> Iterator[Statement]:
        sentence = teller.sentence
        matcher = Matcher(
            Clauses(sentence, self.lexicon.light_verbs, self.lexicon.measures, home, counterparts),
            sentence.factuality,
            self.lexicon,
            self.codebook,
        )
        acts = arrange(matcher, lambda i: teller.circumstances.own_words(i, matcher), self.codebook)
        made: dict[int, Statement] = {}
        for act in acts:
            told = self._by_lexicon(sentence, act, counterparts, scores)
            if told is not None:
                parent = made.get(id(act.parent)) if act.parent is not None else None
                made[id(act)] = teller.tell(told, parent)
        yield from made.values()
        if scores is not None:
            yield from self._beyond(
                teller, scores, matcher, lexicon=acts, made=tuple(made.values()), counterparts=counterparts
            )

    # ---- what the lexicon found

    def _by_lexicon(
        self, sentence: Sentence, act: Act, counterparts: Counterparts, scores: SentenceScores | None
    ) -> Told | None:
        actors = participants(sentence, act.match.actors)
        recipients = participants(sentence, act.match.recipients, frozenset(actor.id for actor in actors))
        inferred = _counterpart(act, actors, recipients, counterparts, sentence)
        if act.match.open and act.parent is None and inferred is None:
            return None
        if not any(side.code for side in actors) or all(side.sector in TELLERS for side in actors):
            return None
        probability, factuality, sure = _start_value(act), act.factuality, UNWEIGHED
        if scores is not None:
            if not _is_by_one_word(act):
                features = lexicon_features(act, scores, inferred is not None)
                probability = self.join.probability("lexicon", features)
                if not self.join.keeps("lexicon", probability):
                    return None
            factuality, sure = self._settled(
                act.factuality, act.match.i, scores, firm=_is_firm(act, sentence)
            )
        recipients = _others(recipients, actors) or ((inferred,) if inferred is not None else ())
        return Told(
            type=act.type,
            i=act.match.i,
            label=act.label,
            factuality=factuality,
            actors=actors,
            recipients=recipients,
            recipients_how=_how(act, recipients, inferred),
            mode=self._mode(act),
            instruments=self._instruments(act),
            probability=probability,
            factuality_probability=sure,
        )

    def _settled(
        self, stated: Factuality | None, i: int, scores: SentenceScores, *, firm: bool = False
    ) -> tuple[Factuality, float]:
        """The factuality of what token `i` tells and its probability; a `firm` one follows from the frame and stands."""
        words = scores.words(i)
        factuality, features = settle(stated, words)
        if firm and stated is not None and factuality != stated:
            factuality, features = stated, {"likely": 0.0, "agrees": 0.0}
        return factuality, self.join.probability("factuality", features)

    # ---- what only the encoder saw

    def _beyond(
        self,
        teller: Teller,
        scores: SentenceScores,
        matcher: Matcher,
        *,
        lexicon: Sequence[Act],
        made: tuple[Statement, ...],
        counterparts: Counterparts,
    ) -> Iterator[Statement]:
        """The acts that the lexicon has no words for, those that have contents first."""
        seen = scores.acts(self.codebook, matcher.tree)
        for act in sorted(seen, key=lambda act: (act.content, -act.probability, act.i)):
            features = encoder_features(
                act,
                is_predicate=scores.sentence.factuality[act.i] is not None,
                is_source=teller.is_source((*act.actors, *act.recipients), act.i),
                lexicon=lexicon,
                others=seen,
            )
            probability = self.join.probability("encoder", features)
            if not self.join.keeps("encoder", probability):
                continue
            told = self._by_encoder(act, scores, matcher, probability, counterparts)
            if teller.tells_again(told, made):
                continue
            frame = teller.frame_of(told, made) if act.content else None
            if frame is not None and self._is_still_open(told, frame, teller):
                told = replace(
                    told, factuality=scores.still_open(act.i, announced=frame.event_type in self._announcing)
                )
            statement = teller.tell(told, frame)
            made = (*made, statement)
            yield statement

    @property
    def _announcing(self) -> frozenset[str]:
        return frozenset(self.codebook.announces.values())

    def _is_still_open(self, told: Told, frame: Statement, teller: Teller) -> bool:
        """Whether the word of a promise or request tells its content too: that is to come, though the word's own act occurred."""
        same = frame.action.start == teller.sentence.tokens[told.i].start
        return same and told.factuality == "occurred"

    def _by_encoder(
        self,
        act: LearnedAct,
        scores: SentenceScores,
        matcher: Matcher,
        probability: float,
        counterparts: Counterparts,
    ) -> Told:
        sentence = scores.sentence
        actors = participants(sentence, act.actors)
        recipients = participants(sentence, act.recipients, frozenset(actor.id for actor in actors))
        inferred = None if recipients else _opposite(actors, counterparts, sentence)
        factuality, sure = self._settled(sentence.factuality[act.i], act.i, scores)
        uttered = not act.content and act.type in self.codebook.announces.values()
        return Told(
            type=act.type,
            i=act.i,
            label=CONTENT if act.content else SEEN,
            factuality="occurred" if uttered and factuality in {"planned", "conditional"} else factuality,
            actors=actors,
            recipients=recipients or ((inferred,) if inferred is not None else ()),
            recipients_how=_said_how(recipients, inferred),
            mode=None,
            instruments=self.lexicon.instruments_for(act.type, matcher.about(sentence.tokens[act.i])),
            probability=probability,
            factuality_probability=sure,
        )

    def _mode(self, act: Act) -> str | None:
        """The trigger's mode, where the act's type has it: an announcement of a visit is no visit."""
        modes = {mode.id for mode in self.codebook.type(act.type).modes}
        return act.match.trigger.mode if act.match.trigger.mode in modes else None

    def _instruments(self, act: Act) -> tuple[str, ...]:
        spoken = self.lexicon.instruments_for(act.type, act.lemmas)
        stated = act.match.trigger.instruments if act.label != "implied" else ()
        if stated and spoken and stated[0].partition("/")[0] == spoken[0].partition("/")[0]:
            return spoken if stated[0] in _GENERIC else stated
        return stated or spoken


_GENERIC = frozenset({"diplomatic/summit", "military/deployment"})
"""What a trigger says where its company may say it better ("held talks by telephone", "sent troops to a base")."""


def _home(reading: Reading) -> Actor | None:
    """The state that a report is about: that of most of its references, if it is that of `HOME_SHARE` of them."""
    seen: Counter[str] = Counter()
    states: dict[str, Actor] = {}
    for sentence in reading.sentences:
        for reference in sentence.references:
            for actor in reference.actors:
                if actor.country is not None:
                    seen[actor.country] += 1
                if actor.id.startswith("state:") and actor.country is not None:
                    states.setdefault(actor.country, actor)
    if not seen:
        return None
    country, count = seen.most_common(1)[0]
    return states.get(country) if count >= HOME_SHARE * seen.total() else None


def _counterpart(
    act: Act,
    actors: Sequence[Participant],
    recipients: Sequence[Participant],
    counterparts: Counterparts,
    sentence: Sentence,
) -> Participant | None:
    """The report's counterpart of a single actor, where no recipient is stated and the act is not one done together."""
    if recipients or (act.match.trigger.joint and not act.match.open):
        return None
    found = _opposite(actors, counterparts, sentence)
    return None if found is not None and _is_victim(found, act, sentence) else found


def _is_victim(side: Participant, act: Act, sentence: Sentence) -> bool:
    """Whether a side is named only as the one to whom was done what the act is about ("denounced the violation of its airspace")."""
    if act.match.trigger.recipient_owner:
        return False
    below = Tree(sentence.tokens).subtree(act.match.i)
    named = (reference for reference in sentence.references if reference.head in below)
    return any(actor.code == side.code for reference in named for actor in reference.actors)


def _opposite(
    actors: Sequence[Participant], counterparts: Counterparts, sentence: Sentence
) -> Participant | None:
    """The state that the report sets beside the one actor."""
    codes = {side.code for side in actors}
    code = next(iter(codes)) if len(codes) == 1 else None
    return counterparts.of(code, sentence.end) if code is not None else None


def _others(recipients: tuple[Participant, ...], actors: Sequence[Participant]) -> tuple[Participant, ...]:
    """The recipients without the actors' own side, where others are named too: a list that ran into the next clause."""
    own = {side.code for side in actors}
    return tuple(side for side in recipients if side.code not in own) or recipients


def _how(act: Act, recipients: Sequence[Participant], inferred: Participant | None) -> str:
    if inferred is None and any(reference.how == "home" for reference in act.match.recipients):
        return "inferred: the state that the report is about"
    return _said_how(recipients, inferred)


def _said_how(recipients: Sequence[Participant], inferred: Participant | None) -> str:
    if inferred is not None:
        return f"inferred: the report sets {inferred.name} beside the actor"
    return "stated" if recipients else "none stated"


def _is_by_one_word(act: Act) -> bool:
    """Whether one word names all who act together ("the two sides signed"): the encoder, that weighs pairs of mentions, has none."""
    several = len({actor.code for reference in act.match.actors for actor in reference.actors}) > 1
    return several and len(act.match.actors) == 1 and not act.match.recipients


def _is_firm(act: Act, sentence: Sentence) -> bool:
    """Whether the act's factuality stands: a denial, or what its word does not show (an announcement's, an offer's)."""
    return bool(act.label) or act.factuality == "denied" or sentence.factuality[act.match.i] != act.factuality


def _start_value(act: Act) -> float:
    """A rule-based confidence: a start value, raised by what the trigger found of its company, lowered by guesses at who is meant.

    Not calibrated on held-out data; docs/coding.md says what it was compared with.
    """
    value = 0.62 + 0.12 * min(act.match.score, 2.0)
    value -= 0.08 * guessed((*act.match.actors, *act.match.recipients))
    value -= 0.05 if act.label == "implied" else 0.0
    return round(min(0.95, max(0.2, value)), 3)
