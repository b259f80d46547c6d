"""The command that writes a case's tables as files: `export`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import put_json, say
from suasion.errors import InputError

if TYPE_CHECKING:
    from suasion.case import Case
    from suasion.engine.selecting import Conditions

_TABLES = "reports|statements|events|links|ties|rejections|mentions|attributions|framings|judgements|runs"
_FORMATS = (
    "jsonl|csv|parquet|sqlite|polecat|icews|gdelt|gdelt-mentions|plover|csv-actors|graphml|gexf|geojson|ftm|annotation|"
    "bibtex|csl|ris|zip"
)
_ONLY = "Which events"


def _words(name: str, metavar: str, text: str) -> object:
    return typer.Option(name, metavar=metavar, help=text, rich_help_panel=_ONLY)


Words = list[str] | None


@app.command(epilog="Example: suasion export events --case my-case --source RUS --format csv -o events.csv")
def export(  # noqa: PLR0917 - a command has as many options as it has
    table: Annotated[str, typer.Argument(metavar="TABLE", help=_TABLES)],
    case: CaseOption,
    format: Annotated[  # noqa: A002 - the option's word
        str, typer.Option("--format", metavar="FORMAT", help=f"{_FORMATS}; what each holds: docs/export.md")
    ] = "jsonl",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE|-", help="Where to; '-' is stdout.")
    ] = "-",
    source: Annotated[Words, _words("--source", "STATE", "Who acts: a code, a name or a group.")] = None,
    target: Annotated[Words, _words("--target", "STATE", "Who it is done to.")] = None,
    type_: Annotated[Words, _words("--type", "TYPE", "PLOVER's event types, such as AID.")] = None,
    instrument: Annotated[
        Words, _words("--instrument", "NAME", "Such as military/arms-transfer, or military.")
    ] = None,
    factuality: Annotated[
        Words, _words("--factuality", "WORD", "occurred, planned, conditional, possible, denied.")
    ] = None,
    status: Annotated[
        Words, _words("--status", "WORD", "reported, corroborated, disputed, retracted.")
    ] = None,
    outlet: Annotated[Words, _words("--outlet", "NAME", "Told by this outlet.")] = None,
    language: Annotated[Words, _words("--language", "CODE", "Told in this language (en, es).")] = None,
    min_origins: Annotated[int, _words("--min-origins", "N", "From so many independent origins.")] = 0,
    start: Annotated[str | None, _words("--from", "DAY", "Not before this day (2022-03-31).")] = None,
    end: Annotated[str | None, _words("--to", "DAY", "Not after this day.")] = None,
    text: Annotated[str | None, _words("--text", "WORDS", "With these words in a sentence.")] = None,
    dataset: Annotated[
        str | None, _words("--dataset", "NAME", "suasion, or an imported one (icews).")
    ] = None,
    group: Annotated[Words, _words("--group", "NAME=STATES", "Define a group: ANDES=BOL,ECU,PER.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a table of the case, or the part of it that belongs to chosen events, as a file in a format of the field.

    With --json and a file, what was written is told as JSON; with --json alone the rows are JSON lines.
    """
    if as_json and output == "-" and format != "jsonl":
        raise InputError(
            f"--json and --format {format} cannot both be on stdout.",
            cause="Each asks for another form of the rows.",
            remedy="Leave one out, or write the rows to a file with -o FILE.",
        )
    asked: Conditions = {
        "source": source or (),
        "target": target or (),
        "type": type_ or (),
        "instrument": instrument or (),
        "factuality": factuality or (),
        "status": status or (),
        "outlet": outlet or (),
        "language": language or (),
        "min_origins": min_origins,
        "start": start,
        "end": end,
        "text": text,
        "dataset": dataset,
        "groups": groups_of(group),
    }
    opened = suasion.open(case)
    if output == "-":
        _to_stdout(opened, table, format, asked)
        return
    written = opened.export_to(Path(output), table, format, **asked)
    if as_json:
        put_json(written)
    say(f"Wrote {written.rows} {table} to {output} ({written.bytes} bytes). {written.selection}")
    for why, number in written.omitted:
        say(f"Left out {number}: {why}")


def groups_of(given: Words) -> dict[str, str]:
    """Read groups of states as `NAME=RUS,CHN`.

    Raises:
        InputError: one has no name or no members.
    """
    found = {}
    for text in given or ():
        name, equals, members = text.partition("=")
        if not (name and equals and members):
            raise InputError(
                f"'{text}' defines no group.",
                cause="The name or the states are missing.",
                remedy="Write it as --group ANDES=BOL,ECU,PER.",
            )
        found[name] = members
    return found


def _to_stdout(case: Case, table: str, format: str, asked: Conditions) -> None:  # noqa: A002
    """Write a file and pour it out: formats like SQLite and zip can only be written to files."""
    with tempfile.TemporaryDirectory(prefix="suasion-") as folder:
        path = Path(folder) / "rows"
        written = case.export_to(path, table, format, **asked)
        if written.binary and sys.stdout.isatty():
            raise InputError(
                f"{format} is not for a terminal.",
                cause="It is binary.",
                remedy="Write it to a file with -o FILE, or pipe it on.",
            )
        sys.stdout.flush()
        with path.open("rb") as rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)
