"""Builders of records for the tests of reconcile and weigh.

Everything that a test does not name is plain and empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from suasion.ids import content_id
from suasion.reconcile import EventInput, OriginInput
from suasion.records import (
    Actor,
    Amount,
    Dated,
    Event,
    Factuality,
    Holder,
    Judgement,
    Link,
    Mention,
    Origin,
    Participant,
    Report,
    Span,
    Statement,
)
from suasion.weigh import TieInput


def day(text: str | None, *, how: str = "stated") -> Dated:
    """`2030-05-03`, `2030-05` or null."""
    if text is None:
        return Dated()
    if len(text) == 7:
        start = date.fromisoformat(text + "-01")
        end = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return Dated(
            start=start, end=date.fromordinal(end.toordinal() - 1), precision="month", how=how, text=text
        )
    one = date.fromisoformat(text)
    return Dated(start=one, end=one, precision="day", how=how, text=text)


def report(text: str, outlet: str | None = None, published: str | None = None, **more: Any) -> Report:
    fields: dict[str, Any] = {
        "id": content_id("r", outlet, published, text),
        "outlet": outlet,
        "outlet_how": "stated" if outlet else "not stated",
        "url": None,
        "path": f"{(outlet or 'nobody').lower()}.txt",
        "title": text.split("\n", maxsplit=1)[0],
        "byline": None,
        "published": day(published),
        "language": "en",
        "language_how": "stated",
        "translated_from": None,
        "translated_from_how": "not stated",
        "original_text": text,
        "text": text,
        "passages": (),
    }
    return Report(**(fields | more))


def state(code: str, person: str | None = None) -> Participant:
    """A state, or one of its people."""
    identity = f"person:{person.lower()}" if person else f"state:{code}"
    name = person or code
    return Participant(
        text=name, start=0, end=1, id=identity, name=name, country=code, code=code, sector="GOV"
    )


def says(name: str, kind: str = "actor", stance: str = "asserts", at: int | None = 0) -> Holder:
    cue = "said"
    return Holder(name=name, kind=kind, country=None, cue=cue, stance=stance, start=at, end=at)  # type: ignore[arg-type]


def statement(  # noqa: PLR0917 - reads like the sentence: who did what to whom
    source: Report,
    sentence: str,
    event_type: str = "CONSULT",
    actors: Sequence[str | Participant] = ("RUS",),
    recipients: Sequence[str | Participant] = ("VEN",),
    factuality: Factuality = "occurred",
    **more: Any,
) -> Statement:
    """A statement of a sentence that stands in the report.

    Its trigger is the sentence's second word unless named.
    """
    start = source.text.index(sentence)
    trigger = more.pop("trigger", sentence.split()[1])
    at = start + sentence.index(trigger)
    fields: dict[str, Any] = {
        "id": content_id("s", source.id, sentence, event_type, factuality, str(actors), str(recipients)),
        "report_id": source.id,
        "sentence": sentence,
        "start": start,
        "end": start + len(sentence),
        "action": Span(text=trigger, start=at, end=at + len(trigger)),
        "event_type": event_type,
        "mode": None,
        "contexts": (),
        "instruments": (),
        "actors": tuple(state(one) if isinstance(one, str) else one for one in actors),
        "recipients": tuple(state(one) if isinstance(one, str) else one for one in recipients),
        "factuality": factuality,
        "content_of": None,
        "when": Dated(),
        "where": None,
        "where_how": "not stated",
        "amounts": (),
        "holders": (),
        "quoted": False,
        "probability": 0.8,
        "coder": "test",
        "codebook": "test",
    }
    return Statement(**(fields | more))


def money(source: Report, text: str, value: float, unit: str = "USD") -> Amount:
    start = source.text.index(text)
    return Amount(value=value, unit=unit, text=text, start=start, end=start + len(text))


def judgement(action: str, *targets: str, at: int = 1, **more: Any) -> Judgement:
    fields: dict[str, Any] = {
        "id": content_id("j", action, *targets, str(at)),
        "action": action,
        "targets": targets,
        "field": None,
        "value": None,
        "who": "tester",
        "when": datetime(2030, 1, 1, 0, at, tzinfo=UTC),
        "why": None,
    }
    return Judgement(**(fields | more))


def event(
    name: str,
    event_type: str = "COOPERATE",
    actors: Sequence[str] = ("RUS",),
    recipients: Sequence[str] = ("VEN",),
    factuality: Factuality = "occurred",
    **more: Any,
) -> Event:
    fields: dict[str, Any] = {
        "id": content_id("e", name),
        "event_type": event_type,
        "mode": None,
        "contexts": (),
        "instruments": ("economic/loan",),
        "actors": tuple(actor(one) for one in actors),
        "recipients": tuple(actor(one) for one in recipients),
        "factuality": factuality,
        "status": "reported",
        "content_of": None,
        "when": Dated(),
        "where": None,
        "where_how": "not stated",
        "amounts": (),
        "statement_ids": (content_id("s", name),),
        "report_ids": (content_id("r", name),),
        "origins": (
            Origin(id=f"o{name}", name=f"Outlet {name}", kind="outlet", report_ids=(content_id("r", name),)),
        ),
        "independent_origins": 1,
        "disputes": (),
        "probability": 0.9,
    }
    return Event(**(fields | more))


def actor(code: str) -> Actor:
    """A state by its code; a code in lower case makes an organisation."""
    if code.islower():
        return Actor(id=f"org:{code}", name=code, country=None, code="IGO", sector=None)
    return Actor(id=f"state:{code}", name=code, country=code, code=code, sector="GOV")


def mention(source: Report, code: str) -> Mention:
    return Mention(
        id=content_id("m", source.id, code),
        report_id=source.id,
        actor=actor(code),
        start=0,
        end=1,
        text=code,
        how="name",
    )


def origin_input(reports: Sequence[Report]) -> OriginInput:
    return OriginInput(reports=tuple(reports))


def event_input(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    links: Sequence[Link] = (),
    judgements: Sequence[Judgement] = (),
) -> EventInput:
    return EventInput(
        reports=tuple(reports), statements=tuple(statements), links=tuple(links), judgements=tuple(judgements)
    )


def tie_input(
    events: Sequence[Event], reports: Sequence[Report] = (), mentions: Sequence[Mention] = ()
) -> TieInput:
    return TieInput(events=tuple(events), reports=tuple(reports), mentions=tuple(mentions))
