"""Reading ECB+'s XML (CAT format): tokens without positions, event mentions anchored to tokens, chains of mentions."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

from suasion.evaluation.meantime import laid_out
from suasion.evaluation.spans import bad_gold, read_xml

EVENT = re.compile(r"(?:NEG_)?ACTION_")
"""How the tags of event mentions begin; other markables are people, places and times."""
COLUMNS = ["Topic", "File", "Sentence Number"]
"""The header of the list of sentences whose annotation is complete."""
LEVELS_UP = 3
"""How far above the given folder that list is looked for."""

Sentence = tuple[str, int]
"""A document's name without its suffix, and the sentence's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """An event mention: its tokens' ids, its half-open hull in the text of its sentence, and its gold cluster."""

    document: str
    sentence: int
    tokens: tuple[str, ...]
    start: int
    end: int
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document: its sentences as they would be printed, in order, by number; and its event mentions in order."""

    id: str
    sentences: Mapping[int, str]
    mentions: tuple[GoldMention, ...]


def read_coreference(folder: Path) -> tuple[GoldDocument, ...]:
    """Read every .xml file below a folder, by name; with a list of sentences, only these sentences' mentions are kept.

    Raises:
        InputError: a file cannot be read or is not of the form, or the folder holds none.
    """
    files = sorted(folder.rglob("*.xml"))
    if not files:
        raise bad_gold(folder, "the folder holds no .xml file")
    documents = [_document(file) for file in files]
    listed = _listed(folder, {document.id for document in documents})
    if listed is None:
        return tuple(documents)
    return tuple(
        GoldDocument(
            id=document.id,
            sentences=document.sentences,
            mentions=tuple(it for it in document.mentions if (it.document, it.sentence) in listed),
        )
        for document in documents
    )


def _listed(folder: Path, names: set[str]) -> set[Sentence] | None:
    """Find the list of sentences in the folder or above it; null if none there lists one of these documents."""
    above = [folder.resolve(), *folder.resolve().parents[:LEVELS_UP]]
    for path in (path for level in above for path in sorted(level.glob("*.csv"))):
        listed = set(_rows(path))
        if any(name in names for name, _ in listed):
            return listed
    return None


def _rows(path: Path) -> Iterator[Sentence]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if next(rows, None) != COLUMNS:
                return
            for row in filter(None, rows):
                topic, name, number = (cell.strip() for cell in row)
                yield f"{topic}_{name}", int(number)
    except (OSError, ValueError, csv.Error) as error:
        raise bad_gold(path, f"the list of sentences is broken: {error}") from error


def _document(path: Path) -> GoldDocument:
    root = read_xml(path)
    tokens = root.findall("token")
    if not tokens:
        raise bad_gold(path, "it has no <token>")
    name = path.stem
    try:
        numbers = [int(token.get("sentence", "")) for token in tokens]
        text, spans = laid_out([normalize("NFC", token.text or "") for token in tokens], numbers)
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for number, (start, end) in zip(numbers, spans, strict=True):
            starts.setdefault(number, start)
            ends[number] = end
        places = {
            token.get("t_id", ""): it
            for token, it in zip(tokens, zip(numbers, spans, strict=True), strict=True)
        }
        mentions = _mentions(root, name, places, starts)
    except (ValueError, KeyError) as error:
        raise bad_gold(path, f"a token or an anchor is broken: {error}") from error
    return GoldDocument(
        id=name,
        sentences={number: text[starts[number] : ends[number]] for number in starts},
        mentions=mentions,
    )


def _mentions(
    root: ElementTree.Element,
    name: str,
    places: Mapping[str, tuple[int, tuple[int, int]]],
    starts: Mapping[int, int],
) -> tuple[GoldMention, ...]:
    """Give the event mentions that have tokens, in order; what a chain points to has none."""
    chains = _chains(root, name)
    found = []
    for markable in root.iterfind("Markables/*"):
        ids = tuple(anchor.get("t_id", "") for anchor in markable.iter("token_anchor"))
        if not ids or not EVENT.match(markable.tag):
            continue
        where = [places[it] for it in ids]
        sentence = min(number for number, _ in where)
        spans = [span for number, span in where if number == sentence]
        own = markable.get("m_id", "")
        found.append(
            GoldMention(
                document=name,
                sentence=sentence,
                tokens=ids,
                start=min(start for start, _ in spans) - starts[sentence],
                end=max(end for _, end in spans) - starts[sentence],
                cluster=chains.get(own, f"{name}#{own}"),
            )
        )
    return tuple(sorted(found, key=lambda it: (it.sentence, it.start, it.end, it.tokens)))


def _chains(root: ElementTree.Element, name: str) -> dict[str, str]:
    """Give the cluster of each mention in a chain: the instance across documents, or the chain within this one."""
    instances = {it.get("m_id", ""): it.get("instance_id", "") for it in root.iterfind("Markables/*")}
    chains = {}
    for relation in root.iterfind("Relations/*"):
        target = relation.find("target")
        described = instances.get(target.get("m_id", ""), "") if target is not None else ""
        if relation.tag == "CROSS_DOC_COREF":
            cluster = described or relation.get("note", "")
        elif relation.tag == "INTRA_DOC_COREF":
            cluster = ""
        else:
            continue
        cluster = cluster or f"{name}/{relation.get('r_id', '')}"
        chains.update({source.get("m_id", ""): cluster for source in relation.iterfind("source")})
    return chains
