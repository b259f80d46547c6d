"""A report made of a text, for the tests of the read room."""

from __future__ import annotations

from datetime import date

from suasion.records import Damage, Dated, Passage, PassageKind, Report

DAY = date(2022, 2, 20)


def report_of(text: str, *, kind: PassageKind = "body", damage: tuple[Damage, ...] = ()) -> Report:
    """A report of one passage, published on `DAY`."""
    return Report(
        id="r1",
        outlet=None,
        outlet_how="not stated",
        url=None,
        path="a.txt",
        title=None,
        byline=None,
        published=Dated(start=DAY, end=DAY, precision="day", how="stated"),
        language="en",
        language_how="stated",
        translated_from=None,
        translated_from_how="not stated",
        original_text=text,
        text=text,
        passages=(Passage(start=0, end=len(text), kind=kind),),
        damage=damage,
    )
