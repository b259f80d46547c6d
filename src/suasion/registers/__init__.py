"""Registers: states, people, organisations, offices, outlets and places, as dated data with search.

`load_registers()` gives the one `Registers`; users add CSV files of their own actors and outlets.
"""

from suasion.registers.codes import CODE_SCHEMES, CodeScheme, CountryCodes
from suasion.registers.entries import (
    Agent,
    Alias,
    AliasKind,
    Group,
    Outlet,
    Ownership,
    PlaceEntry,
    SectorWord,
    Term,
    Title,
)
from suasion.registers.keys import key_of, plain, sound_key
from suasion.registers.load import load_registers
from suasion.registers.outlets import OutletRegister
from suasion.registers.places import PlaceRegister, distance_km, is_well_known, place_of, prior
from suasion.registers.register import Registers

__all__ = [
    "CODE_SCHEMES",
    "Agent",
    "Alias",
    "AliasKind",
    "CodeScheme",
    "CountryCodes",
    "Group",
    "Outlet",
    "OutletRegister",
    "Ownership",
    "PlaceEntry",
    "PlaceRegister",
    "Registers",
    "SectorWord",
    "Term",
    "Title",
    "distance_km",
    "is_well_known",
    "key_of",
    "load_registers",
    "place_of",
    "plain",
    "prior",
    "sound_key",
]
