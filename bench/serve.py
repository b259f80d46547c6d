"""Measure how fast the workbench answers, with made-up events: the same number gives the same case.

    python bench/serve.py [--events N] [--rate R] [--seconds S] [--keep CASE]

Writes events with their statements and reports straight into a store, serves the case as `suasion serve` does, and asks filtered
questions at a steady rate, whether or not the answers keep up, while somebody decides on an event each second. Prints one JSON object:
the seconds until the server answers, and until it has answered every kind of question once; then for each question and for all the
median and 95th percentile in milliseconds, from when the question was due. A question is never asked twice with the same filter, so
nothing is answered from memory.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

from suasion.codebook import load_codebook
from suasion.ids import content_id
from suasion.records import (
    FACTUALITIES,
    Actor,
    Dated,
    Event,
    EventStatus,
    Holder,
    Origin,
    Place,
    Report,
    Span,
    Statement,
)
from suasion.registers import load_registers
from suasion.store import CaseFolder, Draft

FIRST, DAYS = date(2015, 1, 1), 3650
OUTLETS, PER_REPORT = 300, 3
_ASKERS = 32
_LOT = 5_000
_WORDS = (
    "loan weapons summit tariff embassy exercise grain vaccine pipeline sanctions port radar treaty visa satellite railway "
    "deposit drone embargo envoy credit frigate uranium fishing scholarship airspace debt refinery border ceasefire"
).split()
QUESTIONS = (
    "events",
    "facets",
    "timeline",
    "places",
    "network",
    "disputes",
    "review",
    "reports",
    "event",
    "text",
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--rate", type=float, default=10.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument(
        "--keep", type=Path, help="where the case is to stay; one that is there is used again"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = given.keep or Path(scratch) / "case"
        if not (path / "store" / "current").exists():
            write_case(path, given.events)
        print(json.dumps(measure(path, given.rate, given.seconds), indent=2))


def write_case(path: Path, size: int) -> None:
    """Write a case of `size` events, a third as many reports and half as many more statements."""
    chance = random.Random(20221)
    states = sorted(
        one.country for key, one in load_registers().actors.items() if key == f"state:{one.country}"
    )
    reports = [made_report(chance, number) for number in range(max(size // PER_REPORT, 1))]
    events = made_events(chance, size, states, reports)
    folder = CaseFolder.create(path)
    with folder.writing():
        draft = Draft.begin(folder)
        for first in range(0, len(reports), _LOT):
            draft.put(reports[first : first + _LOT], "u1")
        while lot := list(islice(events, _LOT)):
            draft.put([record for records in lot for record in records], "u1")
        draft.commit("u1")


def made_report(chance: random.Random, number: int) -> Report:
    """Make a report up: a title and no text, as the page shows none."""
    title = f"Report {number}: {' '.join(chance.choices(_WORDS, k=6))}"
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    return Report(
        id=content_id("r", title),
        outlet=f"Outlet {int(OUTLETS * chance.random() ** 3)}",
        outlet_how="stated",
        url=f"https://outlet.example/{number}",
        path=f"{number}.txt",
        title=title,
        byline=None,
        published=Dated(start=day, end=day, precision="day", how="stated"),
        language="en",
        language_how="stated",
        translated_from=chance.choice([None, None, "ru", "es", "zh"]),
        translated_from_how="stated",
        original_text=title,
        text=title,
        passages=(),
    )


def made_events(
    chance: random.Random, size: int, states: list[str], reports: list[Report]
) -> Iterator[tuple[Event | Statement, ...]]:
    """Make events up, each with one or two statements; states and outlets are drawn by power laws."""
    book = load_codebook()
    for number in range(size):
        source, target = (state(states[int(len(states) * chance.random() ** 3)]) for _ in range(2))
        told = chance.sample(reports, chance.choice((1, 1, 2)))
        kind = chance.choice(tuple(book.types))
        when = told[0].published if chance.random() > 0.1 else Dated()
        statements = tuple(made_statement(chance, number, one, kind, source, target) for one in told)
        yield (
            Event(
                id=content_id("e", str(number)),
                event_type=kind,
                mode=None,
                contexts=(),
                instruments=(chance.choice(tuple(book.instruments)),),
                actors=(source,),
                recipients=(target,),
                factuality=chance.choices(FACTUALITIES, (6, 1, 1, 1, 1))[0],
                status=chance.choices(get_args(EventStatus), (7, 2, 1, 0))[0],
                content_of=None,
                when=when,
                where=Place(
                    name=target.name, country=target.code, lat=0.0, lon=0.0, precision="country", text=""
                ),
                where_how="stated",
                amounts=(),
                statement_ids=tuple(one.id for one in statements),
                report_ids=tuple(one.id for one in told),
                origins=tuple(
                    Origin(id=one.id, name=one.outlet or "", kind="report", report_ids=(one.id,))
                    for one in told
                ),
                independent_origins=len(told),
                disputes=(),
                probability=round(chance.random(), 3),
            ),
            *statements,
        )


def made_statement(  # noqa: PLR0917
    chance: random.Random, number: int, report: Report, kind: str, source: Actor, target: Actor
) -> Statement:
    """Make a statement up."""
    sentence = f"{source.name} and {target.name}: {' '.join(chance.choices(_WORDS, k=20))}."
    return Statement(
        id=content_id("s", str(number), report.id),
        report_id=report.id,
        sentence=sentence,
        start=0,
        end=len(sentence),
        action=Span(text="and", start=len(source.name) + 1, end=len(source.name) + 4),
        event_type=kind,
        mode=None,
        contexts=(),
        instruments=(),
        actors=(),
        recipients=(),
        factuality="occurred",
        content_of=None,
        when=Dated(),
        where=None,
        where_how="not stated",
        amounts=(),
        holders=(
            Holder(
                name=report.outlet or "",
                kind="outlet",
                country=None,
                cue=None,
                stance="asserts",
                start=None,
                end=None,
            ),
        ),
        quoted=False,
        probability=0.8,
        coder="bench",
        codebook="bench",
    )


def state(code: str) -> Actor:
    """Give a state as an actor."""
    return Actor(id=f"state:{code}", name=code, country=code, code=code, sector="GOV")


def measure(path: Path, rate: float, seconds: float) -> dict[str, object]:
    """Serve a case, ask questions, and give the figures."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "suasion", "serve", "--case", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            port = listening_on(server)
            ready = time.perf_counter() - began
            first = fetch(port, "/api/v1/events?limit=1000")
            ids = [row["id"] for row in json.loads(first)["items"]]
            chance = random.Random(8)
            for name in QUESTIONS:
                fetch(port, address(chance, name, ids))
            every = time.perf_counter() - began
            waited = {"ready_s": round(ready, 1), "every_question_s": round(every, 1)}
            return {**waited, "rate": rate, **ask(port, rate, seconds, ids)}
        finally:
            server.terminate()


def listening_on(server: subprocess.Popen[str]) -> int:
    """Wait until a server says where it listens."""
    for line in server.stderr or ():
        if found := re.search(r"http://[^/]*:(\d+)/", line):
            return int(found[1])
    raise SystemExit("The server did not begin.")


def ask(port: int, rate: float, seconds: float, ids: list[str]) -> dict[str, object]:
    """Ask questions at a steady rate and decide on an event each second."""
    took: dict[str, list[float]] = defaultdict(list)
    begin = time.perf_counter() + 0.5
    with ThreadPoolExecutor(
        _ASKERS
    ) as pool:  # who is free takes what is due next, so that none waits behind what is due later
        waiting = [
            (name, pool.submit(timed, port, begin + due, path, body))
            for due, name, path, body in sorted(asked(rate, seconds, ids), key=lambda one: one[0])
        ]
        for name, told in waiting:
            took[name].append(told.result())
    questions = [one for name in QUESTIONS for one in took[name]]
    return {"all": figures(questions), **{name: figures(took[name]) for name in (*QUESTIONS, "decide")}}


Asked = tuple[float, str, str, object]
"""When a question is due (in seconds), what it is called, its address, and what is sent with it."""


def asked(rate: float, seconds: float, ids: list[str]) -> Iterator[Asked]:
    """Make questions up, and a decision for each second."""
    chance = random.Random(7)
    for number in range(int(rate * seconds)):
        name = QUESTIONS[number % len(QUESTIONS)]
        yield number / rate, name, address(chance, name, ids), None
    for second in range(int(seconds)):
        action = chance.choice(["accept", "reject", "unsure"])
        body = {"action": action, "targets": [ids[second]], "who": "bench"}
        yield float(second), "decide", "/api/v1/judgements", body


def timed(port: int, due: float, path: str, body: object) -> float:
    """Ask at the time when it is due; give the milliseconds from then to the whole answer."""
    time.sleep(max(due - time.perf_counter(), 0))
    fetch(port, path, body)
    return (time.perf_counter() - due) * 1000


def fetch(port: int, path: str, body: object = None) -> bytes:
    """Ask the server."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    method, sent = ("GET", None) if body is None else ("POST", json.dumps(body))
    asking.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
    answer = asking.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{path}: {answer.status} {told[:200]!r}")
    asking.close()
    return told


def address(chance: random.Random, name: str, ids: list[str]) -> str:
    """Make a question up."""
    if name == "event":
        return f"/api/v1/events/{chance.choice(ids)}"
    first = FIRST + timedelta(days=chance.randrange(DAYS // 2))
    asked = {"from": first.isoformat(), "factuality": "occurred", "min_origins": chance.choice((0, 1, 2))}
    if name == "text":
        asked = {"text": f"{chance.choice(_WORDS)} {chance.choice(_WORDS)}"}
    path = "events" if name == "text" else name
    return f"/api/v1/{path}?{urlencode(asked)}"


def figures(took: list[float]) -> dict[str, float]:
    """Give the median and the 95th percentile."""
    cut = statistics.quantiles(took, n=20)
    return {"n": len(took), "p50_ms": round(statistics.median(took), 1), "p95_ms": round(cut[-1], 1)}


if __name__ == "__main__":
    main()
