"""Pictures of ties: they are well-formed, nothing covers anything, and what they show stands in a table too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plot_ties import ALL_DAYS, course, month, tie
from publish_case import made_up_case
from suasion.publish import render_dossier
from suasion.publish.plots import Namer, Picture, alignment, multiples, patrons, render_svg
from suasion.publish.plots.labels import Box, text_width
from suasion.publish.plots.scale import Days, day_ticks, figure, nice_range
from suasion.publish.plots.svg import in_page
from suasion.records import Tie, Window

NAMER = Namer(
    states={"AAA": "Arland", "BBB": "Belmar", "CCC": "Cascara"}, instruments={"military": "Military"}
)
Draw = Callable[[list[Tie], Namer], Picture]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'\x00\x1b\u202e\ud800 ]]> %s {{ x }}"


def over_time() -> list[Tie]:
    return [
        *course("AAA", "BBB", [0.5, 0.7, None, None, 0.9, 1.1, 0.4, 0.3]),
        *course("AAA", "BBB", [0.2, 0.3, 0.2, None, 0.4, 0.5, 0.2, 0.1], instrument="military"),
        *course("BBB", "AAA", [None, 0.3, 0.2, 0.1, 0.4, 0.5, None, 0.1]),
    ]


def given_by_patrons() -> list[Tie]:
    return [
        *course("AAA", "CCC", [0.5, 0.4, 0.3, None, 0.2], measure="dependence"),
        *course("BBB", "CCC", [0.2, 0.3, None, 0.5, 0.6], measure="dependence"),
    ]


def points(number: int) -> list[Tie]:
    """Friendly and hostile pairs, several of them nearly in the same place."""
    made = []
    for i in range(number):
        made.append(tie(f"S{i:02d}", "CCC", "affinity", round(0.9 - 0.05 * (i % 37), 3)))
        made.append(tie(f"S{i:02d}", "CCC", "volume", round(2.0 + 0.11 * (i % 19), 3)))
    return made


def pictures() -> list[Picture]:
    return [
        multiples(over_time(), NAMER, changes={("AAA", "BBB", "all"): [date(2023, 5, 1), date(2023, 6, 1)]}),
        alignment(points(30), NAMER),
        patrons(given_by_patrons(), NAMER),
        patrons([tie("AAA", "CCC", "dependence", 0.4), tie("BBB", "CCC", "dependence", 0.3)], NAMER),
    ]


def texts(node: ET.Element, dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[str, Box]]:
    """Give each text of a drawing with the box that it fills."""
    moved = re.match(r"translate\(([\d.]+) ([\d.]+)\)", node.get("transform", ""))
    if moved:
        dx, dy = dx + float(moved[1]), dy + float(moved[2])
    if node.tag == f"{SVG}text":
        said, size = node.text or "", float(node.get("font-size", "0"))
        width = text_width(said, size)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
        left, base = dx + float(node.get("x", "0")) - shift, dy + float(node.get("y", "0"))
        yield said, Box(x1=left, y1=base - 0.7 * size, x2=left + width, y2=base + 0.15 * size)
    for child in node:
        yield from texts(child, dx, dy)


def covered(picture: Picture) -> list[tuple[str, str]]:
    found = texts(ET.fromstring(render_svg(picture)))
    return [(one, other) for (one, a), (other, b) in combinations(found, 2) if a.covers(b)]


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.kind)
def test_a_picture_is_well_formed_svg_that_says_what_it_shows(picture: Picture) -> None:
    root = ET.fromstring(render_svg(picture))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    said = {child.get("id"): child.text for child in root}
    assert said[names[0]] == picture.title
    assert all(said[name] for name in names)
    assert len(root.findall(f".//{SVG}desc")) == 1 + len(picture.drawings)


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.kind)
def test_no_words_of_a_picture_cover_others(picture: Picture) -> None:
    assert covered(picture) == []


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.kind)
def test_no_words_of_a_picture_are_cut_off_at_its_edge(picture: Picture) -> None:
    root = ET.fromstring(render_svg(picture))
    sheet = Box(x1=0, y1=0, x2=float(root.get("width", "0")), y2=float(root.get("height", "0")))
    assert [said for said, box in texts(root) if not sheet.holds(box)] == []


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(0, 8), st.text(min_size=1, max_size=30)),
        min_size=1,
        max_size=40,
        unique_by=lambda row: row[2],
    )
)
def test_names_of_points_never_cover_each_other_wherever_the_points_lie(
    rows: list[tuple[float, float, str]],
) -> None:
    ties = [
        made
        for affinity, volume, name in rows
        for made in (tie(name, "CCC", "affinity", affinity), tie(name, "CCC", "volume", volume))
    ]
    picture = alignment(ties, NAMER)
    assert covered(picture) == []
    assert len(picture.table.rows) == len(rows)


@pytest.mark.parametrize(
    ("picture", "ties"),
    [
        (multiples(over_time(), NAMER), over_time()),
        (alignment(points(30), NAMER), points(30)),
        (patrons(given_by_patrons(), NAMER), given_by_patrons()),
    ],
    ids=["multiples", "alignment", "patrons"],
)
def test_every_value_interval_and_count_of_the_ties_stands_in_the_table(
    picture: Picture, ties: list[Tie]
) -> None:
    cells = [cell for row in picture.table.rows for cell in row]
    assert all(len(row) == len(picture.table.head) for row in picture.table.rows)
    for one in ties:
        assert (figure(one.value) if one.value is not None else "insufficient") in cells
        assert str(one.n) in cells
        if one.low95 is not None and one.high95 is not None:
            assert f"{figure(one.low95)} to {figure(one.high95)}" in cells


def test_hostile_names_stay_words_in_the_picture_in_the_page_and_in_the_table() -> None:
    ties = [replace(one, source=HOSTILE, target=f"{HOSTILE}2", unit=HOSTILE) for one in over_time()]
    picture = multiples(ties, Namer(states={}, instruments={}), measure="courtship")
    for content in (render_svg(picture).decode(), str(in_page(picture.drawings[0]))):
        assert "<script" not in content
        assert "\x00" not in content and "\u202e" not in content
        ET.fromstring(content)
    page = render_dossier(replace(made_up_case(), series=tuple(ties)))
    assert b"<script>alert" not in page


@pytest.mark.parametrize("draw", [multiples, alignment, patrons])
def test_the_same_ties_give_the_same_bytes_in_whatever_order(draw: Draw) -> None:
    ties = [*over_time(), *points(12), *given_by_patrons()]
    assert render_svg(draw(ties, NAMER)) == render_svg(draw(ties[::-1], NAMER))


@pytest.mark.parametrize("draw", [multiples, alignment, patrons])
def test_without_ties_enough_there_is_a_sentence_and_no_empty_frame(draw: Draw) -> None:
    thin = course("AAA", "BBB", [None, None], measure="courtship")
    for ties in ([], thin, [replace(one, measure="dependence") for one in thin]):
        picture = draw(ties, NAMER)
        assert picture.rows == ()
        assert picture.said.endswith(".")
        with pytest.raises(ValueError, match=re.escape(picture.said)):
            render_svg(picture)


def test_windows_with_too_few_events_are_gaps_that_say_how_many_there_were() -> None:
    picture = multiples(over_time(), NAMER)
    body = str(picture.drawings[0].body)
    assert body.count('class="gap"') == 1, "two neighbouring windows are one gap"
    assert ">6</text>" in body
    assert body.count('class="track"') == 2, "the line is broken at the gap"
    assert "2 windows had too few events" in picture.drawings[0].description


def test_a_month_in_which_nobody_did_anything_is_a_gap_too() -> None:
    ties = [one for one in over_time() if one.window.label not in ("2023-03", "2023-04")]
    body = str(multiples(ties, NAMER).drawings[0].body)
    assert body.count('class="gap"') == 1
    assert body.count('class="track"') == 2


def test_turns_are_marked_and_named_where_there_is_room() -> None:
    turned = multiples(over_time(), NAMER, changes={("AAA", "BBB", "all"): [date(2023, 5, 1)]})
    assert str(turned.drawings[0].body).count('class="turn"') == 1
    assert "May 2023</text>" in str(turned.drawings[0].body)
    assert "another rate" in turned.said
    assert "another rate" not in multiples(over_time(), NAMER).said


def test_windows_that_hold_others_are_no_part_of_a_course() -> None:
    whole = Window(start=date(2023, 1, 1), end=date(2023, 12, 31), label="2023")
    ties = [
        *over_time(),
        tie("AAA", "BBB", "courtship", 9.0, window=whole),
        tie("AAA", "BBB", "courtship", 7.0),
    ]
    assert multiples(ties, NAMER).drawings == multiples(over_time(), NAMER).drawings


def test_members_of_a_group_of_instruments_are_not_drawn_beside_it() -> None:
    member = course("AAA", "BBB", [0.2, 0.3, 0.4], instrument="military/arms-transfer")
    titles = [drawing.title for drawing in multiples([*over_time(), *member], NAMER).drawings]
    assert not any("arms-transfer" in title for title in titles)
    assert multiples(member, NAMER).drawings


def test_a_client_with_one_window_has_its_patrons_below_each_other() -> None:
    ties = [tie("AAA", "CCC", "dependence", 0.3), tie("BBB", "CCC", "dependence", 0.6)]
    picture = patrons(ties, NAMER)
    body = str(picture.drawings[0].body)
    assert body.index("Belmar") < body.index("Arland"), "the larger share stands above"
    assert "Belmar 60 % and Arland 30 %" in picture.drawings[0].description


def test_points_above_below_and_around_zero_have_shapes_of_their_own() -> None:
    ties = [
        made
        for name, value in (("AAA", 0.6), ("BBB", -0.6), ("CCC", 0.0))
        for made in (tie(name, "DDD", "affinity", value), tie(name, "DDD", "volume", 3 + value))
    ]
    body = str(alignment(ties, NAMER).drawings[0].body)
    assert 'r="4.5" class="s1 point"' in body
    assert 'height="8" class="s2 point"' in body
    assert 'class="s3 point"' in body


def test_a_file_of_its_own_needs_nothing_and_an_image_of_a_page_brings_no_style() -> None:
    picture = multiples(over_time(), NAMER)
    alone = render_svg(picture).decode()
    assert "var(" not in alone
    assert "<style>" in alone
    assert "href" not in alone
    image = str(in_page(picture.drawings[0]))
    assert "<style" not in image
    assert "style=" not in image


def test_a_dossier_shows_pictures_where_there_is_enough_and_else_says_so() -> None:
    case = made_up_case()
    assert b'<figure class="picture ' not in render_dossier(case)
    assert b"so no course over time is drawn" in render_dossier(case)
    page = render_dossier(replace(case, series=(*over_time(), *given_by_patrons()), ties=tuple(points(5))))
    assert page.count(b'<figure class="picture ') == 3
    assert page.count(b"as a table</summary>") == 3
    ids = re.findall(rb' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@given(st.floats(-1e4, 1e4), st.just(0.0) | st.floats(1e-4, 1e6), st.integers(1, 12))
def test_round_values_enclose_what_they_rule_and_are_evenly_apart(low: float, span: float, most: int) -> None:
    ruled = nice_range(low, low + span, most)
    slack = 1e-8 * (abs(low) + span + 100)
    assert ruled[0] <= low + slack
    assert ruled[-1] >= low + span - slack
    assert 2 <= len(ruled) <= most + 2
    steps = [b - a for a, b in pairwise(ruled)]
    assert max(steps) - min(steps) <= 1e-6 * max(steps)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 20_000))
def test_ticks_of_days_are_in_order_and_the_first_says_the_year(first: date, span: int) -> None:
    last = date.fromordinal(first.toordinal() + span)
    scale = Days(first=first, last=last, start=40, end=300)
    ticks = day_ticks(scale, 46)
    assert all(b.at - a.at > 30 for a, b in pairwise(ticks))
    assert not ticks or re.search(r"\d{4}$", ticks[0].label)
    assert all(40 <= tick.at <= 300 for tick in ticks)


def test_windows_may_be_of_any_length() -> None:
    weeks = [
        tie(
            "AAA",
            "BBB",
            "courtship",
            0.1 * i,
            window=Window(start=date(2023, 1, 2 + 7 * i), end=date(2023, 1, 8 + 7 * i), label=f"W{i}"),
        )
        for i in range(4)
    ]
    assert len(multiples(weeks, NAMER).drawings) == 1
    years = [
        tie(
            "AAA",
            "BBB",
            "courtship",
            0.1,
            window=Window(start=date(y, 1, 1), end=date(y, 12, 31), label=str(y)),
        )
        for y in range(1990, 2024)
    ]
    assert covered(multiples(years, NAMER)) == []
    assert month(13).label == "2024-01"
    assert ALL_DAYS.start is None


def test_a_few_days_between_windows_are_no_window_of_their_own() -> None:
    ties = [
        tie(
            "AAA",
            "BBB",
            "courtship",
            0.1 * m,
            window=Window(start=date(2023, m, 1), end=date(2023, m, 28), label=str(m)),
        )
        for m in range(1, 5)
    ]
    body = str(multiples(ties, NAMER).drawings[0].body)
    assert body.count('class="gap"') == 0
    assert body.count('class="track"') == 1
