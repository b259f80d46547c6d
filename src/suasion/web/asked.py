"""What can be asked in an address: the words of the command line, each with its limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from suasion.engine.selecting import Conditions

MOST_ROWS = 1_000
"""Rows of one page."""
MOST_WORDS, MOST_LETTERS = 50, 200

Word = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2022-03-31"])]


class Filter(BaseModel):
    """Which events: those that meet every condition; an empty condition is met by all."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: Words = Field(
        default=[],
        description="Who acts: a state's name or code, a group (BRICS), or IGO, UNO, EUR, NGO, ISM, IMG, MNC.",
    )
    target: Words = Field(default=[], description="Toward whom, as `source`.")
    type: Words = Field(default=[], description="PLOVER event type.")
    instrument: Words = Field(
        default=[], description="Instrument of statecraft, or a group of them (`military`)."
    )
    factuality: Words = Field(default=[], description="occurred, planned, conditional, possible or denied.")
    status: Words = Field(default=[], description="reported, corroborated, disputed or retracted.")
    outlet: Words = Field(default=[], description="Outlet of a report that tells of it.")
    language: Words = Field(default=[], description="Language in which it was first told (`ru`).")
    min_origins: int = Field(
        default=0, ge=0, le=1_000_000, description="At least so many independent origins."
    )
    start: Day | None = Field(default=None, alias="from", description="Not before this day.")
    end: Day | None = Field(default=None, alias="to", description="Not after this day.")
    text: str | None = Field(
        default=None, max_length=MOST_LETTERS, description="Words in one of its sentences."
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


Sort = Literal["day", "-day", "origins", "-origins", "probability", "-probability"]


class EventsAsked(Filter):
    """Which events, in which order, and how many of them."""

    sort: Sort = Field(default="day", description="A minus turns the order; the undated come last.")
    limit: int = Field(default=100, ge=1, le=MOST_ROWS)
    offset: int = Field(default=0, ge=0, le=10_000_000)
    cursor: Word | None = Field(default=None, description="`next` of the page before.")
    format: Word | None = Field(
        default=None, description="Give all rows as a file: jsonl, csv, parquet, geojson ..."
    )
