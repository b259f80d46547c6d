"""suasion: checkable political event data from what many outlets report."""

__version__ = "0.1.0"
