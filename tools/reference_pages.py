"""Write docs/cli.md, docs/settings.md and the list of formats in docs/export.md: `python tools/reference_pages.py`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.settings import Settings

FORMATS_BEGIN = "<!-- formats: made by tools/reference_pages.py -->"
FORMATS_END = "<!-- formats: end -->"

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


def export_page() -> str:
    """Render the page of exports anew: what stands between its marks is the list of formats, the rest is written by hand."""
    before, _, rest = (DOCS / "export.md").read_text(encoding="utf-8").partition(FORMATS_BEGIN)
    _, _, after = rest.partition(FORMATS_END)
    return f"{before}{FORMATS_BEGIN}\n{formats_part()}\n{FORMATS_END}{after}"


def formats_part() -> str:
    """List every format with its file's suffix and kind, and below what each loses."""
    tables = [f"| `{name}` | all tables, as below | `.{name}` |" for name in TABLE_FORMATS]
    rows = [f"| `{one.name}` | {one.label} | `{one.suffix}` |" for one in FORMATS.values()]
    losses = [
        "\n".join([f"**`{one.name}`** loses:", "", *(f"- {loss}" for loss in one.loses), ""])
        for one in FORMATS.values()
    ]
    head = ["| format | what it is | file |", "| --- | --- | --- |"]
    return "\n".join([*head, *tables, *rows, "", "### What each format loses", "", *losses]).rstrip()


if __name__ == "__main__":
    (DOCS / "cli.md").write_text(cli_page(), encoding="utf-8")
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "export.md").write_text(export_page(), encoding="utf-8")
