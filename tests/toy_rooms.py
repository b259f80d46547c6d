"""Toy rooms for tests of the engine: a report is lines of `RUS AID VEN`, its first line the outlet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from suasion.engine import Contents, Rooms
from suasion.ids import content_id
from suasion.reconcile import EventInput, OriginInput
from suasion.records import (
    Actor,
    Attribution,
    Dated,
    Event,
    FactualityCounts,
    Holder,
    Link,
    LinkTarget,
    Mention,
    Origin,
    Participant,
    Passage,
    Reading,
    Rejection,
    Report,
    Run,
    Sentence,
    Span,
    StageName,
    Statement,
    Tie,
    Window,
)
from suasion.stage import Outcome
from suasion.weigh import TieInput


def rejection(stage: StageName, input_id: str, reason: str) -> Rejection:
    made = content_id("x", stage, input_id, reason)
    return Rejection(id=made, stage=stage, input_id=input_id, reason=reason, detail=reason)


def report_from(path: str, text: str) -> Report:
    outlet = text.partition("\n")[0]
    return Report(
        id=content_id("r", outlet, text),
        outlet=outlet,
        outlet_how="first line",
        url=None,
        path=path,
        title=outlet,
        byline=None,
        published=Dated(),
        language="en",
        language_how="toy",
        translated_from=None,
        translated_from_how="toy",
        original_text=text,
        text=text,
        passages=(Passage(start=0, end=len(text), kind="body"),),
    )


def actor(code: str) -> Actor:
    return Actor(id=f"state:{code}", name=code, country=code, code=code, sector=None)


@dataclass
class ToyIngest:
    fingerprint: str = "toy-1"

    def read(self, paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Outcome[Report]]:
        seen: set[str] = set()
        for path in paths:
            for file in sorted(Path(path).iterdir()) if Path(path).is_dir() else [Path(path)]:
                yield self._read_file(str(file), file, seen)

    def _read_file(self, name: str, file: Path, seen: set[str]) -> Outcome[Report]:
        if not file.is_file():
            return Outcome(input_ids=(name,), rejections=(rejection("ingest", name, "missing"),))
        text = file.read_text(encoding="utf-8")
        if not text.strip():
            return Outcome(input_ids=(name,), rejections=(rejection("ingest", name, "empty"),))
        report = report_from(name, text)
        if report.id in seen:
            return Outcome(input_ids=(name,), rejections=(rejection("ingest", name, "duplicate"),))
        seen.add(report.id)
        return Outcome(input_ids=(name,), outputs=(report,))


@dataclass
class ToyReader:
    """Reads lines. `asked` notes which reports it was given; a text with `BREAK` breaks it."""

    fingerprint: str = "toy-1"
    asked: list[str] = field(default_factory=list)
    name: StageName = "read"
    takes: tuple[type, ...] = (Report,)
    gives: tuple[type, ...] = (Reading,)

    def batch(self, records: Sequence[Report]) -> Iterator[Outcome[Reading]]:
        for report in records:
            self.asked.append(report.id)
            if "BREAK" in report.text:
                raise KeyError("no such word")
            yield Outcome(input_ids=(report.id,), outputs=(self._read(report),))

    def _read(self, report: Report) -> Reading:
        sentences, mentions, start = [], [], 0
        for line in report.text.split("\n"):
            words = line.split()
            if len(words) == 3:
                end = start + len(line)
                sentences.append(Sentence(start=start, end=end, text=line, passage="body", tokens=()))
                mentions.append(_mention(report.id, words[0], start))
            start += len(line) + 1
        held = Attribution(
            id=content_id("a", report.id),
            report_id=report.id,
            holder=_outlet(report),
            source=None,
            cue=None,
            content=tuple(Span(text=item.text, start=item.start, end=item.end) for item in sentences),
            stance="asserts",
            quoted=False,
        )
        return Reading(
            id=report.id,
            report=report,
            sentences=tuple(sentences),
            mentions=tuple(mentions),
            attributions=(held,),
        )


@dataclass
class ToyCoder:
    fingerprint: str = "toy-1"
    asked: list[str] = field(default_factory=list)
    name: StageName = "coding"
    takes: tuple[type, ...] = (Reading,)
    gives: tuple[type, ...] = (Statement,)

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        for reading in records:
            self.asked.append(reading.report.id)
            made = tuple(_statement(reading.report, sentence) for sentence in reading.sentences)
            yield Outcome(input_ids=(reading.id,), outputs=made)


@dataclass
class ToyOrigins:
    """A report copies the first (by id) of those with the same lines."""

    fingerprint: str = "toy-1"
    calls: int = 0
    name: StageName = "origins"
    takes: tuple[type, ...] = (Report, Attribution)
    gives: tuple[type, ...] = (Link,)

    def gather(self, given: OriginInput) -> Iterator[Outcome[Link]]:
        self.calls += 1
        groups: dict[str, list[Report]] = {}
        for report in given.reports:
            groups.setdefault(report.text.partition("\n")[2], []).append(report)
        for group in groups.values():
            first, *rest = sorted(group, key=lambda report: report.id)
            yield Outcome(input_ids=(first.id,))
            for report in rest:
                yield Outcome(input_ids=(report.id,), outputs=(_copy(report, first),))


@dataclass
class ToyEvents:
    """One event for each line that is said, unless a judgement rejects it; rejected statements are silent."""

    fingerprint: str = "toy-1"
    calls: int = 0
    loses_one: bool = False
    name: StageName = "events"
    takes: tuple[type, ...] = (Report, Statement, Link)
    gives: tuple[type, ...] = (Event,)

    def gather(self, given: EventInput) -> Iterator[Outcome[Event]]:
        self.calls += 1
        rejected = {target for row in given.judgements if row.action == "reject" for target in row.targets}
        copies = {link.from_report: link.to.id for link in given.links}
        groups: dict[str, list[Statement]] = {}
        for statement in sorted(given.statements, key=lambda row: row.id)[1 if self.loses_one else 0 :]:
            groups.setdefault(statement.sentence, []).append(statement)
        for sentence, group in groups.items():
            ids = tuple(statement.id for statement in group)
            kept = [statement for statement in group if statement.id not in rejected]
            event = _event(sentence, kept, copies)
            keep = bool(kept) and event.id not in rejected
            yield Outcome(input_ids=ids, outputs=(event,) if keep else ())


@dataclass
class ToyWeigh:
    fingerprint: str = "toy-1"
    calls: int = 0
    name: StageName = "weigh"
    takes: tuple[type, ...] = (Report, Mention, Event)
    gives: tuple[type, ...] = (Tie,)

    def gather(self, given: TieInput) -> Iterator[Outcome[Tie]]:
        self.calls += 1
        pairs: dict[tuple[str, str], list[Event]] = {}
        for event in given.events:
            pairs.setdefault((event.actors[0].name, event.recipients[0].name), []).append(event)
        for (source, target), events in pairs.items():
            ids = tuple(sorted(event.id for event in events))
            yield Outcome(input_ids=ids, outputs=(_tie(source, target, ids),))


@dataclass
class ToyPublish:
    fingerprint: str = "toy-1"
    calls: int = 0

    def dossier(
        self, title: str, run: Run | None, contents: Contents, *, full_text: bool = False, paper: bool = False
    ) -> bytes:
        self.calls += 1
        return f"<h1>{title}</h1>{len(contents.reports)} reports, {len(contents.events)} events".encode()


@dataclass
class ToyHouse:
    """All toy rooms, to look into after a run."""

    ingest: ToyIngest = field(default_factory=ToyIngest)
    read: ToyReader = field(default_factory=ToyReader)
    coding: ToyCoder = field(default_factory=ToyCoder)
    origins: ToyOrigins = field(default_factory=ToyOrigins)
    events: ToyEvents = field(default_factory=ToyEvents)
    weigh: ToyWeigh = field(default_factory=ToyWeigh)
    publish: ToyPublish = field(default_factory=ToyPublish)

    def rooms(self) -> Rooms:
        return Rooms(
            ingest=self.ingest,
            read=self.read,
            coding=self.coding,
            origins=self.origins,
            events=self.events,
            weigh=self.weigh,
            publish=self.publish,
        )


def write_reports(folder: Path, **texts: str) -> Path:
    """Write `name="Outlet | RUS AID VEN | ..."` as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text.replace(" | ", "\n"), encoding="utf-8")
    return folder


def _outlet(report: Report) -> Holder:
    name = report.outlet or "unknown"
    return Holder(name=name, kind="outlet", country=None, cue=None, stance="asserts", start=None, end=None)


def _mention(report_id: str, code: str, start: int) -> Mention:
    return Mention(
        id=content_id("m", report_id, str(start)),
        report_id=report_id,
        actor=actor(code),
        start=start,
        end=start + len(code),
        text=code,
        how="name",
    )


def _participant(code: str, start: int) -> Participant:
    return Participant(
        text=code,
        start=start,
        end=start + len(code),
        id=f"state:{code}",
        name=code,
        country=code,
        code=code,
        sector=None,
    )


def _statement(report: Report, sentence: Sentence) -> Statement:
    source, verb, target = sentence.text.split()
    at = sentence.start + len(source) + 1
    return Statement(
        id=content_id("s", report.id, str(sentence.start)),
        report_id=report.id,
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        action=Span(text=verb, start=at, end=at + len(verb)),
        event_type=verb,
        mode=None,
        contexts=(),
        instruments=("economic/loan",),
        actors=(_participant(source, sentence.start),),
        recipients=(_participant(target, at + len(verb) + 1),),
        factuality="occurred",
        content_of=None,
        when=Dated(),
        where=None,
        where_how="not stated",
        amounts=(),
        holders=(_outlet(report),),
        quoted=False,
        probability=0.9,
        coder="toy",
        codebook="toy",
    )


def _copy(report: Report, first: Report) -> Link:
    return Link(
        id=content_id("l", report.id, first.id),
        from_report=report.id,
        to=LinkTarget(kind="report", id=first.id, name=first.outlet or "unknown"),
        relation="copies",
        evidence=None,
        score=1.0,
        reasons=("same lines",),
    )


def _event(sentence: str, statements: Sequence[Statement], copies: dict[str, str]) -> Event:
    source, verb, target = sentence.split()
    reports = tuple(sorted({statement.report_id for statement in statements}))
    roots = sorted({copies.get(report_id, report_id) for report_id in reports})
    origins = tuple(
        Origin(
            id=root,
            name=root,
            kind="report",
            report_ids=tuple(report_id for report_id in reports if copies.get(report_id, report_id) == root),
        )
        for root in roots
    )
    return Event(
        id=content_id("e", sentence),
        event_type=verb,
        mode=None,
        contexts=(),
        instruments=("economic/loan",),
        actors=(actor(source),),
        recipients=(actor(target),),
        factuality="occurred",
        status="reported",
        content_of=None,
        when=Dated(),
        where=None,
        where_how="not stated",
        amounts=(),
        statement_ids=tuple(sorted(statement.id for statement in statements)),
        report_ids=reports,
        origins=origins,
        independent_origins=len(roots),
        disputes=(),
        probability=0.9,
    )


def _tie(source: str, target: str, ids: tuple[str, ...]) -> Tie:
    return Tie(
        id=content_id("t", source, target),
        source=source,
        target=target,
        instrument="all",
        window=Window(start=None, end=None, label="all"),
        measure="count",
        value=None,
        value_how="insufficient",
        unit="events",
        low80=None,
        high80=None,
        low95=None,
        high95=None,
        n=len(ids),
        effective_n=0.9 * len(ids),
        counts=FactualityCounts(occurred=len(ids)),
        event_ids=ids,
    )
