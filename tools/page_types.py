"""Write the shapes of the page's data in TypeScript: `python tools/page_types.py` after a change to `publish/page/shapes.py`."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from suasion.publish.page import shapes

TARGET = Path(__file__).parents[1] / "web" / "src" / "shapes.ts"
HEAD = "// Written by tools/page_types.py from suasion/publish/page/shapes.py: change it there.\n"
_PLAIN = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    date: "string",
    type(None): "null",
    object: "unknown",
}


def typescript() -> str:
    """Give the shapes as TypeScript interfaces, in order of their names."""
    found: dict[str, type[Any]] = {}
    for kind in vars(shapes).values():
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == shapes.__name__:
            _collect(kind, found)
    return HEAD + "".join(_interface(found[name]) for name in sorted(found))


def _collect(kind: type[Any], found: dict[str, type[Any]]) -> None:
    if kind.__name__ in found:
        return
    found[kind.__name__] = kind
    for hint in get_type_hints(kind).values():
        for part in _parts(hint):
            _collect(part, found)


def _parts(hint: object) -> list[type[Any]]:
    inner = [part for arg in get_args(hint) for part in _parts(arg)]
    return [*inner, hint] if isinstance(hint, type) and is_dataclass(hint) else inner


def _interface(kind: type[Any]) -> str:
    hints = get_type_hints(kind)
    lines = "".join(f"  readonly {item.name}: {_type(hints[item.name])};\n" for item in fields(kind))
    return f"\nexport interface {kind.__name__} {{\n{lines}}}\n"


def _type(hint: object) -> str:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in args)
    if origin in (types.UnionType, Union):
        return " | ".join(_type(part) for part in args)
    if origin is tuple and args[-1] is ...:
        inner = _type(args[0])
        return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
    if origin is tuple:
        return f"readonly [{', '.join(_type(part) for part in args)}]"
    if isinstance(hint, type) and is_dataclass(hint):
        return hint.__name__
    return _PLAIN[hint]  # type: ignore[index]


if __name__ == "__main__":
    TARGET.write_text(typescript(), encoding="utf-8")
    print(f"Wrote {TARGET.name}.")
