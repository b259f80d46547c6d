"""Readers: other people's event data in, each row asked what it means here; `docs/import.md` says it format by format."""

from __future__ import annotations

from suasion.exchange.readers.mentions import Attached, Mentions
from suasion.exchange.readers.read import Shard, file_hash, memory_base, prepare, read_into, words_for
from suasion.exchange.readers.registry import READERS, Reader

__all__ = [
    "READERS",
    "Attached",
    "Mentions",
    "Reader",
    "Shard",
    "file_hash",
    "memory_base",
    "prepare",
    "read_into",
    "words_for",
]
