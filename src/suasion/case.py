"""The Python face of a case: the same words as on the command line.

::

    import suasion

    case = suasion.open("my-case")
    case.run(["reports/"])
    for event in case.events():
        ...
"""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, Unpack

from suasion.frames import pandas_frame, polars_frame
from suasion.questions import TieQuestions
from suasion.records import (
    Attribution,
    Event,
    Framing,
    Judgement,
    Link,
    Mention,
    Record,
    Rejection,
    Report,
    Run,
    Selection,
    Statement,
    Tie,
)
from suasion.settings import Settings, load_settings
from suasion.store import CaseFolder, Snapshot, read_judgements

if TYPE_CHECKING:
    import pandas
    import polars

    from suasion.engine import Progress, RunSummary, Why
    from suasion.engine.applying import Applied
    from suasion.engine.asked import TieConditions
    from suasion.engine.diff import Diff
    from suasion.engine.exporting import Exported
    from suasion.engine.importing import ImportSummary
    from suasion.engine.selecting import Conditions
    from suasion.engine.sending import Form, Sent
    from suasion.engine.sheet import SheetRow
    from suasion.engine.status import Status

RecordT = TypeVar("RecordT", bound=Record)


class Case(TieQuestions):
    """A case on disk. Opening it reads nothing; `run` makes it if it is not there yet."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"suasion.open({str(self.path)!r})"

    @property
    def settings(self) -> Settings:
        """What `suasion.toml` sets, and the defaults.

        Raises:
            InputError: the file cannot be read as settings.
        """
        return load_settings(self.path / "suasion.toml")

    @property
    def dossier(self) -> Path:
        """Where the dossier lies once a run has finished."""
        return self._folder.dossier

    @property
    def _folder(self) -> CaseFolder:
        return CaseFolder.open(self.path)

    def run(
        self,
        paths: Sequence[str | Path] = (),
        *,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> RunSummary:
        """Read what `paths` hold (`-` is `stdin`), bring the case up to date and write its dossier.

        Without paths, an existing case is brought up to date with its judgements and settings.

        Raises:
            InputError: a path or setting cannot be used.
            CaseError: the folder is something else, held by another run, damaged or of another version.
        """
        from suasion.engine import default_rooms, run_case  # noqa: PLC0415 - the rooms' libraries are slow to import
        from suasion.engine.job import no_progress  # noqa: PLC0415

        folder = CaseFolder.create(self.path) if paths else CaseFolder.open(self.path)
        settings = self.settings
        names = [str(path) for path in paths]
        heard = progress or no_progress
        return run_case(folder, default_rooms(settings), settings, names, stdin=stdin, progress=heard)

    def import_file(
        self,
        format: str,  # noqa: A002 - the command line's word
        path: str | Path,
        *,
        name: str | None = None,
        mapping: str | Path | None = None,
        progress: Progress | None = None,
    ) -> ImportSummary:
        """Import a file of other people's events: `format` is `icews`, `gdelt` ...; the same file again changes nothing.

        `name` is the data set's in this case (default: the format's); `mapping` says what the columns of a CSV file mean.

        Raises:
            InputError: there is no such format or file, the file is of another format, or holds nothing.
            CaseError: the folder is something else, held by another run, damaged or of another version.
        """
        from suasion.engine.importing import import_file, require_file  # noqa: PLC0415 - as in `run`
        from suasion.engine.job import no_progress  # noqa: PLC0415

        require_file(Path(path))  # before a case is made for it
        return import_file(
            CaseFolder.create(self.path),
            format,
            Path(path),
            name=name,
            mapping=Path(mapping) if mapping else None,
            progress=progress or no_progress,
        )

    def reports(self) -> Iterator[Report]:
        """Give the reports, those withdrawn left out."""
        return self._rows(Report)

    def mentions(self) -> Iterator[Mention]:
        """Give the mentions of actors."""
        return self._rows(Mention)

    def attributions(self) -> Iterator[Attribution]:
        """Give who says what."""
        return self._rows(Attribution)

    def statements(self) -> Iterator[Statement]:
        """Give what the reports state."""
        return self._rows(Statement)

    def links(self) -> Iterator[Link]:
        """Give which reports go back to which others."""
        return self._rows(Link)

    def events(self, **asked: Unpack[Conditions]) -> Iterator[Event]:
        """Give what we conclude happened, then what was imported; by conditions, such as `source="Russia", type="AID"`.

        Raises:
            InputError: a condition is none that the codebook or the registers know.
        """
        return self._events(self._select(asked))

    def ties(self, **asked: Unpack[TieConditions]) -> Iterator[Tie]:
        """Give what passed between states, as the last run left it, or as measured now: `source="RUS", window="month"`.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
            CaseError: no run has finished yet, and nothing was asked for.
        """
        return iter(list(self._desk.ties(asked))) if asked else self._rows(Tie)

    def rejections(self) -> Iterator[Rejection]:
        """Give what was declined, and why."""
        return self._rows(Rejection)

    def runs(self) -> Iterator[Run]:
        """Give the runs, oldest first."""
        return self._rows(Run)

    def judgements(self) -> Iterator[Judgement]:
        """Give all judgements, oldest first, undone ones too."""
        return iter(read_judgements(self._folder.judgements))

    def framings(
        self,
        *,
        actor: str | None = None,
        event: str | None = None,
        outlet: str | None = None,
        most: int | None = None,
    ) -> Iterator[Framing]:
        """Give what outlets call actors and acts, with the quotations; worked out now, not kept.

        `actor` is an id, a name or a state's three-letter code; `event` an event's id; null asks for all.

        Raises:
            InputError: more than `most` reports would have to be read, in some 10 ms each.
        """
        from suasion.engine.framings import framings_about, select  # noqa: PLC0415 - as in `run`

        with self._snapshot() as snapshot:
            rows = framings_about(snapshot, actor=actor, event=event, most=most)
        return select(rows, actor=actor, event=event, outlet=outlet)

    def why(self, record_id: str) -> Why:
        """Walk from a record down to the sentences it was made from; the beginning of an id will do.

        Raises:
            UnknownIdError: no record has this id, or several begin with it.
        """
        from suasion.engine import explain, explain_imported  # noqa: PLC0415 - as in `run`

        imported = explain_imported(self._folder, record_id)
        if imported is not None:
            return imported
        with self._snapshot() as snapshot:
            return explain(snapshot, read_judgements(self._folder.judgements), record_id)

    def judge(
        self,
        action: str,
        *record_ids: str,
        field: str | None = None,
        value: str | None = None,
        who: str | None = None,
        why: str | None = None,
    ) -> Judgement:
        """Write down a decision about records; the next run applies it.

        `who` defaults to the name you are logged in by.

        Raises:
            UnknownIdError: a record is not in the case.
            InputError: the action is unknown or does not fit the records.
        """
        from suasion.engine.judging import write_judgement  # noqa: PLC0415 - as in `run`

        judge = who or getpass.getuser()
        return write_judgement(self._folder, action, record_ids, field=field, value=value, who=judge, why=why)

    def apply_judgements(self, path: str | Path, *, who: str | None = None) -> Applied:
        """Take in the decisions that a mailed dossier saved as a file; those that no longer fit the case are told, not taken.

        `who` is put where the file does not say who decided. The same file again changes nothing.

        Raises:
            InputError: the file cannot be read.
            CaseError: no run has finished yet.
        """
        from suasion.engine.applying import apply_judgements  # noqa: PLC0415 - as in `run`

        return apply_judgements(self._folder, Path(path), who=who)

    def export(self, table: str, format: str = "jsonl", **asked: Unpack[Conditions]) -> bytes:  # noqa: A002 - the command line's word
        """Give a table, or the part of it that belongs to chosen events, as a file's content; see `export_to`."""
        with tempfile.TemporaryDirectory(prefix="suasion-") as folder:
            return self.export_to(Path(folder) / "rows", table, format, **asked).output.read_bytes()

    def export_to(
        self,
        path: str | Path,
        table: str,
        format: str = "jsonl",  # noqa: A002 - as in `export`
        **asked: Unpack[Conditions],
    ) -> Exported:
        """Write a table, or the part of it that belongs to chosen events, into a file; docs/export.md lists the formats.

        Raises:
            InputError: there is no such table, format or condition, or the file cannot be written.
            CaseError: no run has finished yet.
        """
        from suasion.engine.exporting import export_to  # noqa: PLC0415 - as in `run`

        return export_to(self._folder, table, format, self._select(asked), Path(path))

    def polars(self, table: str, **asked: Unpack[Conditions]) -> polars.DataFrame:
        """Give a table, or the part of it that belongs to chosen events, as a frame of polars.

        Raises:
            InputError: there is no such table or condition, or polars is not installed.
        """
        return polars_frame(lambda path: self.export_to(path, table, "parquet", **asked))

    def pandas(self, table: str, **asked: Unpack[Conditions]) -> pandas.DataFrame:
        """Give a table, or the part of it that belongs to chosen events, as a frame of pandas.

        Raises:
            InputError: there is no such table or condition, or pandas or pyarrow is not installed.
        """
        return pandas_frame(lambda path: self.export_to(path, table, "parquet", **asked))

    def _select(self, asked: Conditions) -> Selection:
        from suasion.codebook import load_codebook  # noqa: PLC0415 - as in `run`
        from suasion.engine.selecting import select  # noqa: PLC0415
        from suasion.registers import load_registers  # noqa: PLC0415

        return select(asked, load_codebook(), load_registers()) if asked else Selection()

    def status(self) -> Status:
        """Say what the case holds and whether it is up to date."""
        from suasion.engine.status import status_of  # noqa: PLC0415 - as in `run`

        return status_of(self._folder, self.settings)

    def sample(
        self, n: int = 200, *, seed: int = 0, progress: Progress | None = None
    ) -> tuple[SheetRow, ...]:
        """Draw `n` statements and sentences without any, by strata, to check by hand; the same seed draws the same.

        `suasion.engine.sheet.encode_sheet` writes them as a sheet, `suasion.evaluation.evaluate("sample", ...)` scores it.

        Raises:
            InputError: `n` is not positive.
            CaseError: no run has finished yet, or the case holds no reports.
        """
        from suasion.engine import default_rooms  # noqa: PLC0415 - as in `run`
        from suasion.engine.job import no_progress  # noqa: PLC0415
        from suasion.engine.sample import draw_sample  # noqa: PLC0415

        with self._snapshot() as snapshot:
            reader = default_rooms(self.settings).read
            return draw_sample(snapshot, reader, n, seed, progress or no_progress)

    def diff(self, other: Case) -> Diff:
        """Say what the other case has differently, from this one to it; neither is changed.

        Raises:
            CaseError: no run has finished yet in one of them.
        """
        from suasion.engine.diff import diff_cases  # noqa: PLC0415 - as in `run`

        return diff_cases(self._folder, other._folder)

    def write_dossier(self) -> bool:
        """Write the dossier unless it is there as the last run made it; say whether it was written."""
        from suasion.engine import default_rooms, publish_case  # noqa: PLC0415 - as in `run`

        return publish_case(self._folder, default_rooms(self.settings))

    def send_dossier(
        self, form: Form = "html", path: str | Path | None = None, *, full_text: bool = False
    ) -> Sent:
        """Write the dossier to be sent: as a page, a `zip` with the tables beside it, or a `pdf` printed by a Chromium that is here.

        It holds the reports' full texts only if they are asked for. Without a path it lies in the case's folder.

        Raises:
            InputError: the file cannot be written, or there is no browser to print a PDF.
            CaseError: no run has finished yet.
        """
        from suasion.engine import default_rooms  # noqa: PLC0415 - as in `run`
        from suasion.engine.sending import write_dossier_to  # noqa: PLC0415

        rooms = default_rooms(self.settings)
        return write_dossier_to(self._folder, rooms, form, Path(path) if path else None, full_text=full_text)

    def _events(self, selection: Selection) -> Iterator[Event]:
        from suasion.engine.exporting import events_of  # noqa: PLC0415 - as in `run`

        with self._snapshot() as snapshot:
            yield from events_of(self._folder, snapshot, selection)

    def _rows(self, kind: type[RecordT]) -> Iterator[RecordT]:
        with self._snapshot() as snapshot:
            yield from snapshot.rows(kind)

    def _snapshot(self) -> Snapshot:
        from suasion.engine.run import open_snapshot  # noqa: PLC0415 - as in `run`

        return open_snapshot(self._folder)
