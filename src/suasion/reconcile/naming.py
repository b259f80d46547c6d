"""What one report has called its sources so far: names that it has shortened since are known by it."""

from __future__ import annotations

from suasion.reconcile.sources import Source, SourceNames
from suasion.reconcile.spelling import is_form_of
from suasion.reconcile.words import fold_name


class Naming:
    """What one report has called its sources so far, to know them shortened ("the Times") or broken."""

    def __init__(self, names: SourceNames, text: str = "", own: Source | None = None) -> None:
        self._names, self._text, self._own = names, text, own
        self._seen: list[tuple[str, Source]] = []
        self.last_end = 0

    @property
    def last(self) -> Source | None:
        """The source named last: what "the newspaper" means."""
        return self._seen[-1][1] if self._seen else None

    def note(self, surface: str, source: Source, end: int) -> None:
        """Remember that the report has named a source in a sentence that ends at `end`."""
        self._seen.append((fold_name(surface), source))
        self.last_end = end

    def find(self, surface: str) -> Source | None:
        """Resolve a surface exactly, or as a shortened or broken form of a name that the report has used."""
        of_many = " " in surface or surface.isupper()
        exact = (self._names.namesake(surface, self._text) if of_many else None) or self._names.find(surface)
        if exact:
            return self._meant(surface, exact)
        if self._own and fold_name(surface) == fold_name(self._own.name):
            return self._own
        folded = fold_name(surface).split()
        for name, source in reversed(self._seen):
            if is_form_of(folded, name.split()) or is_form_of(folded, fold_name(source.name).split()):
                return source
        return None

    def _meant(self, surface: str, exact: Source) -> Source:
        """Give the source that a text named in full before, if a surface is the end of its name: "the Times" of New York."""
        folded = fold_name(surface).split()
        if len(folded) > 1 or any(source.id == exact.id for _, source in self._seen):
            return exact
        named = [source for _, source in reversed(self._seen)] + ([self._own] if self._own else [])
        ends = (one for one in named if fold_name(one.name).split()[-1:] == folded and one.id != exact.id)
        return next(ends, exact)
