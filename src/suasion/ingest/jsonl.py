"""JSON lines to drafts."""

from __future__ import annotations

import json

import msgspec

from suasion.ingest.decode import decode
from suasion.ingest.drafts import Draft, Refusal


class JsonLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line's fields; others are ignored."""

    text: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | int | float | None = None
    byline: str | None = None
    language: str | None = None
    translated_from: str | None = None


def line_draft(raw: bytes) -> Draft | Refusal:
    """Read one line."""
    decoded = decode(raw.strip())
    if isinstance(decoded, Refusal):
        return decoded
    try:
        line = msgspec.json.decode(decoded, type=JsonLine)
    except msgspec.ValidationError as error:
        return _malformed(
            f"A field has the wrong form: {error}.",
            "A report is an object of texts: text, title, outlet, url, published.",
        )
    except (msgspec.DecodeError, RecursionError, ValueError):  # ValueError: a number too long for Python
        return _malformed(_how_broken(decoded), "Write one whole JSON object on each line.")
    if line.text is None or not line.text.strip():
        return Refusal(
            reason="no-text",
            detail="It has no 'text', or an empty one. Name the field with the report's words 'text'.",
        )
    if "\x00" in line.text:
        return Refusal(
            reason="binary", detail="Its text holds NUL characters, so it is no text. Extract the text first."
        )
    return Draft(
        original_text=line.text,
        text=line.text,
        source="the JSON line",
        title=line.title,
        outlet=line.outlet,
        url=line.url,
        published=None if line.published is None else _number(line.published),
        byline=line.byline,
        language=line.language,
        translated_from=line.translated_from,
    )


def looks_like_lines(head: bytes) -> bool:
    """Whether a stream that begins so is JSON lines rather than plain text."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bare.startswith(b"{") and bare[1:].lstrip()[:1] in (b'"', b"}")


def _number(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _how_broken(decoded: str) -> str:
    if len(decoded) > 100_000:  # noqa: PLR2004 - a second decoding only to say why
        return "It is not valid JSON."
    try:
        json.loads(decoded)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        cut = isinstance(error, json.JSONDecodeError) and (
            error.pos >= len(decoded) - 1 or "Unterminated" in error.msg
        )
        return (
            "It is half a JSON object: it ends before it is closed, perhaps cut off."
            if cut
            else "It is not valid JSON."
        )
    return "It is JSON that stands outside the standard (a lone surrogate, a NaN)."


def _malformed(what: str, remedy: str) -> Refusal:
    return Refusal(reason="malformed", detail=f"{what} {remedy}")
