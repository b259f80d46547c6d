"""Measure the reconcile room on a made-up news flow: a first run, and one new report into a case of that size.

    python bench/reconcile.py [--reports N ...] [--workers N] [--whole]

Prints one JSON object for each size and, for several sizes, the exponents: two runs of which the second has k times the reports and
takes k^e times as long have the exponent e. What is measured is rooms and store, from rows of reports, attributions and
statements to committed links, events and ties; reading, coding and the dossier are left out, and what making the flow up takes
is told apart. `new_report` is of some day, `new_day` of one later than all others, from which everything ages. With
`--whole` a run of one new file into that case follows, with all rooms, models loaded. Machines are shared and noisy: `cpu_s` (this
process and its children) tells more than `wall_s`.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus import DAYS, FIRST_DAY, Corpus, Told

from suasion.codebook import load_codebook
from suasion.engine.gather import gather_all
from suasion.engine.job import Job
from suasion.engine.rooms import DossierRoom, Rooms, default_rooms
from suasion.engine.run import run_case
from suasion.ids import digest
from suasion.reconcile import Events, Origins
from suasion.records import Dated, Event, Link, Report, StageName, Statement
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.store import CaseFolder, Draft, Worked
from suasion.weigh import Weigh

_LOT = 2000


@dataclass
class Clock:
    """Notes how long each stage took."""

    begun: float = 0.0
    cpu: float = 0.0
    took: dict[str, dict[str, float]] = field(default_factory=dict)

    def __call__(self, stage: StageName, done: int, _total: int | None) -> None:
        """Hear that a stage begins or ends."""
        if done:
            self.took[stage] = {"wall_s": time.perf_counter() - self.begun, "cpu_s": cpu_seconds() - self.cpu}
        self.begun, self.cpu = time.perf_counter(), cpu_seconds()


def cpu_seconds() -> float:
    """Seconds of processor time, of this process and of its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_megabytes() -> dict[str, float]:
    """Peak resident memory of this process and of its largest child."""
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"peak_mb": round(own), "largest_child_mb": round(child)}


def real_rooms(settings: Settings) -> Rooms:
    """Give the rooms; those that are not measured are absent."""
    registers, codebook = load_registers(), load_codebook()
    return Rooms(
        ingest=None,  # type: ignore[arg-type]
        read=None,  # type: ignore[arg-type]
        coding=None,  # type: ignore[arg-type]
        origins=Origins(settings, registers),
        events=Events(settings, codebook, registers),
        weigh=Weigh(settings, codebook),
        publish=DossierRoom(),
    )


def put(draft: Draft, told: Iterator[Told], run_id: str) -> float:
    """Put reports into a draft as ingest, reading and coding would; give the seconds that making them up took."""
    made, begun = 0.0, time.perf_counter()
    while some := list(islice(told, _LOT)):
        made += time.perf_counter() - begun
        draft.put(
            [row for one in some for row in (one.report, *one.mentions, *one.attributions, *one.statements)],
            run_id,
        )
        rows = [
            Worked(
                report_id=one.report.id,
                key=one.report.id,
                reading="productive",
                coding="productive",
                statements=0,
            )
            for one in some
        ]
        draft.put_worked(rows)
        begun = time.perf_counter()
    return made + time.perf_counter() - begun


def run(folder: CaseFolder, rooms: Rooms, settings: Settings, told: Iterator[Told]) -> dict[str, object]:
    """Add reports to a case and bring links and events up to date; say how long each step took."""
    clock = Clock()
    with folder.writing():
        begun = time.perf_counter()
        run_id = f"u{begun:.6f}"
        draft = Draft.begin(folder)
        copied = time.perf_counter()
        made = put(draft, told, run_id)
        written = time.perf_counter()
        job = Job(draft=draft, rooms=rooms, settings=settings, run_id=run_id, progress=clock)
        key = digest([str(draft.count(Report)), str(begun)])
        gather_all(job, (), key, "")
        joined = time.perf_counter()
        counts = {kind.__name__: draft.count(kind) for kind in (Report, Statement, Link, Event)}
        path = draft.commit(run_id)
        done = time.perf_counter()
    stages = {
        name: {key: round(value, 2) for key, value in took.items()} for name, took in clock.took.items()
    }
    return {
        "counts": counts,
        "copy_s": round(copied - begun, 2),
        "made_up_s": round(made, 2),
        "rows_s": round(written - copied - made, 2),
        "stages": stages,
        "joined_s": round(joined - written, 2),
        "commit_s": round(done - joined, 2),
        "total_s": round(done - begun - made, 2),
        "store_mb": round(path.stat().st_size / 2**20),
    }


def on_a_new_day(told: Told) -> Told:
    """Have a report published later than all others."""
    day = FIRST_DAY + timedelta(days=DAYS + 7)
    published = Dated(start=day, end=day, precision="day", how="metadata")
    return replace(told, report=replace(told.report, published=published))


def whole_run(folder: CaseFolder, settings: Settings, place: Path) -> dict[str, float]:
    """Run a new file into a case, with all rooms; what is timed is the second, which finds the models loaded."""
    rooms, took = default_rooms(settings), {}
    for day in range(1, 3):
        told = {
            "title": f"Chile's minister visits Ghana with {day * 7} engineers",
            "outlet": "Valparaiso Courier",
            "published": f"2023-05-0{day}",
            "text": f"Chile's foreign minister arrived in Ghana on Monday with {day * 7} engineers. "
            "The two countries signed an agreement on the training of miners, his office said.",
        }
        path = place / f"{day}.jsonl"
        path.write_text(json.dumps(told))
        wall, cpu = time.perf_counter(), cpu_seconds()
        run_case(folder, rooms, settings, [str(path)])
        took = {
            "wall_s": round(time.perf_counter() - wall, 2),
            "cpu_s": round(cpu_seconds() - cpu, 2),
        }
    return took


def measure(reports: int, settings: Settings, *, whole: bool) -> dict[str, object]:
    """Measure one size; `whole`: a run with all rooms too."""
    told = Corpus().reports(reports + 3)
    rooms = real_rooms(settings)
    with tempfile.TemporaryDirectory() as place:
        folder = CaseFolder.create(Path(place) / "case")
        first = run(folder, rooms, settings, islice(told, reports))
        new = [run(folder, rooms, settings, islice(told, 1)) for _ in range(2)]
        late = run(folder, rooms, settings, map(on_a_new_day, islice(told, 1)))
        peak = peak_megabytes()
        run_of_file = whole_run(folder, settings, Path(place)) if whole else None
    return {
        "reports": reports,
        "first": first,
        "new_report": new[-1],
        "new_day": late,
        "whole_run": run_of_file,
        **peak,
    }


def exponents(found: Sequence[dict[str, object]]) -> dict[str, float]:
    """Give the exponent of each stage's processor time between the smallest and the largest size."""

    def cpu(one: dict[str, object], stage: str) -> float:
        first = one["first"]
        assert isinstance(first, dict)
        return float(first["stages"][stage]["cpu_s"])

    small, large = found[0], found[-1]
    ratio = math.log(int(str(large["reports"])) / int(str(small["reports"])))
    return {
        stage: round(math.log(cpu(large, stage) / cpu(small, stage)) / ratio, 2)
        for stage in ("origins", "events", "weigh")
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, nargs="+", default=[2000])
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    settings = Settings(workers=given.workers)
    found = []
    for size in given.reports:
        found.append(measure(size, settings, whole=given.whole))
        print(json.dumps(found[-1]), flush=True)
    if len(found) > 1:
        print(json.dumps({"exponents": exponents(found)}))


if __name__ == "__main__":
    main()
