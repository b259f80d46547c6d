"""Rows of the page from the records of a case, or of a part of it: an `Index` over one event's records shows that event as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suasion.codebook import Codebook
from suasion.publish.evidence import facts, safe_url
from suasion.publish.index import Index, Side
from suasion.publish.judged import judged_lines
from suasion.publish.marking import damage_text
from suasion.publish.page.shapes import (
    Decided,
    Decision,
    DisputeRow,
    DisputeSide,
    EventDetail,
    EventRow,
    Evidence,
    Kind,
    LinkRow,
    Mark,
    MarkKind,
    OriginRow,
    Party,
    ReportRow,
    ReportText,
    Spot,
)
from suasion.publish.sourcing import disputed, holder_chain
from suasion.publish.words import load_words, period
from suasion.records import (
    OURS,
    Actor,
    Dispute,
    Event,
    Judgement,
    Link,
    Participant,
    Place,
    Report,
    Statement,
)
from suasion.registers import Outlet, Ownership

_DECISIONS: Mapping[str, Decision] = {"accept": "accept", "reject": "reject", "unsure": "unsure"}
_UNPLACED = frozenset({"country", "region", "sea"})
"""Precisions of places whose coordinates are a centroid."""


def event_row(index: Index, event: Event) -> EventRow:
    """Show an event in a list."""
    told = best_told(index, event)
    parent = index.parent(event)
    return EventRow(
        id=event.id,
        headline=index.headline(event),
        start=event.days[0].isoformat() if event.days else None,
        end=event.days[1].isoformat() if event.days else None,
        precision=event.date_precision,
        day=index.when(event),
        event_type=event.event_type,
        mode=event.mode,
        instruments=event.instruments,
        actors=tuple(_party(index, actor) for actor in event.actors),
        recipients=tuple(_party(index, actor) for actor in event.recipients),
        factuality=event.factuality,
        counted_as=event.counted_as,
        status=event.status,
        where=spot(event.where) if event.where else None,
        origins=event.independent_origins,
        reports=len(event.report_ids),
        outlets=outlets_of(index, event),
        languages=languages_of(index, event),
        disputes=tuple(dispute.field for dispute in event.disputes),
        probability=event.probability,
        quote=told.sentence if told else "",
        quoted=_outlet_of(index, told) if told else "",
        decision=decision_on(index, event.id),
        dataset=event.imported.dataset if event.imported else OURS,
        parent=parent.id if parent else None,
    )


def best_told(index: Index, event: Event) -> Statement | None:
    """Give the statement that tells an event best: the most probable one, of several the one with the shortest sentence."""
    told = [index.statements[key] for key in event.statement_ids if key in index.statements]
    return min(told, key=lambda one: (-one.probability, len(one.sentence), one.id), default=None)


def decision_on(index: Index, record_id: str) -> Decision | None:
    """Give what people decided last on a record."""
    made = sorted(index.judged.get(record_id, ()), key=lambda one: (one.when, one.id))
    found = [_DECISIONS[one.action] for one in made if one.action in _DECISIONS]
    return found[-1] if found else None


def event_detail(index: Index, event: Event) -> EventDetail:
    """Show all that is known of an event."""
    told = [index.statements[key] for key in event.statement_ids if key in index.statements]
    told.sort(key=lambda one: (index.place.get(one.report_id, 0), one.start, one.id))
    links = [link for key in event.report_ids for link in index.links_from.get(key, ())]
    return EventDetail(
        row=event_row(index, event),
        facts=tuple(facts(index, event)),
        witnesses=index.witnesses(event),
        evidence=tuple(evidence(index, statement) for statement in told),
        origins=tuple(
            OriginRow(id=one.id, name=one.name, kind=one.kind, report_ids=one.report_ids)
            for one in event.origins
        ),
        links=tuple(link_row(link) for link in links),
        disputes=tuple(dispute_row(index, event, dispute) for dispute in event.disputes),
        history=_history(event),
        content=tuple(child.id for child in index.children.get(event.id, ())),
        judgements=tuple(decided(one) for one in index.judged.get(event.id, ())),
    )


def kinds(codebook: Codebook) -> tuple[Kind, ...]:
    """Name the event types of a codebook."""
    return tuple(
        Kind(
            key=one.name,
            name=one.label,
            cooperative=one.cooperative,
            mutual=one.mutual,
            modes=tuple(mode.id for mode in one.modes),
        )
        for one in codebook.types.values()
    )


def _party(index: Index, actor: Actor) -> Party:
    side: Side = index.side(actor)
    return Party(key=side.key, name=side.name, actor=actor.name, code=actor.code)


def spot(place: Place) -> Spot:
    """Show a place."""
    return Spot(
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        exact=place.precision not in _UNPLACED,
    )


def outlets_of(index: Index, event: Event) -> tuple[str, ...]:
    """Name the outlets that tell of an event, as conditions ask for them: one that is not known has no name."""
    if event.imported is not None:
        return tuple(sorted({origin.name for origin in event.origins if origin.kind == "outlet"}))
    told = (index.reports[key] for key in event.report_ids if key in index.reports)
    return tuple(sorted({one.outlet for one in told if one.outlet}))


def languages_of(index: Index, event: Event) -> tuple[str, ...]:
    """Name the languages in which an event was first told, as conditions ask for them: of a translation, its original's."""
    told = (index.reports[key] for key in event.report_ids if key in index.reports)
    return tuple(sorted({code for one in told if (code := one.translated_from or one.language)}))


def _outlet_of(index: Index, statement: Statement) -> str:
    report = index.reports.get(statement.report_id)
    return index.outlet(report) if report else ""


def _history(event: Event) -> tuple[tuple[str, str], ...]:
    """Give the turns of an event: the day on which it was first told so (`""` where no report is dated), and how."""
    words = load_words().factuality
    return tuple(
        (turn.told.isoformat() if turn.told else "", words[turn.factuality].word) for turn in event.history
    )


def evidence(index: Index, statement: Statement) -> Evidence:
    """Show a statement: its sentence with marks, and who says so."""
    report = index.reports.get(statement.report_id)
    return Evidence(
        id=statement.id,
        report=report_row(index, report) if report else _missing(statement.report_id),
        sentence=statement.sentence,
        marks=tuple(marks(statement, report)),
        chain=holder_chain(index, statement.holders),
        factuality=statement.factuality,
        when=period(statement.when),
        quoted=statement.quoted,
        probability=statement.probability,
        coder=statement.coder,
        original=_original(report) if report else None,
        decided=judged_lines(index, statement.id),
    )


def marks(statement: Statement, report: Report | None) -> Iterator[Mark]:
    """Mark a statement's sentence; a span that lies outside it, or does not hold its quoted text, is left out."""
    for text, start, end, kind, note in _spans(statement, report):
        first, last = start - statement.start, end - statement.start
        if 0 <= first < last and statement.sentence[first:last] == text:
            yield Mark(start=first, end=last, kind=kind, note=note)


def _spans(statement: Statement, report: Report | None) -> Iterator[tuple[str, int, int, MarkKind, str]]:
    action = statement.action
    yield action.text, action.start, action.end, "action", ""
    sides: tuple[tuple[MarkKind, tuple[Participant, ...]], ...] = (
        ("actor", statement.actors),
        ("recipient", statement.recipients),
    )
    for kind, participants in sides:
        for one in participants:
            yield one.text, one.start, one.end, kind, one.name
    for amount in statement.amounts:
        yield amount.text, amount.start, amount.end, "amount", ""
    for holder in statement.holders:
        if holder.start is not None and holder.end is not None:
            first, last = holder.start - statement.start, holder.end - statement.start
            yield (
                statement.sentence[max(first, 0) : max(last, 0)],
                holder.start,
                holder.end,
                "holder",
                holder.name,
            )
    said: tuple[tuple[str | None, MarkKind], ...] = (
        (statement.when.text, "time"),
        (statement.where.text if statement.where else None, "place"),
    )
    for words, kind in said:
        if words and statement.sentence.count(words) == 1:
            at = statement.start + statement.sentence.index(words)
            yield words, at, at + len(words), kind, ""
    for broken in report.damage if report else ():
        yield broken.surface, broken.start, broken.end, "damage", damage_text(broken)


def report_row(index: Index, report: Report) -> ReportRow:
    """Show a report in a list."""
    links = index.links_from.get(report.id, ())
    outlet = outlet_of(index, report.outlet)
    owner = outlet.owner(report.published.start) if outlet else None
    return ReportRow(
        id=report.id,
        name=index.report_name(report),
        outlet=index.outlet(report),
        outlet_country=index.state(outlet.country).name if outlet and outlet.country else None,
        outlet_owner=owner_text(owner),
        day=report.published.start.isoformat() if report.published.start else None,
        url=safe_url(report.url),
        language=report.language,
        translated_from=report.translated_from,
        translation_probability=report.translation_probability,
        statements=len(index.made_in.get(report.id, ())),
        events=index.told_in.get(report.id, 0),
        damage=len(report.damage),
        independent=not links,
        goes_back=tuple(f"{load_words().relation[link.relation]} {link.to.name}" for link in links),
    )


def report_text(report: Report) -> ReportText:
    """Show all that a report says."""
    return ReportText(text=report.text, original=_original(report))


def _original(report: Report) -> str | None:
    """Give a report as it was before its translation, where the input held both."""
    translated = report.translated_from and report.original_text != report.text
    return report.original_text if translated else None


def _missing(report_id: str) -> ReportRow:
    """Stand for a report that the index has not."""
    return ReportRow(
        id=report_id,
        name=report_id,
        outlet="report not in the case",
        outlet_country=None,
        outlet_owner="",
        day=None,
        url=None,
        language=None,
        translated_from=None,
        translation_probability=0.0,
        statements=0,
        events=0,
        damage=0,
        independent=False,
        goes_back=(),
    )


def outlet_of(index: Index, name: str | None) -> Outlet | None:
    """Look an outlet up in the registers."""
    return index.given.registers.outlets.find(name) if index.given.registers and name else None


def owner_text(owner: Ownership | None) -> str:
    """Say whose an outlet is: its family, and whether a state owns or steers it; empty where that is not known."""
    if owner is None:
        return ""
    return ", ".join(
        part for part in (owner.family, "state-owned or steered" if owner.state else None) if part
    )


def link_row(link: Link) -> LinkRow:
    """Show which report goes back to whom."""
    return LinkRow(
        id=link.id,
        from_report=link.from_report,
        to=link.to,
        relation=link.relation,
        evidence=link.evidence.text if link.evidence else "",
        score=link.score,
        reasons=link.reasons,
    )


def dispute_row(index: Index, event: Event, dispute: Dispute) -> DisputeRow:
    """Show on what the statements of an event disagree."""
    return DisputeRow(
        event=event.id,
        headline=index.headline(event),
        field=load_words().field.get(dispute.field, dispute.field),
        sides=tuple(
            DisputeSide(
                value=disputed(dispute.field, side.value),
                holders=side.holders,
                statement_ids=side.statement_ids,
            )
            for side in dispute.values
        ),
    )


def decided(judgement: Judgement, *, stale: bool = False) -> Decided:
    """Show a judgement."""
    return Decided(
        id=judgement.id,
        action=judgement.action,
        targets=judgement.targets,
        field=judgement.field,
        value=judgement.value,
        who=judgement.who,
        when=judgement.when.isoformat(),
        why=judgement.why,
        stale=stale,
    )
