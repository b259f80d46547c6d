"""The section of names: what outlets call the same actor, in whose words. It describes and weighs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from suasion.publish.index import Index, anchor, shortened
from suasion.publish.prose import Line, Piece, text
from suasion.publish.words import counted, limited
from suasion.records import Framing, Quotation

ACTORS, LABELS, QUOTATIONS, LENGTH, NAMES = 24, 10, 3, 240, 3
LEAST_OUTLETS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationView:
    """One quotation: the sentence around the words, and where it stands."""

    before: str
    words: str
    after: str
    source: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class UseView:
    """What one outlet calls an actor."""

    label: str
    outlet: str
    whose: str
    count: int
    quotations: tuple[QuotationView, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedView:
    """One actor with what it is called; `plainly` lists titles and names without quotations."""

    anchor: str
    name: str
    uses: tuple[UseView, ...]
    left_out: int
    plainly: str


def named_views(index: Index) -> tuple[tuple[NamedView, ...], int]:
    """Show the actors that two or more outlets name and at least one describes; the second value counts those left out."""
    made = [
        (len(rows), view)
        for key, rows in _by_thing(index.given.framings or (), "actor")
        if (view := _named_view(index, key, rows)) is not None
    ]
    ranked = [
        view
        for _, view in sorted(made, key=lambda pair: (-len(pair[1].uses) - pair[1].left_out, pair[1].name))
    ]
    return tuple(ranked[:ACTORS]), max(0, len(ranked) - ACTORS)


def _by_thing(rows: Iterable[Framing], what: str) -> Iterator[tuple[str, list[Framing]]]:
    for key, own in groupby((row for row in rows if row.what == what), key=lambda row: row.id):
        yield key, list(own)


def _named_view(index: Index, key: str, rows: Sequence[Framing]) -> NamedView | None:
    described = [row for row in rows if row.kind == "description"]
    if len({row.outlet for row in rows}) < LEAST_OUTLETS or not described:
        return None
    return NamedView(
        anchor=f"named-{anchor(key)}",
        name=rows[0].name,
        uses=tuple(_use_view(index, row) for row in described[:LABELS]),
        left_out=max(0, len(described) - LABELS),
        plainly=_plainly(index, rows),
    )


def _use_view(index: Index, row: Framing) -> UseView:
    return UseView(
        label=as_written(row),
        outlet=outlet_shown(index, row),
        whose=whose_words(row),
        count=row.count,
        quotations=tuple(_quotation_view(index, one) for one in row.quotations[:QUOTATIONS]),
        more=max(0, row.count - QUOTATIONS),
    )


def outlet_shown(index: Index, row: Framing) -> str:
    """Name the outlet of a row; one that is not known by its report."""
    report = index.reports.get(row.quotations[0].report_id)
    return row.outlet if report is None or report.outlet else f"“{shortened(index.report_name(report), 48)}”"


def as_written(row: Framing) -> str:
    """Give a label with the capitals that its first quotation has."""
    words = " ".join(row.quotations[0].text.replace("’", "'").split())
    at = words.casefold().find(row.label)
    return words[at : at + len(row.label)] if at >= 0 else row.label


def whose_words(row: Framing) -> str:
    """Say whose words they are."""
    marks = " in quotation marks" if row.verbatim else ""
    if row.holder is None:
        return f"own words{marks}"
    return f"quoting {row.holder}" if row.verbatim else f"indirect speech of {row.holder}"


def _quotation_view(index: Index, quotation: Quotation) -> QuotationView:
    at = quotation.sentence.find(quotation.text)
    before = quotation.sentence[:at] if at >= 0 else ""
    after = quotation.sentence[at + len(quotation.text) :] if at >= 0 else quotation.sentence
    report = index.reports.get(quotation.report_id)
    name = shortened(index.report_name(report), 60) if report else quotation.report_id
    return QuotationView(
        before=_tail(before),
        words=" ".join(quotation.text.split()) if at >= 0 else "",
        after=_beginning(after),
        source=text(Piece(name, f"#{quotation.report_id}")),
    )


def _beginning(words: str) -> str:
    """Keep the beginning of a long end, with the space that it may begin with."""
    space = words[: len(words) - len(words.lstrip())]
    return words if len(words) <= LENGTH // 2 else space + shortened(words, LENGTH // 2)


def _tail(words: str) -> str:
    """Keep the end of a long beginning."""
    return words if len(words) <= LENGTH // 2 else "… " + words[-LENGTH // 2 :].split(" ", 1)[-1]


def _plainly(index: Index, rows: Sequence[Framing]) -> str:
    """List titles and plain names with the outlets that use them."""
    outlets: dict[tuple[bool, str], dict[str, None]] = defaultdict(dict)
    written: dict[str, str] = {}
    for row in rows:
        if row.kind != "description":
            outlets[row.kind == "title", row.label][outlet_shown(index, row)] = None
            written.setdefault(row.label, as_written(row))
    ranked = sorted(outlets.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    shown = [
        f"“{written[label]}” ({counted(len(own), 'outlet') if len(own) > 1 else next(iter(own))})"
        for (_, label), own in ranked
    ]
    return limited(shown, LABELS)


def called(index: Index, event_id: str) -> str:
    """Say what outlets call the act of an event, if two of them call it differently."""
    rows = index.acts.get(event_id, ())
    by_label: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        by_label[row.label][outlet_shown(index, row)] = None
    if len(by_label) < LEAST_OUTLETS or len({row.outlet for row in rows}) < LEAST_OUTLETS:
        return ""
    ranked = sorted(by_label.items(), key=lambda item: (-len(item[1]), item[0]))
    return limited([f"“{label}” ({limited(list(own), NAMES)})" for label, own in ranked], LABELS)
