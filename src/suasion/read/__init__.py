"""Reading: sentences, who is spoken of, who says it, when, where, how much, and whether it happened."""

from __future__ import annotations

from suasion.read.reader import Reader

__all__ = ["Reader"]
