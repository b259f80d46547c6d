"""exchange: the formats of the field, both ways: data sets in, a case's tables out.

It reads and writes files at paths that the engine lends it, since data sets are larger than memory.
"""

from __future__ import annotations

from suasion.exchange.formats import FORMATS
from suasion.exchange.given import Export, Format
from suasion.exchange.tables import TABLE_FORMATS, Row, write_table

__all__ = ["FORMATS", "TABLE_FORMATS", "Export", "Format", "Row", "write_table"]
