"""Ids and fingerprints follow content, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from suasion.ids import content_id, files_digest


def test_a_null_is_no_empty_string_and_no_two_lists_of_parts_run_together() -> None:
    made = [content_id("r", None), content_id("r", ""), content_id("r", "a", "b"), content_id("r", "ab")]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("name", "content", "counts"),
    [
        ("code.py", "A = 2\n", True),
        ("data/words.toml", "b = 1\n", True),
        ("data/new.toml", "", True),
        ("__pycache__/code.cpython-311.pyc", "x", False),
    ],
)
def test_a_package_s_digest_follows_its_files_and_not_what_was_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, counts: bool
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = tmp_path / "hashed_room"
    for path, text in (("__init__.py", ""), ("code.py", "A = 1\n"), ("data/words.toml", "a = 1\n")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    files_digest.cache_clear()
    before = files_digest("hashed_room")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    files_digest.cache_clear()
    assert (files_digest("hashed_room") != before) is counts
