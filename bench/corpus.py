"""A made-up news flow of any size, for measuring: the same seed and size give the same records.

Nothing of it was written by anyone: words are syllables strung together, drawn by Zipf's law; only the states and outlets are
those of the registers. What matters to reconciling is like the news: dyads are uneven (the first of some three thousand has
a twelfth of all statements), a story has one to six independent tellings, a few stories are wires with up to a hundred
copies, and three reports in ten are copies, cut copies or retellings of others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from suasion.ids import content_id
from suasion.records import (
    Actor,
    Amount,
    Attribution,
    Dated,
    Factuality,
    Holder,
    Mention,
    Participant,
    Passage,
    Place,
    Report,
    Span,
    Statement,
)
from suasion.registers import load_registers

FIRST_DAY, DAYS = date(2021, 1, 1), 1461
_DYADS, _STATES, _WORDS, _OUTLETS = 3000, 150, 20_000, 400
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("CONSULT", ("diplomatic/visit",)),
    ("CONSULT", ("diplomatic/call",)),
    ("AGREE", ("economic/trade",)),
    ("AGREE", ("economic/loan",)),
    ("SUPPORT", ("diplomatic/statement",)),
    ("COOPERATE", ("military/exercise",)),
    ("AID", ("humanitarian/relief",)),
    ("AID", ("military/arms-transfer",)),
    ("REQUEST", ()),
    ("ACCUSE", ()),
    ("REJECT", ()),
    ("THREATEN", ()),
    ("COERCE", ("economic/sanctions",)),
    ("MOBILIZE", ("military/deployment",)),
    ("ASSAULT", ()),
)
_FACTUALITIES: tuple[Factuality, ...] = (
    *("occurred",) * 7,  # type: ignore[assignment]  # a star takes the literal for a plain string
    "planned",
    "possible",
    "denied",
)
_SMALL = tuple(
    "the of to in and a on for with that by at from its as was were has had after over would not this".split()
)
_SYLLABLES = tuple("ka re mo ti lan ves dor pi sun ga bel ro nit che ul far os em yat qui".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the rows that reading and coding would make of it."""

    report: Report
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Happening:
    kind: int
    actor: Participant
    recipient: Participant
    day: date
    core: tuple[str, ...]
    amount: float | None
    factuality: Factuality


@dataclass(frozen=True, slots=True)
class _Draft:
    """Sentences of a report before it is printed: each with the happening that it tells, or null."""

    sentences: tuple[tuple[str, _Happening | None], ...]
    outlet: str
    day: date | None


class Corpus:
    """Makes the reports one after another."""

    def __init__(self, seed: int = 7) -> None:
        self._rng = random.Random(seed)
        registers = load_registers()
        known = [actor for key, actor in registers.actors.items() if key.startswith("state:")][:_STATES]
        self._states = [
            Participant(
                text=one.name,
                start=0,
                end=0,
                id=one.id,
                name=one.name,
                country=one.country,
                code=one.code,
                sector="GOV",
            )
            for one in known
        ]
        outlets = sorted({outlet.name for outlet in registers.outlets.aliases.values()})
        self._outlets = [*outlets, *(f"{self._word().title()} Post" for _ in range(_OUTLETS - len(outlets)))]
        self._agencies = sorted(
            {outlet.name for outlet in registers.outlets.aliases.values() if outlet.kind == "agency"}
        )
        self._words = sorted({self._word() for _ in range(_WORDS)})
        self._rng.shuffle(self._words)
        self._word_weights = list(accumulate(1 / (rank + 8) for rank in range(len(self._words))))
        pairs = [tuple(self._rng.sample(range(len(self._states)), 2)) for _ in range(_DYADS)]
        self._dyads = pairs
        self._dyad_weights = list(accumulate(1 / (rank + 1) for rank in range(_DYADS)))

    def _word(self) -> str:
        return "".join(self._rng.choices(_SYLLABLES, k=self._rng.choice((2, 3, 3, 4))))

    def reports(self, count: int) -> Iterator[Told]:
        """Give `count` reports, story by story; the days of publication are in no order."""
        made = 0
        seen: set[str] = set()
        while made < count:
            for draft in self._story():
                told = self._printed(draft)
                if made < count and told.report.id not in seen:
                    seen.add(told.report.id)
                    made += 1
                    yield told

    def _story(self) -> Iterator[_Draft]:
        rng = self._rng
        day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        dyad = self._dyad()
        happenings = [self._happening(day, dyad if rng.random() < 0.7 else self._dyad()) for _ in range(6)]
        for _ in range(min(6, 1 + int(rng.expovariate(0.9)))):
            told = self._telling(happenings, day)
            yield told
            if rng.random() < 0.02:
                yield from (self._copy(told) for _ in range(min(100, int(4 * rng.paretovariate(1.1)))))
            elif rng.random() < 0.25:
                yield self._copy(told) if rng.random() < 0.6 else self._retelling(told)

    def _dyad(self) -> tuple[int, ...]:
        return self._rng.choices(self._dyads, cum_weights=self._dyad_weights)[0]

    def _happening(self, day: date, dyad: tuple[int, ...]) -> _Happening:
        rng = self._rng
        return _Happening(
            kind=rng.randrange(len(_KINDS)),
            actor=self._states[dyad[0]],
            recipient=self._states[dyad[1]],
            day=day - timedelta(days=rng.choice((0, 0, 1, 1, 2, 9, 200))),
            core=tuple(self._content(9)),
            amount=float(rng.randrange(2, 900)) if rng.random() < 0.2 else None,
            factuality=rng.choice(_FACTUALITIES),
        )

    def _content(self, count: int) -> list[str]:
        return self._rng.choices(self._words, cum_weights=self._word_weights, k=count)

    def _telling(self, happenings: Sequence[_Happening], day: date) -> _Draft:
        rng = self._rng
        told: list[tuple[str, _Happening | None]] = [
            (self._sentence(one), one) for one in rng.sample(happenings, 5)
        ]
        told += [(self._filler(), None) for _ in range(5)]
        head, *rest = told
        rng.shuffle(rest)
        published = None if rng.random() < 0.04 else day + timedelta(days=rng.choice((0, 0, 0, 1, 2)))
        return _Draft((head, *rest), rng.choice(self._outlets), published)

    def _sentence(self, one: _Happening) -> str:
        rng = self._rng
        words = [word if rng.random() < 0.7 else self._content(1)[0] for word in one.core]
        body = self._joined(words[1:])
        money = f" {one.amount:.0f} million dollars" if one.amount else ""
        return f"{one.actor.name} {words[0]} {one.recipient.name}{money} {body}."

    def _joined(self, words: Sequence[str]) -> str:
        return " ".join(f"{self._rng.choice(_SMALL)} {word}" for word in words)

    def _filler(self) -> str:
        rng = self._rng
        if rng.random() < 0.1:
            return f"{rng.choice(self._agencies)} reported that {self._joined(self._content(8))}."
        if rng.random() < 0.2:
            name = f"{self._word().title()} {self._word().title()}"
            return f"“{self._joined(self._content(6))},” {name} said on {rng.randrange(1, 29)} {self._joined(self._content(4))}."
        return f"The {self._joined(self._content(10))}."

    def _copy(self, told: _Draft) -> _Draft:
        """Copy whole, cut short, or with a word in twelve changed."""
        rng = self._rng
        how = rng.random()
        sentences = told.sentences
        if how < 0.4:
            sentences = sentences[: rng.randrange(5, len(sentences) + 1)]
        elif how < 0.7:
            sentences = tuple((self._touched(text, 1 / 12), one) for text, one in sentences)
        return _Draft(sentences, rng.choice(self._outlets), self._later(told.day))

    def _retelling(self, told: _Draft) -> _Draft:
        """Tell the same sentences in the same order, a third of the words changed and the small words all."""
        sentences = tuple((self._touched(text, 0.3, small=True), one) for text, one in told.sentences)
        return _Draft(sentences, self._rng.choice(self._outlets), self._later(told.day))

    def _later(self, day: date | None) -> date | None:
        return day and day + timedelta(days=self._rng.choice((0, 0, 1, 1, 2, 5)))

    def _touched(self, text: str, share: float, *, small: bool = False) -> str:
        rng = self._rng
        words = text.split()
        for i, word in enumerate(words):
            if not word.isalpha() or word[0].isupper():
                continue
            if small and word in _SMALL:
                words[i] = rng.choice(_SMALL)
            elif rng.random() < share:
                words[i] = self._content(1)[0]
        return " ".join(words)

    def _printed(self, draft: _Draft) -> Told:
        title = draft.sentences[0][0].rstrip(".")
        text = "\n".join([title, " ".join(sentence for sentence, _ in draft.sentences)])
        published = Dated(how="not stated")
        if draft.day:
            published = Dated(start=draft.day, end=draft.day, precision="day", how="metadata")
        report_id = content_id("r", draft.outlet, str(draft.day), text)
        report = Report(
            id=report_id,
            outlet=draft.outlet,
            outlet_how="stated",
            url=None,
            path=f"{report_id}.txt",
            title=title,
            byline=None,
            published=published,
            language="en",
            language_how="stated",
            translated_from=None,
            translated_from_how="not stated",
            original_text="",
            text=text,
            passages=(
                Passage(start=0, end=len(title), kind="title"),
                Passage(start=len(title) + 1, end=len(text), kind="body"),
            ),
        )
        at, attributions, statements = len(title) + 1, [], []
        for sentence, one in draft.sentences:
            if one is not None:
                statements.append(self._statement(report, sentence, at, one))
            elif "“" in sentence:
                attributions.append(_attribution(report, sentence, at))
            at += len(sentence) + 1
        return Told(report, _mentions(report, statements), tuple(attributions), tuple(statements))

    def _statement(self, report: Report, sentence: str, at: int, one: _Happening) -> Statement:
        rng = self._rng
        event_type, instruments = _KINDS[one.kind]
        trigger = sentence[len(one.actor.name) + 1 :].split(" ", 1)[0]
        start = at + len(one.actor.name) + 1
        outlet = Holder(
            name=report.outlet or "",
            kind="outlet",
            country=None,
            cue=None,
            stance="asserts",
            start=None,
            end=None,
        )
        figure = f"{one.amount:.0f} million dollars" if one.amount else ""
        money = at + sentence.find(figure)
        amounts = (
            (Amount(value=one.amount * 1e6, unit="USD", text=figure, start=money, end=money + len(figure)),)
            if one.amount and figure in sentence
            else ()
        )
        return Statement(
            id=content_id("s", report.id, sentence, event_type, str(at)),
            report_id=report.id,
            sentence=sentence,
            start=at,
            end=at + len(sentence),
            action=Span(text=trigger, start=start, end=start + len(trigger)),
            event_type=event_type,
            mode=None,
            contexts=(),
            instruments=instruments,
            actors=(_placed(one.actor, sentence, at),),
            recipients=(_placed(one.recipient, sentence, at),),
            factuality=one.factuality,
            content_of=None,
            when=_when(rng, one.day),
            where=_place(one.recipient) if rng.random() < 0.2 else None,
            where_how="stated",
            amounts=amounts,
            holders=(outlet,),
            quoted=False,
            probability=round(rng.uniform(0.4, 0.95), 3),
            coder="bench",
            codebook="bench",
        )


def _placed(one: Participant, sentence: str, at: int) -> Participant:
    start = at + max(sentence.find(one.name), 0)
    return replace(one, start=start, end=start + len(one.name))


def _place(one: Participant) -> Place:
    return Place(
        name=f"Port {one.name}", country=one.country, lat=None, lon=None, precision="city", text="port"
    )


def _when(rng: random.Random, day: date) -> Dated:
    how = rng.random()
    if how < 0.5:
        return Dated(how="not stated")
    if how < 0.6:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return Dated(start=first, end=last, precision="month", how="stated", text="month")
    how_known = "stated" if how < 0.85 else "inferred"
    return Dated(start=day, end=day, precision="day", how=how_known, text="day")


def _mentions(report: Report, statements: Sequence[Statement]) -> tuple[Mention, ...]:
    """Mention each state that acts or is acted on once."""
    sides = {side.id: side for one in statements for side in (*one.actors, *one.recipients)}
    return tuple(
        Mention(
            id=content_id("m", report.id, side.id),
            report_id=report.id,
            actor=Actor(id=side.id, name=side.name, country=side.country, code=side.code, sector=side.sector),
            start=side.start,
            end=side.end,
            text=side.text,
            how="name",
        )
        for side in sides.values()
    )


def _attribution(report: Report, sentence: str, at: int) -> Attribution:
    quoted = sentence[: sentence.find("”") + 1]
    name = " ".join(sentence[len(quoted) :].split()[:2])
    start = at + sentence.find(name)
    holder = Holder(
        name=name,
        kind="actor",
        country=None,
        cue="said",
        stance="asserts",
        start=start,
        end=start + len(name),
    )
    return Attribution(
        id=content_id("a", report.id, sentence),
        report_id=report.id,
        holder=holder,
        source=Span(text=name, start=start, end=start + len(name)),
        cue=Span(text="said", start=start + len(name) + 1, end=start + len(name) + 5),
        content=(Span(text=quoted, start=at, end=at + len(quoted)),),
        stance="asserts",
        quoted=True,
    )
