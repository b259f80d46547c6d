"""publish: a case as a dossier that can be mailed, and its tables as files that other tools read."""

from __future__ import annotations

from suasion.publish.dossier import render_dossier
from suasion.publish.exports import ExportFormat, encode
from suasion.publish.given import DossierInput

__all__ = ["DossierInput", "ExportFormat", "encode", "render_dossier"]
