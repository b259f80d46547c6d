"""The form that every imported data set is brought into, whatever it was before: Parquet files in one folder.

`rows.parquet` has the file's rows as they were, all columns as text: what an exporter needs to give a row back as it came.
`events.parquet` has a row for each row that is an event, in the order of the file, and `acts.parquet` one for each event and ordered
pair of different states in it, sorted by pair and day: that is what ties are measured on. Rows whose code has no PLOVER type (CAMEO
01 and 02) are kept in `acts` alone, as `uncoded`: they show how much a pair is looked at. `seen.parquet` has their keys, so
that they are known when they come again; `rejections.parquet` has what was declined.
"""

from __future__ import annotations

from collections.abc import Mapping

ACTOR = "STRUCT(id VARCHAR, name VARCHAR, country VARCHAR, code VARCHAR, sector VARCHAR)"
RELIABILITY = 0.8
"""How probable it is that an outlet's account is right: the mean of the Beta(8, 2) that ties are measured with."""
OWN_STATE_RELIABILITY = 0.5
"""The same for media that a state owns, on what involves that state: the mean of Beta(3, 3)."""

PLACE = 'STRUCT(name VARCHAR, country VARCHAR, lat DOUBLE, lon DOUBLE, "precision" VARCHAR, "text" VARCHAR)'

EVENT_COLUMNS: Mapping[str, str] = {
    "id": "VARCHAR",  # DATASET:KEY, so that it can be typed and cited
    "key": "VARCHAR",
    "line": "BIGINT",
    "first_day": "DATE",
    "last_day": "DATE",
    "precision": "VARCHAR",
    "known": "DATE",  # the day from which the set could have known it: never used as the day of the event
    "event_type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR[]",
    "instruments": "VARCHAR[]",
    "factuality": "VARCHAR",
    "probability": "DOUBLE",
    "actors": f"{ACTOR}[]",
    "recipients": f"{ACTOR}[]",
    "place": PLACE,
    "outlets": "VARCHAR[]",  # one for each independent origin, sorted; empty where the set names none
    "row": "BIGINT",  # its place in `rows.parquet`, from 0
}

ACT_COLUMNS: Mapping[str, str] = {
    "line": "BIGINT",
    "key": "VARCHAR",  # of the event; of the row, where it is none
    "source": "VARCHAR",
    "target": "VARCHAR",
    "day": "DATE",  # the one that the event counts on
    "event_type": "VARCHAR",  # null: uncoded
    "means": "VARCHAR",  # instrument ids, sorted and joined by ';'; '' for none
    "counted": "VARCHAR",  # a factuality, or `uncoded`
    "deed": "BOOLEAN",
    "cooperative": "BOOLEAN",
    "weight": "FLOAT",  # Goldstein-like, without its sign
    "chance": "FLOAT",  # that it happened as coded, 0-1
    "origin": "VARCHAR",  # the outlet or feed, for the block bootstrap
}

REJECTION_COLUMNS: Mapping[str, str] = {
    "line": "BIGINT",
    "reason": "VARCHAR",  # one word of a small vocabulary: docs/import.md
    "detail": "VARCHAR",
}

COVARIATE_COLUMNS: Mapping[str, str] = {
    "kind": "VARCHAR",  # a group of instruments: military, economic ...
    "source": "VARCHAR",
    "target": "VARCHAR",
    "year": "INTEGER",
    "value": "DOUBLE",  # in the unit of the table that the user brought, 0 or more
}
