"""The page of the workbench: one html file with its script and its style sheet in it, which may call nobody but its own server."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from suasion.publish.dossier import environment

SCRIPT, STYLE = "workbench.js", "workbench.css"
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """The page, and the content policy that it is to be sent with."""

    html: bytes
    policy: str


def built() -> bool:
    """Whether the workbench was built into this installation; a source tree without node has none."""
    static = resources.files("suasion.publish") / "static"
    return all((static / name).is_file() for name in (SCRIPT, STYLE))


def served_page(title: str) -> ServedPage:
    """Write the workbench of a case as it is served; call it only where it is `built`."""
    script, style = _asset(SCRIPT, "script"), _asset(STYLE, "style")
    page = environment().get_template("workbench.html.j2").render(title=title, script=script, style=style)
    return ServedPage(
        html=page.encode("utf-8"),
        policy=_POLICY.format(script=content_hash(script), style=content_hash(style)),
    )


def content_hash(content: str) -> str:
    """Give the hash by which a page's policy allows a script or style sheet (CSP level 2: base64 of SHA-256)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


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
