"""The questions about ties that a case answers; `Case` takes them over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from suasion.records import Group, Response

if TYPE_CHECKING:
    from suasion.engine.asked import Desk, TieConditions
    from suasion.engine.network import Network
    from suasion.engine.turns import Change
    from suasion.publish.plots import Picture
    from suasion.settings import Settings
    from suasion.store import CaseFolder
    from suasion.weigh.ranks import Rank


class TieQuestions:
    """What a case says of its ties beside the rows themselves; a data set that was asked of is kept open."""

    @property
    def settings(self) -> Settings:
        """What `suasion.toml` sets, and the defaults."""
        raise NotImplementedError

    @property
    def _folder(self) -> CaseFolder:
        raise NotImplementedError

    @cached_property
    def _desk(self) -> Desk:
        from suasion.codebook import load_codebook  # noqa: PLC0415 - as in `run`
        from suasion.engine.asked import Desk  # noqa: PLC0415
        from suasion.registers import load_registers  # noqa: PLC0415

        return Desk(self._folder, self.settings, load_codebook(), load_registers())

    def responses(self, **asked: Unpack[TieConditions]) -> Iterator[Response]:
        """Give what acts of chosen dyads are followed by, never caused: docs/response.md. Without a choice, of those with most deeds.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        return iter(list(self._desk.responses(asked)))

    def write_ties(self, path: str | Path, format: str = "parquet", **asked: Unpack[TieConditions]) -> int:  # noqa: A002
        """Write ties as a panel (`parquet` or `csv`), a row for each pair, instrument and window; give the number of rows.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        return self._desk.write(asked, Path(path), format)

    def changes(self, **asked: Unpack[TieConditions]) -> Iterator[Change]:
        """Give the days on which pairs began to act at another rate, by month unless another window is asked for.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        from suasion.engine.turns import changes_of  # noqa: PLC0415 - as in `run`

        return iter(list(changes_of(*self._desk.find({"window": "month", **asked}))))

    def ranks(self, **asked: Unpack[TieConditions]) -> Iterator[Rank]:
        """Rank pairs by a measure, with the uncertainty of their ranks and with the measures beside it.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        from suasion.engine.turns import ranks_of  # noqa: PLC0415 - as in `run`

        return iter(list(ranks_of(*self._desk.find(asked))))

    def network(self, roles: Sequence[Group] = (), **asked: Unpack[TieConditions]) -> Network:
        """Give ties as a directed multigraph, and what they say of states among others: brokers, rivals, clients, followers.

        The rows are of all instruments together unless `instrument` is asked for. `roles` names the groups that states belong to, which
        give brokers their roles.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        from suasion.engine.network import network_of  # noqa: PLC0415 - as in `run`

        return network_of(*self._desk.find(asked), roles)

    def picture(self, kind: str = "multiples", **asked: Unpack[TieConditions]) -> Picture:
        """Draw ties: `multiples` over time, `alignment` against volume, or the `patrons` of `target`; docs/plots.md.

        `suasion.publish.plots.render_svg` makes a file of it.

        Raises:
            InputError: a word is not known, or there are several data sets to ask of.
        """
        from suasion.engine.pictures import picture_of  # noqa: PLC0415 - as in `run`

        return picture_of(*self._desk.find(asked), kind)
