"""The trigger lexicon: which words, in which company, state which type of act, and where its sides stand.

A trigger is a verb, a noun or an adjective with conditions on its company and *slots* for its sides. The data are
`data/triggers/*.toml`, one file a type; `docs/triggers.md` says what each key means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal

import msgspec

from suasion.errors import CodebookError

Kind = Literal["", "state", "organisation", "actor", "official", "military", "person", "place", "outlet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One entry: the words it starts from, its sides' slots, and conditions. `docs/triggers.md` explains every key."""

    type: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    actor: str = ""
    recipient: str = ""
    mode: str | None = None
    instruments: tuple[str, ...] = ()
    # conditions on the company
    object: str | tuple[str, ...] = ()
    object_any: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    not_object_class: str = ""
    not_in_object: tuple[str, ...] = ()
    subject_is: tuple[str, ...] = ()
    subject_any: tuple[str, ...] = ()
    passive: bool = False
    not_subject: tuple[str, ...] = ()
    words_beside: tuple[str, ...] = ()
    not_words_beside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    not_prep: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    particle_if: Mapping[str, str] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    light_only: tuple[str, ...] = ()
    not_light: tuple[str, ...] = ()
    modal: bool = False
    negated: bool = False
    bare: bool = False
    menace: bool = False
    # conditions on the sides
    actor_is: Kind = ""
    actor_not: Kind = ""
    recipient_is: Kind = ""
    recipient_owner: bool = True
    needs_other: bool = False
    no_recipient: bool = False
    at_home: bool = False
    joint: bool = False
    joint_only: bool = False
    alone: bool = False
    swap_light: bool = False
    # the content: what is promised, asked for, threatened
    content: str = ""
    content_actor: Literal["actor", "recipient"] = "actor"
    content_must: Literal["", "cooperative", "conflict", "cooperative?", "conflict?"] = ""
    content_needs_recipient: bool = False
    needs_content: bool = False
    no_content_statement: bool = False
    clause_subject: Literal["", "own"] = ""
    intent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingClass:
    """Words for one class of things that acts are about, the instrument they speak of, and the act a bare noun of it implies."""

    name: str
    words: frozenset[str]
    instrument: str | None = None
    types: frozenset[str] = frozenset()
    implies: str | None = None
    implies_asked: str | None = None
    """What it implies where it is asked for, if that differs."""
    offered: str | None = None
    """What giving it is where it is only offered, if that differs."""

    def among(self, lemmas: Sequence[str]) -> bool:
        """Whether any word or phrase of the class is among the lemmas, which are in sentence order."""
        singles = set(lemmas)
        if not self.words.isdisjoint(singles):
            return True
        pairs = {f"{first} {second}" for first, second in pairwise(lemmas)}
        return not self.words.isdisjoint(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerLexicon:
    """All triggers by the lemma that they start from, and the classes they ask for."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    adjectives: Mapping[str, tuple[Trigger, ...]]
    classes: Mapping[str, ThingClass]
    light_verbs: frozenset[str]
    """Verbs whose subject takes part in the event that their object names."""
    measures: frozenset[str]
    """Nouns that only measure what follows them."""

    def classes_in(self, lemmas: Sequence[str]) -> tuple[ThingClass, ...]:
        """The classes with a word among the lemmas, in the order of `classes.toml`."""
        return tuple(thing for thing in self.classes.values() if thing.among(lemmas))

    def instruments_for(self, event_type: str, lemmas: Sequence[str]) -> tuple[str, ...]:
        """The instruments that these words speak of in an act of this type: that of the first class that fits, if any."""
        for thing in self.classes_in(lemmas):
            if thing.instrument is not None and event_type in thing.types:
                return (thing.instrument,)
        return ()

    def implied(self, lemmas: Sequence[str]) -> ThingClass | None:
        """The class whose bare mention as an object implies an act ("an offer of weapons")."""
        return next((thing for thing in self.classes_in(lemmas) if thing.implies), None)


@cache
def load_triggers() -> TriggerLexicon:
    """Read and check the lexicon, once.

    Raises:
        CodebookError: an entry has an unknown key, class, or no word to start from.
    """
    folder = resources.files("suasion.codebook") / "data" / "triggers"
    files = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name
    )
    tables = {item.name: tomllib.loads(item.read_text(encoding="utf-8")) for item in files}
    classes = _classes(tables.pop("classes.toml"))
    light = tables.pop("light.toml")
    triggers = [trigger for name, table in tables.items() for trigger in _triggers(name, table, classes)]
    return TriggerLexicon(
        verbs=_index(triggers, "verbs"),
        nouns=_index(triggers, "nouns"),
        adjectives=_index(triggers, "adjectives"),
        classes=classes,
        light_verbs=frozenset(light["verbs"]),
        measures=frozenset(light["measures"]),
    )


def _classes(table: Mapping[str, Mapping[str, Any]]) -> dict[str, ThingClass]:
    return {name: msgspec.convert({**entry, "name": name}, ThingClass) for name, entry in table.items()}


def _triggers(name: str, table: Mapping[str, Any], classes: Mapping[str, ThingClass]) -> Iterable[Trigger]:
    known = set(Trigger.__dataclass_fields__)
    for entry in table["trigger"]:
        if unknown := set(entry) - known:
            raise CodebookError(
                f"{name}: unknown key {', '.join(sorted(unknown))}.",
                remedy="See docs/triggers.md for the keys.",
            )
        trigger: Trigger = msgspec.convert({**entry, "type": table["type"]}, Trigger)
        named = [*trigger.object_any, *trigger.subject_any, trigger.not_object_class]
        if isinstance(trigger.object, str):
            named.append(trigger.object)
        if missing := [item for item in named if item and item not in classes]:
            raise CodebookError(
                f"{name}: no class named {', '.join(missing)}.",
                remedy="Add it to classes.toml or correct the name.",
            )
        if not (trigger.verbs or trigger.nouns or trigger.adjectives):
            raise CodebookError(f"{name}: a trigger has no verb, noun or adjective to start from.")
        yield trigger


def _index(
    triggers: Iterable[Trigger], part: Literal["verbs", "nouns", "adjectives"]
) -> dict[str, tuple[Trigger, ...]]:
    found: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        for lemma in getattr(trigger, part):
            found.setdefault(lemma, []).append(trigger)
    return {lemma: tuple(listed) for lemma, listed in found.items()}
