"""Records as trees that people can read."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from rich.text import Text
from rich.tree import Tree

from suasion.engine.why import Why
from suasion.records import (
    Actor,
    Attribution,
    Dated,
    Event,
    Holder,
    Judgement,
    Link,
    Mention,
    Origin,
    Participant,
    Record,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)

LINK_LENGTH = 320
"""Code points of a link below its report; `suasion why` on the link itself tells all of it."""


def why_tree(node: Why) -> Tree:
    """Draw a record with all that it was made from below it."""
    tree = Tree(_label(node))
    if isinstance(node.record, Report):
        for line in _condition(node.record):
            tree.add(Text(line))
    _grow(tree, node)
    return tree


def _grow(tree: Tree, node: Why) -> None:
    for source in node.made_from:
        _grow(tree.add(_label(source)), source)


def _label(node: Why) -> Text:
    head = Text(f"{node.kind} ", style="bold")
    head.append(node.id, style="cyan")
    links = (shorten(_link(link), LINK_LENGTH, placeholder=" …") for link in node.links)
    for line in (*_lines(node.record), *links, *map(_judged, node.judged)):
        head.append(f"\n{line}", style="none")
    return head


def _condition(report: Report) -> Iterable[str]:
    """Tell what state a report's text is in: whether it is a translation, and what is broken in it."""
    if report.translation_reasons:
        reasons = ", ".join(report.translation_reasons)
        yield f"a translation, {report.translation_probability:.0%} likely: {reasons}"
    for damage in report.damage:
        meant = f"“{damage.meant}”" if damage.meant else "not known what"
        yield f"damaged: “{damage.surface}” → {meant} ({damage.kind}, {damage.confidence:.0%} sure)"


def _link(link: Link) -> str:
    evidence = f": “{' '.join(link.evidence.text.split())}”" if link.evidence else ""
    return f"{link.relation} {link.to.name}, score {link.score:.2f}{evidence} ({', '.join(link.reasons)})"


def _judged(judgement: Judgement) -> str:
    field = f" {judgement.field} to {judgement.value}" if judgement.field else ""
    why = f": {judgement.why}" if judgement.why else ""
    return f"judged: {judgement.action}{field}, {judgement.who} on {judgement.when:%Y-%m-%d}{why}"


def _lines(record: Record | Origin) -> Iterable[str]:
    match record:
        case Statement():
            return _statement(record)
        case Event():
            return (*_event(record), *_row(record))
        case Report():
            return (
                f"{record.outlet or 'outlet unknown'}: {record.title or 'untitled'}",
                record.url or record.path,
            )
        case Tie():
            return _tie(record)
        case Origin():
            return (f"{record.name} ({record.kind})",)
        case _:
            return _other(record)


def _row(event: Event) -> Iterable[str]:
    """Tell what the row of another data set says that an event is."""
    row = event.imported
    if row is not None:
        yield f"line {row.line} of {row.file}:"
        yield from (f"  {name}: {value}" for name, value in row.native)


def _other(record: Record) -> Iterable[str]:
    match record:
        case Link():
            return (f"{record.from_report} {_link(record)}",)
        case Mention():
            return (f"“{record.text}” = {record.actor.name} ({record.how})",)
        case Attribution():
            said = " … ".join(span.text for span in record.content)
            return (f"{record.holder.name} {record.stance}: “{said}”",)
        case _:
            return _about_work(record)


def _about_work(record: Record) -> Iterable[str]:
    match record:
        case Rejection():
            return (f"{record.stage} declined {record.input_id}: {record.reason}", record.detail)
        case Judgement():
            why = (record.why,) if record.why else ()
            return (
                f"{record.who} on {record.when:%Y-%m-%d}: {record.action} {' '.join(record.targets)}",
                *why,
            )
        case Run():
            return (
                f"{record.started:%Y-%m-%d %H:%M} UTC, suasion {record.version}: {' '.join(record.paths)}",
            )
        case _:
            return ()


def _statement(record: Statement) -> Iterable[str]:
    content = (f"content of {record.content_of}",) if record.content_of else ()
    return (
        f"“{record.sentence}”",
        f"{_act(record.event_type, record.mode, record.actors, record.recipients)}, {record.factuality}"
        f"{_instruments(record.instruments)}; {_when(record.when)}; probability {record.probability:.2f}",
        f"held by {' ← '.join(map(_holder, record.holders)) or 'nobody named'}",
        *content,
    )


def _event(record: Event) -> Iterable[str]:
    disputes = (
        f"disputed {dispute.field}: "
        + " / ".join(f"{value.value} ({', '.join(value.holders)})" for value in dispute.values)
        for dispute in record.disputes
    )
    return (
        f"{_act(record.event_type, record.mode, record.actors, record.recipients)}, {record.factuality}"
        f"{_instruments(record.instruments)}; {_when(record.when)}; {record.status}",
        _witnesses(record),
        *_history(record),
        *disputes,
    )


def _witnesses(event: Event) -> str:
    speakers = f"{_number(len(event.speakers), 'speaker')}, " if event.speakers else ""
    names = ", ".join(speaker.name for speaker in event.speakers)
    quoted = f"; quoted: {names}" if names else ""
    origins = ", ".join(
        f"{origin.name} ({_number(len(origin.report_ids), 'report')})" for origin in event.origins
    )
    counts = f"{event.independent_origins} independent / {_number(len(event.report_ids), 'report')}"
    return f"{speakers}{counts}: {origins}{quoted}"


def _history(event: Event) -> Iterable[str]:
    if len({turn.told for turn in event.history}) > 1:
        turns = (f"{turn.factuality} (told {turn.told or 'on an unknown day'})" for turn in event.history)
        yield "history: " + " → ".join(turns)


def _tie(record: Tie) -> Iterable[str]:
    value = (
        f"{record.value:.3g} {record.unit}" if record.value is not None else f"no value ({record.value_how})"
    )
    counts = record.counts
    return (
        f"{record.source} → {record.target}, {record.instrument}, {record.window.label}",
        f"{record.measure}: {value}",
        f"{_number(record.n, 'event')}: {counts.occurred} occurred, {counts.planned} planned, "
        f"{counts.conditional} conditional, {counts.possible} possible, {counts.denied} denied",
    )


def _number(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def _act(
    event_type: str,
    mode: str | None,
    actors: tuple[Participant, ...] | tuple[Actor, ...],
    recipients: tuple[Participant, ...] | tuple[Actor, ...],
) -> str:
    kind = f"{event_type}/{mode}" if mode else event_type
    sources = ", ".join(actor.name for actor in actors) or "?"
    targets = ", ".join(actor.name for actor in recipients)
    return f"{sources} {kind} → {targets}" if targets else f"{sources} {kind}"


def _instruments(instruments: tuple[str, ...]) -> str:
    return f"; {', '.join(instruments)}" if instruments else ""


def _when(when: Dated) -> str:
    if when.start is None:
        return f"date {when.how}"
    if when.end is None or when.end == when.start:
        return f"{when.start} ({when.how})"
    return f"{when.start} to {when.end} ({when.how})"


def _holder(holder: Holder) -> str:
    return f"{holder.name} ({holder.stance})"
