"""Measure the weighing of imported acts: fits, all pairs by month to Parquet, and questions about one pair.

    python bench/weigh.py --acts 2000000 --folder DIR

Acts are made by chance: 200 states whose activity falls by Zipf's law, 25 years, one act in two with an instrument. `DIR` is
made, and left there. Prints one JSON object: seconds, peak MB, rows.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from suasion.codebook import load_codebook
from suasion.engine.bulk import write_panel
from suasion.engine.ledgers import open_dataset
from suasion.engine.ties import ties_of
from suasion.records import TieQuery
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.store import CaseFolder
from suasion.store.imports import ImportCounts, ImportManifest, write_manifest

FIRST, LAST = date(1995, 1, 1), date(2019, 12, 31)


def make_acts(case: Path, count: int) -> None:
    """Write acts as an import leaves them: sorted by pair and day."""
    folder = case / "imports" / f"icews-{count:016x}"
    if folder.exists():
        return
    folder.mkdir(parents=True)
    codes = sorted(
        {
            actor.code
            for key, actor in load_registers().actors.items()
            if key.startswith("state:") and actor.code
        }
    )[:200]
    means = ["", "", *load_codebook().instruments]
    with duckdb.connect(":memory:", config={"memory_limit": "3GB", "temp_directory": str(folder)}) as base:
        base.execute("SELECT setseed(0.5)")
        listed = [f"({place}, '{code}')" for place, code in enumerate(codes)]
        base.execute(f"CREATE TABLE states AS SELECT * FROM (VALUES {', '.join(listed)}) AS s(place, code)")
        tools = ", ".join(f"'{one}'" for one in means)
        base.execute(
            "COPY (WITH drawn AS (SELECT range AS line, floor(200 * pow(random(), 3))::INT AS a, floor(200 * pow(random(), 3))::INT AS b, "
            f"floor(random() * {(LAST - FIRST).days + 1})::INT AS age, random() AS r, random() AS m, random() AS f FROM range({count})) "
            "SELECT line, line::VARCHAR AS key, one.code AS source, two.code AS target, (DATE '1995-01-01' + age)::DATE AS day, "
            "CASE WHEN f < .2 THEN NULL ELSE 'CONSULT' END AS event_type, "
            f"CASE WHEN f < .2 OR m < .5 THEN '' ELSE [{tools}][1 + floor(m * 1000)::INT % {len(means)}] END AS means, "
            "CASE WHEN f < .2 THEN 'uncoded' WHEN f < .9 THEN 'occurred' ELSE 'planned' END AS counted, f >= .2 AND f < .9 AS deed, "
            "r < .7 AS cooperative, (1 + floor(r * 9))::FLOAT AS weight, 0.95::FLOAT AS chance, 'wire' AS origin "
            "FROM drawn JOIN states AS one ON one.place = a JOIN states AS two ON two.place = b WHERE a <> b "
            f"ORDER BY source, target, day) TO '{folder / 'acts.parquet'}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )
    counts = ImportCounts(rows=count, accepted=count, uncoded=0, known=0, rejected=0, acts=count)
    write_manifest(
        ImportManifest(
            folder=folder,
            id=folder.name,
            dataset="icews",
            format="icews",
            file="made",
            sha256="",
            version="0",
            made=datetime(2020, 1, 1, tzinfo=UTC),
            counts=counts,
            first_day=FIRST,
            last_day=LAST,
        )
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--window", default="month")
    parser.add_argument("--questions", type=int, default=20)
    given = parser.parse_args()
    folder = CaseFolder.create(given.folder)
    make_acts(given.folder, given.acts)
    told: dict[str, float] = {}
    start = time.perf_counter()
    opened = open_dataset(folder, "icews", Settings())
    told["fit_s"] = round(time.perf_counter() - start, 2)
    asked = []
    pairs = [("RUS", "UKR"), ("USA", "CHN"), ("FRA", "DEU"), ("BRA", "ARG"), ("AFG", "ALB")]
    for number in range(given.questions):
        source, target = pairs[number % len(pairs)]
        start = time.perf_counter()
        list(
            ties_of(
                opened,
                TieQuery(sources=(source,), targets=(target,), window=given.window, instruments=("all",)),
            )
        )
        asked.append(time.perf_counter() - start)
    told["pair_ms_median"] = round(1000 * statistics.median(asked), 1)
    told["pair_ms_max"] = round(1000 * max(asked), 1)
    start = time.perf_counter()
    told["rows"] = write_panel(
        opened, TieQuery(window=given.window), given.folder / "ties.parquet", "parquet"
    )
    told["bulk_s"] = round(time.perf_counter() - start, 2)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told))


if __name__ == "__main__":
    main()
