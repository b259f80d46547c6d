"""The SQLite file: everything is in it, every key leads somewhere, and plain SQL answers."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas
from hypothesis import given, settings

import export_world as world
import publish_case as made
from suasion.exchange import FORMATS, Export
from suasion.records import Event

REPORTS = (made.R1, made.R2, made.R3, made.R4, made.R5, made.R6)
CASE = world.export(made.EVENTS, made.STATEMENTS, REPORTS, links=made.LINKS, ties=made.TIES)


@contextmanager
def opened(export: Export) -> Iterator[sqlite3.Connection]:
    """Write an export and open it as any program would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.sqlite"
        path.touch()
        FORMATS["sqlite"].write(export, path)
        with closing(sqlite3.connect(path)) as base:
            yield base


def count(base: sqlite3.Connection, table: str) -> int:
    found: int = base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_every_record_is_in_its_table() -> None:
    with opened(CASE) as base:
        assert count(base, "events") == len(made.EVENTS)
        assert count(base, "statements") == len(made.STATEMENTS)
        assert count(base, "links") == len(made.LINKS)
        assert count(base, "ties") == len(made.TIES)
        assert count(base, "reports") == len({key for event in made.EVENTS for key in event.report_ids})
        assert count(base, "event_origins") == sum(len(event.origins) for event in made.EVENTS)
        sides = sum(len(event.actors) + len(event.recipients) for event in made.EVENTS)
        assert count(base, "event_actors") == sides


def test_every_key_leads_somewhere() -> None:
    with opened(CASE) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        keys = {row[2] for row in base.execute("PRAGMA foreign_key_list(event_statements)")}
        assert keys == {"events", "statements"}


def test_plain_sql_finds_the_sentences_behind_a_pair() -> None:
    question = """
        SELECT DISTINCT s.sentence FROM statements s
        JOIN event_statements es ON es.statement_id = s.id
        JOIN event_actors a ON a.event_id = es.event_id AND a.side = 'actor' AND a.code = 'IND'
        JOIN event_actors r ON r.event_id = es.event_id AND r.side = 'recipient' AND r.code = 'NPL'
    """
    with opened(CASE) as base:
        found = {row[0] for row in base.execute(question)}
    assert found
    assert found <= {statement.sentence for statement in made.STATEMENTS}


def test_the_file_says_which_events_it_holds_and_from_what() -> None:
    with opened(CASE) as base:
        about = dict(base.execute('SELECT what, "is" FROM about'))
    assert about["filter"] == CASE.selection.in_words()
    assert (about["suasion"], about["corpus"], about["events"]) == ("9.8.7", "c0ffee", str(len(made.EVENTS)))


def test_pandas_reads_the_tables() -> None:
    with opened(CASE) as base:
        frame = pandas.read_sql("SELECT id, start, weight, independent_origins FROM events", base)
    assert frame["weight"].dtype.kind == "f"
    assert frame["independent_origins"].dtype.kind == "i"


@settings(deadline=None)
@given(world.many_events)
def test_events_come_back_with_their_fields_and_sides_in_order(found: list[Event]) -> None:
    with opened(world.export(found)) as base:
        base.row_factory = sqlite3.Row
        for event, row in zip(found, base.execute("SELECT * FROM events ORDER BY rowid"), strict=True):
            assert (row["id"], row["event_type"], row["mode"]) == (event.id, event.event_type, event.mode)
            assert json.loads(row["instruments"]) == list(event.instruments)
            assert row["probability"] == event.probability
            assert row["start"] == (str(event.when.start) if event.when.start else None)
            question = "SELECT actor_id FROM event_actors WHERE event_id = ? AND side = ? ORDER BY position"
            for side, actors in (("actor", event.actors), ("recipient", event.recipients)):
                ids = [one["actor_id"] for one in base.execute(question, (event.id, side))]
                assert ids == [actor.id for actor in actors]


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = tmp_path / "first", tmp_path / "again"
    for path in paths:
        FORMATS["sqlite"].write(CASE, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
