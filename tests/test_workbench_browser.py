"""The workbench in a real browser: from reports to decisions that survive the next run; hostile reports; the mailed page; axe."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import publish_case as made
from publish_case import made_up_case
from suasion.case import Case
from suasion.publish import render_dossier
from suasion.publish.page import assets
from suasion.records import Report, Statement
from test_docs import ROOT
from web_world import made_up, store

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here: install one (apt-get install chromium) to run this"
    ),
    pytest.mark.skipif(
        not assets.built() or not AXE.is_file(), reason="the page is not built: `python tools/page.py`"
    ),
]
VIEWS = (
    "events",
    "timeline",
    "map",
    "network",
    "ties",
    "disputes",
    "framing",
    "reports",
    "outlets",
    "coverage",
    "review",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that no error and no console message may come from."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert not said


@contextmanager
def served(case: Path, page: Page) -> Iterator[str]:
    """The address of a case that a process of its own serves on any free port of this machine; the page leaves before it ends."""
    command = [sys.executable, "-m", "suasion", "serve", "--case", str(case), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            yield next(found.group() for line in lines if (found := re.search(r"http://[\d.]+:\d+/", line)))
            page.goto("about:blank")
        finally:
            process.terminate()


def command(*words: object) -> str:
    """What the command line answers."""
    answer = subprocess.run(
        [sys.executable, "-m", "suasion", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def events(case: Path) -> list[dict[str, Any]]:
    lines = command("export", "events", "--case", case).splitlines()
    return [json.loads(line) for line in lines]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".row").first).to_be_visible()
    return page


REPORTS = {
    "peru.txt": "Peru donates ambulances to Bolivia\n\nAndean Courier, 3 March 2031\n\n"
    "LIMA - Peru donated forty ambulances to Bolivia on Monday, the health ministry said. "
    "Peru gave Bolivia vaccines worth 2 million dollars on Tuesday.\n",
    "chile.txt": "Chile lends Paraguay money for a bridge\n\nSouthern Post, 5 March 2031\n\n"
    "SANTIAGO - Chile lent Paraguay 30 million dollars for a bridge on Wednesday. Chile sold Uruguay two patrol boats.\n",
}


def test_from_reports_to_an_accepted_a_merged_and_a_corrected_event_that_the_next_run_keeps(
    page: Page, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command("run", tmp_path / "peru.txt", tmp_path / "chile.txt", "--case", case)
    before = events(case)
    with served(case, page) as address:
        opened(page, address)
        page.locator("#search").fill("patrol boats")
        page.locator("#search").press("Enter")
        expect(page.locator(".row")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"text=patrol"))
        page.locator(".row").click()
        expect(page.locator(".evidence mark").first).to_be_visible()
        expect(page.locator(".entry.accept")).to_have_count(0)  # selecting is never deciding
        page.keyboard.press("a")
        expect(page.locator(".entry.accept")).to_have_count(1)

        page.keyboard.press("e")
        dialog = page.locator("dialog")
        dialog.locator("select").nth(1).select_option("factuality")
        dialog.locator("select").nth(2).select_option("planned")
        dialog.locator("button[type=submit]").click()
        expect(dialog).to_have_count(0)

        page.goto(f"{address}#source=PER&target=BOL")
        page.reload()
        expect(page.locator(".row")).to_have_count(2)
        for tick in page.locator(".tick input").all():
            tick.check()
        page.keyboard.press("m")
        page.locator("dialog button.main").click()
        expect(page.locator("dialog")).to_have_count(0)
        page.wait_for_function(
            "fetch('api/v1/judgements').then((a) => a.json()).then((found) => found.total === 3)"
        )
    command("run", "--case", case)
    after = events(case)
    assert len(after) == len(before) - 1
    boats = next(row for row in after if [one["country"] for one in row["recipients"]] == ["URY"])
    assert boats["factuality"] == "planned"
    with served(case, page) as address:
        opened(page, f"{address}#event={boats['id']}")
        expect(page.locator(".entry.selected.accept")).to_have_count(1)


def test_keys_pressed_without_waiting_decide_on_the_event_that_they_reached(
    page: Page, tmp_path: Path
) -> None:
    case = made_up(tmp_path / "case")
    with served(case.path, page) as address:
        opened(page, address)
        names = page.locator(".row .headline").all_inner_texts()
        page.evaluate(
            """() => { for (const key of ["j", "j", "a", "j", "x"])
                 document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }"""
        )
        expect(page.locator(".entry.accept .headline")).to_have_text(names[1])
        expect(page.locator(".entry.reject .headline")).to_have_text(names[2])
        with page.expect_response(lambda answer: "undo" in (answer.request.post_data or "")):
            page.keyboard.press("u")
        expect(page.locator(".entry.reject")).to_have_count(0)
    assert [one.action for one in case.judgements()] == ["accept", "reject", "undo"]


def test_a_correction_that_cannot_be_taken_stays_open_with_the_reason_until_it_is_mended(
    browser: Browser, tmp_path: Path
) -> None:
    case = made_up(tmp_path / "case")
    page = browser.new_context(locale="en-GB").new_page()  # a refusal is an error in the console
    with served(case.path, page) as address:
        opened(page, address).keyboard.press("j")
        page.keyboard.press("e")
        dialog = page.locator("dialog")
        dialog.locator("select").nth(1).select_option("when")
        dialog.locator("input").first.fill("the day before")
        dialog.locator("button[type=submit]").click()
        expect(dialog.locator("[role=alert]")).to_contain_text("'the day before' is no date")
        assert not list(case.judgements())
        dialog.locator("input").first.fill("2031-05")
        dialog.locator("button[type=submit]").click()
        expect(dialog).to_have_count(0)
    page.context.close()
    assert [(one.action, one.field, one.value) for one in case.judgements()] == [
        ("correct", "when", "2031-05")
    ]


def test_space_on_the_row_of_another_event_selects_it_and_decides_nothing(page: Page, tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    with served(case.path, page) as address:
        opened(page, address).keyboard.press("j")
        other = page.locator(".row").nth(1)
        other.focus()
        page.keyboard.press("Space")
        expect(other).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".entry.unsure")).to_have_count(0)
        page.keyboard.press("Space")
        expect(page.locator(".entry.unsure.selected")).to_have_count(1)


def test_back_leads_to_the_list_and_to_the_view_before(page: Page, tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    with served(case.path, page) as address:
        opened(page, f"{address}#type=AID")
        page.keyboard.press("g")
        page.keyboard.press("d")
        expect(page.locator(".disputes")).to_be_visible()
        page.go_back()
        expect(page.locator(".row").first).to_be_visible()
        expect(page).to_have_url(re.compile(r"#type=AID$"))
        page.locator(".row").first.click()
        expect(page).to_have_url(re.compile("event="))
        page.go_back()
        expect(page.locator(".entry.selected")).to_have_count(0)


def test_each_view_is_saved_as_the_rows_that_it_shows_with_what_was_asked(page: Page, tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    with served(case.path, page) as address:
        for view in ("network", "disputes", "reports", "outlets", "coverage", "review"):
            page.goto("about:blank")
            page.goto(f"{address}#view={view}&min_origins=1")
            with page.expect_download() as saved:
                page.get_by_role("button", name="Save JSON").first.click()
            held = json.loads(saved.value.path().read_text(encoding="utf-8"))
            assert held["about"]["total"] == len(held["rows"]) > 0, view
            assert held["about"]["asked"] == "from at least 1 independent origin", view


def test_a_sentence_can_be_read_in_its_whole_report(page: Page, tmp_path: Path) -> None:
    case = made_up(tmp_path / "case")
    event = next(one for one in case.events() if made.R1.id in one.report_ids)
    with served(case.path, page) as address:
        opened(page, f"{address}#event={event.id}")
        whole = page.locator(".sentences > li", has_text=made.R1.title or "").first.locator(".beside")
        whole.locator("summary").click()
        sentence = whole.locator("mark.here")
        expect(sentence).not_to_be_empty()
        assert sentence.inner_text() in made.R1.text
        assert whole.locator("p[tabindex]").inner_text().split() == made.R1.text.split()
        lost = page.request.get(f"{address}api/v1/reports/r0")
        assert (lost.status, lost.json()["title"]) == (404, "There is no report 'r0'.")


def test_an_event_is_accepted_corrected_and_merged_with_another_by_keys_alone(
    page: Page, tmp_path: Path
) -> None:
    case = made_up(tmp_path / "case")
    with served(case.path, page) as address:
        opened(page, address)
        for key in ("j", "a", "e"):
            page.keyboard.press(key)
        expect(page.locator("dialog select").first).to_be_focused()
        for key in ("Tab", "H", "Tab", "p", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.locator("dialog")).to_have_count(0)
        for key in ("m", "j", "m"):
            page.keyboard.press(key)
        expect(page.locator("dialog .main")).to_be_focused()
        with page.expect_response(lambda answer: "merge" in (answer.request.post_data or "")):
            page.keyboard.press("Enter")
    made_by_keys = [(one.action, one.field, one.value) for one in case.judgements()]
    assert made_by_keys == [
        ("accept", None, None),
        ("correct", "factuality", "planned"),
        ("merge", None, None),
    ]


def test_a_decision_whose_event_is_gone_is_told_at_the_head_of_the_review_and_listed(
    browser: Browser, tmp_path: Path
) -> None:
    case = made_up(tmp_path / "case")
    event = next(case.events())
    case.judge("accept", event.id, who="Ana")
    log = case.path / "judgements.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace(event.id, "e0123456789abcdef"), encoding="utf-8")
    page = browser.new_context(
        locale="en-GB"
    ).new_page()  # asking for what is gone is an error in the console
    with served(case.path, page) as address:
        opened(page, f"{address}#view=review")
        expect(page.locator(".over .failed")).to_contain_text("1 decision is out of date")
        page.locator("summary", has_text="Decisions").click()
        expect(page.locator(".decisions .stale")).to_contain_text("Ana")
        page.locator(".decisions .stale").get_by_role("button", name="Undo").click()
        expect(page.locator(".over .failed")).to_have_count(0)
    page.context.close()


OVERLAPS = """() => [...document.querySelectorAll("svg.picture")].flatMap((picture) => {
  const texts = [...picture.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  return texts.flatMap(([name, a], i) => texts.slice(i + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3,
  ).map(([other]) => `${name} | ${other}`));
})"""


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_no_view_is_wider_than_its_screen_and_no_label_lies_on_another(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    case = made_up(tmp_path / "case")
    page = browser.new_context(locale="en-GB", viewport={"width": width, "height": 800}).new_page()
    found: dict[str, object] = {}
    with served(case.path, page) as address:
        for view in VIEWS:
            page.goto("about:blank")
            page.goto(f"{address}#view={view}")
            expect(page.locator(".row, .panel[aria-busy=false]").first).to_be_visible()
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[view] = (wider, page.evaluate(OVERLAPS))
    page.context.close()
    assert found == dict.fromkeys(VIEWS, (0, []))


HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u202e\u2067 {{7*7}}"


def hostile_case(path: Path) -> Case:
    """A report whose title is markup, whose outlet turns the line round, and one of whose sentences is a megabyte long."""
    report: Report = replace(made.R1, title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)")
    told: tuple[Statement, ...] = made.STATEMENTS
    longest = next(one for one in told if one.report_id == report.id)
    long = replace(longest, sentence=longest.sentence + HOSTILE + "tank " * 200_000)
    statements = [long if one.id == long.id else one for one in told]
    rest = (*made.LINKS, *made.TIES, made.KENYA, made.ATTRIBUTION, made.RUN)
    return store(path, report, made.R2, made.R3, made.R4, made.R5, made.R6, *statements, *made.EVENTS, *rest)


def test_nothing_that_a_report_says_is_ever_markup(page: Page, tmp_path: Path) -> None:
    case = hostile_case(tmp_path / "case")
    told = next(event.id for event in case.events() if made.R1.id in event.report_ids)
    with served(case.path, page) as address:
        for view in VIEWS:
            opened(page, address) if view == "events" else page.goto(f"{address}#view={view}&event={told}")
            expect(page.locator(".view")).to_be_visible()
            page.wait_for_timeout(150)  # what a script would have done, it has done by then
            assert page.title() != "owned", view
            assert (
                page.locator("#workbench script, #workbench img, #workbench a[href^=javascript]").count() == 0
            ), view
        page.goto(f"{address}#event={told}")
        expect(page.locator(".evidence blockquote").first).to_be_visible()
        assert "<script>document.title" in page.locator("body").inner_text()


def test_the_mailed_page_opens_its_workbench_from_a_file_with_one_request_and_gives_decisions_back(
    page: Page, tmp_path: Path
) -> None:
    case = made_up(tmp_path / "case")
    file = tmp_path / "dossier.html"
    file.write_bytes(render_dossier(made_up_case()))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.locator("#judgement")).to_be_visible()
    page.locator("#open-workbench").click()
    expect(page.locator("#judgement")).to_be_hidden()
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".entry.accept")).to_have_count(1)
    page.locator(".kept input").fill("Ana")
    with page.expect_download() as saved:
        page.locator(".kept button.main").click()
    decisions = tmp_path / "decisions.jsonl"
    saved.value.save_as(decisions)
    page.keyboard.press("Escape")  # leaves the evidence,
    page.keyboard.press("Escape")  # then the workbench
    expect(page.locator("#judgement")).to_be_visible()
    expect(page.locator("#open-workbench")).to_be_focused()
    assert [url for url in asked if not url.startswith("blob:")] == [file.as_uri()]
    applied = case.apply_judgements(decisions)
    assert ([one.who for one in applied.kept], applied.refused) == (["Ana"], ())


def test_axe_finds_nothing_in_any_view_whether_light_or_dark(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(bypass_csp=True, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.add_init_script(path=AXE)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    case = made_up(tmp_path / "case")
    event = next(case.events()).id
    with served(case.path, page) as address:
        opened(page, address)
        for view in VIEWS:
            page.goto(f"{address}#view={view}&event={event}")
            expect(page.locator("nav [aria-current=page]")).to_have_count(1)
            expect(page.locator(".view")).to_be_visible()
            found[view] = violations(page)
    mailed = tmp_path / "dossier.html"
    mailed.write_bytes(render_dossier(made_up_case()))
    page.goto(mailed.as_uri())
    found["mailed page"] = violations(page)
    page.locator("#open-workbench").click()
    expect(page.locator(".row").first).to_be_visible()
    found["mailed workbench"] = violations(page)
    context.close()
    assert not {view: rules for view, rules in found.items() if rules}


def violations(page: Page) -> list[str]:
    """What axe has against the page in light, and against its colours in dark, with the elements that it means."""
    page.emulate_media(color_scheme="light")
    light = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", RULES
    )
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(
        "() => axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] })"
    )
    results = (*light["violations"], *dark["violations"])
    return [f"{one['id']}: {node['target']}" for one in results for node in one["nodes"]]
