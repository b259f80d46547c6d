"""The docs are true: blocks run, commands and settings are documented, links lead somewhere, generated pages are fresh."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
COMMANDS = {
    "run",
    "import",
    "ties",
    "status",
    "why",
    "export",
    "judge",
    "serve",
    "dossier",
    "sample",
    "evaluate",
    "diff",
    "models",
}
PAGES_OF_HISTORY = {"CHANGELOG.md"}


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            if match.group(1) == language:
                yield page.name, match.group(2)


def tool(name: str) -> ModuleType:
    spec = util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_python_block_runs(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    script = "\n".join(block for _, block in blocks("python"))
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_every_command_in_the_docs_exists() -> None:
    said = {
        words[1]
        for language in ("bash", "sh", "console")
        for page, block in blocks(language)
        if page not in PAGES_OF_HISTORY
        for line in block.splitlines()
        if (words := shlex.split(line.removeprefix("$ "), comments=True))[:1] == ["suasion"]
        and len(words) > 1
        and words[1][:1].isalpha()
    }
    assert said <= COMMANDS
    assert {"run", "export", "why"} <= said


def test_every_command_is_on_the_reference_page_and_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert page == tool("reference_pages").cli_page(), "run: python tools/reference_pages.py"
    assert all(f"## `suasion {command}`" in page for command in COMMANDS)


def test_every_setting_is_on_the_settings_page_and_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == tool("reference_pages").settings_page(), "run: python tools/reference_pages.py"
    assert all(f"`{item.name}`" in page for item in fields(Settings))


def test_every_format_is_on_the_page_of_exports_with_what_it_loses_and_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    assert page == tool("reference_pages").export_page(), "run: python tools/reference_pages.py"
    assert all(f"`{name}`" in page for name in (*FORMATS, *TABLE_FORMATS))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_local_link_leads_to_a_file(page: Path) -> None:
    broken = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_nothing_committed_names_a_path_of_a_machine_or_a_registry_host() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs"]
    homes = [os.sep + "work" + os.sep, os.sep + "root" + os.sep]
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_symlink() or not path.is_file() or path.suffix in {".npz", ".png", ".onnx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [word for word in hosts + homes if word in text], name


def test_the_notebook_runs_from_the_first_cell_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = json.loads((ROOT / "docs" / "tour.ipynb").read_text(encoding="utf-8"))
    shown = [bool(cell["outputs"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    made = tool("run_notebook").run(notebook)
    assert [bool(cell["outputs"]) for cell in made["cells"] if cell["cell_type"] == "code"] == shown
