"""Bytes to text, or a refusal: nothing is guessed where a guess could change letters."""

from __future__ import annotations

import codecs
import re

from suasion.ingest.drafts import Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + b"\x1c\x1d\x1e\x1f\x7f"
_CONTROL_SHARE = 0.01
_SNIFFED = 1 << 16
_WINDOWS_MARKS = re.compile("[‘’“”–—…•]")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


def decode(raw: bytes, declared: str | None = None) -> str | Refusal:
    """Decode a file or a line: its byte order mark, its declared encoding, UTF-8, careful Windows-1252."""
    if not raw.strip(b" \t\r\n\f\v\x00") and b"\x00" not in raw:
        return Refusal(
            reason="empty",
            detail="It holds no text. Perhaps a download failed; fetch it again or leave it out.",
        )
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    text = _try(raw, marked) if marked else None
    if text is None:
        if _is_binary(raw):
            return _binary()
        text = _first(_try(raw, _web_name(declared)), _try(raw, "utf-8-sig"), _windows(raw))
    if text is None:
        return _undecodable(raw)
    if "\x00" in text:
        return _binary()
    if not text.strip("\ufeff \t\r\n"):
        return Refusal(
            reason="empty", detail="It holds nothing but white space. Fetch it again or leave it out."
        )
    return text


def declared_charset(raw: bytes) -> str | None:
    """Find the encoding that a page names in its head."""
    found = _DECLARED.search(raw[:4096])
    return found.group(1).decode("ascii") if found else None


def _first(*texts: str | None) -> str | None:
    return next((text for text in texts if text is not None), None)


def _try(raw: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return raw.decode(name)
    except (LookupError, ValueError):  # an unknown name, a codec that is not for text, or undecodable bytes
        return None


def _web_name(declared: str | None) -> str | None:
    """Read a declared name as browsers do: "latin1" means Windows-1252 (WHATWG Encoding Standard, 4.2)."""
    if declared is None:
        return None
    latin = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"}
    return "cp1252" if declared.lower() in latin else declared


def _is_binary(raw: bytes) -> bool:
    head = raw[:_SNIFFED]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return raw.startswith(_MAGIC) or b"\x00" in raw or controls > _CONTROL_SHARE * len(head)


def _windows(raw: bytes) -> str | None:
    """Decode Windows text where the guess is safe.

    Bytes that are merely not UTF-8 could be many things. Typographic quotes or dashes at Windows' places
    speak for that family; where its Western and Central European members agree, no letter is guessed.
    """
    western = _try(raw, "cp1252")
    if western is None or not _WINDOWS_MARKS.search(western) or western != _try(raw, "cp1250"):
        return None
    return western


def _binary() -> Refusal:
    return Refusal(
        reason="binary",
        detail="It is not text: it holds control bytes or begins like an image, archive or office file. "
        "Extract its text first.",
    )


def _undecodable(raw: bytes) -> Refusal:
    try:
        raw.decode("utf-8")
        where = ""
    except UnicodeDecodeError as error:
        where = f" (byte {error.start} is 0x{raw[error.start]:02x})"
    return Refusal(
        reason="encoding",
        detail=f"It is not valid UTF-8{where} and names no other encoding. "
        "Save it as UTF-8, for example with iconv.",
    )
