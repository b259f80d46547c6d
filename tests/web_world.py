"""Served cases for tests: a made-up one, whose records are in `publish_case`, and one that toy rooms run."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from publish_case import (
    ATTRIBUTION,
    EVENTS,
    KENYA,
    LINKS,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    REJECTIONS,
    RUN,
    STATEMENTS,
    TIES,
)
from suasion.case import Case
from suasion.engine import run_case
from suasion.records import Record
from suasion.settings import Settings
from suasion.store import CaseFolder, Draft
from suasion.web import Desk, Rules, create_app
from toy_rooms import ToyHouse, write_reports

HERE = "http://127.0.0.1"
REPORTS = (R1, R2, R3, R4, R5, R6)


def store(path: Path, *records: Record) -> Case:
    """A case that holds some records, as if a run had just left them."""
    folder = CaseFolder.create(path)
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put(records, "u1")
        draft.commit("u1")
    return Case(path)


def made_up(path: Path) -> Case:
    """The made-up case, in a store."""
    rest = (*LINKS, *TIES, *REJECTIONS, KENYA, ATTRIBUTION, RUN)
    return store(path, *REPORTS, *STATEMENTS, *EVENTS, *rest)


def toys(path: Path, monkeypatch: pytest.MonkeyPatch, **texts: str) -> Case:
    """A case of toy reports; its later runs are made by toy rooms as well."""
    house = ToyHouse()
    inputs = write_reports(path / "in", **texts)
    folder = CaseFolder.create(path / "case")
    run_case(folder, house.rooms(), Settings(), [str(inputs)])
    monkeypatch.setattr("suasion.engine.default_rooms", lambda _: house.rooms())
    return Case(folder.path)


def serve(case: Case, rules: Rules | None = None, base: str = HERE) -> TestClient:
    """A browser's view of a case, without a socket."""
    app = create_app(Desk(case, lambda _: None), rules)
    return TestClient(app, base_url=base, raise_server_exceptions=False)
