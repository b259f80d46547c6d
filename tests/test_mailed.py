"""The record inside a mailed page: whole, inert, bounded, and allowed by hash alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest

import publish_case as made
from publish_case import made_up_case
from suasion.publish import DossierInput, render_dossier
from suasion.publish.page import assets
from test_publish_dossier import Page

pytestmark = pytest.mark.skipif(
    not assets.built(), reason="the page is not built: `make setup`, or `python tools/page.py`"
)
RECORD = re.compile(r'<script type="application/json" id="record">(.*?)</script>', re.S)


def carried(case: DossierInput, **how: Any) -> dict[str, Any]:
    """The record that a dossier carries."""
    (found,) = RECORD.findall(render_dossier(case, **how).decode("utf-8"))
    record: dict[str, Any] = json.loads(found)
    return record


def test_the_record_holds_every_event_with_its_evidence_and_every_report() -> None:
    case, found = made_up_case(), carried(made_up_case())
    assert {one["row"]["id"] for one in found["events"]} == {event.id for event in case.events}
    told = {one["id"] for event in found["events"] for one in event["evidence"]}
    assert told == {key for event in case.events for key in event.statement_ids}
    assert {one["id"] for one in found["reports"]} == {report.id for report in case.reports}
    assert {one["id"] for one in found["links"]} == {link.id for link in case.links}
    assert found["meta"]["reviewing"] is False


def test_the_policy_allows_the_page_s_own_script_and_style_sheets_by_their_hashes() -> None:
    content = render_dossier(made_up_case()).decode("utf-8")
    (policy,) = [str(a["content"]) for _, a in Page(content.encode()).tags if a.get("http-equiv")]
    styles = re.findall(r"<style[^>]*>(.*?)</style>", content, re.S)
    (script,) = re.findall(r"<script>(.*?)</script>", content, re.S)
    for inline in (*styles, script):
        digest = base64.b64encode(hashlib.sha256(inline.encode("utf-8")).digest()).decode("ascii")
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "word", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", "\ud800"]
)
def test_no_word_of_a_report_ends_the_record_or_begins_markup(word: str) -> None:
    report = replace(made.R1, title=f"News {word}", outlet=word)
    case = made_up_case(reports=(report, *made_up_case().reports[1:]), title=word)
    content = render_dossier(case).decode("utf-8")
    assert [tag for tag, _ in Page(content.encode()).tags].count("script") == 2
    (found,) = RECORD.findall(content)
    assert not set("<\u2028\u2029") & set(found)
    said = [one["outlet"] for one in json.loads(found)["reports"] if one["id"] == report.id]
    assert said == [word.replace("\ud800", "?")]


def test_full_texts_are_in_the_page_only_if_they_are_asked_for() -> None:
    report = replace(made.R1, translated_from="pt", original_text="Um texto inteiro.")
    case = made_up_case(reports=(report, *made_up_case().reports[1:]))
    assert b"Um texto inteiro." not in render_dossier(case)
    assert b"Kenya is in the news for its weather" not in render_dossier(case)
    page = render_dossier(case, full_text=True)
    assert b"Um texto inteiro." in page
    assert b"Kenya is in the news for its weather" in page


@pytest.mark.parametrize("limit", ["MOST_EVENTS", "MOST_BYTES"])
def test_a_record_too_large_to_mail_is_left_out_and_the_page_says_so(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"suasion.publish.dossier.{limit}", 1)
    page = Page(render_dossier(made_up_case()))
    assert "The workbench is not in this file" in page.text
    assert "suasion serve" in page.text
    assert "script" not in {tag for tag, _ in page.tags}


def test_where_the_workbench_was_never_built_the_page_is_as_it_always_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assets, "built", lambda: False)
    page = Page(render_dossier(made_up_case()))
    assert not {"script", "button"} & {tag for tag, _ in page.tags}
    assert "workbench" not in page.text


def test_the_same_records_give_the_same_record() -> None:
    case = made_up_case()
    mixed = replace(case, events=case.events[::-1], reports=case.reports[::-1], links=case.links[::-1])
    assert carried(mixed) == carried(case)
