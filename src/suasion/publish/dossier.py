"""The dossier: one html file to read, print and mail.

It is read without scripts; where the workbench was built, the page also carries the whole record and opens it in the workbench. It fetches
nothing, and the same case gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from markupsafe import Markup

from suasion.publish.among import among_tables
from suasion.publish.brief import CELLS, LOT, MOST_QUOTED, PAIRS, Brief, brief, quoted
from suasion.publish.corpus import rejection_views, report_views, version_lines
from suasion.publish.evidence import event_views
from suasion.publish.firstpage import first_page
from suasion.publish.given import DossierInput
from suasion.publish.index import Index, build_index
from suasion.publish.markup import content_hash, environment
from suasion.publish.naming import named_views
from suasion.publish.network import network
from suasion.publish.page import assets
from suasion.publish.page.record import MOST_BYTES, mailed, written
from suasion.publish.pictures import pictures
from suasion.publish.roots import root_views
from suasion.publish.ties import no_measure, pair_views, units
from suasion.publish.timeline import timeline
from suasion.publish.words import load_words
from suasion.records import FACTUALITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The workbench inside the page: its script and style, and the record that it shows."""

    record: Markup
    script: Markup
    style: Markup


def render_dossier(given: DossierInput, *, full_text: bool = False, paper: bool = False) -> bytes:
    """Write a case as one self-contained html page (UTF-8).

    Its policy forbids every request, and allows its own style sheets and script by hash. It carries quoted sentences and links, and of
    paths only the file name; the reports' full texts only if they are asked for. A case of many sentences is shown in brief, and the page
    counts what it leaves out; for `paper` it holds all evidence whatever its length, and no workbench.
    """
    index = build_index(given)
    short = brief(index) if quoted(index) > MOST_QUOTED and not (full_text or paper) else None
    carried, left_out = (None, "") if paper else _carried(index, short, full_text=full_text)
    pairs = pair_views(index)
    named, named_left = named_views(index)
    page = (
        environment()
        .get_template("dossier.html.j2")
        .render(
            title=given.title,
            css=style(),
            policy=_policy(carried),
            carried=carried,
            left_out=left_out,
            full_text=full_text,
            first=first_page(index),
            pairs=pairs[:PAIRS] if short else pairs,
            pairs_in_brief=pairs[PAIRS:] if short else (),
            no_measure=no_measure(index),
            units=units(index),
            network=network(index),
            pictures=pictures(index),
            among=among_tables(given.among, lambda code: given.country_names.get(code, code)),
            timeline=timeline(index, tuple(index.events.values())),
            brief=short,
            lot_size=LOT,
            most_cells=CELLS if short else None,
            events=() if short else event_views(index),
            roots=() if short else root_views(index),
            named=named,
            named_left=named_left,
            reports=() if short else report_views(index),
            rejections=short.rejections if short else rejection_views(index),
            rejections_left=short.rejections_left if short else (),
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
def style() -> Markup:
    """Read the style sheets; they are ours, so they are not escaped."""
    templates = resources.files("suasion.publish") / "templates"
    sheets = (templates / name for name in ("plots.css", "dossier.css"))
    return Markup("").join(Markup(sheet.read_text(encoding="utf-8")) for sheet in sheets)


def _carried(index: Index, short: Brief | None, *, full_text: bool) -> tuple[Carried | None, str]:
    """Give what the page carries of the workbench; if nothing, though it is built, why, in a sentence."""
    if not assets.built():
        return None, ""
    record = written(mailed(index, full_text=full_text), tuple(short.shown()) if short else ())
    if (size := len(record.encode("utf-8", "replace"))) > MOST_BYTES:
        return None, _too_large(
            f"a record of {size / 1e6:.0f} MB, and such a page holds at most {MOST_BYTES / 1e6:.0f}"
        )
    return Carried(record=record, script=assets.script(), style=assets.style()), ""


def _too_large(why: str) -> str:
    return f"The workbench is not in this file: the case has {why}. Whoever has the case opens it with: suasion serve."


def _policy(carried: Carried | None) -> Markup:
    """Say what the page may do: nothing, but for its own style sheets and its own script, each allowed by its hash."""
    sheets, script = f"'{content_hash(style())}'", ""
    if carried:
        sheets += f" '{content_hash(carried.style)}'"
        script = f"script-src '{content_hash(carried.script)}'; img-src data:; "
    return Markup(f"default-src 'none'; {script}style-src {sheets}; base-uri 'none'; form-action 'none'")
