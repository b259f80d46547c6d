"""The command that measures ties: `ties`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec
import typer
from rich.table import Table

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.exporting import groups_of
from suasion.cli.pictures import put_network, put_picture
from suasion.cli.sampling import write_file
from suasion.cli.talk import put_bytes, put_json, put_table, say
from suasion.errors import InputError
from suasion.records import FACTUALITIES, Response, Tie

if TYPE_CHECKING:
    from suasion.case import Case
    from suasion.engine.asked import TieConditions
    from suasion.engine.turns import Change
    from suasion.weigh.ranks import Rank

FORMATS = ("table", "csv", "jsonl", "parquet")
PANELS = ("csv", "parquet")
KINDS = ("multiples", "alignment", "patrons")
Words = list[str] | None
RowT = TypeVar("RowT")


@app.command(epilog="Example: suasion ties --source RUS --target VEN --window month --case my-case")
def ties(  # noqa: PLR0917 - a command has as many options as it has
    case: CaseOption,
    source: Annotated[
        Words, typer.Option("--source", metavar="STATE", help="Who acts: a code, a name or a group.")
    ] = None,
    target: Annotated[Words, typer.Option("--target", metavar="STATE", help="Who it is done to.")] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs", metavar="FILE", help="Many pairs: a CSV file with columns source and target."
        ),
    ] = None,
    instrument: Annotated[
        Words, typer.Option("--instrument", metavar="NAME", help="all, military, military/arms-transfer, ...")
    ] = None,
    measure: Annotated[
        Words, typer.Option("--measure", metavar="NAME", help="courtship, affinity, ...: docs/measures.md")
    ] = None,
    window: Annotated[
        str | None,
        typer.Option(
            "--window", metavar="WINDOW", help="all, day, week, month, quarter, year, rolling:DAYS."
        ),
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Not before this day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Not after this day.")] = None,
    group: Annotated[
        Words, typer.Option("--group", metavar="NAME=STATES", help="Define a group: ANDES=BOL,ECU,PER.")
    ] = None,
    poles: Annotated[
        Words,
        typer.Option("--poles", metavar="STATES", help="Between which alignment is measured: USA,RUS,CHN."),
    ] = None,
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="NAME", help="suasion, or an imported one (icews).")
    ] = None,
    rank: Annotated[bool, typer.Option("--rank", help="Rank pairs, with the uncertainty of ranks.")] = False,
    change: Annotated[
        bool, typer.Option("--change", help="Days on which pairs began to act at another rate.")
    ] = False,
    resample: Annotated[
        bool, typer.Option("--resample", help="Intervals of chosen pairs by a joint resample.")
    ] = False,
    response: Annotated[
        bool, typer.Option("--response", help="What acts of chosen pairs are followed by: docs/response.md.")
    ] = False,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE|-", help="Draw them, as an SVG file.")
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="|".join(KINDS),
            help="Which picture: over time, against volume, or whose clients.",
        ),
    ] = "multiples",
    network: Annotated[
        bool,
        typer.Option(
            "--network", help="States among others: brokers, rivals, clients of several, who follows whom."
        ),
    ] = False,
    format: Annotated[  # noqa: A002 - the option's word
        str,
        typer.Option(
            "--format", metavar="|".join(FORMATS), help="csv and parquet have a row a pair and window."
        ),
    ] = "table",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE|-", help="Where to; '-' is stdout.")
    ] = "-",
    as_json: JsonOption = False,
) -> None:
    """Measure what passed between states: who courts whom, with what, how much, and how sure that is.

    Without conditions, all pairs over all days. Data sets are never added up.
    """
    _check(format, output, as_json=as_json, turned=rank or change or response)
    asked: TieConditions = {
        "source": source or (),
        "target": target or (),
        "instrument": instrument or (),
        "measure": measure or (),
        "window": window,
        "start": start,
        "end": end,
        "groups": groups_of(group),
        "poles": poles or (),
        "dataset": dataset,
        "resample": resample,
        "pairs": _read(pairs) if pairs else (),
    }
    opened = suasion.open(case)
    if plot:
        put_picture(opened.picture(kind, **asked), plot)
        return
    if network:
        put_network(opened.network(**asked), as_json=as_json)
        return
    if format in PANELS:
        _write_panel(opened, asked, format, output)
        return
    if response:
        _give(list(opened.responses(**asked)), _of_responses, format, output, as_json=as_json)
    elif change:
        asked["window"] = window or "month"
        _give(list(opened.changes(**asked)), _of_changes, format, output, as_json=as_json)
    elif rank:
        _give(list(opened.ranks(**asked)), _of_ranks, format, output, as_json=as_json)
    else:
        _give(list(opened.ties(**asked)), _of_ties, format, output, as_json=as_json)


def _read(path: Path) -> tuple[tuple[str, str], ...]:
    from suasion.engine.dyads import read_pairs  # noqa: PLC0415 - the engine is slow to import

    return read_pairs(path)


def _check(form: str, output: str, *, as_json: bool, turned: bool) -> None:
    if form not in FORMATS:
        raise InputError(
            f"There is no format '{form}'.",
            cause="A misspelt word.",
            remedy=f"Use one of: {', '.join(FORMATS)}.",
        )
    if form in PANELS and (as_json or turned):
        raise InputError(
            f"--format {form} holds ties alone.",
            cause="--json, --rank, --change and --response ask for another form of rows.",
            remedy="Leave one out.",
        )
    if form == "parquet" and output == "-" and sys.stdout.isatty():
        raise InputError(
            "Parquet is not for a terminal.", cause="It is binary.", remedy="Write it to a file with -o FILE."
        )


def _write_panel(case: Case, asked: TieConditions, form: str, output: str) -> None:
    with tempfile.TemporaryDirectory(prefix="suasion-") as folder:
        path = Path(folder) / "ties" if output == "-" else Path(output)
        if not path.parent.is_dir():
            raise InputError(
                f"{path} cannot be written.",
                cause=f"There is no folder {path.parent}.",
                remedy="Make it first.",
            )
        rows = case.write_ties(path, form, **asked)
        if output == "-":
            put_bytes(path.read_bytes())
        else:
            say(f"Wrote {rows} rows to {output}.")


def _give(
    rows: list[RowT], table_of: Callable[[list[RowT]], Table], form: str, output: str, *, as_json: bool
) -> None:
    if as_json:
        put_json(rows)
        return
    if form == "jsonl":
        content = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        if output == "-":
            put_bytes(content)
        else:
            write_file(Path(output), content)
            say(f"Wrote {len(rows)} rows to {output}.")
        return
    put_table(table_of(rows))


def _of_ties(rows: Iterable[Tie]) -> Table:
    """Show ties, the counts once for each pair, instrument and window; where no measure suffices, one line says so."""
    table = Table(
        "pair", "instrument", "window", *FACTUALITIES, "measure", "value", "80 %", "95 %", "", box=None
    )
    for (pair, instrument, window), same in groupby(rows, key=_cell):
        ties = list(same)
        told = [tie for tie in ties if tie.value is not None]
        counts = [str(getattr(ties[0].counts, word)) for word in FACTUALITIES]
        for tie in told:
            table.add_row(
                pair,
                instrument,
                window,
                *counts,
                tie.measure,
                _number(tie.value),
                _between(tie.low80, tie.high80),
                _between(tie.low95, tie.high95),
                tie.note or "",
            )
        if not told:
            how = f"{ties[0].value_how}: {ties[0].effective_n:.1f} effective acts"
            table.add_row(pair, instrument, window, *counts, "none", how)
    return table


def _cell(tie: Tie) -> tuple[str, str, str]:
    return (f"{tie.source} → {tie.target}", tie.instrument, tie.window.label)


def _of_ranks(rows: list[Rank]) -> Table:
    table = Table(
        "rank",
        "95 %",
        "of",
        "pair",
        "instrument",
        "window",
        "measure",
        "value",
        "95 %",
        "beside it",
        box=None,
    )
    for row in rows:
        tie = row.tie
        table.add_row(
            str(row.rank),
            f"{row.low95} to {row.high95}",
            str(row.of),
            f"{tie.source} → {tie.target}",
            tie.instrument,
            tie.window.label,
            tie.measure,
            _number(tie.value),
            _between(tie.low95, tie.high95),
            ", ".join(f"{one.measure} {_number(one.value)}" for one in row.components),
        )
    told = {
        f"{row.tie.instrument}, {row.tie.window.label}: the two weightings of affinity rank these ties with a correlation "
        f"(Spearman) of {row.robustness:.2f}": None
        for row in rows
        if row.robustness is not None
    }
    table.caption = "\n".join(told) or None
    return table


def _of_changes(rows: Iterable[Change]) -> Table:
    table = Table(
        "day", "pair", "instrument", "times", "95 %", "corrected", "95 %", "probability", "", box=None
    )
    for row in rows:
        table.add_row(
            str(row.day),
            f"{row.source} → {row.target}",
            row.instrument,
            _number(row.raw.value),
            _between(row.raw.low95, row.raw.high95),
            _number(row.corrected.value),
            _between(row.corrected.low95, row.corrected.high95),
            f"{row.probability:.2f}",
            row.note or "",
        )
    return table


def _of_responses(rows: Iterable[Response]) -> Table:
    table = Table("pair", "after one more act of", "followed by", "acts", "95 %", "placebo", "", box=None)
    for row in rows:
        table.add_row(
            f"{row.source} → {row.target}",
            row.given,
            row.followed_by,
            _number(row.value),
            _between(row.low95, row.high95),
            _number(row.placebo95),
            row.note or row.value_how,
        )
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3g} to {high:.3g}"
