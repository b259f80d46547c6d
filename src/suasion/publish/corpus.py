"""The section of reports: what was read, what it goes back to, what is broken in it, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from suasion.publish.evidence import safe_url
from suasion.publish.index import Index, basename
from suasion.publish.judged import judged_lines
from suasion.publish.prose import Line, Piece, join, text
from suasion.publish.roots import LinkView, link_view
from suasion.publish.words import counted, language, listing, period
from suasion.records import Damage, Rejection, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageView:
    """Damaged words and what is known of them, with how often they stand in the report."""

    surface: str
    meant: str
    kind: str
    sure: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report as it is shown."""

    id: str
    name: str
    outlet: str
    outlet_how: str
    published: str
    published_how: str
    language: str
    passages: str
    file: str
    url: str | None
    statements: str
    translation: str
    links: tuple[LinkView, ...]
    damage: tuple[DamageView, ...]
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionView:
    """One refusal as it is shown."""

    id: str
    stage: str
    input: str
    reason: str
    detail: str


def report_views(index: Index) -> tuple[ReportView, ...]:
    """Show all reports in the order of their days."""
    counts = Counter(statement.report_id for statement in index.statements.values())
    return tuple(report_view(index, report, counts[report.id]) for report in index.reports.values())


def report_view(index: Index, report: Report, statements: int) -> ReportView:
    """Show one report."""
    passages = Counter(passage.kind for passage in report.passages)
    return ReportView(
        id=report.id,
        name=index.report_name(report),
        outlet=index.outlet(report),
        outlet_how=report.outlet_how,
        published="date unknown" if report.published.start is None else period(report.published),
        published_how=report.published.how,
        language=language_text(report),
        passages=", ".join(f"{number} {kind}" for kind, number in sorted(passages.items())),
        file=basename(report.path),
        url=safe_url(report.url),
        statements=counted(statements, "statement"),
        translation=translation_text(report),
        links=tuple(link_view(index, link, told=False) for link in index.links_from.get(report.id, ())),
        damage=damage_views(report.damage),
        judged=judged_lines(index, report.id),
    )


def language_text(report: Report) -> str:
    """Say what a report is written in, and what it was translated from."""
    if report.translated_from is None:
        return language(report.language)
    source = f"{language(report.translated_from)} ({report.translated_from_how})"
    return f"{language(report.language)}, translated from {source}"


def translation_text(report: Report) -> str:
    """Say how sure it is that a report is a translation, and what shows it; nothing where nothing speaks for it."""
    if not report.translation_reasons:
        return ""
    return f"{report.translation_probability:.0%} likely: {listing(report.translation_reasons)}"


def damage_views(damage: tuple[Damage, ...]) -> tuple[DamageView, ...]:
    """List what translation, scraping or encoding broke, in order of place, the same words once."""
    times = Counter((one.surface, one.meant, one.kind) for one in damage)
    first = {(one.surface, one.meant, one.kind): one for one in sorted(damage, key=lambda one: -one.start)}
    ranked = sorted(first.items(), key=lambda item: item[1].start)
    return tuple(
        DamageView(
            surface=" ".join(one.surface.split()),
            meant=one.meant or "",
            kind=one.kind.replace("-", " ").replace("_", " "),
            sure=f"{one.confidence:.0%}",
            times=times[key],
        )
        for key, one in ranked
    )


def rejection_views(index: Index) -> tuple[RejectionView, ...]:
    """Show all refusals, those of ingest first. A path is cut to its file name."""
    rows = sorted(
        index.given.rejections, key=lambda row: (row.stage != "ingest", row.stage, row.input_id, row.id)
    )
    return tuple(rejection_view(row) for row in rows)


def rejection_view(row: Rejection) -> RejectionView:
    """Show one refusal."""
    name = basename(row.input_id)
    return RejectionView(
        id=row.id,
        stage=row.stage,
        input=name,
        reason=row.reason,
        detail=row.detail.replace(row.input_id, name),
    )


def version_lines(index: Index) -> Iterator[Line]:
    """Name what made the records: suasion's version, the codebook's, and each stage's fingerprint."""
    run = index.given.run
    yield text(f"Codebook {index.given.codebook.version} ({index.given.codebook.fingerprint}).")
    if run is None:
        return
    yield text(f"suasion {run.version}.")
    if run.fingerprints:
        yield text(
            "Stages: ",
            join([text(Piece(f"{name} {value[:12]}")) for name, value in sorted(run.fingerprints)]),
            ".",
        )
