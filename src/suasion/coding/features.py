"""What the pair typer sees of a sentence with a marked source and a marked target: named features with counts.

Three groups, told apart by the start of a name: `d:` facts of the dependency tree and the answers of the trigger
lexicon, `w:` lemmas and pairs of lemmas, `c:` character n-grams of words. Actors are masked in the last two, so that
who is named does not decide what was done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from suasion.codebook import Codebook
from suasion.codebook.triggers import TriggerLexicon
from suasion.coding.clause import Clauses
from suasion.coding.match import Match, Matcher
from suasion.records import Actor, Reference, Sentence, Token
from suasion.tree import Tree

GROUPS = ("d", "w", "c")
MAX_CHARACTERS = 2_000
"""Of a longer text the rest is not read: no sentence is that long, and the parser's memory grows with it."""

_TAG = re.compile(r"</?([st])>")
_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-", "\n": " ", "\t": " "}
)
_NAMES = frozenset({"GPE", "NORP", "PERSON", "ORG", "LOC", "FAC"})
_FUTURE = frozenset({"will", "'ll", "wo", "shall", "would", "'d"})
_MODAL = frozenset({"can", "could", "may", "might", "must", "should", "ought"})
_OPEN = frozenset({"VERB", "NOUN", "ADJ"})
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "pcomp")
_LONGEST_PATH = 8
_CHARACTERS = (3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPair:
    """A sentence without its marks, and the half-open spans of source and target in code points of `text`."""

    text: str
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]


def read_marks(sentence: str, marked: str) -> MarkedPair:
    """Take `<s>…</s>` and `<t>…</t>` out of the marked copy.

    A side may be marked nowhere or several times; a mark that is not closed marks nothing. Without a marked copy
    the sentence itself is taken, with neither side.
    """
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    text = ""
    last = 0
    for tag in _TAG.finditer(marked):
        text, last = text + marked[last : tag.start()], tag.end()
        side = tag.group(1)
        if tag.group()[1] != "/":
            opened[side] = len(text)
        elif (start := opened.pop(side, len(text))) < len(text):
            spans[side].append((start, len(text)))
    text = text + marked[last:] if marked.strip() else sentence
    return MarkedPair(
        text=text.translate(_STRAIGHT)[:MAX_CHARACTERS], source=tuple(spans["s"]), target=tuple(spans["t"])
    )


def parse_pairs(pairs: Iterable[MarkedPair], nlp: Language) -> Iterator[Doc]:
    """Parse each text as one sentence: the full stop of an abbreviation must not part source from target."""
    docs = (_as_one_sentence(nlp.make_doc(pair.text)) for pair in pairs)
    yield from nlp.pipe(docs, batch_size=64)


def _as_one_sentence(doc: Doc) -> Doc:
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


class PairView:
    """One parsed sentence seen from its source and its target."""

    def __init__(self, pair: MarkedPair, doc: Doc, lexicon: TriggerLexicon, codebook: Codebook) -> None:
        tokens = tuple(_tokens(doc))
        self.tree, self.lexicon, self.codebook = Tree(tokens), lexicon, codebook
        self.source, self.target = _inside(tokens, pair.source), _inside(tokens, pair.target)
        self.s, self.t = _head(self.tree, self.source), _head(self.tree, self.target)
        sides = [("s", self.s, self.source), ("t", self.t, self.target)]
        references = tuple(
            self._reference(side, head, inside) for side, head, inside in sides if head is not None
        )
        sentence = Sentence(
            start=0, end=len(pair.text), text=pair.text, passage="body", tokens=tokens, references=references
        )
        self.clauses = Clauses(sentence, lexicon.light_verbs, lexicon.measures)
        self.matches = Matcher(self.clauses, [None] * len(tokens), lexicon, codebook).run()

    def features(self) -> Counter[str]:
        """Count the features of all groups."""
        found: Counter[str] = Counter()
        if not len(self.tree):
            return found
        found.update({f"d:{name}": 1 for name in self._facts()})
        masked = list(self._masked())
        lemmas = [lemma for lemma, _ in masked]
        found.update(f"w:{lemma}" for lemma in lemmas)
        found.update(f"w:{first} {second}" for first, second in pairwise(lemmas))
        found.update(f"c:{gram}" for _, word in masked for gram in _characters(word))
        return found

    def _facts(self) -> Iterator[str]:
        path = self._path()
        main = self._main(path)
        yield from self._of_path(path)
        yield from self._of_sides(main)
        if main is not None:
            yield from self._of_main(main)
        for token in self._predicates(path, main):
            yield from self._of_predicate(token)
        yield from self._of_matches(path)
        yield from self._between()

    # ---- the way from source to target

    def _path(self) -> list[Token]:
        """Give what governs the source up to what governs both, then down to the target; without the sides."""
        up = self._governors(self.s)
        down = self._governors(self.t)
        if self.s is None or self.t is None:
            return [token for token in up or down if token.i not in self.source | self.target]
        above = {token.i for token in down} | {self.t.i}
        meet = next((n for n, token in enumerate(up) if token.i in above), len(up))
        shared = up[meet].i if meet < len(up) else -1
        rest = [token for token in reversed(down) if token.i != shared]
        cut = next((n for n, token in enumerate(rest) if not self._governs(token, up[meet:])), len(rest))
        path = up[: meet + 1] + rest[cut:]
        return [token for token in path if token.i not in self.source and token.i not in self.target]

    def _governs(self, token: Token, shared: Sequence[Token]) -> bool:
        return any(token.i == other.i for other in shared)

    def _governors(self, head: Token | None) -> list[Token]:
        return list(self.tree.ancestors(head.i)) if head is not None else []

    def _main(self, path: Sequence[Token]) -> Token | None:
        """Find the predicate that the source takes part in: the nearest verb above it, else above the target."""
        for token in [*self._governors(self.s), *path, *self._governors(self.t)]:
            if token.pos in {"VERB", "AUX"}:
                return token
        return next((token for token in self.tree.tokens if token.head == token.i), None)

    def _predicates(self, path: Sequence[Token], main: Token | None) -> list[Token]:
        """List the words that may state the act: those of the path, the main verb, its content, its objects."""
        found = {token.i: token for token in path if token.pos in _OPEN}
        queue = [main] if main is not None else []
        while queue:
            token = queue.pop()
            if token.i in found and token is not main:
                continue
            found[token.i] = token
            queue += [
                c for c in self.tree.children(token.i, *_CLAUSES) if c.pos in _OPEN and c.i not in found
            ]
            found.update({o.i: o for o in self.tree.children(token.i, "dobj", "attr", "acomp", "oprd")})
        return [token for _, token in sorted(found.items()) if token.i not in self.source]

    def _of_path(self, path: Sequence[Token]) -> Iterator[str]:
        short = path[:_LONGEST_PATH]
        yield f"deps={'/'.join(token.dep for token in short)}"
        words = [token.lemma for token in short if token.pos in _OPEN]
        yield f"lemmas={'>'.join(words)}"
        for first, second in pairwise(words):
            yield f"step={first}>{second}"
        for token in short:
            yield f"on={token.lemma}" if token.pos in _OPEN else f"by={token.text.lower()}"

    # ---- the sides

    def _of_sides(self, main: Token | None) -> Iterator[str]:
        for side, head, inside in (("s", self.s, self.source), ("t", self.t, self.target)):
            if head is None:
                yield f"{side}:none"
                continue
            yield f"{side}:dep={head.dep}"
            yield f"{side}:kind={head.entity or head.pos}"
            governor = self.tree[head.head]
            if governor.pos == "ADP":
                yield f"{side}:prep={governor.text.lower()}"
                yield f"{side}:prep={governor.text.lower()}|{self.tree[governor.head].lemma}"
            if main is not None:
                yield f"{side}:before={head.i < main.i}"
            yield from self._words_of(side, inside)
        if self.s is not None and self.t is not None:
            yield f"order={self.s.i < self.t.i}"

    def _words_of(self, side: str, inside: frozenset[int]) -> Iterator[str]:
        common = [self.tree[i].lemma for i in sorted(inside) if self.tree[i].pos in _OPEN]
        for lemma in common:
            yield f"{side}:word={lemma}"
        for thing in self.lexicon.classes_in(common):
            yield f"{side}:class={thing.name}"

    # ---- the predicates

    def _of_main(self, main: Token) -> Iterator[str]:
        yield f"main={main.lemma}"
        mood = self._mood(main)
        yield f"mood={mood}"
        yield f"main={main.lemma}|{mood}"
        for content in self.tree.children(main.i, *_CLAUSES):
            yield f"content={main.lemma}>{content.lemma}"
            yield f"content={content.lemma}|{self._mood(content)}"
            yield f"mood:content={self._mood(content)}"

    def _mood(self, token: Token) -> str:
        """Give modality and negation in one word; those of an event noun ("will hold talks") are its verb's."""
        if token.pos == "NOUN":
            verb = self.clauses.governing_verb(token.i)
            return self._mood(verb) if verb is not None else "noun"
        helpers = {child.text.lower() for child in self.tree.children(token.i, "aux")}
        going = token.dep == "xcomp" and self.tree[token.head].lemma == "go"
        if not helpers.isdisjoint(_FUTURE) or going:
            kind = "future"
        elif not helpers.isdisjoint(_MODAL):
            kind = "modal"
        else:
            kind = "to" if "to" in helpers else "plain"
        return f"not-{kind}" if self.tree.is_negated(token.i) else kind

    def _of_predicate(self, token: Token) -> Iterator[str]:
        yield f"pred={token.lemma}"
        mood = self._mood(token)
        for root in self._roots(token):
            yield f"may={root}"
            yield f"may={root}|{mood}"
            yield f"kind={self.codebook.root_quads[root]}|{mood}"
        if self.tree.is_passive(token.i):
            yield f"passive={token.lemma}"
        for child in self.tree.children(token.i, "prt", "prep", "agent", "dative", "neg"):
            yield f"pred={token.lemma}+{child.text.lower()}"
        if token.pos == "VERB":
            yield from self._of_objects(token)

    def _of_objects(self, token: Token) -> Iterator[str]:
        for item in self.clauses.objects(token.i):
            if item.i in self.source or item.i in self.target:
                continue
            yield f"obj={token.lemma}>{item.lemma}"
            for thing in self.lexicon.classes_in(self.clauses.phrase(item.i)):
                yield f"objclass={thing.name}"
                yield f"objclass={token.lemma}>{thing.name}"
                for name in thing.types if thing.implies is None else (thing.implies,):
                    yield f"implies={self._root(name)}"

    def _roots(self, token: Token) -> list[str]:
        """List the roots that the lexicon has for the word in any company."""
        tables = {"VERB": self.lexicon.verbs, "NOUN": self.lexicon.nouns, "ADJ": self.lexicon.adjectives}
        triggers = tables.get(token.pos, {}).get(token.lemma, ())
        return sorted({self._root(trigger.type) for trigger in triggers})

    def _root(self, type_name: str) -> str:
        return self.codebook.type(type_name).root15

    # ---- the trigger lexicon's answers

    def _of_matches(self, path: Sequence[Token]) -> Iterator[str]:
        near = {token.i for token in path}
        for i, match in self.matches.items():
            root = self._root(match.type)
            yield f"match={root}"
            yield f"match={root}|{self._mood(self.tree[i])}"
            yield f"match={root}|{self._roles(match)}"
            if i in near:
                yield f"match={root}|path"

    def _roles(self, match: Match) -> str:
        actors = {actor.id[-1] for reference in match.actors for actor in reference.actors}
        recipients = {actor.id[-1] for reference in match.recipients for actor in reference.actors}
        return f"{''.join(sorted(actors))}-{''.join(sorted(recipients))}"

    def _reference(self, side: str, head: Token, inside: frozenset[int]) -> Reference:
        """Let a side stand as an actor, so that the lexicon's slots can find it."""
        person = head.entity == "PERSON"
        military = self.lexicon.classes["troops"].among([head.lemma])
        actor = Actor(
            id=f"{'person' if person else 'side'}:{side}",
            name=side,
            country=side,
            code=side,
            sector="MIL" if military else "GOV",
        )
        how = "office" if person else "name"
        return Reference(first=min(inside), last=max(inside) + 1, head=head.i, actors=(actor,), how=how)

    # ---- words

    def _between(self) -> Iterator[str]:
        if self.s is None or self.t is None:
            return
        low, high = sorted((self.s.i, self.t.i))
        for token in self.tree.tokens[low + 1 : high]:
            if token.i not in self.source and token.i not in self.target and token.pos in _OPEN:
                yield f"between={token.lemma}"

    def _masked(self) -> Iterator[tuple[str, str]]:
        """Give lemma and word of each token, runs of the source, the target or other names as one word."""
        before = ""
        for token in self.tree.tokens:
            mask = self._mask(token)
            if mask and mask != before:
                yield mask, mask
            if not mask and token.pos not in {"PUNCT", "SPACE", "SYM"}:
                yield token.lemma, token.text.lower()
            before = mask

    def _mask(self, token: Token) -> str:
        if token.i in self.source:
            return "SOURCE"
        if token.i in self.target:
            return "TARGET"
        if token.entity in _NAMES or token.pos == "PROPN":
            return "NAME"
        return "NUMBER" if token.pos == "NUM" else ""


def _characters(word: str) -> Iterator[str]:
    if word.isupper():
        return
    padded = f" {word} "
    for n in _CHARACTERS:
        yield from (padded[k : k + n] for k in range(len(padded) - n + 1))


def _tokens(doc: Doc) -> Iterator[Token]:
    for token in doc:
        yield Token(
            i=token.i,
            text=token.text,
            start=token.idx,
            end=token.idx + len(token),
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            entity=token.ent_type_,
        )


def _inside(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        token.i for token in tokens for start, end in spans if token.start < end and start < token.end
    )


def _head(tree: Tree, inside: frozenset[int]) -> Token | None:
    """Find the token of a side that is governed from outside it; of several (a side marked twice) the topmost."""
    outside = [tree[i] for i in inside if tree[i].head not in inside or tree[i].head == i]
    words = [token for token in outside if token.pos not in {"PUNCT", "SPACE"}] or outside
    top = min(words, key=lambda token: (sum(1 for _ in tree.ancestors(token.i)), token.i), default=None)
    below = tree.child(top.i, "pobj") if top is not None and top.pos == "ADP" else None
    return below if below is not None and below.i in inside else top
