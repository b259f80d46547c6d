"""CSL-JSON 1.0.2: for Zotero, Pandoc and every citeproc."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from suasion.exchange.cited import LOSES, Citation, citations
from suasion.exchange.given import Export, Format
from suasion.exchange.jsonlist import ITEMS, write_list


def write(export: Export, path: Path) -> int:
    """Write a list: the data set's item, then one a report; give the number of items."""
    return write_list(path, lambda _: ITEMS, map(item, citations(export)))


def item(citation: Citation) -> Mapping[str, object]:
    """Write an item. Authors are literal: a byline is not taken apart."""
    author = citation.author or citation.container
    made: dict[str, object] = {
        "id": citation.key,
        "type": "article-newspaper" if citation.kind == "report" else "dataset",
        "title": citation.title,
        "author": [{"literal": author}] if author else None,
        "container-title" if citation.kind == "report" else "publisher": citation.container,
        "issued": {"date-parts": [list(citation.day)]} if citation.day else None,
        "URL": citation.url,
        "language": citation.language,
        "version": citation.version,
        "note": citation.note,
    }
    return {name: value for name, value in made.items() if value is not None}


FORMAT = Format(
    name="csl",
    label="CSL-JSON: the reports behind the events, and the data set",
    suffix=".csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    binary=False,
    write=write,
    loses=LOSES,
)
