"""Attribution: who says what. `find_attributions` reads a report, `holders_at` answers for a stretch of it.

Rules over dependency parses and quotation marks; the words are in `cues.toml`.
"""

from __future__ import annotations

from suasion.read.attribution.find import find_attributions, holders_at

__all__ = ["find_attributions", "holders_at"]
