"""Event coreference: whether two sentences, in whatever documents, tell of one event."""

from __future__ import annotations

from suasion.reconcile.coreference.scorer import Document, PairScorer, load_scorer
from suasion.reconcile.coreference.telling import Place

__all__ = ["Document", "PairScorer", "Place", "load_scorer"]
