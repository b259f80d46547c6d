"""`damage`: is what translation and scraping broke found and mended, is clean prose left alone, are translations told?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from suasion.evaluation.damage_shapes import DamagePrediction, DamageScores, KindShares, TranslationShares
from suasion.evaluation.gold import json_rows
from suasion.evaluation.scores import Counts
from suasion.evaluation.spans import bad_gold, overlap, span_shares
from suasion.ingest.assemble import assemble
from suasion.ingest.damage import name_book
from suasion.ingest.drafts import Draft
from suasion.ingest.media import Names
from suasion.records import Damage, Report
from suasion.registers import Registers
from suasion.registers.keys import key_of

TOLD = 0.5
"""From which probability a text is called a translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDamage:
    """What is broken: words that occur once in title and text, and what was meant (empty: nothing; null: nobody can tell)."""

    surface: str
    kind: str
    meant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageRow:
    """A report. `translated_from` is its source language, null for an original; a `clean` one has no damage."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    translated_from: str | None = None
    clean: bool = False
    damage: tuple[GoldDamage, ...] = ()


Examining = Callable[[DamageRow], DamagePrediction]


def read_damage(path: Path) -> Iterator[DamageRow]:
    """Read a file with one JSON object a line.

    Raises:
        InputError: the file cannot be read, a line is not of the form, or words that it marks are not in its text.
    """
    for line, row in json_rows(path, DamageRow):
        whole = f"{row.title or ''}\n{row.text}"
        missing = [item.surface for item in row.damage if item.surface not in whole]
        if missing:
            raise bad_gold(path, f"line {line}: '{missing[0]}' is not in its text")
        yield row


def make_examining(registers: Registers) -> Examining:
    """Give a function that ingests a row as `run` would, without being told whether it is a translation."""
    names, book = Names(registers), name_book(registers)

    def examine(row: DamageRow) -> DamagePrediction:
        draft = Draft(
            text=row.text,
            original_text=row.text,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            source="metadata",
        )
        made = assemble(draft.tidy(), row.id, 0, names, book)
        if not isinstance(made, Report):
            return _silent(row)
        return DamagePrediction(
            id=row.id,
            text=made.text,
            predicted=made.damage,
            translation_probability=made.translation_probability,
            translation_reasons=made.translation_reasons,
            translated_from=made.translated_from,
        )

    return examine


def _silent(row: DamageRow) -> DamagePrediction:
    """The answer for a row that ingest refuses."""
    return DamagePrediction(
        id=row.id,
        text=row.text,
        predicted=(),
        translation_probability=0.0,
        translation_reasons=(),
        translated_from=None,
    )


def score_damage(
    rows: Iterable[DamageRow], examine: Examining, write: Callable[[DamagePrediction], None]
) -> DamageScores:
    """Compare what is found with the gold; counts add over texts."""
    tally = _Tally()
    for row in rows:
        answer = examine(row)
        write(answer)
        tally.add(row, answer)
    return tally.scores()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spanned:
    """A gold item at its place."""

    start: int
    end: int
    item: GoldDamage


@dataclass(slots=True)
class _Tally:
    texts: int = 0
    counts: Counts = field(default_factory=Counts)
    kinds: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    meanings: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    alarms: int = 0
    clean_words: int = 0
    told: list[tuple[bool, float]] = field(default_factory=list)
    languages: list[tuple[str, str | None]] = field(default_factory=list)

    def add(self, row: DamageRow, answer: DamagePrediction) -> None:
        gold = list(_located(row, answer.text))
        hit = [[found for found in answer.predicted if overlap(place, found)] for place in gold]
        surplus = sum(not any(overlap(place, found) for place in gold) for found in answer.predicted)
        right = sum(map(bool, hit))
        self.counts += Counts(right=right, surplus=surplus, missed=len(row.damage) - right)
        for place, found in zip(gold, hit, strict=True):
            self.kinds[place.item.kind].append(bool(found))
            if found and place.item.meant is not None:
                self.meanings[place.item.kind].append(_is_meant(answer.text, place, found))
        if row.clean:
            self.alarms += len(answer.predicted)
            self.clean_words += len(answer.text.split())
        self.told.append((row.translated_from is not None, answer.translation_probability))
        if row.translated_from not in (None, "und"):
            self.languages.append((str(row.translated_from), answer.translated_from))
        self.texts += 1

    def scores(self) -> DamageScores:
        judged = [right for rights in self.meanings.values() for right in rights]
        return DamageScores(
            found=span_shares(self.counts),
            meant_accuracy=_share(judged),
            by_kind={
                kind: KindShares(
                    recall=_share(found) or 0.0, meant_accuracy=_share(self.meanings[kind]), n=len(found)
                )
                for kind, found in sorted(self.kinds.items())
            },
            false_alarms_per_1000_words=1000 * self.alarms / self.clean_words if self.clean_words else None,
            translation=self._translation(),
            n=self.texts,
        )

    def _translation(self) -> TranslationShares:
        right = [_main(gold) == _main(answer) for gold, answer in self.languages if answer is not None]
        return TranslationShares(
            auc=_area(self.told),
            accuracy=_share([(probability >= TOLD) == is_one for is_one, probability in self.told]) or 0.0,
            language_accuracy=_share(right),
            language_recall=sum(right) / len(self.languages) if self.languages else None,
            n=sum(is_one for is_one, _ in self.told),
        )


def _located(row: DamageRow, text: str) -> Iterator[_Spanned]:
    """Find the gold's words in the working text; what ingest normalised away is not found and counts as missed."""
    for item in row.damage:
        start = text.find(item.surface)
        if start >= 0:
            yield _Spanned(start=start, end=start + len(item.surface), item=item)


def _is_meant(text: str, place: _Spanned, found: Sequence[Damage]) -> bool:
    """Whether the stretch reads the same mended by the gold and mended by what was found, but for case, spaces and accents."""
    start, end = min(place.start, found[0].start), max(place.end, found[-1].end)
    by_gold = text[start : place.start] + (place.item.meant or "") + text[place.end : end]
    mended, last = "", start
    for item in found:
        mended += text[last : item.start] + (item.surface if item.meant is None else item.meant)
        last = item.end
    return key_of(by_gold) == key_of(mended + text[last:end])


def _share(judged: Sequence[bool]) -> float | None:
    return sum(judged) / len(judged) if judged else None


def _main(tag: str | None) -> str:
    return (tag or "").split("-")[0].lower()


def _area(told: Sequence[tuple[bool, float]]) -> float | None:
    """The area under the ROC curve: over all pairs, how often the translation is the more probable (ties count half)."""
    ones = [probability for is_one, probability in told if is_one]
    others = [probability for is_one, probability in told if not is_one]
    if not ones or not others:
        return None
    wins = sum((one > other) + 0.5 * (one == other) for one in ones for other in others)
    return wins / (len(ones) * len(others))
