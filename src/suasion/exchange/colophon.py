"""What every exported file says of itself: which events, from which case, made by what, under which terms."""

from __future__ import annotations

from datetime import UTC
from urllib.parse import quote

from suasion.exchange.given import Export
from suasion.ids import content_id


def colophon(export: Export) -> dict[str, str]:
    """Give the lines in order, by name; `made` is in UTC."""
    return {
        "title": export.title,
        "filter": export.selection.in_words(),
        "suasion": export.version,
        "codebook": f"{export.codebook.version} ({export.codebook.fingerprint})",
        "corpus": export.corpus,
        "made": made(export),
        "licence": export.licence,
    }


def made(export: Export) -> str:
    """Give when the run ended that the events come from (ISO 8601, UTC)."""
    return export.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dataset_id(export: Export) -> str:
    """Name the exported data themselves: the same case and filter have the same name, another corpus another."""
    return content_id("d", export.title, export.corpus, export.version, export.selection.in_words())


def permalink(export: Export, key: str) -> str:
    """Say where the page of an id is."""
    return export.address.replace("{id}", quote(key, safe=":"))
