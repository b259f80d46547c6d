"""Ingest: files, folders, pages and lines become reports, or rejections with a reason."""

from __future__ import annotations

from suasion.ingest.room import Ingest

__all__ = ["Ingest"]
