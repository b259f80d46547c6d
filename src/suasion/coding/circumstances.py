"""When, where, how much, and who says so: what a statement takes from the reading around its action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suasion.coding.match import Matcher
from suasion.overlap import Overlaps
from suasion.records import (
    Amount,
    Attribution,
    Dated,
    Holder,
    Place,
    Reading,
    Sentence,
    TimeExpression,
    Token,
)
from suasion.tree import Tree

NO_OUTLET = "outlet not stated"

_BLUNTNESS = {"point": 0, "city": 1, "sea": 2, "region": 2, "country": 3}
"""Of two places in a clause ("in Lima in Peru") the less blunt one is where."""


def contents_of(reading: Reading) -> Overlaps[Attribution]:
    """The attributions of a reading by where their contents stand."""
    return Overlaps((a, a.content) for a in reading.attributions)


class Circumstances:
    """The circumstances of the acts of one sentence."""

    def __init__(
        self, reading: Reading, sentence: Sentence, held: Overlaps[Attribution] | None = None
    ) -> None:
        """Take `held` (`contents_of` the reading) where many sentences are asked for: it is made once a reading."""
        self.reading, self.sentence, self.tree = reading, sentence, Tree(sentence.tokens)
        around = held.at(sentence.start, sentence.end) if held is not None else reading.attributions
        self.around = [
            a
            for a in around
            if any(span.start < sentence.end and sentence.start < span.end for span in a.content)
        ]

    # ---- who says so

    def holders(self, i: int) -> tuple[Holder, ...]:
        """Innermost first, the outlet last."""
        return (*(a.holder for a in self._attributions(i)), self._outlet())

    def quoted(self, i: int) -> bool:
        """Whether the action stands between quotation marks."""
        return any(a.quoted for a in self._attributions(i))

    def own_words(self, i: int, matcher: Matcher) -> bool:
        """Whether what token `i` states comes from its actor, or from nobody but the outlet."""
        innermost = next((a.holder for a in self._attributions(i) if a.holder.kind == "actor"), None)
        if innermost is None:
            return not any(a.holder.kind == "anonymous" for a in self._attributions(i))
        subjects = matcher.clauses.slot("subj", i, owner=True)
        countries = {actor.country for reference in subjects.references for actor in reference.actors}
        return innermost.country is None or innermost.country in countries

    def _attributions(self, i: int) -> Sequence[Attribution]:
        token = self.sentence.tokens[i]
        holding = [
            a
            for a in self.around
            if any(span.start <= token.start and token.end <= span.end for span in a.content)
            and not _is_cue(a, token.start)
        ]
        return sorted(holding, key=lambda a: (sum(span.end - span.start for span in a.content), a.id))

    def _outlet(self) -> Holder:
        report = self.reading.report
        return Holder(
            name=report.outlet or NO_OUTLET,
            kind="outlet",
            country=None,
            cue=None,
            stance="asserts",
            start=None,
            end=None,
        )

    # ---- when, where, how much

    def when(self, i: int) -> Dated:
        """The time expression of the action's own clause; else, inferred, that of a clause above it ("said on Monday that …")."""
        start = self.sentence.tokens[i].start
        near = self._within(self._clause(i))
        own = near if self._lasts(i) else [time for time in near if not self._opens_period(time)]
        above = [] if near else self._within(self._above(i))
        if not own and not above:
            return Dated(how="not stated in the sentence")
        best = min(own or above, key=lambda time: (abs(time.span.start - start), time.span.start))
        how = best.when.how if own or best.when.start is None else f"inferred: {best.span.text}"
        return replace(best.when, text=best.span.text, how=how)

    def _lasts(self, i: int) -> bool:
        """Whether an act goes on ("has armed them since 2014"): else "since" says of what it is the first or the third."""
        token = self.tree[i]
        perfect = any(child.lemma == "have" for child in self.tree.children(i, "aux"))
        return token.tag in {"VBZ", "VBP", "VBG"} or perfect

    def _opens_period(self, time: TimeExpression) -> bool:
        """Whether an expression says from when on ("since 2014")."""
        before = self.sentence.text[: time.span.start - self.sentence.start].lower()
        return before.endswith("since ") or time.span.text.lower().startswith("since ")

    def _within(self, region: frozenset[int]) -> list[TimeExpression]:
        tokens = self.sentence.tokens
        return [
            time
            for time in self.sentence.times
            if any(tokens[j].start <= time.span.start < tokens[j].end for j in region)
        ]

    def _above(self, i: int) -> frozenset[int]:
        """Tokens of the clauses that govern the action's own."""
        verbs = [token.i for token in self.tree.ancestors(i) if token.pos in {"VERB", "AUX"}]
        return frozenset(j for verb in verbs for j in self._clause(verb))

    def _clause(self, i: int) -> frozenset[int]:
        """Tokens of the clause that token `i` is in, other clauses below it left out."""
        top = i
        while self.tree[top].pos not in {"VERB", "AUX"} and self.tree[top].head != top:
            top = self.tree[top].head
        above = {i, top, *(token.i for token in self.tree.ancestors(i))}
        region, queue = {top}, [top]
        while queue:
            for child in self.tree.children(queue.pop()):
                if child.i in above or not _opens_clause(child):
                    region.add(child.i)
                    queue.append(child.i)
        return frozenset(region)

    def where(self, i: int) -> Place | None:
        """The sharpest place of the action's own clause, then the one named nearest to it."""
        region = self._clause(i)
        start = self.sentence.tokens[i].start
        places = [
            p
            for p in self.sentence.places
            if any(
                self.sentence.tokens[j].start <= p.span.start < self.sentence.tokens[j].end for j in region
            )
        ]
        best = min(
            places,
            key=lambda p: (
                _BLUNTNESS.get(p.place.precision, len(_BLUNTNESS)),
                abs(p.span.start - start),
                p.span.start,
            ),
            default=None,
        )
        return best.place if best is not None else None

    def amounts(self, i: int) -> tuple[Amount, ...]:
        """The quantities of the action's own clause."""
        region = self._clause(i)
        return tuple(
            a
            for a in self.sentence.amounts
            if any(self.sentence.tokens[j].start <= a.start < self.sentence.tokens[j].end for j in region)
        )


def _opens_clause(token: Token) -> bool:
    """Whether another clause begins with the token: its time, place and amounts are not those of the clause above."""
    return token.dep in {"ccomp", "advcl", "parataxis", "relcl", "acl"} or (
        token.dep == "conj" and token.pos in {"VERB", "AUX"}
    )


def _is_cue(attribution: Attribution, start: int) -> bool:
    """Whether the position is the attribution's own cue: a threat is not said by itself."""
    return attribution.cue is not None and attribution.cue.start <= start < attribution.cue.end
