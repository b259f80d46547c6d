"""Who runs the rooms: the stages in order, nothing done twice, nothing lost."""

from suasion.engine.job import Progress, ReasonCount, RunSummary
from suasion.engine.judge import in_force
from suasion.engine.rooms import Contents, Rooms, default_rooms
from suasion.engine.run import open_snapshot, publish_case, run_case
from suasion.engine.why import Why, explain, explain_imported

__all__ = [
    "Contents",
    "Progress",
    "ReasonCount",
    "Rooms",
    "RunSummary",
    "Why",
    "default_rooms",
    "explain",
    "explain_imported",
    "in_force",
    "open_snapshot",
    "publish_case",
    "run_case",
]
