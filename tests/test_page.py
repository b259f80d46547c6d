"""The workbench's page as a file, and its words for what the codebook names."""

from __future__ import annotations

import json

import pytest

from suasion.codebook import load_codebook
from suasion.publish.page.html import built, served_page
from test_docs import ROOT

MOST = 300_000
"""Bytes of the page without data."""


@pytest.mark.skipif(not built(), reason="the page is not built: `python tools/page.py`")
def test_the_page_without_data_stays_small_enough_for_a_slow_line() -> None:
    assert len(served_page("A case").html) <= MOST


def test_every_type_and_instrument_of_the_codebook_has_a_spanish_name() -> None:
    book = load_codebook()
    names = json.loads((ROOT / "web" / "src" / "words" / "es.codebook.json").read_text(encoding="utf-8"))
    assert set(names) == {*book.types, *book.instruments}
    assert all(name.strip() for name in names.values())
