"""What must hold of a case whatever the reports say, with the real rooms on texts of our own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import suasion
from suasion.case import Case
from suasion.engine import Why
from suasion.records import Holder, Origin, Participant, Place, Record, Report, Span, Statement

LOAN = (
    "OSLO, 3 May 2023 – Norway agreed on Tuesday to lend Ghana $40 million for a new harbour at Tema. "
    "“We will repay every krone,” Ghanaian Finance Minister Ama Mensah told reporters.\n\n"
    "Norway may also sell patrol boats to Ghana, officials said. "
    "Ghana denied that it had asked for weapons."
)

TEXTS = {
    "harbour.txt": (f"Norway lends Ghana money for a harbour\n\n{LOAN}"),
    "harbour-copy.txt": (f"Ghana to get Norwegian loan\n\n{LOAN} Fishermen in Tema welcomed the plan."),
    "border.txt": (
        "Thailand warns Laos over the river\n\n"
        "BANGKOK – Thailand threatened to close its border with Laos on Friday unless the dam is opened. "
        "The foreign minister of Laos visited Bangkok and called on Thailand to be patient. "
        "Reuters reported that Japan sent 200 tonnes of rice to Laos."
    ),
    "odd.txt": (
        "Sommet à Málaga — “naïve” 🚢 talks\n\n"
        "Portugal’s president met the president of Angola in Málaga. "
        "He praised Angola’s “brave” reform ½ of the way; "
        "Portugal donated 30,000 doses of vaccine to Angola 🎉 and condemned Spain."
    ),
    "recipe.txt": (
        "How to bake bread\n\n"
        "Mix flour and water in a large bowl and let the dough rest for an hour. "
        "Then knead it well, let it rise again, and bake it in a hot oven until the crust is brown."
    ),
    "empty.txt": "",
}

TABLES = ("reports", "mentions", "attributions", "statements", "links", "events", "ties", "rejections")


def write_texts(folder: Path, names: Iterator[str] | list[str]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(TEXTS[path.name], encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_texts(tmp_path_factory.mktemp("texts"), list(TEXTS))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, inputs: list[Path]) -> Case:
    made = suasion.open(tmp_path_factory.mktemp("cases") / "case")
    made.run(inputs)
    return made


def tables(case: Case) -> dict[str, bytes]:
    return {table: case.export(table) for table in TABLES}


def test_the_texts_give_something_to_check(case: Case) -> None:
    assert len(list(case.reports())) == 5
    assert len(list(case.statements())) >= 4
    assert {link.relation for link in case.links()} >= {"copies"}
    assert list(case.mentions())
    assert list(case.attributions())
    assert list(case.ties())


def quoted(report: Report, statements: list[Statement]) -> Iterator[tuple[str, int, int]]:
    """Give every stretch that the statements of a report quote, with where they say it stands."""
    for statement in statements:
        yield statement.sentence, statement.start, statement.end
        yield statement.action.text, statement.action.start, statement.action.end
        sides: tuple[Participant, ...] = (*statement.actors, *statement.recipients)
        yield from ((side.text, side.start, side.end) for side in sides)
        yield from ((amount.text, amount.start, amount.end) for amount in statement.amounts)


def test_every_stored_span_quotes_its_text(case: Case) -> None:
    statements: dict[str, list[Statement]] = {}
    for statement in case.statements():
        statements.setdefault(statement.report_id, []).append(statement)
    reports = {report.id: report for report in case.reports()}
    for report in reports.values():
        for text, start, end in quoted(report, statements.get(report.id, [])):
            assert report.text[start:end] == text
        for damage in report.damage:
            assert report.text[damage.start : damage.end] == damage.surface
    for mention in case.mentions():
        assert reports[mention.report_id].text[mention.start : mention.end] == mention.text
    for attribution in case.attributions():
        spans: list[Span | None] = [attribution.source, attribution.cue, *attribution.content]
        for span in spans:
            assert span is None or reports[attribution.report_id].text[span.start : span.end] == span.text
    for link in case.links():
        span = link.evidence
        assert span is None or reports[link.from_report].text[span.start : span.end] == span.text


def test_the_parts_of_a_statement_stand_in_its_sentence(case: Case) -> None:
    for statement in case.statements():
        assert statement.start <= statement.action.start < statement.action.end <= statement.end
        holders: tuple[Holder, ...] = tuple(row for row in statement.holders if row.start is not None)
        assert all(0 <= (row.start or 0) < (row.end or 0) for row in holders)
        place: Place | None = statement.where
        assert place is None or place.text


def test_passages_are_in_order_and_do_not_overlap(case: Case) -> None:
    for report in case.reports():
        ends = [0]
        for passage in report.passages:
            assert ends[-1] <= passage.start < passage.end <= len(report.text)
            ends.append(passage.end)


def test_inputs_are_conserved_by_every_stage(case: Case) -> None:
    (run,) = case.runs()
    counts = {count.stage: count for count in run.counts}
    assert all(row.inputs == row.productive + row.rejected + row.silent for row in counts.values())
    assert (counts["ingest"].inputs, counts["ingest"].rejected) == (6, 1)
    assert counts["read"].inputs == len(list(case.reports()))
    assert counts["coding"].outputs == len(list(case.statements()))
    assert counts["events"].inputs == len(list(case.statements()))
    assert counts["weigh"].inputs == len(list(case.events()))


def test_every_id_that_a_record_names_is_in_the_case(case: Case) -> None:
    reports = {row.id for row in case.reports()}
    statements = {row.id for row in case.statements()}
    events = {row.id for row in case.events()}
    assert {row.report_id for row in case.statements()} <= reports
    assert {row.report_id for row in case.mentions()} | {
        row.report_id for row in case.attributions()
    } <= reports
    assert {row.content_of for row in case.statements()} - {None} <= statements
    assert {link.from_report for link in case.links()} <= reports
    for event in case.events():
        assert set(event.statement_ids) <= statements
        assert set(event.report_ids) <= reports
        assert event.content_of is None or event.content_of in events
        assert event.independent_origins <= len(event.report_ids)
        for origin in event.origins:
            assert set(origin.report_ids) <= set(event.report_ids)
    for tie in case.ties():
        assert set(tie.event_ids) <= events


def test_every_statement_is_in_exactly_one_event(case: Case) -> None:
    joined = [statement_id for event in case.events() for statement_id in event.statement_ids]
    assert sorted(joined) == sorted(row.id for row in case.statements())


def test_running_twice_changes_no_byte(case: Case, inputs: list[Path]) -> None:
    before = {path: path.read_bytes() for path in case.path.rglob("*") if path.is_file()}
    summary = case.run(inputs)
    assert summary.run is None
    assert {path: path.read_bytes() for path in case.path.rglob("*") if path.is_file()} == before


def test_neither_the_order_of_the_inputs_nor_the_number_of_runs_matters(
    case: Case, inputs: list[Path], tmp_path: Path
) -> None:
    shuffled = random.Random(7).sample(inputs, len(inputs))
    at_once, one_by_one = suasion.open(tmp_path / "at-once"), suasion.open(tmp_path / "one-by-one")
    at_once.run(shuffled)
    for path in shuffled:
        one_by_one.run([path])
    assert tables(at_once) == tables(case)
    assert tables(one_by_one) == tables(case)


def test_withdrawing_a_report_takes_away_exactly_its_influence(
    case: Case, inputs: list[Path], tmp_path: Path
) -> None:
    withdrawn, without = suasion.open(tmp_path / "withdrawn"), suasion.open(tmp_path / "without")
    withdrawn.run(inputs)
    copy = next(report for report in withdrawn.reports() if report.path.endswith("harbour-copy.txt"))
    judgement = withdrawn.judge("reject", copy.id, why="a copy")
    withdrawn.run()
    without.run([path for path in inputs if path.name != "harbour-copy.txt"])
    assert tables(withdrawn) == tables(without)
    withdrawn.judge("undo", judgement.id)
    withdrawn.run()
    assert tables(withdrawn) == tables(case)


def leaves(node: Why) -> Iterator[Record | Origin]:
    if not node.made_from:
        yield node.record
    for below in node.made_from:
        yield from leaves(below)


def test_why_walks_from_every_tie_event_and_link_down_to_reports(case: Case) -> None:
    ids = [event.id for event in case.events()] + [link.id for link in case.links()]
    ties = [tie.id for tie in case.ties() if tie.event_ids]  # a window without events has none to walk to
    for record_id in [*ids, *ties[:20]]:
        assert all(isinstance(leaf, Report) for leaf in leaves(case.why(record_id)))


def test_bad_inputs_are_refused_with_reasons_and_the_good_ones_kept(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (good,) = write_texts(folder, ["harbour.txt"])
    (folder / "noise.txt").write_bytes(random.Random(5).randbytes(5000))
    (folder / "latin.txt").write_bytes("Norway lends señor Mensah of Ghana money. ".encode("latin-1") * 3)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "half.jsonl").write_text('{"text": "Norway lends Ghana')
    (folder / "again.txt").write_bytes(good.read_bytes())
    (folder / "empty.txt").touch()
    (folder / "long.jsonl").write_bytes(b'{"text": "' + b"word " * 5_000_000 + b'"}\n')
    case = suasion.open(tmp_path / "case")
    summary = case.run([folder])
    assert {Path(row.input_id).name.partition(":")[0] for row in summary.refused} >= {
        "noise.txt",
        "gone.txt",
        "half.jsonl",
        "empty.txt",
        "long.jsonl",
    }
    assert sum(row.reason == "duplicate" for row in summary.refused) == 1
    assert all(row.reason and row.detail for row in summary.refused)
    assert good.read_text(encoding="utf-8").partition("\n")[0] in {report.title for report in case.reports()}
