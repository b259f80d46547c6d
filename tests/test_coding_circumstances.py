"""When, where and how much: of the action's own clause."""

from __future__ import annotations

from test_coding import coded


def test_an_act_takes_the_sharpest_place_of_its_own_clause() -> None:
    met = next(
        s
        for s in coded("Oman met Yemen in Lima in Peru after Chad had signed a pact with Mali in Dakar.")
        if s.action.text == "met"
    )
    assert met.where is not None
    assert met.where.name == "Lima"


def test_the_day_of_a_clause_below_is_not_the_day_of_the_act() -> None:
    sold = coded("Peru sold Chile two frigates that it had bought from Spain in 2011.")
    assert [s.when.start for s in sold if s.action.text == "sold"] == [None]


def test_the_day_of_saying_so_is_the_day_of_the_act_only_by_inference() -> None:
    sold = coded("The minister said on 4 May 2011 that Peru had sold Chile two frigates.")
    assert [(str(s.when.start), s.when.how[:8]) for s in sold if s.action.text == "sold"] == [
        ("2011-05-04", "inferred")
    ]


def test_since_when_it_is_the_largest_is_not_the_day_of_the_act() -> None:
    sold = coded("Peru sold Chile two frigates, the largest sale since 2011.")
    assert [s.when.start for s in sold if s.action.text == "sold"] == [None]


def test_since_when_an_act_goes_on_is_its_day() -> None:
    sold = coded("Peru has sold frigates to Chile since 2011.")
    assert [str(s.when.start) for s in sold if s.action.text == "sold"] == ["2011-01-01"]
