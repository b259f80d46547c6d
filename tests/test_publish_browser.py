"""The dossier in a real browser: it opens from a disk, without a console message or the network, and prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from publish_case import made_up_case
from suasion.publish import render_dossier

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here: install one (apt-get install chromium) to run this"
    ),
]


def browse(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Open the dossier of the made-up case in a browser of its own."""
    page = folder / "dossier.html"
    page.write_bytes(render_dossier(made_up_case()))
    assert CHROMIUM is not None
    fixed = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--virtual-time-budget=2000",
    )
    offline = ("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}")
    return subprocess.run(
        [CHROMIUM, *fixed, *offline, "--enable-logging=stderr", *options, page.as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip


def test_the_dossier_opens_from_a_disk_with_its_style_and_without_a_console_message(tmp_path: Path) -> None:
    done = browse(tmp_path, "--dump-dom")
    dom = done.stdout.decode("utf-8")
    assert "Turkey gave aid to Kazakhstan: arms transfer" in dom
    assert 'id="judgement"' in dom
    assert b"CONSOLE" not in done.stderr


@pytest.mark.parametrize("size", ["1280,1600", "500,1600"])
def test_the_dossier_is_drawn_at_the_width_of_a_desk_and_of_a_small_window(size: str, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    browse(tmp_path, f"--window-size={size}", f"--screenshot={picture}")
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == int(size.split(",", maxsplit=1)[0])
    assert len(content) > 20_000, "a page without its style would be nearly empty"


def test_the_dossier_prints_with_all_evidence(tmp_path: Path) -> None:
    printed = tmp_path / "page.pdf"
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    assert printed.read_bytes().startswith(b"%PDF")
    assert printed.read_bytes().count(b"/Type /Page\n") + printed.read_bytes().count(b"/Type /Page ") > 3
