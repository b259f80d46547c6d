"""The coding room: from a reading to statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from suasion.codebook import Codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding.circumstances import Circumstances
from suasion.coding.clause import Clauses
from suasion.coding.counterpart import Counterparts
from suasion.coding.found import participant
from suasion.coding.frames import Act, arrange
from suasion.coding.match import Matcher
from suasion.coding.sides import OWN_PEOPLE
from suasion.ids import content_id, digest, files_digest
from suasion.records import Actor, Participant, Reading, Reference, Sentence, Span, StageName, Statement
from suasion.registers import Registers
from suasion.stage import Outcome

HOME_SHARE = 0.6
"""A report with this share of its references to one state is at home there: its bare "police" are that state's."""

INFERRED_COSTS = 0.1
"""What a recipient that is only inferred takes off a statement's probability."""

SPORT_SHARE = 0.34
"""A report with this share of sentences that use sport's own words is not coded."""


class Coder:
    """Codes readings with the trigger lexicon: `Each[Reading, Statement]`.

    A report that states no act between actors is silent: no statements, no rejection.
    """

    name: StageName = "coding"
    takes = (Reading,)
    gives = (Statement,)

    def __init__(self, codebook: Codebook, registers: Registers) -> None:
        self.codebook, self.registers, self.lexicon = codebook, registers, load_triggers()
        self.fingerprint = digest(
            ["coding", files_digest("suasion.coding"), codebook.fingerprint, registers.fingerprint]
        )[:16]

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        """Code each reading."""
        for reading in records:
            yield Outcome(input_ids=(reading.id,), outputs=tuple(self.statements(reading)))

    def statements(self, reading: Reading) -> Iterator[Statement]:
        """The statements of one reading, in order of position, frames before their contents."""
        if self._is_sport(reading):
            return
        home, counterparts = _home(reading), Counterparts(reading)
        for sentence in reading.sentences:
            if sentence.references or home is not None:
                yield from self._of_sentence(reading, sentence, home, counterparts)

    def _is_sport(self, reading: Reading) -> bool:
        """Whether the report is about sport, whose words are those of war ("Norway beat Denmark")."""
        sport = self.lexicon.classes["sport"]
        told = [sentence for sentence in reading.sentences if sentence.passage in {"title", "body"}]
        said = sum(sport.among([token.lemma for token in sentence.tokens]) for sentence in told)
        return bool(told) and said >= max(1, SPORT_SHARE * len(told))

    def _of_sentence(
        self,
        reading: Reading,
        sentence: Sentence,
        home: Actor | None,
        counterparts: Counterparts,
    ) -> Iterator[Statement]:
        circumstances = Circumstances(reading, sentence)
        matcher = Matcher(
            Clauses(sentence, self.lexicon.light_verbs, self.lexicon.measures, home),
            sentence.factuality,
            self.lexicon,
            self.codebook,
        )
        made: dict[int, Statement] = {}
        for act in arrange(matcher, lambda i: circumstances.own_words(i, matcher), self.codebook):
            parent = made.get(id(act.parent)) if act.parent is not None else None
            statement = self._statement(
                reading,
                sentence,
                act,
                parent=parent,
                circumstances=circumstances,
                counterparts=counterparts,
            )
            if statement is not None:
                made[id(act)] = statement
                yield statement

    def _statement(
        self,
        reading: Reading,
        sentence: Sentence,
        act: Act,
        *,
        parent: Statement | None,
        circumstances: Circumstances,
        counterparts: Counterparts,
    ) -> Statement | None:
        actors = _participants(sentence, act.match.actors, frozenset())
        recipients = _participants(sentence, act.match.recipients, frozenset(actor.id for actor in actors))
        inferred = _counterpart(act, actors, recipients, counterparts, sentence)
        if act.match.open and act.parent is None and inferred is None:
            return None
        recipients = _others(recipients, actors) or ((inferred,) if inferred is not None else ())
        if not any(side.code for side in actors) or all(side.sector == "MED" for side in actors):
            return None
        token = sentence.tokens[act.match.i]
        action = Span(text=reading.report.text[token.start : token.end], start=token.start, end=token.end)
        instruments = self._instruments(act)
        where = circumstances.where(act.match.i)
        return Statement(
            id=content_id(
                "s",
                reading.report.id,
                str(token.start),
                act.type,
                act.label,
                *sorted(a.id for a in actors),
                "|",
                *sorted(r.id for r in recipients),
            ),
            report_id=reading.report.id,
            sentence=sentence.text,
            start=sentence.start,
            end=sentence.end,
            action=action,
            event_type=act.type,
            mode=self._mode(act),
            contexts=self._contexts(instruments),
            instruments=instruments,
            actors=actors,
            recipients=recipients,
            factuality=act.factuality,
            content_of=parent.id if parent is not None else None,
            when=circumstances.when(act.match.i),
            where=where,
            where_how="stated" if where is not None else "not stated in the clause",
            amounts=circumstances.amounts(act.match.i),
            holders=circumstances.holders(act.match.i),
            quoted=circumstances.quoted(act.match.i),
            probability=round(_probability(act) - (INFERRED_COSTS if inferred is not None else 0.0), 3),
            coder=self.fingerprint,
            codebook=self.codebook.version,
            recipients_how=_how(act, recipients, inferred),
        )

    def _mode(self, act: Act) -> str | None:
        """The trigger's mode, where the act's type has it: an announcement of a visit is no visit."""
        modes = {mode.id for mode in self.codebook.type(act.type).modes}
        return act.match.trigger.mode if act.match.trigger.mode in modes else None

    def _contexts(self, instruments: Sequence[str]) -> tuple[str, ...]:
        named = (context for name in instruments for context in self.codebook.instruments[name].contexts)
        return tuple(dict.fromkeys(named))

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
    codes = {side.code for side in actors}
    code = next(iter(codes)) if len(codes) == 1 else None
    if recipients or code is None or (act.match.trigger.joint and not act.match.open):
        return None
    return counterparts.of(code, sentence.end)


def _others(recipients: tuple[Participant, ...], actors: Sequence[Participant]) -> tuple[Participant, ...]:
    """The recipients without the actors' own side, where others are named too: a list that ran into the next clause."""
    own = {side.code for side in actors}
    return tuple(side for side in recipients if side.code not in own) or recipients


def _how(act: Act, recipients: Sequence[Participant], inferred: Participant | None) -> str:
    if inferred is not None:
        return f"inferred: the report sets {inferred.name} beside the actor"
    if any(reference.how == "home" for reference in act.match.recipients):
        return "inferred: the state that the report is about"
    return "stated" if recipients else "none stated"


def _participants(
    sentence: Sentence, references: Sequence[Reference], taken: frozenset[str]
) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for reference in references:
        for actor in reference.actors:
            if actor.id not in taken or reference.how == OWN_PEOPLE:
                found.setdefault(actor.id, participant(sentence, reference, actor))
    return tuple(found.values())


def _probability(act: Act) -> float:
    """A rule-based confidence: a start value, raised by what the trigger found of its company, lowered by guesses at who is meant.

    Not calibrated on held-out data; docs/coding.md says what it was compared with.
    """
    value = 0.62 + 0.12 * min(act.match.score, 2.0)
    references = (*act.match.actors, *act.match.recipients)
    value -= 0.08 * sum(
        reference.how in {"pronoun", "group", "definite", "unnamed group"} for reference in references
    )
    value -= 0.05 if act.label == "implied" else 0.0
    return round(min(0.95, max(0.2, value)), 3)
