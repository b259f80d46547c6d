"""Which triggers fit at a token of a sentence, with the sides they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suasion.codebook import Codebook
from suasion.codebook.triggers import ThingClass, Trigger, TriggerLexicon
from suasion.coding.clause import NOTHING, Clauses, Found
from suasion.records import Actor, Factuality, Reference, Token

_MODALS = frozenset({"will", "would", "shall", "'ll", "'d", "could", "may", "might", "wo", "must", "going"})
_MILITARY_SECTORS = frozenset({"MIL", "PRM", "UAF", "REB", "COP"})
_GOVERNING_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "PTY", "COP"})
_PLACE_HOWS = frozenset({"name", "capital", "abbreviation", "definite", "pronoun", "group", "metonym"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A trigger that fits at token `i`, and its sides. `content` is the head of what is promised, asked for or threatened."""

    trigger: Trigger
    type: str
    i: int
    actors: tuple[Reference, ...]
    recipients: tuple[Reference, ...]
    content: int | None
    lemmas: tuple[str, ...]
    factuality: Factuality
    score: float
    actor_is_subject_of_light_verb: bool = False
    open: bool = False
    """No recipient is stated where the type wants one: stands only as the content of a frame that gives it."""
    covers: tuple[int, ...] = ()
    """Nouns that the trigger's object condition has used up: they state no act of their own."""

    def codes(self) -> frozenset[str]:
        """The codes of the actors."""
        return frozenset(actor.code for reference in self.actors for actor in reference.actors if actor.code)


class Matcher:
    """Matches the triggers of one sentence, innermost words first, so that a promise can ask what was promised."""

    def __init__(
        self,
        clauses: Clauses,
        factuality: Sequence[Factuality | None],
        lexicon: TriggerLexicon,
        codebook: Codebook,
    ) -> None:
        self.clauses, self.tree, self.factuality = clauses, clauses.tree, factuality
        self.lexicon, self.codebook = lexicon, codebook
        self.found: dict[int, Match] = {}

    def run(self) -> Mapping[int, Match]:
        """All matches by token, at most one each."""
        depth = {token.i: sum(1 for _ in self._ancestors(token.i)) for token in self.tree.tokens}
        for i in sorted(depth, key=lambda i: (-depth[i], i)):
            best = max(self._candidates(i), key=lambda match: match.score, default=None)
            if best is not None:
                self.found[i] = best
        covered = {i for match in self.found.values() for i in match.covers}
        return {i: match for i, match in sorted(self.found.items()) if i not in covered}

    def _ancestors(self, i: int) -> Iterator[Token]:
        seen: set[int] = set()
        for token in self.tree.ancestors(i):
            if token.i in seen:
                return
            seen.add(token.i)
            yield token

    def _candidates(self, i: int) -> Iterator[Match]:
        token = self.tree[i]
        table: Mapping[str, tuple[Trigger, ...]] = {}
        if token.pos == "VERB" or (token.pos == "NOUN" and token.dep == "ROOT"):
            table = self.lexicon.verbs
        if token.pos in {"NOUN", "PROPN"}:
            for trigger in self.lexicon.nouns.get(token.lemma, ()):
                match = self._match(trigger, token)
                if match is not None:
                    yield match
        if token.pos == "ADJ":
            table = self.lexicon.adjectives
        for trigger in table.get(token.lemma, ()):
            match = self._match(trigger, token)
            if match is not None:
                yield match

    # ---- one trigger at one token

    def _match(self, trigger: Trigger, token: Token) -> Match | None:
        company = self._company(trigger, token)
        if company is None:
            return None
        content = self._content(trigger, token)
        if not self._content_fits(trigger, token, content):
            return None
        actors = self._side(
            trigger.actor,
            trigger.actor_is,
            token,
            content,
            owner=bool(trigger.actor_is in {"military", "state"}),
        )
        actors = Found(tuple(r for r in actors.references if r.how != "place"), actors.owner)
        if trigger.actor_not and self._is(actors.references, trigger.actor_not):
            return None
        recipients = self._side(
            trigger.recipient, trigger.recipient_is, token, content, owner=trigger.recipient_owner
        )
        if trigger.swap_light and not actors:
            return None
        recipients = _without(recipients, actors)
        fits = self._sides_fit(trigger, actors, recipients, content)
        if not fits and (
            not actors or trigger.joint_only or trigger.recipient_is or trigger.content or trigger.needs_other
        ):
            return None
        return self._made(trigger, token, actors, recipients, content, company, open=not fits)

    def _made(
        self,
        trigger: Trigger,
        token: Token,
        actors: Found,
        recipients: Found,
        content: int | None,
        company: float,
        *,
        open: bool,
    ) -> Match:
        score = (
            company
            + (0.4 if recipients else 0.0)
            + (0.3 if content is not None else 0.0)
            - (0.2 if recipients.owner else 0.0)
        )
        lemmas = self._about(trigger, token)
        return Match(
            trigger=trigger,
            type=trigger.type,
            i=token.i,
            actors=actors.references,
            recipients=recipients.references,
            content=content,
            lemmas=tuple(lemmas),
            factuality=self.factuality[token.i] or "occurred",
            score=score,
            actor_is_subject_of_light_verb=token.pos == "NOUN"
            and "subj" in trigger.actor
            and self._is_light_subject(trigger, token, actors),
            open=open,
            covers=() if open else self._covers(trigger, token),
        )

    def _is_light_subject(self, trigger: Trigger, token: Token, actors: Found) -> bool:
        verb = self.clauses.governing_verb(token.i)
        return verb is not None and self.clauses.slot("subj", token.i, owner=False) == actors

    def _covers(self, trigger: Trigger, token: Token) -> tuple[int, ...]:
        if token.pos != "VERB" or not (trigger.object or trigger.object_any):
            return ()
        heads = self.clauses.objects(token.i)
        below = [target for head in heads for name, target in self.tree.preps(head.i) if name == "of"]
        return tuple(item.i for item in [*heads, *below] if item.i != token.i)

    def _about(self, trigger: Trigger, token: Token) -> list[str]:
        """Lemmas that say with what the act is done: the object's, or for a noun its own phrase's, then the clause's."""
        if token.pos == "VERB":
            near = [lemma for item in self.clauses.objects(token.i) for lemma in self.phrase(item.i)]
            near += [
                lemma
                for name, target in self.tree.preps(token.i)
                if name in {"with", "of", "on"}
                for lemma in self.phrase(target.i)
            ]
            return near
        return self.phrase(token.i)

    def phrase(self, i: int) -> list[str]:
        """The head, its modifiers, and the head and modifiers of its "of" phrase."""
        found = [child.lemma for child in self.tree.children(i, "amod", "compound", "nmod", "npadvmod")] + [
            self.tree[i].lemma
        ]
        for name, target in self.tree.preps(i):
            if (
                name == "of"
                and (self.tree[i].lemma in self.lexicon.measures or target.lemma in self.lexicon.measures)
                and target.i > i
            ):
                found += self.phrase(target.i)
            elif name in {"of", "for", "in"}:
                found += [child.lemma for child in self.tree.children(target.i, "amod", "compound")] + [
                    target.lemma
                ]
        for other in self.tree.children(i, "conj"):
            found += [child.lemma for child in self.tree.children(other.i, "amod", "compound")] + [
                other.lemma
            ]
        return found

    # ---- conditions on the company

    def _company(self, trigger: Trigger, token: Token) -> float | None:
        """How much of a trigger's conditions on its company hold here (more is more specific), or nothing if one fails."""
        checks = (self._object_score, self._beside_score, self._prep_score, self._light_score)
        total = 0.0
        for check in checks:
            score = check(trigger, token)
            if score is None:
                return None
            total += score
        if trigger.modal and not self._is_modal(token.i):
            return None
        if trigger.bare and not self._is_bare(token.i):
            return None
        return total

    def _object_score(self, trigger: Trigger, token: Token) -> float | None:
        heads = self.clauses.objects(token.i) if token.pos != "NOUN" else [token]
        lemmas = [lemma for head in heads for lemma in self.phrase(head.i)]
        nearest = [head.lemma for head in heads]
        if self._forbidden(trigger, lemmas, nearest):
            return None
        if trigger.not_subject and not {t.lemma for t in self.clauses.subjects(token.i)}.isdisjoint(
            trigger.not_subject
        ):
            return None
        if trigger.object:
            wanted = (
                self.lexicon.classes[trigger.object].among(lemmas)
                if isinstance(trigger.object, str)
                else _any_of(trigger.object, lemmas)
            )
            return 1.0 if wanted else None
        if trigger.object_any:
            return (
                0.9 if any(self.lexicon.classes[name].among(lemmas) for name in trigger.object_any) else None
            )
        return 0.0

    def _forbidden(self, trigger: Trigger, lemmas: list[str], nearest: list[str]) -> bool:
        if isinstance(trigger.not_object, str):
            if trigger.not_object and self.lexicon.classes[trigger.not_object].among(nearest):
                return True
        elif _any_of(trigger.not_object, nearest):
            return True
        if trigger.not_object_class and self.lexicon.classes[trigger.not_object_class].among(nearest):
            return True
        return _any_of(trigger.not_in_object, lemmas)

    def _beside_score(self, trigger: Trigger, token: Token) -> float | None:
        if not (trigger.words_beside or trigger.not_words_beside):
            return 0.0
        company = self.clauses.company(token.i)
        if token.pos == "NOUN":
            company += [above.lemma for above, _ in zip(self._ancestors(token.i), range(3), strict=False)]
        if _any_of(trigger.not_words_beside, company):
            return None
        if trigger.words_beside:
            return 0.6 if _any_of(trigger.words_beside, company) else None
        return 0.0

    def _prep_score(self, trigger: Trigger, token: Token) -> float | None:
        preps = {
            child.text.lower()
            for child in self.tree.children(token.i, "prep", "agent", "dative", "prt", "advmod", "mark")
        }
        if trigger.needs and preps.isdisjoint(trigger.needs):
            return None
        if not preps.isdisjoint(trigger.not_prep):
            return None
        wanted = trigger.particle_if.get(token.lemma)
        particles = {child.text.lower() for child in self.tree.children(token.i, "prt", "advmod", "prep")}
        if wanted is not None and particles.isdisjoint(wanted.split("|")):
            return None
        if trigger.particle and particles.isdisjoint(trigger.particle):
            return None
        return (0.3 if trigger.needs else 0.0) + (0.3 if wanted or trigger.particle else 0.0)

    def _light_score(self, trigger: Trigger, token: Token) -> float | None:
        if not (trigger.light_only or trigger.not_light):
            return 0.0
        verb = self.clauses.governing_verb(token.i)
        if trigger.light_only:
            return 0.5 if verb is not None and verb.lemma in trigger.light_only else None
        return None if verb is not None and verb.lemma in trigger.not_light else 0.0

    def _is_modal(self, i: int) -> bool:
        return any(aux.text.lower() in _MODALS for aux in self.tree.children(i, "aux"))

    def _is_bare(self, i: int) -> bool:
        extra = {child.text.lower() for child in self.tree.children(i, "prep", "prt")} & {
            "on",
            "for",
            "off",
            "upon",
            "out",
            "up",
            "in",
        }
        return not extra and self.tree.child(i, "oprd", "ccomp", "xcomp", "acomp") is None

    # ---- the content

    def _content(self, trigger: Trigger, token: Token) -> int | None:
        for spec in filter(None, trigger.content.split("|")):
            found = self._content_at(spec, token)
            if found is not None:
                return found.i
        return None

    def _content_at(self, spec: str, token: Token) -> Token | None:
        first, _, rest = spec.partition(".")
        if rest:
            for item in self.clauses.objects(token.i):
                found = self._content_at(rest, item)
                if found is not None:
                    return found
            return None
        if first == "clause":
            labels = (
                ("ccomp", "xcomp", "acl", "advcl")
                if token.pos == "ADJ"
                else ("acl", "ccomp")
                if token.pos == "NOUN"
                else ("ccomp", "xcomp")
            )
            clauses = self.tree.children(token.i, *labels)
            return next(
                (
                    clause
                    for clause in clauses
                    if clause.i > token.i and clause.pos in {"VERB", "AUX", "ADJ", "NOUN"}
                ),
                None,
            )
        if first == "infinitive":
            return next(
                (
                    c
                    for c in self.tree.children(token.i, "ccomp", "xcomp", "advcl", "acl")
                    if c.i > token.i and self._has_to(c)
                ),
                None,
            )
        if first == "object":
            return next((item for item in self.clauses.objects(token.i) if item.pos == "NOUN"), None)
        return next(
            (
                target
                for name, target in self.clauses.preps(token.i)
                if name == first and target.pos in {"NOUN", "VERB"}
            ),
            None,
        )

    def _has_to(self, clause: Token) -> bool:
        return any(aux.text.lower() == "to" for aux in self.tree.children(clause.i, "aux"))

    def acts_in(self, content: int) -> list[Match]:
        """The acts stated within a content, outermost first."""
        region = self.tree.subtree(content)
        return [
            self.found[i]
            for i in sorted(region, key=lambda i: (sum(1 for _ in self._ancestors(i)), i))
            if i in self.found
        ]

    def implied(self, content: int) -> ThingClass | None:
        """The act that a bare thing implies ("an offer of weapons"), where the content is a noun."""
        return self.lexicon.implied(self.phrase(content)) if self.tree[content].pos == "NOUN" else None

    def _content_fits(self, trigger: Trigger, token: Token, content: int | None) -> bool:
        if trigger.needs_content and content is None:
            return False
        if (
            trigger.clause_subject == "own"
            and content is not None
            and self.tree.child(content, "nsubj", "nsubjpass") is not None
        ):
            return False
        if trigger.threat_in and not self._is_menace(token, content):
            return False
        if not trigger.content_must:
            return True
        if content is not None and self._done_already(content):
            return False
        kind = self._content_type(content)
        optional = trigger.content_must.endswith("?")
        if kind is None:
            return optional
        return self.codebook.is_cooperative(kind) == trigger.content_must.startswith("cooperative")

    def _is_menace(self, token: Token, content: int | None) -> bool:
        """Whether what is warned of is the warner's own doing, or a consequence: a warning of floods threatens nobody."""
        if content is None:
            return False
        skip = {i for clause in self.tree.children(content, "advcl") for i in self.tree.subtree(clause.i)}
        lemmas = [self.tree[i].lemma for i in self.tree.subtree(content) if i not in skip]
        own = {
            actor.country
            for reference in self.clauses.slot("subj", token.i, owner=True).references
            for actor in reference.actors
        }
        doer = {
            actor.country
            for reference in self.clauses.slot("subj", content, owner=True).references
            for actor in reference.actors
        }
        return self.lexicon.classes["menaces"].among(lemmas) and (
            self.tree[content].pos == "NOUN" or not doer or bool(own & doer) or "consequence" in lemmas
        )

    def _done_already(self, content: int) -> bool:
        """ "Announced that it had sent": what is done is reported, not promised."""
        acts = self.acts_in(content)
        return bool(acts) and acts[0].factuality == "occurred" and self.tree[content].dep == "ccomp"

    def _content_type(self, content: int | None) -> str | None:
        if content is None:
            return None
        acts = self.acts_in(content)
        if acts:
            return acts[0].type
        implied = self.implied(content)
        return implied.implies if implied else None

    # ---- the sides

    def _side(self, slots: str, kind: str, token: Token, content: int | None, *, owner: bool) -> Found:
        for slot in filter(None, slots.split("|")):
            if slot == "content.any":
                found = (
                    self._only_other(token, frozenset(self.tree.subtree(content)))
                    if content is not None
                    else NOTHING
                )
            elif slot == "other":
                found = self._only_other(token)
            else:
                found = (
                    self._content_side(slot, content)
                    if slot in _CONTENT_SLOTS
                    else self.clauses.slot(slot, token.i, owner=owner)
                )
            if found and slot not in _CONTENT_SLOTS and "." not in slot and token.pos == "VERB":
                found = _joined(found, self.clauses.slot(f"obj.{slot}", token.i, owner=False))
            if found and kind:
                found = Found(tuple(r for r in found.references if self._is((r,), kind)), found.owner)
            if found:
                return found
        return NOTHING

    def _only_other(self, token: Token, region: frozenset[int] | None = None) -> Found:
        """The only other side that the sentence (or a region of it) speaks of, where no slot names one ("would respond decisively")."""
        own = {
            actor.country
            for reference in self.clauses.slot("subj", token.i, owner=True).references
            for actor in reference.actors
        }
        others: dict[str, Reference] = {}
        for reference in self.clauses.sentence.references:
            if region is not None and reference.head not in region:
                continue
            for actor in reference.actors:
                if actor.code is not None and actor.country not in own:
                    others.setdefault(actor.code or actor.id, reference)
        return Found(tuple(others.values()), owner=True) if len(others) == 1 else NOTHING

    def _content_side(self, slot: str, content: int | None) -> Found:
        if content is None:
            return NOTHING
        acts = self.acts_in(content)
        if not acts:
            return self.clauses.slot("to", content, owner=False) or self.clauses.slot(
                "with", content, owner=False
            )
        if slot == "content.actor":
            return Found(acts[0].actors)
        return Found(acts[0].recipients or (acts[0].actors if acts[0].trigger.joint else ()))

    def _is(self, references: Sequence[Reference], kind: str) -> bool:
        return any(self._reference_is(reference, kind) for reference in references)

    def _reference_is(self, reference: Reference, kind: str) -> bool:
        actors = reference.actors
        if kind == "state":
            return any(actor.country is not None or actor.code is not None for actor in actors)
        if kind == "person":
            return any(actor.id.startswith("person:") for actor in actors) or reference.how in {
                "office",
                "group",
            }
        if kind == "organisation":
            return any(actor.id.startswith("org:") for actor in actors)
        if kind == "place":
            return reference.how in _PLACE_HOWS and not any(
                actor.id.startswith("person:") for actor in actors
            )
        if kind == "outlet":
            return any(actor.sector == "MED" for actor in actors)
        if kind == "military":
            head = self.tree[reference.head].lemma
            return any(actor.sector in _MILITARY_SECTORS for actor in actors) or self.lexicon.classes[
                "troops"
            ].among([head])
        if kind == "official":
            return any(_is_official(actor) for actor in actors)
        return bool(actors)

    def _sides_fit(self, trigger: Trigger, actors: Found, recipients: Found, content: int | None) -> bool:
        if not actors:
            return False
        several = (
            len({actor.code or actor.id for reference in actors.references for actor in reference.actors}) > 1
        )
        if trigger.joint_only:
            return several
        if recipients:
            return True
        if (trigger.joint or trigger.needs_other) and several:
            return True
        if trigger.needs_other or trigger.content_needs_recipient or trigger.recipient_is:
            return False
        return trigger.no_recipient or (
            content is not None and bool(self.acts_in(content) or self.implied(content))
        )


_CONTENT_SLOTS = frozenset({"clause.recipient", "content.recipient", "content.actor", "content.any"})


def _is_official(actor: Actor) -> bool:
    return actor.code is not None and (
        actor.sector is None or actor.sector in _GOVERNING_SECTORS or actor.country is None
    )


def _any_of(wanted: Sequence[str], lemmas: Sequence[str]) -> bool:
    return not set(wanted).isdisjoint(lemmas)


def _joined(found: Found, more: Found) -> Found:
    """Both, each reference once ("builds a port in Peru and a mine in Chile" has two hosts)."""
    return Found(tuple(dict.fromkeys((*found.references, *more.references))), found.owner)


def _without(recipients: Found, actors: Found) -> Found:
    """Leave out of the recipients who is an actor already."""
    ids = {actor.id for reference in actors.references for actor in reference.actors}
    kept = tuple(
        reference
        for reference in recipients.references
        if not ids.issuperset(actor.id for actor in reference.actors)
    )
    return Found(kept, recipients.owner)
