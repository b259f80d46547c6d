"""The dossier: one html file to read, print and mail.

It runs no script and fetches nothing, and the same case gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

import jinja2
from markupsafe import Markup

from suasion.publish.among import among_tables
from suasion.publish.corpus import rejection_views, report_views, version_lines
from suasion.publish.evidence import event_views
from suasion.publish.firstpage import first_page
from suasion.publish.given import DossierInput
from suasion.publish.index import build_index
from suasion.publish.naming import named_views
from suasion.publish.network import network
from suasion.publish.pictures import pictures
from suasion.publish.plots.svg import in_page
from suasion.publish.roots import root_views
from suasion.publish.ties import no_measure, pair_views, units
from suasion.publish.timeline import timeline
from suasion.publish.words import counted, load_words
from suasion.records import FACTUALITIES


def render_dossier(given: DossierInput) -> bytes:
    """Write a case as one self-contained html page (UTF-8).

    The page's policy forbids scripts and every request; its one style sheet is allowed by hash. It carries
    quoted sentences and links, never a report's full text, and of paths only the file name.
    """
    index = build_index(given)
    named, named_left = named_views(index)
    page = (
        environment()
        .get_template("dossier.html.j2")
        .render(
            title=given.title,
            css=style(),
            css_hash=style_hash(),
            first=first_page(index),
            pairs=pair_views(index),
            no_measure=no_measure(index),
            units=units(index),
            network=network(index),
            pictures=pictures(index),
            among=among_tables(given.among, lambda code: given.country_names.get(code, code)),
            timeline=timeline(index, tuple(index.events.values())),
            events=event_views(index),
            roots=root_views(index),
            named=named,
            named_left=named_left,
            reports=report_views(index),
            rejections=rejection_views(index),
            versions=tuple(version_lines(index)),
            words=load_words(),
            factualities=FACTUALITIES,
            codebook=given.codebook,
            types_used=sorted({event.event_type for event in given.events}),
            index=index,
        )
    )
    return page.encode("utf-8", "replace")


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


@cache
def style() -> Markup:
    """Read the style sheets; they are ours, so they are not escaped."""
    templates = resources.files("suasion.publish") / "templates"
    sheets = (templates / name for name in ("plots.css", "dossier.css"))
    return Markup("").join(Markup(sheet.read_text(encoding="utf-8")) for sheet in sheets)


@cache
def style_hash() -> str:
    """Give the hash by which the page's policy allows its style sheet (CSP level 2: base64 of SHA-256)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style().encode("utf-8")).digest()).decode("ascii")
