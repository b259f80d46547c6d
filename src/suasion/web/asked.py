"""What can be asked in an address: the words of the command line, each with its limits."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from suasion.engine.asked import SLOW, TieConditions
from suasion.engine.dyads import MOST_PAIRS
from suasion.engine.selecting import Conditions
from suasion.errors import InputError
from suasion.exchange import FORMATS, TABLE_FORMATS

MOST_ROWS = 1_000
"""Rows of one page."""
MOST_BINS = 10_000
"""Rows of one page of the timeline, which are short."""
MOST_TIES = 100_000
"""Ties of an answer, some KB each, of which it gives a page."""
MOST_WORDS, MOST_LETTERS, MOST_TARGETS, MOST_SAID = 50, 200, 1_000, 2_000
_FAR = 10_000_000

Word = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2022-03-31"])]
Said = Annotated[str, Field(max_length=MOST_SAID)]
Sort = Literal["day", "-day", "origins", "-origins", "probability", "-probability"]
Unit = Literal["day", "week", "month", "quarter", "year"]
Action = Literal[
    "accept", "reject", "unsure", "merge", "split", "correct", "mark-copy", "mark-independent", "undo"
]


class Asked(BaseModel):
    """A question; a word that it does not know is refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class Paging(Asked):
    """Which rows of an answer: `limit` from `offset` on, or from where a page before ended."""

    limit: int = Field(default=MOST_ROWS, ge=1, le=MOST_ROWS, description="Rows of a page.")
    offset: int = Field(default=0, ge=0, le=_FAR, description="Rows to leave out first.")
    cursor: Word | None = Field(default=None, description="`next` of the page before.")


class Format(Asked):
    """In which format all rows are to be given as a file."""

    format: str | None = Field(
        default=None,
        description="Give all rows as a file: the formats of `suasion export`.",
        json_schema_extra={"enum": [*TABLE_FORMATS, *FORMATS]},
    )


class TableFormat(Asked):
    """In which format a whole table is to be given as a file."""

    format: str | None = Field(
        default=None,
        description="Give the whole table as a file.",
        json_schema_extra={"enum": list(TABLE_FORMATS)},
    )


class TablePage(Paging, TableFormat):
    """A whole table, by pages or as a file."""


class Filter(Asked):
    """Which events: those that meet every condition; an empty condition is met by all. Words of one condition are joined by "or"."""

    source: Words = Field(
        default=[],
        description="Who acts: a state's name or code, a group (BRICS), or a kind of actor (IGO, NGO, ...).",
        examples=[["RUS"], ["Turkey", "BRICS"]],
    )
    target: Words = Field(default=[], description="Toward whom, as `source`.", examples=[["VEN"]])
    type: Words = Field(default=[], description="Event type of PLOVER.", examples=[["AID"]])
    instrument: Words = Field(
        default=[],
        description="Instrument of statecraft, or a group of them (`military`).",
        examples=[["military/arms-transfer"]],
    )
    factuality: Words = Field(
        default=[],
        description="occurred, planned, conditional, possible or denied.",
        examples=[["occurred", "planned"]],
    )
    status: Words = Field(
        default=[],
        description="reported, corroborated, disputed or retracted.",
        examples=[["corroborated"]],
    )
    outlet: Words = Field(default=[], description="Outlet of a report that tells of it.")
    language: Words = Field(
        default=[], description="Language in which it was first told (`ru`).", examples=[["es"]]
    )
    min_origins: int = Field(default=0, ge=0, le=_FAR, description="At least so many independent origins.")
    start: Day | None = Field(default=None, alias="from", description="Not before this day.")
    end: Day | None = Field(default=None, alias="to", description="Not after this day.")
    text: str | None = Field(
        default=None,
        max_length=MOST_LETTERS,
        description="These words stand in one of its sentences.",
        examples=["fighter jets"],
    )
    dataset: Word | None = Field(default=None, description="`suasion`, or the name of an imported data set.")

    def conditions(self) -> Conditions:
        """Give the same in the words of `Case.events`."""
        return Conditions(
            source=self.source,
            target=self.target,
            type=self.type,
            instrument=self.instrument,
            factuality=self.factuality,
            status=self.status,
            outlet=self.outlet,
            language=self.language,
            min_origins=self.min_origins,
            start=self.start,
            end=self.end,
            text=self.text,
            dataset=self.dataset,
        )


class FilterPage(Filter, TablePage):
    """Some rows that belong to events."""


class EventsAsked(Filter, Paging, Format):
    """Which events, in which order, how many of them, or all as a file."""

    limit: int = Field(default=100, ge=1, le=MOST_ROWS, description="Rows of a page.")
    sort: Sort = Field(default="day", description="A minus turns the order; the undated come last.")


class ReportsAsked(Filter, Paging, Format):
    """The reports that tell of which events."""


class TimelineAsked(FilterPage):
    """Events over time."""

    limit: int = Field(default=MOST_BINS, ge=1, le=MOST_BINS, description="Rows of a page.")
    unit: Unit = Field(default="month", description="The stretch of time that is counted in.")


class FramingsAsked(TablePage):
    """What outlets call actors and acts."""

    actor: Word | None = Field(default=None, description="An actor's id or name, or a state's code.")
    event: Word | None = Field(default=None, description="An event's id.")
    outlet: Word | None = Field(default=None, description="An outlet's name.")


class Measured(TablePage):
    """Which measures of what passed between sides."""

    instrument: Words = Field(
        default=[], description="Instruments, groups of them, or `all`.", examples=[["all"]]
    )
    measure: Words = Field(
        default=[], description="Measures, as in docs/measures.md.", examples=[["courtship", "affinity"]]
    )
    window: Word | None = Field(
        default=None,
        description="all, day, week, month, quarter, year, or rolling:DAYS.",
        examples=["month"],
    )
    start: Day | None = Field(default=None, alias="from", description="Not before this day.")
    end: Day | None = Field(default=None, alias="to", description="Not after this day.")
    dataset: Word | None = Field(default=None, description="`suasion`, or the name of an imported data set.")
    poles: Words = Field(default=[], description="The states between which alignment is measured.")

    def conditions(self) -> TieConditions:
        """Give the same in the words of `Case.ties`; what is not asked is left out.

        Raises:
            InputError: a measure is asked for that takes too long for an answer.
        """
        if slow := set(self.measure) & set(SLOW):
            raise InputError(
                f"{', '.join(sorted(slow))} takes too long to be asked for here.",
                cause="It is estimated, not counted.",
                remedy=f"Ask on the command line: suasion ties --measure {min(slow)}",
            )
        given = self.model_dump(exclude_defaults=True, exclude=set(TablePage.model_fields))
        return cast(TieConditions, {**given, "most": MOST_TIES} if given else {})


class TiesAsked(Measured):
    """What passed between which sides; without any condition, as the last run left it."""

    source: Words = Field(default=[], description="Who acts.", examples=[["RUS"]])
    target: Words = Field(default=[], description="Toward whom.", examples=[["VEN"]])


class PairsAsked(Measured):
    """What passed between many pairs."""

    pairs: Annotated[list[tuple[Word, Word]], Field(min_length=1, max_length=MOST_PAIRS)] = Field(
        description="Each a source and a target.", examples=[[["RUS", "VEN"], ["CHN", "ARG"]]]
    )


class DecisionAsked(Asked):
    """A decision about records."""

    action: Action = Field(examples=["accept"])
    targets: Annotated[list[Word], Field(min_length=1, max_length=MOST_TARGETS)] = Field(
        description="Ids of the records.", examples=[["e1a2b3c4"]]
    )
    field: Word | None = Field(default=None, description="For correct: the field.")
    value: Said | None = Field(default=None, description="For correct: its right value.")
    who: Word | None = Field(
        default=None, description="Who decides; else the name that the server runs under."
    )
    why: Said | None = None
