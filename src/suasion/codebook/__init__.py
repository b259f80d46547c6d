"""The codebook: what can happen between states, as data with definitions, examples and crosswalks."""

from __future__ import annotations

from suasion.codebook.load import load_codebook
from suasion.codebook.model import (
    QUAD_NAMES,
    Canonical,
    Codebook,
    Conflict,
    Context,
    Crosswalk,
    EventType,
    Example,
    Instrument,
    InstrumentExample,
    Mode,
    NearMiss,
)

__all__ = [
    "QUAD_NAMES",
    "Canonical",
    "Codebook",
    "Conflict",
    "Context",
    "Crosswalk",
    "EventType",
    "Example",
    "Instrument",
    "InstrumentExample",
    "Mode",
    "NearMiss",
    "load_codebook",
]
