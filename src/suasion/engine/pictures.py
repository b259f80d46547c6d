"""Ties for pictures: which are asked for, and the picture of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from suasion.engine.ledgers import Opened, datasets_of, opened
from suasion.engine.ties import ties_of
from suasion.engine.turns import changes_of
from suasion.errors import InputError
from suasion.records import OURS, MeasureName, TieQuery
from suasion.settings import Settings
from suasion.store import CaseFolder
from suasion.weigh.calendar import ALL, PERIODS

if TYPE_CHECKING:
    from suasion.engine.network import Network
    from suasion.engine.rooms import Contents
    from suasion.publish.plots import Namer, Picture, Table

PlotKind = Literal["multiples", "alignment", "patrons"]
KINDS: tuple[PlotKind, ...] = get_args(PlotKind)
MONTH = "month"
"""The window of what is drawn over time, unless another is asked for."""
TURNING = frozenset({"courtship", "courtship-raw"})
"""Measures in whose pictures the changes of a pair's rate are marked."""


def picture_of(one: Opened, query: TieQuery, kind: str = "multiples") -> Picture:
    """Draw the ties that a query asks for.

    `multiples` draws the first measure of the query (courtship) over time, `alignment` the first one (affinity) against volume,
    `patrons` dependence over time. A picture without drawings says why there are none.

    Raises:
        InputError: there is no such kind of picture or window.
    """
    from suasion.publish.plots import alignment, patrons  # noqa: PLC0415 - only pictures need them

    if kind not in KINDS:
        raise InputError(
            f"There is no kind of picture '{kind}'.",
            cause="A misspelt word.",
            remedy=f"Use one of: {', '.join(KINDS)}.",
        )
    if kind == "alignment":
        upright = _first(query, "affinity")
        ties = ties_of(one, replace(query, measures=(upright, "volume")))
        return alignment(tuple(ties), _namer(), measure=upright)
    query = replace(query, window=MONTH if query.window == ALL else query.window)
    if kind == "patrons":
        return patrons(tuple(ties_of(one, replace(query, measures=("dependence",)))), _namer())
    return _over_time(one, query, _first(query, "courtship"))


def _over_time(one: Opened, query: TieQuery, measure: MeasureName) -> Picture:
    """Draw a measure over time, with the days from which the pairs drawn courted at another rate."""
    from suasion.publish.plots import drawn_pairs, multiples  # noqa: PLC0415 - as above

    ties = tuple(ties_of(one, replace(query, measures=(measure,))))
    pairs = drawn_pairs(ties, measure)
    turned: dict[tuple[str, str, str], list[date]] = defaultdict(list)
    if pairs and measure in TURNING and query.window in PERIODS:
        sources, targets = (tuple(sorted(set(side))) for side in zip(*pairs, strict=True))
        for change in changes_of(one, replace(query, sources=sources, targets=targets)):
            turned[change.source, change.target, change.instrument].append(change.day)
    return multiples(ties, _namer(), measure=measure, changes=turned)


def _first(query: TieQuery, default: MeasureName) -> MeasureName:
    return query.measures[0] if query.measures else default


def _namer() -> Namer:
    """Name states by the registers, instruments by the codebook."""
    from suasion.codebook import load_codebook  # noqa: PLC0415 - as above
    from suasion.engine.rooms import country_names  # noqa: PLC0415
    from suasion.publish.plots import Namer  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415

    labels = {key: item.label for key, item in load_codebook().instruments.items()}
    return Namer(states=country_names(load_registers().actors), instruments=labels)


def tables_of(network: Network) -> tuple[Table, ...]:
    """Give the first rows of each kind of finding as tables for people."""
    from suasion.engine.rooms import among_of  # noqa: PLC0415 - as above
    from suasion.publish.among import among_tables  # noqa: PLC0415

    return among_tables(among_of(network), _namer().state)


def pictured(folder: CaseFolder, contents: Contents, settings: Settings) -> Contents:
    """Add ties by month of the measured pairs, and the network, to what a dossier is made from; nothing where no tie has a value."""
    pairs = {(tie.source, tie.target) for tie in contents.ties if tie.value is not None}
    if not pairs or OURS not in datasets_of(folder):
        return contents
    from suasion.engine.network import network_of  # noqa: PLC0415 - networkx is slow to import, and few cases get here

    query = TieQuery(
        sources=tuple(sorted({source for source, _ in pairs})),
        targets=tuple(sorted({target for _, target in pairs})),
        window=MONTH,
        measures=("courtship", "dependence"),
    )
    with opened(folder, OURS, settings) as own:
        series = tuple(tie for tie in ties_of(own, query) if (tie.source, tie.target) in pairs)
        return replace(contents, series=series, network=network_of(own, TieQuery()))
