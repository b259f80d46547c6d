"""`coreference`: are mentions of one event joined, across all documents of a folder?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from suasion.evaluation.clusters import score_clusters
from suasion.evaluation.coreference_gold import GoldDocument, GoldMention
from suasion.evaluation.coreference_shapes import CoreferencePrediction, CoreferenceScores
from suasion.reconcile.coreference import Document, Place, load_scorer

Resolving = Callable[[Sequence[GoldDocument]], Sequence[str]]
"""Gives the cluster of each mention of a pool, in order; it looks at no gold cluster."""


def score_coreference(
    documents: Sequence[GoldDocument], resolving: Resolving, write: Callable[[CoreferencePrediction], None]
) -> CoreferenceScores:
    """Compare the answers for a pool with the gold."""
    mentions = mentions_of(documents)
    clusters = resolving(documents)
    for mention, cluster in zip(mentions, clusters, strict=True):
        write(
            CoreferencePrediction(
                document=mention.document, sentence=mention.sentence, tokens=mention.tokens, cluster=cluster
            )
        )
    gold = {i: mention.cluster for i, mention in enumerate(mentions)}
    scores = score_clusters(gold, dict(enumerate(clusters)))
    return CoreferenceScores(
        muc=scores.muc,
        b3=scores.b3,
        ceafe=scores.ceafe,
        conll_f1=scores.conll_f1,
        clusters=len(set(gold.values())),
        answered=len(set(clusters)),
        documents=len(documents),
        n=len(mentions),
    )


def mentions_of(documents: Sequence[GoldDocument]) -> list[GoldMention]:
    """Give all mentions of a pool, in order."""
    return [mention for document in documents for mention in document.mentions]


def pool_of(documents: Sequence[GoldDocument]) -> list[Document]:
    """Give documents as the scorer takes them."""
    return [Document(id=it.id, sentences=tuple(it.sentences.values())) for it in documents]


def places_of(documents: Sequence[GoldDocument]) -> list[Place]:
    """Give where all mentions of a pool stand, in order."""
    return [
        Place(
            text=one.sentences[it.sentence], start=it.start, end=it.end, document=one.id, number=it.sentence
        )
        for one in documents
        for it in one.mentions
    ]


def make_resolving() -> Resolving:
    """Load the scorer."""
    scorer = load_scorer()

    def resolve(documents: Sequence[GoldDocument]) -> list[str]:
        places = places_of(documents)
        named = [""] * len(places)
        for number, group in enumerate(scorer.resolve(pool_of(documents), places), start=1):
            for i in group:
                named[i] = f"e{number}"
        return named

    return resolve
