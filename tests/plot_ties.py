"""Ties that the tests of pictures and of the network make up."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from suasion.ids import content_id
from suasion.records import FactualityCounts, Tie, Window

ALL_DAYS = Window(start=None, end=None, label="all")


def month(number: int, year: int = 2023) -> Window:
    """The window of a month; numbers beyond 12 are of the years after."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    last = monthrange(year, number)[1]
    return Window(start=date(year, number, 1), end=date(year, number, last), label=f"{year}-{number:02d}")


def tie(
    source: str,
    target: str,
    measure: str,
    value: float | None,
    *,
    window: Window = ALL_DAYS,
    instrument: str = "all",
    spread: float = 0.1,
    n: int = 20,
    unit: str = "some unit",
) -> Tie:
    """A tie whose 95 % interval reaches `spread` to either side of the value, the 80 % one half as far."""
    known = value is not None
    middle = value or 0.0
    return Tie(
        id=content_id("t", source, target, instrument, window.label, measure),
        source=source,
        target=target,
        instrument=instrument,
        window=window,
        measure=measure,
        value=value,
        value_how="closed form" if known else "insufficient",
        unit=unit,
        low80=middle - spread / 2 if known else None,
        high80=middle + spread / 2 if known else None,
        low95=middle - spread if known else None,
        high95=middle + spread if known else None,
        n=n,
        effective_n=0.8 * n,
        counts=FactualityCounts(occurred=n),
        event_ids=(),
    )


def course(
    source: str, target: str, values: list[float | None], measure: str = "courtship", instrument: str = "all"
) -> list[Tie]:
    """Ties by month; those without a value have three events."""
    return [
        tie(
            source,
            target,
            measure,
            value,
            window=month(number),
            instrument=instrument,
            n=20 if value is not None else 3,
        )
        for number, value in enumerate(values, start=1)
    ]
