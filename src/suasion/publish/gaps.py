"""What the corpus does not cover: the silence that must not be read as "nothing happened"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from suasion.publish.index import Index
from suasion.publish.prose import Item, Line, Piece, text
from suasion.publish.words import capital, counted, language, limited, listing, verb, with_article
from suasion.records import Rejection

NAMES = 8


def gap_items(index: Index) -> tuple[Item, ...]:
    """Say what is missing, each gap with its number; the standing caution comes last."""
    lines = [
        *report_gaps(index),
        *event_gaps(index),
        *silent_states(index),
        *refused(index),
        languages(index),
    ]
    lines.append(text("No reports in the corpus on something does not mean that nothing happened."))
    return tuple(Item(line=line) for line in lines if line)


def report_gaps(index: Index) -> Iterator[Line]:
    """Count the reports without a date and without an outlet."""
    undated = sum(report.published.start is None for report in index.reports.values())
    unknown = sum(report.outlet is None for report in index.reports.values())
    total = len(index.reports)
    if undated:
        tell = f"{undated} of {counted(total, 'report')} {verb(undated, 'states', 'state')} no date"
        yield text(Piece(tell, "#reports"), "; what happened when is then often unknown.")
    if unknown:
        tell = f"{unknown} of {counted(total, 'report')} {verb(unknown, 'names', 'name')} no outlet"
        yield text(Piece(tell, "#reports"), ".")


def event_gaps(index: Index) -> Iterator[Line]:
    """Count undated events, events of one origin, and ties that are too thin for a measure."""
    events = list(index.events.values())
    told = sum(not event.dated and event.days is not None for event in events)
    if told:
        tell = f"Of {told} of {counted(len(events), 'event')} no report says when"
        yield text(Piece(tell, "#timeline"), "; they stand on the day on which they were first told.")
    undated = sum(event.days is None for event in events)
    if undated:
        tell = f"{undated} of {counted(len(events), 'event')} {verb(undated, 'has', 'have')} no date"
        yield text(Piece(tell, "#timeline"), "; on the timeline they stand apart.")
    ties = {(tie.source, tie.target, tie.instrument) for tie in index.given.ties}
    measured = {(tie.source, tie.target, tie.instrument) for tie in index.given.ties if tie.value is not None}
    thin = len(ties - measured)
    if thin:
        tell = (
            f"{thin} of {counted(len(ties), 'tie')} {verb(thin, 'has', 'have')} too few events for a measure"
        )
        yield text(Piece(tell, "#ties"), ": only counts are given.")


def silent_states(index: Index) -> Iterator[Line]:
    """Name the states that the reports speak of and that no event between states names."""
    spoken = Counter(mention.actor.country for mention in index.given.mentions if mention.actor.country)
    for attribution in index.given.attributions:
        if attribution.holder.country:
            spoken[attribution.holder.country] += 1
    if not spoken:  # of a large case it is not known
        return
    active = {side.key for event in index.events.values() for pair in index.pairs(event) for side in pair}
    silent = sorted((code for code in spoken if code not in active), key=lambda code: (-spoken[code], code))
    if silent:
        names = limited([with_article(index.state(code).name, code) for code in silent], NAMES)
        yield text(
            f"{capital(names)} {verb(len(silent), 'is', 'are')} spoken of, "
            "but no act with another state was found."
        )


def refused(index: Index) -> Iterator[Line]:
    """Count what the stages declined, by reason."""
    rows = index.given.rejections
    inputs = [row for row in rows if row.stage == "ingest"]
    later = [row for row in rows if row.stage != "ingest"]
    if inputs:
        yield text(
            Piece(f"{counted(len(inputs), 'input')} could not be used", "#rejections"),
            f" ({reasons(inputs)}).",
        )
    if later:
        yield text(
            Piece(f"{counted(len(later), 'record')} declined later", "#rejections"), f" ({reasons(later)})."
        )


def reasons(rows: list[Rejection]) -> str:
    """List the reasons of some rejections with their numbers."""
    counts = Counter(row.reason for row in rows)
    return listing(
        [
            f"{number} {reason}"
            for reason, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
    )


def languages(index: Index) -> Line:
    """Say which languages the reports are in, and what they were translated from."""
    reports = index.reports.values()
    if not reports:
        return ()
    spoken = sorted({language(report.language) for report in reports})
    sources = Counter(language(report.translated_from) for report in reports if report.translated_from)
    translated = sum(sources.values())
    tell = f"The reports are in {listing(spoken)}"
    if not translated:
        return text(f"{tell}; none is known to be a translation.")
    return text(
        f"{tell}; {translated} {verb(translated, 'is a translation', 'are translations')} "
        f"(from {listing(sorted(sources))}), in which names and numbers may be broken."
    )
