"""Readers: other people's event data in, each row asked what it means here; `docs/import.md` says it format by format."""

from __future__ import annotations

from suasion.exchange.readers.covariates import Declined, Flow, read_covariates, write_covariates
from suasion.exchange.readers.mentions import Attached, Mentions
from suasion.exchange.readers.read import Shard, file_hash, memory_base, prepare, read_into, words_for
from suasion.exchange.readers.registry import READERS, Reader
from suasion.exchange.readers.rows import write_table

__all__ = [
    "READERS",
    "Attached",
    "Declined",
    "Flow",
    "Mentions",
    "Reader",
    "Shard",
    "file_hash",
    "memory_base",
    "prepare",
    "read_covariates",
    "read_into",
    "words_for",
    "write_covariates",
    "write_table",
]
