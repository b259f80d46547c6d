"""Write docs/codebook.md from the codebook's data: `python tools/codebook_page.py`."""

from __future__ import annotations

from pathlib import Path

from suasion.codebook import load_codebook
from suasion.codebook.document import write_page

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"

if __name__ == "__main__":
    PAGE.write_text(write_page(load_codebook()), encoding="utf-8")
