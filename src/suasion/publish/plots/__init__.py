"""plots: pictures of ties, as SVG that needs no script, with the same as a table."""

from __future__ import annotations

from suasion.publish.plots.alignment import alignment
from suasion.publish.plots.multiples import drawn_pairs, multiples
from suasion.publish.plots.patrons import patrons
from suasion.publish.plots.picture import Picture, render_svg
from suasion.publish.plots.series import Namer, Table, Turns

__all__ = [
    "Namer",
    "Picture",
    "Table",
    "Turns",
    "alignment",
    "drawn_pairs",
    "multiples",
    "patrons",
    "render_svg",
]
