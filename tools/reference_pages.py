"""Write the generated pages of the reference, docs/cli.md and docs/settings.md: `python tools/reference_pages.py`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from suasion.settings import Settings

DOCS = Path(__file__).parent.parent / "docs"


def cli_page() -> str:
    """Render every command with its arguments and options, by typer's own generator."""
    command = [
        sys.executable,
        "-m",
        "typer",
        "suasion.cli",
        "utils",
        "docs",
        "--name",
        "suasion",
        "--title",
        "The command line",
    ]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return answer.stdout.strip() + "\n"


def settings_page() -> str:
    """Render every setting with its unit, default and help."""
    rows = [
        f"| `{item.name}` | {item.default} | {item.metadata['unit']} | {item.metadata['help']} |"
        for item in fields(Settings)
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "A case's `suasion.toml` may set any of these under `[settings]`; the defaults hold for the rest.",
            "",
            "| setting | default | unit | what it does |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    (DOCS / "cli.md").write_text(cli_page(), encoding="utf-8")
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
