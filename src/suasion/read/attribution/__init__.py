"""Attribution: who says what. `find_attributions` reads a report, `holders_at` answers for a stretch of it.

Rules over dependency parses and quotation marks, whose words are in `cues.toml`; a learned tagger adds what no list has.
"""

from __future__ import annotations

from suasion.read.attribution.find import find_attributions, holders_at
from suasion.read.attribution.learned import RoleSpans, coded_text

__all__ = ["RoleSpans", "coded_text", "find_attributions", "holders_at"]
