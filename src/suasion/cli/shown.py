"""Scores of a sample and differences of cases, as tables that people can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from suasion.cli.talk import data_console
from suasion.engine.diff import CaseSide, Change, Diff, Example
from suasion.evaluation import SampleScores
from suasion.evaluation.intervals import Ranged


def show_sample(scores: SampleScores) -> None:
    """Show the scores of a sample."""
    table = Table("", "", "share", "95 %", "answered", box=None)
    groups: dict[str, Mapping[str, Ranged]] = {"precision": scores.precision, "recall": scores.recall}
    for name, strata in scores.by_stratum.items():
        groups["act in sentence" if name == "sentences" else f"by {name}".replace("_", " ")] = strata
    for title, part in groups.items():
        for name, share in part.items():
            table.add_row(title, name, *_share(share))
    for name, alpha in (scores.agreement or {}).items():
        table.add_row(
            "alpha", name, _number(alpha.alpha), _between(alpha.low95, alpha.high95), str(alpha.units)
        )
    console = data_console()
    console.print(table)
    for line in _remarks(scores):
        console.print(line, markup=False)


def _share(share: Ranged) -> tuple[str, str, str]:
    return _number(share.value), _between(share.low95, share.high95), str(share.n)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def _remarks(scores: SampleScores) -> Iterable[str]:
    for name, part in (("statements", scores.statements), ("sentences", scores.sentences)):
        yield f"{part.answered} of {part.items} {name} answered; {part.items - part.answered} left empty."
    if scores.items_lost:
        yield f"{scores.items_lost} of the items drawn are in no sheet."
    if scores.missed_left_empty:
        yield f"In {scores.missed_left_empty} answered statements 'missed' is empty, taken as 0."
    yield f"Coders: {', '.join(f'{name} ({n})' for name, n in scores.coders.items()) or 'none'}."
    totals = scores.totals
    if totals.acts_missed is not None and totals.statements_of_acts is not None:
        yield (
            f"In the whole case: about {totals.statements_of_acts:.0f} of {totals.statements:.0f} statements state an act "
            f"of the text, and about {totals.acts_missed:.0f} acts were missed."
        )


def show_diff(diff: Diff) -> None:
    """Show what differs between two cases."""
    console = data_console()
    console.print(_heads(diff))
    for title, part in (
        ("by type", diff.by_type),
        ("by factuality", diff.by_factuality),
        ("by instrument", diff.by_instrument),
        ("events by type", diff.events.by_type),
        ("events by factuality", diff.events.by_factuality),
        ("events by status", diff.events.by_status),
    ):
        differing = {name: row for name, row in part.items() if row.before != row.after}
        if differing:
            console.print(_counts(title, differing))
    for title, rows in (
        ("Fields changed", (f"{name} {n}" for name, n in diff.changed_fields.items())),
        ("Types changed", (f"{move.before} to {move.after} {move.n}" for move in diff.retyped)),
    ):
        told = ", ".join(rows)
        if told:
            console.print(f"{title}: {told}", markup=False)
    if diff.dyads:
        table = Table("pair", "before", "after", "gained", "lost", box=None)
        for it in diff.dyads:
            table.add_row(f"{it.source} → {it.target}", *map(str, (it.before, it.after, it.gained, it.lost)))
        console.print(table)
    for name, examples in diff.examples.items():
        for example in examples:
            console.print(_example(name, example))


def _heads(diff: Diff) -> Table:
    reports, statements = diff.reports, diff.statements
    table = Table.grid(padding=(0, 2))
    for name, side in (("case 1", diff.case1), ("case 2", diff.case2)):
        table.add_row(name, _side(side))
    table.add_row("reports", f"{reports.both} in both, {reports.only1} only in 1, {reports.only2} only in 2")
    table.add_row(
        "statements",
        f"{statements.same} same, {statements.changed} changed, {statements.added} added, {statements.removed} removed",
    )
    table.add_row("events", f"{diff.events.total.before} before, {diff.events.total.after} after")
    return table


def _side(side: CaseSide) -> str:
    coders, codebooks = ", ".join(side.coders) or "none", ", ".join(side.codebooks) or "none"
    return (
        f"{side.case}: {side.reports} reports, {side.statements} statements, {side.events} events; "
        f"suasion {side.suasion}, coder {coders}, codebook {codebooks}"
    )


def _counts(title: str, part: Mapping[str, Change]) -> Table:
    table = Table(title, "before", "after", "change", box=None)
    for name, row in part.items():
        table.add_row(name, str(row.before), str(row.after), f"{row.after - row.before:+d}")
    return table


def _example(name: str, example: Example) -> Text:
    ids = " → ".join(part for part in (example.before, example.after) if part)
    text = Text(f"{name} ", style="bold")
    text.append(ids, style="cyan")
    text.append(f": {example.coded}\n  “{example.sentence}”", style="none")
    for change in example.changes:
        text.append(f"\n  {change.field}: {change.before or 'none'} → {change.after or 'none'}", style="none")
    return text
