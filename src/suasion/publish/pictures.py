"""The section of pictures: which of them a case has ties enough for."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.publish.index import Index
from suasion.publish.plots import Namer, Picture, alignment, multiples, patrons

PAIRS = 4
"""Pairs whose course over time has room in a dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures that could be drawn, and why others could not."""

    drawn: tuple[Picture, ...]
    missing: tuple[str, ...]


def pictures(index: Index) -> Pictures:
    """Draw what there is enough for: courses over time from ties by month, the rest from the ties of the table."""
    given = index.given
    whole = [tie for tie in given.ties if tie.instrument == "all" and tie.window.start is None]
    namer = Namer(
        states=given.country_names,
        instruments={key: item.label for key, item in given.codebook.instruments.items()},
    )
    tried = (
        multiples(given.series, namer, pairs=PAIRS),
        alignment(whole, namer),
        patrons(given.series, namer),
    )
    return Pictures(
        drawn=tuple(picture for picture in tried if picture.rows),
        missing=tuple(picture.said for picture in tried if not picture.rows),
    )
