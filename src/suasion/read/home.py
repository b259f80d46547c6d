"""Whose officials a report leaves unnamed: those of its outlet's state, of its dateline, or of whom it has the news from.

"The minister told the daily" is no riddle to the daily's readers. The home of a report is a state that the report itself speaks of
most, so that an agency abroad has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from suasion.records import Actor, Reference, Sentence
from suasion.registers import Registers

MOST_NAMED = 2
"""A report's home is among so many of the states that it names most."""

LONGEST_NAME = 4
"""Words of a state's name within an outlet's ("The Central African Republic Gazette")."""

LONGEST_DATELINE = 8
"""Tokens of a line that only says where and when ("Oslo, 4 May 2016")."""

_NAMING = frozenset({"name", "demonym", "people", "capital", "abbreviation", "metonym", "person", "surname"})
_STATES = frozenset({"name", "demonym", "capital"})
_DASHES = frozenset({"-", "--", "–", "—", "("})


def home_state(outlet: str | None, sentences: Sequence[Sentence], registers: Registers) -> Actor | None:
    """The state that a report is at home in, by its outlet or else its dateline; null where neither says.

    Of the sentences' references only names are looked at.
    """
    named = [_named(sentence) for sentence in sentences]
    said = Counter(country for found in named for one in found if (country := one.actors[0].country))
    least = min((count for _, count in said.most_common(MOST_NAMED)), default=0)
    own = _of_outlet(outlet, registers) if outlet else None
    for country in (own, _of_dateline(sentences, named)):
        if country is not None and said[country] >= max(least, 1):
            return registers.actor(f"state:{country}")
    return None


def _named(sentence: Sentence) -> list[Reference]:
    return [one for one in sentence.references if one.how in _NAMING and len(one.actors) == 1]


def _of_outlet(outlet: str, registers: Registers) -> str | None:
    """The state of an outlet of the register, or the one that its name holds ("The Oman Gazette", "Ministry of Trade of Peru")."""
    known = registers.outlets.find(outlet)
    if known is not None and known.country is not None:
        return known.country
    words = outlet.replace(",", " ").split()
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            for alias in registers.lookup(" ".join(words[first : first + size])):
                if alias.kind in _STATES and alias.actor.country is not None:
                    return alias.actor.country
    return None


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
