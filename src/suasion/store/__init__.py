"""The case on disk: a DuckDB snapshot behind a pointer that is moved atomically, and a log of judgements."""

from suasion.store.draft import Draft
from suasion.store.folder import CaseFolder, Published, write_atomically
from suasion.store.judgements import append_judgement, read_judgements
from suasion.store.rows import Encoded, Packed
from suasion.store.schema import REPORT_TABLES, TABLE_OF, TABLES
from suasion.store.snapshot import AMONG, Gathered, Lineage, Snapshot, Taken, Worked, store_faults

__all__ = [
    "AMONG",
    "REPORT_TABLES",
    "TABLES",
    "TABLE_OF",
    "CaseFolder",
    "Draft",
    "Encoded",
    "Gathered",
    "Lineage",
    "Packed",
    "Published",
    "Snapshot",
    "Taken",
    "Worked",
    "append_judgement",
    "read_judgements",
    "store_faults",
    "write_atomically",
]
