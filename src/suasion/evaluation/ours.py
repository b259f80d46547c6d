"""`gold`: every field of a statement on our own gold, one row of figures for each of its sets."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from suasion.codebook import Codebook
from suasion.coding import Coder
from suasion.evaluation.answers import report_of
from suasion.evaluation.gold import GoldStatement, json_rows, unreadable
from suasion.evaluation.scores import Counts
from suasion.evaluation.span_shapes import FieldScores, GoldPrediction, GoldScores, OurAnswer
from suasion.evaluation.spans import bad_gold, span_shares
from suasion.evaluation.timex import days_of, same_value
from suasion.evaluation.triples import CodedStatement, Triple, from_gold, from_statement, settle, triples
from suasion.read import Reader
from suasion.read.amounts import unit_of
from suasion.records import Statement
from suasion.registers import key_of, load_registers

OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldWhen:
    """The day, month or year of an act (`2012-01-18`, `2012-01`, `2012`; null: vague) and the words that tell it."""

    date: str | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAmount:
    """A quantity of an act."""

    value: float
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OurStatement(GoldStatement):
    """A statement with all its fields; an optional one may be coded or not."""

    holder: str | None = None
    when: GoldWhen | None = None
    amount: tuple[GoldAmount, ...] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OurRow:
    """A text of our own gold and what it states; `set` names the special set that it belongs to."""

    text: str
    id: str = ""
    set: str | None = None
    date: date | None = None
    sealed: bool = False
    statements: tuple[OurStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OurReport:
    date: date | None = None
    events: tuple[OurStatement, ...] = ()


Answering = Callable[[OurRow], Sequence[OurAnswer]]


def read_ours(folder: Path, *, sealed: bool = False) -> Iterator[tuple[str, OurRow]]:
    """Read the rows of a gold folder, each with the name of its subset.

    `*.jsonl` whose rows have `statements`, and the reports in `reports/`. With `sealed`, also what was set aside.

    Raises:
        InputError: the folder holds no gold, or a file is not of the form.
    """
    files = [path for path in sorted(folder.glob("*.jsonl")) if _has_statements(path)]
    if not files:
        raise bad_gold(folder, "the folder holds no .jsonl file with statements")
    for path in files:
        if sealed or path.stem != "sealed":
            for _, row in json_rows(path, OurRow):
                if sealed or not row.sealed:
                    yield f"{path.stem}/{row.set}" if row.set else path.stem, row
    for name in ("reports", "reports-sealed") if sealed else ("reports",):
        yield from ((name, _report(path)) for path in sorted((folder / name).glob("*.json")))


def _has_statements(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            row = json.loads(file.readline() or "{}")
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error
    except (ValueError, RecursionError) as error:
        raise bad_gold(path, f"line 1: {error}") from error
    return isinstance(row, dict) and "statements" in row


def _report(path: Path) -> OurRow:
    try:
        gold = msgspec.json.decode(path.read_bytes(), type=_OurReport)
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise bad_gold(path, str(error)) from error
    return OurRow(text=text, id=path.stem, date=gold.date, statements=gold.events)


def make_answering(codebook: Codebook) -> Answering:
    """Give a function that reads and codes a text as `run` would."""
    registers = load_registers()
    reader, coder = Reader(registers), Coder(codebook, registers)

    def answer(row: OurRow) -> list[OurAnswer]:
        reading = reader.read(report_of(row.text, row.date))
        return [_answer(statement) for outcome in coder.batch([reading]) for statement in outcome.outputs]

    return answer


def _answer(statement: Statement) -> OurAnswer:
    holder = statement.holders[0] if statement.holders else None
    return OurAnswer(
        statement=from_statement(statement),
        holder=OUTLET if holder is None or holder.kind == "outlet" else holder.name,
        holder_country=holder.country if holder is not None else None,
        when=statement.when,
        amounts=statement.amounts,
    )


def score_ours(
    rows: Iterable[tuple[str, OurRow]],
    answer: Answering,
    codebook: Codebook,
    write: Callable[[GoldPrediction], None],
) -> GoldScores:
    """Score all fields, each subset by itself and all together; counts add over texts."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for subset, row in rows:
        answers = tuple(answer(row))
        write(GoldPrediction(subset=subset, id=row.id, text=row.text, predicted=answers))
        for name in ("all", subset):
            tallies[name].add(row, answers, codebook)
    return GoldScores(sets={name: tally.scores() for name, tally in sorted(tallies.items())})


@dataclass(slots=True)
class _Tally:
    texts: int = 0
    triples: Counts = field(default_factory=Counts)
    types: Counts = field(default_factory=Counts)
    instruments: Counts = field(default_factory=Counts)
    amounts: Counts = field(default_factory=Counts)
    factuality: list[bool] = field(default_factory=list)
    holder: list[bool] = field(default_factory=list)
    when: list[bool] = field(default_factory=list)
    undated: list[bool] = field(default_factory=list)

    def add(self, row: OurRow, answers: Sequence[OurAnswer], codebook: Codebook) -> None:
        """Count a text: triples and types without contents, the other fields on all statements that were found."""
        self.texts += 1
        gold = [it for it in row.statements if not it.content]
        plain = settle(gold, [it.statement for it in answers if not it.statement.content], codebook)
        free = _all_triples([from_gold(it) for it in gold if it.optional], codebook)
        wanted = _all_triples([from_gold(it) for it in gold if not it.optional], codebook)
        found = _all_triples(plain, codebook) - (free - wanted)
        self.triples += Counts.of_sets(wanted, found)
        types = {it.event_type for it in gold if not it.optional}
        spare = {it.event_type for it in gold if it.optional} - types
        self.types += Counts.of_sets(types, {it.event_type for it in plain} - spare)
        for statement, best in _matched(row.statements, answers, codebook):
            self._compare(statement, best)

    def _compare(self, gold: OurStatement, answer: OurAnswer) -> None:
        self.instruments += Counts.of_sets(set(gold.instruments), set(answer.statement.instruments))
        if gold.factuality is not None:
            self.factuality.append(gold.factuality == answer.statement.factuality)
        if gold.holder is not None and not gold.content:
            self.holder.append(_same_holder(gold.holder, answer))
        if gold.amount is not None:
            wanted = {(it.value, it.unit and unit_of(it.unit)) for it in gold.amount}
            self.amounts += Counts.of_sets(wanted, {(it.value, it.unit) for it in answer.amounts})
        if gold.when is not None and (days := days_of(gold.when.date or "")) is not None:
            self.when.append(same_value(days, answer.when))
        elif gold.when is None and gold.amount is not None:  # a row with all fields: its act has no day
            self.undated.append(answer.when.start is None or answer.when.how.startswith("inferred"))

    def scores(self) -> FieldScores:
        """The shares of the counts."""
        return FieldScores(
            triple=span_shares(self.triples),
            event_type=span_shares(self.types),
            factuality=_share(self.factuality),
            instruments=span_shares(self.instruments),
            holder=_share(self.holder),
            when=_share(self.when),
            undated=_share(self.undated),
            amounts=span_shares(self.amounts),
            found=len(self.factuality),
            n=self.texts,
        )


def _share(verdicts: Sequence[bool]) -> float | None:
    return sum(verdicts) / len(verdicts) if verdicts else None


def _all_triples(statements: Iterable[CodedStatement], codebook: Codebook) -> frozenset[Triple]:
    return frozenset(triple for it in statements for triple in triples(it, codebook))


def _matched(
    gold: Sequence[OurStatement], answers: Sequence[OurAnswer], codebook: Codebook
) -> Iterator[tuple[OurStatement, OurAnswer]]:
    """Pair each gold statement with an answer that shares a triple and is a content as it is, the likest first; one to one."""
    settled = settle(gold, [it.statement for it in answers], codebook)
    free = dict(enumerate(answers))
    for statement in gold:
        wanted = triples(from_gold(statement), codebook)
        fitting = [
            i
            for i in free
            if settled[i].content == statement.content and triples(settled[i], codebook) & wanted
        ]
        if fitting:
            best = max(fitting, key=lambda i: (settled[i].factuality == statement.factuality, -i))
            yield statement, free.pop(best)


def _same_holder(gold: str, answer: OurAnswer) -> bool:
    """Whether both are the outlet, or one's words are among the other's, or the gold is the holder's state's code."""
    if OUTLET in {gold, answer.holder}:
        return gold == answer.holder
    mine, theirs = set(key_of(gold).split()), set(key_of(answer.holder).split())
    return mine <= theirs or theirs <= mine or gold == answer.holder_country
