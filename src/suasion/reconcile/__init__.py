"""Reconcile: which reports go back to whom, and which statements tell of one happening.

Two stages: `Origins` (Report + Attribution → Link) and `Events` (Statement + Link + Judgement → Event).
"""

from suasion.reconcile.events import Events
from suasion.reconcile.origins import OriginInput, Origins
from suasion.reconcile.redirects import Redirect, redirects
from suasion.reconcile.regions import EventInput

__all__ = [
    "EventInput",
    "Events",
    "OriginInput",
    "Origins",
    "Redirect",
    "redirects",
]
