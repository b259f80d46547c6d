"""Headlines that name a source beside a colon: "Minister: we will leave", "Ships sold to Peru: ministry"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.read.attribution.cues import Lexicon
from suasion.read.attribution.grammar import Draft
from suasion.records import Sentence, Token

MAX_SOURCE_TOKENS = 5
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "PART", "ADP"})
_NAMES = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def headline_drafts(sentence: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Find a source before or after a colon; outside titles only before one that a quotation follows."""
    tokens = sentence.tokens
    for colon in (token for token in tokens if token.text == ":"):
        before, after = tokens[: colon.i], tokens[colon.i + 1 :]
        quotes = bool(after) and after[0].text[0] in "\"'“‘«"
        if (sentence.passage == "title" or quotes) and _is_source(before, lexicon) and len(after) > 1:
            yield _draft(colon, before, after)
            return
        if sentence.passage == "title" and _is_source(after, lexicon) and len(before) > len(after):
            yield _draft(colon, after, before)
            return


def _is_source(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    if not 0 < len(tokens) <= MAX_SOURCE_TOKENS or any(token.pos not in _NAMING for token in tokens):
        return False
    last = tokens[-1]
    named = last.pos == "PROPN" and last.entity in _NAMES
    return named or last.text.lower() in lexicon.anonymous | lexicon.outlets | lexicon.persons


def _draft(colon: Token, source: Sequence[Token], content: Sequence[Token]) -> Draft:
    return Draft(
        head=colon.i,
        cue=(colon.i,),
        source_head=source[-1].i,
        source=tuple(token.i for token in source),
        content=tuple(token.i for token in content),
        stance="asserts",
        takes_quote=True,
    )
