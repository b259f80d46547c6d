"""The record inside a mailed page: whole, inert, bounded, and allowed by hash alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import publish_case as made
from publish_case import made_up_case
from suasion.publish import DossierInput, render_dossier
from suasion.publish.index import build_index
from suasion.publish.page import assets
from suasion.publish.page.packed import pack
from suasion.publish.page.queue import reason, weights
from test_publish_dossier import Page

pytestmark = pytest.mark.skipif(
    not assets.built(), reason="the page is not built: `make setup`, or `python tools/page.py`"
)
RECORD = re.compile(r'<script type="application/json" id="record">(.*?)</script>', re.S)


def unpacked(packed: dict[str, Any], texts: Sequence[str] = ()) -> Any:
    """What was packed, as the page's script takes it apart."""
    kept, shapes = packed["kept"], packed["shapes"]
    assert packed["shown"] == len(texts)

    def read(written: Any) -> Any:
        if isinstance(written, list):
            return whole(written)
        if not isinstance(written, int):
            return written
        return whole(kept[written]) if written < len(kept) else texts[written - len(kept)]

    def whole(written: Any) -> Any:
        if not isinstance(written, list):
            return written
        shape, *members = written
        values = [read(one) for one in members]
        return values if shape < 0 else dict(zip(shapes[shape], values, strict=True))

    return read(packed["value"])


def carried(case: DossierInput, **how: Any) -> dict[str, Any]:
    """The record that a dossier carries."""
    content = render_dossier(case, **how)
    (found,) = RECORD.findall(content.decode("utf-8"))
    record: dict[str, Any] = unpacked(json.loads(found), Told(content).texts)
    return record


class Told(HTMLParser):
    """The texts that a brief page shows in place of its record: of each line its id, its name, and its sentence or address."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._lists = 0
        self._into: int | None = None
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ol", "ul"}:
            self._lists = self._lists + 1 if self._lists or "told" in (given.get("class") or "") else 0
        elif self._lists and tag == "li":
            self.texts += [given["id"] or "", "", ""]
        elif self._lists and tag == "a" and not self.texts[-1]:
            self.texts[-1] = given.get("href") or ""
        elif self._lists and tag in {"b", "q"} and not self.texts[-2 if tag == "b" else -1]:
            self._into = -2 if tag == "b" else -1

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self.texts[self._into] += data

    def handle_endtag(self, tag: str) -> None:
        self._into = None if tag in {"b", "q"} else self._into
        self._lists -= bool(self._lists) and tag in {"ol", "ul"}


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
    said = [one["outlet"] for one in unpacked(json.loads(found))["reports"] if one["id"] == report.id]
    assert said == [word.replace("\ud800", "?")]


def test_full_texts_are_in_the_page_only_if_they_are_asked_for() -> None:
    report = replace(made.R1, translated_from="pt", original_text="Um texto inteiro.")
    case = made_up_case(reports=(report, *made_up_case().reports[1:]))
    assert b"Um texto inteiro." not in render_dossier(case)
    assert b"Kenya is in the news for its weather" not in render_dossier(case)
    page = render_dossier(case, full_text=True)
    assert b"Um texto inteiro." in page
    assert b"Kenya is in the news for its weather" in page


def test_a_record_too_large_to_mail_is_left_out_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("suasion.publish.dossier.MOST_BYTES", 1)
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


@dataclass(frozen=True)
class Thing:
    """Something to pack."""

    name: str
    inside: object


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from([0.0, 1.0, 0.5])
    | st.text(max_size=3)
    | st.dates(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.builds(Thing, st.text(max_size=2), inner),
    max_leaves=30,
)


@given(values, st.lists(st.text(max_size=3)))
def test_what_is_packed_comes_out_as_it_was(value: object, shown: list[str]) -> None:
    packed = msgspec.to_builtins(pack(value, shown))
    assert repr(unpacked(json.loads(json.dumps(packed)), shown)) == repr(
        json.loads(msgspec.json.encode(value))
    )


def test_a_thing_that_occurs_often_is_written_once() -> None:
    often = Thing("The Harbour Post", (date(2031, 3, 4), 1.0))
    text = json.dumps(msgspec.to_builtins(pack([often, Thing("a", often), [often]])))
    assert (text.count("The Harbour Post"), text.count("2031-03-04")) == (1, 1)


def test_a_text_that_html_would_change_is_not_read_from_the_page() -> None:
    packed = pack(["a line\r\nand another", "as it is"], shown=["a line\r\nand another", "as it is"])
    assert packed.value == [-1, "a line\r\nand another", 1]


def test_the_queue_of_a_mailed_page_has_the_weights_and_the_order_of_the_served_one() -> None:
    case = made_up_case()
    index = build_index(case)
    expected = weights([(event, index.pairs(event)) for event in index.events.values()])
    waiting = carried(case)["waiting"]
    assert {one["event"]: one["weight"] for one in waiting} == {
        key: round(weight, 4) for key, weight in expected.items()
    }
    assert [one["weight"] for one in waiting] == sorted((one["weight"] for one in waiting), reverse=True)
    assert {one["event"]: one["reason"] for one in waiting} == {
        key: reason(index.events[key]) for key in expected
    }
