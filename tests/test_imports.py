from __future__ import annotations

from pathlib import Path

from import_world import state, write_import
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
