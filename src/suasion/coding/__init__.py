"""Coding: what a report's sentences state that somebody did to somebody."""

from __future__ import annotations

from suasion.coding.coder import Coder

__all__ = ["Coder"]
