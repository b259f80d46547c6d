"""Run toy rooms on a case and die by SIGKILL at a step: `killed_run.py CASE INPUTS STEP`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from suasion.engine import run_case
from suasion.settings import Settings
from suasion.store import CaseFolder
from toy_rooms import ToyHouse


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def die_on(kind: type[Path], method: str, fits: Callable[[Path, Any], bool]) -> None:
    """Have a method of `Path` kill the process for the file that fits."""
    real = getattr(kind, method)

    def maybe(path: Path, *args: Any) -> Any:
        if fits(path, args[0]):
            die()
        return real(path, *args)

    setattr(kind, method, maybe)


def arrange(house: ToyHouse, step: str) -> None:
    """Have the run die at the step."""
    match step:
        case "ingest":
            house.ingest.read = die  # type: ignore[method-assign]
        case "read" | "coding":
            getattr(house, step).batch = die
        case "origins" | "events" | "weigh":
            getattr(house, step).gather = die
        case "commit":
            die_on(Path, "rename", lambda path, _target: path.name.startswith("draft-"))
        case "pointer" | "published":
            name = {"pointer": "current", "published": "published"}[step]
            die_on(Path, "replace", lambda _path, target: target.name == name)
        case "dossier":
            house.publish.dossier = die  # type: ignore[method-assign]


def main() -> None:
    """Run and die."""
    case, inputs, step = sys.argv[1:]
    house = ToyHouse()
    arrange(house, step)
    run_case(CaseFolder.create(Path(case)), house.rooms(), Settings(), [inputs])


if __name__ == "__main__":
    main()
