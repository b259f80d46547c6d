"""Write the codebook as a page (`docs/codebook.md`), so that people read exactly what the coder was given."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.codebook.model import Codebook, Crosswalk, EventType, Example, Instrument, InstrumentExample

INTRODUCTION = """\
# The codebook

This page is made from the data in `src/suasion/codebook/data/` by `python tools/codebook_page.py`; a test
fails when the two differ. Version {version}.

Event types, modes, contexts and scores are those of PLOVER, the ontology of the Open Event Data Alliance
(manual of version 2). Definitions, rules, examples and near-misses are our own, and so are the instruments,
which say with *what* a state acts on another.

An example reads: the sentence, then `actors → recipients` as ISO 3166-1 alpha-3 codes, then its factuality.
For types marked *symmetric* the two sides are an unordered pair; with a joint subject all are actors and
there is no recipient. An act that is announced, threatened or asked for is a second statement, the content of
the first, which the examples do not show.
"""


def write_page(codebook: Codebook) -> str:
    """Give the whole page as Markdown, ending with a newline."""
    return "\n".join(_lines(codebook)) + "\n"


def _lines(codebook: Codebook) -> Iterator[str]:
    yield INTRODUCTION.format(version=codebook.version)
    yield "## Types at a glance\n"
    yield "| type | label | class | score | symmetric | announced as |\n| --- | --- | --- | --- | --- | --- |"
    for entry in codebook.types.values():
        announced = codebook.announces.get(entry.name, "")
        symmetric = "yes" if entry.symmetric else ""
        row = (entry.name, entry.label, entry.quad_name, f"{entry.weight:g}", symmetric, announced)
        yield f"| {' | '.join(row)} |"
    for entry in codebook.types.values():
        yield from _type_lines(entry)
    yield "\n## Instruments"
    for instrument in codebook.instruments.values():
        yield from _instrument_lines(instrument)
    yield "\n## Contexts\n"
    yield from (f"- `{context.id}`: {context.definition}" for context in codebook.contexts.values())
    yield from _crosswalk_lines(codebook)


def _type_lines(entry: EventType) -> Iterator[str]:
    yield f"\n## {entry.name}: {entry.label.lower()}\n"
    yield f"{entry.definition}\n"
    yield from (f"- {rule}" for rule in entry.rules)
    if entry.modes:
        yield "\nModes:\n"
        yield from (f"- `{mode.id}`: {mode.definition}" for mode in entry.modes)
    yield "\nExamples:\n"
    for example in entry.examples:
        note = f" {example.note}" if example.note else ""
        yield f"- {example.text} ({_sides(example)}){note}"
    yield "\nNear-misses:\n"
    for miss in entry.near_misses:
        yield f"- {miss.text} → {miss.is_type or 'nothing'}. {miss.note}"


def _instrument_lines(instrument: Instrument) -> Iterator[str]:
    yield f"\n### {instrument.id}: {instrument.label.lower()}\n"
    yield f"{instrument.definition}\n"
    yield f"Contexts: {', '.join(f'`{context}`' for context in instrument.contexts)}\n"
    for example in instrument.examples:
        yield f"- {example.text} ({example.event_type}, {_sides(example)})"


def _sides(example: Example | InstrumentExample) -> str:
    recipients = f" → {' '.join(example.recipients)}" if example.recipients else ""
    return f"{' '.join(example.actors)}{recipients}, {example.factuality}"


def _crosswalk_lines(codebook: Codebook) -> Iterator[str]:
    rows = codebook.cameo.values()
    yield "\n## CAMEO\n"
    yield (
        f"`cameo.csv` translates {len(rows)} CAMEO codes (GDELT, ICEWS). The relation follows PLOVER's\n"
        "conversion table CAMEO2PLOVER-2021 (Open Event Data Alliance); where that table contradicts the\n"
        "manual or has no entry, we mended it. A code not listed is read as its parent. Mended:\n"
    )
    yield from (f"- `{row.code}` → {_target(row)}: {row.note}" for row in rows if row.origin == "mended")


def _target(row: Crosswalk) -> str:
    return f"{row.event_type or 'nothing'}{' ' + row.mode if row.mode else ''}"
