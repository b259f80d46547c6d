"""Readers: other people's event data in, each row asked what it means here; `docs/import.md` says it format by format."""

from __future__ import annotations

from suasion.exchange.readers.read import Shard, file_hash, read_into
from suasion.exchange.readers.registry import READERS, Reader

__all__ = ["READERS", "Reader", "Shard", "file_hash", "read_into"]
