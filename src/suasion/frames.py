"""Tables of a case as data frames of polars or pandas: the columns of the Parquet export, with its lists and structures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from suasion.errors import InputError

if TYPE_CHECKING:
    import pandas
    import polars

Writer = Callable[[Path], object]
"""Writes a table as Parquet at a path."""


def polars_frame(write: Writer) -> polars.DataFrame:
    """Read what `write` writes into a frame of polars.

    Raises:
        InputError: polars is not installed.
    """
    library = _required("polars")
    with tempfile.TemporaryDirectory(prefix="suasion-") as folder:
        path = Path(folder) / "table.parquet"
        write(path)
        made: polars.DataFrame = library.read_parquet(path, memory_map=False)
        return made


def pandas_frame(write: Writer) -> pandas.DataFrame:
    """Read what `write` writes into a frame of pandas; lists are arrays, structures dicts, days `datetime.date`.

    Raises:
        InputError: pandas or pyarrow is not installed.
    """
    library = _required("pandas")
    _required("pyarrow")
    with tempfile.TemporaryDirectory(prefix="suasion-") as folder:
        path = Path(folder) / "table.parquet"
        write(path)
        made: pandas.DataFrame = library.read_parquet(path)
        return made


def _required(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f"Data frames need {name}, which is not installed.",
            cause="The base install leaves it out: it is large.",
            remedy="Install it with: pip install 'suasion[frames]'",
        ) from error
