"""Whose officials a report leaves unnamed: those of its outlet's state, of its dateline, or of whom it has the news from.

"The minister told the daily" is no riddle to the daily's readers. The home of a report is a state that the report itself speaks of
most, so that an agency abroad has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from suasion.records import Actor, Reference, Report, Sentence
from suasion.registers import Registers

MOST_NAMED = 2
"""A report's home is among so many of the states that it names most."""

MOST_NAMED_AT_HOME = 3
"""The same where a local outlet bears the state's name: it need not say whose government "the government" is."""

LONGEST_NAME = 4
"""Words of a state's name within an outlet's ("The Central African Republic Gazette")."""

LONGEST_DATELINE = 8
"""Tokens of a line that only says where and when ("Oslo, 4 May 2016")."""

_NAMING = frozenset({"name", "demonym", "people", "capital", "abbreviation", "metonym", "person", "surname"})
_STATES = frozenset({"name", "demonym", "capital"})
_DASHES = frozenset({"-", "--", "–", "—", "("})
_PIECE = re.compile(r"[^\d,(/.:–—-]+")


def home_state(
    outlet: str | None, sentences: Sequence[Sentence], registers: Registers, dateline: str | None = None
) -> Actor | None:
    """The state that a report is at home in, by its outlet or else its dateline; null where neither says.

    Of the sentences' references only names are looked at. `dateline` are the words of one that stands before the body.
    """
    named = [_named(sentence) for sentence in sentences]
    said = Counter(country for found in named for one in found if (country := one.actors[0].country))
    own, is_local = _of_outlet(outlet, registers) if outlet else (None, False)
    there = _of_place(dateline, registers) if dateline else _of_dateline(sentences, named)
    for country, most in ((own, MOST_NAMED_AT_HOME if is_local else MOST_NAMED), (there, MOST_NAMED)):
        least = min((count for _, count in said.most_common(most)), default=0)
        if country is not None and said[country] >= max(least, 1):
            return registers.actor(f"state:{country}")
    return None


def dateline_of(report: Report) -> str | None:
    """The words before the body that say where and when it was written, or null."""
    body = next((one.start for one in report.passages if one.kind == "body"), 0)
    lines = [one for one in report.passages if one.kind == "date" and one.end <= body]
    return report.text[lines[-1].start : lines[-1].end] if lines else None


def _of_place(dateline: str, registers: Registers) -> str | None:
    """The state of the place that a dateline begins with ("SOFIA, March 14 (Reuters) -"), by its own name or the one behind it."""
    words = [piece.strip() for piece in _PIECE.findall(dateline)[:2]]
    for name in words:
        if (country := _state_called(name, registers)) is not None:
            return country
    place = registers.places.find(words[0].title()) if words else None
    return place.country if place is not None else None


def _named(sentence: Sentence) -> list[Reference]:
    return [one for one in sentence.references if one.how in _NAMING and len(one.actors) == 1]


def _of_outlet(outlet: str, registers: Registers) -> tuple[str | None, bool]:
    """The state of an outlet of the register, or the one that its name holds ("The Oman Gazette"), and whether it is the latter."""
    known = registers.outlets.find(outlet)
    if known is not None and known.country is not None:
        return known.country, False
    words = outlet.replace(",", " ").split()
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            country = _state_called(" ".join(words[first : first + size]), registers)
            if country is not None:
                return country, True
    return None, False


def _state_called(name: str, registers: Registers) -> str | None:
    """The state that a name, or that of its people or capital, is of."""
    found = (alias.actor.country for alias in registers.lookup(name) if alias.kind in _STATES)
    return next((country for country in found if country is not None), None)


def _of_dateline(sentences: Sequence[Sentence], named: Sequence[Sequence[Reference]]) -> str | None:
    """The state whose capital stands alone before a day or a dash at the front of the body ("OSLO, May 4 - ")."""
    for sentence, found in zip(sentences, named, strict=True):
        if sentence.passage != "body" or not sentence.tokens:
            continue
        name = next((one for one in found if one.first == 0 and one.how == "capital"), None)
        if name is None:
            return None
        after = sentence.tokens[name.last : name.last + LONGEST_DATELINE]
        alone = len(sentence.tokens) <= LONGEST_DATELINE
        dashed = any(token.text in _DASHES for token in after)
        verbless = all(token.pos not in {"VERB", "AUX"} for token in after[:3])
        return name.actors[0].country if verbless and (alone or dashed) else None
    return None
