"""ECB+ as rows for training: each event mention as `suasion` reads it, with its gold cluster, story and fold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from suasion.evaluation.coreference import mentions_of, places_of
from suasion.evaluation.coreference_gold import read_coreference
from suasion.reconcile.coreference.telling import Telling, read_tellings

FOLDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A mention, its gold cluster, and its story: one of the two of its topic."""

    telling: Telling
    cluster: str
    story: str


def examples(folder: Path) -> list[Example]:
    """Read all event mentions of the sentences listed."""
    documents = read_coreference(folder)
    tellings = read_tellings(places_of(documents))
    return [
        Example(telling=telling, cluster=it.cluster, story=story_of(it.document))
        for telling, it in zip(tellings, mentions_of(documents), strict=True)
    ]


def story_of(document: str) -> str:
    """Give the story of a document: ECB+ names files of a topic's second story `ecbplus`."""
    return f"{document.split('_', maxsplit=1)[0]}{'+' if document.endswith('plus') else ''}"


def fold_of(story: str) -> int:
    """Give the fold of a story: both stories of a topic are in one."""
    found = re.match(r"\d+", story)
    return int(found.group()) % FOLDS if found else 0
