"""The English spaCy pipeline, loaded once per process and only from files with the recorded hashes."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from suasion.errors import ModelError
from suasion.models.manifest import Manifest, check_files, package_folder, read_manifest

if TYPE_CHECKING:
    from spacy.language import Language

SPACY_MANIFEST = Path(__file__).parent / "spacy-en.json"
MAX_LENGTH = 200_000
"""Characters that the pipeline takes at once. Memory grows with it, by 0.45 GB at this length (measured);
the caller cuts longer texts."""


@cache
def spacy_manifest() -> Manifest:
    """Read the pipeline's card; its `fingerprint` belongs into the fingerprint of every stage that parses."""
    return read_manifest(SPACY_MANIFEST)


@cache
def load_spacy() -> Language:
    """Load the pipeline: tagger, parser, lemmatizer and named entities.

    The package's code is not run: spaCy reads the checked folder. Takes 1-2 s with the checking.

    Raises:
        ModelError: the package is missing, a file differs from its hash, or this spaCy cannot read it.
    """
    manifest = spacy_manifest()
    root = package_folder(manifest)
    check_files(manifest, root)
    import spacy  # noqa: PLC0415 - half a second that commands without parsing must not pay

    from suasion.models.ruler import remember  # noqa: PLC0415 - likewise

    try:
        pipeline = spacy.load(root / manifest.folder)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"spaCy {version('spacy')} cannot load {manifest.name} {manifest.version}: {error}",
            cause="The installed spaCy is of another series than the model (3.8).",
            remedy="Install the pinned versions again: make setup",
        ) from error
    remember(pipeline)
    pipeline.max_length = MAX_LENGTH
    return pipeline
