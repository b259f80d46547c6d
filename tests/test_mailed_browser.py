"""The mailed page in a real browser, opened from a file: a long case in brief, what Escape leaves, and the files that the page makes."""

# ruff: noqa: F811 - a test asks for the fixture `page` by its name

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import publish_case as made
from publish_case import made_up_case
from suasion.publish import render_dossier
from test_publish_dossier import many_events
from test_workbench_browser import (
    AXE,
    browser,  # noqa: F401 - pytest finds fixtures and marks by their names
    page,  # noqa: F401
    pytestmark,  # noqa: F401
    violations,
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up case as a page in brief."""
    monkeypatch.setattr("suasion.publish.dossier.MOST_QUOTED", 2)
    file = tmp_path / "dossier.html"
    file.write_bytes(render_dossier(made_up_case()))
    return file


def opened(page: Page, file: Path) -> Page:
    page.goto(file.as_uri())
    page.locator("#open-workbench").click()
    expect(page.locator(".row").first).to_be_visible()
    return page


def test_what_a_brief_page_leaves_out_is_behind_the_number_at_each_event(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    event = next(one for one in made.EVENTS if len(one.statement_ids) > 1)
    page.locator(f'[id="{event.id}"]').get_by_text("more").click()
    told = [one.sentence for one in made.STATEMENTS if one.id in event.statement_ids]
    expect(page.locator(".evidence blockquote")).to_have_count(len(told))
    assert sorted(page.locator(".evidence blockquote").all_inner_texts()) == sorted(told)
    page.locator("#back-to-dossier").click()
    expect(page.locator(f'[id="{event.id}"]')).to_be_in_viewport()


def test_all_of_a_brief_page_is_laid_out_for_paper(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    look = (
        "() => [...document.querySelectorAll('.brief')].map((one) => getComputedStyle(one).contentVisibility)"
    )
    assert set(page.evaluate(look)) == {"auto"}
    page.emulate_media(media="print")
    assert set(page.evaluate(look)) == {"visible"}


def test_the_address_of_a_sentence_far_down_a_long_page_brings_it_into_sight(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "dossier.html"
    file.write_bytes(render_dossier(many_events(300)))
    for sentence in ("s0250", "s0003", "s0299"):
        page.goto(f"{file.as_uri()}#{sentence}")
        expect(page.locator(f"#{sentence} blockquote")).to_be_in_viewport()


def test_axe_finds_nothing_on_a_page_in_brief(browser: Browser, file: Path) -> None:
    context = browser.new_context(bypass_csp=True, locale="en-GB")
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto(file.as_uri())
    found = violations(page)
    context.close()
    assert not found


def test_a_page_that_lost_a_line_on_its_way_says_that_its_workbench_cannot_be_opened(
    page: Page, file: Path
) -> None:
    content = file.read_text(encoding="utf-8")
    first = content.index('<li id="', content.index('<ol class="brief told"'))
    file.write_text(
        content[:first] + content[content.index("</li>", first) + len("</li>") :], encoding="utf-8"
    )
    page.goto(file.as_uri())
    page.locator("#open-workbench").click()
    expect(page.locator(".open")).to_contain_text("it was changed on its way")
    expect(page.locator("#judgement")).to_be_visible()


def test_escape_leaves_a_dialog_then_ticks_then_the_evidence_and_then_the_workbench(
    page: Page, file: Path
) -> None:
    opened(page, file)
    for key in ("j", "c", "?"):
        page.keyboard.press(key)
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".tick input:checked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".tick input:checked")).to_have_count(0)
    expect(page.locator(".evidence article")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".evidence article")).to_have_count(0)
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#judgement")).to_be_visible()


@pytest.mark.parametrize("form", ["CSV", "JSON"])
def test_a_file_that_the_page_makes_says_what_was_asked_of_which_record(
    page: Page, file: Path, form: str, tmp_path: Path
) -> None:
    page.goto(f"{file.as_uri()}#source=TUR")
    page.get_by_text("Save as file").click()
    with page.expect_download() as saved:
        page.locator(".menu button", has_text=form).click()
    saved.value.save_as(tmp_path / "saved")
    text = (tmp_path / "saved").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines())) if form == "CSV" else [json.loads(text)["about"]]
    count = int(page.locator(".over .count strong").inner_text().split()[0])
    assert len(rows) == (count if form == "CSV" else 1)
    version = "suasion" if form == "CSV" else "version"
    assert all(row["asked"] == "from Turkey" and row[version] and len(row["corpus"]) == 16 for row in rows)
    assert all(row["saved"].startswith("20") for row in rows)
