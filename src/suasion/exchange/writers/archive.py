"""A zip that somebody can be sent: tables, codebook, citations and map, with what they are, from what and under which terms.

The same case gives the same bytes: members stand in a fixed order and carry the time of the run that they come from.
"""

from __future__ import annotations

import hashlib
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from suasion.codebook.document import write_page
from suasion.exchange.colophon import colophon
from suasion.exchange.given import Export, Format
from suasion.exchange.plain import one_line
from suasion.exchange.rows import (
    ActorRow,
    EvidenceRow,
    ReportRow,
    actor_rows,
    column_meanings,
    evidence_rows,
    report_rows,
)
from suasion.exchange.tables import write_csv
from suasion.exchange.writers import bibtex, geojson
from suasion.records import Event, Tie

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold."""
UNIX, READABLE = 3, 0o100644 << 16
BLOCK = 1 << 20

ABOUT: Mapping[str, str] = {
    "README.txt": "this page",
    "dossier.html": "the case to be read in a browser: begin here",
    "codebook.md": "what the columns, types and instruments mean",
    "events.csv": "one row an event",
    "evidence.csv": "one row a sentence that an event rests on",
    "reports.csv": "one row a report that tells of an event",
    "actors.csv": "one row an actor",
    "ties.csv": "one row a measure of what passed from one state to another",
    "reports.bib": "the reports and this data set, to be cited (BibTeX)",
    "events.geojson": "places and lines between states (GeoJSON)",
    "SHA256SUMS": "hashes of all other files: sha256sum -c SHA256SUMS",
}
"""The members in their order."""

README = """\
{title}
{rule}

{filter}

Made with: {command}
Software:  suasion {suasion}
Codebook:  {codebook}
Corpus:    {corpus} (hash of the reports and data sets that the case was made from)
Run:       {made}
Licence:   {licence}

Files
-----
{files}

How to read the tables
----------------------
CSV in UTF-8 with a header; lines end with CR and LF. Lists and structures are JSON in their cells, an empty cell is a null.
Positions count Unicode code points from 0; the end is the first position behind. Days are ISO 8601 and inclusive.
Cells hold words of reports as they came. Some spreadsheets take a cell that begins with =, +, - or @ for a formula: import the
columns as text.

An event says what is concluded from all sentences in evidence.csv that name it. Counts of reports are not counts of events, and
counts of reports are not counts of sources: independent_origins counts those. Do not add up deeds, plans, threats, guesses and denials.
"""


def write(export: Export, path: Path) -> int:
    """Write the archive; give the number of events in it."""
    with tempfile.TemporaryDirectory(prefix="suasion-") as lent:
        folder = Path(lent)
        numbers = _members(export, folder)
        if export.dossier is not None:
            (folder / "dossier.html").write_bytes(export.dossier)
        (folder / "codebook.md").write_text(_codebook(export, numbers), encoding="utf-8", newline="\n")
        (folder / "README.txt").write_text(_readme(export, numbers), encoding="utf-8", newline="\n")
        names = [name for name in ABOUT if (folder / name).exists()]
        sums = "".join(f"{_hash(folder / name)}  {name}\n" for name in names)
        (folder / "SHA256SUMS").write_text(sums, encoding="ascii", newline="\n")
        with ZipFile(path, "w") as archive:
            for name in (*names, "SHA256SUMS"):
                _add(archive, folder / name, export)
    return numbers["events.csv"]


def _members(export: Export, folder: Path) -> dict[str, int]:
    """Write the tables, citations and map; give the number of entries of each. Without ties there is no table of them."""
    numbers = {
        "events.csv": write_csv(export.events(), Event, folder / "events.csv"),
        "evidence.csv": write_csv(evidence_rows(export), EvidenceRow, folder / "evidence.csv"),
        "reports.csv": write_csv(report_rows(export), ReportRow, folder / "reports.csv"),
        "actors.csv": write_csv(actor_rows(export), ActorRow, folder / "actors.csv"),
        "ties.csv": write_csv(export.ties(), Tie, folder / "ties.csv"),
        "reports.bib": bibtex.write(export, folder / "reports.bib"),
        "events.geojson": geojson.write(export, folder / "events.geojson"),
    }
    if numbers["ties.csv"] == 0:
        (folder / "ties.csv").unlink()
        del numbers["ties.csv"]
    return numbers


def _readme(export: Export, numbers: Mapping[str, int]) -> str:
    whole = ("suasion", "dossier", "--case", "CASE", "--zip")
    part = ("suasion", "export", "events", "--case", "CASE", "--format", FORMAT.name)
    made = part if export.dossier is None else whole
    files = [
        f"{name:<15} {about}{_counted(numbers.get(name))}"
        for name, about in ABOUT.items()
        if name in numbers
        or not name.endswith((".csv", ".html"))
        or (name == "dossier.html" and export.dossier is not None)
    ]
    said = {name: one_line(value) for name, value in colophon(export).items()}
    command = shlex.join([*made, *map(one_line, export.selection.in_options()), "-o", "FILE"])
    return README.format(rule="=" * len(said["title"]), command=command, files="\n".join(files), **said)


def _counted(number: int | None) -> str:
    return "" if number is None else f" ({number:,} {'entry' if number == 1 else 'entries'})"


def _codebook(export: Export, numbers: Mapping[str, int]) -> str:
    return "\n".join(_columns(numbers)) + "\n" + write_page(export.codebook)


def _columns(numbers: Mapping[str, int]) -> Iterator[str]:
    yield "# The columns\n"
    for table, columns in column_meanings().items():
        if f"{table}.csv" in numbers:
            yield f"## {table}.csv\n\n| column | meaning |\n| --- | --- |"
            yield from (f"| `{name}` | {meaning} |" for name, meaning in columns.items())
            yield ""


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(archive: ZipFile, path: Path, export: Export) -> None:
    made = export.made.astimezone(UTC)
    time = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    info = ZipInfo(path.name, max(EARLIEST, time))
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, UNIX, READABLE
    info.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(info, "w") as member:
        shutil.copyfileobj(file, member, BLOCK)


FORMAT = Format(
    name="zip",
    label="Zip: tables, codebook, citations, map, and what they are",
    suffix=".zip",
    media_type="application/zip",
    binary=True,
    write=write,
    loses=(
        "the reports' texts, passages and damage: they are their outlets' (the sentences behind events are in evidence.csv)",
        "where a report lay on the disk of whoever made the case",
        "links between reports (the origins of each event are in events.csv), mentions, attributions, judgements and rejections",
    ),
)
