"""What each format's rows become: one small file for each, with the quirks that its real files have."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

import suasion
from suasion.case import Case
from suasion.engine.importing import ImportSummary
from suasion.errors import InputError
from suasion.exchange.columns import (
    GDELT_1_COLUMNS,
    GDELT_COLUMNS,
    ICEWS_COLUMNS,
    POLECAT_COLUMNS,
)
from suasion.records import Event
from suasion.store import CaseFolder
from suasion.store.imports import committed_covariates, committed_imports

ICEWS_ROW: Mapping[str, str] = {
    "Event ID": "900",
    "Event Date": "2014-03-01",
    "Source Name": "Arlandia Ministry",
    "Source Sectors": "Government",
    "Source Country": "Russian Federation",
    "Event Text": "Make a visit",
    "CAMEO Code": "042",
    "Intensity": "1.9",
    "Target Name": "Kazakhstan",
    "Target Sectors": "NULL",
    "Target Country": "Kazakhstan",
    "Publisher": "Steppe Wire",
    "City": "Astana",
    "Country": "Kazakhstan",
    "Latitude": "51.18",
    "Longitude": "71.44",
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return suasion.open(tmp_path / "case")


def table(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    header: Sequence[str] | None = (),
) -> Path:
    """Write tab-separated rows; `header` null leaves it out, empty writes the columns."""
    lines = [] if header is None else ["\t".join(header or columns)]
    lines += ["\t".join(row.get(name, "") for name in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def icews(path: Path, *rows: Mapping[str, str]) -> Path:
    whole = [{**ICEWS_ROW, "Event ID": str(900 + i), **row} for i, row in enumerate(rows)]
    return table(path, ICEWS_COLUMNS, whole)


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    told = summary.counts
    return told.rows, told.accepted, told.uncoded, told.known, told.rejected


def acts(case: Case) -> list[tuple[object, ...]]:
    """Give source, target, day, type, counted and chance of all acts, in order."""
    paths = sorted(str(path) for path in case.path.glob("imports/*/acts.parquet"))
    query = "SELECT source, target, day::VARCHAR, event_type, counted, round(chance, 4) FROM read_parquet(?) ORDER BY ALL"
    with duckdb.connect() as base:
        return base.execute(query, [paths]).fetchall()


def sides(event: Event) -> tuple[list[str | None], list[str | None]]:
    return [actor.code for actor in event.actors], [actor.code for actor in event.recipients]


# ICEWS


@pytest.mark.parametrize(("publisher", "chance"), [("ITAR-TASS", 0.5), ("Xinhua", 0.8)])
def test_a_states_own_outlet_is_believed_less_on_what_involves_that_state(
    case: Case, tmp_path: Path, publisher: str, chance: float
) -> None:
    case.import_file("icews", icews(tmp_path / "i.tab", {"Publisher": publisher}))
    assert [(act[0], act[5]) for act in acts(case)] == [("RUS", pytest.approx(chance))]


def test_an_icews_row_becomes_an_event_with_its_sides_day_place_and_publisher(
    case: Case, tmp_path: Path
) -> None:
    summary = case.import_file("icews", icews(tmp_path / "i.tab", {}))
    (event,) = case.events()
    assert counts(summary) == (1, 1, 0, 0, 0)
    assert event.id == "icews:900-2014-03-01"
    assert (event.event_type, event.mode, event.instruments) == ("CONSULT", "visit", ("diplomatic/visit",))
    assert [(actor.id, actor.sector) for actor in (*event.actors, *event.recipients)] == [
        ("icews:Arlandia Ministry", "GOV"),
        ("state:KAZ", "GOV"),
    ]
    assert event.where is not None
    assert (event.where.name, event.where.country, event.where.precision) == ("Astana", "KAZ", "city")
    assert [origin.name for origin in event.origins] == ["Steppe Wire"]
    assert (str(event.when.start), event.status, event.independent_origins) == ("2014-03-01", "reported", 1)
    assert acts(case) == [("RUS", "KAZ", "2014-03-01", "CONSULT", "occurred", pytest.approx(0.8))]


def test_icews_dates_are_read_in_iso_and_as_month_day_year_and_make_the_same_key(
    case: Case, tmp_path: Path
) -> None:
    rows = [
        {"Event ID": "7", "Event Date": day} for day in ("2014-03-01", "03/01/2014", "3/1/2014", "3/2/2014")
    ]
    summary = case.import_file("icews", icews(tmp_path / "i.tab", *rows))
    assert [event.id for event in case.events()] == ["icews:7-2014-03-01", "icews:7-2014-03-02"]
    assert [(one.input_id.rpartition(":")[2], one.reason) for one in summary.refused] == [
        ("3", "duplicate"),
        ("4", "duplicate"),
    ]


@pytest.mark.parametrize("code", ["13y", "1234567", "", "NULL", "42", "019z"])
def test_an_unknown_cameo_code_is_declined_and_not_read_as_its_parent(
    case: Case, tmp_path: Path, code: str
) -> None:
    summary = case.import_file("icews", icews(tmp_path / "i.tab", {"CAMEO Code": code}, {}))
    assert counts(summary) == (2, 1, 0, 0, 1)
    assert [(one.reason, one.input_id.endswith(":2")) for one in summary.refused] == [("code", True)]


@pytest.mark.parametrize("code", ["01", "010", "018", "02", "020", "0211", "028"])
def test_statements_and_appeals_have_no_type_and_are_kept_as_attention_and_are_no_rejections(
    case: Case, tmp_path: Path, code: str
) -> None:
    summary = case.import_file("icews", icews(tmp_path / "i.tab", {"CAMEO Code": code}))
    assert counts(summary) == (1, 0, 1, 0, 0)
    assert list(case.events()) == []
    assert acts(case) == [("RUS", "KAZ", "2014-03-01", None, "uncoded", pytest.approx(0.8))]
    (run,) = case.runs()
    assert [(count.inputs, count.silent, count.rejected) for count in run.counts] == [(1, 1, 0)]


@pytest.mark.parametrize("null", ["", "NULL", "NA", " "])
def test_each_of_icews_words_for_null_is_none(case: Case, tmp_path: Path, null: str) -> None:
    empty = dict.fromkeys(("Source Name", "Source Sectors", "Source Country", "City", "Publisher"), null)
    case.import_file("icews", icews(tmp_path / "i.tab", empty))
    (event,) = case.events()
    assert event.actors == ()
    assert event.where is not None
    assert event.where.name == "Kazakhstan"
    assert [origin.name for origin in event.origins] == ["icews"]
    assert event.imported is not None
    assert "City" not in dict(event.imported.native)


def test_an_actor_without_a_country_column_is_of_the_state_in_its_brackets(
    case: Case, tmp_path: Path
) -> None:
    case.import_file(
        "icews", icews(tmp_path / "i.tab", {"Source Name": "Police (India)", "Source Country": ""})
    )
    (event,) = case.events()
    assert sides(event) == (["IND"], ["KAZ"])


@pytest.mark.parametrize("sectors", ["Police,Government", "Government,Police", '"Police","Government"'])
def test_icews_sectors_are_read_in_any_order_and_quoting(case: Case, tmp_path: Path, sectors: str) -> None:
    case.import_file("icews", icews(tmp_path / "i.tab", {"Source Sectors": sectors}))
    (event,) = case.events()
    assert event.actors[0].sector == "COP"


def test_organisations_have_their_kind_and_no_acts(case: Case, tmp_path: Path) -> None:
    row = {
        "Source Name": "A League",
        "Source Country": "",
        "Source Sectors": "International Government Organization",
    }
    case.import_file("icews", icews(tmp_path / "i.tab", row))
    (event,) = case.events()
    assert sides(event) == (["IGO"], ["KAZ"])
    assert acts(case) == []


def test_quotation_marks_and_other_tabs_worth_of_trouble_stay_in_their_cells(
    case: Case, tmp_path: Path
) -> None:
    case.import_file(
        "icews", icews(tmp_path / "i.tab", {"Source Name": 'The "Green" Front'}, {"City": '"Open'})
    )
    first, second = case.events()
    assert first.actors[0].name == 'The "Green" Front'
    assert second.where is not None
    assert second.where.name == '"Open'


def test_the_crosswalks_swap_gives_the_row_its_direction(case: Case, tmp_path: Path) -> None:
    case.import_file("icews", icews(tmp_path / "i.tab", {"CAMEO Code": "043"}))
    assert [act[:2] for act in acts(case)] == [("KAZ", "RUS")]


def test_an_icews_row_is_kept_as_it_came(case: Case, tmp_path: Path) -> None:
    given = icews(tmp_path / "i.tab", {"CAMEO Code": "111", "Event ID": "12"}, {"Event Date": "3/1/2014"})
    case.import_file("icews", given)
    natives = [dict(event.imported.native) for event in case.events() if event.imported]
    lines = given.read_text(encoding="utf-8").splitlines()[1:]
    words = [dict(zip(ICEWS_COLUMNS, line.split("\t"), strict=True)) for line in lines]
    assert natives == [{k: v for k, v in row.items() if v not in ("", "NULL", "NA")} for row in words]


# Bad rows


def test_bad_rows_are_declined_with_their_line_and_the_rest_goes_in(case: Case, tmp_path: Path) -> None:
    path = icews(
        tmp_path / "i.tab", {}, {"Event Date": "NA"}, {"Event ID": ""}, {"Event Date": "2014-02-31"}, {}
    )
    path.write_text(path.read_text() + "908\t2014-03-01\tshort\n\n" + "909\t" * 30 + "\n", encoding="utf-8")
    summary = case.import_file("icews", path)
    assert counts(summary) == (7, 2, 0, 0, 5)
    lines = [(one.input_id.rpartition(":")[2], one.reason) for one in case.rejections()]
    assert sorted(lines) == [
        ("3", "date"),
        ("4", "key"),
        ("5", "date"),
        ("7", "columns"),
        ("9", "columns"),
    ]
    assert all(one.detail.endswith(".") for one in case.rejections())


# POLECAT


POLECAT_ROW: Mapping[str, str] = {
    "Event ID": "20220301-1-x",
    "Event Date": "2022-03-01",
    "Event Type": "SANCTION",
    "Event Mode": "None",
    "Intensity": "-6",
    "Quad Code": "MATERIAL CONFLICT",
    "Contexts": "economic; diplomatic",
    "Actor Name": "Treasury; Foreign Office",
    "Actor Country": "USA; GBR",
    "Actor COW": "2; 200",
    "Primary Actor Sector": "GOV; GOV",
    "Recipient Name": "Bank of the North",
    "Recipient Country": "RUS",
    "Recipient COW": "365",
    "Primary Recipient Sector": "BUS",
    "Country": "None",
    "Latitude": "None",
    "Longitude": "None",
    "Source": "Harbour Post",
    "Publication Date": "2022-03-02",
}


def polecat_rows(*rows: Mapping[str, str]) -> list[Mapping[str, str]]:
    base = {**dict.fromkeys(POLECAT_COLUMNS, "None"), **POLECAT_ROW}
    return [{**base, "Event ID": f"e{i}", **row} for i, row in enumerate(rows)]


def test_a_polecat_row_gives_each_pair_of_its_countries(case: Case, tmp_path: Path) -> None:
    case.import_file("polecat", table(tmp_path / "p.txt", POLECAT_COLUMNS, polecat_rows({})))
    (event,) = case.events()
    assert (event.event_type, event.mode, event.contexts) == ("SANCTION", None, ("economic", "diplomatic"))
    assert sides(event) == (["USA", "GBR"], ["RUS"])
    assert event.where is None
    assert [act[:2] for act in acts(case)] == [("GBR", "RUS"), ("USA", "RUS")]


def test_polecat_headers_may_be_renamed_have_names_without_data_and_trailing_tabs(
    case: Case, tmp_path: Path
) -> None:
    header = [{"Intensity": "Event Intensity"}.get(name, name) for name in POLECAT_COLUMNS]
    header = [*header[:3], "Headline", *header[3:], "Event Text", "Feed", "Story ID", ""]
    path = table(tmp_path / "p.txt", POLECAT_COLUMNS, polecat_rows({}, {}), header=header)
    text = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([text[0], text[1], text[2] + "\t\t"]) + "\n", encoding="utf-8")
    assert counts(case.import_file("polecat", path)) == (2, 2, 0, 0, 0)
    assert [dict(e.imported.native)["Intensity"] for e in case.events() if e.imported] == ["-6", "-6"]


def test_a_polecat_file_in_latin_1_is_read_with_its_accents(case: Case, tmp_path: Path) -> None:
    path = table(tmp_path / "p.txt", POLECAT_COLUMNS, polecat_rows({"Actor Name": "Señora Peña"}))
    path.write_bytes(path.read_text(encoding="utf-8").encode("iso-8859-1"))
    case.import_file("polecat", path)
    assert next(case.events()).actors[0].name == "Señora Peña"


def test_polecat_talks_without_a_recipient_count_between_all_who_took_part(
    case: Case, tmp_path: Path
) -> None:
    row = {"Event Type": "CONSULT", "Event Mode": "multilateral", "Recipient Name": "None"}
    row |= {"Recipient Country": "None", "Recipient COW": "None", "Primary Recipient Sector": "None"}
    case.import_file("polecat", table(tmp_path / "p.txt", POLECAT_COLUMNS, polecat_rows(row)))
    assert [act[:2] for act in acts(case)] == [("GBR", "USA"), ("USA", "GBR")]


# GDELT


GDELT_ROW: Mapping[str, str] = {
    "GLOBALEVENTID": "1001",
    "SQLDATE": "20200105",
    "Actor1Code": "RUSGOV",
    "Actor1Name": "MOSCOW",
    "Actor1CountryCode": "RUS",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "SRB",
    "Actor2Name": "SERBIA",
    "Actor2CountryCode": "SRB",
    "EventCode": "0312",
    "NumMentions": "40",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Belgrade, Serbia (general), Serbia",
    "ActionGeo_CountryCode": "RI",
    "ActionGeo_Lat": "44.8",
    "ActionGeo_Long": "20.5",
    "DATEADDED": "20200107093000",
    "SOURCEURL": "https://www.reuters.com/world/a-story",
}


def test_a_gdelt_row_has_actors_by_cameo_and_its_place_by_fips(case: Case, tmp_path: Path) -> None:
    case.import_file("gdelt", table(tmp_path / "g.CSV", GDELT_COLUMNS, [GDELT_ROW], header=None))
    (event,) = case.events()
    assert (event.id, event.event_type, str(event.when.start)) == ("gdelt:1001", "AGREE", "2020-01-05")
    assert sides(event) == (["RUS"], ["SRB"])
    assert event.where is not None
    assert (event.where.country, event.where.precision) == ("SRB", "city")
    assert [origin.name for origin in event.origins] == ["Reuters"]
    assert acts(case)[0][5] == pytest.approx(0.8)


def test_gdelt_knows_an_event_from_the_day_it_was_added(case: Case, tmp_path: Path) -> None:
    case.import_file("gdelt", table(tmp_path / "g.CSV", GDELT_COLUMNS, [GDELT_ROW], header=None))
    (path,) = case.path.glob("imports/*/events.parquet")
    with duckdb.connect() as base:
        found = base.execute(
            "SELECT first_day::VARCHAR, known::VARCHAR FROM read_parquet(?)", [str(path)]
        ).fetchall()
    assert found == [("2020-01-05", "2020-01-07")]


def test_gdelt_1_has_58_columns_and_a_day_without_a_time(case: Case, tmp_path: Path) -> None:
    row = {**GDELT_ROW, "DATEADDED": "20130701", "SQLDATE": "20130630"}
    path = table(tmp_path / "g1.csv", GDELT_1_COLUMNS, [row], header=None)
    assert counts(case.import_file("gdelt", path)) == (1, 1, 0, 0, 0)
    assert next(case.events()).where is not None


def test_zipped_and_gzipped_files_are_read_as_they_are(case: Case, tmp_path: Path) -> None:
    plain = table(tmp_path / "g.CSV", GDELT_COLUMNS, [GDELT_ROW], header=None)
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.write(plain, "20200107.export.CSV")
    other = table(tmp_path / "h.CSV", GDELT_COLUMNS, [{**GDELT_ROW, "GLOBALEVENTID": "1002"}], header=None)
    (tmp_path / "h.gz").write_bytes(gzip.compress(other.read_bytes()))
    case.import_file("gdelt", tmp_path / "g.zip")
    case.import_file("gdelt", tmp_path / "h.gz")
    assert {event.id for event in case.events()} == {"gdelt:1001", "gdelt:1002"}


def test_a_gdelt_actor_that_is_no_states_has_the_kind_of_its_group(case: Case, tmp_path: Path) -> None:
    row = {**GDELT_ROW, "Actor1Code": "IGOUNO", "Actor1Name": "UNITED NATIONS", "Actor1CountryCode": ""}
    row |= {"Actor1KnownGroupCode": "UNO", "Actor1Type1Code": "IGO"}
    case.import_file("gdelt", table(tmp_path / "g.CSV", GDELT_COLUMNS, [row], header=None))
    assert sides(next(case.events())) == (["UNO"], ["SRB"])


def mention(event: str, outlet: str) -> str:
    return "\t".join(
        [event, "20200105000000", "20200106000000", "1", outlet, f"https://{outlet}/a", *["1"] * 9, ""]
    )


def test_mentions_give_an_imported_event_an_origin_for_each_owner_of_outlets(
    case: Case, tmp_path: Path
) -> None:
    case.import_file("gdelt", table(tmp_path / "g.CSV", GDELT_COLUMNS, [GDELT_ROW], header=None))
    outlets = ("reuters.com", "reuters.com", "apnews.com", "hillpaper.example")
    lines = [*(mention("1001", one) for one in outlets), mention("77", "apnews.com"), "1001\tshort"]
    (tmp_path / "m.CSV").write_text("\n".join(lines) + "\n", encoding="utf-8")
    summary = case.import_file("gdelt-mentions", tmp_path / "m.CSV")
    assert counts(summary) == (6, 4, 1, 0, 1)
    (event,) = case.events()
    assert [origin.name for origin in event.origins] == ["Associated Press", "Reuters", "hillpaper.example"]
    assert (event.independent_origins, event.status) == (3, "corroborated")
    assert acts(case)[0][5] == pytest.approx(1 - 0.2**3)
    assert case.import_file("gdelt-mentions", tmp_path / "m.CSV").known
    assert case.import_file("gdelt", tmp_path / "g.CSV").known
    assert len(list(case.path.glob("imports/*"))) == 1


def test_mentions_without_their_events_are_refused(case: Case, tmp_path: Path) -> None:
    (tmp_path / "m.CSV").write_text(mention("1", "apnews.com") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="no GDELT events"):
        case.import_file("gdelt-mentions", tmp_path / "m.CSV")


# PLOVER


def plover(path: Path, *rows: Mapping[str, object]) -> Path:
    base: Mapping[str, object] = {
        "id": "p1",
        "date": "2021-05-04",
        "event": ["AID"],
        "mode": [],
        "context": ["military"],
        "actor": [{"code": "CHN", "sector": ["GOV"], "entity_text": "Beijing"}],
        "recipient": [{"code": "LAO", "entity_text": "Laos"}],
    }
    path.write_text("\n".join(json.dumps({**base, **row}) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_plover_line_with_two_types_is_two_events(case: Case, tmp_path: Path) -> None:
    case.import_file("plover", plover(tmp_path / "p.jsonl", {"event": ["AID", "COOPERATE"]}))
    assert [(event.id, event.event_type) for event in case.events()] == [
        ("plover:p1", "AID"),
        ("plover:p1.2", "COOPERATE"),
    ]


@pytest.mark.parametrize(
    ("mode", "factuality"),
    [("historical", "occurred"), ("future", "planned"), ("hypothetical", "possible"), ("negation", "denied")],
)
def test_plovers_auxiliary_modes_say_whether_it_happened(
    case: Case, tmp_path: Path, mode: str, factuality: str
) -> None:
    case.import_file("plover", plover(tmp_path / "p.jsonl", {"mode": [mode]}))
    (event,) = case.events()
    assert (event.factuality, event.mode) == (factuality, None)
    assert [act[4] for act in acts(case)] == [factuality]


def test_plover_groups_are_no_states_and_bad_lines_are_declined(case: Case, tmp_path: Path) -> None:
    path = plover(
        tmp_path / "p.jsonl", {"actor": [{"code": "IGO"}, {"code": "KAZ"}]}, {"id": None}, {"event": ["HUG"]}
    )
    path.write_text(path.read_text() + "{broken\n", encoding="utf-8")
    summary = case.import_file("plover", path)
    assert [(one.input_id.rpartition(":")[2], one.reason) for one in summary.refused] == [
        ("2", "key"),
        ("3", "code"),
        ("4", "columns"),
    ]
    assert sides(next(case.events())) == (["IGO", "KAZ"], ["LAO"])


# ACLED


ACLED_HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,country,location,latitude,longitude,geo_precision,source,notes"
)


def acled(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([ACLED_HEADER, *rows]) + "\n", encoding="utf-8")
    return path


CLASH = (
    'MLI1,{day},2024,{precision},Political violence,Battles,Armed clash,"Military Forces of Russia (2000-)",,State Forces,'
    '"Police Forces of Mali (2021-)",,State Forces,Mali,Kidal,18.4,1.4,1,"Desert Radio; Oasis News","Two lines,\nof notes"'
)


@pytest.mark.parametrize("day", ["2024-01-10", "10 January 2024"])
def test_acled_has_no_direction_so_each_side_counts_for_both(case: Case, tmp_path: Path, day: str) -> None:
    case.import_file("acled", acled(tmp_path / "a.csv", CLASH.format(day=day, precision=1)))
    (event,) = case.events()
    assert sides(event) == (["RUS"], ["MLI"])
    assert [act[:4] for act in acts(case)] == [
        ("MLI", "RUS", "2024-01-10", "ASSAULT"),
        ("RUS", "MLI", "2024-01-10", "ASSAULT"),
    ]
    assert (event.independent_origins, event.status) == (2, "corroborated")


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [(1, "2024-01-10", "2024-01-10"), (2, "2024-01-07", "2024-01-13"), (3, "2024-01-01", "2024-01-31")],
)
def test_acleds_time_precision_makes_a_period(
    case: Case, tmp_path: Path, precision: int, first: str, last: str
) -> None:
    case.import_file("acled", acled(tmp_path / "a.csv", CLASH.format(day="2024-01-10", precision=precision)))
    (event,) = case.events()
    assert (str(event.when.start), str(event.when.end)) == (first, last)


def test_acled_lines_are_counted_over_notes_of_several_lines(case: Case, tmp_path: Path) -> None:
    bad = CLASH.format(day="soon", precision=1).replace("MLI1", "MLI2")
    summary = case.import_file(
        "acled", acled(tmp_path / "a.csv", CLASH.format(day="2024-01-10", precision=1), bad)
    )
    assert [one.input_id.rpartition(":")[2] for one in summary.refused] == ["4"]


# FollowTheMoney


def test_followthemoney_events_are_read_with_the_parties_that_they_refer_to(
    case: Case, tmp_path: Path
) -> None:
    state = {"schema": "PublicBody", "properties": {}}
    entities: list[dict[str, object]] = [
        {**state, "id": "s.ru", "properties": {"name": ["Russia"], "country": ["ru"]}},
        {**state, "id": "s.cu", "properties": {"name": ["Cuba"], "country": ["cu"]}},
        {
            "id": "ev1",
            "schema": "Event",
            "properties": {
                "organizer": ["s.ru"],
                "involved": ["s.ru", "s.cu"],
                "startDate": ["2022-02-01"],
                "keywords": ["AID", "planned", "military/arms-transfer"],
            },
        },
        {"id": "ev2", "schema": "Event", "properties": {"involved": ["s.ru", "s.cu"], "date": ["2022-03"]}},
        {"id": "ev3", "schema": "Event", "properties": {"involved": ["s.ru"]}},
    ]
    path = tmp_path / "f.json"
    path.write_text("\n".join(map(json.dumps, entities)) + "\n", encoding="utf-8")
    summary = case.import_file("ftm", path)
    assert counts(summary) == (3, 1, 1, 0, 1)
    (event,) = case.events()
    assert (event.event_type, event.factuality, event.instruments) == (
        "AID",
        "planned",
        ("military/arms-transfer",),
    )
    assert sides(event) == (["RUS"], ["CUB"])
    assert [(act[0], act[1], act[4]) for act in acts(case)] == [
        ("CUB", "RUS", "uncoded"),
        ("RUS", "CUB", "planned"),
        ("RUS", "CUB", "uncoded"),
    ]


def test_followthemoney_statements_are_put_together_into_entities(case: Case, tmp_path: Path) -> None:
    facts = [
        ("ev1", "Event", "organizer", "a"),
        ("ev1", "Event", "involved", "b"),
        ("ev1", "Event", "startDate", "2022-02-01"),
        ("ev1", "Event", "keywords", "AID"),
        ("a", "PublicBody", "country", "fr"),
        ("b", "PublicBody", "country", "ml"),
    ]
    lines = [
        json.dumps({"id": str(i), "entity_id": who, "schema": schema, "prop": prop, "value": value})
        for i, (who, schema, prop, value) in enumerate(facts)
    ]
    (tmp_path / "f.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    case.import_file("ftm", tmp_path / "f.json")
    assert [act[:2] for act in acts(case)] == [("FRA", "MLI")]


# CSV


MAPPING = """
key = "id"
outlet = "paper"
probability = "p"
delimiter = ";"
[date]
column = "when"
format = "%d.%m.%Y"
[type]
column = "code"
scheme = "cameo"
[source]
country = "from"
scheme = "cow"
[target]
country = "to"
scheme = "name"
"""


def test_a_csv_file_is_read_as_its_mapping_says(case: Case, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(
        "id;when;code;from;to;paper;p\nx1;24.12.2020;057;710;Pakistan;Hill Times;0.5\nx2;2020;057;710;Pakistan;;1\n",
        encoding="utf-8",
    )
    summary = case.import_file("csv", tmp_path / "mine.csv", name="mine", mapping=tmp_path / "map.toml")
    assert [one.reason for one in summary.refused] == ["date"]
    assert [event.id for event in case.events()] == ["mine:x1"]
    assert acts(case) == [("CHN", "PAK", "2020-12-24", "SUPPORT", "occurred", pytest.approx(0.4))]


@pytest.mark.parametrize(
    "broken", ["[date", MAPPING.replace('scheme = "cow"', 'scheme = "zip"'), MAPPING + "x = 1\n"]
)
def test_a_mapping_that_is_none_is_refused(case: Case, tmp_path: Path, broken: str) -> None:
    (tmp_path / "map.toml").write_text(broken, encoding="utf-8")
    (tmp_path / "mine.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="mapping"):
        case.import_file("csv", tmp_path / "mine.csv", mapping=tmp_path / "map.toml")


# Covariates


def test_a_table_of_flows_is_kept_as_covariates_and_is_no_data_set_of_events(
    case: Case, tmp_path: Path
) -> None:
    lines = ["source,target,year,value,kind", "RUS,India,2019,12.5,military", "RUS,IND,2019,3,military"]
    lines += [
        "Narnia,IND,2019,3,military",
        "RUS,IND,soon,3,military",
        "RUS,IND,2020,-1,military",
        "RUS,IND,2020,1,soft",
    ]
    (tmp_path / "arms.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    summary = case.import_file("covariates", tmp_path / "arms.csv", name="arms")
    assert counts(summary) == (6, 1, 0, 0, 5)
    assert [one.reason for one in summary.refused] == ["duplicate", "state", "date", "value", "kind"]
    folder = CaseFolder.open(case.path)
    assert committed_imports(folder) == ()
    (table_of,) = committed_covariates(folder)
    with duckdb.connect() as base:
        rows = base.execute("SELECT * FROM read_parquet(?)", [str(table_of.covariates)]).fetchall()
    assert rows == [("military", "RUS", "IND", 2019, 12.5)]
    assert case.import_file("covariates", tmp_path / "arms.csv", name="arms").known


# Wrong files


def test_a_file_of_another_format_is_refused_by_what_it_looks_like(case: Case, tmp_path: Path) -> None:
    path = table(tmp_path / "g.CSV", GDELT_COLUMNS, [GDELT_ROW], header=None)
    with pytest.raises(InputError, match="It looks like gdelt"):
        case.import_file("icews", path)
    assert not list(case.path.glob("imports/*"))


@pytest.mark.parametrize("content", ["", "\n\n", "\t".join(ICEWS_COLUMNS) + "\n"])
def test_an_empty_file_is_refused(case: Case, tmp_path: Path, content: str) -> None:
    (tmp_path / "e.tab").write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        case.import_file("icews", tmp_path / "e.tab")


def test_a_missing_file_and_an_unknown_format_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file"):
        case.import_file("icews", tmp_path / "none.tab")
    with pytest.raises(InputError, match="no format"):
        case.import_file("kedas", icews(tmp_path / "i.tab", {}))
