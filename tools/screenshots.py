"""Photograph every view of the workbench for docs/workbench.md: `python tools/screenshots.py [VIEW...]`, all of them by default.

It runs the bundled examples into a case of its own, serves it, and needs a Chromium (see tests/test_workbench_browser.py). Look at
what it made before you commit it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "workbench"
TITLE = "The bundled example"
SIZE: ViewportSize = {"width": 1280, "height": 800}
COLOURS = "64"
"""As many as a picture of the page needs; with them it takes a third of the room."""
VIEWS = {
    "events": "sort=-origins",
    "timeline": "",
    "map": "",
    "network": "",
    "ties": "",
    "disputes": "",
    "framing": "source=SAU",
    "reports": "",
    "outlets": "",
    "coverage": "",
    "review": "",
}
"""Each view with what else its address says."""


def photograph(browser: Browser, address: str, views: list[str]) -> None:
    """Write one picture of each view into the docs."""
    context = browser.new_context(viewport=SIZE, locale="en-GB", color_scheme="light")
    page = context.new_page()
    for view in views:
        page.goto("about:blank")
        page.goto(f"{address}#view={view}&{VIEWS[view]}")
        page.wait_for_selector(".row, .panel:not([aria-busy=true])")
        if view == "events":
            page.locator(".row").first.click()
            page.wait_for_selector(".evidence mark")
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=TARGET / f"{view}.png")
    context.close()


@contextmanager
def served(case: Path) -> Iterator[str]:
    """The address of a case while it is served, on any free port of this machine."""
    command = [sys.executable, "-m", "suasion", "serve", "--case", str(case), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            yield next(found.group() for line in lines if (found := re.search(r"http://[\d.]+:\d+/", line)))
        finally:
            process.terminate()


def shrink(views: list[str]) -> None:
    """Let pictures take less room, where ImageMagick is here to do it."""
    magick = shutil.which("magick")
    for path in (TARGET / f"{view}.png" for view in views if magick):
        subprocess.run([magick or "", str(path), "-strip", "-colors", COLOURS, str(path)], check=True)


def main(views: list[str]) -> None:
    """Make the pictures of some views."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or set(views) - VIEWS.keys():
        sys.exit(f"This needs a Chromium, and no other views than: {' '.join(VIEWS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        case = Path(folder) / TITLE
        command = [sys.executable, "-m", "suasion", "run", "examples", "--case", str(case)]
        subprocess.run(command, cwd=ROOT, check=True)
        with served(case) as address:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            photograph(browser, address, views)
            browser.close()
    shrink(views)


if __name__ == "__main__":
    main(sys.argv[1:] or list(VIEWS))
