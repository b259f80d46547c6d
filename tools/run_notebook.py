"""Run a notebook's cells in order and write what they print into it: `python tools/run_notebook.py docs/tour.ipynb`.

Run it beside a folder `examples`. The cells run in one namespace; a cell's last expression is shown as text, as Jupyter does.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
"""nbformat 4, as JSON."""


def run(notebook: Notebook) -> Notebook:
    """Give the notebook with the outputs of its cells."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        number += 1
        printed, value = _run_cell("".join(cell["source"]), namespace)
        cell["execution_count"] = number
        stream = {"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)}
        result = {
            "output_type": "execute_result",
            "execution_count": number,
            "metadata": {},
            "data": {"text/plain": (value or "").splitlines(keepends=True)},
        }
        cell["outputs"] = [*([stream] if printed else []), *([result] if value else [])]
    return notebook


def _run_cell(source: str, namespace: dict[str, object]) -> tuple[str, str | None]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace) if last else None
    return printed.getvalue(), None if value is None else repr(value)


def main(path: Path) -> None:
    """Run the notebook at `path` in a folder of its own and write it back."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    home, path = Path.cwd(), path.resolve()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(home / "examples")
        os.chdir(folder)
        made = run(notebook)
        os.chdir(home)
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
