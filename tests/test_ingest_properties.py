from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest_helpers import from_stdin, outcomes
from suasion.ingest.sources import FORMS
from suasion.records import Report
from suasion.settings import Settings

WORDS = [
    "The minister",
    "said",
    "that",
    "Peru",
    "and",
    "Chile.",
    "U.S.",
    "signed",
    "a deal",
    "with",
    "it.Then",
    "৫ 5",
    "Dr.",
]
PIECES = [
    "Read more",
    "Read more: Peru signs",
    "By Ana Lima, AP",
    "May 3, 2021",
    "Published: 3 May 2021",
    "Photo: AFP",
    "File photo: Reuters",
    "(JUAN ROJAS/AFP via Getty Images)",
    "LIMA, May 3 (Reuters) - ",
    "date 2021-05-03 ",
    "Follow us on Twitter.",
    "Back to top",
    "This article was translated automatically from Spanish.",
    "\r\n",
    "\n",
    "\n\n",
    " ",
    "\u00a0",
    "Image caption,",
    "Ana Lima is a reporter in Quito.",
    "Peru signs deal | Reuters",
    "“We agree,”",
    "© AFP",
    "Note: none",
    "WORLD NEWS",
]
messy = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(PIECES), st.text(max_size=8)), max_size=40
).map(" ".join)
anything = st.one_of(
    st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
LENIENT = Settings(min_report_words=1, max_report_bytes=5000)


def check(report: Report) -> None:
    position = 0
    for passage in report.passages:
        assert position <= passage.start < passage.end <= len(report.text)
        assert not report.text[position : passage.start].strip()
        position = passage.end
    assert not report.text[position:].strip()
    assert all(report.text[item.start : item.end] == item.surface for item in report.damage)
    assert sum(passage.kind == "title" for passage in report.passages) == (report.title is not None)
    assert "\r" not in report.text
    assert (report.published.start is None) == (report.published.end is None)


@given(text=messy)
@settings(max_examples=150, deadline=None)
def test_passages_cover_all_words_in_order_without_overlap(text: str) -> None:
    for outcome in from_stdin(text.encode("utf-8", "replace"), LENIENT):
        for report in outcome.outputs:
            check(report)


@given(text=messy)
@settings(max_examples=100, deadline=None)
def test_the_working_text_keeps_every_letter_of_a_plain_original(text: str) -> None:
    for outcome in from_stdin(text.encode("utf-8", "replace"), LENIENT):
        for report in outcome.outputs:
            if report.published.how.startswith("metadata"):
                continue  # header lines are metadata, not text
            assert (
                len(re.findall(r"[a-zA-Z]", report.text))
                >= len(re.findall(r"[a-zA-Z]", report.original_text)) - 40
            )


@given(raw=anything, ending=st.sampled_from(sorted(FORMS)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_in_any_form_give_one_outcome_an_item_and_raise_nothing(raw: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(raw)
        given_outcomes = outcomes([str(path)], LENIENT)

    items = [outcome.input_ids for outcome in given_outcomes]
    assert len(items) == len(set(items)) >= 1
    for outcome in given_outcomes:
        assert len(outcome.input_ids) == 1
        assert len(outcome.outputs) + len(outcome.rejections) == 1
        for report in outcome.outputs:
            check(report)


@given(raw=anything)
@settings(max_examples=100, deadline=None)
def test_any_bytes_on_standard_input_raise_nothing(raw: bytes) -> None:
    assert all(len(outcome.outputs) + len(outcome.rejections) == 1 for outcome in from_stdin(raw, LENIENT))


@given(text=messy)
@settings(max_examples=50, deadline=None)
def test_reading_twice_gives_the_same_reports(text: str) -> None:
    raw = text.encode("utf-8", "replace")

    assert from_stdin(raw, LENIENT) == from_stdin(raw, LENIENT)
