"""Which mentions tell of one event: documents into stories, pairs of mentions into probabilities, these into clusters.

A pair is weighed by itself, then once more with what the first answers say of the mentions around the two. Where events are told in
phrases, a regression on phrases gives the second answer instead.

`tools/fit_coreference.py` fits the trees, `tools/fit_phrases.py` the regression; `docs/models/coreference-trees.md` is their card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import msgspec
import numpy as np
import numpy.typing as npt

from suasion.errors import ModelError
from suasion.ids import digest
from suasion.models.encoder import HERE
from suasion.models.manifest import check_files, package_folder, read_manifest
from suasion.models.meaning import Meaning, load_meaning
from suasion.models.pipeline import spacy_manifest
from suasion.models.trees import Trees
from suasion.reconcile.coreference.features import NAMES, Floats, Nearness, Told, features
from suasion.reconcile.coreference.grouping import average_link
from suasion.reconcile.coreference.phrases import PhraseWeights, phrase_features, told_in_phrases
from suasion.reconcile.coreference.stories import SHARED, Rarity, profile, story_features, story_groups
from suasion.reconcile.coreference.support import WORTH, support_features
from suasion.reconcile.coreference.telling import Place, Telling, read_tellings

MODEL = "coreference-trees"
PAIRS, SUPPORTED, STORIES = "pairs.npz", "supported.npz", "stories.npz"
WORDS, PHRASES, MANIFEST = "words.json", "phrases.json", "manifest.json"
JOIN = 0.4
"""Average probability from which two groups of mentions are one event.

Scores on topics left out of the fit differ by less than a point from .3 to .45; a lower bar joins too much in reports that are years apart.
"""
JOIN_PHRASES = 0.12
"""The same where events are told in phrases. Low, since few pairs are sure; .1 to .16 score within two points on stories left out."""
BATCH = 100_000
"""Pairs weighed at a time, so that memory does not grow with their number."""

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Clusters = list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: its name and its sentences, in order."""

    id: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How near the documents are to each other: the probability of one story and the cosine of the texts, by pair."""

    places: Mapping[str, int]
    story: Numbers
    texts: Numbers

    def near(self, left: str, right: str) -> Nearness:
        """Say how near two documents are; one is as near to itself as can be."""
        i, j = self.places[left], self.places[right]
        if i == j:
            return Nearness(story=1.0, texts=1.0)
        return Nearness(story=float(self.story[i, j]), texts=min(1.0, float(self.texts[i, j])))


class PairScorer:
    """Weighs whether two tellings are of one event.

    A score depends on the two tellings (and their documents, where given) alone; a group of a pool also on the mentions of the
    documents that may tell the same story. `fingerprint` changes with every model that could change an answer.
    """

    def __init__(
        self,
        *,
        meaning: Meaning,
        pairs: Trees,
        supported: Trees,
        stories: Trees,
        phrases: PhraseWeights,
        rarity: Rarity,
        fingerprint: str,
    ) -> None:
        self.meaning, self.pairs, self.supported, self.stories = meaning, pairs, supported, stories
        self.phrases, self.rarity, self.fingerprint = phrases, rarity, fingerprint
        self._rarity_of = lru_cache(maxsize=1 << 16)(rarity.of)

    def score(self, left: Place, right: Place, likeness: Likeness | None = None) -> float:
        """Give the probability that two places tell of one event.

        Args:
            left: one place.
            right: the other; which comes first does not matter.
            likeness: how near the documents are that the places name; without it their texts stand for documents.

        """
        told = self.tell(read_tellings([left, right]))
        if likeness is not None:
            near = likeness.near(left.document, right.document)
        else:
            pair = [Document(id=name, sentences=(it.text,)) for name, it in (("a", left), ("b", right))]
            near = self.likeness(pair).near("a", "b")
        row = features(told[0], told[1], near, self._rarity_of)
        return float(self.pairs.probabilities(np.array([row], dtype=np.float32))[0])

    def tell(self, tellings: Sequence[Telling]) -> list[Told]:
        """Add their vectors to tellings."""
        texts = [it.place.text for it in tellings]
        mentions = self.meaning.mentions(texts, [(it.start, it.end) for it in tellings])
        terms = self.meaning.sentences([it.place.text[it.start : it.end] for it in tellings])
        sentences = self.meaning.sentences(texts)
        return [
            Told(telling=it, mention=mentions[i], term=terms[i], sentence=sentences[i])
            for i, it in enumerate(tellings)
        ]

    def likeness(self, documents: Sequence[Document]) -> Likeness:
        """Compare all documents with each other."""
        profiles = [profile(document.sentences, self.rarity) for document in documents]
        rows = story_features(profiles)
        size = len(profiles)
        story = self.stories.probabilities(rows.reshape(size * size, -1)).reshape(size, size)
        story = (story + story.T) / 2 * (rows[..., 0] > SHARED)
        return Likeness(
            places={document.id: i for i, document in enumerate(documents)},
            story=story,
            texts=np.asarray(rows[..., 0], dtype=np.float64),
        )

    def resolve(self, documents: Sequence[Document], places: Sequence[Place]) -> Clusters:
        """Group mentions of a pool of documents by the event that they tell of.

        Args:
            documents: the pool, each with its own name.
            places: mentions; each names its document.

        Returns:
            Places in `places` by event; a mention that no other joins is alone.

        """
        likeness = self.likeness(sorted(documents, key=lambda it: it.id))
        told = self.tell(read_tellings(places))
        order = sorted(range(len(places)), key=lambda i: _order(places[i]))
        found: Clusters = []
        for members in self._stories(likeness, [(places[i].document, i) for i in order]):
            inside = [told[i] for i in members]
            if told_in_phrases([places[i] for i in members]):
                groups = average_link(self.phrase_probabilities(inside, likeness), JOIN_PHRASES)
            else:
                groups = average_link(self._probabilities(inside, likeness), JOIN)
            found += [[members[i] for i in group] for group in groups]
        return sorted(sorted(group) for group in found)

    def _stories(self, likeness: Likeness, mentions: Sequence[tuple[str, int]]) -> Iterator[list[int]]:
        """Give the mentions of each group of documents that may tell one story."""
        by_document: dict[int, list[int]] = defaultdict(list)
        for document, i in mentions:
            by_document[likeness.places[document]].append(i)
        for group in story_groups(likeness.story):
            if members := [i for document in group for i in by_document[document]]:
                yield members

    def _probabilities(self, told: Sequence[Told], likeness: Likeness) -> Numbers:
        """Give the table of second answers: symmetric, with a diagonal of zeros."""
        found = np.zeros((len(told), len(told)))
        pairs, rows = [], []
        for left, right in _batches(len(told)):
            batch = self._rows(told, left, right, likeness)
            first = self.pairs.probabilities(batch)
            found[left, right] = found[right, left] = first
            pairs.append(np.stack([left, right])[:, first >= WORTH])
            rows.append(batch[first >= WORTH])
        places = [it.telling.place for it in told]
        around = support_features(
            found, [(it.document, it.number) for it in places], [it.document for it in places]
        )
        for (left, right), batch in zip(pairs, rows, strict=True):
            both = np.concatenate([batch, around[left, right]], axis=1)
            found[left, right] = found[right, left] = self.supported.probabilities(both)
        return found

    def phrase_probabilities(self, told: Sequence[Told], likeness: Likeness) -> Numbers:
        """Give the table of answers for phrases: symmetric, with a diagonal of zeros."""
        found = np.zeros((len(told), len(told)))
        for left, right, rows in self.phrase_rows(told, likeness):
            found[left, right] = found[right, left] = self.phrases.probabilities(rows)
        return found

    def phrase_rows(
        self, told: Sequence[Told], likeness: Likeness
    ) -> Iterator[tuple[Places, Places, Floats]]:
        """Give the pairs, some at a time, with their features as phrases."""
        places = [it.telling.place for it in told]
        spans = [(it.start, it.end) for it in places]
        in_sentence = self.meaning.mentions([it.text for it in places], spans)
        alone = self.meaning.sentences([it.text[it.start : it.end] for it in places])
        for left, right in _batches(len(told)):
            rows = self._rows(told, left, right, likeness)
            cosines = [np.einsum("ij,ij->i", it[left], it[right]) for it in (in_sentence, alone)]
            yield left, right, phrase_features(rows, self.pairs.probabilities(rows), *cosines)

    def _rows(self, told: Sequence[Told], left: Places, right: Places, likeness: Likeness) -> Floats:
        """Give the features of pairs of words."""
        rows = []
        for i, j in zip(left, right, strict=True):
            near = likeness.near(told[i].telling.place.document, told[j].telling.place.document)
            rows.append(features(told[i], told[j], near, self._rarity_of))
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def _batches(size: int) -> Iterator[tuple[Places, Places]]:
    """Give the pairs of `size` things, `BATCH` at a time."""
    left, right = np.triu_indices(size, 1)
    for first in range(0, len(left), BATCH):
        yield left[first : first + BATCH], right[first : first + BATCH]


def _order(place: Place) -> tuple[str, int, int, int]:
    return place.document, place.number, place.start, place.end


@cache
def load_scorer() -> PairScorer:
    """Load the scorer that suasion ships.

    Raises:
        ModelError: its files are missing or not those recorded.
    """
    manifest = read_manifest(HERE / MODEL / MANIFEST)
    root = package_folder(manifest)
    check_files(manifest, root)
    folder, meaning = root / manifest.folder, load_meaning()
    try:
        rarity = msgspec.json.decode((folder / WORDS).read_bytes(), type=Rarity)
        phrases = msgspec.json.decode((folder / PHRASES).read_bytes(), type=PhraseWeights)
    except msgspec.MsgspecError as error:
        raise ModelError(
            f"The words or weights of {MODEL} cannot be read: {error}.",
            cause="The installation of suasion is damaged.",
            remedy="Install suasion again.",
        ) from error
    return PairScorer(
        meaning=meaning,
        pairs=Trees.load(folder / PAIRS),
        supported=Trees.load(folder / SUPPORTED),
        stories=Trees.load(folder / STORIES),
        phrases=phrases,
        rarity=rarity,
        fingerprint=digest([manifest.fingerprint, meaning.fingerprint, spacy_manifest().fingerprint]),
    )
