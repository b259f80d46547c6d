"""Names of outlets: from the register, from what a report itself calls them, and shortened or broken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from suasion.ids import content_id
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.remembering import Remembering
from suasion.reconcile.runs import ARTICLES, DESCRIBING, JOINING, Run, runs
from suasion.reconcile.spelling import broken_names
from suasion.reconcile.words import fold_name, without_accents
from suasion.records import LinkTarget, Report
from suasion.registers import Outlet, Registers, key_of

_WORD = re.compile(r"\w+")
_OFFICE_FOR = re.compile(rf"(?i)\b(?:{'|'.join(sorted(load_lexicon().offices))})\b[^.,;]*\bfor\s+$")
"""Before what an office is for ("Secretary of State for Foreign Affairs")."""
_CAPITALISED = re.compile(r"\b[A-Z][\w-]+(?:['’]s)?")
_NUMBERED = re.compile(r"-(\d+)$")
"""A number that may be joined to a name or not ("Rustavi-2")."""
_JOINED_ARTICLE = re.compile(r"(?<=\b[AE]l)-(?=[A-Z])")
"""As some write it ("Al-Hadath") and others do not."""
_SITE = re.compile(
    r"(?<![\w.@/-])[A-Za-z\d][\w-]+\.(?:com|net|org|info|news|media|press|tv|fm|eu|(?!(?:is|it|at|be|no|so|to|as|us|my|am)\b)[a-z]{2})"
    r"(?:\.[a-z]{2})?(?![\w@/-])|\b[a-z]{1,3}TV\b"
)
"""An address, as portals write their names (two letters that are also an English word end none), or "bTV"."""
_MAY_BE_SITE = re.compile(r"\.[a-z]{2}|TV\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w.-]+\w(?:/[^\s()\[\]<>”\"]*)?")
"""An address as readers may follow it."""
_MAY_BE_ADDRESS = re.compile(r"://|www\.")
_FOREIGN_ARTICLES = frozenset({"al", "el", "il", "la", "las", "le", "les", "los", "o", "as", "os"})
_EXTENDING = frozenset(
    {
        "News",
        "TV",
        "Online",
        "Radio",
        "Agency",
        "English",
        "International",
        "World",
        "Web",
        "Africa",
        "Europe",
        "Asia",
    }
)
"""Words after the name of an outlet that leave it the same outlet."""
_STATE_MEDIA = re.compile(
    rf"(?:the )?(.+?) (?:{'|'.join(re.escape(words) for words in load_lexicon().state_media)})", re.IGNORECASE
)
_REMEMBERED = 1 << 16
"""Surfaces whose answers are kept."""


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet that news may go back to. `agency`: its trade is to be relayed."""

    id: str
    name: str
    agency: bool = False

    @property
    def registered(self) -> bool:
        """Whether the register of outlets holds it."""
        return self.id.startswith("outlet:")

    @property
    def target(self) -> LinkTarget:
        """The outlet as the target of a link."""
        return LinkTarget(kind="origin", id=self.id, name=self.name)


class SourceNames:
    """Resolves names of outlets. One for all reports; `naming.Naming` remembers what one report has named."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._found = Remembering(self._registered, _REMEMBERED)
        self._close = Remembering(self._nearly_called, _REMEMBERED)
        self._uncommon_in = Remembering(self._holds_uncommon)

    @cached_property
    def state_words(self) -> frozenset[str]:
        """Words that name states, their people and capitals: two reports on one event share them in any case."""
        aliases = (one for found in self._registers.aliases.values() for one in found)
        names = (one.surface for one in aliases if one.actor.id.startswith("state:"))
        words = {word for name in names for word in fold_name(name).split()}
        return frozenset(words | {without_accents(word) for word in words})

    def names_anybody(self, surface: str) -> bool:
        """Whether the registers hold a state, region, body or person of this name."""
        return bool(self._registers.lookup(surface)) or self.names_actor(surface)

    def names_actor(self, surface: str) -> bool:
        """Whether a surface names a state or region, and so no outlet ("Russian agency"); a person may bear its name ("Al-Sudani")."""
        found = (one.actor.id for one in self._registers.lookup(surface))
        return (
            any(not one.startswith("person:") for one in found) or key_of(surface) in self._registers.regions
        )

    def find(self, name: str) -> Source | None:
        """Look a name up in the register."""
        return self._found[name]

    def _registered(self, name: str) -> Source | None:
        outlets = self._registers.outlets
        outlet = (
            outlets.find(name)
            or outlets.find(_NUMBERED.sub(r" \1", name))
            or outlets.find(_JOINED_ARTICLE.sub(" ", name))
            or (outlets.by_domain(name) if _SITE.fullmatch(name) or is_address(name) else None)
        )
        return registered(outlet) if outlet else None

    def namesake(self, name: str, text: str) -> Source | None:
        """Give the one of several outlets of a name ("La Nation") whose state a text names; null if that is none or several.

        In the register such an outlet's name ends with its state or kind in brackets.
        """
        held = self._namesakes.get(fold_name(name), ())
        if not held:
            return None
        words = dict.fromkeys(_owner(match.group()) for match in _CAPITALISED.finditer(text))
        named = {one.actor.country for word in words for one in self._registers.lookup(word)}
        fit = [outlet for outlet in held if outlet.country in named]
        plain = self._registers.outlets.find(name)
        if len(fit) != 1 or (plain and plain.country in named):
            return None
        return registered(fit[0])

    @cached_property
    def _namesakes(self) -> dict[str, list[Outlet]]:
        """Outlets with a qualified name, by the folded name without it."""
        outlets = {one.id: one for one in self._registers.outlets.aliases.values()}
        found: dict[str, list[Outlet]] = defaultdict(list)
        for outlet_id in sorted(outlets):
            bare, bracket, _ = outlets[outlet_id].name.partition(" (")
            if bracket:
                found[fold_name(bare)].append(outlets[outlet_id])
        return found

    def is_branch(self, name: str) -> bool:
        """Whether a name is that of a known agency's branch ("Interfax-Zapad")."""
        parts = name.split("-")
        return (
            len(parts) > 1 and all(part[:1].isupper() for part in parts) and any(map(self.is_agency, parts))
        )

    def is_agency(self, name: str) -> bool:
        """Whether a name is an agency's: its trade is to be relayed, and nothing appears "in" it."""
        found = self.find(name)
        return found is not None and found.agency

    def named(self, name: str) -> Source:
        """Look a name up, or make a source of a name that the register does not hold."""
        found = self.find(name)
        if found:
            return found
        owner = _STATE_MEDIA.fullmatch(name)
        nameless = self.state_media(owner.group(1)) if owner else None
        return nameless or Source(content_id("o", fold_name(name)), name)

    def state_media(self, owner: str) -> Source | None:
        """Give the state media of a people, state or capital, without a name of their own; null if none is meant."""
        owner = _owner(owner)
        found = self._registers.lookup(owner)
        countries = {one.actor.country for one in found if one.actor.country}
        if len(countries) != 1:
            return None
        (country,) = countries
        state = self._registers.actor(f"state:{country}")
        name = f"{state.name if state else owner} state media"
        return Source(content_id("o", fold_name(name)), name)

    def states_in(self, text: str, start: int, end: int) -> list[str]:
        """Give one name of each state that words between two positions name, its people and capital included."""
        named: dict[str, str] = {}
        for match in _CAPITALISED.finditer(text, start, end):
            word = _owner(match.group())
            for one in self._registers.lookup(word):
                if one.actor.id.startswith("state:") and one.actor.country:
                    named.setdefault(one.actor.country, word)
        return list(named.values())

    def is_own(self, report: Report, source: Source) -> bool:
        """Whether a source is the report's own outlet, a name of which that is a branch ("RNZ" of "RNZ Pacific"), or its end."""
        own = self.of_report(report)
        if own is None or own.id == source.id:
            return own is not None
        name, part = (fold_name(one.name.partition(" (")[0]) for one in (own, source))
        if source.name.isupper() and not source.registered and _is_short_for(part, name):
            return True
        ends = f" {name} ".startswith(f" {part} ") or f" {name} ".endswith(f" {part} ")
        return ends or name.replace(" ", "") == part.replace(" ", "")

    def spelled_out(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(start, end) of names that are no mere run of capitalised words: "Jutarnji list", "dpa", "Página/12", "gorod.kz"."""
        if any(map(self._uncommon_in.__getitem__, text[start:end].split())):
            for word in _WORD.finditer(text, start, end):
                for name in self._uncommon.get(word.group(), ()):
                    after = word.start() + len(name)
                    if text.startswith(name, word.start()) and not text[after : after + 1].isalnum():
                        yield word.start(), after
                        break
        if _MAY_BE_SITE.search(text, start, end):
            for match in _SITE.finditer(text, start, end):
                yield match.span()
        if _MAY_BE_ADDRESS.search(text, start, end):
            for match in _ADDRESS.finditer(text, start, end):
                if self.find(match.group()):
                    yield match.span()

    def _holds_uncommon(self, piece: str) -> bool:
        """Whether what stands between two spaces holds the first word of such a name."""
        return not self._uncommon.keys().isdisjoint(_WORD.findall(piece))

    @cached_property
    def _uncommon(self) -> dict[str, list[str]]:
        """Such names of the register by their first word, the longest first."""
        outlets = self._registers.outlets
        names = {name for one in outlets.aliases.values() for name in (one.name, *one.aliases)}
        names |= {f"al-{name[3:]}" for name in names if name.startswith(("Al ", "Al-"))}
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names, key=lambda one: (-len(one), one)):
            whole = [(run.parts[0][0], run.parts[-1][1]) for run in runs(name, 0, len(name))]
            if whole != [(0, len(name))] and outlets.find(name):
                found[_WORD.findall(name)[0]].append(name)
        return found

    def stands_alone(self, text: str, run: Run, start: int, end: int, begin: int) -> bool:
        """Whether a name within a run of capitalised words is a name of its own: "Foreign Affairs" of a ministry's is not.

        Beside it may stand whose it is, what it is, when, and at the `begin` of a sentence any one word.
        """
        if _OFFICE_FOR.search(text, max(start - 60, 0), start):
            return False
        name = text[start:end]
        before = [part for part in run.parts if part[1] <= start]
        after = [text[slice(*part)] for part in run.parts if part[0] >= end]
        words = [text[slice(*part)] for part in before]
        opens = len(before) == 1 and before[0][0] == begin and words[0] not in {"The", "A", "An"}
        of = len(words) > 1 and words[-1] == "of" and fold_name(words[-2]) not in load_lexicon().offices
        left = (
            not words
            or opens
            or of
            or words[-1] in JOINING | ARTICLES | {"the"}
            or self._describes(words[-1])
            or DESCRIBING.fullmatch(words[-1]) is not None
        )
        common = (
            name.rsplit(" ", 1)[-1] in load_lexicon().name_lasts
        )  # "The Guardian of Nigeria" is not The Guardian
        from_there = after[:1] == ["of"] and self._describes(after[1]) and not common
        branch = name.isupper() and end - start > 2 and len(after) <= 2 and not self.is_agency(name)  # noqa: PLR2004  "CBS This Morning"
        if before and self.names_actor(text[before[-1][0] : end]):  # "Capitol Hill"
            return False
        return left and (
            not after
            or branch
            or after[0] in JOINING | _EXTENDING | {"the"}
            or self._describes(after[0])
            or from_there
        )

    def _describes(self, word: str) -> bool:
        folded = fold_name(_owner(word))
        return (
            word[:1].isupper()
            and folded not in _FOREIGN_ARTICLES
            and (folded in self.state_words or self.is_calendar(word) or folded in load_lexicon().media_nouns)
        )

    def is_calendar(self, name: str) -> bool:
        """Whether a name is a month, a day, an office or another capitalised word that names no outlet."""
        words = fold_name(name).split()
        named = [word for word in words if word not in load_lexicon().calendar_words]
        return len(named) < len(words) and all(word in load_lexicon().media_nouns for word in named)

    def writes(self, surface: str, name: str) -> bool:
        """Whether words of a text write an outlet's name as a name.

        "A diplomat in Malabo" is no magazine, nor is "the Las Vegas Sun" The Sun.
        """
        written = [word.strip("“”\"'’(),") for word in surface.split()]
        known = self._registers.outlets.find(name)
        names = (name, *known.aliases) if known else (name,)
        parts = {part for one in names for part in fold_name(one).split()}
        capital = ["" if word == word.lower() or word in ARTICLES else word for word in written]
        first = next((i for i, word in enumerate(capital) if fold_name(_owner(word)) in parts), None)
        if first is None:
            return False
        before = capital[first - 1] if first else ""
        return not before or self._describes(before) or DESCRIBING.fullmatch(before) is not None

    def called_by(self, name: str, lead: str, text: str) -> Source:
        """Give the outlet that words beside a name say it is, with what stands before it in the sentence."""
        broken = None if name.isupper() else self.broken(name, lead)
        return self.namesake(name, text) or broken or self.named(name)

    def broken(self, surface: str, lead: str) -> Source | None:
        """Recognise a registered outlet by a broken name that the text calls an outlet ("Russian media Tas").

        Of several that it fits, that of the state which the words before it name; else it is nobody's.
        """
        close = self._close[surface]
        said = (
            one.actor.country for word in lead.split()[-4:] for one in self._registers.lookup(_owner(word))
        )
        states = {country for country in said if country}
        if close and (len(close) > 1 or states):
            close = [one for one in close if one.country in states]
        return registered(close[0]) if len(close) == 1 else None

    def _nearly_called(self, surface: str) -> list[Outlet]:
        return broken_names(surface, self._folded)

    @cached_property
    def _folded(self) -> dict[str, list[tuple[Outlet, str]]]:
        """Folded names of outlets by their first letter, in order of id."""
        by_id = {outlet.id: outlet for outlet in self._registers.outlets.aliases.values()}
        found: dict[str, list[tuple[Outlet, str]]] = defaultdict(list)
        for outlet in (by_id[outlet_id] for outlet_id in sorted(by_id)):
            for name in (outlet.name, *outlet.aliases):
                found[fold_name(name)[:1]].append((outlet, fold_name(name)))
        return found

    def called(self, surface: str) -> Source | None:
        """Give the outlet that words of a text call by name, or null if they name none ("American media outlets").

        What describes it in lower case is no part of its name ("the Halden news agency").
        """
        words = surface.split()
        named = [i for i, word in enumerate(words) if word != word.lower() and word not in ARTICLES]
        core = " ".join(words[named[0] : named[-1] + 1]) if named else ""
        known = self.find(surface) or (self.find(core) if core else None)
        if known or not core:
            return known
        if " ".join(words[named[-1] + 1 :]) in load_lexicon().state_media:
            return self.state_media(core) or self.named(f"{_owner(core)} state media")
        return None if self.names_actor(core) or self.is_calendar(core) else self.named(core)

    def kin(self, left: Report, right: Report) -> str | None:
        """Say what binds the outlets of two reports on the day of the later one ("both of Thomson Reuters"), or null."""
        if not left.outlet or not right.outlet:
            return None
        days = [report.published.start for report in (left, right) if report.published.start]
        return self.bond(left.outlet, right.outlet, max(days, default=None))

    def bond(self, left: str, right: str, on: date | None) -> str | None:
        """Say what binds two outlets, by their names, on a day (null: today); null if nothing known does."""
        one, other = self._registers.outlets.find(left), self._registers.outlets.find(right)
        return one.kin(other, on) if one and other else None

    def of_report(self, report: Report) -> Source | None:
        """Give the report's own outlet."""
        return self.named(report.outlet) if report.outlet else None


def is_address(name: str) -> bool:
    """Whether a name is an address that readers may follow."""
    return _ADDRESS.fullmatch(name) is not None


def _is_short_for(letters: str, name: str) -> bool:
    """Whether letters stand in a name in their order, from its first ("IPN" of "Interpressnews")."""
    rest = iter(name)
    return letters[:1] == name[:1] and all(letter in rest for letter in letters)


def _owner(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def registered(outlet: Outlet) -> Source:
    """Give the source that an outlet of the register is."""
    return Source(outlet.id, outlet.name, agency=outlet.kind == "agency")
