"""publish: a case as a dossier that can be mailed."""

from __future__ import annotations

from suasion.publish.dossier import render_dossier
from suasion.publish.given import Among, DossierInput

__all__ = ["Among", "DossierInput", "render_dossier"]
