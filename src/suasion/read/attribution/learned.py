"""What the learned tagger adds to the rules: attributions whose cue no list has, and where cues and sources end.

The tagger knows which words are source, cue and content, but not which belong together, nor who a source is. Grammar
and nearness join them; holders, chains and stance stay with the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from suasion.read.attribution.cues import Lexicon
from suasion.read.attribution.grammar import Draft, Grammar, runs
from suasion.read.hidden import without_noise
from suasion.records import CODED_PASSAGES, Report, Sentence, Stance
from suasion.tree import Tree

Stretch = tuple[int, int]
RoleSpans = Mapping[str, Sequence[Stretch]]

WORDS_OF_CUES = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
"""A stretch of cue without such a word ("to", "that") belongs to another one."""
MAX_GAP = 12
"""Tokens between a cue and its source or its content at most, where grammar does not join them."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Which characters of a text are in a role: one byte each, 1 where they are."""

    source: bytes
    cue: bytes
    content: bytes

    @classmethod
    def of_spans(cls, length: int, spans: RoleSpans) -> Tagged:
        """Make it from half-open spans of a text of `length` characters."""
        return cls(*(_filled(length, spans[role]) for role in ("source", "cue", "content")))

    def tokens(self, sentence: Sentence) -> Roles:
        """Give the positions of the sentence's tokens in each role."""
        return Roles(*(_inside(sentence, role) for role in (self.source, self.cue, self.content)))


@dataclass(frozen=True, slots=True)
class Roles:
    """Positions of a sentence's tokens, in order, by role."""

    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]


def _filled(length: int, spans: Sequence[Stretch]) -> bytes:
    filled = bytearray(length)
    for start, end in spans:
        filled[start:end] = b"\1" * (end - start)
    return bytes(filled)


def _inside(sentence: Sentence, role: bytes) -> tuple[int, ...]:
    return tuple(token.i for token in sentence.tokens if any(role[token.start : token.end]))


def coded_text(report: Report) -> str:
    """Give the report's text with all that is not coded made line breaks, and noise spaces: as long, position by position."""
    at = 0
    pieces: list[str] = []
    for passage in sorted(report.passages, key=lambda it: it.start):
        if passage.kind in CODED_PASSAGES and passage.end > at:
            start = max(at, passage.start)
            pieces += ["\n" * (start - at), report.text[start : passage.end]]
            at = passage.end
    return without_noise("".join([*pieces, "\n" * (len(report.text) - at)]))


def with_learned(
    sentence: Sentence, drafts: Sequence[Draft], tagged: Tagged, lexicon: Lexicon
) -> tuple[Draft, ...]:
    """Give the rules' drafts and those that only the tagger found, by position of the cue."""
    roles = tagged.tokens(sentence)
    known = {i for draft in drafts for i in (draft.head, *draft.cue)}
    joiner = _Joiner(Grammar(Tree(sentence.tokens), lexicon), roles)
    new = [
        draft
        for first, last in runs(roles.cue)
        if not known.intersection(range(first, last + 1))
        and (draft := joiner.draft(range(first, last + 1))) is not None
    ]
    return tuple(sorted([*drafts, *new], key=lambda draft: draft.head)) if new else tuple(drafts)


def fitted(draft: Draft, roles: Roles) -> Draft:
    """Give the draft with its cue and source as far as the tagger sees them reach, where it sees them."""
    cue = next((run for run in _ranges(roles.cue) if draft.head in run), None)
    source = next((run for run in _ranges(roles.source) if draft.source_head in run), None)
    free = {*draft.source, *draft.content}
    return replace(
        draft,
        cue=draft.cue if cue is None or free.intersection(cue) else tuple(cue),
        source=draft.source if source is None or set(draft.cue).intersection(source) else tuple(source),
    )


def _ranges(positions: Sequence[int]) -> Iterator[range]:
    return (range(first, last + 1) for first, last in runs(positions))


class _Joiner:
    """Joins a cue that the tagger found with its source and its content, within a sentence."""

    def __init__(self, grammar: Grammar, roles: Roles) -> None:
        self.grammar, self.tree, self.lexicon, self.roles = grammar, grammar.tree, grammar.lexicon, roles

    def draft(self, cue: range) -> Draft | None:
        """Make the attribution of a cue; none without a word of its own or without content."""
        words = [i for i in cue if self.tree[i].pos in WORDS_OF_CUES]
        if not words:
            return None
        head = next((i for i in words if self.tree[i].head not in words), words[0])
        source_head = self._source_head(cue, head)
        source = self._source(source_head, cue)
        content = self._content(cue, head, source)
        if not content:
            return None
        return Draft(
            head=head,
            cue=tuple(cue),
            source_head=source_head,
            source=source,
            content=content,
            stance=self.grammar.stance(self.tree[head], self._stance(words)),
            takes_quote=True,
        )

    def _stance(self, words: Sequence[int]) -> Stance:
        """Give the stance of the first word that a list knows; who only speaks asserts."""
        for i in words:
            token = self.tree[i]
            verbs = self.lexicon.verbs.get(token.lemma, ())
            if token.pos == "VERB" and verbs:
                return verbs[0].stance
            for listed in (self.lexicon.nouns, self.lexicon.adjectives, self.lexicon.adverbs):
                if token.lemma in listed:
                    return listed[token.lemma]
        return "asserts"

    def _source_head(self, cue: range, head: int) -> int | None:
        """Give the subject if it is tagged, else the head of the nearest tagged source."""
        tagged = set(self.roles.source)
        subject = self.grammar.subject(head)
        if subject in tagged:
            return subject
        near = min(_ranges(self.roles.source), key=lambda run: _gap(run, cue), default=None)
        if near is None or _gap(near, cue) > MAX_GAP:
            return None
        return next((i for i in near if self.tree[i].head not in near), near[-1])

    def _source(self, head: int | None, cue: range) -> tuple[int, ...]:
        if head is None:
            return ()
        run = next(run for run in _ranges(self.roles.source) if head in run)
        return tuple(i for i in run if i not in cue)

    def _content(self, cue: range, head: int, source: Sequence[int]) -> tuple[int, ...]:
        """Give what hangs on the cue and is tagged; else the nearest tagged stretch that does not hold the cue."""
        taken = {*cue, *source}
        tagged = set(self.roles.content) - taken
        subject = self.grammar.subject(head)
        hanging = {
            i
            for child in self.tree.children(head)
            if child.i != subject and child.i not in taken
            for i in self.tree.subtree(child.i)
        }
        if found := tagged & hanging:
            return tuple(sorted(found))
        apart = [run for run in _ranges(self.roles.content) if not set(run) & set(cue)]
        near = min(apart, key=lambda run: _gap(run, cue), default=None)
        if near is None or _gap(near, cue) > MAX_GAP:
            return ()
        return tuple(i for i in near if i not in taken)


def _gap(run: range, cue: range) -> int:
    """Tokens between two stretches; 0 where they touch or overlap."""
    return max(run.start - cue.stop, cue.start - run.stop, 0)
