"""The words around actors: titles of office, agents that take a sector, groups of states, regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from suasion.errors import RegisterError
from suasion.records import Actor
from suasion.registers.entries import Agent, Group, SectorWord, Title
from suasion.registers.keys import key_of
from suasion.registers.tables import either, period, rows, surface, surfaces


def read_titles(path: Path) -> Mapping[str, Title]:
    """Read the titles of office, by key."""
    found = (Title(**row) for row in rows(path, "surface", "office", "sector"))
    return MappingProxyType({key_of(title.surface): title for title in found})


def read_agents(path: Path) -> dict[str, Agent]:
    """Read the agents by their nouns, plural and singular; a noun without a plural form is not counted."""
    agents: dict[str, Agent] = {}
    for row in rows(path, "singular", "plural", "sector", "stands_for_state"):
        stands = either(row["stands_for_state"])
        for plural, noun in ((True, row["plural"]), (False, row["singular"])):
            if noun:
                agents[noun] = Agent(noun=noun, sector=row["sector"], plural=plural, stands_for_state=stands)
    return agents


def read_sector_words(path: Path) -> Mapping[tuple[str, str], SectorWord]:
    """Read other data sets' words for sectors, by scheme and key; those that tell more stand first in the file."""
    table = rows(path, "scheme", "word", "sector", "code")
    return MappingProxyType(
        {
            (row["scheme"], key_of(row["word"])): SectorWord(
                sector=row["sector"] or None, code=row["code"] or None, rank=rank
            )
            for rank, row in enumerate(table)
        }
    )


def read_groups(path: Path, known: Mapping[str, Actor]) -> Mapping[str, tuple[Group, ...]]:
    """Read the groups of states, by key; a group whose members changed has a row for each membership.

    Raises:
        RegisterError: a member is no state, or the group's own actor is unknown.

    """
    groups: dict[str, list[Group]] = defaultdict(list)
    for row in rows(path, "name", "aliases", "members", "actor", "start", "end"):
        members = tuple(row["members"].split())
        actor = known.get(row["actor"])
        if any(f"state:{code}" not in known for code in members) or (row["actor"] and actor is None):
            raise RegisterError(
                f"The group {row['name']} has an unknown member or actor.",
                cause="A misspelt code or id.",
                remedy="Correct the row.",
            )
        start, end = period(row)
        name = surface(row["name"])
        for mark in (name, *surfaces(row["aliases"])):
            groups[key_of(mark.text)].append(
                Group(
                    name=name.text,
                    members=members,
                    actor=actor,
                    start=start,
                    end=end,
                    ambiguous=mark.ambiguous,
                )
            )
    return MappingProxyType({key: tuple(found) for key, found in groups.items()})


def read_pairs(path: Path, key: str, value: str) -> Mapping[str, str]:
    """Read two columns of a file as they are."""
    return MappingProxyType({row[key]: row[value] for row in rows(path, key, value)})
