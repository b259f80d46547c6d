"""The gold of `origins` and `events`: stories told by several reports, and the pool of reports they make together.

A file holds one JSON object a line, a story each. All reports of a file stand in one pool: what is found
between two stories is wrong.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from suasion.codebook import Codebook
from suasion.evaluation.gold import json_rows
from suasion.evaluation.spans import bad_gold
from suasion.ingest import Ingest
from suasion.ingest.jsonl import JsonLine
from suasion.records import EventStatus, Factuality, Relation, Report
from suasion.registers import Registers
from suasion.settings import Settings


class StoryReport(JsonLine, frozen=True, kw_only=True):
    """A report as an input would state it. `id` is its name within the story; how it was made is not shown to suasion."""

    id: str
    text: str
    published: str | None = None


class StoryLink(msgspec.Struct, frozen=True, kw_only=True, rename={"source": "from"}):
    """`source` goes back to `to`: another report of the story, or the name of an outlet. Transitive links are left out."""

    source: str
    to: str
    relation: Relation


class StoryMention(msgspec.Struct, frozen=True, kw_only=True):
    """A report tells an event in the sentence in which `anchor` stands, and has it from `origin`."""

    report: str
    anchor: str
    origin: str
    factuality: Factuality


class StorySpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose words are the ground for an event, and the reports that carry them."""

    name: str
    reports: tuple[str, ...]


class StoryDispute(msgspec.Struct, frozen=True, kw_only=True):
    """A field on which reports disagree, with the reports on each side."""

    field: str
    values: tuple[tuple[str, ...], ...]


class StoryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One happening with all reports that tell it. `origins` counts the independent ones among those that assert it."""

    id: str
    event_type: str
    actors: tuple[str, ...]
    factuality: Factuality
    mentions: tuple[StoryMention, ...]
    origins: int
    status: EventStatus
    recipients: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    speakers: tuple[StorySpeaker, ...] = ()
    disputes: tuple[StoryDispute, ...] = ()


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of one story, how they hang together, and what they tell."""

    id: str
    reports: tuple[StoryReport, ...]
    links: tuple[StoryLink, ...] = ()
    events: tuple[StoryEvent, ...] = ()


Key = tuple[str, str]
"""A story's id and the id of a report or event within it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a mention stands: its report and the half-open span of its anchor in `Report.text`."""

    mention: StoryMention
    report: Report
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """All stories of a file with their reports as ingest gave them."""

    stories: Sequence[Story]
    reports: Mapping[Key, Report]

    @property
    def keys(self) -> dict[str, Key]:
        """Name the story and report behind each report's record id."""
        return {report.id: key for key, report in self.reports.items()}

    def told(self, story: Story, event: StoryEvent) -> list[Told]:
        """Give the mentions of an event with their places."""
        found = []
        for mention in event.mentions:
            report = self.reports[story.id, mention.report]
            start = report.text.find(mention.anchor)
            found.append(Told(mention, report, start, start + len(mention.anchor)))
        return found


def read_stories(path: Path, codebook: Codebook, registers: Registers) -> Pool:
    """Read a file of stories and take their reports in as `run` would.

    Raises:
        InputError: the file cannot be read, a line is not of the form, or a report of it is refused.
    """
    stories = []
    for line, story in json_rows(path, Story):
        for fault in _faults(story, codebook):
            raise bad_gold(path, f"line {line}, story '{story.id}': {fault}")
        stories.append(story)
    reports = dict(_ingested(path, stories, registers))
    pool = Pool(stories=stories, reports=reports)
    for story in stories:
        for event in story.events:
            for told in pool.told(story, event):
                if told.start < 0:
                    raise bad_gold(
                        path,
                        f"story '{story.id}': '{told.mention.anchor}' is not in report '{told.mention.report}'",
                    )
    return pool


def _faults(story: Story, codebook: Codebook) -> Iterator[str]:
    """Say what names something that is not there."""
    known = {report.id for report in story.reports}
    yield from (f"a link comes from '{one.source}'" for one in story.links if one.source not in known)
    for event in story.events:
        types = (event.event_type, *event.accept)
        yield from (f"'{name}' is no event type" for name in types if name not in codebook.types)
        yield from (f"no report '{one.report}'" for one in event.mentions if one.report not in known)


def _ingested(path: Path, stories: Iterable[Story], registers: Registers) -> Iterator[tuple[Key, Report]]:
    keys = [(story.id, report.id) for story in stories for report in story.reports]
    rows = [report for story in stories for report in story.reports]
    lines = b"\n".join(msgspec.json.encode(row) for row in rows)
    outcomes = Ingest(Settings(), registers).read(["-"], io.BytesIO(lines))
    for key, outcome in zip(keys, outcomes, strict=True):
        if not outcome.outputs:
            raise bad_gold(
                path, f"story '{key[0]}': report '{key[1]}' is refused ({outcome.rejections[0].detail})"
            )
        yield key, outcome.outputs[0]
