"""From a report to sentences: the parser sees one passage at a time, so that a caption never runs into the body.

What the parser is shown may differ from the report (`shown.py`: straight quotes, lost spaces put back, capitals lowered);
every token keeps its place in `Report.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from suasion.overlap import Overlaps
from suasion.read.foreign import is_foreign
from suasion.read.shown import Shown, show
from suasion.records import CODED_PASSAGES, PassageKind, Report, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token as SpacyToken


MAX_SENTENCE_TOKENS = 160
"""Longer stretches (lists, tables, lost punctuation) are cut: the parse of such a stretch says nothing, and its cost would grow."""

MAX_LINE_CHARACTERS = 20_000
"""A longer line is no prose; it is shown to the parser piece by piece."""

PARSER_BATCH = 64
"""Lines that the parser works on at once."""

_LINE = re.compile(r"[^\n]+(?:(?<=[a-z,;])\n(?=[a-z])[^\n]+)*")
"""A line, with the next ones where a sentence was wrapped at a fixed width."""


def parse_report(report: Report, nlp: Language) -> tuple[Sentence, ...]:
    """Parse the coded passages (title, body, captions) of a report."""
    pieces = list(_pieces(report))
    docs = nlp.pipe((_unbroken(nlp.make_doc(shown.text)) for _, shown in pieces), batch_size=PARSER_BATCH)
    sentences: list[Sentence] = []
    for (kind, shown), doc in zip(pieces, docs, strict=True):
        for span in doc.sents:
            sentences.extend(_sentences(report.text, shown, kind, span))
    return tuple(sentences)


def _unbroken(doc: Doc) -> Doc:
    """Forbid the parser to begin a sentence within a name: one begins after a stop, a bracket, a quotation mark or a dash."""
    for before, token in pairwise(doc):
        if before.text[-1:].isalnum() and token.text[:1].isalpha():
            token.is_sent_start = False
    return doc


def _pieces(report: Report) -> Iterator[tuple[PassageKind, Shown]]:
    """The lines of coded passages, as the parser sees them."""
    damage = Overlaps((damage, (damage,)) for damage in report.damage)
    for passage in report.passages:
        if passage.kind not in CODED_PASSAGES:
            continue
        for line in _LINE.finditer(report.text, passage.start, passage.end):
            for start in range(line.start(), line.end(), MAX_LINE_CHARACTERS):
                end = min(start + MAX_LINE_CHARACTERS, line.end())
                known = [item for item in damage.at(start, end) if start <= item.start and item.end <= end]
                yield from ((passage.kind, shown) for shown in show(report.text, known, start, end))


def _sentences(text: str, shown: Shown, kind: PassageKind, span: SpacySpan) -> Iterator[Sentence]:
    for first in range(0, len(span), MAX_SENTENCE_TOKENS):
        part = span[first : first + MAX_SENTENCE_TOKENS]
        tokens = [token for token in part if not token.is_space]
        if not tokens or is_foreign([token.text for token in tokens]):
            continue
        position = {token.i: i for i, token in enumerate(tokens)}
        start, end = shown.span(tokens[0].idx)[0], shown.span(tokens[-1].idx, len(tokens[-1]))[1]
        yield Sentence(
            start=start,
            end=end,
            text=text[start:end],
            passage=kind,
            tokens=tuple(_token(token, position, shown) for token in tokens),
        )


def _token(token: SpacyToken, position: dict[int, int], shown: Shown) -> Token:
    start, end = shown.span(token.idx, len(token))
    i = position[token.i]
    head = position.get(token.head.i, i)
    return Token(
        i=i,
        text=token.text,
        start=start,
        end=end,
        lemma=_lemma(token.lemma_.lower(), token.text.lower()),
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_ if head != i else "ROOT",  # what it hung on may have been cut off
        head=head,
        entity=token.ent_type_,
    )


def _lemma(lemma: str, word: str) -> str:
    """The small model takes "hopes" and "hoping" for forms of "hop"."""
    return "hope" if lemma == "hop" and word.startswith(("hope", "hoping")) else lemma
