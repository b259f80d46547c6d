"""What every html page of ours shares: its templates, and the hashes by which its policy allows what stands in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

import jinja2

from suasion.publish.plots.svg import in_page
from suasion.publish.words import counted


@cache
def environment() -> jinja2.Environment:
    """Make the template environment: everything is escaped, an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("suasion.publish", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["counted"] = counted
    made.globals["in_page"] = in_page
    return made


def content_hash(content: str) -> str:
    """Give the hash by which a page's policy allows a script or style sheet (CSP level 2: base64 of SHA-256)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
