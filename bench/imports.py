"""Measure the import of an ICEWS-shaped file that is made up here: the same number of rows gives the same file, byte for byte.

    python bench/imports.py [--rows N ...] [--keep FOLDER]

Prints one JSON object for each size and, for several sizes, the exponents: two runs of which the second has k times the rows and
takes k^e times as long have the exponent e. States, codes, publishers and places are drawn by power laws; three rows in ten are
domestic, one in a hundred has an actor that is no state's, one in a thousand no date, one in a thousand an unknown code. Machines are
shared and noisy: `cpu_s` tells more than `wall_s`; on two processors that do nothing else half of it is what a person waits.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

import suasion
from suasion.codebook import load_codebook
from suasion.registers import load_registers

FIRST_DAY, DAYS = "1995-01-01", 9497
"""Twenty-six years."""
_STATES, _CITIES, _PUBLISHERS = 200, 40, 400
_SLICE = 500_000
_COMMON = ("010", "020", "042", "043", "040", "051", "190", "112", "036", "173")
"""The codes that come first in rank: talk, appeals, visits."""
_ROLES = (
    ("", "Government"),
    ("Citizen", "General Population / Civilian / Social,Social"),
    ("Police", "Police,Government"),
    ("Head of Government", "Executive Office,Executive,Government"),
    ("Ministry", "Government"),
    ("Foreign Affairs", "Foreign Ministry,Executive,Government"),
    ("Business", "Business"),
    ("Military", "Military,Government"),
    ("Protester", "Dissident,Protestors / Popular Opposition / Mobs"),
    ("Media", "Media,News"),
)


def _ranked(salt: int, count: int, power: int) -> str:
    """Give the SQL of a rank from 0, drawn for row `i` by a power law."""
    return (
        f"least({count - 1}, floor({count} * pow((hash(i, {salt}) % 1000003) / 1000003.0, {power})))::BIGINT"
    )


def _table(base: duckdb.DuckDBPyConnection, table: str, **columns: Sequence[str]) -> None:
    lists = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in columns)
    size = len(next(iter(columns.values())))
    base.execute(
        f"CREATE TABLE {table} AS SELECT unnest(range({size})) AS n, {lists}",
        [list(one) for one in columns.values()],
    )


def _actor(role: str, state: str) -> str:
    return f"if({role}.role = '', {state}.name, {role}.role || ' (' || {state}.name || ')')"


def generate(rows: int, path: Path) -> None:
    """Write a file of so many rows, its days in order, a slice at a time."""
    actors = load_registers().actors
    names = sorted(actor.name for key, actor in actors.items() if key.startswith("state:"))[:_STATES]
    known = sorted(code for code in load_codebook().cameo if len(code) >= len(_COMMON[0]))
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as base:
        _table(base, "states", name=sorted(names, key=lambda name: name[::-1]))
        _table(base, "codes", code=[*_COMMON, *(code for code in known if code not in _COMMON)])
        _table(base, "roles", role=[role for role, _ in _ROLES], sectors=[sectors for _, sectors in _ROLES])
        part = path.with_suffix(".part")
        with path.open("wb") as out:
            for first in range(0, rows, _SLICE):
                base.execute(_slice(first, min(first + _SLICE, rows), rows, len(known), part))
                out.write(part.read_bytes())
        part.unlink()


def _slice(first: int, end: int, rows: int, codes: int, path: Path) -> str:
    """Give the SQL that writes the rows from `first` to before `end`."""
    return f"""
            COPY (
                WITH drawn AS (
                    SELECT i, hash(i, 1) % 1000 AS luck, {_ranked(2, _STATES, 3)} AS s, hash(i, 4) % 10 < 3 AS home,
                        {_ranked(3, _STATES, 3)} AS t, {_ranked(5, len(_ROLES), 2)} AS sr, {_ranked(6, len(_ROLES), 2)} AS tr,
                        {_ranked(7, codes, 4)} AS c, hash(i, 8) % 1000 AS bad, hash(i, 9) % {_CITIES} AS city,
                        {_ranked(10, _PUBLISHERS, 3)} AS paper FROM range({first}, {end}) AS numbers(i)),
                placed AS (SELECT * REPLACE (if(home, s, t) AS t), if(home, s, t) * {_CITIES} + city AS spot FROM drawn)
                SELECT (20000000 + i)::VARCHAR AS "Event ID",
                    if(bad = 0, '', (DATE '{FIRST_DAY}' + (i * {DAYS} // {rows})::INT)::VARCHAR) AS "Event Date",
                    {_actor("sr_", "a")} AS "Source Name", sr_.sectors AS "Source Sectors",
                    if(luck < 10, 'NULL', a.name) AS "Source Country", 'Act ' || code AS "Event Text",
                    if(bad = 1, '13y', code) AS "CAMEO Code", ((hash(i, 11) % 200) / 10.0 - 10)::DECIMAL(4, 1)::VARCHAR AS "Intensity",
                    {_actor("tr_", "b")} AS "Target Name", tr_.sectors AS "Target Sectors", b.name AS "Target Country",
                    (30000000 + i // 3)::VARCHAR AS "Story ID", (1 + hash(i, 12) % 6)::VARCHAR AS "Sentence Number",
                    'Paper ' || paper AS "Publisher", 'City ' || spot AS "City",
                    if(luck < 300, 'NULL', 'District ' || spot // 4) AS "District", 'Province ' || spot // 8 AS "Province",
                    b.name AS "Country", (spot % 1400 * 0.1 - 70)::DECIMAL(8, 4)::VARCHAR AS "Latitude",
                    (spot % 3400 * 0.1 - 170)::DECIMAL(8, 4)::VARCHAR AS "Longitude"
                FROM placed JOIN states AS a ON a.n = s JOIN states AS b ON b.n = t JOIN roles AS sr_ ON sr_.n = sr
                JOIN roles AS tr_ ON tr_.n = tr JOIN codes ON codes.n = c ORDER BY i
            ) TO '{path}' (FORMAT csv, DELIMITER '\t', HEADER {first == 0}, QUOTE '')
            """


def measure(rows: int, folder: Path) -> dict[str, float | int]:
    """Import a file of so many rows into a new case, and say what it took."""
    path = folder / f"icews-{rows}.tab"
    if not path.is_file():
        generate(rows, path)
    wall, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(dir=folder) as case:
        summary = suasion.open(Path(case) / "case").import_file("icews", path)
        size = sum(one.stat().st_size for one in Path(case).rglob("*") if one.is_file())
    return {
        "rows": summary.counts.rows,
        "events": summary.counts.accepted,
        "uncoded": summary.counts.uncoded,
        "rejected": summary.counts.rejected,
        "acts": summary.counts.acts,
        "file_mb": path.stat().st_size >> 20,
        "case_mb": size >> 20,
        "wall_s": round(time.perf_counter() - wall, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def main() -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[200_000, 2_000_000])
    parser.add_argument(
        "--keep", type=Path, help="keep the files that are made in this folder, and use those there"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as lent:
        folder = given.keep or Path(lent)
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        for rows in given.rows:
            found.append(measure(rows, folder))
            print(json.dumps(found[-1]), flush=True)
    for one, two in pairwise(found):
        exponent = math.log(two["cpu_s"] / one["cpu_s"]) / math.log(two["rows"] / one["rows"])
        print(json.dumps({"from": one["rows"], "to": two["rows"], "exponent": round(exponent, 2)}))


if __name__ == "__main__":
    main()
