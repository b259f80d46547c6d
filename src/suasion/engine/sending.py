"""The dossier in the forms in which it is sent: the page, a zip with the tables beside it, or on paper."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from suasion.engine.exporting import export_of, require_writable
from suasion.engine.printing import print_page
from suasion.engine.rooms import Rooms
from suasion.engine.run import open_snapshot, page_of
from suasion.exchange import FORMATS
from suasion.records import Selection
from suasion.store import CaseFolder

Form = Literal["html", "zip", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was written, and where."""

    form: Form
    output: Path
    bytes: int


def write_dossier_to(
    folder: CaseFolder, rooms: Rooms, form: Form, path: Path | None, *, full_text: bool
) -> Sent:
    """Write the dossier of what the last run left; without a path beside the case's own, which is not touched.

    Raises:
        CaseError: no run has finished yet.
        InputError: the file cannot be written, or a PDF is asked for and there is no browser to print it.
    """
    output = path or folder.path / f"dossier{'-full-text' if full_text else ''}.{form}"
    with tempfile.TemporaryDirectory(prefix="suasion-") as lent, open_snapshot(folder) as snapshot:
        made = Path(lent) / f"dossier.{form}"
        page = page_of(folder, rooms, snapshot, full_text=full_text, paper=form == "pdf")
        if form == "zip":
            given = export_of(folder, snapshot, Selection(), lambda _event, _why: None)
            FORMATS["zip"].write(replace(given, dossier=page), made)
        elif form == "pdf":
            print_page(page, made)
        else:
            made.write_bytes(page)
        require_writable(output)
        shutil.copyfile(made, output)
    return Sent(form=form, output=output, bytes=output.stat().st_size)
