"""Reading PETRARCH's and Phoenix's dictionaries of actors and agents as they are.

The form is the one their manuals describe: a name in capitals with `_` for a space, `+` before a synonym, the
code in brackets behind the name or on indented lines below with `<`, `>` or a range of days; `#` and `;`
begin comments. Codes are CAMEO's: a state's or organisation's three letters, then a sector's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from suasion.errors import RegisterError
from suasion.records import Actor
from suasion.registers.entries import Agent, Alias, AliasKind
from suasion.registers.keys import key_of
from suasion.registers.tables import DATA, SECTORS, SUPRANATIONAL
from suasion.registers.vocabulary import read_pairs

_CODE = re.compile(r"\[([^\]]*)\]")
_DATED = re.compile(r"^~?(?P<code>[A-Z-]{3,})\s*(?P<first>[<>]|\d+)?\s*-?\s*(?P<second>\d+)?$")
_COMMENT = re.compile(r"<!--.*?-->|[#;].*$")
_NOUN = re.compile(r"^(?P<noun>[A-Z][A-Z_' -]*?)_?\s*(?:\{(?P<plural>[^}]*)\})?\s*\[~(?P<code>[A-Z]{3})")
_CENTURY = 50
"""Two-digit years from here on are the twentieth century's."""
_SHORT_DAY = 6
_STANDS = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A name, its synonyms and its codes, in the order of the file."""

    names: tuple[str, ...]
    codes: tuple[str, ...]


def is_agents(path: Path) -> bool:
    """Tell whether a dictionary is one of agents, whose codes begin with `~`."""
    return "[~" in _text(path)


def read_actor_dictionary(path: Path, known: Mapping[str, Actor]) -> Iterator[Alias]:
    """Read an actor dictionary.

    A state's bare code gives the state; a code without a state or organisation is left out.

    Raises:
        RegisterError: the file cannot be read, or holds no entry.

    """
    found = False
    for entry in _entries(_text(path)):
        for code in entry.codes:
            yield from _aliases(entry, code, known)
            found = True
    if not found:
        raise RegisterError(
            f"{path.name} holds no actor.",
            cause="It is no PETRARCH dictionary.",
            remedy="Give the actors' or agents' dictionary, or a CSV file with the register's columns.",
        )


def read_agent_dictionary(path: Path) -> dict[str, Agent]:
    """Read an agent dictionary, by noun. A plural that is not given is the noun with an s."""
    agents: dict[str, Agent] = {}
    for line in _text(path).splitlines():
        match = _NOUN.match(line.strip())
        sector = _sector(match["code"]) if match else None
        if not match or not sector:
            continue
        noun = _spaced(match["noun"]).lower()
        plural = _spaced(match["plural"] or f"{noun}s").lower()
        for text, many in ((noun, False), (plural, True)):
            agents[text] = Agent(noun=text, sector=sector, plural=many, stands_for_state=sector in _STANDS)
    return agents


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(
            f"{path.name} cannot be read as a dictionary: {error}.",
            cause="The file is missing or is not UTF-8.",
            remedy="Correct the path, or save the file as UTF-8.",
        ) from error


def _entries(text: str) -> Iterator[_Entry]:
    names: list[str] = []
    codes: list[str] = []
    for raw in text.splitlines():
        line = _COMMENT.sub("", raw).rstrip()
        if not line.strip() or line.startswith("!"):
            continue
        name = _CODE.sub("", line).strip()
        if name and not name.startswith("+"):
            yield _Entry(names=tuple(names), codes=tuple(codes))
            names, codes = [], []
        if name:
            names.append(_spaced(name.lstrip("+")))
        codes.extend(_CODE.findall(line))
    yield _Entry(names=tuple(names), codes=tuple(codes))


def _spaced(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def _aliases(entry: _Entry, code: str, known: Mapping[str, Actor]) -> Iterator[Alias]:
    match = _DATED.match(code.strip())
    actor = _actor(entry.names, match["code"], known) if match and entry.names else None
    if not match or not actor:
        return
    start, end = _days(match["first"], match["second"])
    kind: AliasKind = "name" if actor.id.startswith("state:") else "organisation"
    for name in dict.fromkeys(entry.names):
        yield Alias(surface=name, actor=actor, kind=kind, start=start, end=end)


def _actor(names: tuple[str, ...], code: str, known: Mapping[str, Actor]) -> Actor | None:
    home = _cameo_codes().get(code[:3], code[:3])
    sectors = [sector for i in range(3, len(code), 3) if (sector := _sector(code[i : i + 3]))]
    owner = known.get(f"state:{home}")
    if owner is None and home not in SUPRANATIONAL:
        return None
    if owner is not None and not sectors:
        return owner
    return Actor(
        id="own:" + "-".join(key_of(names[0]).split()),
        name=names[0].title(),
        country=owner.country if owner else None,
        code=home,
        sector=sectors[0] if sectors else None,
    )


@cache
def _cameo_codes() -> Mapping[str, str]:
    """Say where CAMEO's code of a state differs from ISO's."""
    return read_pairs(DATA / "cameo_codes.csv", "cameo", "code")


def _sector(code: str) -> str | None:
    """Give PLOVER's sector for CAMEO's role; the two use MED for different things."""
    renamed = {
        "MED": "JRN",
        "HLH": "MED",
        "INS": "REB",
        "SEP": "REB",
        "ENV": "CVL",
        "HRI": "CVL",
        "DEV": "CVL",
    }
    sector = renamed.get(code, code)
    return sector if sector in SECTORS else None


def _days(first: str | None, second: str | None) -> tuple[date | None, date | None]:
    """Read `<970101` (before), `>970101` (after) or `970101-991231`."""
    if first == "<":
        return None, _before(_day(second))
    if first == ">":
        return _day(second), None
    return _day(first), _day(second)


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None


def _day(text: str | None) -> date | None:
    """Read YYMMDD or YYYYMMDD; what is no day of the calendar is null."""
    if not text:
        return None
    if len(text) == _SHORT_DAY:
        text = ("19" if int(text[:2]) >= _CENTURY else "20") + text
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
