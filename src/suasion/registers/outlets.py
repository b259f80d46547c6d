"""Media by name and by domain, with whose they are and were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from suasion.errors import RegisterError
from suasion.registers.entries import Outlet, OutletKind, Ownership
from suasion.registers.keys import key_of, plain
from suasion.registers.tables import Row, cells, either, period, rows, surface, surfaces

_KINDS = frozenset({"agency", "newspaper", "broadcaster", "magazine", "site"})
_COLUMNS = ("id", "name", "country", "kind", "family", "state", "start", "end", "domains", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRegister:
    """Outlets by `key_of` name or alias, and by domain; a case-sensitive alias ('RT') with its spelling."""

    aliases: Mapping[str, Outlet]
    domains: Mapping[str, Outlet]
    spelled: Mapping[str, frozenset[str]]
    """The only spellings that fit, for case-sensitive keys."""

    def find(self, name: str) -> Outlet | None:
        """Give the outlet with this name or alias."""
        key = key_of(name)
        if key in self.spelled and plain(name) not in self.spelled[key]:
            return None
        return self.aliases.get(key)

    def by_domain(self, domain: str) -> Outlet | None:
        """Give the outlet of a host name or URL; `edition.cnn.com` is found under `cnn.com`."""
        host = domain.casefold().split("://")[-1].split("/")[0].split("@")[-1].split(":")[0].strip(".")
        labels = host.split(".")
        candidates = (".".join(labels[i:]) for i in range(len(labels) - 1))
        return next((self.domains[c] for c in candidates if c in self.domains), None)


def is_outlets(path: Path) -> bool:
    """Tell whether a user's CSV file is one of outlets: its header has `domains`."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return "domains" in file.readline().strip().split(",")


def read_outlets(path: Path, brought: Sequence[Path] = ()) -> OutletRegister:
    """Read the outlets' file and those that a user `brought`, whose rows add to an outlet or go before one.

    The first row of an id names the outlet and its owner of today (or the last one known); each further row of
    the id gives an earlier owner (or, in a user's file, more names and domains).

    Raises:
        RegisterError: an unknown kind, an outlet without a name, or one domain for two outlets.

    """
    held: dict[str, list[tuple[Row, Path]]] = defaultdict(list)
    for file in (path, *brought):
        for row in rows(file, *_COLUMNS):
            held[row["id"]].append((row, file))
    own = {row["id"] for file in brought for row in rows(file, *_COLUMNS)}
    outlets = {key: _outlet(found) for key, found in held.items()}
    first = sorted(outlets, key=lambda key: key not in own)
    by_alias: dict[str, Outlet] = {}
    spelled: dict[str, frozenset[str]] = {}
    for key in first:
        for mark in (
            one for row, _ in held[key] for one in (surface(row["name"]), *surfaces(row["aliases"]))
        ):
            if not mark.text or by_alias.setdefault(key_of(mark.text), outlets[key]) is not outlets[key]:
                continue
            if mark.case_sensitive:
                spelled[key_of(mark.text)] = spelled.get(key_of(mark.text), frozenset()) | {plain(mark.text)}
    return OutletRegister(
        aliases=MappingProxyType(by_alias),
        domains=MappingProxyType(_domains(outlets.values(), path)),
        spelled=MappingProxyType(spelled),
    )


def _domains(outlets: Iterable[Outlet], path: Path) -> dict[str, Outlet]:
    by_domain: dict[str, Outlet] = {}
    for outlet in outlets:
        for domain in outlet.domains:
            if by_domain.setdefault(domain, outlet) is not outlet:
                raise RegisterError(
                    f"{path.name} gives {domain} to two outlets.", cause="A row too many.", remedy="Keep one."
                )
    return by_domain


def _outlet(found: Sequence[tuple[Row, Path]]) -> Outlet:
    main = _main(found)
    owners = [_ownership(row) for row, _ in found if row["family"] or row["state"]]
    return Outlet(
        id=main["id"],
        name=surface(main["name"]).text,
        country=main["country"] or None,
        kind=cast(OutletKind, main["kind"]),
        family=main["family"] or None,
        state=either(main["state"]),
        domains=tuple(dict.fromkeys(domain for row, _ in found for domain in cells(row["domains"]))),
        aliases=tuple(mark.text for row, _ in found for mark in surfaces(row["aliases"])),
        owners=tuple(owners),
    )


def _main(found: Sequence[tuple[Row, Path]]) -> Row:
    """Give the row that names the outlet: the first.

    Raises:
        RegisterError: it has no name, or an unknown kind.

    """
    row, path = found[0]
    if not row["name"] or row["kind"] not in _KINDS:
        raise RegisterError(
            f"{path.name}: the first row of '{row['id']}' has no name or the unknown kind '{row['kind']}'.",
            cause="A misspelling, a shifted cell, or an earlier owner's row before the outlet's own.",
            remedy=f"Give the first row of an id a name and one of {', '.join(sorted(_KINDS))}.",
        )
    return row


def _ownership(row: Row) -> Ownership:
    start, end = period(row)
    return Ownership(family=row["family"] or None, state=either(row["state"]), start=start, end=end)
