"""When, where, how much, and who says so: what a statement takes from the reading around its action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suasion.coding.match import Matcher
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


class Circumstances:
    """The circumstances of the acts of one sentence."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.reading, self.sentence, self.tree = reading, sentence, Tree(sentence.tokens)
        self.around = [
            a
            for a in reading.attributions
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
        """The time expression of the action's own clause, else the sentence's only one."""
        times = self._own(self.sentence.times, i)
        if times:
            best = min(
                times,
                key=lambda time: (abs(time.span.start - self.sentence.tokens[i].start), time.span.start),
            )
            return replace(best.when, text=best.span.text)
        return Dated(how="not stated in the sentence")

    def _own(self, times: Sequence[TimeExpression], i: int) -> list[TimeExpression]:
        region = self._clause(i)
        inside = [
            time
            for time in times
            if any(
                self.sentence.tokens[j].start <= time.span.start < self.sentence.tokens[j].end for j in region
            )
        ]
        return inside or (list(times) if len(times) == 1 and self.sentence.passage != "caption" else [])

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
        """The place named nearest to the action in its clause."""
        region = self._clause(i)
        start = self.sentence.tokens[i].start
        places = [
            p
            for p in self.sentence.places
            if any(
                self.sentence.tokens[j].start <= p.span.start < self.sentence.tokens[j].end for j in region
            )
        ]
        return min(places, key=lambda p: (abs(p.span.start - start), p.span.start)).place if places else None

    def where_how(self, i: int) -> str:
        """How the place is known, or why there is none."""
        return "stated" if self.where(i) is not None else "not stated in the clause"

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
