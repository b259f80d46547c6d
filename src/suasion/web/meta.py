"""The head of the page: what the case is, and the names of what filters offer."""

from __future__ import annotations

from suasion import __version__
from suasion.publish.gaps import gap_items
from suasion.publish.page.rows import kinds
from suasion.publish.page.shapes import Meta, Named
from suasion.web.desk import Desk, Sight


def meta(desk: Desk, sight: Sight) -> Meta:
    """Say what the case is."""
    index, columns, book = sight.index, sight.shelf.columns, desk.codebook
    days = sorted(event.when.start for event in sight.shelf.events if event.when.start)
    origins = {one.id for event in sight.shelf.events for one in event.origins}
    sides = {*columns.values["source"].words, *columns.values["target"].words}
    run = index.given.run
    return Meta(
        title=desk.title,
        version=__version__,
        made=run.finished.isoformat() if run and run.finished else "",
        corpus=sight.shelf.corpus,
        reports=len(index.reports),
        statements=len(index.statements),
        events=len(index.events),
        origins=len(origins),
        first_day=days[0].isoformat() if days else None,
        last_day=days[-1].isoformat() if days else None,
        types=kinds(book),
        contexts=tuple(book.contexts),
        instruments=tuple(Named(key=name, name=one.label) for name, one in book.instruments.items()),
        states=tuple(
            sorted((Named(key=key, name=index.state(key).name) for key in sides), key=lambda one: one.name)
        ),
        outlets=columns.values["outlet"].words,
        languages=columns.values["language"].words,
        datasets=columns.values["dataset"].words,
        gaps=tuple("".join(piece.text for piece in item.line) for item in gap_items(index)),
        reviewing=True,
    )
