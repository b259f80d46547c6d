"""Which words name a person, and by what name a report knows somebody who speaks."""

from __future__ import annotations

import re

from suasion.reconcile.disagreeing import load_disagreeing
from suasion.reconcile.words import fold_name
from suasion.records import Participant, Statement

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]+"
_IN_APPOSITION = re.compile(rf"(?:\s*,\s*|\s+)(?P<name>{_CAPITAL}(?:\s{_CAPITAL}){{1,3}})")
_LONGEST_NAME = 5


def is_person(name: str) -> bool:
    """Whether a name is a person's: capitalised, and no word of it is that of an office, a body, a paper."""
    words = [word for word in name.split() if word.casefold().rstrip(".") not in load_disagreeing().titles]
    if (
        not words
        or len(words) > _LONGEST_NAME
        or not all(word[0].isupper() for word in (words[0], words[-1]))
    ):
        return False
    return not set(fold_name(name).split()) & load_disagreeing().no_person - load_disagreeing().titles


def is_office(name: str) -> bool:
    """Whether it is an office that a person holds ("the prime minister")."""
    return bool(set(fold_name(name).split()) & load_disagreeing().offices)


def full_name(name: str, text: str) -> str:
    """Give a name without a title, and with what a hyphen ties to it in the report's text ("Al-Mutawa")."""
    bare = _without_titles(name)
    if f"-{bare}" not in text:
        return bare
    tied = re.search(rf"[^\W\d_][\w'’]*-{re.escape(bare)}\b", text)
    return tied.group() if tied else bare


def _without_titles(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in load_disagreeing().titles:
        words = words[1:]
    return " ".join(words)


def name_of_actor(actor: Participant, statement: Statement, text: str) -> str | None:
    """Give the name of the person who acts, if the sentence has it: the actor's own words, or those behind them.

    An office that a register has filled in is no name: the report may mean its holder of another day.
    """
    if actor.id.startswith("person:") and set(fold_name(actor.text).split()) & set(
        fold_name(actor.name).split()
    ):
        return full_name(actor.name, text)
    if not is_office(actor.text):
        return None
    match = _IN_APPOSITION.match(statement.sentence, max(0, actor.end - statement.start))
    return match["name"] if match and is_person(match["name"]) else None
