"""W3C Web Annotation (JSON-LD): each sentence that an event rests on, as an annotation on its report.

Positions count code points of suasion's working text, half-open, as the model asks; a page on the web may differ from that text, so
the sentence is quoted with what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from suasion.exchange.colophon import colophon, dataset_id, made, permalink
from suasion.exchange.given import Export, Format
from suasion.exchange.jsonlist import ITEMS, write_list
from suasion.exchange.plain import one_line, web_address
from suasion.exchange.told import Told, told
from suasion.records import Participant, Report, Statement

AROUND = 32
"""Code points quoted before and after a sentence, at most."""
OURS = "urn:suasion:vocabulary:"
CONTEXT: Sequence[object] = (
    "http://www.w3.org/ns/anno.jsonld",
    {"@vocab": OURS},
)
"""The W3C's terms, then ours for the body that says what was coded."""


def write(export: Export, path: Path) -> int:
    """Write one annotation for each statement of each event; give their number."""
    collection = f"urn:suasion:dataset:{dataset_id(export)}"

    def frame(number: int) -> object:
        return {
            "@context": CONTEXT,
            "id": collection,
            "type": "AnnotationCollection",
            "label": one_line(export.title),
            "created": made(export),
            "about": colophon(export),
            "first": {
                "id": f"{collection}:page:1",
                "type": "AnnotationPage",
                "partOf": collection,
                "startIndex": 0,
                "items": ITEMS,
            },
            "total": number,
        }

    return write_list(path, frame, _annotations(export))


def _annotations(export: Export) -> Iterator[Mapping[str, object]]:
    for item in told(export):
        if not item.statements:
            export.omit(item.event, "has no statements")
        for statement in item.statements:
            yield annotation(statement, item, export)


def annotation(statement: Statement, item: Told, export: Export) -> Mapping[str, object]:
    """Annotate the sentence of a statement with what was coded from it."""
    return {
        "id": f"urn:suasion:statement:{statement.id}:event:{item.event.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": made(export),
        "generator": {"id": f"urn:suasion:coder:{statement.coder}", "type": "Software", "name": "suasion"},
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": statement.event_type},
            {"type": "SpecificResource", "purpose": "linking", "source": permalink(export, item.event.id)},
            _coding(statement, item.event.id),
        ],
        "target": target(statement, item.report_of(statement)),
    }


def _coding(statement: Statement, event: str) -> Mapping[str, object]:
    return {
        "type": "Coding",
        "event": event,
        "event_type": statement.event_type,
        "mode": statement.mode,
        "instruments": list(statement.instruments),
        "factuality": statement.factuality,
        "actors": [_party(party) for party in statement.actors],
        "recipients": [_party(party) for party in statement.recipients],
        "action": {
            "text": statement.action.text,
            "start": statement.action.start,
            "end": statement.action.end,
        },
        "said_by": [one_line(holder.name) for holder in statement.holders],
        "probability": statement.probability,
    }


def _party(party: Participant) -> Mapping[str, object]:
    return {
        "actor": party.id,
        "name": party.name,
        "country": party.country,
        "code": party.code,
        "text": party.text,
        "start": party.start,
        "end": party.end,
    }


def target(statement: Statement, report: Report | None) -> Mapping[str, object]:
    """Point to the sentence in its report: by position, and by its words with those around it."""
    text = report.text if report else ""
    return {
        "source": (web_address(report.url) if report else None)
        or f"urn:suasion:report:{statement.report_id}",
        "selector": [
            {"type": "TextPositionSelector", "start": statement.start, "end": statement.end},
            {
                "type": "TextQuoteSelector",
                "exact": statement.sentence,
                "prefix": text[max(0, statement.start - AROUND) : statement.start],
                "suffix": text[statement.end : statement.end + AROUND],
            },
        ],
    }


FORMAT = Format(
    name="annotation",
    label="W3C Web Annotation: each sentence with what was coded from it",
    suffix=".jsonld",
    media_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    binary=False,
    write=write,
    loses=(
        "events without statements: imported rows have none",
        "what is concluded of an event from all its statements: status, independent origins, disputes, history, joined sides",
        "dates, places and amounts of the act, and its contexts",
        "how a holder says it: cue and stance (the names of the holders are kept)",
        "the reports' texts beyond the sentence and what stands around it",
    ),
)
