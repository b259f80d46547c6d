"""What a case holds of imports, and what an import leaves behind whatever happens to it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import suasion
from import_world import state, write_import
from suasion.engine import importing
from suasion.errors import InputError, UnknownIdError
from suasion.exchange.columns import ICEWS_COLUMNS
from suasion.exchange.readers.settle import Settling
from suasion.records import Event
from suasion.store import CaseFolder
from suasion.store.imports import committed_imports, imported_events


def test_what_was_imported_is_listed_and_read_back_as_events_in_the_order_of_the_file(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    made = write_import(
        folder.path,
        acts=[{}, {"target": "BLR"}],
        events=[{"actors": [state("RUS")], "recipients": [state("UKR")]}, {"event_type": "AID"}],
    )
    assert committed_imports(folder) == (made,)
    first, second = imported_events(made)
    assert (first.id, first.actors[0].country, first.recipients[0].id) == ("icews:2", "RUS", "state:UKR")
    assert first.imported is not None
    assert (first.imported.line, first.imported.native) == (2, (("Note", "made by hand"),))
    assert [event.id for event in imported_events(made, "event_type = ?", ["AID"])] == [second.id]


def test_a_case_without_imports_has_none(tmp_path: Path) -> None:
    assert committed_imports(CaseFolder.create(tmp_path / "case")) == ()


def table(path: Path, *rows: tuple[str, str, str]) -> Path:
    """Write ICEWS rows of (id, date, code) from Russia to Kazakhstan."""
    lines = ["\t".join(ICEWS_COLUMNS)]
    for key, day, code in rows:
        row = dict.fromkeys(ICEWS_COLUMNS, "") | {"Event ID": key, "Event Date": day, "CAMEO Code": code}
        row |= {"Source Name": "Russia", "Source Country": "Russia"}
        row |= {"Target Name": "Kazakhstan", "Target Country": "Kazakhstan"}
        lines.append("\t".join(row.values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes]:
    """Give the bytes of all files of a case but the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    path = table(tmp_path / "a.tab", ("1", "2014-01-01", "042"), ("2", "2014-01-01", "13y"))
    first = case.import_file("icews", path)
    before = everything(case.path)
    again = case.import_file("icews", path)
    assert (first.known, again.known, again.counts) == (False, True, first.counts)
    assert everything(case.path) == before


def test_rows_of_an_earlier_file_are_known_whether_coded_or_not_and_the_rest_is_added(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    old = [("1", "2014-01-01", "042"), ("2", "2014-01-01", "010")]
    new = [("1", "2014-01-02", "042"), ("3", "2014-01-01", "010")]
    case.import_file("icews", table(tmp_path / "a.tab", *old))
    counts = case.import_file("icews", table(tmp_path / "b.tab", *old, *new)).counts
    assert (counts.known, counts.accepted, counts.uncoded) == (2, 1, 1)
    assert [event.id for event in case.events()] == ["icews:1-2014-01-01", "icews:1-2014-01-02"]


def test_the_same_rows_may_be_two_data_sets_under_two_names(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    path = table(tmp_path / "a.tab", ("1", "2014-01-01", "042"))
    case.import_file("icews", path)
    case.import_file("icews", path, name="mine")
    assert [event.id for event in case.events()] == ["icews:1-2014-01-01", "mine:1-2014-01-01"]


@pytest.mark.parametrize("name", ["suasion", "Mine", "a b", "../x", ""])
def test_a_name_that_is_no_data_sets_is_refused(tmp_path: Path, name: str) -> None:
    path = table(tmp_path / "a.tab", ("1", "2014-01-01", "042"))
    if name:
        with pytest.raises(InputError, match="name of a data set"):
            suasion.open(tmp_path / "case").import_file("icews", path, name=name)
    else:
        assert suasion.open(tmp_path / "case").import_file("icews", path, name=name).dataset == "icews"


def test_an_import_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = suasion.open(tmp_path / "case")
    path = table(tmp_path / "a.tab", ("1", "2014-01-01", "042"))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Settling, "days", interrupted)
        with pytest.raises(KeyboardInterrupt):
            case.import_file("icews", path)
    assert list((case.path / "imports").iterdir()) == []
    assert not case.import_file("icews", path).known


def test_what_a_killed_import_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    left = case.path / "imports" / ".pending-0123"
    case.import_file("icews", table(tmp_path / "a.tab", ("1", "2014-01-01", "042")))
    left.mkdir()
    (left / "rows.parquet").write_bytes(b"half")
    assert len(committed_imports(CaseFolder.open(case.path))) == 1
    case.import_file("icews", table(tmp_path / "b.tab", ("2", "2014-01-01", "042")))
    assert not left.exists()


def test_an_import_outlives_the_store_and_is_noted_in_a_new_one(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    path = table(tmp_path / "a.tab", ("1", "2014-01-01", "042"), ("2", "", "042"))
    case.import_file("icews", path)
    shutil.rmtree(case.path / "store")
    assert case.import_file("icews", path).known
    assert [event.id for event in case.events()] == ["icews:1-2014-01-01"]
    assert [(row.stage, row.reason) for row in case.rejections()] == [("import", "date")]
    assert len(list(case.runs())) == 1


def test_of_very_many_rejections_the_store_lists_some_and_says_how_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_REJECTIONS", 2)
    case = suasion.open(tmp_path / "case")
    rows = [(str(i), "", "042") for i in range(5)]
    summary = case.import_file("icews", table(tmp_path / "a.tab", *rows))
    assert summary.counts.rejected == 5
    assert sorted(row.reason for row in case.rejections()) == ["date", "date", "more"]
    assert any(row.detail.startswith("3 more rows") for row in case.rejections())


def test_a_row_is_found_by_its_id_or_the_beginning_of_it(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    case.import_file(
        "icews", table(tmp_path / "a.tab", ("71", "2014-01-01", "042"), ("72", "2014-01-01", "042"))
    )
    found = case.why("icews:72").record
    assert isinstance(found, Event)
    assert found.imported is not None
    assert found.imported.line == 3
    with pytest.raises(UnknownIdError, match="Several"):
        case.why("icews:7")
    with pytest.raises(UnknownIdError, match="No record"):
        case.why("icews:9")


def test_status_names_the_imported_files(tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    case.import_file(
        "icews", table(tmp_path / "a.tab", ("1", "2014-01-01", "042"), ("2", "2015-01-01", "042"))
    )
    (one,) = case.status().imports
    assert (one.dataset, one.counts.accepted, str(one.first_day), str(one.last_day)) == (
        "icews",
        2,
        "2014-01-01",
        "2015-01-01",
    )


KEYS = st.text(st.sampled_from("abcXYZ0189-_.:/"), min_size=1, max_size=12)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
FORMS = st.sampled_from(["%Y-%m-%d", "%m/%d/%Y"])
CODES = st.sampled_from(["042", "190", "010", "020", "13y", ""])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(KEYS, DAYS, FORMS, CODES), min_size=1, max_size=12))
def test_every_row_is_one_of_four_things_and_its_key_and_day_read_back(
    rows: list[tuple[str, date, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as home:
        case = suasion.open(Path(home) / "case")
        written = [(key, day.strftime(form), code) for key, day, form, code in rows]
        counts = case.import_file("icews", table(Path(home) / "a.tab", *written)).counts
        events = {event.imported.line: event for event in case.events() if event.imported}
    assert counts.rows == len(rows) == counts.accepted + counts.uncoded + counts.known + counts.rejected
    assert counts.accepted == len(events)
    for line, event in events.items():
        key, day, _, _ = rows[line - 2]
        assert event.id == f"icews:{key}-{day.isoformat()}"
        assert event.when.start == event.when.end == day
        assert event.imported is not None
        assert dict(event.imported.native)["Event ID"] == key
