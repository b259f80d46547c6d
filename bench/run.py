"""Measure the main job: a cold `suasion run`, and reports a minute once models are loaded.

    python bench/run.py [FOLDER] [--rounds N]

Prints one JSON object. Machines are shared and noisy: read the medians and the ratio to the processor's own time, not one
wall-clock figure.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import suasion

SUFFIXES = {".txt", ".md", ".html", ".htm", ".jsonl", ".ndjson"}


def cold_run(folder: Path) -> dict[str, float]:
    """Run the command in a fresh process on a fresh case: wall seconds, processor seconds, peak resident MB."""
    with tempfile.TemporaryDirectory() as place:
        command = [
            sys.executable,
            "-m",
            "suasion",
            "run",
            str(folder),
            "--case",
            str(Path(place) / "case"),
            "--json",
        ]
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 3}:
            raise SystemExit(f"suasion run failed with status {process.returncode}")
        return {
            "wall_s": time.perf_counter() - start,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_mb": usage.ru_maxrss / 1024,
        }


def warm_runs(folder: Path, rounds: int) -> Iterator[dict[str, float]]:
    """Run fresh cases in this process, models loaded: reports a minute of wall and of processor time."""
    with tempfile.TemporaryDirectory() as place:
        suasion.open(Path(place) / "first").run([str(folder)])
        for number in range(rounds):
            case = suasion.open(Path(place) / str(number))
            wall, cpu = time.perf_counter(), time.process_time()
            case.run([str(folder)])
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            reports = sum(1 for _ in case.reports())
            yield {"reports_per_minute": 60 * reports / wall, "reports_per_cpu_minute": 60 * reports / cpu}


def medians(rows: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Minimum, median and maximum of each figure."""
    return {
        name: {
            "min": round(min(row[name] for row in rows), 2),
            "median": round(statistics.median(row[name] for row in rows), 2),
            "max": round(max(row[name] for row in rows), 2),
        }
        for name in rows[0]
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("examples"))
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    files = [path for path in sorted(given.folder.rglob("*")) if path.suffix in SUFFIXES]
    figures = {
        "folder": given.folder.name,
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "cores": os.cpu_count(),
        "cold": medians([cold_run(given.folder) for _ in range(given.rounds)]),
        "warm": medians(list(warm_runs(given.folder, given.rounds))),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
