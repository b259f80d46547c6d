"""The walls: a floor imports only from floors below it, and rooms of one floor never import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import suasion
from suasion.codebook import load_codebook

ROOT = Path(suasion.__file__).parent

FLOORS = (
    ("cli",),
    ("web",),
    ("case", "evaluation"),
    ("questions",),
    ("engine", "frames"),
    ("ingest", "exchange", "read", "coding", "reconcile", "weigh", "forecast", "publish"),
    ("store", "stage", "tree", "overlap", "models", "codebook", "registers"),
    ("records", "ids", "settings", "errors"),
)
"""From the top; packages and modules of one floor do not import each other, but for the exceptions below."""

LEVEL = {name: level for level, floor in enumerate(FLOORS) for name in floor}

SAME_FLOOR = {("settings", "errors")}
"""Imports within a floor that are allowed: the lowest one holds what everything raises."""


def sources() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def behind_the_door() -> list[Path]:
    """Give all files but the package's front door, which may name any room."""
    return [path for path in sources() if room_of(path) not in ("__init__", "__main__")]


def imported(path: Path) -> Iterator[str]:
    """Give the packages and modules of suasion that a file imports, anywhere in it, types included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("suasion."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            parts = (node.module or "").split(".")
            if parts[0] == "suasion":
                yield from parts[1:2] or (name.name for name in node.names)


@pytest.mark.parametrize("path", behind_the_door(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_imports_only_from_lower_floors(path: Path) -> None:
    room = room_of(path)
    for name in imported(path):
        if name in (room, "__version__") or (room, name) in SAME_FLOOR:
            continue
        assert LEVEL[room] < LEVEL[name], f"{room} imports {name}"


def test_every_package_and_module_stands_on_a_floor() -> None:
    assert {room_of(path) for path in behind_the_door()} <= set(LEVEL)


def test_the_rooms_are_pure_of_the_store_the_engine_and_the_command_line() -> None:
    forbidden = {"store", "engine", "case", "cli", "web", "evaluation"}
    rooms = {"ingest", "exchange", "read", "coding", "reconcile", "weigh", "forecast", "publish"}
    for path in sources():
        if room_of(path) in rooms:
            assert forbidden.isdisjoint(imported(path)), path


def test_nobody_prints_but_the_command_line() -> None:
    for path in sources():
        if room_of(path) != "cli":
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
            assert "print" not in names, path


def test_no_code_outside_the_codebook_names_an_event_type_in_a_condition() -> None:
    types = set(load_codebook().types)
    for path in sources():
        if room_of(path) == "codebook":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for test in conditions(node):
                found = {leaf.value for leaf in ast.walk(test) if isinstance(leaf, ast.Constant)}
                assert types.isdisjoint(value for value in found if isinstance(value, str)), (path, node)


def conditions(node: ast.AST) -> Iterator[ast.AST]:
    """Give what a node decides on."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node.test
    elif isinstance(node, ast.comprehension):
        yield from node.ifs
    elif isinstance(node, ast.match_case):
        yield node.pattern
