"""The API of a served case: the words of the command line, pages, tags, files, errors and decisions."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

import publish_case as made
from import_world import write_import
from suasion.case import Case
from suasion.publish.page import html, shapes
from suasion.web import Desk, create_app, pages
from suasion.web.desk import _WAITING
from suasion.web.pages import VIEWS
from web_world import HERE, made_up, serve, store, toys

API = "/api/v1"
LISTS = (
    "timeline",
    "places",
    "network",
    "ties",
    "changes",
    "disputes",
    "framings",
    "reports",
    "links",
    "outlets",
)
STORIES = {
    "one": "Herald | RUS AID VEN | USA SANCTION RUS",
    "two": "Courier | RUS AID VEN | CHN AID ARG",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made_up(tmp_path_factory.mktemp("web") / "case")


@pytest.fixture(scope="module")
def client(case: Case) -> Iterator[TestClient]:
    with serve(case) as opened:
        yield opened


def get(client: TestClient, path: str, **asked: Any) -> Any:
    """The JSON of an answer that must be one."""
    answer = client.get(f"{API}/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"source": "TUR"},
        {"source": ["Turkey", "KEN"], "target": "KAZ"},
        {"type": "AID"},
        {"instrument": "military"},
        {"factuality": "occurred"},
        {"status": "reported", "min_origins": 2},
        {"outlet": "Harbour Courier"},
        {"language": "en"},
        {"from": "2031-01-01", "to": "2031-12-31"},
        {"text": "DRONES"},
        {"dataset": "suasion"},
        {"dataset": "icews"},
    ],
    ids=str,
)
def test_the_api_the_python_face_and_the_export_give_the_same_events(
    client: TestClient, case: Case, asked: dict[str, Any]
) -> None:
    words = {{"from": "start", "to": "end"}.get(name, name): value for name, value in asked.items()}
    wanted = {event.id for event in case.events(**words)}
    page = get(client, "events", limit=1000, **asked)
    assert {row["id"] for row in page["items"]} == wanted
    assert page["total"] == len(wanted)
    file = client.get(f"{API}/events", params={**asked, "format": "jsonl"})
    assert {json.loads(line)["id"] for line in file.text.splitlines()} == wanted


def test_rows_and_details_have_the_shapes_that_the_page_knows(client: TestClient) -> None:
    row = get(client, "events", limit=1)["items"][0]
    assert set(row) == {item.name for item in fields(shapes.EventRow)}
    for event in made.EVENTS:
        detail = get(client, f"events/{event.id}")
        assert set(detail) == {item.name for item in fields(shapes.EventDetail)}
        for told in detail["evidence"]:
            for mark in told["marks"]:
                assert 0 <= mark["start"] < mark["end"] <= len(told["sentence"])


def test_the_head_says_what_the_case_is_and_names_what_can_be_asked_for(client: TestClient) -> None:
    head = get(client, "case")
    assert set(head) == {item.name for item in fields(shapes.Meta)}
    assert (head["events"], head["reports"]) == (len(made.EVENTS), 6)
    for state in head["states"]:
        assert get(client, "events", source=state["key"], limit=1)["total"] >= 0
    assert head["gaps"]


def test_a_facet_counts_what_the_other_conditions_leave(client: TestClient) -> None:
    free = get(client, "facets")
    narrowed = get(client, "facets", type="AID")
    assert narrowed["type"] == free["type"]
    for name, counts in narrowed.items():
        for one in counts:
            asked = {"type": "AID", name: one["value"]}
            assert get(client, "events", limit=1, **asked)["total"] == one["n"], (name, one)


def test_pages_joined_by_their_cursors_are_the_whole_in_order(client: TestClient) -> None:
    whole = [row["id"] for row in get(client, "events", sort="-probability")["items"]]
    found: list[str] = []
    cursor = None
    while cursor is not None or not found:
        page = get(client, "events", sort="-probability", limit=4, **({"cursor": cursor} if cursor else {}))
        found += [row["id"] for row in page["items"]]
        cursor = page["next"]
    assert found == whole


@pytest.mark.parametrize("sort", ["day", "-day"])
def test_undated_events_come_last_in_both_orders_of_days(client: TestClient, sort: str) -> None:
    days = [row["start"] for row in get(client, "events", sort=sort)["items"]]
    dated = [day for day in days if day]
    assert days == dated + [None] * (len(days) - len(dated))
    assert dated == sorted(dated, reverse=sort == "-day")


@pytest.mark.parametrize("name", LISTS)
def test_every_view_answers_with_a_page_of_rows(client: TestClient, name: str) -> None:
    page = get(client, name)
    assert page["total"] >= len(page["items"])
    assert set(page) == {"items", "total", "next"}


def test_the_bins_of_the_timeline_hold_every_event_once(client: TestClient) -> None:
    for unit in ("day", "week", "month", "quarter", "year"):
        bins = get(client, "timeline", unit=unit)["items"]
        assert sum(one["n"] for one in bins) == len(made.EVENTS)
        assert sum(one["n"] for one in bins if one["start"] is None) == sum(
            event.when.start is None for event in made.EVENTS
        )


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{API}/events")
    again = client.get(f"{API}/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{API}/events?type=AID").headers["etag"] != first.headers["etag"]


def test_the_head_of_an_answer_can_be_asked_for_alone(client: TestClient) -> None:
    for path in (f"{API}/events", f"{API}/events?format=csv", "/case.json"):
        head, whole = client.head(path), client.get(path)
        assert head.status_code == 200
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("events?source=Atlantis", 422),
        ("events?sauce=RUS", 422),
        ("events?limit=1001", 422),
        ("events?cursor=bm93aGVyZQ", 422),
        ("events?from=yesterday", 422),
        ("events?format=papyrus", 422),
        ("timeline?unit=fortnight", 422),
        ("ties?measure=latent", 422),
        ("events/e0", 404),
        ("nothing", 404),
    ],
)
def test_every_error_says_what_is_wrong_in_one_form(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"{API}/{path}")
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["title"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("form", ["csv", "geojson", "graphml", "ris", "zip"])
def test_a_file_has_its_type_and_a_name(client: TestClient, form: str) -> None:
    answer = client.get(f"{API}/events", params={"format": form, "type": "AID"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="events.')
    assert answer.content


def test_the_rows_of_a_file_are_all_that_is_chosen_not_one_page_of_them(client: TestClient) -> None:
    answer = client.get(f"{API}/events", params={"format": "csv", "limit": 1})
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == len(made.EVENTS)


def test_an_event_has_an_address_of_its_own_and_a_twin_for_programs(client: TestClient) -> None:
    event = made.EVENTS[0].id
    shown = client.get(f"/events/{event}", follow_redirects=False)
    assert shown.headers["location"] == f"/#event={event}"
    assert client.get(f"/events/{event}.json").json() == get(client, f"events/{event}")
    assert client.get("/case.json").json() == get(client, "case")


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_an_address_and_a_twin_for_programs_with_the_same_conditions(
    client: TestClient, name: str
) -> None:
    asked = {} if name in {"outlets", "coverage", "framings"} else {"source": "TUR"}
    shown = client.get(f"/{name}", params=asked, follow_redirects=False).headers["location"]
    assert shown.startswith("/#")
    assert asked.items() <= dict(parse_qsl(shown[2:])).items()
    assert client.get(f"/{name}.json", params=asked).json() == get(client, name, **asked)


@pytest.mark.parametrize("name", [name for name in LISTS if name != "framings"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_every_list_comes_as_a_file_of_all_its_rows(client: TestClient, name: str, form: str) -> None:
    answer = client.get(f"{API}/{name}", params={"format": form, "limit": 1})
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'
    if form == "jsonl":
        rows = [json.loads(line) for line in answer.text.splitlines()]
        if name not in {"reports", "links"}:  # of these the records themselves
            assert rows == get(client, name)["items"]
        assert len(rows) == get(client, name)["total"]


def test_a_report_that_is_not_in_the_case_does_no_harm(tmp_path: Path) -> None:
    client = serve(store(tmp_path / "case", *made.STATEMENTS, *made.EVENTS))
    for event in made.EVENTS:
        told = get(client, f"events/{event.id}")["evidence"]
        assert all(one["report"]["outlet"] == "report not in the case" for one in told)
    assert get(client, "outlets")["items"] == []


def test_reports_cannot_bring_markup_into_a_page(tmp_path: Path) -> None:
    hostile = replace(made.R1, title="<script>alert(1)</script>", url="javascript:alert(1)")
    case = store(tmp_path / "</title><script>", hostile, *made.STATEMENTS, *made.EVENTS)
    client = serve(case)
    page = client.get("/")
    assert "<script>alert" not in page.text
    assert "</title><script>" not in page.text
    row = get(client, "reports")["items"][0]
    assert (row["name"], row["url"]) == ("<script>alert(1)</script>", None)
    assert client.get(f"{API}/reports").headers["content-type"] == "application/json"


def test_the_page_may_run_its_own_script_and_call_its_own_server_only(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = html.ServedPage(html=b"<!doctype html>", policy="default-src 'none'; connect-src 'self'")
    monkeypatch.setattr(pages, "built", lambda: True)
    monkeypatch.setattr(pages, "served_page", lambda _: page)
    answer = client.get("/")
    assert answer.headers["content-security-policy"] == page.policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_a_built_page_the_dossier_is_served_with_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made_up(tmp_path / "case")
    monkeypatch.setattr(pages, "built", lambda: False)
    client = serve(case)
    assert pages.NO_DOSSIER in client.get("/").text
    case.dossier.write_text("<!doctype html><body>The dossier</body>", encoding="utf-8")
    assert f"<body><p>{pages.NOT_BUILT}</p>The dossier" in client.get("/").text
    assert client.get("/dossier").text == case.dossier.read_text(encoding="utf-8")


def decide(client: TestClient, action: str, *targets: str, **more: str) -> Any:
    """Write a decision down."""
    answer = client.post(
        f"{API}/judgements", json={"action": action, "targets": targets, "who": "Ana", **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def decision_of(client: TestClient, event: str) -> str | None:
    rows = get(client, "events", limit=1000)["items"]
    found: list[str | None] = [row["decision"] for row in rows if row["id"] == event]
    return found[0]


def test_a_decision_is_seen_at_once_in_lists_details_queue_and_tags_and_can_be_undone(tmp_path: Path) -> None:
    client = serve(made_up(tmp_path / "case"))
    event, tag = made.E_DRONES.id, client.get(f"{API}/events").headers["etag"]
    kept = decide(client, "accept", event, why="seen by two")
    assert decision_of(client, event) == "accept"
    assert client.get(f"{API}/events").headers["etag"] != tag
    assert [one["who"] for one in get(client, f"events/{event}")["judgements"]] == ["Ana"]
    assert event not in {one["row"]["id"] for one in get(client, "review")["items"]}
    assert get(client, "run") == {"running": False, "pending": 1, "failed": ""}
    decide(client, "undo", kept["id"])
    assert decision_of(client, event) is None
    assert get(client, "judgements")["items"] == []


def test_several_events_are_decided_on_at_once_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    client = serve(made_up(tmp_path / "case"))
    kept = decide(client, "unsure", made.E_DRONES.id, made.E_LOAN.id)
    assert {decision_of(client, key) for key in kept["targets"]} == {"unsure"}
    decide(client, "undo", kept["id"])
    assert {decision_of(client, key) for key in kept["targets"]} == {None}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "accept", "targets": ["nobody"]}, 404),
        ({"action": "merge", "targets": [made.E_DRONES.id]}, 422),
        ({"action": "correct", "targets": [made.E_DRONES.id], "field": "color", "value": "red"}, 422),
        ({"action": "praise", "targets": [made.E_DRONES.id]}, 422),
        ({"action": "accept", "targets": []}, 422),
        ({"action": "accept", "targets": [made.E_DRONES.id], "by": "me"}, 422),
        (["accept"], 422),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused_and_not_written_down(
    tmp_path: Path, body: object, status: int
) -> None:
    case = made_up(tmp_path / "case")
    answer = serve(case).post(f"{API}/judgements", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert list(case.judgements()) == []


def test_a_decision_made_on_the_command_line_is_seen_too(tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    client = serve(case)
    assert decision_of(client, made.E_LOAN.id) is None
    case.judge("reject", made.E_LOAN.id, who="Ben")
    assert decision_of(client, made.E_LOAN.id) == "reject"


def brought_up_to_date(client: TestClient) -> Any:
    """Begin a run and wait until it has ended."""
    assert client.post(f"{API}/run", json={}).status_code == 202
    for _ in range(600):
        if not (state := get(client, "run"))["running"]:
            return state
        time.sleep(0.05)
    raise AssertionError("the run does not end")


def test_decisions_survive_a_run_which_takes_them_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve(toys(tmp_path, monkeypatch, **STORIES))
    rows = get(client, "events")["items"]
    aid = next(row["id"] for row in rows if row["reports"] == 2)
    decide(client, "accept", aid)
    report = get(client, "reports")["items"][0]
    decide(client, "correct", report["id"], field="outlet", value="The Evening Herald")
    assert get(client, "run")["pending"] == 2
    assert brought_up_to_date(client) == {"running": False, "pending": 0, "failed": ""}
    assert decision_of(client, aid) == "accept"
    assert "The Evening Herald" in {one["outlet"] for one in get(client, "reports")["items"]}
    assert len(get(client, "judgements")["items"]) == 2


def test_a_run_that_fails_says_why_and_leaves_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = toys(tmp_path, monkeypatch, **STORIES)
    client = serve(case)
    before = get(client, "events")
    (case.path / "suasion.toml").write_text("[settings]\nworkers = 'many'\n", encoding="utf-8")
    assert "cannot be read as settings" in brought_up_to_date(client)["failed"]
    assert get(client, "events") == before


def test_a_run_made_elsewhere_is_shown_and_a_decision_without_its_target_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suasion.web.desk._LOOK_SECONDS", 0.0)
    case = toys(tmp_path, monkeypatch, **STORIES)
    client = serve(case)
    report = next(one["id"] for one in get(client, "reports")["items"] if one["outlet"] == "Courier")
    decide(client, "reject", report)
    case.run()
    for _ in range(200):
        if get(client, "case")["reports"] == 1:
            break
        time.sleep(0.05)
    assert [one["outlet"] for one in get(client, "reports")["items"]] == ["Herald"]
    assert [one["stale"] for one in get(client, "judgements")["items"]] == [False]


def test_a_decision_on_what_is_shown_is_written_without_opening_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made_up(tmp_path / "case")
    client = serve(case)
    opened: list[object] = []
    monkeypatch.setattr("suasion.engine.judging.open_snapshot", opened.append)
    kept = decide(client, "merge", made.E_DRONES.id, made.E_LOAN.id)
    decide(client, "accept", made.STATEMENTS[0].id)
    decide(client, "reject", made.R1.id)
    assert opened == []
    (merged, *_) = case.judgements()
    assert merged.id == kept["id"]
    assert [one.event_id for one in merged.anchors] == kept["targets"]


def test_the_web_and_the_command_line_write_the_same_decision(tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    by_web = decide(serve(case), "accept", made.E_DRONES.id, why="two saw it")
    case.judge("accept", made.E_DRONES.id, who="Ana", why="two saw it")
    one, other = case.judgements()
    assert one.id == by_web["id"]
    assert replace(one, id=other.id, when=other.when) == other


@pytest.mark.parametrize(
    ("most", "shown", "said"),
    [
        (1, 0, "Of 5 imported events none are"),
        (2, 2, "Of 5 imported events the 2 from 2014-03-04 on"),
        (3, 3, "Of 5 imported events the 3 from 2014-03-03 on"),
        (4, 4, "Of 5 imported events the 4 from 2014-03-01 on"),
    ],
)
def test_of_more_imported_events_than_are_held_the_newest_days_are_shown_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, shown: int, said: str
) -> None:
    case = made_up(tmp_path / "case")
    days = [date(2014, 3, 1), date(2014, 3, 4), None, date(2014, 3, 3), date(2014, 3, 4)]
    write_import(case.path, events=[{"first_day": day, "last_day": day} for day in days])
    monkeypatch.setattr("suasion.web.reading.MOST_IMPORTED", most)
    client = serve(case)
    assert get(client, "events", dataset="icews")["total"] == shown
    assert said in get(client, "case")["gaps"][0]
    file = client.get(f"{API}/events", params={"dataset": "icews", "format": "jsonl"})
    assert len(file.text.splitlines()) == len(days)


def test_framings_of_a_large_case_are_given_for_one_actor_or_event_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(made_up(tmp_path / "case"))
    event = made.E_DRONES.id
    wanted = [get(client, "framings", actor="KEN")["items"], get(client, "framings", event=event)["items"]]
    monkeypatch.setattr("suasion.web.tables.MOST_FRAMED", 3)
    large = serve(made_up(tmp_path / "large"))
    assert wanted == [
        get(large, "framings", actor="KEN")["items"],
        get(large, "framings", event=event)["items"],
    ]
    assert all(wanted)
    refused = large.get(f"{API}/framings").json()
    assert refused["status"] == 422
    assert "suasion export framings" in refused["detail"]


def measured(path: Path) -> TestClient:
    """A served case with acts between three states."""
    case = made_up(path)
    pairs = [("RUS", "VEN"), ("VEN", "RUS"), ("USA", "VEN")]
    acts = [{"source": one, "target": other} for one, other in pairs for _ in range(12)]
    write_import(case.path, acts=acts)
    return serve(case)


def test_many_pairs_are_measured_at_once_as_each_is_alone(tmp_path: Path) -> None:
    client = measured(tmp_path / "case")
    pairs = [["RUS", "VEN"], ["USA", "VEN"]]
    alone = [
        row
        for source, target in pairs
        for row in get(client, "ties", source=source, target=target, dataset="icews")["items"]
    ]
    asked = {"pairs": pairs, "dataset": "icews", "limit": 1000}
    answer = client.post(f"{API}/ties", json=asked)
    assert answer.status_code == 200, answer.text
    assert alone
    assert sorted(row["id"] for row in answer.json()["items"]) == sorted(row["id"] for row in alone)
    assert client.post(f"{API}/ties", json={"pairs": []}).status_code == 422
    assert client.post(f"{API}/ties", json={"pairs": [["RUS", "Atlantis"]]}).status_code == 422


def test_more_ties_than_can_be_given_at_once_are_refused_before_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suasion.web.asked.MOST_TIES", 3)
    told = measured(tmp_path / "case").get(f"{API}/ties", params={"dataset": "icews"}).json()
    assert told["status"] == 422
    assert "--format parquet" in told["detail"]


def test_what_takes_long_leaves_room_for_what_is_answered_at_once(tmp_path: Path) -> None:
    desk = Desk(made_up(tmp_path / "case"), lambda _: None)
    client = TestClient(create_app(desk), base_url=HERE)
    with ThreadPoolExecutor(_WAITING) as pool:
        with desk.turn():
            exports = [pool.submit(client.get, f"{API}/events?format=csv") for _ in range(_WAITING)]
            told = next(one.result() for one in as_completed(exports))
            assert (told.status_code, told.headers["content-type"]) == (409, "application/problem+json")
            assert get(client, "events", type="AID")["total"] > 0
        assert sum(one.result().status_code == 200 for one in exports) == _WAITING - 1


def test_the_description_of_the_api_names_every_answer(client: TestClient) -> None:
    told = client.get(f"{API}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {f"{API}/{name}" for name in LISTS} <= set(told["paths"])
    assert "/" not in told["paths"]
    assert HERE not in json.dumps(told)


def test_the_examples_of_the_description_can_be_asked(client: TestClient) -> None:
    told = client.get(f"{API}/openapi.json").json()
    examples = [
        (path, parameter["name"], example)
        for path, item in told["paths"].items()
        for parameter in item.get("get", {}).get("parameters", ())
        for example in parameter["schema"].get("examples", ())
    ]
    assert {"source", "type", "text", "window"} <= {name for _, name, _ in examples}
    for path, name, example in examples:
        answer = client.get(path, params={name: example})
        assert answer.status_code == 200, (path, name, example, answer.text)
