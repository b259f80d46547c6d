"""Measure how fast the workbench is drawn in Chromium, with made-up events: served from a case, and opened from a mailed dossier.

    python bench/page.py [--events N] [--mailed N ...] [--times T] [--keep FOLDER] [--chromium PATH]

Needs Playwright and a Chromium. Prints one JSON object: the page's size without data; then for the served page (no events: left out) and
the mailed ones the milliseconds from asking for it to the first event in sight, from a click on a condition to the new list, and from a
key press to what it changes, medians of T times each. Of a mailed page also its size, and the milliseconds until it shows its first words
(`painted`) and is there to its end (`read`); some three reports tell of each of its events (`told.py`). `cpu` is the time that the page's
thread was at work for one of them, which other programs on the machine hardly change. The machine's load (processes that wait, a minute's
mean) and cores are given beside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright
from serve import listening_on, write_case
from told import write_told_case

from suasion import publish

STATIC = Path(publish.__file__).parent / "static"
# Runs in the page before its own script: `drawn(test)` gives the time of the frame after the first one in which the test holds.
_CLOCK = """
window.drawn = (test) => new Promise((resolve) => {
  const look = () => test() ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))) : requestAnimationFrame(look);
  look();
});
window.listed = () => document.querySelector(".row .headline")?.textContent;
window.counted = () => (document.querySelector(".over .count strong")?.textContent ?? "").replace(/[^0-9]/g, "");
if (!location.hash) window.first = window.drawn(window.listed);
for (const kind of ["click", "keydown"]) addEventListener(kind, (event) => { window.began = event.timeStamp; }, true);
"""
_READY = "() => Boolean(window.listed()) && document.querySelectorAll('.condition').length > 0"
_PAINTED = """() => new Promise((resolve) => new PerformanceObserver((seen) => {
  const first = seen.getEntriesByName("first-contentful-paint")[0];
  if (first) resolve(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
_CURRENT = "document.querySelector('.row[aria-current]')?.closest('li').dataset.place"
_READ = "document.querySelector('.evidence article h2')?.textContent"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument(
        "--mailed", type=int, nargs="*", default=[500, 2_000, 5_000], help="events of mailed dossiers"
    )
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="where the cases stay; those that are there are used again")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.keep or Path(scratch)).resolve()
        with browser(given.chromium) as new_page:
            told: dict[str, object] = {"page": weights()}
            if given.events:
                case = made(folder / f"case-{given.events}", given.events, write_case)
                told[f"served_{given.events}"] = served(new_page, case, given.times)
            for size in given.mailed:
                case = made(folder / f"told-{size}", size, write_told_case)
                told[f"mailed_{size}"] = mailed(new_page, case, given.times)
    print(json.dumps({**told, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}, indent=2))


def made(path: Path, size: int, write: Callable[[Path, int], None]) -> Path:
    """Give a case of so many events."""
    if not (path / "store" / "current").exists():
        write(path, size)
    return path


@contextmanager
def browser(chromium: str) -> Iterator[Callable[[], Page]]:
    """Start a Chromium; give what opens a page without anything kept from the one before."""
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def new_page() -> Page:
            page = running.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.add_init_script(_CLOCK)
            page.set_default_timeout(120_000)
            return page

        yield new_page
        running.close()


def weights() -> dict[str, float]:
    """Give the size of the page's script and style, in kilobytes."""
    files = [path.read_bytes() for path in sorted(STATIC.iterdir())]
    return {
        "kB": round(sum(map(len, files)) / 1000, 1),
        "gzip_kB": round(sum(len(gzip.compress(file, 9)) for file in files) / 1000, 1),
    }


def served(new_page: Callable[[], Page], case: Path, times: int) -> dict[str, object]:
    """Measure the page that `suasion serve` gives."""
    command = [sys.executable, "-m", "suasion", "serve", "--case", str(case), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = f"http://127.0.0.1:{listening_on(server)}/"
            firsts = [first_sight(new_page(), address) for _ in range(times)]
            page = new_page()
            page.goto(address)
            page.wait_for_function(_READY)
            return {"first": middle(firsts), **worked(page, times)}
        finally:
            server.terminate()


def mailed(new_page: Callable[[], Page], case: Path, times: int) -> dict[str, object]:
    """Measure the page that is mailed: from opening the file to its text, and from opening its workbench on."""
    file = case / "mailed.html"
    command = [sys.executable, "-m", "suasion", "dossier", "--case", str(case), "-o", str(file)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    paints, loads, opens = [], [], []
    page = new_page()
    for _ in range(max(times // 2, 1)):
        page.close()
        page = new_page()
        page.goto(file.as_uri())
        paints.append(page.evaluate(_PAINTED))
        loads.append(page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive"))
        if page.locator("#open-workbench").count():
            opens.append(clicked(page, "#open-workbench", "() => window.listed()"))
    told: dict[str, object] = {
        "MB": round(file.stat().st_size / 1e6, 1),
        "painted": {"ms": round(statistics.median(paints))},
        "read": {"ms": round(statistics.median(loads))},
    }
    if not opens:
        return {**told, "workbench": "too large to be in the file"}
    page.wait_for_function(_READY)
    return {**told, "first": middle(opens), **worked(page, times)}


Took = tuple[float, float]


def first_sight(page: Page, address: str) -> Took:
    """Give the milliseconds from asking for the page to the first event in sight."""
    thread = watched(page)
    page.goto(address)
    took: float = page.evaluate("window.first")
    at_work = busy(thread)
    page.context.close()
    return took, at_work


def worked(page: Page, times: int) -> dict[str, object]:
    """Measure clicks on conditions and key presses."""
    press = page.keyboard.press
    current = f"(before) => {_CURRENT} !== before"
    read = f"(before) => {_READ} && {_READ} !== before"
    return {
        "filter": middle([filtered(page, number) for number in range(times)]),
        "next": middle(
            [timed(page, lambda: press("j"), current, page.evaluate(_CURRENT)) for _ in range(times)]
        ),
        "next_read": middle(
            [timed(page, lambda: press("j"), read, page.evaluate(_READ)) for _ in range(times)]
        ),
        "view": middle(
            [
                timed(page, lambda: press("t"), "() => document.querySelector('main svg.picture')")
                for _ in range(times)
                if visited(page)
            ]
        ),
        "stretch": middle([stretched(page, number) for number in range(times)]),
    }


def filtered(page: Page, number: int) -> Took:
    """Tick a condition's choice, or take it away again, and wait for the list and the number of its events."""
    box = f".condition[open] input[type=checkbox] >> nth={number // 2}"
    if not page.locator(".condition[open]").count():
        page.locator(".condition summary").first.click()
    changed = "(before) => window.listed() && window.counted() && window.counted() !== before"
    return timed(page, lambda: page.locator(box).click(), changed, page.evaluate("window.counted()"))


def visited(page: Page) -> bool:
    """Go to the list of events, and say the first of the two keys that lead to the timeline."""
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_function("() => window.listed() && !document.querySelector('main svg.picture')")
    page.keyboard.press("g")
    return True


def stretched(page: Page, number: int) -> Took:
    """Go a stretch on in the timeline, the first time into it."""
    if number == 0:
        page.locator(".timeline .drawing").focus()
    told = "document.querySelector('.timeline .readout')?.textContent"
    return timed(
        page, lambda: page.keyboard.press("ArrowRight"), f"(before) => {told} !== before", page.evaluate(told)
    )


def clicked(page: Page, selector: str, test: str) -> Took:
    """Click and give the milliseconds until the test holds."""
    return timed(page, lambda: page.locator(selector).click(), test)


def timed(page: Page, doing: Callable[[], object], test: str, before: object = None) -> Took:
    """Give the milliseconds from a click or key press to the frame in which the test holds, and of them those at work."""
    page.wait_for_timeout(300)
    thread = watched(page)
    page.evaluate(f"(before) => {{ window.shown = window.drawn(() => ({test})(before)); }}", before)
    doing()
    took: float = page.evaluate("window.shown.then((end) => end - window.began)")
    at_work = busy(thread)
    thread.detach()
    return took, at_work


def watched(page: Page) -> CDPSession:
    """Begin to count the time that the page's thread is at work."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def busy(session: CDPSession) -> float:
    """Give the milliseconds that the page's thread was at work since it began to be counted."""
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(told["TaskDuration"])


def middle(took: list[Took]) -> dict[str, int]:
    """Give medians."""
    waited, at_work = zip(*took, strict=True)
    return {"ms": round(statistics.median(waited)), "cpu_ms": round(statistics.median(at_work))}


if __name__ == "__main__":
    main()
