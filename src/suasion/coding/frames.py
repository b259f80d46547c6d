"""Which acts are the content of which: what is promised, asked for or threatened belongs to the promise, request or threat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from suasion.codebook import Codebook
from suasion.coding.found import Match
from suasion.coding.match import Matcher
from suasion.records import Factuality

NEAR = 4
"""Words within which the same act between the same sides is one act told twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of a sentence. `parent` is the act whose content it is; `label` tells acts at one token apart."""

    match: Match
    type: str
    factuality: Factuality
    parent: Act | None = None
    label: str = ""
    lemmas: tuple[str, ...] = ()


def arrange(matcher: Matcher, own_words: Callable[[int], bool], codebook: Codebook) -> list[Act]:
    """Turn the matches of a sentence into acts, frames before their contents.

    `own_words(i)` is false where somebody other than the actor says what token `i` states: then its being planned is that
    somebody's guess, not the actor's announcement.
    """
    matches = {i: match for i, match in matcher.run().items() if not _guessed_intent(match, own_words)}
    regions = {
        i: frozenset(matcher.tree.subtree(match.content))
        for i, match in matches.items()
        if match.content is not None
    }
    acts: dict[int, Act] = {}
    listed: list[Act] = []
    for i in sorted(matches, key=lambda i: (_nesting(i, regions), i)):
        parent = _parent(i, regions, acts)
        if parent is not None and parent.match.trigger.no_content_statement:
            continue
        act = _as_offered(_act(matches[i], parent), matcher, codebook)
        if act is None or _says_again(act, listed):
            continue
        if parent is None and (act.factuality == "planned" or _has_condition(act, matcher)):
            act, frame = _announced(act, own_words(i), codebook)
            listed += [frame] if frame is not None else []
        acts[i] = act
        listed.append(act)
    for act in list(acts.values()):
        implied = _implied(act, matcher)
        if implied is not None:
            listed.append(implied)
    return listed


def _has_condition(act: Act, matcher: Matcher) -> bool:
    """Whether the act is what will be done if something else is ("Peru will send police if Chile asks")."""
    clauses = matcher.tree.children(act.match.i, "advcl")
    marks = (mark.text.lower() for clause in clauses for mark in matcher.tree.children(clause.i, "mark"))
    return act.factuality == "conditional" and any(mark in {"if", "unless"} for mark in marks)


def _guessed_intent(match: Match, own_words: Callable[[int], bool]) -> bool:
    return match.trigger.intent and (match.factuality != "occurred" or not own_words(match.i))


def _nesting(i: int, regions: Mapping[int, frozenset[int]]) -> int:
    return sum(1 for frame, region in regions.items() if i in region and frame != i)


def _parent(i: int, regions: Mapping[int, frozenset[int]], acts: Mapping[int, Act]) -> Act | None:
    around = [frame for frame, region in regions.items() if i in region and frame != i and frame in acts]
    return acts[min(around, key=lambda frame: (len(regions[frame]), frame))] if around else None


def _act(match: Match, parent: Act | None) -> Act | None:
    if parent is None:
        return Act(match=match, type=match.type, factuality=_uttered(match), lemmas=match.lemmas)
    if match.trigger.intent:
        return None
    if (
        match.actor_is_subject_of_light_verb
        and parent.match.trigger.content_actor == "recipient"
        and parent.match.recipients
    ):
        recipients = match.recipients or parent.match.actors
        match = replace(
            match,
            actors=parent.match.recipients,
            recipients=tuple(r for r in recipients if r not in parent.match.recipients),
        )
    if match.open and not match.recipients:
        closed = _closed(match, parent.match)
        if closed is None:
            return None
        match = closed
    return Act(match=match, type=match.type, factuality=_uttered(match), parent=parent, lemmas=match.lemmas)


def _uttered(match: Match) -> Factuality:
    """A threat made by saying what one would do has occurred when it is said."""
    return (
        "occurred"
        if match.trigger.modal and match.factuality in {"planned", "conditional"}
        else match.factuality
    )


def _as_offered(act: Act | None, matcher: Matcher, codebook: Codebook) -> Act | None:
    """What is only offered may be another act than what is given: an offer of arms is one to sell them."""
    if act is None or act.parent is None or act.parent.match.trigger.content_actor == "recipient":
        return act
    if not codebook.is_cooperative(act.type) or not codebook.is_cooperative(act.parent.type):
        return act
    offered = next(
        (
            thing.offered
            for thing in matcher.lexicon.classes_in(act.lemmas)
            if thing.offered and act.type in thing.types
        ),
        None,
    )
    return (
        replace(act, type=offered)
        if offered is not None and codebook.type(act.type).family == codebook.type(offered).family
        else act
    )


def _closed(match: Match, frame: Match) -> Match | None:
    """Give a content without a stated other side that of its frame ("asked Peru to reopen the port")."""
    own = match.codes()
    if not frame.recipients and frame.trigger.joint:
        return match
    for side in (frame.actors, frame.recipients):
        kept = tuple(r for r in side if own.isdisjoint(actor.code for actor in r.actors))
        if kept and any(own & {actor.code for actor in r.actors} for r in (*frame.actors, *frame.recipients)):
            return replace(match, recipients=kept)
    return None


def _says_again(act: Act, listed: Sequence[Act]) -> bool:
    """Whether the same act between the same sides is stated already, in the same frame ("held talks to discuss")."""
    return any(
        other.type == act.type
        and other.parent == act.parent
        and _ids(other.match) == _ids(act.match)
        and other.factuality == act.factuality
        and (other.match.trigger.joint or abs(other.match.i - act.match.i) < NEAR)
        for other in listed
    )


def _ids(match: Match) -> frozenset[str]:
    return frozenset(
        actor.id for reference in (*match.actors, *match.recipients) for actor in reference.actors
    )


def _announced(act: Act, own_words: bool, codebook: Codebook) -> tuple[Act, Act | None]:
    """An act still to come is announced or threatened by its actor, unless it is only named or somebody else guesses at it."""
    frame_type = codebook.announces.get(act.type)
    if frame_type is None or not own_words or frame_type == act.type or act.match.trigger.nouns:
        return act, None
    frame = Act(match=act.match, type=frame_type, factuality="occurred", label="announced", lemmas=act.lemmas)
    return replace(act, parent=frame), frame


def _implied(act: Act, matcher: Matcher) -> Act | None:
    """The act that a bare thing stands for ("offered weapons"); who asked gets it from the other side."""
    match, content = act.match, act.match.content
    if content is None or match.trigger.no_content_statement or matcher.contents.acts_in(content):
        return None
    thing = matcher.contents.implied(content)
    if thing is None or not match.recipients:
        return None
    asked = match.trigger.content_actor == "recipient"
    implied = (thing.implies_asked if asked else None) or thing.implies
    if implied is None:
        return None
    actors, recipients = (match.recipients, match.actors) if asked else (match.actors, match.recipients)
    factuality = matcher.factuality[content] or "possible"
    inner = replace(
        match, i=content, actors=actors, recipients=recipients, content=None, factuality=factuality
    )
    return Act(
        match=inner,
        type=implied,
        factuality=factuality,
        parent=act,
        label="implied",
        lemmas=tuple(matcher.clauses.thing(content)),
    )
