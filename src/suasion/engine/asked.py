"""From the words that a person uses to a `TieQuery`, and to its answer: whatever the measure, whoever's events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, get_args

from suasion.engine.bulk import write_panel
from suasion.engine.ledgers import Opened, choose_dataset, open_dataset
from suasion.engine.selecting import Days, Sides, Words, check_choice, day_of, listed
from suasion.engine.ties import ties_of
from suasion.errors import InputError
from suasion.records import MeasureName, Response, Tie, TieQuery
from suasion.weigh.calendar import calendar

if TYPE_CHECKING:
    from suasion.codebook import Codebook
    from suasion.registers import Registers
    from suasion.settings import Settings
    from suasion.store import CaseFolder

SLOW: tuple[MeasureName, ...] = ("latent", "response")
"""Measures that are not in closed form: asked for by name, of chosen pairs."""


class TieConditions(TypedDict, total=False):
    """What can be asked of ties, by the words of the command line; a text stands for a list of one."""

    source: Words
    target: Words
    instrument: Words
    measure: Words
    window: str | None
    start: Days | None
    end: Days | None
    dataset: str | None
    groups: Mapping[str, Words]
    poles: Words
    resample: bool
    pairs: Sequence[tuple[str, str]]
    """Of a source and a target, in the place of `source` and `target`."""
    most: int | None
    """Ties of an answer; more are refused before they are made."""


def tie_query(asked: TieConditions, codebook: Codebook, registers: Registers) -> TieQuery:
    """Make a query of what somebody asked for.

    Raises:
        InputError: a word is none that the codebook or the registers know, a day or window is none, or pairs are asked for beside sides.
    """
    sides = Sides(registers, asked.get("groups", {}))
    pairs = _pairs(asked, sides)
    kinds = ["all", *codebook.instruments, *sorted({one.group for one in codebook.instruments.values()})]
    measures: tuple[MeasureName, ...] = get_args(MeasureName)
    named = listed(asked.get("measure", ()))
    for word in named:
        check_choice("measure", word, measures)
    instruments = listed(asked.get("instrument", ()))
    for word in instruments:
        check_choice("instrument", word, kinds)
    window = asked.get("window") or "all"
    calendar(window)
    return TieQuery(
        sources=tuple(dict.fromkeys(one for one, _ in pairs)) or sides.named(asked.get("source", ())),
        targets=tuple(dict.fromkeys(other for _, other in pairs)) or sides.named(asked.get("target", ())),
        poles=sides.named(asked.get("poles", ())),
        instruments=instruments,
        measures=tuple(name for name in measures if name in named),
        window=window,
        start=day_of(asked.get("start")),
        end=day_of(asked.get("end")),
        dataset=asked.get("dataset"),
        groups=sides.groups,
        pairs=pairs,
    )


def _pairs(asked: TieConditions, sides: Sides) -> tuple[tuple[str, str], ...]:
    """Name the sides of pairs; of several in one place, each is meant."""
    given = asked.get("pairs", ())
    if given and (asked.get("source") or asked.get("target")):
        raise InputError(
            "Pairs were given, and sources or targets beside them.",
            cause="Each pair says its own source and target.",
            remedy="Leave one of them out.",
        )
    named = [product(sides.named(source), sides.named(target)) for source, target in given]
    return tuple(dict.fromkeys(pair for pairs in named for pair in pairs))


class Desk:
    """Where questions about a case's ties are answered: each data set asked of is kept open until it changes."""

    def __init__(
        self, folder: CaseFolder, settings: Settings, codebook: Codebook, registers: Registers
    ) -> None:
        self._folder, self._settings = folder, settings
        self._codebook, self._registers = codebook, registers
        self._open: dict[str, tuple[str, Opened]] = {}

    def find(self, asked: TieConditions) -> tuple[Opened, TieQuery]:
        """Open the data set that is asked of.

        Raises:
            InputError: a word or the data set is not known, or there are several data sets.
        """
        query = tie_query(asked, self._codebook, self._registers)
        dataset, version = choose_dataset(self._folder, query.dataset)
        known = self._open.get(dataset)
        if known is None or known[0] != version:
            if known is not None:
                known[1].ledger.close()
            known = (version, open_dataset(self._folder, dataset, self._settings))
            self._open[dataset] = known
        return known[1], query

    def ties(self, asked: TieConditions) -> Iterator[Tie]:
        """Measure ties; those that are not in closed form by their own, slower way.

        Raises:
            InputError: as `find`; or too much is asked for of what is slow.
        """
        opened, query = self.find(asked)
        if asked.get("resample") or any(name in SLOW for name in query.measures):
            from suasion.engine.chosen import chosen_ties  # noqa: PLC0415 - slow to import

            return chosen_ties(opened, query, self._codebook)
        return ties_of(opened, query, asked.get("most"))

    def responses(self, asked: TieConditions) -> Iterator[Response]:
        """Give what acts are followed by, for the chosen dyads.

        Raises:
            InputError: as `find`.
        """
        from suasion.engine.chosen import responses_of  # noqa: PLC0415 - slow to import

        opened, query = self.find(asked)
        return responses_of(opened, query, self._codebook)

    def write(self, asked: TieConditions, path: Path, form: str) -> int:
        """Write ties as a panel (`csv`, `parquet`); give the number of rows.

        Raises:
            InputError: as `find`.
        """
        return write_panel(*self.find(asked), path, form)

    def close(self) -> None:
        """Let go of the files."""
        for _, opened in self._open.values():
            opened.ledger.close()
        self._open.clear()
