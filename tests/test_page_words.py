"""The page's words for what the codebook names."""

from __future__ import annotations

import json

from suasion.codebook import load_codebook
from test_docs import ROOT


def test_every_type_and_instrument_of_the_codebook_has_a_spanish_name() -> None:
    book = load_codebook()
    names = json.loads((ROOT / "web" / "src" / "words" / "es.codebook.json").read_text(encoding="utf-8"))
    assert set(names) == {*book.types, *book.instruments}
    assert all(name.strip() for name in names.values())
