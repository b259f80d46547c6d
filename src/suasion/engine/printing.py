"""Printing a page by a browser that is already here: Chromium or one of its kin, without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from suasion.errors import InputError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Where a browser may lie, in the order in which they are tried."""
PATIENCE = 300
"""Seconds until a browser that does not answer is given up."""


def find_browser() -> str | None:
    """Find a browser that can print; null where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_page(page: bytes, path: Path) -> None:
    """Print an html page into a PDF.

    Raises:
        InputError: there is no browser, or it did not print.
    """
    browser = find_browser()
    if browser is None:
        raise InputError(
            "No Chromium was found to print with.",
            cause="A PDF is printed by a browser; suasion brings none.",
            remedy="Install Chromium or Chrome; or open dossier.html in any browser and print it to a PDF.",
        )
    with tempfile.TemporaryDirectory(prefix="suasion-", ignore_cleanup_errors=True) as lent:
        source, printed = Path(lent) / "dossier.html", Path(lent) / "dossier.pdf"
        source.write_bytes(page)
        command = [browser, *_options(Path(lent) / "profile"), f"--print-to-pdf={printed}", source.as_uri()]
        with suppress(subprocess.TimeoutExpired):  # told below: nothing was printed
            subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
        if not printed.exists():
            raise InputError(
                f"{browser} did not print the page.",
                cause="It could not start here, or the page was too long for it.",
                remedy="Open dossier.html in a browser and print it to a PDF.",
            )
        shutil.copyfile(printed, path)


def _options(profile: Path) -> list[str]:
    """Have a profile of its own and no network; as root, Chromium starts only without its sandbox, and the page runs no foreign script."""
    rooted = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        "--headless=new",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={profile}",
        *(["--no-sandbox"] if rooted else []),
    ]
