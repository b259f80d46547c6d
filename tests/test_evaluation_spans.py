"""`times`, `places`, `actors` and `gold` score what they say they score."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import load_codebook
from suasion.errors import InputError
from suasion.evaluation import evaluate
from suasion.evaluation.actors import ActorsRow, GoldMention, read_actors, score_actors
from suasion.evaluation.meantime import GoldTime, TimesDocument, read_times
from suasion.evaluation.ours import GoldAmount, GoldWhen, OurRow, OurStatement, read_ours, score_ours
from suasion.evaluation.places import GoldPlace, PlacesDocument, read_places, score_places
from suasion.evaluation.span_shapes import (
    ActorsScores,
    FieldScores,
    FoundActor,
    FoundPlace,
    OurAnswer,
    PlacesScores,
    TimesScores,
)
from suasion.evaluation.spans import overlap, paired
from suasion.evaluation.times import score_times
from suasion.evaluation.timex import days_of, lead, same_value
from suasion.evaluation.triples import CodedStatement
from suasion.records import Amount, Dated, Precision, Span, TimeExpression

PAGE = (Path(__file__).parent.parent / "docs" / "evaluation.md").read_text(encoding="utf-8")
ACTORS = Path(__file__).parent / "gold" / "actors.jsonl"


def nothing(_: object) -> None:
    """Predictions that nobody keeps."""


def documented(language: str, number: int = 0) -> str:
    return str(re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)[number])


def a_time(
    text: str, of: str, start: str, end: str | None = None, precision: Precision = "day"
) -> TimeExpression:
    at = of.index(text)
    when = Dated(
        start=date.fromisoformat(start),
        end=date.fromisoformat(end or start),
        precision=precision,
        how="stated",
        text=text,
    )
    return TimeExpression(span=Span(text=text, start=at, end=at + len(text)), when=when)


# ------------------------------------------------------------------ spans

spans = st.builds(
    lambda start, length: GoldMention(start=start, end=start + length, code="X"),
    st.integers(0, 20),
    st.integers(1, 6),
)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_spans_are_paired_one_to_one_and_only_where_they_overlap(
    gold: list[GoldMention], found: list[GoldMention]
) -> None:
    pairs = list(paired(gold, found))
    assert len(pairs) <= min(len(gold), len(found))
    assert all(overlap(a, b) for a, b in pairs)


# ------------------------------------------------------------------ times


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2010", "2010-01-01", "2010-12-31"),
        ("201", "2010-01-01", "2019-12-31"),
        ("2010-02", "2010-02-01", "2010-02-28"),
        ("2010-02-XX", "2010-02-01", "2010-02-28"),
        ("2010-07-16TMO", "2010-07-16", "2010-07-16"),
        ("2009-W01", "2008-12-29", "2009-01-04"),
        ("2009-W01-WE", "2009-01-03", "2009-01-04"),
        ("2009-Q4", "2009-10-01", "2009-12-31"),
        ("2009-WI", "2009-12-01", "2010-02-28"),
    ],
)
def test_a_timex_value_on_the_calendar_is_its_days(value: str, first: str, last: str) -> None:
    assert days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["PAST_REF", "XXXX-XX-XX", "P3Y", "FY2007", "", "2009-02-31", "2010-W60"])
def test_a_timex_value_off_the_calendar_has_no_days(value: str) -> None:
    assert days_of(value) is None


def test_a_part_need_only_lie_within_the_value_and_since_only_begin_with_it() -> None:
    june = days_of("2009-06")
    assert june is not None
    day = Dated(start=date(2009, 6, 1), end=date(2009, 6, 10), text="early June")
    assert same_value(june, day)
    assert not same_value(june, Dated(start=day.start, end=day.end, text="June"))
    assert same_value(june, Dated(start=day.start, end=date(2011, 1, 1), text="since June"))
    assert not same_value(june, Dated(text="June"))


def test_prepositions_are_no_part_of_a_time_expression() -> None:
    assert [lead(text) for text in ("on Monday", "Monday", "by the end of", "in")] == [3, 0, 3, 0]


def test_the_documented_document_is_read_and_its_date_line_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(documented("xml"), encoding="utf-8")
    (tmp_path / "b.xml").write_text(documented("xml"), encoding="utf-8")
    documents = list(read_times(tmp_path))
    assert [document.text for document in documents] == ["May 4, 2011\nMalta paid yesterday"]
    scores = evaluate("times", path)
    assert isinstance(scores, TimesScores)
    assert (scores.calendar.strict.f1, scores.calendar.value_accuracy, scores.calendar.strict.n) == (1, 1, 1)


def test_times_are_scored_as_documented() -> None:
    text = "Togo paid on Monday, in June and for ten days; it is due soon.\n"
    gold = [("Monday", "DATE", "2011-05-02"), ("June", "DATE", "2010-06"), ("ten days", "DURATION", "P10D")]
    gold += [("soon", "DATE", "FUTURE_REF")]
    xml = TimesDocument(
        id="1",
        text=text,
        end=len(text),
        created=date(2011, 5, 3),
        creation=(),
        times=tuple(gold_time(text, *item) for item in gold),
    )
    found = [
        a_time("on Monday", text, "2011-05-02"),
        a_time("in June", text, "2011-06-01", "2011-06-30"),
        a_time("days", text, "2011-05-05"),
    ]
    scores = score_times([xml], lambda _: found, nothing)
    assert (scores.calendar.strict.precision, scores.calendar.strict.recall) == (1, 1)
    assert (scores.calendar.value_accuracy, scores.calendar.value.f1) == (0.5, 0.5)
    assert scores.date_time.overlap.recall == pytest.approx(2 / 3)
    assert (scores.all.overlap.n, scores.recall_by_type["DURATION"].recall) == (4, 1)


def gold_time(text: str, words: str, kind: str, value: str) -> GoldTime:
    at = text.index(words)
    return GoldTime(start=at, end=at + len(words), type=kind, value=value)


@pytest.mark.parametrize("content", ["", "<Document/>", '<Document><token t_id="1">x</token></Document>'])
def test_a_file_that_is_no_such_xml_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.xml"):
        evaluate("times", path)


# ------------------------------------------------------------------ places


def test_the_documented_place_is_found_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "places.xml"
    path.write_text(documented("xml", 1), encoding="utf-8")
    assert [place.start for place in next(iter(read_places(path))).places] == [13]
    scores = evaluate("places", path)
    assert isinstance(scores, PlacesScores)
    assert (scores.strict.f1, scores.acc_161, scores.country_accuracy) == (1, 1, 1)


def test_places_are_scored_over_all_and_over_those_that_were_found() -> None:
    text = "Rain in Lima, Paris and Oruro."
    points = {"Lima": (-12.0, -77.0), "Paris": (48.9, 2.3), "Oruro": (-18.0, -67.1)}
    gold = tuple(
        GoldPlace(start=text.index(name), end=text.index(name) + len(name), name=name, lat=lat, lon=lon)
        for name, (lat, lon) in points.items()
    )
    found = [a_place(text, "Lima", -12.0, -77.0, "PER"), a_place(text, "Paris", 33.7, -95.6, "USA")]
    scores = score_places(
        [PlacesDocument(text=text, places=gold)],
        lambda _: found,
        lambda place: {"Lima": "PER", "Paris": "FRA"}.get(place.name),
        nothing,
    )
    assert (scores.overlap.precision, scores.acc_161_found, scores.country_accuracy) == (1, 0.5, 0.5)
    assert scores.acc_161 == pytest.approx(1 / 3)
    assert scores.median_km is not None and scores.median_km > 1000


def a_place(text: str, name: str, lat: float, lon: float, country: str) -> FoundPlace:
    at = text.index(name)
    return FoundPlace(start=at, end=at + len(name), text=name, name=name, country=country, lat=lat, lon=lon)


# ------------------------------------------------------------------ actors


def test_the_documented_actors_are_found(tmp_path: Path) -> None:
    path = tmp_path / "actors.jsonl"
    path.write_text(documented("jsonl-actors"), encoding="utf-8")
    scores = evaluate("actors", path)
    assert isinstance(scores, ActorsScores)
    assert (scores.mentions.f1, scores.code_accuracy, scores.mentions.n) == (1, 1, 2)


def test_actors_count_by_overlap_and_code_and_optional_ones_are_free() -> None:
    row = ActorsRow(
        text="Chad's army met Mali in Lima.",
        mentions=(
            GoldMention(start=0, end=11, code="TCD"),
            GoldMention(start=16, end=20, code="MLI"),
            GoldMention(start=24, end=28, code="PER", optional=True),
        ),
    )
    found = [an_actor(0, 4, "TCD"), an_actor(0, 11, "TCD"), an_actor(16, 20, "NER"), an_actor(24, 28, "USA")]
    scores = score_actors([row], lambda _: found, nothing)
    assert (scores.mentions.precision, scores.mentions.recall) == (0.5, 0.5)
    assert (scores.code_accuracy, scores.overlapped) == (0.5, 2)


def an_actor(start: int, end: int, code: str) -> FoundActor:
    return FoundActor(start=start, end=end, text="", code=code, name=code, how="name")


def test_sealed_rows_are_read_only_when_asked_for() -> None:
    every = list(read_actors(ACTORS, sealed=True))
    open_rows = list(read_actors(ACTORS))
    assert len(every) >= 120
    assert len(every) - len(open_rows) >= len(every) // 3


def test_a_span_outside_its_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "Chad", "mentions": [{"start": 0, "end": 9, "code": "TCD"}]}\n', encoding="utf-8"
    )
    with pytest.raises(InputError, match="line 1"):
        evaluate("actors", path)


# ------------------------------------------------------------------ our own gold


def a_statement(**changes: object) -> OurStatement:
    fields: dict[str, object] = {
        "event_type": "AID",
        "actors": ("NOR",),
        "recipients": ("MLT",),
        "factuality": "occurred",
        "instruments": ("economic/loan",),
        "holder": "outlet",
        "when": GoldWhen(date="2021-04"),
        "amount": (GoldAmount(value=6, unit="ships"),),
    }
    return OurStatement(**(fields | changes))  # type: ignore[arg-type]


def an_answer(holder: str = "outlet", recipients: Sequence[str] = ("MLT",)) -> OurAnswer:
    return OurAnswer(
        statement=CodedStatement(
            event_type="AID",
            actors=("NOR",),
            recipients=tuple(recipients),
            factuality="planned",
            instruments=("economic/loan",),
        ),
        holder=holder,
        holder_country=None,
        when=Dated(start=date(2021, 4, 1), end=date(2021, 4, 30), precision="month", how="stated"),
        amounts=(Amount(value=6.0, unit="ships", text="six ships", start=0, end=9),),
    )


def scored(row: OurRow, answers: Sequence[OurAnswer]) -> FieldScores:
    answer: Callable[[OurRow], Sequence[OurAnswer]] = lambda _: answers  # noqa: E731
    return score_ours([("mine", row)], answer, load_codebook(), nothing).sets["mine"]


def test_each_field_of_a_found_statement_is_scored_by_itself() -> None:
    scores = scored(OurRow(text="x", statements=(a_statement(),)), [an_answer()])
    assert (scores.triple.f1, scores.factuality, scores.holder, scores.when) == (1, 0, 1, 1)
    assert (scores.instruments.f1, scores.amounts.f1, scores.found) == (1, 1, 1)


def test_a_statement_that_is_not_found_has_no_other_field() -> None:
    scores = scored(OurRow(text="x", statements=(a_statement(),)), [an_answer(recipients=("ITA",))])
    assert (scores.triple.f1, scores.found, scores.factuality) == (0, 0, None)


def test_an_optional_statement_may_be_coded_or_not() -> None:
    row = OurRow(text="x", statements=(a_statement(optional=True),))
    assert scored(row, [an_answer()]).triple.precision == scored(row, []).triple.precision == 0
    assert scored(row, [an_answer()]).triple.n == 0
    both = scored(row, [an_answer(), an_answer(recipients=("ITA",))])
    assert both.event_type.precision == 0


def test_a_holder_is_right_by_part_of_the_name() -> None:
    row = OurRow(text="x", statements=(a_statement(holder="the Maltese minister Borg"),))
    assert [scored(row, [an_answer(name)]).holder for name in ("minister Borg", "Grech", "outlet")] == [
        1,
        0,
        0,
    ]


def test_a_gold_folder_gives_its_sets_and_what_is_set_aside_only_when_asked_for(tmp_path: Path) -> None:
    rows = [
        {"text": "x", "set": "denials", "statements": []},
        {"text": "y", "sealed": True, "statements": []},
    ]
    (tmp_path / "own.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "sealed.jsonl").write_text(json.dumps(rows[0]), encoding="utf-8")
    assert [name for name, _ in read_ours(tmp_path)] == ["own/denials"]
    assert [name for name, _ in read_ours(tmp_path, sealed=True)] == ["own/denials", "own", "sealed/denials"]
    with pytest.raises(InputError, match=r"no \.jsonl"):
        list(read_ours(tmp_path / "none"))
