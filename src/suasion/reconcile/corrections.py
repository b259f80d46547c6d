"""What a person may correct in a report, a statement or an event, how the value is written, and how it takes effect.

One table says it all (`FIELDS`): a field that is not in it follows from others, or is what the report states, and cannot be
corrected. A value is checked when the judgement is made; one that an older log holds and that no longer fits changes nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, get_args

from suasion.codebook import Codebook
from suasion.errors import InputError
from suasion.records import (
    Actor,
    Amount,
    Dated,
    Event,
    Factuality,
    Holder,
    Judgement,
    Participant,
    Place,
    Report,
    Statement,
)
from suasion.registers import Registers

JUDGED = "judged"
"""How a value is known that a person put in."""

_NOTHING = frozenset({"", "none", "unknown"})
_AMOUNT = re.compile(r"(-?[\d,]*\.?\d+)\s+(\S.*)")
_DAYS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_STATE_CODE = 3

CorrectedT = TypeVar("CorrectedT", Report, Statement, Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What values are looked up in."""

    codebook: Codebook
    registers: Registers


Parse = Callable[[str, Known], object]


def _wrong(value: str, what: str, remedy: str) -> InputError:
    return InputError(
        f"'{value}' is no {what}.", cause="A misspelling, or another form of it.", remedy=remedy
    )


def _items(value: str) -> list[str]:
    return [] if value.strip().casefold() in _NOTHING else [one.strip() for one in re.split(r"[;]", value)]


# ---- values


def _text(value: str, _: Known) -> str:
    if not value.strip():
        raise _wrong(value, "name", "Give some words.")
    return value.strip()


def _event_type(value: str, known: Known) -> str:
    if value not in known.codebook.types:
        raise _wrong(value, "event type", f"Use one of: {', '.join(known.codebook.types)}.")
    return value


def _mode(value: str, known: Known) -> str | None:
    if value.strip().casefold() in _NOTHING:
        return None
    modes = sorted({mode.id for kind in known.codebook.types.values() for mode in kind.modes})
    if value not in modes:
        raise _wrong(value, "mode", f"Use 'none' or one of: {', '.join(modes)}.")
    return value


def _factuality(value: str, _: Known) -> Factuality:
    options: tuple[Factuality, ...] = get_args(Factuality)
    for one in options:
        if one == value:
            return one
    raise _wrong(value, "factuality", f"Use one of: {', '.join(options)}.")


def _instruments(value: str, known: Known) -> tuple[str, ...]:
    named = _items(value)
    for one in named:
        if one not in known.codebook.instruments:
            raise _wrong(
                one, "instrument", f"Use, with ';' between them: {', '.join(known.codebook.instruments)}."
            )
    return tuple(sorted(set(named)))


def _contexts(value: str, known: Known) -> tuple[str, ...]:
    named = _items(value)
    for one in named:
        if one not in known.codebook.contexts:
            raise _wrong(one, "context", f"Use, with ';' between them: {', '.join(known.codebook.contexts)}.")
    return tuple(sorted(set(named)))


def _actors(value: str, known: Known) -> tuple[Actor, ...]:
    """Read actors: ids of the register, three-letter codes of states, or names, with ';' between them; `none` for nobody."""
    found = [_actor(one, known.registers) for one in _items(value)]
    return tuple({actor.id: actor for actor in found}.values())


def _actor(name: str, registers: Registers) -> Actor:
    by_code = registers.actor(f"state:{name}") if len(name) == _STATE_CODE and name.isupper() else None
    given = registers.actor(name) or by_code or registers.state_called(name)
    if given is not None:
        return given
    ids = {alias.actor.id: alias.actor for alias in registers.lookup(name)}
    if len(ids) == 1:
        return next(iter(ids.values()))
    if ids:
        some = ", ".join(sorted(ids))
        raise InputError(
            f"'{name}' names several actors: {some}.",
            cause="The register knows more than one by this name.",
            remedy="Give one of these ids.",
        )
    raise _wrong(
        name,
        "actor of the register",
        "Give an id (state:FRA, person:…), a three-letter code, or the full name; ';' between several.",
    )


def _when(value: str, _: Known) -> Dated:
    """Read a day, month or year, or a period `first/last`; `unknown` for no date."""
    if value.strip().casefold() in _NOTHING:
        return Dated(how=JUDGED)
    first, _slash, last = value.strip().partition("/")
    start, end = _days(first, value), _days(last or first, value)
    if start[0] > end[1]:
        raise _wrong(value, "period", "The first day comes before the last.")
    precision = "day" if last else {1: "year", 2: "month", 3: "day"}[first.count("-") + 1]
    return Dated(start=start[0], end=end[1], precision=precision, how=JUDGED, text=None)  # type: ignore[arg-type]


def _days(text: str, whole: str) -> tuple[date, date]:
    """Read the first and last day of a day, month or year."""
    match = _DAYS.fullmatch(text)
    year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
    try:
        first = date(year, month, day)
    except ValueError:
        remedy = "Write 2022-02-16, 2022-02 or 2022, 2022-02-16/2022-02-18 for a period, or 'unknown'."
        raise _wrong(whole, "date", remedy) from None
    if match is None or match[3]:
        return first, first
    if match[2]:
        return first, date(year, month, monthrange(year, month)[1])
    return first, date(year, 12, 31)


def _where(value: str, known: Known) -> Place | None:
    """Read a place by name; `Name, CODE` says in which state, `unknown` that none is known."""
    if value.strip().casefold() in _NOTHING:
        return None
    name, _comma, code = (part.strip() for part in value.partition(","))
    place = known.registers.places.find(name, frozenset({code} if code else ()))
    if place is None or (code and place.country != code):
        raise _wrong(value, "place of the gazetteer", "Write its name, or 'Name, FRA' to say in which state.")
    return place


def _amounts(value: str, _: Known) -> tuple[Amount, ...]:
    found = []
    for one in _items(value):
        match = _AMOUNT.fullmatch(one)
        if match is None:
            raise _wrong(
                one, "amount", "Write a number and its unit, ';' between several: 3000000000 USD; 80 troops."
            )
        number = float(match[1].replace(",", ""))
        found.append(Amount(value=number, unit=match[2].strip(), text=one, start=0, end=0))
    return tuple(found)


def _holders(value: str, known: Known) -> tuple[Holder, ...]:
    """Read who says so, innermost first; the outlet itself is not named here and stays the last."""
    return tuple(_holder(name, known.registers) for name in _items(value))


def _holder(name: str, registers: Registers) -> Holder:
    ids = {alias.actor.id: alias.actor for alias in registers.lookup(name)}
    actor = next(iter(ids.values())) if len(ids) == 1 else None
    outlet = actor is None and registers.outlets.find(name) is not None
    return Holder(
        name=actor.name if actor else name,
        kind="outlet" if outlet else "actor",
        country=actor.country if actor else None,
        cue=None,
        stance="asserts",
        start=None,
        end=None,
    )


def _language(value: str, _: Known) -> str | None:
    if value.strip().casefold() in _NOTHING:
        return None
    if not _LANGUAGE.fullmatch(value):
        raise _wrong(value, "language", "Give its tag (es, pt-BR), or 'none' for no translation.")
    return value


FIELDS: Mapping[type, Mapping[str, Parse]] = {
    Report: {"outlet": _text, "title": _text, "published": _when, "translated_from": _language},
    Statement: {
        "event_type": _event_type,
        "mode": _mode,
        "factuality": _factuality,
        "instruments": _instruments,
        "contexts": _contexts,
        "actors": _actors,
        "recipients": _actors,
        "when": _when,
        "where": _where,
        "amounts": _amounts,
        "holders": _holders,
    },
    Event: {
        "event_type": _event_type,
        "mode": _mode,
        "factuality": _factuality,
        "instruments": _instruments,
        "contexts": _contexts,
        "actors": _actors,
        "recipients": _actors,
        "when": _when,
        "where": _where,
        "amounts": _amounts,
    },
}
"""What can be corrected, by kind of record and field."""


def check_correction(kind: type, field: str, value: str, known: Known) -> None:
    """Check that a field can be corrected, and that the value has its form.

    Raises:
        InputError: it cannot, or has not.
    """
    fields = FIELDS.get(kind, {})
    if field not in fields:
        raise InputError(
            f"The {kind.__name__.lower()}'s '{field}' cannot be corrected.",
            cause="It follows from other fields or is what the report states, or the name is misspelt.",
            remedy=f"Use one of: {', '.join(fields) or 'none'}.",
        )
    fields[field](value, known)


# ---- effects


def corrected(record: CorrectedT, corrections: Sequence[Judgement], known: Known) -> CorrectedT:
    """Apply corrections in order; the later one of a field stands."""
    for one in corrections:
        changes: dict[str, Any] = dict(_changes(record, one, known))
        record = replace(record, **changes)
    return record


def _changes(
    record: Report | Statement | Event, one: Judgement, known: Known
) -> Iterator[tuple[str, object]]:
    parse = FIELDS[type(record)].get(one.field or "")
    if parse is None or one.field is None or one.value is None:
        return
    try:
        value = parse(one.value, known)
    except (
        InputError
    ):  # the registers or the codebook no longer know it: as a stale judgement, it changes nothing
        return
    if isinstance(record, Statement):
        yield from _of_statement(record, one.field, value)
    else:
        yield one.field, value
    if one.field == "where":
        yield "where_how", JUDGED
    elif one.field == "outlet":
        yield "outlet_how", JUDGED
    elif one.field == "translated_from":
        yield "translated_from_how", JUDGED
        yield "translation_probability", 0.0 if value is None else 1.0
        yield "translation_reasons", ("a judgement",)


def _of_statement(statement: Statement, field: str, value: object) -> Iterator[tuple[str, object]]:
    """Put actors, amounts and holders into the sentence, where it names them."""
    if field in {"actors", "recipients"} and isinstance(value, tuple):
        yield field, tuple(_participant(statement, actor) for actor in value)
        if field == "recipients":
            yield "recipients_how", JUDGED
    elif field == "amounts" and isinstance(value, tuple):
        at = statement.action
        yield field, tuple(replace(amount, start=at.start, end=at.end) for amount in value)
    elif field == "holders" and isinstance(value, tuple):
        outlet = [one for one in statement.holders[-1:] if one.kind == "outlet" and one.start is None]
        yield field, (*value, *outlet)
    else:
        yield field, value


def _participant(statement: Statement, actor: Actor) -> Participant:
    """Name an actor of a statement: by its words if it is coded there already, by its name if the sentence has it, else by none."""
    for one in (*statement.actors, *statement.recipients):
        if one.id == actor.id:
            return one
    at = statement.sentence.find(actor.name)
    text = actor.name if at >= 0 else ""
    start = statement.start + max(at, 0)
    return Participant(
        text=text,
        start=start,
        end=start + len(text),
        id=actor.id,
        name=actor.name,
        country=actor.country,
        code=actor.code,
        sector=actor.sector,
    )
