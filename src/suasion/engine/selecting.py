"""From the words that a person uses to a `Selection`: 'Russia', 'rus' and 'RUS' are one state, 'BRICS' is its members."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TypedDict, TypeVar, get_args

from suasion.codebook import Codebook
from suasion.errors import InputError
from suasion.records import FACTUALITIES, EventStatus, Factuality, Group, Selection
from suasion.registers import Registers

Words = str | Sequence[str]
Days = str | date

NON_STATES = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
"""PLOVER's codes of actors that are no state."""

_FEW = 20
"""Choices that a message can list."""

WordT = TypeVar("WordT", bound=str)


class Conditions(TypedDict, total=False):
    """What can be asked of events, by the words of the command line; a text stands for a list of one."""

    source: Words
    target: Words
    type: Words
    instrument: Words
    factuality: Words
    status: Words
    outlet: Words
    language: Words
    min_origins: int
    start: Days | None
    end: Days | None
    text: str | None
    dataset: str | None
    groups: Mapping[str, Words]


def select(asked: Conditions, codebook: Codebook, registers: Registers) -> Selection:
    """Make a selection of what somebody asked for.

    Raises:
        InputError: a word is none that the codebook or the registers know, or a day is none.
    """
    sides = Sides(registers, asked.get("groups", {}))
    kinds = [*codebook.instruments, *sorted({one.group for one in codebook.instruments.values()})]
    types = [word.upper() for word in listed(asked.get("type", ()))]
    factualities: list[Factuality] = _known("factuality", listed(asked.get("factuality", ())), FACTUALITIES)
    statuses: list[EventStatus] = _known("status", listed(asked.get("status", ())), get_args(EventStatus))
    return Selection(
        sources=sides.named(asked.get("source", ())),
        targets=sides.named(asked.get("target", ())),
        types=tuple(_known("event type", types, tuple(codebook.types))),
        instruments=tuple(_known("instrument", listed(asked.get("instrument", ())), kinds)),
        factuality=tuple(factualities),
        status=tuple(statuses),
        outlets=listed(asked.get("outlet", ())),
        languages=listed(asked.get("language", ())),
        min_origins=asked.get("min_origins", 0),
        start=day_of(asked.get("start")),
        end=day_of(asked.get("end")),
        text=asked.get("text") or None,
        dataset=asked.get("dataset"),
        groups=sides.groups,
    )


class Sides:
    """States and groups of states by what people call them; remembers the groups that were named."""

    def __init__(self, registers: Registers, groups: Mapping[str, Words]) -> None:
        """Take the groups that a user defines, each a name and its members.

        Raises:
            InputError: a member is no state.
        """
        self._registers = registers
        self._groups: dict[str, tuple[str, ...]] = {}
        for name, members in groups.items():
            codes = [code for word in listed(members) for code in self._members(word)]
            self._groups[name] = tuple(sorted(set(codes)))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Give the groups: those that were defined, and those of the registers that were asked for."""
        return tuple(sorted(self._groups.items()))

    def named(self, words: Words) -> tuple[str, ...]:
        """Give the code, or the group's name, that each word stands for.

        Raises:
            InputError: a word is neither a state nor a group.
        """
        return tuple(dict.fromkeys(self._side(word) for word in listed(words)))

    def _side(self, word: str) -> str:
        if word in self._groups:
            return word
        if code := self._code(word):
            return code
        if group := self._registers.group(word):
            self._groups[group.name] = tuple(sorted(group.members))
            return group.name
        raise self._unknown(word)

    def _members(self, word: str) -> tuple[str, ...]:
        side = self._side(word)
        return self._groups.get(side, (side,))

    def _code(self, word: str) -> str | None:
        upper = word.upper()
        if upper in NON_STATES or f"state:{upper}" in self._registers.actors:
            return upper
        state = self._registers.state_called(word)
        return state.code if state else None

    def _unknown(self, word: str) -> InputError:
        names = [actor.name for actor in self._registers.actors.values() if actor.id.startswith("state:")]
        near = get_close_matches(word, names, n=3)
        return InputError(
            f"'{word}' is no state and no group of states.",
            cause=f"A misspelt name; near are: {', '.join(near)}." if near else "A misspelt name or code.",
            remedy="Give a three-letter code (RUS), a country's name, a known group (BRICS), or define one: --group NAME=RUS,CHN.",
        )


def listed(words: Words) -> tuple[str, ...]:
    """Give words as a list; a text is one word, or several with commas between."""
    given = [words] if isinstance(words, str) else words
    return tuple(part.strip() for word in given for part in word.split(",") if part.strip())


def day_of(given: Days | None) -> date | None:
    """Read a day as ISO 8601 writes it.

    Raises:
        InputError: it is none.
    """
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError(
            f"'{given}' is no day.", cause=str(error), remedy="Write it as 2022-03-31."
        ) from error


def check_choice(what: str, given: str, choices: Collection[str]) -> None:
    """Require a word to be one of some.

    Raises:
        InputError: it is not.
    """
    if given not in choices:
        near = get_close_matches(given, choices, n=3) if len(choices) > _FEW else choices
        raise InputError(
            f"There is no {what} '{given}'.",
            cause="A misspelt word.",
            remedy=f"Use one of: {', '.join(near or choices)}.",
        )


def _known(what: str, words: Collection[str], choices: Collection[WordT]) -> list[WordT]:
    by_word = {str(choice): choice for choice in choices}
    for word in words:
        check_choice(what, word, by_word)
    return [by_word[word] for word in words]
