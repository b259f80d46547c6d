"""Media by name and by domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from suasion.errors import RegisterError
from suasion.registers.entries import Outlet, OutletKind
from suasion.registers.keys import key_of, plain
from suasion.registers.tables import either, rows, surface, surfaces

_KINDS = frozenset({"agency", "newspaper", "broadcaster", "magazine", "site"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRegister:
    """Outlets by `key_of` name or alias, and by domain; a case-sensitive alias ('RT') with its spelling."""

    aliases: Mapping[str, Outlet]
    domains: Mapping[str, Outlet]
    spelled: Mapping[str, str]
    """The only spelling that fits, for case-sensitive keys."""

    def find(self, name: str) -> Outlet | None:
        """Give the outlet with this name or alias."""
        key = key_of(name)
        if key in self.spelled and self.spelled[key] != plain(name):
            return None
        return self.aliases.get(key)

    def by_domain(self, domain: str) -> Outlet | None:
        """Give the outlet of a host name or URL; `edition.cnn.com` is found under `cnn.com`."""
        host = domain.casefold().split("://")[-1].split("/")[0].split("@")[-1].split(":")[0].strip(".")
        labels = host.split(".")
        candidates = (".".join(labels[i:]) for i in range(len(labels) - 1))
        return next((self.domains[c] for c in candidates if c in self.domains), None)


def read_outlets(path: Path) -> OutletRegister:
    """Read the outlets' file.

    Raises:
        RegisterError: an unknown kind, or one domain for two outlets.

    """
    by_alias: dict[str, Outlet] = {}
    by_domain: dict[str, Outlet] = {}
    spelled: dict[str, str] = {}
    for row in rows(path, "id", "name", "country", "kind", "family", "state", "domains", "aliases"):
        outlet = _outlet(row, path)
        for mark in (surface(row["name"]), *surfaces(row["aliases"])):
            key = key_of(mark.text)
            by_alias.setdefault(key, outlet)
            if mark.case_sensitive:
                spelled[key] = plain(mark.text)
        for domain in outlet.domains:
            if by_domain.setdefault(domain, outlet) is not outlet:
                raise RegisterError(
                    f"{path.name} gives {domain} to two outlets.", cause="A row too many.", remedy="Keep one."
                )
    return OutletRegister(
        aliases=MappingProxyType(by_alias),
        domains=MappingProxyType(by_domain),
        spelled=MappingProxyType(spelled),
    )


def _outlet(row: dict[str, str], path: Path) -> Outlet:
    if row["kind"] not in _KINDS:
        raise RegisterError(
            f"{path.name} has the unknown kind '{row['kind']}'.",
            cause="A misspelling or a shifted cell.",
            remedy=f"Use one of {', '.join(sorted(_KINDS))}.",
        )
    return Outlet(
        id=row["id"],
        name=surface(row["name"]).text,
        country=row["country"] or None,
        kind=cast(OutletKind, row["kind"]),
        family=row["family"] or None,
        state=either(row["state"]),
        domains=tuple(row["domains"].split("|")) if row["domains"] else (),
        aliases=tuple(mark.text for mark in surfaces(row["aliases"])),
    )
