"""Stories told by five outlets, with the phrases that tell of events marked: their form, and its reader.

A file is one story; a report begins with `# ` and what kind of outlet wrote it, and has a sentence a line:

    = quit>walkout sign>pact
    # wire
    Norway [walkout left] [pact the herring pact] on Monday.

`[KEY words]` marks a phrase of the happening KEY. The first line says what a loose reader takes for one: `quit` is the same as
`walkout` to him. `python tools/marked_phrases.py FILE… OUT` writes ECB+'s XML, which `suasion evaluate coreference` reads; with
`--loose` as the loose reader sees it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from suasion.evaluation.coreference_gold import GoldDocument, GoldMention

MARK = re.compile(r"\[(\w+) ([^\[\]]+)\]")
REPORT = re.compile(r"^# .+\n", re.MULTILINE)
TOKEN = re.compile(r"\w+(?:[.,-]\w+)*|'s\b|[^\w\s]")


def read_story(path: Path, *, loose: bool) -> tuple[GoldDocument, ...]:
    """Read the reports of a story, with the clusters of a strict or of a loose reader."""
    head, *reports = REPORT.split(path.read_text(encoding="utf-8"))
    same = dict(pair.split(">") for pair in head.removeprefix("=").split())
    return tuple(
        _document(f"{path.stem}_{number}", text, path.stem, same if loose else {})
        for number, text in enumerate(reports, start=1)
    )


def _document(name: str, text: str, story: str, same: dict[str, str]) -> GoldDocument:
    lines = text.strip().splitlines()
    mentions = [
        GoldMention(
            document=name,
            sentence=number,
            tokens=(f"{start}-{end}",),
            start=start,
            end=end,
            cluster=f"{story}/{same.get(key, key)}",
        )
        for number, line in enumerate(lines)
        for key, start, end in _marked(line)
    ]
    sentences = {number: MARK.sub(r"\2", line) for number, line in enumerate(lines)}
    return GoldDocument(id=name, sentences=sentences, mentions=tuple(mentions))


def _marked(line: str) -> Iterator[tuple[str, int, int]]:
    """Give the keys of a line's phrases, with their half-open spans in the line without marks."""
    gone = 0
    for mark in MARK.finditer(line):
        start = mark.start() - gone
        yield mark[1], start, start + len(mark[2])
        gone += len(mark[0]) - len(mark[2])


def write_xml(document: GoldDocument, folder: Path) -> None:
    """Write a report as ECB+ has it; its file is named after it."""
    lines = [f'<Document doc_name="{document.id}.xml">']
    ids: dict[tuple[int, int], int] = {}
    for number, sentence in document.sentences.items():
        for place, token in enumerate(TOKEN.finditer(sentence)):
            ids[number, token.start()] = len(ids) + 1
            lines.append(
                f'<token t_id="{len(ids)}" sentence="{number}" number="{place}">{escape(token[0])}</token>'
            )
    lines.append("<Markables>")
    keys = {key: i for i, key in enumerate(sorted({it.cluster for it in document.mentions}), start=1000)}
    sources: dict[str, list[str]] = {key: [] for key in keys}
    for m_id, it in enumerate(document.mentions, start=1):
        inside = [i for (number, at), i in ids.items() if number == it.sentence and it.start <= at < it.end]
        anchors = "".join(f'<token_anchor t_id="{i}"/>' for i in inside)
        lines.append(f'<ACTION_OCCURRENCE m_id="{m_id}">{anchors}</ACTION_OCCURRENCE>')
        sources[it.cluster].append(f'<source m_id="{m_id}"/>')
    lines += [
        f'<ACTION_OCCURRENCE m_id="{i}" TAG_DESCRIPTOR="" instance_id="{key}"/>' for key, i in keys.items()
    ]
    lines.append("</Markables><Relations>")
    for key, i in keys.items():
        joined = "".join(sources[key])
        lines.append(
            f'<CROSS_DOC_COREF r_id="{i}" note="{key}">{joined}<target m_id="{i}"/></CROSS_DOC_COREF>'
        )
    lines.append("</Relations></Document>")
    (folder / f"{document.id}.xml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_pool(stories: Sequence[Path], out: Path, *, loose: bool) -> None:
    """Write all reports of some stories into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for path in stories:
        for document in read_story(path, loose=loose):
            write_xml(document, out)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", help="marked stories")
    parser.add_argument("out", type=Path, help="folder for the XML")
    parser.add_argument("--loose", action="store_true", help="join what a loose reader takes for one")
    asked = parser.parse_args()
    write_pool(asked.files, asked.out, loose=asked.loose)


if __name__ == "__main__":
    main()
