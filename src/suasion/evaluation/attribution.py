"""Score attribution on a folder of texts and brat annotations, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from suasion.errors import InputError
from suasion.evaluation.gold import check_folder
from suasion.evaluation.shapes import AttributionPrediction, AttributionScores, Prediction, Shares

ROLES = ("source", "cue", "content")
TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
"""A word, with what follows an apostrophe, or one other character that is no space."""

Stretch = tuple[int, int]
RoleSpans = Mapping[str, Sequence[Stretch]]
"""Half-open spans in code points of the text, by role; spans of one role may overlap."""
Attributing = Callable[[str], RoleSpans]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedText:
    """A text and its annotations, one of each annotator."""

    name: str
    text: str
    annotations: tuple[RoleSpans, ...]


@dataclass(slots=True)
class _Tally:
    """Words right, in surplus and missed. Fractions, as each of several annotations has its share of a text."""

    right: float = 0.0
    surplus: float = 0.0
    missed: float = 0.0

    def shares(self) -> Shares:
        said, gold = self.right + self.surplus, self.right + self.missed
        return Shares(
            precision=self.right / said if said else 0.0,
            recall=self.right / gold if gold else 0.0,
            f1=2 * self.right / (said + gold) if said + gold else 0.0,
        )


@dataclass(slots=True)
class _Tallies:
    by_role: dict[str, _Tally] = field(default_factory=lambda: {role: _Tally() for role in ROLES})

    def add(self, words: Sequence[Stretch], gold: RoleSpans, said: RoleSpans, weight: float) -> None:
        for role, tally in self.by_role.items():
            wanted, given = in_role(words, gold.get(role, ())), in_role(words, said.get(role, ()))
            tally.right += weight * len(wanted & given)
            tally.surplus += weight * len(given - wanted)
            tally.missed += weight * len(wanted - given)


def score_attribution(
    texts: Iterable[AnnotatedText], attribute: Attributing, write: Callable[[Prediction], None]
) -> AttributionScores:
    """Score each text against each of its annotations; each of n annotations counts 1/n of the text."""
    tallies = _Tallies()
    for item in texts:
        said = attribute(item.text)
        write(
            AttributionPrediction(
                document=item.name, predicted={role: tuple(said.get(role, ())) for role in ROLES}
            )
        )
        words = [found.span() for found in TOKEN.finditer(item.text)]
        for gold in item.annotations:
            tallies.add(words, gold, said, 1 / len(item.annotations))
    return AttributionScores(**{role: tally.shares() for role, tally in tallies.by_role.items()})


def in_role(words: Sequence[Stretch], spans: Iterable[Stretch]) -> frozenset[int]:
    """Give the numbers of the words of which any part lies in one of the spans."""
    found: set[int] = set()
    place = 0
    for start, end in _merged(spans):
        while place < len(words) and words[place][1] <= start:
            place += 1
        at = place
        while at < len(words) and words[at][0] < end:
            found.add(at)
            at += 1
    return frozenset(found)


def _merged(spans: Iterable[Stretch]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


# ------------------------------------------------------------------ reading


def check_layout(folder: Path) -> None:
    """See that the folder has texts and annotations.

    Raises:
        InputError: it has not, or there is no such folder.
    """
    check_folder(folder)
    for part, suffix in (("text", "txt"), ("attributions", "ann")):
        if not any((folder / part).rglob(f"*.{suffix}")):
            raise InputError(
                f"{folder} has no {part}/*.{suffix}.",
                cause="The path is wrong, or the folder has another layout.",
                remedy="Give a folder with text/*.txt and attributions/*.ann; see docs/evaluation.md.",
            )


def read_annotated(folder: Path) -> Iterator[AnnotatedText]:
    """Give the texts that have annotations, by name.

    `attributions/` may have folders within. An annotation belongs to the text whose name it has, or whose name it
    begins with before a `_`, `-`
    or `.` (the annotator follows); of several such names the longest counts.

    Raises:
        InputError: a file cannot be read, or an annotation has no text.
    """
    check_layout(folder)
    texts = {path.stem: path for path in sorted((folder / "text").rglob("*.txt"))}
    pairs = sorted((_text_of(path, texts), path) for path in (folder / "attributions").rglob("*.ann"))
    for name, group in groupby(pairs, key=lambda pair: pair[0]):
        text = _read(texts[name])
        annotations = tuple(_spans(path, len(text)) for _, path in group)
        yield AnnotatedText(name=name, text=text, annotations=annotations)


def _text_of(path: Path, texts: Mapping[str, Path]) -> str:
    names = [path.stem, *(path.stem[: found.start()] for found in re.finditer(r"[_.-]", path.stem))]
    names += [path.parent.name]
    found = [name for name in names if name in texts]
    if not found:
        raise InputError(
            f"{path} belongs to no text.",
            cause="An annotation is named like its text, or like it with _ and the annotator after it.",
            remedy="Rename it, or add the text.",
        )
    return max(found, key=len)


def _read(path: Path) -> str:
    """Read a file with its line breaks as they stand: spans count them."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} cannot be read: {error}.",
            cause="The file is not UTF-8, or not yours to read.",
            remedy="Convert it to UTF-8.",
        ) from error


def _spans(path: Path, length: int) -> RoleSpans:
    """Read the spans of a brat file; lines of other kinds and other roles do not matter."""
    spans: dict[str, list[Stretch]] = {role: [] for role in ROLES}
    for number, line in enumerate(_read(path).splitlines(), start=1):
        parts = line.split("\t")
        if not parts[0].startswith("T") or len(parts) < 2:  # noqa: PLR2004  an id and what it marks
            continue
        role, _, places = parts[1].partition(" ")
        if role.lower() in spans:
            spans[role.lower()].extend(_stretch(path, number, place, length) for place in places.split(";"))
    return {role: tuple(found) for role, found in spans.items()}


def _stretch(path: Path, number: int, place: str, length: int) -> Stretch:
    start, _, end = place.strip().partition(" ")
    if not (start.isdecimal() and end.isdecimal() and int(start) <= int(end) <= length):
        raise InputError(
            f"{path}, line {number}: '{place}' is no span of a text of {length} characters.",
            cause="The annotation belongs to another text, or the line is not of brat's form.",
            remedy="A span is written as two positions in code points: T1, a tab, Cue 10 14, a tab, the words.",
        )
    return int(start), int(end)
