"""From a report to sentences: the parser sees one passage at a time, so that a caption never runs into the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Span as SpacySpan

from suasion.records import CODED_PASSAGES, PassageKind, Report, Sentence, Token

MAX_SENTENCE_TOKENS = 160
"""Longer stretches (lists, tables, lost punctuation) are cut: the parse of such a stretch says nothing, and its cost would grow."""

_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "–": "-",
        "—": "-",
        "\u200f": " ",
        "\u200e": " ",
        "\ufeff": " ",
        "\n": " ",
    }
)
_LOST_SPACE = re.compile(r"(?<=[a-z0-9)”\"'’][.!?])(?=[A-Z“\"])|(?<=[a-z]{2})(?=[A-Z][a-z]+ [a-z]+ed )")
_LINE = re.compile(r"[^\n]+(?:(?<=[a-z,;])\n(?=[a-z])[^\n]+)*")
"""A line, with the next ones where a sentence was wrapped at a fixed width."""


def parse_report(report: Report, nlp: Language) -> tuple[Sentence, ...]:
    """Parse the coded passages (title, body, captions) of a report.

    The parser is shown straight quotes and plain dashes, one code point for one, so that spans stay those of `Report.text`.
    """
    pieces = list(_pieces(report))
    docs = nlp.pipe((text for _, _, text in pieces), batch_size=64)
    sentences: list[Sentence] = []
    for (start, kind, _), doc in zip(pieces, docs, strict=True):
        for span in doc.sents:
            sentences.extend(_sentences(report.text, start, kind, span))
    return tuple(sentences)


def _pieces(report: Report) -> Iterator[tuple[int, PassageKind, str]]:
    """The lines of coded passages: (position in the text, kind, text as the parser sees it)."""
    for passage in report.passages:
        if passage.kind not in CODED_PASSAGES:
            continue
        for line in _LINE.finditer(report.text, passage.start, passage.end):
            yield from _split_lost_spaces(line.start(), passage.kind, line.group())


def _split_lost_spaces(start: int, kind: PassageKind, line: str) -> Iterator[tuple[int, PassageKind, str]]:
    """Cut where a space after a full stop was lost ("missiles.The"), since the tokenizer would keep both words as one."""
    cuts = [0, *(match.start() for match in _LOST_SPACE.finditer(line)), len(line)]
    for first, last in zip(cuts, cuts[1:], strict=False):
        piece = line[first:last]
        if piece.strip():
            yield start + first, kind, _readable(piece)


def _readable(piece: str) -> str:
    straight = piece.translate(_STRAIGHT)
    letters = [char for char in straight if char.isalpha()]
    if len(letters) > 20 and sum(char.isupper() for char in letters) > 0.9 * len(letters):
        titled = straight.title()
        return titled if len(titled) == len(straight) else straight
    return straight


def _lemma(lemma: str, word: str) -> str:
    """The small model takes "hopes" and "hoping" for forms of "hop"."""
    return "hope" if lemma == "hop" and word.startswith(("hope", "hoping")) else lemma


def _sentences(text: str, offset: int, kind: PassageKind, span: SpacySpan) -> Iterator[Sentence]:
    for first in range(0, len(span), MAX_SENTENCE_TOKENS):
        part = span[first : first + MAX_SENTENCE_TOKENS]
        tokens = [token for token in part if not token.is_space]
        if not tokens:
            continue
        position = {token.i: i for i, token in enumerate(tokens)}
        start, end = offset + tokens[0].idx, offset + tokens[-1].idx + len(tokens[-1])
        yield Sentence(
            start=start,
            end=end,
            text=text[start:end],
            passage=kind,
            tokens=tuple(
                Token(
                    i=i,
                    text=token.text,
                    start=offset + token.idx,
                    end=offset + token.idx + len(token),
                    lemma=_lemma(token.lemma_.lower(), token.text.lower()),
                    pos=token.pos_,
                    tag=token.tag_,
                    dep=token.dep_,
                    head=position.get(token.head.i, i),
                    entity=token.ent_type_,
                )
                for i, token in enumerate(tokens)
            ),
        )
