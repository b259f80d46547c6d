"""Reading MEANTIME's XML (CAT format): tokens without positions, TIMEX3 markables anchored to tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

from suasion.evaluation.spans import bad_gold, read_xml

ANNOTATED_SENTENCES = 6
"""MEANTIME annotates times in the title, the date line and the first four sentences of an article, no further."""

CREATION = "CREATION_TIME"
_NO_SPACE_BEFORE = re.compile(r"[.,;:?!%)\]’”]|['’](?:s|re|ve|d|ll|m|t)?|n['’]t|''")
_NO_SPACE_AFTER = re.compile(r"[(\[$£€“‘#]|``")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTime:
    """A time expression: its span in the document's text, its TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesDocument:
    """A document: one line a sentence. `end` is where the annotated part ends; `creation` spans the date line."""

    id: str
    text: str
    end: int
    created: date | None
    creation: tuple[GoldTime, ...]
    times: tuple[GoldTime, ...]


def read_times(path: Path) -> Iterator[TimesDocument]:
    """Read a file, or every .xml file below a folder by name; a `doc_id` that comes again is skipped.

    Raises:
        InputError: a file cannot be read or is not of the form, or a folder holds none.
    """
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    if not files:
        raise bad_gold(path, "the folder holds no .xml file")
    seen: set[str] = set()
    for file in files:
        document = _document(file)
        if document.id not in seen:
            seen.add(document.id)
            yield document


def _document(path: Path) -> TimesDocument:
    root = read_xml(path)
    tokens = root.findall("token")
    if not tokens:
        raise bad_gold(path, "it has no <token>")
    try:
        sentences = [int(token.get("sentence", "")) for token in tokens]
        text, spans = laid_out([normalize("NFC", token.text or "") for token in tokens], sentences)
        places = {token.get("t_id", ""): span for token, span in zip(tokens, spans, strict=True)}
        markables = list(root.iter("TIMEX3"))
        found = [(markable, _gold(markable, places)) for markable in markables]
    except (ValueError, KeyError) as error:
        raise bad_gold(path, f"a token or an anchor is broken: {error}") from error
    creation = [markable for markable in markables if markable.get("functionInDocument") == CREATION]
    last = next((s[0] for s, n in zip(spans, sentences, strict=True) if n >= ANNOTATED_SENTENCES), len(text))
    return TimesDocument(
        id=root.get("doc_id") or path.name,
        text=text,
        end=last,
        created=next(filter(None, (_day(markable.get("value", "")) for markable in creation)), None),
        creation=tuple(time for markable, time in found if time and markable in creation),
        times=tuple(time for markable, time in found if time and markable not in creation),
    )


def _gold(markable: ElementTree.Element, places: dict[str, tuple[int, int]]) -> GoldTime | None:
    """Give the markable with its span; one without tokens (implied, "three years" before a date) has none."""
    anchors = [places[anchor.get("t_id", "")] for anchor in markable.iter("token_anchor")]
    if not anchors:
        return None
    return GoldTime(
        start=min(start for start, _ in anchors),
        end=max(end for _, end in anchors),
        type=markable.get("type", ""),
        value=markable.get("value", ""),
    )


def laid_out(words: list[str], sentences: list[int]) -> tuple[str, list[tuple[int, int]]]:
    """Put tokens into a text as they would be printed: a line a sentence, no space before a comma."""
    text, spans = "", []
    for i, word in enumerate(words):
        if i and sentences[i] != sentences[i - 1]:
            text += "\n"
        elif i and not (_NO_SPACE_BEFORE.fullmatch(word) or _NO_SPACE_AFTER.fullmatch(words[i - 1])):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def _day(value: str) -> date | None:
    """A creation day as TIMEX3 writes it, or the other way round, as some files have it."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", value) or re.match(r"(\d\d)-(\d\d)-(\d{4})$", value)
    if match is None:
        return None
    numbers = [int(part) for part in match.groups()]
    try:
        return date(*numbers) if len(match[1]) > 2 else date(numbers[2], numbers[1], numbers[0])  # noqa: PLR2004
    except ValueError:
        return None
