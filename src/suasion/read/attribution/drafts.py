"""All attributions that the grammar of one sentence shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from suasion.read.attribution.clauses import VerbCues
from suasion.read.attribution.cues import Lexicon
from suasion.read.attribution.grammar import CLAUSE_VERBS, Draft, Grammar
from suasion.read.attribution.headlines import headline_drafts
from suasion.read.attribution.phrases import PhraseCues
from suasion.records import Sentence, Token
from suasion.tree import Tree


def find_drafts(sentence: Sentence, lexicon: Lexicon) -> tuple[Draft, ...]:
    """Find the attributions of a sentence, chains ("Tass, citing Lavrov, …") included."""
    grammar = Grammar(Tree(sentence.tokens), lexicon)
    verbs, phrases = VerbCues(grammar), PhraseCues(grammar)
    drafts: list[Draft] = []
    for token in sentence.tokens:
        if token.pos in CLAUSE_VERBS:
            drafts.extend(verbs.at(token))
        drafts.extend(phrases.at(token))
    return (*_with_cited(grammar, drafts), *headline_drafts(sentence, lexicon))


def _with_cited(grammar: Grammar, drafts: list[Draft]) -> Iterator[Draft]:
    """Add those who are cited ("Tass, citing Lavrov, reported …"): they hold the same content, inside."""
    citing = [
        (token, cited)
        for token in grammar.tree.tokens
        if token.lemma in {"cite", "quote"} and token.pos == "VERB"
        for cited in grammar.tree.children(token.i, "dobj")
        if not any(draft.head == token.i and draft.content for draft in drafts)
    ]
    for draft in drafts:
        relay = next((pair for pair in citing if _belongs(pair[0], draft)), None)
        if relay is None or not draft.content:
            yield draft
            continue
        verb, cited = relay
        phrase = set(grammar.tree.subtree(verb.i))
        content = tuple(i for i in draft.content if i not in phrase)
        source = tuple(i for i in draft.source if i not in phrase)
        yield replace(draft, source=source, content=tuple(sorted({*content, *phrase})))
        yield Draft(
            head=verb.i,
            cue=(verb.i,),
            source_head=cited.i,
            source=grammar.source(cited.i, verb.i),
            content=content,
            stance=draft.stance,
            takes_quote=draft.takes_quote,
        )


def _belongs(citing: Token, draft: Draft) -> bool:
    """Whether the citing clause hangs on the draft's cue or on its source."""
    return citing.i != draft.head and citing.head in {draft.head, draft.source_head}
