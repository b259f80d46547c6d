"""The built workbench: one script and one style sheet, which stand inside our pages."""

from __future__ import annotations

from functools import cache
from importlib import resources

from markupsafe import Markup

SCRIPT, STYLE = "workbench.js", "workbench.css"


def built() -> bool:
    """Whether the workbench was built into this installation; a source tree without node has none."""
    static = resources.files("suasion.publish") / "static"
    return all((static / name).is_file() for name in (SCRIPT, STYLE))


@cache
def script() -> Markup:
    """Read the script; call it only where it is `built`."""
    return _asset(SCRIPT, "script")


@cache
def style() -> Markup:
    """Read the style sheet; call it only where it is `built`."""
    return _asset(STYLE, "style")


def _asset(name: str, element: str) -> Markup:
    """Read a built file; it is ours, so it is not escaped, but it must not end its element or begin a comment in it.

    Raises:
        ValueError: it would.
    """
    text = (resources.files("suasion.publish") / "static" / name).read_text(encoding="utf-8")
    for broken in (f"</{element}", "<!--"):
        if broken in text.lower():
            raise ValueError(f"{name} holds {broken}")  # a mistake in the build
    return Markup(text)
