"""Make a case up as a run leaves it: some three reports of 150 to 400 words tell of each event, and each tells of some three events.

    python bench/told.py CASE [--events N]

Writes reports, statements, links, events and the ties weighed from them straight into a store; the same number gives the same case.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from serve import FIRST, made_report, state

from suasion.codebook import Codebook, EventType, load_codebook
from suasion.engine.rooms import country_names
from suasion.ids import content_id
from suasion.records import (
    FACTUALITIES,
    Actor,
    Dated,
    Event,
    Holder,
    Link,
    LinkTarget,
    Origin,
    Participant,
    Place,
    Record,
    Report,
    Span,
    Statement,
)
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.store import CaseFolder, Draft
from suasion.weigh import TieInput, Weigh

TELLERS = (1, 2, 3, 3, 4, 5)
"""How many reports tell of an event: three in the mean."""
WORDS = (150, 400)
COPYING = 0.25
"""The share of an event's further reports that copy its first one."""
_LOT = 5_000
_WHO = Holder(name="", kind="outlet", country=None, cue=None, stance="asserts", start=None, end=None)
_FILLER = (
    "ministers officials talks agreement border region capital parliament decision statement week visit delegation cooperation sources "
    "reported according newspaper agency economic military shipment equipment training negotiations president foreign security measures "
    "support project infrastructure railway energy supplies summit opposition announcement concerns regional partners budget"
).split()
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def main() -> None:
    """Write a case."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case", type=Path)
    parser.add_argument("--events", type=int, default=5_000)
    given = parser.parse_args()
    write_told_case(given.case, given.events)


def write_told_case(path: Path, size: int) -> None:
    """Write a case of `size` events."""
    folder = CaseFolder.create(path)
    with folder.writing():
        draft = Draft.begin(folder)
        records = told_records(size)
        while lot := list(islice(records, _LOT)):
            draft.put(lot, "u1")
        draft.commit("u1")


def told_records(size: int) -> Iterator[Record]:
    """Give the records of a case of `size` events, as many reports and some three times as many statements."""
    chance = random.Random(20222)
    names = country_names(load_registers().actors)
    codes = sorted(names)
    book = load_codebook()
    drafts = [_Told(report=made_report(chance, number), parts=[], length=0) for number in range(size)]
    events: list[Event] = []
    for number in range(size):
        sides = [named(codes[int(len(codes) * chance.random() ** 3)], names) for _ in range(2)]
        tellers = chance.sample(drafts, min(chance.choice(TELLERS), len(drafts)))
        statements: list[Statement] = []
        links: list[Link] = []
        kind = chance.choice(tuple(book.types.values()))
        for teller in tellers:
            copied = teller is not tellers[0] and chance.random() < COPYING
            statements.append(told(chance, number, teller, kind, sides, of=statements[0] if copied else None))
            if copied:
                links.append(link(teller.report, tellers[0].report, statements[0].sentence))
        events.append(
            event(chance, number, book, kind, sides, [one.report for one in tellers], statements, links)
        )
        yield from statements
        yield from links
    reports = [one.whole(chance) for one in drafts]
    yield from reports
    yield from events
    weigh = Weigh(Settings(), book)
    for outcome in weigh.gather(TieInput(events=events, reports=reports)):
        yield from outcome.outputs


@dataclass(slots=True)
class _Told:
    """A report while sentences are put into it; `length` is that of its parts with a space between each two."""

    report: Report
    parts: list[str]
    length: int

    def put(self, sentence: str) -> int:
        """Add a sentence and give where it begins."""
        title = self.report.title or ""
        start = (self.length or len(title) + 1) + 1
        self.parts.append(sentence)
        self.length = start + len(sentence)
        return start

    def whole(self, chance: random.Random) -> Report:
        """Fill the report up with sentences that tell of nothing."""
        while sum(part.count(" ") + 1 for part in self.parts) < chance.randint(*WORDS):
            self.parts.append(f"{' '.join(chance.choices(_FILLER, k=22)).capitalize()}.")
        text = f"{self.report.title}\n\n{' '.join(self.parts)}"
        return replace(self.report, text=text, original_text=text)


def named(code: str, names: dict[str, str]) -> Actor:
    """Give a state as an actor with its name."""
    return replace(state(code), name=names[code])


def told(  # noqa: PLR0917
    chance: random.Random,
    number: int,
    teller: _Told,
    kind: EventType,
    sides: Sequence[Actor],
    of: Statement | None,
) -> Statement:
    """Have a report tell of an event, in its own words or in those of another report."""
    source, target = sides
    end = f", an official said on {chance.choice(_DAYS)}."
    sentence = (
        of.sentence
        if of
        else f"{source.name} {kind.verb} {target.name} {' '.join(chance.choices(_FILLER, k=chance.randint(8, 22)))}{end}"
    )
    start = teller.put(sentence)

    def span(words: str) -> Span:
        at = start + sentence.index(words)
        return Span(text=words, start=at, end=at + len(words))

    def side(actor: Actor) -> Participant:
        found = span(actor.name)
        return Participant(
            text=found.text, start=found.start, end=found.end, id=actor.id, name=actor.name,
            country=actor.country, code=actor.code, sector=actor.sector,
        )  # fmt: skip

    official = span("an official")
    return Statement(
        id=content_id("s", str(number), teller.report.id),
        report_id=teller.report.id,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        action=span(kind.verb),
        event_type=kind.name,
        mode=None,
        contexts=(),
        instruments=(),
        actors=(side(source),),
        recipients=(side(target),),
        factuality="occurred",
        content_of=None,
        when=Dated(text=sentence[:-1].rsplit(" ", 1)[-1]),
        where=None,
        where_how="not stated",
        amounts=(),
        holders=(
            replace(_WHO, name="an official", kind="anonymous", cue="said", start=official.start, end=official.end),
            replace(_WHO, name=teller.report.outlet or ""),
        ),
        quoted=False,
        probability=round(chance.uniform(0.5, 1), 2),
        coder="bench",
        codebook="bench",
    )  # fmt: skip


def link(copy: Report, first: Report, words: str) -> Link:
    """Say that a report copies another."""
    return Link(
        id=content_id("l", copy.id, first.id, words),
        from_report=copy.id,
        to=LinkTarget(kind="report", id=first.id, name=f"{first.outlet}: {first.title}"),
        relation="copies",
        evidence=Span(text=words[:160], start=0, end=len(words[:160])),
        score=0.9,
        reasons=("It has a sentence in common.",),
    )


def event(  # noqa: PLR0917
    chance: random.Random, number: int, book: Codebook, kind: EventType, sides: Sequence[Actor],
    tellers: Sequence[Report], statements: Sequence[Statement], links: Sequence[Link],
) -> Event:  # fmt: skip
    """Make an event of what reports tell; those that copy another are no origin."""
    first, *others = tellers
    copies = {one.from_report for one in links}
    own = [one for one in others if one.id not in copies]
    day = FIRST + timedelta(days=number % 3650)
    target = sides[1]
    return Event(
        id=content_id("e", str(number)),
        event_type=kind.name,
        mode=None,
        contexts=(),
        instruments=(chance.choice(tuple(book.instruments)),),
        actors=(sides[0],),
        recipients=(target,),
        factuality=chance.choices(FACTUALITIES, (6, 1, 1, 1, 1))[0],
        status="corroborated" if own else "reported",
        content_of=None,
        when=Dated(start=day, end=day, precision="day", how="stated") if chance.random() > 0.1 else Dated(),
        where=Place(name=target.name, country=target.code, lat=0.0, lon=0.0, precision="country", text=""),
        where_how="stated",
        amounts=(),
        statement_ids=tuple(one.id for one in statements),
        report_ids=tuple(one.id for one in tellers),
        origins=(
            Origin(
                id=first.id, name=first.title or "", kind="report", report_ids=(first.id, *sorted(copies))
            ),
            *(Origin(id=one.id, name=one.title or "", kind="report", report_ids=(one.id,)) for one in own),
        ),
        independent_origins=1 + len(own),
        disputes=(),
        probability=round(chance.uniform(0.5, 1), 2),
    )


if __name__ == "__main__":
    main()
