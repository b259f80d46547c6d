"""Weigh.

What passed from state to state, by instrument and window, with intervals (Event + Report + Mention → Tie).
"""

from suasion.weigh.stage import TieInput, Weigh

__all__ = ["TieInput", "Weigh"]
