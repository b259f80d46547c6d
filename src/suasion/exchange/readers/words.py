"""What the words and codes of other data sets mean here: types, states, sectors, outlets, days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from suasion.codebook import Codebook
from suasion.exchange.readers.layout import Cell, Day, Kind
from suasion.records import FACTUALITIES, Actor, Factuality
from suasion.registers import CODE_SCHEMES, CodeScheme, Registers, SectorWord, key_of

ISO, AMERICAN, COMPACT, SPELLED = "%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%d %B %Y"
"""Forms of dates, as `strptime` knows them."""
NAME = "name"
"""The scheme of states that are written by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The codebook and the registers, asked by readers; `unplaced` gathers the words for states that no register knows."""

    codebook: Codebook
    registers: Registers
    dataset: str
    unplaced: set[str] = field(default_factory=set)
    _names: dict[str, str | None] = field(default_factory=dict)

    def cameo(self, code: Cell, factuality: Factuality = "occurred") -> Kind:
        """Translate a CAMEO code, exactly: `13y` is no code, and is not read as `13`."""
        row = self.codebook.cameo.get(code or "")
        if row is None:
            return Kind(unknown=f"'{code or ''}' is no CAMEO code; it is not guessed.")
        if not row.converted or row.event_type is None:
            return Kind()
        return Kind(
            event_type=row.event_type,
            mode=row.mode,
            contexts=row.contexts,
            instruments=(row.instrument,) if row.instrument else (),
            factuality=factuality,
            swap=row.swap,
        )

    def plover(
        self,
        name: Cell,
        modes: Iterable[str] = (),
        contexts: Iterable[str] = (),
        factuality: Factuality = "occurred",
    ) -> Kind:
        """Read a PLOVER type, with the first of the modes that the type has and all contexts that the codebook has."""
        found = self.codebook.polecat_types.get((name or "").upper())
        if found is None:
            return Kind(unknown=f"'{name or ''}' is no PLOVER event type; it is not guessed.")
        own = {mode.id for mode in self.codebook.type(found).modes}
        mode = next((one for one in map(_dashed, modes) if one in own), None)
        known = tuple(
            dict.fromkeys(one for one in map(self._context, contexts) if one in self.codebook.contexts)
        )
        means = self._means(found, mode, frozenset(known))
        return Kind(event_type=found, mode=mode, contexts=known, instruments=means, factuality=factuality)

    def acled(self, event: Cell, sub_event: Cell) -> Kind:
        """Read an ACLED sub-event type; some are no act and stand for no type."""
        row = self.codebook.acled.get((sub_event or "").casefold())
        if row is None:
            return Kind(
                unknown=f"'{sub_event or event or ''}' is no sub-event type of ACLED; it is not guessed."
            )
        return Kind(event_type=row.event_type, mode=row.mode, contexts=row.contexts)

    def state(self, text: Cell, *schemes: str) -> str | None:
        """Give the state (alpha-3) that a code or name stands for in the first of the schemes that has it."""
        if not text:
            return None
        for scheme in schemes:
            found = (
                self._named(text) if scheme == NAME else self.registers.codes.country(text, _scheme(scheme))
            )
            if found:
                return found
        self.unplaced.add(text)
        return None

    def actor(self, name: Cell, country: str | None, sector: SectorWord | None) -> Actor | None:
        """Make an actor of what a set says of it; null where it says nothing.

        A state's own name gives the state. What has no state has the code of its kind (`IGO`, `NGO`, ...), if the set tells.
        """
        known = self.registers.actor(f"state:{country}") if country else None
        if not name and not country and not (sector and sector.code):
            return None
        if known and (not name or self._named(name) == country):
            return known
        shown = name or (country or (sector.code if sector else None) or "")
        return Actor(
            id=f"{self.dataset}:{shown}",
            name=shown,
            country=country,
            code=country or (sector.code if sector else None),
            sector=sector.sector if sector else None,
        )

    def sector(self, scheme: str, *words: Cell) -> SectorWord | None:
        """Give what the most telling of some words for sectors means, whatever their order."""
        table = self.registers.sector_words
        found = [row for word in words if word and (row := table.get((scheme, key_of(word))))]
        return min(found, key=lambda row: row.rank, default=None)

    def outlet(self, name: Cell) -> tuple[str, ...]:
        """Name an outlet as the register does; else as the set does. An address gives its host's."""
        if not name:
            return ()
        text = name.strip()
        known = (
            self.registers.outlets.by_domain(text) if "." in text and " " not in text else None
        ) or self.registers.outlets.find(text)
        return (known.name,) if known else (host_of(text),)

    def owner(self, outlet: str) -> str | None:
        """Give the code of the state that owns an outlet; null where none does or the register does not know it."""
        found = self.registers.outlets.find(outlet)
        return found.country if found and found.state else None

    def family(self, name: str) -> str:
        """Give what makes outlets one origin: their owner or network, else the outlet itself."""
        known = self.registers.outlets.find(name)
        return (known.family if known else None) or name

    def state_named(self, text: str) -> str | None:
        """Give the state with this name; that there is none is no gap, as the text need not be a state's name."""
        return self._named(text)

    def _named(self, text: str) -> str | None:
        if text not in self._names:
            plain = text.replace("_", " ").strip()
            own = {alias.actor.country for alias in self.registers.lookup(plain) if alias.kind == "name"}
            found = self.registers.state_called(plain)
            self._names[text] = own.pop() if len(own) == 1 else found.country if found else None
        return self._names[text]

    def _context(self, word: str) -> str:
        plain = word.strip().casefold().replace(" ", "_").replace("-", "_")
        return plain if plain in self.codebook.contexts else f"{plain}s"

    def _means(self, event_type: str, mode: str | None, contexts: frozenset[str]) -> tuple[str, ...]:
        """Give the instrument that CAMEO's codes of this type and mode, and of as many of these contexts as any has, agree on."""
        fitting = [
            row
            for row in self.codebook.cameo.values()
            if row.converted
            and (row.event_type, row.mode) == (event_type, mode)
            and contexts.issuperset(row.contexts)
        ]
        most = max((len(row.contexts) for row in fitting), default=0)
        found = {row.instrument for row in fitting if len(row.contexts) == most}
        only = found.pop() if len(found) == 1 else None
        return (only,) if only else ()


def _scheme(name: str) -> CodeScheme:
    return next(scheme for scheme in CODE_SCHEMES if scheme == name)


def _dashed(mode: str) -> str:
    return mode.strip().casefold().replace("_", "-").replace(" ", "-")


def host_of(address: str) -> str:
    """Give the host of an address, without `www.`; what is no address stays as it is."""
    if "." not in address or " " in address:
        return address
    host = address.casefold().split("://")[-1].split("/")[0].split("@")[-1].split(":")[0]
    return host.removeprefix("www.")


def factuality_in(said: Iterable[str]) -> Factuality:
    """Find the first of some words that is a factuality; without one it occurred."""
    found: list[Factuality] = [one for word in said for one in FACTUALITIES if one == word.strip().casefold()]
    return found[0] if found else "occurred"


def listed(text: Cell, mark: str) -> tuple[str, ...]:
    """Split the list in a cell; empty members and the word None are left out."""
    return tuple(
        part for one in (text or "").split(mark) if (part := one.strip().strip('"')) and part != "None"
    )


def day(text: Cell, forms: Sequence[str] = (ISO, AMERICAN)) -> date | None:
    """Read a date in the first of the forms that fits; a time behind it is left aside. Null if none does.

    ISO is read everywhere; a two-digit year nowhere.
    """
    if not text:
        return None
    stated = text.strip()
    for form in forms:
        for one in (stated, stated.split("T")[0], stated.split(" ")[0]):
            try:
                return datetime.strptime(one, form).date()
            except ValueError:
                continue
    return None


def one_day(text: Cell, forms: Sequence[str] = (ISO, AMERICAN)) -> Day:
    """Read a date as a period of one day."""
    found = day(text, forms)
    return Day(first=found, last=found, precision="day") if found else Day()


def month_of(one: date) -> Day:
    """Give the month that a day lies in."""
    first = one.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Day(first=first, last=after - timedelta(days=1), precision="month")
