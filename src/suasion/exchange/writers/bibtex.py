"""BibTeX in UTF-8: the reports behind the events as articles, the data set as `@misc` (older styles know no `@dataset`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from suasion.exchange.cited import LOSES, Citation, citations
from suasion.exchange.given import Export, Format

ESCAPES: Mapping[int, str] = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)
"""What TeX would take for a command. Braces become words, since BibTeX counts even those behind a backslash."""
VERBATIM = "url"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(export: Export, path: Path) -> int:
    """Write the data set's entry, then one a report; give the number of entries."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number, citation in enumerate(citations(export), start=1):  # noqa: B007  the last number is the count
            out.write(entry(citation))
    return number


def entry(citation: Citation) -> str:
    """Write an entry, ending with an empty line. Months are BibTeX's own abbreviations, so they stand without braces."""
    lines = [
        f"  {name} = {{{_braced(name, value)}}},\n" for name, value in _fields(citation).items() if value
    ]
    if citation.day[1:]:
        lines.append(f"  month = {MONTHS[citation.day[1] - 1]},\n")
    kind = "article" if citation.kind == "report" and citation.container else "misc"
    return f"@{kind}{{{citation.key},\n{''.join(lines)}}}\n\n"


def _fields(citation: Citation) -> Mapping[str, str | None]:
    report = citation.kind == "report"
    return {
        "title": citation.title,
        "author": citation.author or citation.container,
        "journal" if report else "howpublished": citation.container if report else "Data set",
        "year": f"{citation.day[0]:04}" if citation.day else None,
        "day": str(citation.day[2]) if citation.day[2:] else None,
        "version": citation.version,
        "url": citation.url,
        "language": citation.language,
        "note": citation.note,
    }


def _braced(name: str, value: str) -> str:
    """Write a value: names of authors and titles in braces of their own, so that no style takes them apart or lowers them."""
    if name == VERBATIM:
        return value
    escaped = value.translate(ESCAPES)
    return f"{{{escaped}}}" if name in ("author", "title") else escaped


FORMAT = Format(
    name="bibtex",
    label="BibTeX: the reports behind the events, and the data set",
    suffix=".bib",
    media_type="application/x-bibtex",
    binary=False,
    write=write,
    loses=LOSES,
)
