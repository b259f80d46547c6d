from __future__ import annotations

import json
import os
from pathlib import Path
from typing import get_args

import pytest

from ingest_helpers import from_stdin, outcomes, reasons, report_of
from suasion.ingest.drafts import Reason
from suasion.settings import Settings

GOOD = (
    "Kenya said on Monday that it would send two hundred police officers to Haiti before the end of the year."
)
OTHER = "Norway and Japan signed an agreement in Oslo on Tuesday about the shared use of a research ship."


def write(path: Path, text: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_folder_is_read_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path / "b" / "two.txt", OTHER)
    write(tmp_path / "a.txt", GOOD)
    write(tmp_path / ".hidden" / "three.txt", "never read")
    write(tmp_path / ".hidden.txt", "never read")

    given = outcomes([str(tmp_path)])

    assert [outcome.input_ids for outcome in given] == [(f"{tmp_path}/a.txt",), (f"{tmp_path}/b/two.txt",)]
    assert reasons(given) == [None, None]


def test_a_report_keeps_its_path_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "news" / "a.txt", GOOD)
    monkeypatch.chdir(tmp_path)

    assert outcomes(["./news"])[0].outputs[0].path == "./news/a.txt"
    assert outcomes(["news/a.txt"])[0].outputs[0].path == "news/a.txt"


def test_a_glob_gives_its_files_sorted_and_a_fruitless_one_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", OTHER)
    write(tmp_path / "a.txt", GOOD)

    given = outcomes([f"{tmp_path}/*.txt", f"{tmp_path}/*.md"])

    assert [outcome.input_ids[0] for outcome in given[:2]] == [f"{tmp_path}/a.txt", f"{tmp_path}/b.txt"]
    assert reasons(given) == [None, None, "missing"]


def test_a_file_whose_name_looks_like_a_glob_is_read_as_a_file(tmp_path: Path) -> None:
    assert reasons(outcomes([write(tmp_path / "a[1].txt", GOOD)])) == [None]


def test_bad_input_is_refused_with_a_reason_and_the_good_report_is_kept(tmp_path: Path) -> None:
    (tmp_path / "b-dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "l-circle").symlink_to(tmp_path)
    write(tmp_path / "a-good.txt", GOOD)
    write(tmp_path / "c-empty.txt", b"")
    write(tmp_path / "d-blank.txt", b" \n\t\r\n")
    write(tmp_path / "e-binary.txt", bytes(range(256)) * 20)
    write(tmp_path / "f-latin.txt", "Le président du Pérou a rencontré les députés".encode("latin-1"))
    write(tmp_path / "g-short.txt", "Only four words here")
    write(tmp_path / "h-copy.txt", GOOD)
    write(tmp_path / "i-numbers.txt", "12 34 56 78 90 12 34 56 78 90")
    write(tmp_path / "j-unknown.docx", GOOD)
    write(tmp_path / "k-empty.jsonl", "\n\n")
    write(tmp_path / "m-page.html", "<html><body><div id='app'></div><script>draw()</script></body></html>")

    given = {outcome.input_ids[0].rpartition("/")[2]: outcome for outcome in outcomes([str(tmp_path)])}

    assert dict(zip(given, reasons(list(given.values())), strict=True)) == {
        "a-good.txt": None,
        "b-dangling.txt": "missing",
        "c-empty.txt": "empty",
        "d-blank.txt": "empty",
        "e-binary.txt": "binary",
        "f-latin.txt": "encoding",
        "g-short.txt": "too-short",
        "h-copy.txt": "duplicate",
        "i-numbers.txt": "no-text",
        "j-unknown.docx": "unsupported",
        "k-empty.jsonl": "empty",
        "l-circle": "unsupported",
        "m-page.html": "no-text",
    }


@pytest.mark.parametrize("path", ["no/such/file.txt", "", "with\0nul.txt", "x" * 5000 + ".txt"])
def test_a_path_that_leads_nowhere_is_a_rejection_and_no_error(path: str) -> None:
    (given,) = outcomes([path])

    assert given.rejections[0].reason in ("missing", "unreadable")


def test_an_empty_folder_is_refused_rather_than_passed_over(tmp_path: Path) -> None:
    assert reasons(outcomes([str(tmp_path)])) == ["empty"]


def test_a_pipe_among_the_files_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert reasons(outcomes([str(tmp_path)])) == ["unreadable"]


def test_a_line_that_is_far_too_long_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "word " * 4000}), json.dumps({"text": GOOD})]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))

    given = outcomes([path], Settings(max_report_bytes=5000))

    assert [outcome.input_ids for outcome in given] == [(f"{path}:1",), (f"{path}:2",)]
    assert reasons(given) == ["too-large", None]


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert reasons(outcomes([write(tmp_path / "a.txt", GOOD * 100)], Settings(max_report_bytes=5000))) == [
        "too-large"
    ]


def test_each_json_line_has_an_outcome_of_its_own_and_blank_ones_none(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"text": GOOD, "title": "Kenya to send police", "outlet": "Coast Post", "published": "2023-10-02"}
        ),
        "",
        '{"text": "cut off in the mid',
        "[1, 2]",
        '{"title": "no text"}',
        '{"text": 7}',
        '{"text": "lone \\ud800 surrogate in a text of enough words to be read"}',
        json.dumps({"text": OTHER, "published": 20231003}),
        "[" * 100_000,
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))

    given = outcomes([path])

    assert [outcome.input_ids[0].rpartition(":")[2] for outcome in given] == [
        "1",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
    ]
    assert reasons(given) == [
        None,
        "malformed",
        "malformed",
        "no-text",
        "malformed",
        "malformed",
        None,
        "malformed",
    ]


def test_standard_input_is_read_as_lines_or_as_text_by_its_look() -> None:
    lines = json.dumps({"text": GOOD}) + "\n" + json.dumps({"text": OTHER}) + "\n"

    assert [outcome.input_ids[0] for outcome in from_stdin(lines.encode())] == ["-:1", "-:2"]
    assert [outcome.input_ids[0] for outcome in from_stdin(GOOD.encode())] == ["-"]
    assert reasons(from_stdin(b"")) == ["empty"]
    assert reasons(outcomes(["-"])) == ["missing"]


def test_windows_text_is_read_where_its_quotes_and_dashes_say_so() -> None:
    text = "Ghana’s minister said “we agree” – and left for Lomé on Friday, the radio reported."

    (outcome,) = from_stdin(text.encode("cp1252"))

    assert outcome.outputs[0].text == text


def test_a_text_with_a_mark_of_utf_16_is_read() -> None:
    (outcome,) = from_stdin(GOOD.encode("utf-16"))

    assert outcome.outputs[0].text == GOOD


def test_the_encoding_that_a_page_declares_is_used(tmp_path: Path) -> None:
    head = "<html><head><meta charset='iso-8859-2'></head>"
    page = f"{head}<body><article><p>{GOOD} Łódź hosted them.</p></article></body>"
    path = write(tmp_path / "a.html", page.encode("iso-8859-2"))

    assert "Łódź" in outcomes([path])[0].outputs[0].text


def test_the_id_depends_on_what_is_stated_and_not_on_the_path(tmp_path: Path) -> None:
    one = outcomes([write(tmp_path / "one.txt", GOOD)])[0].outputs[0]
    two = outcomes([write(tmp_path / "two" / "other.txt", GOOD)])[0].outputs[0]
    named = report_of(f"Outlet: Coast Post\n\n{GOOD}")

    assert one.id == two.id
    assert named.id != one.id


def test_an_outlet_that_was_found_in_the_text_does_not_enter_the_id() -> None:
    line = json.dumps({"text": f"NAIROBI, May 3 (Reuters) - {GOOD}"})

    (found,) = from_stdin(line.encode())
    (stated,) = from_stdin(json.dumps({**json.loads(line), "outlet": "Reuters"}).encode())

    assert found.outputs[0].outlet == stated.outputs[0].outlet == "Reuters"
    assert found.outputs[0].id != stated.outputs[0].id


def test_the_same_page_under_a_tracking_address_is_the_same_report() -> None:
    one = {"text": GOOD, "url": "http://www.example.org/a/?utm_source=x&id=3#top", "published": "2023-10-02"}
    two = {"text": GOOD, "url": "https://www.example.org/a?id=3", "published": "2023-10-02T08:00:00Z"}

    given = from_stdin(f"{json.dumps(one)}\n{json.dumps(two)}".encode())

    assert reasons(given) == [None, "duplicate"]


def test_the_same_text_from_another_outlet_is_a_second_report() -> None:
    rows = [json.dumps({"text": GOOD, "outlet": name}) for name in ("Coast Post", "Lake Herald")]

    assert reasons(from_stdin("\n".join(rows).encode())) == [None, None]


def test_every_rejection_says_what_to_do() -> None:
    (outcome,) = from_stdin(b"Too few words.")
    (rejection,) = outcome.rejections

    assert rejection.stage == "ingest"
    assert rejection.input_id == "-"
    assert "min_report_words" in rejection.detail


def test_every_reason_for_a_rejection_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "ingest.md").read_text(encoding="utf-8")

    assert [reason for reason in get_args(Reason) if f"| `{reason}` |" not in page] == []


def test_a_text_longer_than_reading_takes_is_refused_and_says_which_setting(tmp_path: Path) -> None:
    (outcome,) = outcomes([write(tmp_path / "a.txt", GOOD * 2000)])

    assert reasons([outcome]) == ["too-large"]
    assert "max_report_characters" in outcome.rejections[0].detail
    assert reasons(outcomes([write(tmp_path / "b.txt", GOOD)], Settings(max_report_characters=50))) == [
        "too-large"
    ]


def test_a_file_of_lines_may_be_larger_than_any_report(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{GOOD} {number}"}) for number in range(50)]
    path = write(tmp_path / "a.jsonl", "\n".join([*lines, json.dumps({"text": GOOD * 50})]))

    assert reasons(outcomes([path], Settings(max_report_bytes=2000))) == [None] * 50 + ["too-large"]


@pytest.mark.parametrize(
    "text",
    ["word one\n" * 6_000, "word " * 500_000, f"{GOOD} " * 25_000],
    ids=["lines", "one line", "one sentence"],
)
def test_what_is_far_longer_than_a_report_is_refused(tmp_path: Path, text: str) -> None:
    assert reasons(outcomes([write(tmp_path / "a.txt", text)])) == ["too-large"]


def test_an_endless_gap_is_closed_and_the_words_around_it_kept() -> None:
    assert report_of(f"{GOOD}{' ' * 100_000}{OTHER}").text == f"{GOOD} {OTHER}"
