"""The whole phrase that names an actor: titles, adjectives, compounds and appositions with the name.

"Nicaragua's ailing strongman, Daniel Ortega" and "Russia, a nuclear power" name one actor each. What is told in a clause ("who
has ruled for decades", "is a dictator") is a claim, not a name, and stays outside. What the words say of the outlet that
chooses them is the affair of `reconcile.framing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.records import Reference, Sentence, Token
from suasion.tree import Tree

LONGEST_PHRASE = 16
"""Tokens. A longer stretch is a list or a mistaken parse, not a name."""

_UNNAMING = frozenset(
    {"pronoun", "demonym", "group", "unnamed group", "region", "place"}
)  # they name nobody in particular, or not the actor
_DESCRIBED = frozenset({"office", "definite"})
"""Kinds of reference whose own words are the description."""

_BEFORE = frozenset(
    {"det", "amod", "compound", "poss", "nmod", "nummod", "advmod", "npadvmod", "punct", "quantmod"}
)
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "conj", "cc", "parataxis"})
_STOPS = frozenset({",", ";", ":", "(", ")", "/", "--", "–", "—"})


def naming_phrases(sentence: Sentence) -> Mapping[Reference, tuple[int, int]]:
    """Give the tokens `first <= i < last` of the phrase around each reference that is more than a bare name.

    A reference that only describes the actor named beside it ("the socialist dictator" after "Daniel Ortega,") has none of its own:
    its words are in the other's phrase.
    """
    tree = Tree(sentence.tokens)
    found: dict[Reference, tuple[int, int]] = {}
    for reference in sentence.references:
        if (
            len(reference.actors) == 1
            and reference.how not in _UNNAMING
            and not _is_of_another(tree, reference)
        ):
            first, last = _extent(tree, reference, sentence.references)
            if reference.how in _DESCRIBED or _says_more(tree, reference, first, last):
                found[reference] = (first, last)
    return {one: span for one, span in found.items() if not _is_part(one, found)}


def _says_more(tree: Tree, reference: Reference, first: int, last: int) -> bool:
    """Whether a phrase has words beside the name and its article."""
    beside = [*range(first, reference.first), *range(reference.last, last)]
    return any(tree[i].dep not in {"det", "punct"} for i in beside)


def _extent(tree: Tree, reference: Reference, all_: Sequence[Reference]) -> tuple[int, int]:
    first, last = _left_edge(tree, reference.first, reference.head), reference.last
    if reference.how not in _DESCRIBED:
        last = max(_appositions(tree, reference, all_), default=last)
    above = tree[tree[reference.head].head]
    if tree[reference.head].dep == "appos" and above.i < first and _describes(tree, above, reference, all_):
        first = _left_edge(tree, above.i, above.i)
    last = _genitive_end(tree, reference, last)
    return (first, last) if last - first <= LONGEST_PHRASE else (reference.first, reference.last)


def _left_edge(tree: Tree, first: int, head: int) -> int:
    """Step left over what modifies the head, as long as it stands directly before."""
    below = {
        i
        for child in tree.children(head)
        if child.i < first and child.dep in _BEFORE
        for i in tree.subtree(child.i)
    }
    if first and tree[first - 1].text == "-":  # "Brazil-Russia talks"
        return first
    while first - 1 in below and tree[first - 1].text not in _STOPS:
        first -= 1
    while first < head and tree[first].pos == "PUNCT":
        first += 1
    return first


def _appositions(tree: Tree, reference: Reference, all_: Sequence[Reference]) -> Iterator[int]:
    """Where the descriptions after a name end: "Russia, a nuclear power"."""
    for apposed in tree.children(reference.head, "appos"):
        inner = set(tree.subtree(apposed.i))
        between = range(reference.last, min(inner))
        if not _describes(tree, apposed, reference, all_) or any(tree[i].pos != "PUNCT" for i in between):
            continue
        for child in tree.children(apposed.i):
            if child.dep in _CLAUSES or child.dep == "appos":
                inner.difference_update(tree.subtree(child.i))
        end = apposed.i + 1
        while end in inner and tree[end].text not in _STOPS:
            end += 1
        yield end


def _describes(tree: Tree, token: Token, reference: Reference, all_: Sequence[Reference]) -> bool:
    """Whether a noun beside a name describes it: a common noun, or capitals with an article, and nobody else's name."""
    common = token.pos == "NOUN" or (token.pos == "PROPN" and tree.child(token.i, "det") is not None)
    return common and not any(
        one.first <= token.i < one.last and one.how not in _DESCRIBED for one in all_ if one is not reference
    )


def _genitive_end(tree: Tree, reference: Reference, last: int) -> int:
    """Take in what a description is of: "the strongman of Nicaragua", not where it is."""
    if reference.how != "office" or last != reference.last:
        return last
    for prep in tree.children(reference.head, "prep"):
        if prep.i == last and prep.text.lower() == "of":
            inner = set(tree.subtree(prep.i))
            for i in list(inner):
                if tree[i].dep in _CLAUSES | {"appos"}:
                    inner.difference_update(tree.subtree(i))
            while last in inner and tree[last].text not in _STOPS:
                last += 1
    return last


def _is_of_another(tree: Tree, reference: Reference) -> bool:
    """Whether "the country" says itself which it is: "the kingdom of the Saudis" stands for nobody named before."""
    below = (child for child in tree.children(reference.head, "prep") if child.text.lower() == "of")
    return reference.how == "definite" and any(True for _ in below)


def _is_part(one: Reference, found: Mapping[Reference, tuple[int, int]]) -> bool:
    """Whether a description stands within the phrase of a name."""
    return one.how in _DESCRIBED and any(
        first <= one.head < last
        for other, (first, last) in found.items()
        if other is not one and other.how not in _DESCRIBED
    )
