"""BibTeX, CSL-JSON and RIS: strict readers of our own find every field again, whatever titles and outlets are called."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import publish_case as case
from hostile_world import STEPPE, World, world_of, worlds
from suasion.exchange.cited import Citation, citations, cited_day
from suasion.exchange.given import Format
from suasion.exchange.writers import bibtex, csl, ris
from suasion.records import Dated

ALL = pytest.mark.parametrize("form", [bibtex.FORMAT, csl.FORMAT, ris.FORMAT], ids=lambda one: one.name)
SLOW = settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}
SPECIAL = "%&$#_{}~^\\"
ENTRY = re.compile(r"@(?P<kind>[a-z]+)\{(?P<key>[A-Za-z0-9]+),\n")
FIELD = re.compile(r"  (?P<name>[a-z]+) = (?P<month>[a-z]{3})?")
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)", re.DOTALL)


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Read entries as BibTeX does: braces are counted, also behind a backslash; nothing may stand between entries."""
    entries, at = [], 0
    while at < len(text):
        head = ENTRY.match(text, at)
        assert head, text[at : at + 80]
        entry, at = {"kind": head["kind"], "key": head["key"]}, head.end()
        while not text.startswith("}\n\n", at):
            field = FIELD.match(text, at)
            assert field, text[at : at + 80]
            value, at = (field["month"], field.end()) if field["month"] else braced(text, field.end())
            assert text.startswith(",\n", at)
            assert field["name"] not in entry
            entry[field["name"]], at = value, at + 2
        entries.append(entry)
        at += 3
    return entries


def braced(text: str, at: int) -> tuple[str, int]:
    """Read a value in braces, and where it ends."""
    assert text[at] == "{"
    depth = 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return text[at + 1 : end], end + 1
    raise AssertionError("a brace is never closed")


def untex(value: str) -> str:
    """Read LaTeX text: only the escapes that we write are allowed, and no sign that is special to TeX may stand bare."""
    read, at = "", 0
    value = value.removeprefix("{").removesuffix("}") if value.startswith("{") else value
    while at < len(value):
        command = re.compile(r"\\([a-z]+)\{\}").match(value, at)
        if command:
            read, at = read + COMMANDS[command[1]], command.end()
        elif value[at] == "\\":
            assert value[at + 1] in "%&$#_"
            read, at = read + value[at + 1], at + 2
        else:
            assert value[at] not in SPECIAL
            read, at = read + value[at], at + 1
    return read


def read_ris(text: str) -> list[dict[str, str]]:
    """Read records strictly: each begins with its type and ends with ER, every line has a tag, lines end with CR and LF."""
    records: list[dict[str, str]] = []
    assert text.endswith("\r\n\r\n")
    for block in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        lines = [RIS_LINE.fullmatch(line) for line in block.split("\r\n")]
        tags = [(line[1], line[2]) for line in lines if line]
        assert len(tags) == len(lines)
        assert (tags[0][0], tags[-1]) == ("TY", ("ER", ""))
        assert all(value.splitlines() == [value] for _, value in tags[:-1])
        records.append(dict(tags))
    return records


def write(form: Format, world: World, path: Path) -> str:
    written = form.write(world.export(), path)
    assert written == len(list(citations(world.export())))
    return path.read_bytes().decode("utf-8")


def test_bibtex_holds_the_data_set_and_each_report_once(tmp_path: Path) -> None:
    dataset, *reports = read_bibtex(write(bibtex.FORMAT, STEPPE, tmp_path / "bib"))
    assert [entry["key"] for entry in reports] == [
        one.id for one in (case.R1, case.R2, case.R3, case.R4, case.R5)
    ]
    assert (dataset["kind"], dataset["howpublished"]) == ("misc", "Data set")
    assert dataset["version"] == "suasion 0.1.0, corpus 0123456789abcdef"
    assert dataset["note"].startswith("Events from TUR.")
    assert reports[0] == {
        "kind": "article",
        "key": case.R1.id,
        "title": "{Ankara courts the steppe}",
        "author": "{Harbour Courier}",
        "journal": "Harbour Courier",
        "year": "2031",
        "month": "mar",
        "day": "7",
        "url": "https://courier.example/steppe?a=1&b=2",
        "language": "en",
    }


def test_csl_holds_the_same_as_bibtex(tmp_path: Path) -> None:
    items: list[dict[str, Any]] = json.loads(write(csl.FORMAT, STEPPE, tmp_path / "csl"))
    keys = [entry["key"] for entry in read_bibtex(write(bibtex.FORMAT, STEPPE, tmp_path / "bib"))]
    assert [item["id"] for item in items] == keys
    assert [item["type"] for item in items] == ["dataset", *["article-newspaper"] * 5]
    assert items[1]["issued"] == {"date-parts": [[2031, 3, 7]]}
    assert items[1]["author"] == [{"literal": "Harbour Courier"}]


def test_ris_holds_the_same_as_bibtex(tmp_path: Path) -> None:
    records = read_ris(write(ris.FORMAT, STEPPE, tmp_path / "ris"))
    keys = [entry["key"] for entry in read_bibtex(write(bibtex.FORMAT, STEPPE, tmp_path / "bib"))]
    assert [record["ID"] for record in records] == keys
    assert [record["TY"] for record in records] == ["DATA", *["NEWS"] * 5]
    assert (records[1]["DA"], records[1]["T2"]) == ("2031/03/07/", "Harbour Courier")


def test_a_title_of_tex_commands_stays_words(tmp_path: Path) -> None:
    title = r"50% of {aid} & \input{x} #1 a_b ~ ^ $1 — „Zürich“ @article{y,"
    world = world_of([case.E_PRAISE], [], [replace(case.R4, title=title)])
    _, entry = read_bibtex(write(bibtex.FORMAT, world, tmp_path / "bib"))
    assert untex(entry["title"]) == title


def test_an_address_that_is_none_of_the_web_is_left_out(tmp_path: Path) -> None:
    world = world_of([case.E_PRAISE], [], [replace(case.R4, url="javascript:alert(1)")])
    assert "url" not in read_bibtex(write(bibtex.FORMAT, world, tmp_path / "bib"))[1]


def test_an_address_cannot_close_its_field(tmp_path: Path) -> None:
    world = world_of([case.E_PRAISE], [], [replace(case.R4, url="https://a.example/}\n@misc{b, \\c%20d é")])
    assert read_bibtex(write(bibtex.FORMAT, world, tmp_path / "bib"))[1]["url"] == (
        "https://a.example/%7D%0A@misc%7Bb,%20%5Cc%20d%20%C3%A9"
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (case.days("2031-03-07"), (2031, 3, 7)),
        (case.days("2031-03-01", "2031-03-31", "month"), (2031, 3)),
        (case.days("2031-01-01", "2031-12-31", "year"), (2031,)),
        (case.days("2030-01-01", "2039-12-31", "decade"), ()),
        (Dated(), ()),
    ],
)
def test_a_day_is_cited_no_more_precisely_than_it_is_known(when: Dated, day: tuple[int, ...]) -> None:
    assert cited_day(when) == day


@SLOW
@given(world=worlds())
def test_whatever_words_hold_every_field_of_bibtex_is_read_back(world: World, tmp_path: Path) -> None:
    entries = read_bibtex(write(bibtex.FORMAT, world, tmp_path / "bib"))
    for entry, citation in zip(entries, citations(world.export()), strict=True):
        assert entry["key"] == citation.key
        assert untex(entry["title"]) == citation.title
        assert untex(entry.get("author", "")) == (citation.author or citation.container or "")
        assert entry.get("url") == citation.url


@SLOW
@given(world=worlds())
def test_whatever_words_hold_every_field_of_ris_is_read_back(world: World, tmp_path: Path) -> None:
    records = read_ris(write(ris.FORMAT, world, tmp_path / "ris"))
    for record, citation in zip(records, citations(world.export()), strict=True):
        assert (record["ID"], record["TI"]) == (citation.key, citation.title)
        assert record.get("T2", record.get("PB")) == citation.container


@SLOW
@given(world=worlds())
def test_whatever_words_hold_every_field_of_csl_is_read_back(world: World, tmp_path: Path) -> None:
    items = json.loads(write(csl.FORMAT, world, tmp_path / "csl"))
    for item, citation in zip(items, citations(world.export()), strict=True):
        assert (item["id"], item["title"], item.get("URL")) == (citation.key, citation.title, citation.url)


@SLOW
@given(world=worlds())
def test_keys_are_unique_and_the_data_set_has_one_of_its_own(world: World) -> None:
    keys = [citation.key for citation in citations(world.export())]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z][0-9a-f]{16}", key) for key in keys)


def test_another_corpus_or_filter_is_another_data_set() -> None:
    def key(**given: Any) -> str:
        found: Citation = next(citations(STEPPE.export(**given)))
        return found.key

    other = replace(STEPPE.export().selection, targets=("KAZ",))
    assert len({key(), key(corpus="f" * 16), key(selection=other)}) == 3
    assert key() == key()


@ALL
def test_the_same_case_gives_the_same_citations(form: Format, tmp_path: Path) -> None:
    assert write(form, STEPPE, tmp_path / "one") == write(form, STEPPE, tmp_path / "other")


@ALL
def test_what_citations_say_to_lose_is_not_in_them(form: Format, tmp_path: Path) -> None:
    text = write(form, STEPPE, tmp_path / "cited")
    assert not any(event.id in text for event in case.EVENTS)
    assert "Turkey delivered" not in text
    assert "guessed" not in text
    assert any("events themselves" in loss for loss in form.loses)
