"""GDELT 2.0's mention files: 16 tab-separated columns without a header, one row for each statement of each row of `gdelt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from suasion.exchange.columns import GDELT_MENTION_COLUMNS
from suasion.exchange.deeds import Deed, cells, deed_of, pairs_of, write_cells
from suasion.exchange.given import Export, Format
from suasion.exchange.plain import web_address
from suasion.exchange.told import told
from suasion.exchange.writers.gdelt import NULL, START_OF_DAY, event_number, known_at
from suasion.records import Actor, Participant, Report, Statement

Cells = Mapping[str, str | None]

NO_REPORT = "imported, with no report of its own: the format has a row for each report"
UNKNOWN_PLACE = "-1"
WEB, CITATION = "1", "2"


def write(export: Export, path: Path) -> int:
    """Write what tells of the deeds of an export; give the number of rows."""

    def lines() -> Iterator[list[str]]:
        for item in told(export):
            if item.event.imported:
                export.omit(item.event, NO_REPORT)
            elif deed := deed_of(item, export):
                yield from (cells(row, GDELT_MENTION_COLUMNS, NULL) for row in _rows(deed, export))

    return write_cells(path, lines())


def _rows(deed: Deed, export: Export) -> Iterator[Cells]:
    for source, target in pairs_of(deed.event, export.codebook):
        for statement in deed.told.statements:
            yield {
                "GLOBALEVENTID": event_number(deed, source, target),
                "EventTimeDate": f"{deed.day:%Y%m%d}{START_OF_DAY}",
                **_report(deed.told.report_of(statement), export),
                **_statement(statement, source, target),
            }


def _report(report: Report | None, export: Export) -> Cells:
    if report is None:
        return {"MentionTimeDate": known_at(None, export)}
    address = web_address(report.url)
    translated = report.translated_from
    return {
        "MentionTimeDate": known_at(report, export),
        "MentionType": WEB if address else CITATION,
        "MentionSourceName": report.outlet,
        "MentionIdentifier": address or report.id,
        "MentionDocLen": str(len(report.text)),
        "MentionDocTranslationInfo": f"srclc:{translated};eng:unknown" if translated else None,
    }


def _statement(statement: Statement, source: Actor | None, target: Actor | None) -> Cells:
    return {
        "Actor1CharOffset": _start(statement.actors, source),
        "Actor2CharOffset": _start((*statement.recipients, *statement.actors), target),
        "ActionCharOffset": str(statement.action.start),
        "InRawText": "1",
        "Confidence": str(round(100 * statement.probability)),
    }


def _start(participants: Iterable[Participant], actor: Actor | None) -> str:
    found = (str(one.start) for one in participants if actor is not None and one.id == actor.id)
    return next(found, UNKNOWN_PLACE)


FORMAT = Format(
    name="gdelt-mentions",
    label="GDELT 2.0 mentions: 16 columns, tab-separated, no header; what tells of the rows of gdelt",
    suffix=".mentions.CSV",
    media_type="text/tab-separated-values",
    binary=False,
    write=write,
    loses=(
        "plans, conditions, possibilities and denials: only what tells of a row of gdelt is written",
        "imported events: they have no reports here (of GDELT's own mentions a case keeps the outlets)",
        "the words of a sentence and its number: the places of actors and action in the report's text are given, counted in code points",
        "who says so, whether it is quoted, and which reports copy one another",
    ),
)
