"""The formats that events can leave in, by name; a writer is imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from suasion.exchange.given import Format

_MODULES: Final[Mapping[str, str]] = {
    "csv-actors": "csv_actors",
    "sqlite": "sqlite",
    "polecat": "polecat",
    "icews": "icews",
    "gdelt": "gdelt",
    "gdelt-mentions": "gdelt_mentions",
    "plover": "plover",
    "graphml": "graphml",
    "gexf": "gexf",
    "geojson": "geojson",
    "ftm": "ftm",
    "annotation": "annotation",
    "bibtex": "bibtex",
    "csl": "csl",
    "ris": "ris",
    "zip": "archive",
}
"""Names of formats, in the order of the documentation, by module in `writers`."""


class _Formats(Mapping[str, Format]):
    def __getitem__(self, name: str) -> Format:
        found: Format = import_module(f"suasion.exchange.writers.{_MODULES[name]}").FORMAT
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


FORMATS: Final[Mapping[str, Format]] = _Formats()
"""Each format by its name; jsonl, csv and parquet, which every table can leave in, are in `tables`."""
