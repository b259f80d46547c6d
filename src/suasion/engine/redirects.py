"""Event ids that are no more: where their statements went, over all runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from suasion.records import Event
from suasion.store import Draft


def note_redirects(draft: Draft, old: Iterable[Event], new: Sequence[Event]) -> None:
    """Note what became of the ids of `old` events, and have earlier redirects follow.

    `new` are the events, already stored, that hold the statements of the old ones now.
    """
    from suasion.reconcile import redirects  # noqa: PLC0415 - slow to import, and only needed here

    made = {row.old: row.new for row in redirects(old, new)}
    before = draft.redirects()
    if not made and not before:
        return
    named = {*before, *(heir for heirs in (*before.values(), *made.values()) for heir in heirs)}
    after = _follow(before, made, frozenset(draft.known(Event, named)))
    if after != before:
        draft.put_redirects(after)


def _follow(
    before: Mapping[str, tuple[str, ...]], made: Mapping[str, tuple[str, ...]], known: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Join two steps: an id that is back has no redirect; one that led to a lost id leads to its heirs."""
    after = dict(made)
    for old, heirs in before.items():
        if old not in known and old not in made:
            followed = (last for heir in heirs for last in made.get(heir, (heir,)))
            after[old] = tuple(dict.fromkeys(heir for heir in followed if heir in known))
    return dict(sorted(after.items()))
