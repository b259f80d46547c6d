"""Plain text and Markdown to drafts: header lines and front matter are metadata, markup is taken off."""

from __future__ import annotations

import re

from suasion.ingest.dates import parse_metadata
from suasion.ingest.drafts import Draft

_FIELDS = {
    "title": "title",
    "headline": "title",
    "original title": "title",
    "outlet": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "published": "published",
    "date": "published",
    "byline": "byline",
    "author": "byline",
    "language": "language",
    "lang": "language",
    "translated_from": "translated_from",
    "translated-from": "translated_from",
}
_HEADER = re.compile(r"^\s*(?P<name>[A-Za-z][A-Za-z _-]{2,15}):[ \t]+(?P<value>\S.*?)\s*$")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<matter>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT = 20_000
_IMAGE = re.compile(r"!\[(?P<text>[^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,500})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,100}\])")
_EMPHASIS = re.compile(
    r"(?<![\w*_])(?P<mark>\*\*\*|\*\*|\*|___|__|_)(?=\S)(?P<text>[^\n*_]{1,1000}?)(?<=\S)(?P=mark)(?![\w*_])"
)
_CODE = re.compile(r"`([^`\n]{1,300})`")
_COMMENT = re.compile(r"<!--(?:(?!<!--).){0,5000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+(?=\S)|(?:```|~~~).*$)")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_RULE = re.compile(r"^[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+)[ \t]*$")
_REFERENCE = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,100}\]:[ \t]*\S+.*$")


def plain_draft(original: str) -> Draft:
    """Read a plain text, perhaps with header lines ("Outlet: …") in front."""
    text = _unified(original)
    fields, rest = _header_lines(text)
    return _draft(original, rest, fields, "the header lines")


def markdown_draft(original: str) -> Draft:
    """Read Markdown, perhaps with front matter; the text keeps the words of headings, links and emphasis."""
    text = _unified(original)
    front = _FRONT.match(text[:_MAX_FRONT])
    if front is None:
        fields, rest = _header_lines(text)
        return _draft(original, unmark(rest), fields, "the header lines")
    return _draft(
        original, unmark(text[front.end() :]), _front_matter(front.group("matter")), "the front matter"
    )


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _draft(original: str, text: str, fields: dict[str, str], source: str) -> Draft:
    return Draft(
        original_text=original,
        text=text,
        source=source if fields else "",
        title=fields.get("title"),
        outlet=fields.get("outlet"),
        url=fields.get("url"),
        published=fields.get("published"),
        byline=fields.get("byline"),
        language=fields.get("language"),
        translated_from=fields.get("translated_from"),
    )


def _header_lines(text: str) -> tuple[dict[str, str], str]:
    """Take the leading `Name: value` lines that we know; one alone counts only before a blank line."""
    fields: dict[str, str] = {}
    position = len(text) - len(text.lstrip("\n"))
    start = position
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end == -1 else end
        found = _HEADER.match(text[position : min(end, position + 2000)])
        name = _FIELDS.get(found.group("name").lower()) if found else None
        if found is None or name is None or name in fields or not _fits(name, found.group("value")):
            break
        fields[name] = found.group("value")
        position = end + 1
    alone = len(fields) == 1 and text[position : position + 1] not in ("\n", "")
    return ({}, text[start:]) if alone or not fields else (fields, text[position:])


def _fits(name: str, value: str) -> bool:
    """Whether a header's value can be what its name says; else the line is text."""
    if name == "published":
        dated = parse_metadata(value, "")
        return dated.start is not None or dated.how.startswith("stated")
    return name != "url" or " " not in value


def _front_matter(matter: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in matter.split("\n"):
        found = _HEADER.match(line)
        name = _FIELDS.get(found.group("name").lower()) if found else None
        if found and name:
            fields.setdefault(name, found.group("value").strip("\"'"))
    return fields


def unmark(text: str) -> str:
    """Take Markdown's marks off, keeping every word: an image leaves its description, a link its words."""
    text = _COMMENT.sub("", text)
    lines = [_unmark_line(line) for line in text.split("\n")]
    return "\n".join(lines)


def _unmark_line(line: str) -> str:
    if _RULE.match(line) or _REFERENCE.match(line):
        return ""
    marked = _LINE_MARK.match(line)
    line = line[marked.end() :] if marked else line
    if marked and "#" in marked.group():
        line = _CLOSING_HASHES.sub("", line)
    line = _LINK.sub(r"\g<text>", _IMAGE.sub(r"\g<text>", line))
    line = _TAG.sub("", _CODE.sub(r"\1", line))
    return _EMPHASIS.sub(r"\g<text>", _EMPHASIS.sub(r"\g<text>", line))
