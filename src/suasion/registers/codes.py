"""Other people's codes of states: ISO 3166-1 alpha-2, FIPS 10-4, Correlates of War, CAMEO; both ways."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from suasion.registers.tables import cells, rows

CodeScheme = Literal["iso3", "iso2", "fips", "cow", "cameo"]
CODE_SCHEMES: tuple[CodeScheme, ...] = get_args(CodeScheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCodes:
    """States by the codes of each scheme, and the codes by state.

    A code that several states bore means the one of today; a state that bore several is written with the first.
    """

    to_country: Mapping[CodeScheme, Mapping[str, str]]
    from_country: Mapping[CodeScheme, Mapping[str, str]]

    def country(self, code: str | None, scheme: CodeScheme) -> str | None:
        """Give the state (alpha-3) that a scheme has under a code: `RS` is Russia in FIPS and Serbia in ISO. Null if none."""
        return self.to_country[scheme].get((code or "").strip().upper())

    def code(self, country: str | None, scheme: CodeScheme) -> str | None:
        """Give a scheme's code of a state (alpha-3); null where it has none."""
        return self.from_country[scheme].get(country or "")

    def iso2(self, country: str | None) -> str | None:
        """Give the ISO 3166-1 alpha-2 code of a state."""
        return self.code(country, "iso2")

    def fips(self, country: str | None) -> str | None:
        """Give the FIPS 10-4 code of a state, which GDELT's places have."""
        return self.code(country, "fips")

    def cow(self, country: str | None) -> str | None:
        """Give the Correlates of War number of a state, which POLECAT's actors have."""
        return self.code(country, "cow")

    def cameo(self, country: str | None) -> str | None:
        """Give CAMEO's three-letter code of a state, which GDELT's actors have."""
        return self.code(country, "cameo")


def read_codes(path: Path, cameo: Path, states: Container[str]) -> CountryCodes:
    """Read the codes of states and territories, and those of CAMEO that differ from alpha-3.

    Raises:
        RegisterError: a file contradicts its form.
    """
    table = rows(path, "code", "iso2", "fips", "cow")
    to_country: dict[CodeScheme, dict[str, str]] = {scheme: {} for scheme in CODE_SCHEMES}
    from_country: dict[CodeScheme, dict[str, str]] = {scheme: {} for scheme in CODE_SCHEMES}
    for row in table:
        country = row["code"]
        own: dict[CodeScheme, tuple[str, ...]] = {
            "iso3": (country,),
            "iso2": cells(row["iso2"]),
            "fips": cells(row["fips"]),
            "cow": cells(row["cow"]),
            "cameo": (country,) if f"state:{country}" in states else (),
        }
        for scheme, codes in own.items():
            for code in codes:
                to_country[scheme].setdefault(code, country)
                from_country[scheme].setdefault(country, code)
    read: set[str] = set()
    for row in rows(cameo, "cameo", "code", "written"):
        to_country["cameo"][row["cameo"]] = row["code"]
        if row["written"] == "yes" and row["code"] not in read:
            from_country["cameo"][row["code"]] = row["cameo"]
            read.add(row["code"])
    return CountryCodes(to_country=_frozen(to_country), from_country=_frozen(from_country))


def _frozen(
    tables: Mapping[CodeScheme, Mapping[str, str]],
) -> Mapping[CodeScheme, Mapping[str, str]]:
    return MappingProxyType({scheme: MappingProxyType(table) for scheme, table in tables.items()})
