"""The case, looked up: which side an actor stands for, which pairs an event joins, what hangs below what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from suasion.publish.given import DossierInput
from suasion.publish.words import (
    capital,
    counted,
    day,
    either,
    listing,
    load_words,
    period,
    small,
    sources,
    verb,
    with_article,
)
from suasion.records import Actor, Event, Framing, Judgement, Link, Participant, Report, Statement

TITLE_LENGTH, UNTITLED_LENGTH = 90, 60


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One party of a pair: a state with its people, or an organisation or group that belongs to none."""

    name: str
    key: str


Pair = tuple[Side, Side]


def anchor(*parts: str) -> str:
    """Make an id for the page from any keys: ASCII letters, digits, `-`, `_`; different keys stay so."""
    return "-".join(
        "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"_{ord(c):x}" for c in part)
        for part in parts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Look-ups over a `DossierInput`; what they return is in an order that depends on content only."""

    given: DossierInput
    reports: Mapping[str, Report]
    statements: Mapping[str, Statement]
    events: Mapping[str, Event]
    event_of: Mapping[str, str]
    """Statement id to event id."""
    children: Mapping[str, tuple[Event, ...]]
    """Event id to the events that are its content."""
    links_from: Mapping[str, tuple[Link, ...]]
    """Report id to its links."""
    made_in: Mapping[str, tuple[str, ...]]
    """Report id to the ids of its statements."""
    told_in: Mapping[str, int]
    """Report id to the number of events that its statements tell of."""
    place: Mapping[str, int]
    """Report id to its place in the list of reports."""
    judged: Mapping[str, tuple[Judgement, ...]]
    """Record id to the judgements in force about it."""
    acts: Mapping[str, tuple[Framing, ...]]
    """Event id to what outlets call its act."""
    groups: frozenset[str]
    """Keys of the sides that are groups without a code ("its allies"): no party that one can count by."""

    def side(self, actor: Actor | Participant) -> Side:
        """Give the party that an actor stands for: its state, for a state and its people, else itself (a firm, a union)."""
        if actor.country is None or actor.code != actor.country:
            return Side(actor.name, actor.id)
        return self.state(actor.country)

    def state(self, code: str) -> Side:
        """Give the party of a code: a country's, or an organisation's that some event names."""
        return Side(self.given.country_names.get(code, code), code)

    def sides(self, actors: Iterable[Actor]) -> tuple[Side, ...]:
        """Give the parties of some actors, each once."""
        found = {self.side(actor) for actor in actors}
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)

    def pairs(self, event: Event) -> tuple[Pair, ...]:
        """Give the ordered pairs of different parties of an event; an act done together counts in both directions."""
        actors, recipients = self.sides(event.actors), self.sides(event.recipients)
        book = self.given.codebook
        return tuple(sorted(book.pairs(event.event_type, actors, recipients, aimed=bool(event.recipients))))

    def within(self, sides: Sequence[Side]) -> str:
        """Name parties inside a sentence: `the United States and Peru`."""
        return listing([with_article(side.name, side.key) for side in sides])

    def parent(self, event: Event) -> Event | None:
        """Give the event whose content this is; `content_of` may name an event or one of its statements."""
        if event.content_of is None:
            return None
        return self.events.get(self.event_of.get(event.content_of, event.content_of))

    def outlet(self, report: Report) -> str:
        """Name a report's outlet."""
        return report.outlet or "outlet unknown"

    def report_name(self, report: Report) -> str:
        """Name a report: its title, else its first words, else the file that it came from."""
        if report.title is None and report.text.strip():
            return shortened(report.text[: 2 * TITLE_LENGTH], UNTITLED_LENGTH)
        return shortened(report.title or basename(report.path), TITLE_LENGTH)

    def means(self, event: Event) -> tuple[str, ...]:
        """Name what was done, in lower case: the instruments' labels, else the type's noun."""
        book = self.given.codebook
        labels = [
            small(book.instruments[name].label) if name in book.instruments else name
            for name in event.instruments
        ]
        return tuple(dict.fromkeys(labels)) or (book.type(event.event_type).noun,)

    def material(self, event: Event) -> bool:
        """Whether an act is done in matter (else in words)."""
        return not self.given.codebook.is_verbal(event.event_type)

    def label(self, event: Event) -> str:
        """Name an act in a list: by its means where they say what was done, else by the type's noun with them."""
        means = listing(self.means(event))
        if not event.instruments or event.event_type in load_words().named_by_means:
            return means
        return f"{self.given.codebook.type(event.event_type).noun} [{means}]"

    def headline(self, event: Event) -> str:
        """Tell an event in words: `Peru gave aid to Chile: medicine`; only a deed gets the past tense."""
        how = f": {listing(self.means(event))}" if event.instruments else ""
        sides = self.sides((*event.actors, *event.recipients))
        if len(sides) == 1 and event.actors and event.recipients:
            return f"Within {self.within(sides)}: {self._deed(event)}"
        return capital(self._clause(event)) + how

    def _deed(self, event: Event) -> str:
        """Name an act inside one side by its noun: nobody acts on itself."""
        word = load_words().factuality[event.factuality].word
        noun = self.given.codebook.type(event.event_type).noun
        how = f" ({listing(self.means(event))})" if event.instruments else ""
        return f"{noun}{how}" if event.factuality == "occurred" else f"{noun}{how}, {word}"

    def _clause(self, event: Event) -> str:
        kind = self.given.codebook.type(event.event_type)
        actors, recipients = self.sides(event.actors), self.sides(event.recipients)
        together = "one another" if kind.mutual and len(actors) > 1 else "a side not named"
        whom = self.within(recipients) if recipients else together
        who = self.within(actors) if actors else "somebody"
        if event.factuality == "occurred":
            claimed = "it is claimed that " if event.counted_as == "possible" else ""
            return f"{claimed}{who} {kind.verb} {whom}"
        if event.factuality == "planned":
            return f"{who} {verb(len(actors), 'is', 'are')} to {kind.verb_base} {whom}"
        if event.factuality == "denied":
            return f"it is denied that {who} {either(kind.verb, kind.verb_base)} {whom}"
        modal = "would, on a condition," if event.factuality == "conditional" else "may"
        return f"{who} {modal} {kind.verb_base} {whom}"

    def when(self, event: Event) -> str:
        """Write when an event was; of an undated one, when it was first told."""
        if event.dated or event.told is None:
            return period(event.when)
        return f"told {day(event.told)}" if event.days else f"undated (told {day(event.told)})"

    def sources(self, event: Event) -> str:
        """Write how many sources an event has: `2 independent / 5 reports`."""
        return sources(event.independent_origins, len(event.report_ids))

    def witnesses(self, event: Event) -> str:
        """Write who speaks and who tells: `1 speaker, 3 independent origins, 5 reports`."""
        speakers = (counted(len(event.speakers), "speaker"),) if event.speakers else ()
        origins = counted(event.independent_origins, "independent origin")
        return ", ".join([*speakers, origins, counted(len(event.report_ids), "report")])


def shortened(words: str, most: int) -> str:
    """Put words on one line of at most `most` characters, cut between two words."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"


def basename(path: str) -> str:
    """Give the last part of a path (with its `:line`): a mailed page does not tell how a disk is laid out."""
    return PurePath(path.replace("\\", "/")).name or path


def event_order(event: Event) -> tuple[bool, str, str]:
    """Sort key: by the first of the days that it stands on, those on none last, then by id."""
    return (event.days is None, event.days[0].isoformat() if event.days else "", event.id)


def build_index(given: DossierInput) -> Index:
    """Index a case."""
    events = {event.id: event for event in sorted(given.events, key=event_order)}
    event_of = {s: event.id for event in events.values() for s in event.statement_ids}
    children: dict[str, list[Event]] = defaultdict(list)
    for event in events.values():
        if event.content_of is not None:
            parent = event_of.get(event.content_of, event.content_of)
            if parent in events and parent != event.id:
                children[parent].append(event)
    links: dict[str, list[Link]] = defaultdict(list)
    for link in sorted(given.links, key=lambda link: (link.from_report, -link.score, link.id)):
        links[link.from_report].append(link)
    reports = {report.id: report for report in sorted(given.reports, key=report_order)}
    made: dict[str, list[str]] = defaultdict(list)
    told: dict[str, set[str]] = defaultdict(set)
    for statement in given.statements:
        made[statement.report_id].append(statement.id)
        if statement.id in event_of:
            told[statement.report_id].add(event_of[statement.id])
    judged: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in given.judgements:
        for target in judgement.targets:
            judged[target].append(judgement)
    acts: dict[str, list[Framing]] = defaultdict(list)
    for row in given.framings or ():
        if row.what == "event":
            acts[row.id].append(row)
    actors = [actor for event in events.values() for actor in (*event.actors, *event.recipients)]
    return Index(
        given=given,
        reports=reports,
        place={report_id: number for number, report_id in enumerate(reports)},
        statements={statement.id: statement for statement in given.statements},
        events=events,
        event_of=event_of,
        children={key: tuple(rows) for key, rows in children.items()},
        groups=frozenset(actor.id for actor in actors if actor.code is None and actor.country is None),
        judged={key: tuple(rows) for key, rows in judged.items()},
        acts={key: tuple(rows) for key, rows in acts.items()},
        made_in={key: tuple(rows) for key, rows in made.items()},
        told_in={key: len(found) for key, found in told.items()},
        links_from={key: tuple(rows) for key, rows in links.items()},
    )


def report_order(report: Report) -> tuple[bool, str, str, str]:
    """Sort key: by publication day, the undated last, then by outlet and id."""
    start = report.published.start
    return (start is None, start.isoformat() if start else "", report.outlet or "~", report.id)
