"""`actors`: is who is spoken of found, and taken for the right state or organisation?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from suasion.evaluation.answers import report_of
from suasion.evaluation.gold import json_rows
from suasion.evaluation.scores import Counts
from suasion.evaluation.span_shapes import ActorsPrediction, ActorsScores, FoundActor
from suasion.evaluation.spans import bad_gold, overlap, span_shares
from suasion.read import Reader
from suasion.registers import load_registers

NAMED = frozenset(
    {
        "name",
        "demonym",
        "people",
        "capital",
        "metonym",
        "ministry",
        "abbreviation",
        "person",
        "surname",
        "organisation",
        "office",
        "fuzzy",
    }
)
"""How a mention was read for it to count: by a name, or by an office of a named state; pronouns, groups and towns do not."""

ANAPHORIC = frozenset({"its", "his", "her", "their", "our", "my"})
"""Words with which a mention begins that points back ("its envoy"): no name either."""

Naming = Callable[["ActorsRow"], Sequence[FoundActor]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """A half-open span of code points and its actor's code. An optional one may be found or not, with any code."""

    start: int
    end: int
    code: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsRow:
    """A text, the day of its publication, and whom it names. A sealed row is only scored when asked for."""

    text: str
    date: date | None = None
    mentions: tuple[GoldMention, ...] = ()
    sealed: bool = False


def read_actors(path: Path, *, sealed: bool = False) -> Iterator[ActorsRow]:
    """Read a file with one JSON object a line: the rows that are not sealed, or, with `sealed`, all.

    Raises:
        InputError: the file cannot be read or a line is not of the form.
    """
    for line, row in json_rows(path, ActorsRow):
        for mention in row.mentions:
            if not 0 <= mention.start < mention.end <= len(row.text):
                raise bad_gold(
                    path, f"line {line}: the span {mention.start}-{mention.end} lies outside the text"
                )
        if sealed or not row.sealed:
            yield row


def make_naming() -> Naming:
    """Give a function that reads a text as `run` would and lists whom it names by their codes."""
    reader = Reader(load_registers())

    def find(row: ActorsRow) -> list[FoundActor]:
        shift = len(row.text) - len(row.text.lstrip())
        return [
            FoundActor(
                start=mention.start + shift,
                end=mention.end + shift,
                text=mention.text,
                code=mention.actor.code,
                name=mention.actor.name,
                how=mention.how,
            )
            for mention in reader.read(report_of(row.text, row.date)).mentions
            if mention.actor.code is not None
            and mention.how in NAMED
            and mention.text.split()[0].lower() not in ANAPHORIC
        ]

    return find


def score_actors(
    rows: Iterable[ActorsRow], find: Naming, write: Callable[[ActorsPrediction], None]
) -> ActorsScores:
    """Compare mentions by overlap and code; counts add over texts."""
    total, overlapped, right, texts = Counts(), 0, 0, 0
    for row in rows:
        found = tuple(find(row))
        write(ActorsPrediction(text=row.text, predicted=found))
        wanted = [mention for mention in row.mentions if not mention.optional]
        judged = [answer for answer in found if not _is_free(answer, row.mentions)]
        hit = [any(_agree(mention, answer) for answer in judged) for mention in wanted]
        surplus = sum(not any(_agree(mention, answer) for mention in wanted) for answer in judged)
        total += Counts(right=sum(hit), surplus=surplus, missed=len(hit) - sum(hit))
        met = [any(overlap(mention, answer) for answer in judged) for mention in wanted]
        overlapped += sum(met)
        right += sum(hit)
        texts += 1
    return ActorsScores(
        mentions=span_shares(total),
        code_accuracy=right / overlapped if overlapped else 0.0,
        overlapped=overlapped,
        n=texts,
    )


def _agree(mention: GoldMention, answer: FoundActor) -> bool:
    return overlap(mention, answer) > 0 and mention.code == answer.code


def _is_free(answer: FoundActor, mentions: Sequence[GoldMention]) -> bool:
    """Whether the answer touches optional mentions alone."""
    touched = [mention for mention in mentions if overlap(mention, answer)]
    return bool(touched) and all(mention.optional for mention in touched)
