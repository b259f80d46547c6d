"""web: the workbench and its API, served from one case; loopback unless a token is set."""

from __future__ import annotations

from suasion.web.app import create_app
from suasion.web.desk import Desk
from suasion.web.guard import Rules

__all__ = ["Desk", "Rules", "create_app"]
