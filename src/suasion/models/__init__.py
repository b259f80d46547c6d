"""Models: folders of plain files, each with a manifest that records its hashes.

Nothing is loaded at import, and nothing is ever downloaded.
"""

from __future__ import annotations

from suasion.models.manifest import (
    Manifest,
    ModelFile,
    ModelStatus,
    check_files,
    installed_models,
    read_manifest,
)
from suasion.models.pipeline import load_spacy, spacy_manifest

__all__ = [
    "Manifest",
    "ModelFile",
    "ModelStatus",
    "check_files",
    "installed_models",
    "load_spacy",
    "read_manifest",
    "spacy_manifest",
]
