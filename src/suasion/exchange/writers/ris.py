"""RIS in UTF-8: for EndNote, Zotero and Mendeley. One tag a line, lines end with CR and LF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from suasion.exchange.cited import LOSES, Citation, citations
from suasion.exchange.given import Export, Format


def write(export: Export, path: Path) -> int:
    """Write the data set's entry, then one a report; give the number of entries."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        for number, citation in enumerate(citations(export), start=1):  # noqa: B007  the last number is the count
            out.writelines(f"{tag}  - {value}\r\n" for tag, value in _lines(citation))
            out.write("\r\n")
    return number


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    report = citation.kind == "report"
    yield "TY", "NEWS" if report else "DATA"
    tagged = (
        ("ID", citation.key),
        ("TI", citation.title),
        ("AU", citation.author or citation.container),
        ("T2" if report else "PB", citation.container),
        ("PY", f"{citation.day[0]:04}" if citation.day else None),
        ("DA", _day(citation.day)),
        ("UR", citation.url),
        ("LA", citation.language),
        ("ET", citation.version),
        ("N1", citation.note),
    )
    yield from ((tag, value) for tag, value in tagged if value)
    yield "ER", ""


def _day(day: tuple[int, ...]) -> str | None:
    """Write a day as `YYYY/MM/DD/`; slashes stay where a part is not known."""
    if not day:
        return None
    parts = [f"{day[0]:04}", *(f"{part:02}" for part in day[1:])]
    return "/".join([*parts, *[""] * (4 - len(parts))])


FORMAT = Format(
    name="ris",
    label="RIS: the reports behind the events, and the data set",
    suffix=".ris",
    media_type="application/x-research-info-systems",
    binary=False,
    write=write,
    loses=LOSES,
)
