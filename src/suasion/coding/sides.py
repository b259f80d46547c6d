"""The sides of an act: what stands in a trigger's slots, if it is what the trigger wants there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from suasion.codebook.triggers import Trigger, TriggerLexicon
from suasion.coding.clause import Clauses
from suasion.coding.contents import Contents
from suasion.coding.found import NOTHING, Found
from suasion.records import Actor, Reference, Token

OWN_PEOPLE = "own people"
"""`Reference.how` of a domestic side that the text names without its state ("police arrested thirty demonstrators")."""

_MILITARY_SECTORS = frozenset({"MIL", "PRM", "UAF", "REB", "COP"})
_GOVERNING_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "PTY", "COP"})
_PLACE_HOWS = frozenset(
    {"name", "capital", "abbreviation", "definite", "pronoun", "group", "metonym", "demonym"}
)
_CONTENT_SLOTS = frozenset({"clause.recipient", "content.recipient", "content.actor", "content.any"})
_HOME_PREPS = frozenset({"in", "through", "of", "across", "from", "at", "around"})


class Sides:
    """The sides of the acts of one sentence."""

    def __init__(self, clauses: Clauses, contents: Contents, lexicon: TriggerLexicon) -> None:
        self.clauses, self.contents, self.lexicon = clauses, contents, lexicon
        self.tree = clauses.tree

    def actors(self, trigger: Trigger, token: Token, content: int | None) -> Found:
        """Who acts; nothing if it is one that the trigger excludes."""
        owner = trigger.actor_is in {"military", "state"}
        found = self._first(trigger.actor, trigger.actor_is, token, content, owner=owner)
        if not found and "subj" in trigger.actor:
            found = self._agents(trigger, token)
        kept = Found(tuple(r for r in found.references if r.how != "place"), found.owner)
        named = [r for r in kept.references if not self._is_crowd(r)]
        if trigger.actor_not and any(self._reference_is(r, trigger.actor_not) for r in named):
            return NOTHING
        return kept

    def _is_crowd(self, reference: Reference) -> bool:
        """Whether the side stands for people of a state who are not its officials ("thousands", "farmers")."""
        lemma = self.tree[reference.head].lemma
        return reference.how == OWN_PEOPLE and self.lexicon.classes["crowds"].among([lemma])

    def _agents(self, trigger: Trigger, token: Token) -> Found:
        """Doers that are named by what they do alone: of the state whose adjective they bear, of the place, else of the report."""
        if token.pos == "NOUN" and token.dep != "ROOT":
            return NOTHING
        doers = [t for t in self.clauses.subjects(token.i) if self.lexicon.classes["agents"].among([t.lemma])]
        if not doers or any(self.clauses.reference_at(doer) for doer in doers):
            return NOTHING
        found = self.clauses.owners(doers)
        if not found and trigger.actor_is != "official":
            places = self.clauses.preps(token.i)
            near = [t for name, t in places if name in _HOME_PREPS and t.i in self.clauses.by_head]
            found = Found(tuple(self.clauses.by_head[t.i] for t in near[:1]))
        home = found or self.clauses.at_home(doers[0])
        if trigger.actor_is and trigger.actor_is != "military":
            home = self._of_kind(home, trigger.actor_is)
        return Found(tuple(_own(r, doers[0]) for r in home.references[:1]), owner=True)

    def recipients(self, trigger: Trigger, token: Token, content: int | None, actors: Found) -> Found:
        """Whom the act is for or against, the actors left out; at home their own people, if such are named."""
        kept = self._first(
            trigger.recipient,
            trigger.recipient_is,
            token,
            content,
            owner=trigger.recipient_owner,
            taken=self._taken(trigger, actors),
        )
        if kept or trigger.joint or trigger.recipient_is or len(actors.codes()) != 1:
            return kept
        return self._own_people(trigger, token, actors)

    def _taken(self, trigger: Trigger, actors: Found) -> frozenset[str]:
        """Ids that cannot be the other side: the actors', and in cooperation all that stand for the same states."""
        ids = frozenset(actor.id for actor in _all(actors.references))
        return ids | actors.codes() if self.contents.codebook.is_cooperative(trigger.type) else ids

    def _own_people(self, trigger: Trigger, token: Token, actors: Found) -> Found:
        """The actor's own state, where the text names people or rules of it without saying whose ("arrested demonstrators")."""
        by = actors.references[0]
        if not trigger.at_home and self.contents.codebook.is_cooperative(trigger.type):
            return NOTHING
        if not any(actor.code is not None and actor.code == actor.country for actor in by.actors):
            return NOTHING
        heads = [head for slot in trigger.recipient.split("|") for head in self._heads(slot, token)]
        heads = [head for head in heads if head.i != by.head]
        named = [head for head in heads if self.lexicon.classes["locals"].among([head.lemma])]
        if not named and (trigger.at_home or by.how == OWN_PEOPLE):
            named = [head for head in heads if self.clauses.reference_at(head) is not None]
        if not named and trigger.at_home:
            named = [token]
        return Found((_own(by, named[0]),)) if named else NOTHING

    def _heads(self, slot: str, token: Token) -> list[Token]:
        return [] if "." in slot or slot == "other" else self.clauses.slot_tokens(slot, token.i)

    # ---- slots

    def _first(
        self,
        slots: str,
        kind: str,
        token: Token,
        content: int | None,
        *,
        owner: bool,
        taken: frozenset[str] = frozenset(),
    ) -> Found:
        """What stands in the first slot that holds a side of the wanted kind, those already `taken` left out."""
        for slot in filter(None, slots.split("|")):
            found = self._slot(slot, token, content, owner=owner)
            if found and "." not in slot and token.pos == "VERB":
                found = _joined(found, self.clauses.slot(f"obj.{slot}", token.i, owner=False))
            if found and kind:
                found = self._of_kind(found, kind)
            found = _without(found, taken)
            if found:
                return found
        return NOTHING

    def _slot(self, slot: str, token: Token, content: int | None, *, owner: bool) -> Found:
        if slot == "other":
            return self._only_other(token)
        if slot == "obj.doer":
            return self._doer(token)
        if slot not in _CONTENT_SLOTS:
            return self.clauses.slot(slot, token.i, owner=owner)
        if content is None:
            return NOTHING
        if slot == "content.any":
            return self._only_other(token, frozenset(self.tree.subtree(content)))
        return self._content_side(slot, content)

    def _doer(self, token: Token) -> Found:
        """Who did what the object names ("condemned the shelling of Lviv by Russia")."""
        for item in self.clauses.objects(token.i):
            if item.i in self.contents.matches:
                return Found(self.contents.matches[item.i].actors)
        return NOTHING

    def _only_other(self, token: Token, region: frozenset[int] | None = None) -> Found:
        """The only other side that the sentence (or a region of it) speaks of, where no slot names one ("would respond decisively")."""
        own = self.clauses.slot("subj", token.i, owner=True).countries()
        others: dict[str, Reference] = {}
        for reference in self.clauses.sentence.references:
            if region is not None and reference.head not in region:
                continue
            for actor in reference.actors:
                if actor.code is not None and actor.country not in own:
                    others.setdefault(actor.code, reference)
        return Found(tuple(others.values()), owner=True) if len(others) == 1 else NOTHING

    def _content_side(self, slot: str, content: int) -> Found:
        acts = self.contents.acts_in(content)
        if not acts:
            return self.clauses.slot("to", content, owner=False) or self.clauses.slot(
                "with", content, owner=False
            )
        if slot == "content.actor":
            return Found(acts[0].actors)
        return Found(acts[0].recipients or (acts[0].actors if acts[0].trigger.joint else ()))

    # ---- kinds

    def _of_kind(self, found: Found, kind: str) -> Found:
        return Found(tuple(r for r in found.references if self._reference_is(r, kind)), found.owner)

    def _reference_is(self, reference: Reference, kind: str) -> bool:
        if kind == "place":
            return reference.how in _PLACE_HOWS and not any(map(_is_person, reference.actors))
        if kind == "person" and reference.how in {"office", "group"}:
            return True
        if kind == "military" and self.lexicon.classes["troops"].among([self.tree[reference.head].lemma]):
            return True
        return any(map(_KINDS[kind], reference.actors))

    # ---- whether they are enough

    def fit(self, trigger: Trigger, actors: Found, recipients: Found, content: int | None) -> bool:
        """Whether the sides that were found are those that an act of this trigger must have."""
        if not actors:
            return False
        several = len(actors.codes()) > 1
        if trigger.joint_only:
            return several
        if trigger.alone and several:
            return False
        if recipients or ((trigger.joint or trigger.needs_other) and several):
            return True
        if trigger.needs_other or trigger.content_needs_recipient or trigger.recipient_is:
            return False
        return trigger.no_recipient or (
            content is not None and bool(self.contents.acts_in(content) or self.contents.implied(content))
        )


def _is_person(actor: Actor) -> bool:
    return actor.id.startswith("person:")


def _is_official(actor: Actor) -> bool:
    return actor.code is not None and (
        actor.sector is None or actor.sector in _GOVERNING_SECTORS or actor.country is None
    )


_KINDS: Mapping[str, Callable[[Actor], bool]] = {
    "state": lambda actor: actor.country is not None or actor.code is not None,
    "actor": lambda actor: bool(actor.id),
    "person": _is_person,
    "organisation": lambda actor: actor.id.startswith("org:"),
    "outlet": lambda actor: actor.sector == "JRN",
    "military": lambda actor: actor.sector in _MILITARY_SECTORS,
    "official": _is_official,
}


def _own(reference: Reference, head: Token) -> Reference:
    """The reference's actors, as the word `head` stands for them."""
    return Reference(first=head.i, last=head.i + 1, head=head.i, actors=reference.actors, how=OWN_PEOPLE)


def _joined(found: Found, more: Found) -> Found:
    """Both, each reference once ("builds a port in Peru and a mine in Chile" has two hosts)."""
    return Found(tuple(dict.fromkeys((*found.references, *more.references))), found.owner)


def _without(found: Found, taken: frozenset[str]) -> Found:
    """Leave out who is taken already."""
    kept = tuple(r for r in found.references if not all(a.id in taken or a.code in taken for a in r.actors))
    return Found(kept, found.owner)


def _all(references: Iterable[Reference]) -> Iterable[Actor]:
    return (actor for reference in references for actor in reference.actors)
