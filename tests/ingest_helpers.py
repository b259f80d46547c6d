"""A small register of outlets, and short ways into the room, for the tests of ingest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

from suasion.ingest import Ingest
from suasion.records import PassageKind, Report
from suasion.settings import Settings
from suasion.stage import Outcome


@dataclass(frozen=True)
class NamedOutlet:
    name: str


class SmallOutlets:
    _names: ClassVar = {
        "reuters": "Reuters",
        "ap": "Associated Press",
        "tass": "TASS",
        "the new york times": "The New York Times",
        "al-watan today": "Al-Watan Today",
    }
    _domains: ClassVar = {"reuters.com": "Reuters"}

    def by_domain(self, domain: str) -> NamedOutlet | None:
        name = self._domains.get(domain)
        return NamedOutlet(name) if name else None

    def find(self, name: str) -> NamedOutlet | None:
        known = self._names.get(name.strip().lower())
        return NamedOutlet(known) if known else None


class SmallPlaces:
    _names: ClassVar = {
        "lima",
        "hanoi",
        "peru",
        "le havre",
        "la paz",
        "nairobi",
        "ukraine",
        "illinois",
        "sudan",
    }

    def find(self, name: str) -> object | None:
        return name if name.strip().lower() in self._names else None


class SmallRegisters:
    outlets = SmallOutlets()
    places = SmallPlaces()
    fingerprint = "small"

    def lookup(self, surface: str) -> Sequence[object]:
        return [surface] if surface in ("Red Cross", "Border Guard", "El Salvador") else []


def room(settings: Settings | None = None) -> Ingest:
    return Ingest(settings or Settings(), SmallRegisters())


def outcomes(paths: Sequence[str], settings: Settings | None = None) -> list[Outcome[Report]]:
    return list(room(settings).read(paths))


def from_stdin(raw: bytes, settings: Settings | None = None) -> list[Outcome[Report]]:
    return list(room(settings).read(["-"], BytesIO(raw)))


def report_of(text: str) -> Report:
    """Read one plain text; fail if it is refused."""
    (outcome,) = from_stdin(text.encode())
    assert not outcome.rejections, outcome.rejections
    (report,) = outcome.outputs
    return report


def reasons(given: Sequence[Outcome[Report]]) -> list[str | None]:
    return [outcome.rejections[0].reason if outcome.rejections else None for outcome in given]


def passages(report: Report, *kinds: PassageKind) -> list[str]:
    return [report.text[item.start : item.end] for item in report.passages if item.kind in kinds]
