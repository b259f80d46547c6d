"""The composition root: the only place that knows which rooms there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from suasion.ids import digest, files_digest
from suasion.records import (
    Actor,
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Reading,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)
from suasion.settings import Settings
from suasion.stage import Each, Gather, Outcome, Stage, check_chain

if TYPE_CHECKING:
    from suasion.engine.network import Network
    from suasion.publish import Among
    from suasion.reconcile import EventInput, OriginInput
    from suasion.weigh import TieInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All records of a case that count: nothing withdrawn."""

    reports: tuple[Report, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    events: tuple[Event, ...]
    ties: tuple[Tie, ...]
    rejections: tuple[Rejection, ...]
    judgements: tuple[Judgement, ...] = ()
    """Those in force."""
    series: tuple[Tie, ...] = ()
    """Ties by month, for pictures; none where no tie has a value."""
    network: Network | None = None


class Ingesting(Protocol):
    """The room that turns files into reports."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same input could give another report."""
        ...

    def read(self, paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Outcome[Report]]:
        """Answer each input item with one outcome."""
        ...


class Publishing(Protocol):
    """The room that turns a case into a page."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same case could give another page."""
        ...

    def dossier(
        self, title: str, run: Run | None, contents: Contents, *, full_text: bool = False, paper: bool = False
    ) -> bytes:
        """Give the page; the same case gives the same bytes.

        It holds the reports' full texts only if they are asked for, and all evidence of a long case only for `paper`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The rooms in a row."""

    ingest: Ingesting
    read: Each[Report, Reading]
    coding: Each[Reading, Statement]
    origins: Gather[OriginInput, Link]
    events: Gather[EventInput, Event]
    weigh: Gather[TieInput, Tie]
    publish: Publishing

    def check(self) -> None:
        """Check that every room finds what it takes.

        Raises:
            ChainError: one does not.
        """
        chain: tuple[Stage, ...] = (self.read, self.coding, self.origins, self.events, self.weigh)
        # A reading carries its mentions and attributions; judgements come from the case.
        check_chain(chain, given=(Report, Mention, Attribution, Judgement))

    def fingerprints(self) -> tuple[tuple[str, str], ...]:
        """Name the fingerprint of each room, in order."""
        return (
            ("ingest", self.ingest.fingerprint),
            ("read", self.read.fingerprint),
            ("coding", self.coding.fingerprint),
            ("origins", self.origins.fingerprint),
            ("events", self.events.fingerprint),
            ("weigh", self.weigh.fingerprint),
            ("publish", self.publish.fingerprint),
        )


def default_rooms(settings: Settings) -> Rooms:
    """Build the real rooms. Their libraries are imported here, so that nothing else waits for them.

    Raises:
        CodebookError, RegisterError: their data contradicts its own form.
    """
    from suasion.codebook import load_codebook  # noqa: PLC0415
    from suasion.coding import Coder  # noqa: PLC0415
    from suasion.ingest import Ingest  # noqa: PLC0415
    from suasion.read import Reader  # noqa: PLC0415
    from suasion.reconcile import Events, Origins  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415
    from suasion.weigh import Weigh  # noqa: PLC0415

    codebook, registers = load_codebook(), load_registers()
    rooms = Rooms(
        ingest=Ingest(settings, registers),
        read=Reader(registers),
        coding=Coder(codebook, registers),
        origins=Origins(settings, registers),
        events=Events(settings, codebook),
        weigh=Weigh(settings, codebook),
        publish=DossierRoom(),
    )
    rooms.check()
    return rooms


MOST_FRAMED = 2_000
"""Reports of a case whose dossier lists how outlets name actors: it takes about 10 ms a report. The export has no such limit."""


class DossierRoom:
    """The publish room as the engine sees it: the codebook and the registers' names put in."""

    @property
    def fingerprint(self) -> str:
        """Hash the room's own files, the codebook and the registers."""
        from suasion.codebook import load_codebook  # noqa: PLC0415
        from suasion.registers import load_registers  # noqa: PLC0415

        known = (load_codebook().fingerprint, load_registers().fingerprint)
        own = (
            files_digest("suasion.publish"),
            files_digest("suasion.reconcile"),
        )  # framings are worked out there
        return digest([*own, *known])[:16]

    def dossier(
        self, title: str, run: Run | None, contents: Contents, *, full_text: bool = False, paper: bool = False
    ) -> bytes:
        """Give the page."""
        from suasion.codebook import load_codebook  # noqa: PLC0415
        from suasion.engine.framings import framings_of  # noqa: PLC0415 - it needs `Contents`
        from suasion.publish import DossierInput, render_dossier  # noqa: PLC0415
        from suasion.registers import load_registers  # noqa: PLC0415

        registers = load_registers()
        return render_dossier(
            DossierInput(
                title=title,
                run=run,
                reports=contents.reports,
                statements=contents.statements,
                events=contents.events,
                links=contents.links,
                ties=contents.ties,
                attributions=contents.attributions,
                rejections=contents.rejections,
                codebook=load_codebook(),
                country_names=country_names(registers.actors),
                registers=registers,
                mentions=contents.mentions,
                framings=framings_of(contents) if len(contents.reports) <= MOST_FRAMED else None,
                judgements=contents.judgements,
                series=contents.series,
                among=among_of(contents.network) if contents.network else None,
            ),
            full_text=full_text,
            paper=paper,
        )


def among_of(network: Network) -> Among:
    """Give the rows of a network as the page takes them."""
    from suasion.publish import Among  # noqa: PLC0415 - as above

    return Among(
        brokers=network.brokers,
        rivalries=network.rivalries,
        clientships=network.clientships,
        followings=network.followings,
    )


def country_names(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Name the states by code: their ids in the registers are `state:` and the code."""
    states = (actor for actor_id, actor in actors.items() if actor_id == f"state:{actor.country}")
    return {actor.country: actor.name for actor in states if actor.country}
