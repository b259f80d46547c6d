"""The page of the workbench: one html file with its script and its style sheet in it, which may call nobody but its own server."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.publish.markup import content_hash, environment
from suasion.publish.page.assets import built, script, style

__all__ = ["ServedPage", "built", "served_page"]

_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """The page, and the content policy that it is to be sent with."""

    html: bytes
    policy: str


def served_page(title: str) -> ServedPage:
    """Write the workbench of a case as it is served; call it only where it is `built`."""
    page = environment().get_template("workbench.html.j2").render(title=title, script=script(), style=style())
    return ServedPage(
        html=page.encode("utf-8"),
        policy=_POLICY.format(script=content_hash(script()), style=content_hash(style())),
    )
