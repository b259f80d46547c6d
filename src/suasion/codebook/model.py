"""What the codebook consists of: event types, modes, contexts, instruments and crosswalks, as frozen data.

Event types, modes, contexts and scores follow PLOVER (Open Event Data Alliance, manual of version 2); every
definition, rule and example is our own. Instruments are suasion's addition: PLOVER does not say with *what* a
state courts another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from typing import TypeVar

from suasion.errors import CodebookError
from suasion.records import Factuality

SideT = TypeVar("SideT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that states an act of the type; `actors` and `recipients` are codes as in `Actor.code`.

    For a joint subject of a symmetric type all are actors and `recipients` is empty.
    """

    text: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    factuality: Factuality = "occurred"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A sentence that looks like the type and is `is_type` instead or, if null, nothing codable."""

    text: str
    note: str
    is_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an act of a type is done. Ids are unique within their type only."""

    id: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of PLOVER's sixteen types.

    `quad_class` is 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    `symmetric`: the two sides of an act are an unordered pair. Statements whose types share a `family` may be
    of one happening. `weight` is PLOVER's numeric score, from -10 (conflict) to 10 (cooperation); the manual
    prints that of ACCUSE without its minus. `root15` is the type in PLV's fifteen classes. `verb` (past
    tense) and `verb_base` (after "to", "may", "will") take the recipient as object; `noun` names the act.
    """

    name: str
    label: str
    quad_class: int
    symmetric: bool
    family: str
    weight: float
    root15: str
    verb: str
    verb_base: str
    noun: str
    definition: str
    rules: tuple[str, ...]
    modes: tuple[Mode, ...] = ()
    examples: tuple[Example, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def cooperative(self) -> bool:
        """Whether the act is cooperation (else conflict)."""
        return self.quad_class in (1, 2)

    @property
    def verbal(self) -> bool:
        """Whether the act is done with words (else with deeds)."""
        return self.quad_class in (1, 3)

    @property
    def mutual(self) -> bool:
        """Whether an act of several sides that names no recipient was done with one another (talks, a joint signing)."""
        return self.symmetric or (self.cooperative and self.verbal)

    @property
    def quad_name(self) -> str:
        """The quad class in words, such as `verbal cooperation`."""
        return QUAD_NAMES[self.quad_class]


QUAD_NAMES: Mapping[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentExample:
    """A sentence that states an act done with the instrument."""

    text: str
    event_type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    factuality: Factuality = "occurred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """With what a state acts on another. `id` is `group/name`, the groups DIME's four and humanitarian.

    `contexts` are those that an act done with it stands in.
    """

    id: str
    label: str
    definition: str
    keywords: tuple[str, ...]
    contexts: tuple[str, ...] = ()
    examples: tuple[InstrumentExample, ...] = ()

    @property
    def group(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an act is about, beside its type."""

    id: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """What a CAMEO code is in this codebook.

    `event_type` is null for CAMEO's mere statements. `swap`: CAMEO's source is our recipient. `origin` is
    `published` (as in PLOVER's conversion table CAMEO2PLOVER-2021), `mended` (that table's entry put right;
    `note` says how) or `ours` (not in the table).
    """

    code: str
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    instrument: str | None
    swap: bool
    origin: str
    note: str

    @property
    def converted(self) -> bool:
        """Whether PLOVER's conversion table has the code: an imported row with another counts as seen, not as an act."""
        return self.origin != "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What an ACLED event and sub-event type is in this codebook; `event_type` is null for what is no act by anybody on anybody."""

    event: str
    sub_event: str
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonical:
    """The CAMEO code that stands for acts of a type, where they are done in the mode and are about the context or instrument.

    A null condition is met by all. `label` names the code in our words. Two codes of the table are read back as another type,
    being true of the act as no code of its own type is: a retreat that CAMEO cannot tell from yielding, and sanctions.
    """

    event_type: str
    mode: str | None
    about: str | None
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The whole codebook. `fingerprint` hashes every data file of the package, so any change of a word shows.

    `announces` says for a type what its announcement is: a cooperative act still to come is AGREE, a
    conflictual one threatened is THREATEN. `root_quads` gives PLV's fifteen roots with their quad class.
    `canonical` is the way back from a type to CAMEO, in order: the first row that fits holds, and each type's last fits all.
    `polecat_types` maps names that POLECAT files and older PLOVER drafts use.
    """

    version: str
    fingerprint: str
    types: Mapping[str, EventType]
    instruments: Mapping[str, Instrument]
    contexts: Mapping[str, Context]
    cameo: Mapping[str, Crosswalk]
    canonical: tuple[Canonical, ...]
    acled: Mapping[str, Conflict]
    """By sub-event type, in small letters."""
    polecat_types: Mapping[str, str]
    polecat_quads: Mapping[str, int]
    announces: Mapping[str, str]
    root_quads: Mapping[str, int]

    @property
    def root15s(self) -> tuple[str, ...]:
        """PLV's fifteen roots, in alphabetical order."""
        return tuple(sorted(self.root_quads))

    def type(self, name: str) -> EventType:
        """Look a type up.

        Raises:
            CodebookError: no type has this name.
        """
        try:
            return self.types[name]
        except KeyError:
            raise CodebookError(
                f"'{name}' is no event type.",
                cause=f"The codebook has {', '.join(self.types)}.",
                remedy="Correct the name; types are written in capitals.",
            ) from None

    def is_cooperative(self, name: str) -> bool:
        """Whether acts of the type are cooperation."""
        return self.type(name).cooperative

    def is_symmetric(self, name: str) -> bool:
        """Whether the sides of an act of the type are an unordered pair."""
        return self.type(name).symmetric

    def pairs(
        self, name: str, sources: Iterable[SideT], targets: Iterable[SideT], *, aimed: bool
    ) -> Iterator[tuple[SideT, SideT]]:
        """Give the ordered pairs of different sides that an act of a type goes between.

        Source to target; where the act names no recipient (`aimed` is false) and is one that sides do with one another, each source to
        each other one. `sources` are distinct.
        """
        if aimed:
            yield from ((one, other) for one, other in product(sources, targets) if one != other)
        elif name in self.types and self.types[name].mutual:
            yield from permutations(sources, 2)

    def is_verbal(self, name: str) -> bool:
        """Whether acts of the type are done with words."""
        return self.type(name).verbal

    def announced_as(self, name: str) -> str:
        """Give the type of announcing an act of type `name`; the same where saying is doing."""
        return self.announces.get(name, name)

    def from_cameo(self, code: str) -> Crosswalk | None:
        """Translate a CAMEO code; an unknown one is read as its parent (`1234`, `123`, `12`), else null."""
        while len(code) >= 2:  # noqa: PLR2004  CAMEO's shortest codes, the roots, have two digits
            if code in self.cameo:
                return self.cameo[code]
            code = code[:-1]
        return None

    def to_cameo(
        self, event_type: str, mode: str | None, contexts: Iterable[str], instruments: Iterable[str]
    ) -> Canonical:
        """Choose the CAMEO code for an act: by its mode, and by what it is about.

        Raises:
            CodebookError: no type has this name.
        """
        name = self.type(event_type).name
        about = {None, *contexts, *instruments}
        return next(
            row
            for row in self.canonical
            if row.event_type == name and row.mode in (None, mode) and row.about in about
        )

    def cameo_label(self, code: str) -> str | None:
        """Name a CAMEO code in our words; null for one that stands for no type."""
        return next((row.label for row in self.canonical if row.code == code), None)
