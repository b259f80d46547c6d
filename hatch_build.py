"""Has the workbench's page in every wheel and sdist: built already, or built now, or there is no wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))
from page import PageError, is_built, run_scripts  # it lies beside, and is no package


class PageHook(BuildHookInterface[Any]):
    """Builds the page before what holds it is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's words
        """Build the page unless it is there. An editable install goes without: `make` builds it."""
        root = Path(self.root)
        if version == "editable" or is_built(root):
            return
        try:
            run_scripts(root, ["build"], may_install=False)
        except PageError as error:
            self.app.abort(str(error))
