"""What the formats of event data share: which events they can take, on which day, between whom, and lines of cells.

POLECAT, ICEWS and GDELT hold what happened on a day. A row that came from the same format leaves as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations, product
from pathlib import Path

from suasion.codebook import Codebook
from suasion.exchange.given import Export
from suasion.exchange.plain import one_line
from suasion.exchange.told import Told, told
from suasion.ids import digest
from suasion.records import Actor, Event, Report, Statement

MONTH = timedelta(days=31)
"""The longest period of which one day may stand for all: these formats cannot say that they know no day."""

NO_DEED = "planned, conditional, possible or denied: the format has only what happened"
NO_DAY = "without a date nearer than a month, and told by no dated report: the format has only days"
TOLD_DAY = "whether a day is the event's own: one without any date stands on the day of its first report, as such data sets do it"
"""What all formats of days lose."""

_BREAKS = re.compile(r"[\t\r\n]")

Pair = tuple[Actor | None, Actor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An event that a format of deeds takes: what tells of it, and the day that it is put on."""

    told: Told
    day: date

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.told.event


def deeds(export: Export, name: str) -> Iterator[Deed | Mapping[str, str]]:
    """Give what the format of this name can hold of an export's events, in order; what it cannot goes to `export.omit`.

    A row that was imported from the format itself comes as its own columns.
    """
    for item in told(export):
        imported = item.event.imported
        if imported and imported.format == name:
            yield dict(imported.native)
        elif deed := deed_of(item, export):
            yield deed


def deed_of(item: Told, export: Export) -> Deed | None:
    """Take an event for a deed on a day; one that is none goes to `export.omit`."""
    day = day_of(item.event)
    if item.event.counted_as != "occurred":
        export.omit(item.event, NO_DEED)
    elif day is None:
        export.omit(item.event, NO_DAY)
    else:
        return Deed(told=item, day=day)
    return None


def day_of(event: Event) -> date | None:
    """Give the day that an event stands on; null where it is unknown, or only known to lie in a stretch of more than a month."""
    return None if event.days is None or event.days[1] - event.days[0] > MONTH else event.day


def pairs_of(event: Event, codebook: Codebook) -> tuple[Pair, ...]:
    """Give the ordered pairs of different actors of an event, as its lists order them.

    An act that sides do with one another, and that names no recipient, goes from each to each; any other act without recipients
    (or actors) has pairs with nobody on that side.
    """
    if not event.recipients and codebook.type(event.event_type).mutual and len(event.actors) > 1:
        return tuple(permutations(event.actors, 2))
    found = product(event.actors or (None,), event.recipients or (None,))
    return tuple((one, other) for one, other in found if one is None or one != other)


def first_told(item: Told) -> tuple[Statement | None, Report | None]:
    """Give the statement that told of an event first, and its report: by day of publication, then by id."""
    found = [(statement, item.report_of(statement)) for statement in item.statements]
    return min(found, key=_when_told, default=(None, None))


def _when_told(found: tuple[Statement, Report | None]) -> tuple[date, str]:
    statement, report = found
    return ((report.published.start if report else None) or date.max, statement.id)


def number(*parts: str | None) -> str:
    """Derive a whole number from ids, the same in every export: below 2**52, so that R and JavaScript keep it exact."""
    return str(int(digest(parts)[:13], 16))


def actor_id(actor: Actor | None) -> str | None:
    """Give the id of an actor, if there is one."""
    return actor.id if actor else None


def native(event: Event) -> Mapping[str, str]:
    """Give an imported event's own columns, whatever its data set; none for an event of ours."""
    return dict(event.imported.native) if event.imported else {}


def cameo_of(event: Event, codebook: Codebook) -> str:
    """Give the CAMEO code of an event: the one that its data set gave it, else the nearest for what it is."""
    own = native(event)
    code = own.get("CAMEO Code") or own.get("EventCode")
    if code:
        return code
    return codebook.to_cameo(event.event_type, event.mode, event.contexts, event.instruments).code


def intensity_of(event: Event, codebook: Codebook) -> str:
    """Give an event's score from -10 (conflict) to 10 (cooperation): its data set's, else PLOVER's for its type."""
    own = native(event)
    given = own.get("Intensity") or own.get("GoldsteinScale")
    return given or f"{codebook.type(event.event_type).weight:.1f}"


def degrees(value: float | None, null: str) -> str:
    """Write a latitude or longitude in full, or what stands for none."""
    return null if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def write_cells(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> int:
    """Write tab-separated lines without any quoting, UTF-8, and give their number; the header does not count.

    No cell may hold a tab or a line break.
    """
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if header:
            file.write("\t".join(header) + "\n")
        for row in rows:
            file.write("\t".join(row) + "\n")
            written += 1
    return written


def native_cells(own: Mapping[str, str], columns: Sequence[str], null: str) -> list[str]:
    """Put a row's own columns back into the format's order, as they were; only what would break the line becomes a space."""
    return [_BREAKS.sub(" ", own.get(name, null)) for name in columns]


def cells(values: Mapping[str, str | None], columns: Sequence[str], null: str) -> list[str]:
    """Put what we know into the format's order, each on one line; what we do not know, and what is empty, is null."""
    return [one_line(values.get(name) or "") or null for name in columns]


def write_deeds(
    export: Export,
    path: Path,
    *,
    format: str,  # noqa: A002  the records' word
    columns: Sequence[str],
    null: str,
    header: bool,
    rows: Callable[[Deed], Iterable[Mapping[str, str | None]]],
) -> int:
    """Write a table of deeds: `rows` says what an event's cells are; give the number of rows."""

    def lines() -> Iterator[list[str]]:
        for deed in deeds(export, format):
            if isinstance(deed, Deed):
                yield from (cells(row, columns, null) for row in rows(deed))
            else:
                yield native_cells(deed, columns, null)

    return write_cells(path, lines(), columns if header else ())
